// Redis comes and goes at the worst moments: no instance ends for it, and what is written still arrives in time.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Json } from './calls.ts';
import { listenTo } from './listening.ts';
import { findRedis } from './stores.ts';
import { createWorld, type World } from './world.ts';

const withRedis = findRedis();
let world: World;

beforeAll(async () => {
  world = await createWorld({ people: 1, channels: 1 });
}, 120_000);
afterAll(() => world.close(), 60_000);

it.skipIf(!withRedis)(
  'thirty deaths of Redis, each as the instances come back to it, end none of them',
  async () => {
    const redis = world.redis!;
    for (let death = 0; death < 30; death++) {
      // Reconnecting takes them 100 to 300 ms; each time it dies at another moment of that.
      await sleep(death * 10);
      await redis.kill();
      await redis.start();
    }
    const [channelId, token] = [world.channels[0]!, world.people[0]!.token];
    const socket = await listenTo(world.origins[1]!, token);
    const follow = 'subscription ($channelId: ID!) { channelEvents(channelId: $channelId) { __typename } }';
    const subscription = socket.subscribe(follow, { channelId });
    await subscription.until((event: Json) => event.__typename === 'Started');
    const send = 'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { id } } }';
    await world.ask(send, { input: { channelId, body: 'after it all' } });
    await subscription.until((event: Json) => event.__typename === 'MessageSent', 1_000);
    socket.close();
    expect(world.instances.flatMap(({ deaths, errors }) => [...deaths, ...errors])).toEqual([]);
  },
  60_000,
);
