// One token sends more than can be done: it waits, and those of other workspaces do not. Counted, not timed: how many of the
// flood are answered before another's answer.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectBeside } from '../support/open-postgres.ts';
import { createChannel } from '../support/seed.ts';
import { type Client, startServer, type TestServer } from '../support/server.ts';

const flood = 600;
const send =
  'mutation ($id: ID!, $body: String!) { sendMessage(input: { channelId: $id, body: $body }) { message { id } } }';

let server: TestServer;
let loud: Client;
let quiet: Client;
beforeAll(async () => {
  server = await startServer({ CACHE_MB: '0', SHEDDING: 'off' });
  loud = (await server.workspace()).owner;
  quiet = (await server.workspace()).owner;
});
afterAll(() => server?.close());

it(`${flood} sends by one token do not hold up the queries and sends of another workspace`, {
  timeout: 120_000,
}, async () => {
  const loudChannel = await createChannel(loud);
  const quietChannel = await createChannel(quiet);
  await quiet.data(send, { id: quietChannel, body: 'before' });
  // Messages that wait together are written together, faster than they can be sent: a lock holds them until they wait.
  const beside = await connectBeside(server.databaseUrl);
  await beside.query('begin');
  await beside.query('select from streams where key = $1 for update', [
    `channel:${loudChannel.slice('Channel_'.length)}`,
  ]);
  let answered = 0;
  const all = Array.from({ length: flood }, async (_, i) => {
    const { errors } = await loud.ask(send, { id: loudChannel, body: `flood ${i}` });
    answered++;
    return errors?.[0]?.extensions.code;
  });
  await expect
    .poll(() => server.app.internals.mutationLimiter.use().waiting, { interval: 5, timeout: 60_000 })
    .toBeGreaterThan(flood / 4);
  expect(server.app.internals.mutationLimiter.use().running).toBe(48);

  /** How many of the flood were answered while this was. */
  const during = async (work: () => Promise<unknown>) => {
    const before = answered;
    await work();
    return answered - before;
  };
  const reads = await during(() =>
    quiet.data('{ channels(first: 5) { nodes { messages(last: 5) { nodes { body } } } } }'),
  );
  expect(reads).toBe(0);
  // The flood may not have all of the places, so another finds one while nothing of the flood goes on.
  await expect.poll(() => server.app.internals.mutationLimiter.use().waiting, { timeout: 60_000 }).toBe(flood - 48);
  const sent = await during(() => quiet.data(send, { id: quietChannel, body: 'meanwhile' }));
  expect(sent).toBe(0);
  await beside.query('commit');
  await beside.end();
  // The flood's own may be refused where the machine is slow; nobody's else.
  expect(new Set(await Promise.all(all))).toContain(undefined);
  expect(server.app.internals.mutationLimiter.use()).toEqual({ running: 0, waiting: 0 });
});

it('transactions leave connections to those who only read, and take turns by workspace', async () => {
  const { pool } = server.app.internals;
  const most = Math.floor(pool.use().max * 0.6);
  const inside: { workspace: string; leave: () => void }[] = [];
  const write = (workspace: string) =>
    pool.writing(workspace, () => new Promise<void>((leave) => void inside.push({ workspace, leave })));
  const all = [...Array.from({ length: 40 }, () => write('loud')), write('quiet')];
  await new Promise(setImmediate);
  expect([inside.length, pool.writers.use()]).toEqual([most, { running: most, waiting: 41 - most }]);
  for (let left = 0; left < 41; left++) {
    inside[left]!.leave();
    await new Promise(setImmediate);
  }
  await Promise.all(all);
  expect(inside.findIndex(({ workspace }) => workspace === 'quiet')).toBeLessThanOrEqual(most + 1);
});
