// Keyed mutations: every message has a clientMessageId of its own and is sent until it is acknowledged, while instances
// are killed one after the other. Each must be stored once.
import { setTimeout as sleep } from 'node:timers/promises';
import { Random } from '../../src/cli/demo/random.ts';
import { Balancer, call } from './calls.ts';
import { createWorld } from './world.ts';

const send = `mutation ($channelId: ID!, $body: String!, $key: String) {
  sendMessage(input: { channelId: $channelId, body: $body, clientMessageId: $key }) { message { id } }
}`;

/** Sends so many; returns how many the database has, how many distinct ones, and how often it killed an instance. */
export async function runKeyed(options: { seed: string; messages: number; say: (text: string) => void }) {
  const { seed, messages, say } = options;
  const random = new Random(seed);
  const world = await createWorld({ people: 12, channels: 4 });
  try {
    const balancer = new Balancer(world.origins);
    let next = 0;
    let kills = 0;
    let done = false;
    const killing = (async () => {
      while (!done) {
        await sleep(random.int(200, 1_500));
        const instance = world.instances[random.int(0, world.instances.length - 1)]!;
        await instance.kill();
        say(`kill ${++kills} of ${instance.name}, ${next} sent`);
        await instance.start();
      }
    })();
    const sending = world.people.map(async ({ token }) => {
      while (next < messages) {
        const body = `message ${++next}`;
        const channelId = world.channels[next % world.channels.length]!;
        const request = { token, query: send, variables: { channelId, body, key: body } };
        for (;;) {
          const origin = balancer.next();
          // Now and then the response is not awaited: the write may still be done.
          const outcome = await call(origin, {
            ...request,
            timeoutMs: random.chance(0.05) ? random.int(3, 30) : 2_000,
          });
          if (outcome.kind === 'data') break;
          if (outcome.kind === 'silence') balancer.suspect(origin);
          await sleep(random.int(5, 50));
        }
      }
    });
    await Promise.all(sending);
    done = true;
    await killing;
    const [count] = await world.postgres.query<{ messages: string; distinct: string }>(
      'select count(*) as messages, count(distinct body) as distinct from messages',
    );
    return { messages: Number(count!.messages), distinct: Number(count!.distinct), kills };
  } finally {
    await world.close();
  }
}
