// The parameters of a request, over every transport: a wrong type, or extreme nesting or length, is rejected with a
// clear text before the parameters are used. In production no error names what the schema contains.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { maximumDepth, maximumName, maximumText, maximumValues } from '../../src/operations/request-parameters.ts';
import { type Client, type Json, startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let production: TestServer;
let owner: Client;
beforeAll(async () => {
  server = await startServer();
  production = await startServer({ NODE_ENV: 'production' });
  ({ owner } = await server.workspace());
});
afterAll(async () => {
  await server.close();
  await production.close();
});

type Ask = (at: TestServer, token: string | null, body: string) => Promise<{ status: number | null; errors: Json[] }>;

const post =
  (accept: string): Ask =>
  async ({ origin }, token, body) => {
    const headers = { accept, 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
    const response = await fetch(`${origin}/graphql`, { method: 'POST', headers, body });
    const text = await response.text();
    // An event stream that has started reports errors in its first event.
    const json = /^data: (.*)$/m.exec(text)?.[1] ?? text;
    return { status: response.status, errors: (JSON.parse(json) as Json).errors ?? [] };
  };

const socket: Ask = ({ origin }, token, body) =>
  new Promise((resolve, reject) => {
    const client = new WebSocket(`${origin.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    client.on('error', reject);
    client.on('close', (code) => reject(new Error(`closed ${code}`)));
    client.on('open', () => {
      const payload = token ? { authorization: `Bearer ${token}` } : {};
      client.send(JSON.stringify({ type: 'connection_init', payload }));
    });
    client.on('message', (message) => {
      const { type, payload } = JSON.parse(String(message)) as Json;
      if (type === 'connection_ack') return client.send(`{"id":"1","type":"subscribe","payload":${body}}`);
      if (type !== 'next' && type !== 'error') return;
      client.removeAllListeners('message').removeAllListeners('close');
      client.close();
      resolve({ status: null, errors: type === 'error' ? payload : (payload.errors ?? []) });
    });
  });

const transports: [name: string, ask: Ask][] = [
  ['JSON', post('application/json')],
  ['the GraphQL media type', post('application/graphql-response+json')],
  ['an event stream', post('text/event-stream')],
  ['WebSocket', socket],
];

const query = '{ __typename }';
const nested = (depth: number, open: string, close: string) => open.repeat(depth) + close.repeat(depth);
const deep = (depth: number, of: 'objects' | 'lists') =>
  of === 'objects' ? nested(depth, '{"a":', '}').replace(':}', ':0}') : `{"a":${nested(depth - 1, '[', ']')}}`;
const many = (count: number) => JSON.stringify({ a: Array.from({ length: count - 1 }, () => 0) });
const [depth, values, name] = [maximumDepth, maximumValues, maximumName];

describe.each(transports)('by %s', (transport, ask) => {
  test.each([
    ['variables', '0', 'variables must be a JSON object.'],
    ['variables', 'false', 'variables must be a JSON object.'],
    ['variables', '"x"', 'variables must be a JSON object.'],
    ['variables', '[]', 'variables must be a JSON object.'],
    ['extensions', '3', 'extensions must be a JSON object.'],
    ['extensions', '[{}]', 'extensions must be a JSON object.'],
    ['operationName', '{}', 'operationName must be a string.'],
    ['operationName', '{"toString": 1}', 'operationName must be a string.'],
    ['operationName', '0', 'operationName must be a string.'],
    ['operationName', '[]', 'operationName must be a string.'],
    ['operationName', `"${'x'.repeat(name + 1)}"`, `operationName: at most ${name} characters; this has ${name + 1}.`],
    ['query', '7', 'query must be a string.'],
    ['query', '{"a": 1}', 'query must be a string.'],
    ['documentId', '7', 'documentId must be a string.'],
    ['variables', deep(depth + 1, 'objects'), `variables: lists and objects may be nested at most ${depth} deep.`],
    ['variables', deep(5_000, 'objects'), `variables: lists and objects may be nested at most ${depth} deep.`],
    ['variables', deep(5_000, 'lists'), `variables: lists and objects may be nested at most ${depth} deep.`],
    ['extensions', deep(5_000, 'objects'), `extensions: lists and objects may be nested at most ${depth} deep.`],
    ['variables', many(values + 1), `variables: at most ${values} values.`],
    ['extensions', many(values + 1), `extensions: at most ${values} values.`],
    [
      'variables',
      `{"a":"${'x'.repeat(maximumText + 1)}"}`,
      `variables: a string may have at most ${maximumText} characters; one has ${maximumText + 1}.`,
    ],
  ])('%s: %.40s is refused', async (parameter, value, message) => {
    const body = `{${parameter === 'query' ? '' : `"query":"${query}",`}"${parameter}":${value}}`;
    const { status, errors } = await ask(server, owner.token, body);
    expect(errors).toMatchObject([{ message, extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(JSON.stringify(errors)).not.toMatch(/node_modules|\.ts:|stack/);
    // An event stream starts before its parameters are checked.
    if (status !== null && transport !== 'an event stream') expect(status).toBe(400);
  });

  test.each([deep(depth, 'objects'), deep(depth, 'lists'), many(values), '{"__proto__":{"a":1}}', 'null'])(
    'variables as large as may be are read: %.40s',
    async (variables) => {
      const { errors } = await ask(server, owner.token, `{"query":"${query}","variables":${variables}}`);
      expect(errors).toEqual([]);
    },
  );

  test.each([
    ['a list of thousands', '[ID!]!', `[${Array.from({ length: 9_000 }, () => '{}')}]`],
    [
      'thousands of unknown fields',
      'UserFilter',
      JSON.stringify(Object.fromEntries(Array.from({ length: 9_000 }, (_, i) => [`rol${i}`, 1]))),
    ],
    ['__proto__', 'UserFilter', '{"__proto__":{"role":"OWNER"}}'],
    ['constructor', 'UserFilter', '{"constructor":{"prototype":{"role":1}},"toString":1}'],
    ['a deep list', '[ID!]!', nested(depth - 1, '[', ']')],
  ])('variables that do not match their types are refused with their errors: %s', async (_, type, value) => {
    const used = type === 'UserFilter' ? 'users(filter: $v) { totalCount }' : 'nodes(ids: $v) { id }';
    const body = `{"query":"query ($v: ${type}) { ${used} }","variables":{"v":${value}}}`;
    const { errors } = await ask(server, owner.token, body);
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.length).toBeLessThanOrEqual(51);
    for (const error of errors) expect(error.extensions.code).toBe('BAD_USER_INPUT');
  });

  test.each([
    ['an input field', 'query ($v: UserFilter) { users(filter: $v) { totalCount } }', { v: { rol: 'OWNER' } }],
    ['an enum value', 'query ($v: UserFilter) { users(filter: $v) { totalCount } }', { v: { role: 'OWNR' } }],
    [
      'an enum value in a list',
      'mutation ($v: CreateTokenInput!) { createToken(input: $v) { token } }',
      { v: { name: 'x', scopes: ['REED'] } },
    ],
    [
      'an input field of a subscription',
      'subscription ($v: [ID!]!, $w: UserFilter) { presence(userIds: $v) { actor { channels(filter: { kind: TEXTT }) { totalCount } } } }',
      { v: [] },
    ],
    ['a field', '{ viewr { role } }', {}],
    ['an argument', '{ users(frst: 1) { totalCount } }', {}],
    ['a type', '{ node(id: "x") { ... on Usr { id } } }', {}],
    ['a type of a variable', 'query ($v: UserFiltr) { users(filter: $v) { totalCount } }', {}],
    ['a directive', '{ viewer @skp(if: true) { role } }', {}],
    ['an argument of a directive', '{ viewer @skip(iff: true) { role } }', {}],
    ['an enum literal', '{ users(filter: { role: OWNR }) { totalCount } }', {}],
    ['an enum literal as a string', '{ users(filter: { role: "OWNER" }) { totalCount } }', {}],
    ['an input field literal', '{ users(filter: { rol: OWNER }) { totalCount } }', {}],
    ['an operation', 'query Aaaa { __typename } query Aaab { __typename }', {}],
  ])('production hides the names of the schema: %s', async (_, query, variables) => {
    const body = JSON.stringify({ query, variables, ...(query.includes('Aaab') && { operationName: 'Aaac' }) });
    const there = await ask(production, null, body);
    expect(there.errors.length).toBeGreaterThan(0);
    expect(JSON.stringify(there.errors)).not.toContain('Did you mean');
    // With an open schema the same error has a suggestion: this proves that the server hides it.
    const here = await ask(server, owner.token, body);
    if (!/Aaab|viewer @skp/.test(query)) expect(JSON.stringify(here.errors)).toContain('Did you mean');
  });
});

describe('a body with more values than a request may contain', () => {
  test.each([
    ['lists within lists', nested(400_000, '[', ']')],
    ['objects within objects', nested(100_000, '{"a":', '}').replace(':}', ':0}')],
    ['a long list', `[${Array.from({ length: 400_000 }, () => 0)}]`],
    ['a long object', `{${Array.from({ length: 60_000 }, (_, i) => `"${i}":0`)}}`],
  ])('is refused before it is parsed: %s', async (_, value) => {
    for (const [, ask] of transports.slice(0, 3)) {
      const { status, errors } = await ask(server, owner.token, `{"query":"${query}","variables":{"a":${value}}}`);
      expect({ status, errors }).toMatchObject({
        status: 400,
        errors: [{ message: 'The body: at most 20100 values.', extensions: { code: 'BAD_USER_INPUT' } }],
      });
    }
  });

  test('does not include strings that look like many values', async () => {
    const text = JSON.stringify('[{,"\\'.repeat(20_000));
    for (const [, ask] of transports.slice(0, 3)) {
      const { errors } = await ask(server, owner.token, `{"query":"${query}","variables":{"a":${text}}}`);
      expect(errors).toEqual([]);
    }
  });
});
