// Which document a request means: its own, a stored one by documentId, one that was registered by its hash. By POST and
// by GET alike.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { parse, print } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PersistedOperations } from '../../src/operations/persisted-operations.ts';
import { type Client, type Json, startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let owner: Client;
beforeAll(async () => {
  server = await startServer();
  ({ owner } = await server.workspace());
});
afterAll(() => server.close());

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const persisted = (sha256Hash: unknown, version: unknown = 1) => ({ persistedQuery: { version, sha256Hash } });
const stored = JSON.parse(readFileSync('schema/persisted.json', 'utf8')) as Record<string, string>;
const idOf = (operation: string) => {
  const [id] = Object.entries(stored).find(([, document]) => new RegExp(`^\\w+ ${operation}\\b`).test(document))!;
  return id;
};

interface Request {
  query?: string;
  documentId?: unknown;
  variables?: object;
  extensions?: object;
  operationName?: string;
}
type Answer = { status: number } & Json;
const headers = () => ({ authorization: `Bearer ${owner.token}` });
const post = async (request: Request): Promise<Answer> => {
  const response = await fetch(`${server.origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers() },
    body: JSON.stringify(request),
  });
  return { status: response.status, ...((await response.json()) as Json) };
};
const get = async (request: Request): Promise<Answer> => {
  const entries = Object.entries(request).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  const response = await fetch(`${server.origin}/graphql?${new URLSearchParams(entries)}`, { headers: headers() });
  return { status: response.status, ...((await response.json()) as Json) };
};
const refused = (answer: Answer) => ({
  status: answer.status,
  code: answer.errors?.[0].extensions.code,
  message: answer.errors?.[0].message,
});

describe.each([
  ['POST', post],
  ['GET', get],
])('by %s', (method, ask) => {
  it('a stored operation runs by its documentId, with or without the prefix', async () => {
    const id = idOf('People');
    expect(id).toMatch(/^sha256:[0-9a-f]{64}$/);
    for (const documentId of [id, id.slice('sha256:'.length)]) {
      const { status, data, errors } = await ask({ documentId, variables: { first: 5 } });
      expect([status, errors]).toEqual([200, undefined]);
      expect(data.users.nodes).toMatchObject([{ handle: 'owner' }]);
    }
  });

  it.each([`sha256:${'0'.repeat(64)}`, 'People', '__proto__', 'constructor'])(
    'an unknown documentId is NOT_FOUND: %s',
    async (documentId) => {
      expect(refused(await ask({ documentId }))).toEqual({
        status: 400,
        code: 'NOT_FOUND',
        message: 'There is no stored operation with this documentId.',
      });
    },
  );

  it('a documentId and a query together are refused', async () => {
    expect(refused(await ask({ documentId: idOf('People'), query: '{ __typename }' }))).toEqual({
      status: 400,
      code: 'BAD_USER_INPUT',
      message: 'Give either query or documentId, not both.',
    });
  });

  it('a request with neither of them is refused', async () => {
    expect(refused(await ask({ variables: {} }))).toEqual({
      status: 400,
      code: 'BAD_USER_INPUT',
      message: 'Give a query, or the documentId of a stored operation.',
    });
  });

  it('an unknown hash is reported, registered with its text, and known from then on', async () => {
    const query = `query ${method}Registers($first: Int) { users(first: $first) { nodes { handle } } }`;
    const extensions = persisted(hashOf(query));
    const variables = { first: 1 };
    const unknown = { code: 'PERSISTED_QUERY_NOT_FOUND', message: 'PersistedQueryNotFound' };
    expect(refused(await ask({ extensions, variables }))).toMatchObject(unknown);
    const users = { data: { users: { nodes: [{ handle: 'owner' }] } } };
    expect(await ask({ extensions, variables, query })).toEqual({ status: 200, ...users });
    expect(await ask({ extensions, variables })).toEqual({ status: 200, ...users });
    expect(await ask({ extensions: persisted(hashOf(query).toUpperCase()), variables })).toEqual({
      status: 200,
      ...users,
    });
  });

  it('a stored operation is known by its hash too', async () => {
    const extensions = persisted(idOf('People').slice('sha256:'.length));
    expect((await ask({ extensions })).data.users.nodes).toHaveLength(1);
  });

  it('a hash of another text is refused, and registers nothing', async () => {
    const query = `query ${method}Wrong { __typename }`;
    const wrong = await ask({ query, extensions: persisted(hashOf(`${query} `)) });
    expect(refused(wrong)).toEqual({
      status: 400,
      code: 'BAD_USER_INPUT',
      message: 'extensions.persistedQuery.sha256Hash is not the SHA-256 of the query.',
    });
    for (const text of [query, `${query} `]) {
      const { code } = refused(await ask({ extensions: persisted(hashOf(text)) }));
      expect(code).toBe('PERSISTED_QUERY_NOT_FOUND');
    }
  });

  it.each<[string, object]>([
    ['another version', persisted(hashOf('x'), 2)],
    ['no version', { persistedQuery: { sha256Hash: hashOf('x') } }],
    ['a hash that is none', persisted('abc')],
    ['a hash that is no text', persisted(7)],
    ['no hash', persisted(undefined)],
    ['a text in its place', { persistedQuery: 'x' }],
  ])('malformed extensions are refused: %s', async (_, extensions) => {
    for (const query of [undefined, '{ __typename }']) {
      expect(refused(await ask({ extensions, ...(query && { query }) }))).toEqual({
        status: 400,
        code: 'BAD_USER_INPUT',
        message: 'extensions.persistedQuery: give version 1 and the SHA-256 of the query in hexadecimal.',
      });
    }
  });

  it('other extensions, and a persistedQuery that is null, change nothing', async () => {
    for (const extensions of [{ client: { name: 'x' } }, { persistedQuery: null }]) {
      expect((await ask({ query: '{ __typename }', extensions })).data).toEqual({ __typename: 'Query' });
    }
  });
});

it('a stored or registered mutation runs by POST alone', async () => {
  const documentId = idOf('SendMessage');
  const created = await owner.data('mutation { createChannel(input: { name: "stored" }) { channel { id } } }');
  const variables = { channelId: created.createChannel.channel.id, body: 'Hello', clientMessageId: 'stored-1' };
  const sent = await get({ documentId, variables });
  expect(refused(sent)).toMatchObject({ status: 405 });
  expect(refused(await get({ extensions: persisted(documentId.slice(7)), variables }))).toMatchObject({ status: 405 });
  const channel = async () =>
    (await owner.data('query ($id: ID!) { channel(id: $id) { messageCount } }', { id: variables.channelId })).channel;
  expect(await channel()).toEqual({ messageCount: 0 });
  expect((await post({ documentId, variables })).errors).toBeUndefined();
  expect(await channel()).toEqual({ messageCount: 1 });
});

it('a documentId that is no string is refused by POST', async () => {
  for (const documentId of [7, {}, [idOf('People')], true]) {
    expect(refused(await post({ documentId }))).toMatchObject({ status: 400, code: 'BAD_USER_INPUT' });
  }
});

it('stored operations need the same rights as sent ones', async () => {
  const response = await fetch(`${server.origin}/graphql?documentId=${idOf('People')}`);
  expect(((await response.json()) as Json).errors[0].extensions.code).toBe('UNAUTHENTICATED');
});

describe('the registry', () => {
  const register = (operations: PersistedOperations, query: string) =>
    operations.lookup({ query, extensions: persisted(hashOf(query)) }) as string;
  const knows = (operations: PersistedOperations, query: string) => {
    try {
      return operations.lookup({ extensions: persisted(hashOf(query)) }) === query;
    } catch (error) {
      expect(error).toMatchObject({ code: 'PERSISTED_QUERY_NOT_FOUND' });
      return false;
    }
  };

  it('keeps 5,000 documents, and evicts the least recently used first', () => {
    const operations = new PersistedOperations({});
    const documents = Array.from({ length: 5_001 }, (_, index) => `{ a${index}: __typename }`);
    for (const document of documents.slice(0, 5_000)) register(operations, document);
    expect(knows(operations, documents[0]!)).toBe(true);
    register(operations, documents[5_000]!);
    expect(knows(operations, documents[0]!)).toBe(true);
    expect(knows(operations, documents[1]!)).toBe(false);
    expect(knows(operations, documents[5_000]!)).toBe(true);
  });

  it('keeps 10 MB, and no document of more than 100 KB, which runs all the same', () => {
    const operations = new PersistedOperations({});
    const big = (index: number) => `{ a${index}: __typename } # ${'x'.repeat(90_000)}`;
    const documents = Array.from({ length: 150 }, (_, index) => big(index));
    for (const document of documents) register(operations, document);
    const kept = documents.filter((document) => knows(operations, document)).length;
    expect(kept).toBeGreaterThan(100);
    expect(kept * 90_000).toBeLessThanOrEqual(10_000_000);
    const huge = `{ __typename } # ${'x'.repeat(100_000)}`;
    expect(register(operations, huge)).toBe(huge);
    expect(knows(operations, huge)).toBe(false);
  });

  it('does not let a client replace a stored operation', () => {
    const operations = new PersistedOperations(stored);
    for (const [id, document] of Object.entries(stored)) {
      expect(operations.lookup({ documentId: id })).toBe(document);
    }
  });
});

it('persisted.json holds the operations of schema/operations, each under the hash of its text', () => {
  const files = readdirSync('schema/operations').filter((name) => name.endsWith('.graphql'));
  const written = files.map((name) => print(parse(readFileSync(`schema/operations/${name}`, 'utf8')))).sort();
  expect(Object.values(stored).sort()).toEqual(written);
  expect(Object.entries(stored).map(([id]) => id)).toEqual(
    Object.values(stored).map((text) => `sha256:${hashOf(text)}`),
  );
});
