// Redis goes at the worst moment: just when an instance has come back to it and subscribes again, and for longer than one
// attempt. No instance ends for it, and what is written still arrives in time.
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

// Stands before Redis and hangs up as told.
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
  world = await createWorld({ people: 1, channels: 1, env: { REDIS_URL: `redis://127.0.0.1:${port}` } });
}, 120_000);
afterAll(async () => {
  proxy.close();
  await world?.close();
}, 60_000);

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
