// The hit rate of the cache: fifty users read channels, the first most often (Zipf, s = 1), and one request of twenty
// writes to one.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Random } from '../../src/cli/demo/random.ts';
import { createChannel, mutate, sendMessage } from '../support/seed.ts';
import { type Client, startServer, type TestServer } from '../support/server.ts';

const channelCount = 30;
const requests = 1_500;

let server: TestServer;
let viewers: Client[];
let channels: string[];

beforeAll(async () => {
  server = await startServer({ LIMITS: 'off' });
  const { owner } = await server.workspace();
  viewers = await Promise.all(Array.from({ length: 50 }, (_, i) => server.user(owner, `viewer-${i}`)));
  channels = [];
  for (let i = 0; i < channelCount; i++) channels.push(await createChannel(owner));
  for (const viewer of viewers) {
    for (const channelId of channels.slice(0, 3)) {
      await mutate(viewer, 'joinChannel', { channelId }, 'channel { id }');
    }
  }
});

afterAll(() => server?.close());

it('more than 85 of 100 responses are hits', async () => {
  const random = new Random('replay');
  const rank = new Map(channels.map((id, i) => [id, i + 1]));
  const anyChannel = () => random.weighted(channels, (id) => 1 / rank.get(id)!)!;
  const read = `query ($id: ID!) {
    channel(id: $id) { name messages(last: 25) { nodes { id body author { name } reactions { emoji count } } } }
  }`;
  const { counts } = server.app.internals.cache;
  const before = { ...counts };
  let reads = 0;
  for (let i = 0; i < requests; i++) {
    const viewer = random.pick(viewers);
    if (random.chance(0.05)) {
      await sendMessage(viewer, random.pick(channels.slice(0, 3)), `message ${i}`);
    } else {
      reads++;
      await viewer.data(read, { id: anyChannel() });
    }
  }
  expect(reads).toBeGreaterThan(requests * 0.9);
  expect((counts.HIT - before.HIT) / reads).toBeGreaterThan(0.85);
});
