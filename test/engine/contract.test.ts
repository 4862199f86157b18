// The contract over a small SDL of the test's own: what it attaches, what it enforces, what it refuses at start.
import DataLoader from 'dataloader';
import {
  buildSchema,
  type ExecutionResult,
  execute,
  type GraphQLInputObjectType,
  type GraphQLObjectType,
  type GraphQLSchema,
  graphql,
  lexicographicSortSchema,
  parse,
  printSchema,
  subscribe,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { Connection } from '../../src/batching/connection.ts';
import type { Context } from '../../src/graphql/context.ts';
import { buildContract, type ContractOptions } from '../../src/graphql/contract.ts';
import type { FeatureContract } from '../../src/graphql/implement.ts';
import { directivesOf } from '../../src/graphql/policy-plugin.ts';
import { uuid } from '../../src/lib/ids.ts';

const base = `
  directive @access(scope: Scope, anonymous: Boolean! = false) on FIELD_DEFINITION
  directive @snapshot on FIELD_DEFINITION
  directive @ttl(seconds: Int!) on OBJECT | FIELD_DEFINITION
  directive @connectionType on OBJECT
  enum Scope { READ WRITE ADMIN }
  scalar DateTime
  interface Node { id: ID! }
  type Query { node(id: ID!): Node nodes(ids: [ID!]!): [Node]! }
  type Mutation
  type Subscription
`;

const shops = `
  "A place that sells."
  type Shop implements Node @ttl(seconds: 60) {
    id: ID!
    name: String!
    "When it opened."
    openedAt: DateTime!
    cursor: String! @snapshot
    size: Int! @deprecated(reason: "Use name.")
    echo(text: EchoInput): String
  }
  type Good implements Node { id: ID! name: String! }
  type ShopEdge { cursor: String! node: Shop! }
  type ShopConnection @connectionType { edges: [ShopEdge!]! nodes: [Shop!]! totalCount: Int! }
  union Event = Opened | Closed
  type Opened { shop: Shop! }
  type Closed { at: DateTime! }
  input EchoInput { text: String = "hello" old: String @deprecated(reason: "Use text.") }
  input Pick @oneOf { name: String number: Int }
  extend type Query {
    greeting: String! @access(anonymous: true)
    secret: String! @access(scope: ADMIN)
    shop: Shop
    shops: ShopConnection!
    events: [Event!]!
    pick(by: Pick!): String
  }
  extend type Mutation { open(name: String!): Shop! look: String! @access(scope: READ) }
  extend type Subscription { opened(city: String): Shop! }
`;

interface Row {
  id: string;
  name: string;
  openedAt: string;
  cursor: string;
  size: number;
}

const shopRow = (name: string): Row => ({
  id: uuid(),
  name,
  openedAt: '2026-01-02T03:04:05.678901Z',
  cursor: 'c',
  size: 1,
});
const shop = Object.freeze(shopRow('A'));
const good = Object.freeze({ id: uuid(), name: 'G' });
const batches: string[][] = [];
let totals = 0;

/** What the resolvers are called with, or nothing if they must not be. */
const called: string[] = [];

function features(change: (feature: Mutable) => void = () => {}): FeatureContract[] {
  const rows = new Map([[shop.id, shop]]);
  const loader = new DataLoader(async (ids: readonly string[]) => {
    batches.push([...ids]);
    return ids.map((id) => rows.get(id) ?? null);
  });
  const page = () =>
    new Connection(
      { nodes: [shop], hasNextPage: false, hasPreviousPage: false, cursorOf: (row) => row.name },
      () => ++totals,
    );
  const feature: Mutable = {
    name: 'shops',
    nodes: {
      Shop: (_, id) => loader.load(id),
      Good: async (_, id) => {
        if (id === good.id) return good;
        throw new Error('broken');
      },
    },
    fields: {
      Query: {
        greeting: () => 'hello',
        secret: () => 'secret',
        shop: () => shop,
        shops: page,
        events: () => [
          { __typename: 'Closed', at: new Date(0) },
          { __typename: 'Opened', shop },
        ],
        pick: (_: unknown, { by }: { by: object }) => Object.keys(by).join(),
      },
      Mutation: {
        open: (_: unknown, { name }: { name: string }) => {
          called.push(name);
          return shopRow(name);
        },
        look: () => 'seen',
      },
      Subscription: {
        opened: {
          async *subscribe(_: unknown, { city }: { city: string }) {
            yield city;
          },
          resolve: (city: string) => shopRow(city),
        },
      },
      Shop: { echo: (row: Row) => row.name },
    },
  };
  change(feature);
  const { name, nodes, fields } = feature;
  const resolvers = Object.entries(fields).map(([type, resolvers]) => ({ feature: 'shops', type, resolvers }));
  return [{ name, nodes, resolvers }];
}

interface Mutable {
  name: string;
  nodes: Record<string, FeatureContract['nodes'][string]>;
  fields: Record<string, Record<string, unknown>>;
}

const build = (change?: (feature: Mutable) => void, options: Partial<ContractOptions> = {}) =>
  buildContract({ sdl: [base, shops], features: features(change), ...options });

const schema = build();
const as = (...scopes: string[]) => ({ viewer: { scopes } }) as unknown as Context;
const reader = as('READ');
const signedOut = { viewer: null } as unknown as Context;

const run = (source: string, contextValue: Context = reader, variableValues?: Record<string, unknown>) =>
  graphql({ schema, source, contextValue, variableValues });

const field = (of: GraphQLSchema, type: string, name: string) =>
  (of.getType(type) as GraphQLObjectType).getFields()[name]!;
const codes = ({ errors }: ExecutionResult) =>
  errors?.map(({ originalError, path }) => [(originalError as { code?: string } | undefined)?.code, path?.join('.')]);

describe('the served schema', () => {
  test('is the SDL', () => {
    const sorted = (of: GraphQLSchema) => printSchema(lexicographicSortSchema(of));
    expect(sorted(schema)).toBe(sorted(buildSchema(base + shops)));
  });

  test('keeps what plugin-add-graphql loses', () => {
    const input = schema.getType('EchoInput') as GraphQLInputObjectType;
    expect(input.getFields().old?.deprecationReason).toBe('Use text.');
    expect((schema.getType('Pick') as GraphQLInputObjectType).isOneOf).toBe(true);
  });

  test('has no resolver where the row holds the field', () => {
    for (const name of ['name', 'openedAt', 'cursor', 'size'])
      expect(field(schema, 'Shop', name).resolve).toBeUndefined();
    for (const name of ['edges', 'nodes']) expect(field(schema, 'ShopConnection', name).resolve).toBeUndefined();
    expect(field(schema, 'Shop', 'echo').resolve).toBeDefined();
  });

  test('reads the directives of fields and types', () => {
    expect(directivesOf(field(schema, 'Shop', 'cursor'))).toEqual({ snapshot: {} });
    expect(directivesOf(field(schema, 'Query', 'secret'))).toEqual({ access: { scope: 'ADMIN', anonymous: false } });
    expect(directivesOf(schema.getType('Shop')!)).toEqual({ ttl: { seconds: 60 } });
    expect(directivesOf(field(schema, 'Shop', 'name'))).toEqual({});
  });

  test('provides global ids, totals when selected, and the types of events', async () => {
    totals = 0;
    await run('{ shops { nodes { name } } }');
    expect(totals).toBe(0);
    const { data } = await run(
      '{ shop { id } shops { totalCount edges { cursor node { id } } } events { __typename ... on Closed { at } ... on Opened { shop { name } } } }',
    );
    expect(data).toEqual({
      shop: { id: `Shop_${shop.id}` },
      shops: { totalCount: 1, edges: [{ cursor: 'A', node: { id: `Shop_${shop.id}` } }] },
      events: [
        { __typename: 'Closed', at: '1970-01-01T00:00:00.000Z' },
        { __typename: 'Opened', shop: { name: 'A' } },
      ],
    });
  });
});

test('a type that is a connection by its name alone is served as any other', async () => {
  const sdl =
    'type DatabaseConnection { host: String! totalCount: Int! } extend type Query { database: DatabaseConnection! }';
  const change = ({ fields }: Mutable) => {
    fields.Query!.database = () => ({ host: 'db', totalCount: 3 });
  };
  const served = build(change, { sdl: [base, shops, sdl] });
  expect(field(served, 'DatabaseConnection', 'totalCount').resolve).toBeUndefined();
  const result = await graphql({ schema: served, source: '{ database { host totalCount } }', contextValue: reader });
  expect(result).toEqual({ data: { database: { host: 'db', totalCount: 3 } } });
});

describe('node and nodes', () => {
  const nodes = (ids: string[]) =>
    run('query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Shop { name } } }', reader, { ids });

  test('are fetched by global id, as frozen rows too', async () => {
    const result = await run(`{ node(id: "Shop_${shop.id}") { __typename id ... on Shop { name } } }`);
    expect(result).toEqual({ data: { node: { __typename: 'Shop', id: `Shop_${shop.id}`, name: 'A' } } });
  });

  test('are null for what does not exist, and refuse an invalid id', async () => {
    for (const id of [`Shop_${uuid()}`, `Nothing_${uuid()}`]) {
      expect(await run(`{ node(id: "${id}") { id } }`)).toEqual({ data: { node: null } });
    }
    const refused = await run('{ node(id: "Shop_1") { id } }');
    expect(refused.data).toEqual({ node: null });
    expect(codes(refused)).toEqual([['BAD_USER_INPUT', 'node']]);
  });

  test('return each result at the place of its id', async () => {
    const result = await nodes([
      `Shop_${shop.id}`,
      'rubbish',
      `Good_${good.id}`,
      `Nothing_${uuid()}`,
      `Good_${uuid()}`,
    ]);
    expect(result.data?.nodes).toEqual([
      { __typename: 'Shop', id: `Shop_${shop.id}`, name: 'A' },
      null,
      { __typename: 'Good', id: `Good_${good.id}` },
      null,
      null,
    ]);
    expect(codes(result)).toEqual([
      ['BAD_USER_INPUT', 'nodes.1'],
      [undefined, 'nodes.4'],
    ]);
  });

  test('fetch all ids of a call in one batch', async () => {
    batches.length = 0;
    const ids = Array.from({ length: 50 }, () => `Shop_${uuid()}`);
    await nodes([...ids, `Good_${good.id}`, 'rubbish', ...ids.slice(0, 40)]);
    expect(batches.map((batch) => batch.length)).toEqual([50]);
  });

  test('take at most 100 ids', async () => {
    const ids = Array.from({ length: 101 }, () => `Shop_${shop.id}`);
    expect((await nodes(ids.slice(1))).data?.nodes).toHaveLength(100);
    expect(codes(await nodes(ids))).toEqual([['BAD_USER_INPUT', 'nodes']]);
  });

  test('refuse a row that matches two types', async () => {
    const confused = build(({ nodes }) => {
      nodes.Good = async () => shop;
    });
    const source = `{ nodes(ids: ["Shop_${shop.id}", "Good_${good.id}"]) { __typename } }`;
    const { data, errors } = await graphql({ schema: confused, source, contextValue: reader });
    expect(data?.nodes).toEqual(expect.arrayContaining([null, { __typename: expect.any(String) }]));
    expect(errors?.[0]?.message).toMatch(/One row was fetched as/);
  });
});

describe('access', () => {
  const outcome = async (source: string, ctx: Context) => codes(await run(source, ctx))?.[0]?.[0] ?? 'ok';

  test.each([
    ['{ greeting }', signedOut, 'ok'],
    ['{ greeting }', as(), 'ok'],
    ['{ shop { name } }', signedOut, 'UNAUTHENTICATED'],
    ['{ shop { name } }', as(), 'FORBIDDEN'],
    ['{ shop { name } }', as('READ'), 'ok'],
    ['{ shop { name } }', as('WRITE'), 'ok'],
    ['{ node(id: "x") { id } }', signedOut, 'UNAUTHENTICATED'],
    ['{ secret }', as('READ', 'WRITE'), 'FORBIDDEN'],
    ['{ secret }', as('ADMIN'), 'ok'],
    ['mutation { open(name: "B") { name } }', signedOut, 'UNAUTHENTICATED'],
    ['mutation { open(name: "B") { name } }', as('READ'), 'FORBIDDEN'],
    ['mutation { open(name: "B") { name } }', as('ADMIN'), 'ok'],
    ['mutation { look }', as('READ'), 'ok'],
    ['{ __schema { queryType { name } } }', signedOut, 'ok'],
  ])('%s as %o: %s', async (source, ctx, expected) => {
    expect(await outcome(source, ctx)).toBe(expected);
  });

  test('names the scope that is missing', async () => {
    const { errors } = await run('{ secret }', as('READ'));
    expect(errors?.[0]?.message).toBe('This needs a token with the scope ADMIN.');
  });

  test('holds before a resolver runs', async () => {
    called.length = 0;
    await run('mutation { open(name: "B") { name } }', reader);
    expect(called).toEqual([]);
  });

  test('of a subscription is checked when it starts, not at its events', async () => {
    const document = parse('subscription { opened(city: "Rome") { name } }');
    const refused = await subscribe({ schema, document, contextValue: signedOut });
    expect(codes(refused as ExecutionResult)).toEqual([['UNAUTHENTICATED', 'opened']]);
    const events = (await subscribe({ schema, document, contextValue: reader })) as AsyncGenerator<ExecutionResult>;
    expect((await events.next()).value).toEqual({ data: { opened: { name: 'Rome' } } });
    const shared = {
      get viewer(): never {
        throw new Error('no viewer here');
      },
    } as unknown as Context;
    const event = await execute({ schema, document, rootValue: 'Oslo', contextValue: shared });
    expect(event).toEqual({ data: { opened: { name: 'Oslo' } } });
  });
});

test('wrappers are called for every field, and do not change those that they return', async () => {
  const seen: string[] = [];
  const wrapped = build(undefined, {
    wrap: [
      (resolve, { type, name, directives }) => {
        seen.push(`${type}.${name}`);
        if (!directives.snapshot) return resolve;
        return (...args) => `${resolve(...args)} wrapped`;
      },
      (resolve, { name }) => (name === 'cursor' ? (...args) => `${resolve(...args)} twice` : resolve),
    ],
  });
  const { data } = await graphql({ schema: wrapped, source: '{ shop { cursor name } }', contextValue: reader });
  expect(data).toEqual({ shop: { cursor: 'c wrapped twice', name: 'A' } });
  expect(seen).toContain('Query.node');
  expect(field(wrapped, 'Shop', 'name').resolve).toBeUndefined();
});

describe('at start, the contract refuses', () => {
  test.each<[string, (feature: Mutable) => void, RegExp, string?]>([
    ['an unknown field', ({ fields }) => (fields.Shop!.colour = () => 'red'), /shops resolves Shop\.colour, which/],
    ['an unknown type', ({ fields }) => (fields.Ship = { name: () => '' }), /shops resolves Ship\.name, which/],
    ['a root without a resolver', ({ fields }) => delete fields.Query!.shop, /Query\.shop has no resolver/],
    [
      'a subscription without subscribe',
      ({ fields }) => (fields.Subscription!.opened = { resolve: () => '' }),
      /Subscription\.opened has no resolver/,
    ],
    ['a Node without a fetcher', ({ nodes }) => delete nodes.Good, /Good implements Node, and no feature fetches it/],
    [
      'fetching what is no Node',
      ({ nodes }) => (nodes.Opened = async () => null),
      /fetches Opened, which does not implement Node/,
    ],
    ['an id of its own', ({ fields }) => (fields.Shop!.id = () => ''), /Shop\.id is resolved by the contract/],
    ['another feature’s name', (feature) => (feature.name = 'goods'), /goods holds an implementation that names/],
    ['@access on a nested field', () => {}, /Shop\.x has @access/, 'extend type Shop { x: Int @access(scope: ADMIN) }'],
    ['a scalar that nothing reads', () => {}, /scalar Money has no implementation/, 'scalar Money'],
  ])('%s', (_, change, message, more = '') => {
    expect(() => build(change, { sdl: [base, shops, more] })).toThrow(message);
  });

  test('a field that is resolved twice', () => {
    const [feature] = features();
    const again = {
      name: 'goods',
      nodes: {},
      resolvers: [{ feature: 'goods', type: 'Query', resolvers: { shop: () => shop } }],
    };
    expect(() => buildContract({ sdl: [base, shops], features: [feature!, again] })).toThrow(
      /Query\.shop is resolved twice/,
    );
  });

  test('and reports all errors at once', () => {
    const change = ({ fields, nodes }: Mutable) => {
      delete nodes.Shop;
      delete fields.Mutation!.open;
    };
    expect(() => build(change)).toThrow(/Shop implements Node[\s\S]*Mutation\.open has no resolver/);
  });
});
