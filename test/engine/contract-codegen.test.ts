// What codegen.ts generates from SDL files and stored operations, and what it rejects.
import { createHash } from 'node:crypto';
import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { generateClient, storedOperations } from '../../codegen.ts';
import { generateTypes } from '../../codegen-types.ts';
import type { SdlFile } from '../../src/graphql/sdl.ts';

const base = {
  feature: 'base',
  text: `
    directive @connectionType on OBJECT
    interface Node { id: ID! }
    type PageInfo { hasNextPage: Boolean! }
    type Query { node(id: ID!): Node }
    type Mutation
  `,
};
const shops = {
  feature: 'shops',
  text: `
    type Shop implements Node { id: ID! name: String! size: Size! }
    enum Size { SMALL LARGE }
    enum Unused { A B }
    type ShopEdge { cursor: String! node: Shop! since: String }
    type ShopConnection @connectionType { edges: [ShopEdge!]! nodes: [Shop!]! pageInfo: PageInfo! }
    type Park implements Node { id: ID! }
    union Place = Park | Shop
    type PlaceEdge { cursor: String! node: Place! }
    type PlaceConnection @connectionType { edges: [PlaceEdge!]! nodes: [Place!]! }
    type CloseShopPayload { shop: Shop }
    extend type Query { shop(name: String!): Shop shops: ShopConnection! places: PlaceConnection! }
    extend type Mutation { closeShop(name: String!): CloseShopPayload }
  `,
};
const schema = buildSchema(base.text + shops.text);

describe('resolver types', () => {
  const later = (text: string) => ({ feature: 'rivals', text });
  const linesOf = (files: SdlFile[], feature: string) => {
    const generated = new Map(generateTypes(files));
    const text = generated.get(
      feature === 'base' ? 'src/graphql/generated.ts' : `src/features/${feature}/generated.ts`,
    );
    return text!.split('\n').map((line) => line.trim());
  };

  test('map types to rows by rule', () => {
    const lines = linesOf([base, shops], 'shops');
    expect(lines).toContain("import type { ParkRow, ShopRow } from './model.ts';");
    expect(lines).toContain('row: Edge<ShopRow> & { readonly since: string | null };');
    expect(lines).toContain('shops: Field<Connection<ShopRow, { readonly since: string | null }>>;');
    expect(lines).toContain('places: Field<Connection<Place>>;');
    expect(lines).toContain('export type Place = PlaceRows[keyof PlaceRows];');
    expect(lines).toContain('shop: Field<ShopRow | null, { readonly name: string }>;');
    expect(lines).toContain('closeShop: Field<Payload<CloseShopPayload> | null, { readonly name: string }>;');
    expect(lines).toContain('export interface CloseShopPayload {');
    expect(lines).not.toContain('id: Field<string>;');
    expect(lines.filter((line) => line.startsWith('import ') && !line.startsWith('import type'))).toEqual([]);
  });

  test('are the same each time', () => {
    expect(generateTypes([base, shops])).toEqual(generateTypes([base, shops]));
  });

  test('treat a type as a connection, an edge or a payload by its structure and not by its name', () => {
    const text = `
      type DatabaseConnection { host: String! totalCount: Int! }
      type KnifeEdge { sharp: Boolean! shop: Shop! }
      type RocketPayload { mass: Int! }
      type Ships @connectionType { edges: [Ship!]! nodes: [Shop!]! totalCount: Int! }
      type Ship { cursor: String! node: Shop! }
      type Launch { rocket: RocketPayload! }
      extend type Query { database: DatabaseConnection! knife: KnifeEdge ships: Ships! }
      extend type Mutation { launch: Launch! }
    `;
    const lines = linesOf([base, shops, later(text)], 'rivals');
    expect(lines).toContain("import type { DatabaseConnectionRow, KnifeEdgeRow, RocketPayloadRow } from './model.ts';");
    expect(lines).toContain('database: Field<DatabaseConnectionRow>;');
    expect(lines).toContain('knife: Field<KnifeEdgeRow | null>;');
    expect(lines).toContain('ships: Field<Connection<ShopRow>>;');
    expect(lines).toContain('row: Edge<ShopRow>;');
    expect(lines).toContain('launch: Field<Payload<Launch>>;');
    expect(lines).toContain('readonly rocket: RocketPayloadRow;');
    // A field that only connections have.
    expect(lines.filter((line) => line === 'totalCount: Field<number>;')).toHaveLength(1);
  });

  test('of a feature do not depend on later features', () => {
    const text = `
      type Rival implements Node { id: ID! shop: Shop! size: Size! }
      extend union Place = Rival
      extend type Shop { rivals: [Rival!]! }
      extend type Query { rival: Rival place: Place }
    `;
    const before = generateTypes([base, shops]);
    const after = generateTypes([base, shops, later(text)]);
    expect(after.slice(0, 2)).toEqual(before);
    const lines = after[2]![1].split('\n');
    expect(lines).toContain("import type { Place, Size } from '../shops/generated.ts';");
    expect(lines).toContain("declare module '../shops/generated.ts' {");
    expect(lines.join('\n')).toContain('interface PlaceRows {\n    Rival: RivalRow;\n  }');
    expect(lines.join('\n')).toContain('row: ShopRow;\n    fields: {\n      rivals:');
  });

  test.each<[string, string, string]>([
    ['a type', 'type Rival { shop: Shop! }', 'uses Shop, which the later feature shops defines'],
    ['an enum', 'type Rival { size(of: Size): Int }', 'uses Size, which the later feature shops defines'],
    ['a connection', 'extend type Query { rivals: ShopConnection! }', 'uses ShopConnection, which the later'],
    ['a type to extend', 'extend type Shop { rival: Int }', 'uses Shop, which the later feature shops defines'],
    ['a union to join', 'type Rival { a: Int } extend union Place = Rival', 'uses Place, which the later'],
  ])('refuse %s that a later feature defines', (_, text, message) => {
    expect(() => generateTypes([base, later(text), shops])).toThrow(`schema/types/rivals.graphql ${message}`);
  });

  test.each<[string, string, string]>([
    ['an edge that holds another thing', 'extend type ShopEdge { rival: Shop }', 'ShopEdge.rival must be a scalar'],
    ['a connection without edges', 'type Rivals @connectionType { nodes: [Shop!]! }', 'Rivals must have a field edges'],
    [
      'a connection without nodes',
      'type Rivals @connectionType { edges: [ShopEdge!]! }',
      'Rivals must have a field nodes',
    ],
    [
      'a scalar that has no type',
      'scalar Money type Rival { money: Money }',
      'The scalar Money has no TypeScript type',
    ],
    ['an enum in two files', 'extend enum Size { HUGE }', 'extends Size: enums and inputs stand in one file'],
  ])('refuse %s', (_, text, message) => {
    expect(() => generateTypes([base, shops, later(text)])).toThrow(message);
  });

  test('reject an object type in the base', () => {
    const more = { feature: 'base', text: `${base.text} type Stray { a: Int }` };
    expect(() => generateTypes([more, shops])).toThrow('base.graphql defines Stray: object types belong to a feature');
  });

  test('turn a oneOf input into a union', () => {
    const text = 'input Pick @oneOf { name: String size: Size } extend type Query { pick(by: Pick!): Shop }';
    const lines = linesOf([base, shops, later(text)], 'rivals');
    expect(lines).toContain('| { readonly name: string; readonly size?: never }');
    expect(lines).toContain('| { readonly name?: never; readonly size: Size };');
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

  test('give clients types, with the enums that they use and no imports at run time', async () => {
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
