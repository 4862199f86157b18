// What the compiler accepts from a feature: the generated types and `implement`, over a small schema of the test's own.
import { readFileSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';
import ts from 'typescript';
import { beforeAll, describe, expect, test } from 'vitest';
import { generateTypes } from '../../codegen-types.ts';

const root = resolve(import.meta.dirname, '../..');
// A folder that exists only in the compiler's eyes, beside src, so that packages resolve as they do there.
const world = join(root, 'fixture/src');

const base = `
  directive @connectionType on OBJECT
  directive @access(anonymous: Boolean! = false) on FIELD_DEFINITION
  scalar DateTime
  interface Node { id: ID! }
  type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
  type Query { node(id: ID!): Node }
  type Mutation
  type Subscription
`;

const shops = `
  enum Size { SMALL LARGE }
  type Shop implements Node {
    id: ID!
    name: String!
    title: String
    size: Size!
    tags: [String!]!
    openedAt: DateTime!
    owner: Owner
    rival: Shop
  }
  type Owner { name: String! }
  type ShopEdge { cursor: String! node: Shop! }
  type ShopConnection @connectionType { edges: [ShopEdge!]! nodes: [Shop!]! pageInfo: PageInfo! totalCount: Int! }
  type VisitEdge { cursor: String! node: Shop! size: Size! note: String }
  type VisitConnection @connectionType { edges: [VisitEdge!]! nodes: [Shop!]! pageInfo: PageInfo! totalCount: Int! }
  input OpenShopInput { name: String! size: Size! = SMALL tags: [String!] }
  type OpenShopPayload { shop: Shop! rival: Shop }
  extend type Query { shop(id: ID!): Shop shops(first: Int): ShopConnection! visits: VisitConnection! }
  extend type Mutation { openShop(input: OpenShopInput!): OpenShopPayload! }
  extend type Subscription { shopOpened(city: String!): Shop! }
`;

const goods = `
  type Good implements Node { id: ID! name: String! price: Int! }
  extend type Shop { goods: [Good!]! stock: Int! }
  extend type Query { good(id: ID!): Good }
`;

// Types whose names end as those of connections and payloads do, and an interface that a later feature adds to.
const stores = `
  type DatabaseConnection { host: String! port: Int! totalCount: Int! }
  type CargoPayload { mass: Int! }
  interface Happening { at: String! }
  type Fire implements Happening { at: String! }
  extend type Query { database: DatabaseConnection! cargo: CargoPayload! happening: Happening }
`;

const alarms = `
  type Alarm implements Happening { at: String! loud: Boolean! }
`;

const files: Record<string, string> = {
  'changes/catalogue.ts': `export class ChangeKind { readonly name = ''; }`,
  'changes/consumers.ts': `export interface Consumer { readonly name: string }`,
  'graphql/context.ts': `export interface Context { readonly viewer: { readonly userId: string } | null }`,
  'features/shops/model.ts': `
    export interface OwnerRow { name: string }
    export interface ShopRow {
      id: string; name: string; title: string | null; size: 'SMALL' | 'LARGE'; tags: readonly string[];
      openedAt: Date; stock: string;
    }`,
  'features/goods/model.ts': `export interface GoodRow { id: string; name: string; price: number }`,
  'features/stores/model.ts': `
    export interface DatabaseConnectionRow { host: string; url: string }
    export interface CargoPayloadRow { mass: number }
    export interface FireRow { at: string; heat: number }`,
  'features/alarms/model.ts': `export interface AlarmRow { at: string; loud: boolean }`,
};

const imports = `
  import { defineFeature } from '../graphql/feature.ts';
  import { implement } from '../graphql/implement.ts';
  import { Connection } from '../batching/connection.ts';
  import type { ShopRow } from '../features/shops/model.ts';
  import type { GoodRow } from '../features/goods/model.ts';
  export const row: ShopRow = { id: '1', name: '', title: null, size: 'SMALL', tags: [], openedAt: new Date(0), stock: '' };
  export const good: GoodRow = { id: '1', name: '', price: 1 };
  const rows = { nodes: [row], hasNextPage: false, hasPreviousPage: false, cursorOf: () => '' };
  export const page = new Connection<ShopRow>(rows, () => 1);
  export const visitPage = new Connection<ShopRow, { size: 'SMALL'; note: null }>(
    rows, () => 1, () => ({ size: 'SMALL', note: null }),
  );
  export const shopFields = { openedAt: () => '', owner: () => null, rival: async () => row };
  export { defineFeature, implement, Connection };
`;

const snippets: Record<string, { code: string; error?: RegExp }> = {
  'what rows hold needs no resolver': {
    code: `implement('shops', 'Shop', { openedAt: (shop) => shop.openedAt.toISOString(), owner: () => ({ name: 'A' }), rival: async () => row });`,
  },
  'and may have one all the same': {
    code: `implement('shops', 'Shop', { ...shopFields, name: (shop) => shop.name });`,
  },
  'a missing resolver': {
    code: `implement('shops', 'Shop', { openedAt: () => '', rival: () => null });`,
    error: /Property 'owner' is missing/,
  },
  'a field that the row holds with another type': {
    code: `implement('shops', 'Shop', { owner: () => null, rival: () => null });`,
    error: /Property 'openedAt' is missing/,
  },
  'an unknown field': {
    code: `implement('shops', 'Shop', { openedAt: () => '', owner: () => null, rival: () => null, colour: () => 'red' });`,
    error: /'colour' does not exist/,
  },
  'a wrongly typed result': {
    code: `implement('shops', 'Shop', { openedAt: () => 7, owner: () => null, rival: () => null });`,
    error: /'number' is not assignable/,
  },
  'a wrongly typed result of a field that the row holds': {
    code: `implement('shops', 'Shop', { ...shopFields, size: () => 'HUGE' });`,
    error: /"HUGE"' is not assignable/,
  },
  'null where the schema has none': {
    code: `implement('goods', 'Shop', { goods: () => null, stock: () => 1 });`,
    error: /'null' is not assignable/,
  },
  'an argument that the field does not take': {
    code: `implement('shops', 'Query', { shop: (_, args) => (args.name ? row : null), shops: () => page, visits: () => visitPage });`,
    error: /'name' does not exist/,
  },
  'arguments, defaults and results of root fields': {
    code: `
      implement('shops', 'Query', { shop: (_, { id }) => (id ? row : null), shops: (_, { first }, ctx) => (first && ctx.viewer ? page : page), visits: async () => visitPage });
      implement('shops', 'Mutation', { openShop: (_, { input }) => ({ shop: row, rival: input.size === 'SMALL' && input.name.length + (input.tags?.length ?? 0) ? row : null }) });`,
  },
  'a root field is never held': {
    code: `implement('shops', 'Mutation', {});`,
    error: /Property 'openShop' is missing/,
  },
  'edges without their own fields': {
    code: `implement('shops', 'Query', { shop: () => row, shops: () => page, visits: () => page });`,
    error: /Connection<ShopRow/,
  },
  'a payload with a field left out': {
    code: `implement('shops', 'Mutation', { openShop: () => ({ shop: row }) });`,
    error: /'rival' is missing/,
  },
  'the id of a Node is attached, not written': {
    code: `implement('shops', 'Shop', { ...shopFields, id: () => '' });`,
    error: /'id' does not exist/,
  },
  'a later feature owes the fields of its own file alone': {
    code: `implement('goods', 'Shop', { goods: (shop) => (shop.name ? [good] : []), stock: () => 1 });`,
  },
  'and may not write those of another': {
    code: `implement('goods', 'Shop', { goods: () => [], stock: () => 1, owner: () => null });`,
    error: /'owner' does not exist/,
  },
  'a type that the file does not touch': {
    code: `implement('goods', 'Owner', {});`,
    error: /"Owner"' is not assignable/,
  },
  'a feature that does not exist': { code: `implement('cellars', 'Shop', {});`, error: /"cellars"' is not assignable/ },
  'a subscription': {
    code: `implement('shops', 'Subscription', { shopOpened: { subscribe: async function* (_, { city }) { yield { at: city }; }, resolve: (event: { at: string }) => ({ ...row, name: event.at }) } });`,
  },
  'a subscription that is only a function': {
    code: `implement('shops', 'Subscription', { shopOpened: () => ({ subscribe: async function* () { yield { shopOpened: row }; } }) });`,
    error: /is not assignable/,
  },
  'a connection by its name alone is implemented as any type': {
    code: `implement('stores', 'DatabaseConnection', { port: (database) => database.url.length, totalCount: () => 1 });`,
  },
  'a total of what is no connection left out': {
    code: `implement('stores', 'DatabaseConnection', { port: () => 1 });`,
    error: /Property 'totalCount' is missing/,
  },
  'an interface that a later feature adds to': {
    code: `
      import type { AlarmRow } from '../features/alarms/model.ts';
      const alarm: AlarmRow = { at: '', loud: true };
      const database = () => ({ host: '', url: '' });
      implement('stores', 'Query', { database, cargo: () => ({ mass: 1 }), happening: () => alarm });`,
  },
  'a row that is none of the interface': {
    code: `implement('stores', 'Query', { database: () => ({ host: '', url: '' }), cargo: () => ({ mass: 1 }), happening: () => row });`,
    error: /is not assignable/,
  },
  'a payload by its name alone with a field that comes later': {
    code: `implement('stores', 'Query', { database: () => ({ host: '', url: '' }), cargo: () => ({ mass: Promise.resolve(1) }), happening: () => null });`,
    error: /is not assignable/,
  },
  'a payload with a field that comes later': {
    code: `implement('shops', 'Mutation', { openShop: () => ({ shop: Promise.resolve(row), rival: null }) });`,
  },
  'a whole feature': {
    code: `defineFeature({ name: 'goods', resolvers: [implement('goods', 'Shop', { goods: () => [], stock: () => 1 }), implement('goods', 'Query', { good: () => good })], nodes: { Good: async (ctx, id) => (ctx.viewer && id ? good : null) } });`,
  },
  'a whole feature with a type left out': {
    code: `defineFeature({ name: 'goods', resolvers: [implement('goods', 'Query', { good: () => good })], nodes: { Good: async () => good } });`,
    error: /typesWithoutResolvers/,
  },
  'a whole feature with a Node left out': {
    code: `defineFeature({ name: 'goods', resolvers: [implement('goods', 'Shop', { goods: () => [], stock: () => 1 }), implement('goods', 'Query', { good: () => good })], nodes: {} });`,
    error: /'Good' is missing/,
  },
  'a whole feature with a Node of the wrong row': {
    code: `defineFeature({ name: 'goods', resolvers: [implement('goods', 'Shop', { goods: () => [], stock: () => 1 }), implement('goods', 'Query', { good: () => good })], nodes: { Good: async () => row } });`,
    error: /is not assignable/,
  },
};

const found = new Map<string, string[]>();

beforeAll(() => {
  const generated = generateTypes([
    { feature: 'base', text: base },
    { feature: 'shops', text: shops },
    { feature: 'goods', text: goods },
    { feature: 'stores', text: stores },
    { feature: 'alarms', text: alarms },
  ]);
  const virtual = new Map<string, string>();
  const put = (path: string, text: string) => virtual.set(join(world, path), text);
  for (const [path, text] of generated) put(posix.relative('src', path), text);
  for (const path of ['graphql/feature.ts', 'graphql/implement.ts', 'batching/connection.ts']) {
    put(path, readFileSync(join(root, 'src', path), 'utf8'));
  }
  for (const [path, text] of Object.entries(files)) put(path, text);
  put('snippets/imports.ts', imports);
  const names = Object.entries(snippets).map(([name, { code }], index) => {
    const used = ['implement', 'defineFeature', 'row', 'good', 'page', 'visitPage', 'shopFields'].filter((word) =>
      new RegExp(`\\b${word}\\b`).test(code),
    );
    put(`snippets/${index}.ts`, `import { ${used.join(', ')} } from './imports.ts';\n${code}\n`);
    return [name, join(world, `snippets/${index}.ts`)] as const;
  });

  const config = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile).config as { compilerOptions: object };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.directoryExists = (path) =>
    [...virtual.keys()].some((file) => file.startsWith(`${path}/`)) || ts.sys.directoryExists(path);
  host.fileExists = (path) => virtual.has(path) || fileExists(path);
  host.readFile = (path) => virtual.get(path) ?? readFile(path);
  host.getSourceFile = (path, languageVersion, ...rest) => {
    const text = virtual.get(path);
    return text === undefined
      ? getSourceFile(path, languageVersion, ...rest)
      : ts.createSourceFile(path, text, languageVersion);
  };
  const program = ts.createProgram([...virtual.keys()], options, host);
  for (const path of virtual.keys()) {
    const source = program.getSourceFile(path)!;
    const diagnostics = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    found.set(
      path,
      diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
    );
  }
  for (const [name, path] of names) found.set(name, found.get(path)!);
}, 120_000);

describe('implement', () => {
  test('the generated types compile', () => {
    const folders = ['graphql', ...['shops', 'goods', 'stores', 'alarms'].map((name) => `features/${name}`)];
    const paths = [
      ...folders.map((name) => `${name}/generated.ts`),
      'graphql/implement.ts',
      'batching/connection.ts',
      'snippets/imports.ts',
    ];
    for (const path of paths) expect(found.get(join(world, path)), path).toEqual([]);
  });

  test.each(Object.entries(snippets))('%s', (name, { error }) => {
    const messages = found.get(name);
    if (!error) expect(messages).toEqual([]);
    else expect(messages?.join('\n')).toMatch(error);
  });
});
