// What codegen.ts makes of SDL files and of stored operations, and what it refuses.
import { createHash } from 'node:crypto';
import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { generateClient, generateTypes, storedOperations } from '../../codegen.ts';

const base = {
  feature: 'base',
  text: `
    interface Node { id: ID! }
    type PageInfo { hasNextPage: Boolean! }
    type Query { node(id: ID!): Node }
  `,
};
const shops = {
  feature: 'shops',
  text: `
    type Shop implements Node { id: ID! name: String! size: Size! }
    enum Size { SMALL LARGE }
    enum Unused { A B }
    type ShopEdge { cursor: String! node: Shop! since: String }
    type ShopConnection { edges: [ShopEdge!]! nodes: [Shop!]! pageInfo: PageInfo! }
    type Park implements Node { id: ID! }
    union Place = Park | Shop
    type PlaceEdge { cursor: String! node: Place! }
    type PlaceConnection { edges: [PlaceEdge!]! nodes: [Place!]! }
    type CloseShopPayload { shop: Shop }
    extend type Query { shop(name: String!): Shop shops: ShopConnection! }
  `,
};
const schema = buildSchema(base.text + shops.text);

describe('resolver types', () => {
  test('map types to rows by rule', async () => {
    const types = await generateTypes([base, shops]);
    const lines = types.split('\n').map((line) => line.trim());
    expect(lines).toContain("import type { ParkRow, ShopRow } from '../features/shops/model.ts';");
    expect(lines).toContain("ShopEdge: Edge<ShopRow> & Pick<ShopEdge, 'since'>;");
    expect(lines).toContain("ShopConnection: Connection<ShopRow, Pick<ShopEdge, 'since'>>;");
    expect(lines).toContain('PlaceConnection: Connection<ParkRow | ShopRow>;');
    expect(lines).toContain('PageInfo: PageOfConnection;');
    expect(lines).toContain("Query: 'shop' | 'shops';");
    expect(lines).toContain("shops: 'Shop' | 'Park';");
    expect(lines.filter((line) => line.startsWith('import ') && !line.startsWith('import type'))).toEqual([]);
  });

  test('are the same each time', async () => {
    expect(await generateTypes([base, shops])).toBe(await generateTypes([base, shops]));
  });

  test('refuse an edge that holds another thing', async () => {
    const text = 'extend type ShopEdge { rival: Shop }';
    const more = { feature: 'rivals', text };
    await expect(generateTypes([base, shops, more])).rejects.toThrow('ShopEdge.rival must be a scalar or an enum');
  });
});

describe('stored operations', () => {
  const store = (...texts: string[]) =>
    storedOperations(
      schema,
      texts.map((text, index) => ({ name: `${index}.graphql`, text })),
    );
  const shop =
    '# budget: 2\n# The shop.\nquery Shop($name: String!) { shop(name: $name) { ...Sizes } }\nfragment Sizes on Shop { size }\n';

  test('are printed without comments, under the hash of exactly that text', () => {
    const [stored, ...others] = store(shop);
    expect(others).toEqual([]);
    const text =
      'query Shop($name: String!) {\n  shop(name: $name) {\n    ...Sizes\n  }\n}\n\nfragment Sizes on Shop {\n  size\n}';
    const hash = `sha256:${createHash('sha256').update(text).digest('hex')}`;
    expect(stored).toMatchObject({ name: 'Shop', budget: 2, text, hash });
  });

  test.each<[string, string[], string]>([
    ['without a budget', ['query A { shops { nodes { id } } }'], 'begin with a line `# budget: N`'],
    ['with a budget that is no number', ['# budget: few\nquery A { node(id: 1) { id } }'], 'begin with a line'],
    ['without a name', ['# budget: 1\n{ shops { nodes { id } } }'], 'give the operation a name'],
    ['beside another', [`${shop} query B { shops { nodes { id } } }`], 'hold exactly one operation'],
    ['that is none', ['# budget: 1\nfragment F on Shop { id }'], 'hold exactly one operation'],
    [
      'that the SDL does not allow',
      ['# budget: 1\nquery A { shops { nodes { colour } } }'],
      'Cannot query field "colour"',
    ],
    [
      'with a fragment from elsewhere',
      ['# budget: 1\nquery A { shop(name: "a") { ...Away } }'],
      'Unknown fragment "Away"',
    ],
    ['that is not GraphQL', ['# budget: 1\nquery A {'], 'Syntax Error'],
    ['with a name that is taken', [shop, shop], '1.graphql: another file has an operation Shop already'],
    [
      'with a fragment whose name is taken',
      [shop, shop.replace('query Shop', 'query Other')],
      '1.graphql: another file has a fragment Sizes already',
    ],
  ])('one %s is refused', (_, texts, message) => {
    expect(() => store(...texts)).toThrow(message);
    expect(() => store(...texts)).toThrow(/^schema\/operations\/\d\.graphql: /);
  });

  test('reach clients typed, with the enums that they use and nothing to import at run time', async () => {
    const operations = store(shop);
    const client = await generateClient([base, shops], operations);
    expect(client).toContain('export type Size =');
    expect(client).not.toContain('Unused');
    expect(client).toMatch(/ShopQuery = .*readonly shop: \{ readonly size: Size \} \| null/);
    expect(client).toContain('as unknown as DocumentNode<ShopQuery, ShopQueryVariables>');
    expect(client).toContain(`Shop: '${operations[0]!.hash}',`);
    const imports = client.split('\n').filter((line) => line.startsWith('import '));
    expect(imports).toEqual([
      "import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';",
    ]);
  });
});
