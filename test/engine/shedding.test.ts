// More requests come than the server can run: queries are refused with 503 and Retry-After, on the fast path and by
// Yoga; mutations, cached responses, health and open sockets are still served, and everything again once there is
// capacity.
import type { ServerResponse } from 'node:http';
import { createClient } from 'graphql-ws';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { MediaTypes } from '../../src/transport/media-type.ts';
import { listen } from '../../src/transport/server.ts';
import { createChannel } from '../support/seed.ts';
import { type Client, startServer, type TestServer } from '../support/server.ts';

const nobodyWaits = { running: 0, waiting: 0 };

describe.each([
  ['on', '64'],
  ['off', '64'],
  ['on', '0'],
])('with the fast path %s and a cache of %s MB', (FAST_PATH, CACHE_MB) => {
  const hit = CACHE_MB === '0' ? 'BYPASS' : 'HIT';
  let server: TestServer;
  let owner: Client;
  let database: pg.Client;
  beforeAll(async () => {
    server = await startServer({ FAST_PATH, CACHE_MB, EXECUTIONS: '1' });
    owner = (await server.workspace()).owner;
    database = new pg.Client({ connectionString: server.databaseUrl });
    await database.connect();
  });
  afterAll(async () => {
    await database?.end();
    await server?.close();
  });

  const post = (query: string) =>
    fetch(`${server.origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${owner.token}` },
      body: JSON.stringify({ query }),
    });
  /** Different requests, so that none joins another's execution. */
  const reading = (n: number) =>
    `query Q${n} { channels(first: 5) { nodes { name messages(last: 1) { nodes { id } } } } }`;

  it('requests that queue behind a stalled query are refused, and accepted when it moves', async () => {
    await createChannel(owner);
    const cached = '{ workspace { name } }';
    await post(cached);
    expect((await post(cached)).headers.get('x-cache')).toBe(hit);
    const socket = createClient({
      url: `${server.origin.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${owner.token}` },
      lazy: false,
      retryAttempts: 0,
    });
    let closed = false;
    socket.on('closed', () => {
      closed = true;
    });

    await database.query('begin; lock table messages in access exclusive mode');
    const first = post(reading(0));
    await vi.waitFor(() => expect(server.app.internals.queryLimiter.use().running).toBe(1));
    const others = Array.from({ length: 30 }, (_, n) => post(reading(n + 1)));
    for (const other of others) {
      const answer = await other;
      expect([answer.status, answer.headers.get('retry-after'), answer.headers.get('content-type')]).toEqual([
        503,
        '1',
        'application/json; charset=utf-8',
      ]);
      expect(await answer.text()).toBe(
        '{"errors":[{"message":"The server is busy. Try again in a moment.","extensions":{"retryAfter":1,"code":"UNAVAILABLE"}}]}',
      );
    }
    expect([server.app.internals.queryLimiter.use(), server.app.internals.queryLimiter.refused]).toEqual([
      { running: 1, waiting: 0 },
      30,
    ]);

    // None of these waits in that queue.
    if (hit === 'HIT') expect((await post(cached)).headers.get('x-cache')).toBe('HIT');
    await createChannel(owner);
    expect((await fetch(`${server.origin}/healthz`)).status).toBe(200);
    expect((await fetch(`${server.origin}/readyz`)).status).toBe(200);
    expect(closed).toBe(false);

    await database.query('rollback');
    expect((await first).status).toBe(200);
    const again = await Promise.all(Array.from({ length: 5 }, (_, n) => post(reading(n + 100))));
    expect(again.map(({ status }) => status)).toEqual(Array(5).fill(200));
    expect(server.app.internals.queryLimiter.use()).toEqual(nobodyWaits);

    // Runs are known to be long by now: a request that finds ten in the queue is refused at once.
    await database.query('begin; lock table messages in access exclusive mode');
    const inside = post(reading(200));
    await vi.waitFor(() => expect(server.app.internals.queryLimiter.use().running).toBe(1));
    const crowd = Array.from({ length: 30 }, (_, n) => post(reading(n + 201)));
    await vi.waitFor(() => expect(server.app.internals.queryLimiter.refused).toBe(50));
    expect(server.app.internals.queryLimiter.use()).toEqual({ running: 1, waiting: 10 });
    await database.query('rollback');
    const statuses = await Promise.all([inside, ...crowd].map(async (one) => (await one).status));
    expect(statuses.toSorted()).toEqual([...Array(11).fill(200), ...Array(20).fill(503)]);
    expect(server.app.internals.queryLimiter.use()).toEqual(nobodyWaits);
    await socket.dispose();
  });
});

it('an overloaded server reads no more requests to the endpoint, and serves health and event streams', async () => {
  const reached: string[] = [];
  const take = (name: string) => async (_: unknown, res: ServerResponse) => {
    reached.push(name);
    res.end(name);
    return true;
  };
  let overloaded = true;
  const { origin, drain } = await listen({
    host: '127.0.0.1',
    port: 0,
    fast: (req, res) => (req.headers.accept ? Promise.resolve(false) : take('fast')(req, res)),
    graphql: take('graphql'),
    page: async () => false,
    showPid: false,
    streams: {
      wants: ({ headers }) => headers.accept === 'text/event-stream',
      handle: async (req, res) => void (await take('stream')(req, res)),
    },
    compress: true,
    mediaTypes: new MediaTypes(),
    isOverloaded: () => overloaded,
    ready: async () => undefined,
    connections: { perAddress: 100, total: 100 },
    signedIn: async () => false,
    allowedOrigins: [],
    maskError: () => ({ extensions: {} }),
  });
  const ask = async (path: string, init: RequestInit = {}) => {
    const { status, headers } = await fetch(`${origin}${path}`, init);
    return [status, headers.get('retry-after')];
  };
  const headers = { 'content-type': 'application/json' };
  const mutation = {
    method: 'POST',
    headers,
    body: JSON.stringify({ query: `mutation { a } #${'x'.repeat(500_000)}` }),
  };
  expect(await ask('/graphql', mutation)).toEqual([503, '1']);
  expect(await ask('/graphql?query={a}')).toEqual([503, '1']);
  expect(reached).toEqual([]);
  expect(await ask('/healthz')).toEqual([200, null]);
  expect(await ask('/graphql', { headers: { accept: 'text/event-stream' } })).toEqual([200, null]);
  overloaded = false;
  expect(await ask('/graphql', mutation)).toEqual([200, null]);
  expect(reached).toEqual(['stream', 'graphql']);
  await drain(1_000);
});

it('no request is refused where shedding is off', async () => {
  const server = await startServer({ EXECUTIONS: '1', SHEDDING: 'off', CACHE_MB: '0' });
  const { owner } = await server.workspace();
  const all = await Promise.all(
    Array.from({ length: 100 }, () => owner.ask('{ channels(first: 1) { nodes { id } } }')),
  );
  expect([new Set(all.map(({ status }) => status)), server.app.internals.queryLimiter.refused]).toEqual([
    new Set([200]),
    0,
  ]);
  await server.close();
});
