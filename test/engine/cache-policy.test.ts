// Which responses may be cached, for how long and for which viewers, over a small SDL of the test's own: the strictest
// field of an operation decides, through aliases, fragments and interfaces.
import { type GraphQLSchema, getOperationAST, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { type Policy, readPolicy } from '../../src/cache/policy.ts';
import { buildContract } from '../../src/graphql/contract.ts';
import type { FeatureContract } from '../../src/graphql/implement.ts';

const sdl = `
  directive @cacheControl(maxAge: Int, swr: Int, scope: CacheScope, cdn: Boolean) on FIELD_DEFINITION
  directive @invalidatedBy(topics: [String!]!) on FIELD_DEFINITION
  directive @access(scope: String, anonymous: Boolean! = false) on FIELD_DEFINITION
  enum CacheScope { PUBLIC PRIVATE }
  interface Node { id: ID! }
  interface Named { name: String! }
  type Mutation { buy: Shop @cacheControl(maxAge: 60) }
  type Subscription { bought: Shop @cacheControl(maxAge: 60) }
  type Query {
    node(id: ID!): Node
    nodes(ids: [ID!]!): [Node]!
    shop: Shop @cacheControl(maxAge: 300, swr: 60)
    brief: Shop @cacheControl(maxAge: 10, swr: 5)
    strict: Shop @cacheControl(maxAge: 300)
    named: Named @cacheControl(maxAge: 300, swr: 60)
    mine: Shop @cacheControl(maxAge: 300, swr: 60, scope: PRIVATE)
    page: Page @cacheControl(maxAge: 300, swr: 60, cdn: true)
    wide: Shop @cacheControl(maxAge: 300, cdn: true)
    unsaid: Shop
    unaged: Shop @cacheControl(swr: 60)
    never: Shop @cacheControl(maxAge: 0)
    guarded: Shop @cacheControl(maxAge: 300) @access(scope: "ADMIN")
    readable: Shop @cacheControl(maxAge: 300) @access(scope: "READ")
  }
  type Shop implements Named {
    name: String!
    stock: Int! @cacheControl(maxAge: 0)
    price: Int! @cacheControl(maxAge: 20, swr: 1)
    owner: String @cacheControl(scope: PRIVATE)
    visits: Int! @invalidatedBy(topics: ["visits"])
    rating: Int! @invalidatedBy(topics: ["ratings", "visits"])
    near: Shop
    inside: Int @cacheControl(cdn: false)
  }
  type Ship implements Named { name: String! @cacheControl(maxAge: 0) }
  type Boat implements Named { name: String! @invalidatedBy(topics: ["tides"]) @cacheControl(scope: PRIVATE) }
  type Page { text: String! }
`;

const fields = [
  'shop',
  'brief',
  'strict',
  'named',
  'mine',
  'page',
  'wide',
  'unsaid',
  'unaged',
  'never',
  'guarded',
  'readable',
];
const resolver = () => null;

const contractOf = (text: string) =>
  buildContract({
    sdl: [text],
    features: [
      {
        name: 'shops',
        nodes: {},
        resolvers: Object.entries({
          Query: Object.fromEntries(fields.map((name) => [name, resolver])),
          Mutation: { buy: resolver },
          Subscription: { bought: { subscribe: resolver } },
        }).map(([type, resolvers]) => ({ feature: 'shops', type, resolvers })),
      } as FeatureContract,
    ],
  });

function policyIn(schema: GraphQLSchema, text: string, operationName?: string, hidesSchema = false): Policy {
  const document = parse(text);
  return readPolicy(schema, document, getOperationAST(document, operationName)!, hidesSchema);
}
const contract = contractOf(sdl);
const policyOf = (text: string, operationName?: string): Policy => policyIn(contract, text, operationName);
const never = (text: string) => policyOf(text).bypassReason;
const times = (text: string) => {
  const { bypassReason: why, maxAgeMs, swrMs } = policyOf(text);
  expect(why).toBeNull();
  return [maxAgeMs, swrMs];
};

describe('a response is cached', () => {
  it.each<[string, number, number]>([
    ['{ shop { name } }', 300_000, 60_000],
    ['{ shop { __typename } }', 300_000, 60_000],
    ['{ shop { name } brief { name } }', 10_000, 5_000],
    ['{ brief { name } shop { price } }', 10_000, 1_000],
    // A root field without staleWhileRevalidate does not allow it.
    ['{ shop { name } strict { name } }', 300_000, 0],
    ['{ shop { near { near { price } } } }', 20_000, 1_000],
    ['{ s: shop { p: price } }', 20_000, 1_000],
    ['{ readable { name } }', 300_000, 0],
    ['{ shop { ...F } } fragment F on Shop { near { ... on Shop { price } } }', 20_000, 1_000],
    ['query ($no: Boolean = false) { shop { name price @include(if: $no) } }', 20_000, 1_000],
    // A fragment that the operation does not use counts all the same: that is stricter, never weaker.
    ['{ shop { name } ...G @skip(if: true) } fragment G on Query { brief { name } }', 10_000, 5_000],
  ])('%s for %d ms, and %d more', (text, maxAge, swr) => {
    expect(times(text)).toEqual([maxAge, swr]);
  });
});

describe('a response is not cacheable', () => {
  it.each<[string, string]>([
    ['mutation { buy { name } }', 'a mutation'],
    ['subscription { bought { name } }', 'a subscription'],
    ['{ unsaid { name } }', 'Query.unsaid has no @cacheControl'],
    ['{ unaged { name } }', 'Query.unaged has no @cacheControl'],
    ['{ shop { name } unsaid { name } }', 'Query.unsaid has no @cacheControl'],
    ['{ node(id: "x") { id } }', 'Query.node has no @cacheControl'],
    ['{ never { name } }', 'Query.never is not cacheable'],
    ['{ shop { stock } }', 'Shop.stock is not cacheable'],
    ['{ guarded { name } }', 'Query.guarded needs more than the scope READ'],
    ['{ shop { a: near { b: stock @skip(if: true) } } }', 'Shop.stock is not cacheable'],
    ['{ shop { ...F } } fragment F on Shop { near { stock } }', 'Shop.stock is not cacheable'],
    ['{ named { ... on Shop { stock } } }', 'Shop.stock is not cacheable'],
    // A field of an interface, whichever type implements it at run time.
    ['{ named { name } }', 'Named.name is not cacheable'],
    ['{ __typename }', 'no field has a maxAge'],
  ])('%s: %s', (text, why) => {
    expect(never(text)).toBe(why);
  });

  it('because of another operation of the document only when that one runs', () => {
    const text = 'query A { shop { name } } query B { shop { stock } }';
    expect(policyOf(text, 'A').bypassReason).toBeNull();
    expect(policyOf(text, 'B').bypassReason).toBe('Shop.stock is not cacheable');
  });
});

describe('a response is shared', () => {
  it.each<[string, boolean]>([
    ['{ shop { name } }', true],
    ['{ mine { name } }', false],
    ['{ shop { name } mine { __typename } }', false],
    ['{ shop { owner } }', false],
    ['{ shop { a: near { b: owner } } }', false],
    ['{ shop { ...F } } fragment F on Shop { owner }', false],
    ['{ named { ... on Shop { owner } } }', false],
  ])('%s shared with other viewers too: %s', (text, shared) => {
    expect(policyOf(text)).toMatchObject({ bypassReason: null, shared, cdn: false, schemaOnly: false });
  });

  it('only if every type that implements the interface allows it', () => {
    const text = sdl.replace(
      'Ship implements Named { name: String! @cacheControl(maxAge: 0) }',
      'Ship { name: String! }',
    );
    const policy = policyIn(contractOf(text), '{ named { name } }');
    expect(policy).toMatchObject({ bypassReason: null, shared: false });
    expect(policy.topics.get('Boat')).toEqual(['tides']);
  });
});

describe('shared caches may store', () => {
  it.each<[string, boolean]>([
    ['{ page { text } }', true],
    ['{ page { text } wide { name } }', true],
    ['{ page { text } shop { name } }', false],
    ['{ wide { inside } }', false],
    ['{ wide { owner } }', false],
    ['{ __schema { queryType { name } } }', true],
    ['{ __type(name: "Shop") { name } page { text } }', true],
    ['{ __schema { queryType { name } } shop { name } }', false],
  ])('%s: %s', (text, cdn) => {
    expect(policyOf(text).cdn).toBe(cdn);
  });

  it('no introspection when the schema is hidden', () => {
    expect(policyIn(contract, '{ __schema { queryType { name } } }', undefined, true).cdn).toBe(false);
  });
});

it('introspection is the same for everyone', () => {
  const introspection = '{ __schema { types { name fields { name } } } __type(name: "Shop") { name } }';
  expect(policyOf(introspection)).toMatchObject({ bypassReason: null, shared: true, cdn: true, schemaOnly: true });
  expect(policyOf(introspection)).toMatchObject({ maxAgeMs: 300_000, swrMs: 3_600_000 });
  expect(policyOf('{ __schema { queryType { name } } shop { name } }').schemaOnly).toBe(false);
});

it('lists the topics of the selected fields of a type once', () => {
  const topics = (text: string) => Object.fromEntries(policyOf(text).topics);
  expect(topics('{ shop { name } }')).toEqual({});
  expect(topics('{ shop { a: visits b: visits near { rating } } }')).toEqual({ Shop: ['visits', 'ratings'] });
  expect(topics('{ shop { ...F } } fragment F on Shop { near { rating } }')).toEqual({ Shop: ['ratings', 'visits'] });
});
