// From publish to receive: 50 channels of 10 subscribers each on two instances, 200 messages a second, without faults.
// Numbers to report, not a gate: they are this machine's, with the clients on it too.
import { setTimeout as sleep } from 'node:timers/promises';
import { call } from './calls.ts';
import { percentile } from './ledger.ts';
import { Socket } from './socket.ts';
import { createWorld } from './world.ts';

const follow = `subscription ($channelId: ID!) { channelEvents(channelId: $channelId) {
  __typename cursor at ... on MessageSent { message { id body createdAt author { id name } } } } }`;
const send = `mutation ($channelId: ID!, $body: String!) {
  sendMessage(input: { channelId: $channelId, body: $body }) { message { id } }
}`;

export interface Latency {
  redis: boolean;
  sent: number;
  received: number;
  /** From the request's sending to the event's arrival, in milliseconds. */
  publish: Record<'p50' | 'p95' | 'p99', number>;
  /** From the change's moment, which lies before its commit, to the event's arrival. */
  change: Record<'p50' | 'p95' | 'p99', number>;
}

export async function measureLatency(options: { redis: boolean; seconds: number }): Promise<Latency> {
  const world = await createWorld({ people: 20, channels: 50, redis: options.redis });
  const sockets: Socket[] = [];
  try {
    const [publish, change]: [number[], number[]] = [[], []];
    const ready: Promise<void>[] = [];
    for (let number = 0; number < 500; number++) {
      const channelId = world.channels[number % 50]!;
      const { token } = world.people[number % 20]!;
      ready.push(
        new Promise((done) => {
          const socket = new Socket(world.origins[Math.floor(number / 50) % 2]!, token, {
            ready: () => socket.subscribe('1', follow, { channelId }),
            next: ({ data }) => {
              const { __typename, at, message } = data.channelEvents;
              if (__typename === 'Started') return done();
              if (!message) return;
              const now = Date.now();
              const sentAt = Number(message.body);
              if (sentAt < measuredFrom) return;
              publish.push(now - sentAt);
              change.push(now - Date.parse(at));
            },
          });
          sockets.push(socket);
        }),
      );
    }
    let measuredFrom = Number.POSITIVE_INFINITY;
    await Promise.all(ready);
    const began = Date.now();
    measuredFrom = began + 5_000; // the first are for warming up
    const answers: Promise<unknown>[] = [];
    let measured = 0;
    for (let count = 0; Date.now() < measuredFrom + options.seconds * 1_000; count++) {
      await sleep(Math.max(0, began + count * 5 - Date.now()));
      const [channelId, body] = [world.channels[count % 50]!, String(Date.now())];
      if (Number(body) >= measuredFrom) measured++;
      const { token } = world.people[count % 20]!;
      answers.push(call(world.origins[count % 2]!, { token, query: send, variables: { channelId, body } }));
    }
    await Promise.all(answers);
    await sleep(1_000);
    const spread = (numbers: number[]) => ({
      p50: percentile(numbers, 0.5),
      p95: percentile(numbers, 0.95),
      p99: percentile(numbers, 0.99),
    });
    const [sent, received] = [measured * 10, publish.length];
    return { redis: options.redis, sent, received, publish: spread(publish), change: spread(change) };
  } finally {
    for (const socket of sockets) socket.close();
    await world.close();
  }
}
