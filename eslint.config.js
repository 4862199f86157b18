// ESLint looks at the GraphQL files alone, by the rules that Relay's specifications and normalising clients ask for;
// Biome looks at everything else.
import graphql from '@graphql-eslint/eslint-plugin';

const files = { schema: 'schema/types/*.graphql', documents: 'schema/operations/*.graphql' };
const common = {
  plugins: { '@graphql-eslint': graphql },
  languageOptions: { parser: graphql.parser, parserOptions: { graphQLConfig: files } },
};

export default [
  {
    ...common,
    files: [files.schema],
    rules: {
      ...graphql.configs['flat/schema-relay'].rules,
      // Connections hold `nodes` beside `edges`, and a message's reactions are at most 50: a list, not a connection.
      '@graphql-eslint/relay-edge-types': [
        'error',
        { listTypeCanWrapOnlyEdgeType: false, withEdgeSuffix: true, shouldImplementNode: true },
      ],
    },
  },
  {
    ...common,
    files: [files.documents],
    // Without its id an object cannot be kept as one thing by a client that normalises.
    rules: { '@graphql-eslint/require-selections': 'error', '@graphql-eslint/no-deprecated': 'error' },
  },
];
