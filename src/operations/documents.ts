// Documents, parsed and validated once: kept by their text, the least used go first.
import { type DocumentNode, GraphQLError, type GraphQLSchema, parse, validate } from 'graphql';
import { LRUCache } from 'lru-cache';

type Checked = { document: DocumentNode; errors: readonly GraphQLError[] };

export class Documents {
  readonly #schema: GraphQLSchema;
  readonly #checked = new LRUCache<string, Checked>({
    max: 1_000,
    maxSize: 20_000_000,
    sizeCalculation: (_, text) => text.length + 1_000,
  });

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  /** The document of a text; throws its syntax error. Its validation errors come with it. */
  read(text: string): Checked {
    let checked = this.#checked.get(text);
    if (!checked) {
      const document = parsed(text);
      const errors = validate(this.#schema, document).map((error) => coded(error, 'GRAPHQL_VALIDATION_FAILED'));
      checked = { document, errors };
      this.#checked.set(text, checked);
    }
    return checked;
  }
}

function parsed(text: string): DocumentNode {
  try {
    return parse(text);
  } catch (error) {
    throw error instanceof GraphQLError ? coded(error, 'GRAPHQL_PARSE_FAILED') : error;
  }
}

// The codes that Yoga gives the same errors over HTTP.
function coded({ message, nodes, source, positions }: GraphQLError, code: string): GraphQLError {
  return new GraphQLError(message, { nodes, source, positions, extensions: { code } });
}
