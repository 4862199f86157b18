// Two instances share what they know over Redis. Then Redis hangs, and dies at the worst moment: just when an instance
// has reconnected and subscribes again, and for longer than one attempt. No instance exits because of it, no request
// waits for it longer than a deadline, and what is written is still delivered in time.
import { createHash } from 'node:crypto';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Json } from './calls.ts';
import { listenTo } from './listening.ts';
import { findRedis, freePort } from './stores.ts';
import { createWorld, type World } from './world.ts';

const withRedis = findRedis();
let world: World | undefined;
let state: 'well' | 'cut on subscribe' | 'gone' = 'well';
let cuts = 0;
const open = new Set<Socket>();

// Stands before Redis and drops connections when the test says so.
const proxy = createServer((socket) => {
  const url = world?.redis?.url;
  if (state === 'gone' || !url) return socket.destroy();
  const redis = connect(Number(new URL(url).port), '127.0.0.1');
  open.add(socket);
  socket.on('data', (data) => {
    if (state === 'cut on subscribe' && /subscribe/i.test(String(data))) {
      cuts++;
      socket.destroy();
    } else redis.write(data);
  });
  redis.on('data', (data) => socket.write(data));
  for (const [one, other] of [[socket, redis] as const, [redis, socket] as const]) {
    one.on('error', () => {});
    one.on('close', () => other.destroy());
  }
  socket.on('close', () => open.delete(socket));
});

beforeAll(async () => {
  const port = await freePort();
  await new Promise<void>((done) => proxy.listen(port, '127.0.0.1', done));
  const env = { REDIS_URL: `redis://127.0.0.1:${port}`, LIMITS: 'on', COST_REFILL: '1' };
  world = await createWorld({ people: 1, channels: 1, env });
}, 120_000);
afterAll(async () => {
  proxy.close();
  await world?.close();
}, 60_000);

const query = '{ viewer { user { handle } } }';
const persisted = (document: string) => ({
  extensions: { persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(document).digest('hex') } },
});

/** The response of an instance to its first person. */
async function post(instance: number, body: object): Promise<Json> {
  const { origins, people } = world!;
  const headers = {
    'content-type': 'application/json',
    authorization: `Bearer ${people[0]!.token}`,
    'x-cost': '1',
  };
  const response = await fetch(`${origins[instance]}/graphql`, { method: 'POST', headers, body: JSON.stringify(body) });
  return await response.json();
}

it.skipIf(!withRedis)('documents registered and points spent at one instance are known at the other', async () => {
  expect((await post(0, { query, ...persisted(query) })).errors).toBeUndefined();
  let answer: Json;
  // Until both have connected to Redis, which was not there when they started.
  for (const deadline = Date.now() + 5_000; Date.now() < deadline; await sleep(20)) {
    expect((await post(0, persisted(query))).errors).toBeUndefined();
    answer = await post(1, persisted(query));
    if (answer.data) break;
  }
  expect(answer.data).toEqual({ viewer: { user: { handle: 'person-1' } } });
  // The first holds a block of a tenth of the bucket's 20,000.
  expect(answer.extensions.cost.available).toBeLessThan(18_000);
});

it.skipIf(!withRedis)('a Redis that hangs costs a request one deadline, and no error', async () => {
  world!.redis!.freeze();
  const began = performance.now();
  const unknown = await post(0, persisted('{ nobody { knows } }'));
  expect(performance.now() - began).toBeLessThan(400);
  expect(unknown.errors[0].extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND');
  for (let time = 0; time < 20; time++) expect((await post(0, { query })).errors).toBeUndefined();
  expect(performance.now() - began).toBeLessThan(1_000);
  world!.redis!.thaw();
});

it.skipIf(!withRedis)(
  'a Redis that dies as the instances come back to it ends none of them',
  async () => {
    const { channels, people, origins, instances, ask } = world!;
    for (let time = 1; time <= 3; time++) {
      state = 'cut on subscribe';
      cuts = 0;
      for (const socket of open) socket.destroy();
      for (const deadline = Date.now() + 10_000; cuts < 2 && Date.now() < deadline; ) await sleep(5);
      expect(cuts).toBeGreaterThanOrEqual(2);
      state = 'gone';
      await sleep(1_500);
      state = 'well';
      await sleep(1_000);
    }
    const [channelId, token] = [channels[0]!, people[0]!.token];
    const socket = await listenTo(origins[1]!, token);
    const follow = 'subscription ($channelId: ID!) { channelEvents(channelId: $channelId) { __typename } }';
    const subscription = socket.subscribe(follow, { channelId });
    await subscription.until((event: Json) => event.__typename === 'Started');
    const send = 'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { id } } }';
    await ask(send, { input: { channelId, body: 'after it all' } });
    await subscription.until((event: Json) => event.__typename === 'MessageSent', 1_000);
    socket.close();
    expect(instances.flatMap(({ deaths, errors }) => [...deaths, ...errors])).toEqual([]);
  },
  60_000,
);
