// Limits, points and the allow-list as clients see them: the same by POST, GET, APQ, WebSocket and event stream.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../support/live-client.ts';
import { type Client, type Json, startServer, type TestServer } from '../support/server.ts';
import { type Outcome, openTransports, type Transport } from '../support/transports.ts';

const stored = JSON.parse(readFileSync('schema/persisted.json', 'utf8')) as Record<string, string>;
const idOf = (operation: string) =>
  Object.entries(stored).find(([, document]) => new RegExp(`^\\w+ ${operation}\\b`).test(document))![0];

/**
 * Opens an event stream, and returns all it sends before it ends; a refusal before it starts is an ordinary response.
 */
async function overEvents(
  server: TestServer,
  token: string | null,
  body: object,
): Promise<Outcome & { extensions?: Json }> {
  const response = await fetch(`${server.origin}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      'x-cost': '1',
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  const result = JSON.parse(/^data: (\{.*)$/m.exec(text)?.[1] ?? text) as Json;
  return { ...result, data: result.data ?? null, errors: result.errors ?? [] };
}

/** All transports for queries, the event stream too. */
function transportsOf(server: TestServer) {
  const { all, close } = openTransports(server);
  const events: Transport = {
    name: 'event stream',
    mutations: true,
    ask: (token, query, variables = {}) => overEvents(server, token, { query, variables }),
    stored: (token, documentId, variables) => overEvents(server, token, { documentId, variables }),
  };
  return { all: [...all, events], close };
}

const first = ({ errors }: Outcome) => errors[0]?.extensions;
const fullBucket = 20_000;
// 1 + 100 × (1 + 100) points at most; few rows exist.
const dear = '{ channels(first: 100) { nodes { messages(first: 100) { nodes { id } } } } }';

describe('with limits', () => {
  let server: TestServer;
  let owner: Client;
  let transports: ReturnType<typeof transportsOf>;
  beforeAll(async () => {
    server = await startServer();
    ({ owner } = await server.workspace());
    transports = transportsOf(server);
  });
  afterAll(async () => {
    await transports.close();
    await server.close();
  });

  it('a document, a list and a cost past the limits are refused alike over every transport', async () => {
    const aliases = `{ ${Array.from({ length: 101 }, (_, i) => `a${i}: __typename`).join(' ')} }`;
    const lists =
      'query ($n: Int) { users(first: $n) { nodes { channels(first: $n) { nodes { messages { totalCount } } } } } }';
    const points =
      '{ channels(first: 100) { nodes { messages(first: 100) { nodes { author { id } channel { id } } } } } }';
    for (const { name, ask } of transports.all) {
      const outcomes = [
        await ask(owner.token, aliases),
        await ask(owner.token, lists, { n: 100 }),
        await ask(owner.token, points),
      ];
      expect([name, ...outcomes.map(first)]).toEqual([
        name,
        { code: 'QUERY_TOO_COMPLEX', limit: 100 },
        { code: 'QUERY_TOO_COMPLEX', limit: 10_000 },
        { code: 'QUERY_TOO_COMPLEX', limit: fullBucket },
      ]);
      expect(outcomes.map(({ data }) => data)).toEqual([null, null, null]);
      expect(first(await ask(owner.token, lists, { n: 3 }))).toBeUndefined();
    }
    const { status } = await owner.ask(aliases, {}, { accept: 'application/graphql-response+json' });
    expect(status).toBe(400);
  });

  it('a client that requests it is told the cost of an operation, and the remaining points', async () => {
    const user = await server.user(owner, 'counts');
    const cost = async (query: string) => {
      const { extensions } = await user.ask(query, {}, { 'x-cost': '1' });
      return (extensions as Json)?.cost;
    };
    expect(await cost('{ users(first: 50) { nodes { id } } }')).toEqual({
      ...{ requested: 50, actual: 2, available: fullBucket - 2, restoreRate: 1_000 },
    });
    expect(await cost('{ viewer { user { id } } }')).toMatchObject({
      requested: 2,
      actual: 1,
      available: fullBucket - 3,
    });
    const join = 'mutation { createChannel(input: { name: "costly" }) { channel { name } } }';
    expect(await cost(join)).toMatchObject({ requested: 11, actual: 11 });
    expect((await user.ask('{ viewer { role } }')).extensions).toBeUndefined();
    server.clock.now += 60_000;
    expect((await overEvents(server, user.token, { query: '{ viewer { role } }' })).extensions).toEqual({
      cost: { requested: 1, actual: 1, available: fullBucket - 1, restoreRate: 1_000 },
    });
  });

  it('an empty bucket refuses over every transport, reports when it has points again, and affects no other client', async () => {
    const spender = await server.user(owner, 'spender');
    const subscriber = connect(server.origin, spender.token);
    // Subscriptions get no refund: many of them spend all points.
    const query = `subscription { presence(userIds: ["${spender.id}"]) { __typename ${Array.from(
      { length: 90 },
      (_, i) => `a${i}: actor { channels(first: 100) { nodes { id } } }`,
    ).join(' ')} } }`;
    for (let i = 0; i < 2; i++) await subscriber.subscribe(query).until((event) => event.__typename === 'Started');
    const refused = subscriber.subscribe(query);
    await expect.poll(() => refused.errors).toEqual(['RATE_LIMITED']);
    subscriber.dispose();

    for (const { name, ask } of transports.all) {
      const outcome = await ask(spender.token, dear);
      expect([name, first(outcome)]).toEqual([
        name,
        { code: 'RATE_LIMITED', retryAfter: expect.any(Number), requested: 10_100 },
      ]);
    }
    const response = await fetch(`${server.origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${spender.token}` },
      body: JSON.stringify({ query: dear }),
    });
    expect(response.status).toBe(429);
    const seconds = Number(response.headers.get('retry-after'));
    expect(((await response.json()) as Json).errors[0].extensions).toEqual({
      ...{ code: 'RATE_LIMITED', retryAfter: seconds, requested: 10_100 },
    });
    expect((await owner.ask(dear)).errors).toBeUndefined();

    server.clock.now += (seconds - 1) * 1_000;
    expect(await spender.code(dear)).toBe('RATE_LIMITED');
    server.clock.now += 1_000;
    expect(await spender.code(dear)).toBeUndefined();
  });

  it('outside production anyone may introspect the schema, and errors suggest the intended name', async () => {
    const { data } = await server.client(null).ask('{ __schema { queryType { name } } }');
    expect(data).toEqual({ __schema: { queryType: { name: 'Query' } } });
    const { errors } = await server.client(null).ask('{ viewe { role } }');
    expect(errors![0]!.message).toContain('Did you mean');
  });
});

it('in production only signed-in viewers may introspect the schema, and errors name no fields', async () => {
  const server = await startServer({ NODE_ENV: 'production' });
  const { owner } = await server.workspace();
  const { all, close } = transportsOf(server);
  const asks = ['{ __schema { queryType { name } } }', '{ __type(name: "User") { name } }'];
  const hidden = 'query { ...A } fragment A on Query { ... { x: __schema { types { name } } } }';
  try {
    for (const { name, ask } of all) {
      for (const query of [...asks, hidden]) {
        expect([name, first(await ask(null, query))]).toEqual([name, { code: 'UNAUTHENTICATED' }]);
        expect([name, first(await ask(owner.token, query))]).toEqual([name, undefined]);
      }
      expect((await ask(null, '{ __typename }')).data).toEqual({ __typename: 'Query' });
      const [error] = (await ask(null, '{ viewe { role } }')).errors;
      expect([name, error!.message]).toEqual([name, 'Cannot query field "viewe" on type "Query".']);
    }
  } finally {
    await close();
    await server.close();
  }
});

it('with OPERATIONS=stored everything else is refused with one code, over every transport', async () => {
  const server = await startServer({ OPERATIONS: 'stored' });
  const { all, close } = transportsOf(server);
  const people = idOf('People');
  const hash = people.replace('sha256:', '');
  const post = async (body: object): Promise<Json> => {
    const method = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const response = await fetch(`${server.origin}/graphql`, method);
    return { status: response.status, ...((await response.json()) as Json) };
  };
  const persisted = (sha256Hash: string) => ({ persistedQuery: { version: 1, sha256Hash } });
  try {
    for (const { name, ask, stored: byId } of all) {
      expect([name, first(await ask(null, '{ __typename }'))]).toEqual([name, { code: 'OPERATION_NOT_STORED' }]);
      expect([name, first(await ask(null, stored[people]!))]).toEqual([
        name,
        // Requested by its hash it is found, and executed without a viewer.
        { code: name === 'APQ' ? 'UNAUTHENTICATED' : 'OPERATION_NOT_STORED' },
      ]);
      expect([name, first(await byId(null, people, {}))?.code]).toEqual([name, 'UNAUTHENTICATED']);
      expect([name, first(await byId(null, `sha256:${'0'.repeat(64)}`, {}))?.code]).toEqual([
        name,
        'OPERATION_NOT_STORED',
      ]);
    }
    expect(await post({ query: '{ __typename }' })).toMatchObject({ status: 400 });
    // Nothing can be registered; the text of a stored operation may come with its hash.
    const query = '{ __typename }';
    const extensions = persisted(createHash('sha256').update(query).digest('hex'));
    for (const body of [{ query, extensions }, { extensions }]) {
      expect((await post(body)).errors[0].extensions.code).toBe('OPERATION_NOT_STORED');
    }
    const known = await post({ query: stored[people], extensions: persisted(hash) });
    expect(known.errors[0].extensions.code).toBe('UNAUTHENTICATED');

    const live = connect(server.origin, null);
    const subscriber = live.subscribe('subscription { presence(userIds: []) { __typename } }');
    await expect.poll(() => subscriber.errors).toEqual(['OPERATION_NOT_STORED']);
    live.dispose();
  } finally {
    await close();
    await server.close();
  }
});

it('a stored operation that costs more than a bucket holds stops the start with one line', async () => {
  await expect(startServer({ COST_BUCKET: '1000' })).rejects.toThrow(
    /^The stored operation \w+ cannot run: The operation has too many points of cost: at most 1000, this has \d+\. [^\n]*$/,
  );
});
