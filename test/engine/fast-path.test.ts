// The fast path is equivalent to Yoga: every request gets the same status, type and bytes on both paths, and each is
// answered by the path that it is meant for.
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { filledGlobalId as id, startFilledServer } from '../support/filled-database.ts';
import type { Client, TestServer } from '../support/server.ts';
import { stored } from '../support/stored-operations.ts';

let server: TestServer & { owner: Client };
let yoga: ReturnType<typeof createApp>;
let origins: { fast: string; yoga: string };
const page = 'https://app.example.com';

beforeAll(async () => {
  server = await startFilledServer('small');
  const settings = { NODE_ENV: 'test', PORT: '0', LOG_LEVEL: 'silent', DRAIN_SECONDS: '1', ALLOWED_ORIGINS: page };
  const config = readConfig({ ...settings, FAST_PATH: 'off' });
  const now = () => server.clock.now;
  yoga = createApp({ config, databaseUrl: server.databaseUrl, log: createLog('silent'), now });
  origins = { fast: server.origin, yoga: (await yoga.listen()).origin };
});

afterAll(async () => {
  await yoga?.close();
  await server?.close();
});

interface Answer {
  status: number;
  type: string | undefined;
  cookies: string[] | undefined;
  body: string;
}

const secret =
  /"errorId":"[^"]+"|swb_[\w-]+|Expires=[^;]+|[0-9a-f]{8}-[0-9a-f-]{27}|"(ms|totalMs|available)":[\d.]+|\d+ ms/g;

function send(origin: string, body: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const allHeaders = {
      'content-type': 'application/json',
      authorization: `Bearer ${server.owner.token}`,
      ...headers,
    };
    if (allHeaders.authorization === '') Reflect.deleteProperty(allHeaders, 'authorization');
    const bytes = Buffer.from(body);
    const sent = request(`${origin}/graphql`, {
      method: 'POST',
      headers: { ...('transfer-encoding' in headers ? {} : { 'content-length': bytes.length }), ...allHeaders },
    });
    sent.on('error', reject);
    sent.on('response', async (response) => {
      let text = '';
      for await (const chunk of response.setEncoding('utf8')) text += chunk;
      const { 'content-type': type, 'set-cookie': cookies } = response.headers;
      resolve({
        status: response.statusCode!,
        type,
        cookies: cookies?.map((cookie) => cookie.replace(secret, '…')),
        body: text.replace(secret, '…'),
      });
    });
    sent.end(bytes);
  });
}

/** The response, which both paths must return; `fast` says which of them is expected to. */
async function both(fast: boolean, body: object | string, headers: Record<string, string> = {}): Promise<Answer> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const before = server.app.internals.fastPath.served;
  const onFast = await send(origins.fast, text, headers);
  expect(server.app.internals.fastPath.served - before).toBe(fast ? 1 : 0);
  expect(onFast).toEqual(await send(origins.yoga, text, headers));
  return onFast;
}

const named = '{ workspace { name } }';

const variables: Record<string, object> = {
  ByIds: { ids: ['User 1', 'Channel 1', 'Message 1.1', 'Workspace 1'].map(id) },
  Channel: { channelId: id('Channel 1') },
  Thread: { messageId: id('Message 1.1') },
  SendMessage: { channelId: id('Channel 1'), body: 'Twice', clientMessageId: 'twin' },
  SignIn: { workspace: 'workspace-1', login: 'owner', password: 'correct horse battery' },
};

describe('answered on the fast path', () => {
  it.each(stored)('the stored operation $name', async ({ name, text }) => {
    const answer = await both(true, { query: text, variables: variables[name] ?? {}, operationName: name });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatch(/^\{"data":\{/);
  });

  it.each<[string, object]>([
    ['without variables', { query: named }],
    ['with nulls for omitted parameters', { query: named, variables: null, operationName: null, extensions: null }],
    ['one of two operations', { query: 'query A { __typename } query B { workspace { slug } }', operationName: 'B' }],
    ['introspection', { query: '{ __schema { queryType { name } } __type(name: "Message") { fields { name } } }' }],
    ['a field that fails', { query: '{ workspace { name } node(id: "nonsense") { id } }' }],
    ['a field that fails under an alias in a list', { query: `{ a: nodes(ids: ["x", "${id('User 1')}"]) { id } }` }],
    [
      'what must not be null and is',
      { query: `mutation { deleteMessage(input: { messageId: "${id('Message 9.9')}" }) { message { id } } }` },
    ],
    [
      'directives and fragments',
      {
        query: 'query ($no: Boolean!) { ...W } fragment W on Query { workspace { id @skip(if: $no) slug } }',
        variables: { no: true },
      },
    ],
    [
      'text of every kind',
      {
        query:
          'query ($t: String!) { workspace { slug } channels(first: 1, filter: { namePrefix: $t }) { nodes { id } } }',
        variables: { t: 'ü 🔥 \u2028 \\ "' },
      },
    ],
    [
      'a mutation that signs in with a cookie',
      {
        query:
          'mutation { signIn(input: { workspace: "workspace-1", login: "owner", password: "correct horse battery", setCookie: true }) { viewer { role } } }',
      },
    ],
  ])('%s', async (_, body) => {
    expect((await both(true, body)).status).toBe(200);
  });

  it.each([
    '*/*',
    'application/json',
    'application/graphql-response+json',
    'text/html, application/json;q=0.1',
    'application/graphql-response+json;q=0.5, application/json',
    'application/*',
    'application/json; charset=utf-8',
  ])('what accepts %s', async (accept) => {
    await both(true, { query: named }, { accept });
  });

  it('what needs no viewer, what comes from this origin’s pages, and what requests the ledger', async () => {
    expect((await both(true, { query: '{ viewer { role } }' }, { authorization: '' })).body).toBe(
      '{"data":{"viewer":null}}',
    );
    const { host } = new URL(origins.fast);
    await both(true, { query: named }, { 'x-ledger': '1', 'x-cost': '1' });
    const signIn = stored.find(({ name }) => name === 'SignIn')!.text;
    const signed = await both(
      true,
      { query: signIn, variables: variables.SignIn },
      { authorization: '', 'x-ledger': '1' },
    );
    expect(signed.body).toContain('"ledger"');
    const before = server.app.internals.fastPath.served;
    await send(origins.fast, JSON.stringify({ query: named }), { origin: `http://${host}` });
    expect(server.app.internals.fastPath.served).toBe(before + 1);
  });
});

describe('left to Yoga', () => {
  it.each<[string, object | string]>([
    ['no JSON', '{"query": "{ workspace'],
    ['a list', [{ query: named }]],
    ['nothing', {}],
    ['an unknown parameter', { query: named, qurey: 1 }],
    ['a parameter that every object has', { query: named, toString: 1 }],
    ['a query that is no text', { query: 7 }],
    ['variables that are a list', { query: named, variables: [1] }],
    ['a document that does not parse', { query: '{ workspace {' }],
    ['a document that is not valid', { query: '{ workspace { nope } }' }],
    ['an operation that is not there', { query: 'query A { __typename }', operationName: 'B' }],
    ['two operations without a name', { query: 'query A { __typename } query B { __typename }' }],
    [
      'a variable of the wrong type',
      { query: 'query ($n: Int!) { channels(first: $n) { nodes { id } } }', variables: { n: 'x' } },
    ],
    ['a stored operation that is not there', { documentId: 'sha256:none' }],
    ['an unknown hash', { extensions: { persistedQuery: { version: 1, sha256Hash: '0'.repeat(64) } } }],
    ['a subscription', { query: 'subscription { inboxEvents { cursor } }' }],
  ])('%s', async (_, body) => {
    await both(false, body);
  });

  it.each<[string, Record<string, string>]>([
    ['a wrong token', { authorization: 'Bearer swb_nobody' }],
    ['another charset', { 'content-type': 'application/json; charset=latin1' }],
    ['a body in chunks', { 'transfer-encoding': 'chunked' }],
    ['a type that it cannot give', { accept: 'image/png' }],
    ['a length that is too large', { 'content-length': '2000000' }],
  ])('%s', async (name, headers) => {
    if (name === 'a length that is too large') return void (await both(false, `"${'x'.repeat(1_999_998)}"`, headers));
    await both(false, { query: named }, headers);
  });

  it('a page of another origin', async () => {
    const before = server.app.internals.fastPath.served;
    const answer = await send(origins.fast, JSON.stringify({ query: named }), { origin: page });
    expect([answer.status, server.app.internals.fastPath.served - before]).toEqual([200, 0]);
  });
});

it('a client that leaves before its body arrived affects no other', async () => {
  const sent = request(`${origins.fast}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': 100 },
  });
  sent.on('error', () => undefined);
  await new Promise<void>((resolve) => sent.write('{"query":', () => resolve()));
  sent.destroy();
  expect((await both(true, { query: named })).status).toBe(200);
});

it('documents stored and registered by their hash are found', async () => {
  const { documentIds } = await import('../../schema/client.ts');
  const documentId = Object.values(documentIds)[0]!;
  await both(true, { documentId, variables: { ids: [] } });
});
