// Compiled queries return what graphql-js returns, byte for byte: for random queries over the whole grammar, on real
// rows through the real loaders; and for each case in which graphql-jit itself differs. COMPILED_QUERIES says how many
// random queries.
import { readFileSync } from 'node:fs';
import { type ExecutionResult, execute, Kind, parse, validate } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Random } from '../../src/cli/demo/random.ts';
import { CompilableQuery, compilationSchema } from '../../src/execution/compiled-query.ts';
import { Executor } from '../../src/execution/executor.ts';
import { PreparedOperations } from '../../src/execution/prepared-operation.ts';
import { authenticate } from '../../src/features/identity/policy.ts';
import { createContext, type Viewer } from '../../src/graphql/context.ts';
import { toJson } from '../../src/lib/json.ts';
import type { Postgres } from '../../src/postgres/database.ts';
import { schema } from '../../src/schema.ts';
import { cachingPostgres } from '../support/caching-postgres.ts';
import { filledGlobalId as id, startFilledServer } from '../support/filled-database.ts';
import { randomQuery, type Variables } from '../support/random-query.ts';
import type { Client, TestServer } from '../support/server.ts';

const documents = Number(process.env.COMPILED_QUERIES ?? 10_000);
const ids = [
  ...['User 1', 'User 2', 'Channel 1', 'Channel 2', 'Message 1.1', 'Message 1.2', 'Message 404.1'].map(id),
  'nonsense',
];

let server: TestServer & { owner: Client };
let viewer: Viewer;
let postgres: Postgres;

beforeAll(async () => {
  server = await startFilledServer('small');
  viewer = (await authenticate(server.app.internals.postgres, server.owner.token!, server.clock.now))!;
  postgres = cachingPostgres(server.app.internals.postgres);
});
afterAll(() => server?.close());

// Compiles each variant when it is executed once.
const executor = new Executor({ schema, compile: true, hotAfter: 1 });
const prepared = new PreparedOperations({ schema, hidesSchema: false });
const context = () => createContext({ postgres, viewer, client: { address: '' }, now: () => server.clock.now });

/** All that a client sees: the bytes, and so the order of names; and of errors the path, location and code. */
function shown({ data, errors }: ExecutionResult): string {
  const visibleErrors = errors?.map(({ path, message, extensions, locations }) => ({
    path,
    message,
    extensions,
    locations,
  }));
  return `${toJson({ data })} ${JSON.stringify(visibleErrors)}`;
}

/** Compares the results of a query whose variants are compiled for each set of variables. */
async function compare(text: string, sets: readonly Variables[], counts = { ran: 0, failed: 0 }, isChecked = true) {
  const document = parse(text);
  const [invalid] = isChecked ? validate(schema, document) : [];
  if (invalid) throw new Error(`${invalid.message}\n${text}`);
  for (const variableValues of sets) {
    const args = { schema, document, variableValues };
    const before = executor.compiled;
    const run = async () => shown(await executor.execute(prepared.of(document)!, variableValues, context()));
    const first = await run();
    // It is compiled by now if it can be.
    await new Promise((resolve) => setImmediate(resolve));
    const plain = executor.compiled > before ? shown(await execute({ ...args, contextValue: context() })) : first;
    const compiled = executor.compiled > before ? first : await run();
    if (compiled !== plain)
      expect({ text, variableValues, result: compiled }).toEqual({ text, variableValues, result: plain });
    counts.ran += executor.compiled > before ? 1 : 0;
    counts.failed += plain.endsWith('undefined') ? 0 : 1;
  }
  return counts;
}

it(`${documents} random queries have the same results`, { timeout: 60_000 + documents * 20 }, async () => {
  const counts = { ran: 0, failed: 0 };
  for (let index = 0; index < documents; index++) {
    const random = new Random(`compiled ${index}`);
    const { text, variables, vary } = randomQuery(schema, random, ids, { fields: 10, depth: 4, hostile: true });
    await compare(text, index % 4 ? [variables] : [variables, vary(), vary()], counts, index % 8 === 0);
  }
  expect(counts.ran).toBeGreaterThan(documents / 2);
  expect(counts.failed).toBeGreaterThan(documents / 10);
});

const channel = id('Channel 1');

/** Documents for which graphql-jit differs when it compiles them unchanged. */
const different: [string, string, Variables?][] = [
  [
    'a fragment is skipped in one place and not in the other',
    `query ($a: Boolean!, $c: ID!) { a: channel(id: $c) { ...S @skip(if: $a) } b: channel(id: $c) { ...S } }
     fragment S on Channel { name }`,
    { a: true, c: channel },
  ],
  [
    'a field is selected with @skip and without',
    `query ($a: Boolean!, $c: ID!) { channel(id: $c) { name @skip(if: $a) ...S } } fragment S on Channel { topic name }`,
    { a: true, c: channel },
  ],
  [
    'a skipped spread of a fragment comes before one that is not',
    `query ($a: Boolean!, $c: ID!) { channel(id: $c) { ...S @include(if: $a) ...S } } fragment S on Channel { name }`,
    { a: false, c: channel },
  ],
  [
    'a condition that has a default is null',
    'query ($a: Boolean = true, $c: ID!) { channel(id: $c) { id name @include(if: $a) } }',
    { a: null, c: channel },
  ],
  [
    'a variable within an object is left out, where that has a default',
    'query ($d: OrderDirection) { channels(orderBy: { field: NAME, direction: $d }) { nodes { id } } }',
    {},
  ],
  ['an alias is __proto__', '{ workspace { __proto__: name } }'],
];

it.each(different)('%s: the same results', async (_, text, variables = {}) => {
  await compare(text, [variables]);
});

it('no text of a document becomes code', async () => {
  // graphql-jit's mark for dates in literals, after which it treats the text as code.
  const mark = '__MAGIC_DATE__33a9e76d_02e0_4128_8e92_3530ad3da74d';
  const text = `{ channels(filter: { namePrefix: "${mark}globalThis.wasExecuted = 1" }) { totalCount } }`;
  expect(await compare(text, [{}])).toEqual({ ran: 1, failed: 0 });
  expect(globalThis).not.toHaveProperty('wasExecuted');
});

it('stored operations and those of the bench are compiled', async () => {
  const stored = Object.values(JSON.parse(readFileSync('schema/persisted.json', 'utf8')) as Record<string, string>);
  const { operations } = await import('../../bench/read/operations.ts');
  const queries = [...stored, ...Object.values(operations).map(({ query }) => query)].map((text) => parse(text));
  for (const document of queries) {
    const { operation, name } = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION)!;
    if (operation !== 'query') continue;
    const query = CompilableQuery.of(document);
    expect(query?.compile(compilationSchema(schema), {}), name?.value).toEqual(expect.any(Function));
  }
});

it('names of Object are names like others, cold, compiled and cached, over every transport', async () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'then'];
  const selected = names.map((name) => `${name}: name`).join(' ');
  const fields = names.map((name) => `${JSON.stringify(name)}:"Workspace 1"`).join(',');
  const query = `query ($__proto__: Int, $toString: Int) { __proto__: workspace { ${selected} }
    constructor: channels(first: $__proto__) { nodes { __proto__: id } }
    toString: channels(first: $toString) { nodes { __proto__: name } } }`;
  const headers = { authorization: `Bearer ${server.owner.token}`, 'content-type': 'application/json' };
  const url = new URL('/graphql', server.origin);
  for (let times = 0; times < 15; times++) {
    for (const first of [1, 2]) {
      const variables = `{"__proto__":${first},"toString":${3 - first}}`;
      const body = `{"query":${JSON.stringify(query)},"variables":${variables}}`;
      url.search = new URLSearchParams({ query, variables }).toString();
      const answers = [await fetch(url, { method: 'POST', headers, body }), await fetch(url, { headers })];
      for (const answer of answers) {
        const text = await answer.text();
        expect(text).toContain(`{"data":{"__proto__":{${fields}},"constructor":{"nodes":[{"__proto__":"Channel_`);
        const { data } = JSON.parse(text) as { data: { [name: string]: { nodes: unknown[] } } };
        const lengths = ['constructor', 'toString'].map((name) => data[name]!.nodes.length);
        expect(lengths).toEqual([first, 3 - first]);
      }
    }
  }
});
