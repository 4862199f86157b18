// One token sends more requests than the server can run: they wait, and those of other workspaces do not. The test
// counts instead of timing: how many requests of the flood were answered before one of another workspace.
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

it(`${flood} sends by one token do not delay the queries and sends of another workspace`, {
  timeout: 120_000,
}, async () => {
  const loudChannel = await createChannel(loud);
  const quietChannel = await createChannel(quiet);
  await quiet.data(send, { id: quietChannel, body: 'before' });
  // Queued messages are combined into transactions, faster than they arrive: a lock holds them until they queue.
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

  /** How many requests of the flood were answered while this ran. */
  const during = async (work: () => Promise<unknown>) => {
    const before = answered;
    await work();
    return answered - before;
  };
  const reads = await during(() =>
    quiet.data('{ channels(first: 5) { nodes { messages(last: 5) { nodes { body } } } } }'),
  );
  expect(reads).toBe(0);
  // The flood may not use all slots, so another workspace finds one though no request of the flood finishes.
  await expect.poll(() => server.app.internals.mutationLimiter.use().waiting, { timeout: 60_000 }).toBe(flood - 48);
  const sent = await during(() => quiet.data(send, { id: quietChannel, body: 'meanwhile' }));
  expect(sent).toBe(0);
  await beside.query('commit');
  await beside.end();
  // On a slow machine requests of the flood itself may be rejected; those of other workspaces may not.
  expect(new Set(await Promise.all(all))).toContain(undefined);
  expect(server.app.internals.mutationLimiter.use()).toEqual({ running: 0, waiting: 0 });
});

it('transactions leave connections for reads, and take turns by workspace', async () => {
  const { pool } = server.app.internals;
  const maximum = Math.floor(pool.use().max * 0.6);
  const inside: { workspace: string; leave: () => void }[] = [];
  const write = (workspace: string) =>
    pool.writing(workspace, () => new Promise<void>((leave) => void inside.push({ workspace, leave })));
  const all = [...Array.from({ length: 40 }, () => write('loud')), write('quiet')];
  await new Promise(setImmediate);
  expect([inside.length, pool.writers.use()]).toEqual([maximum, { running: maximum, waiting: 41 - maximum }]);
  for (let left = 0; left < 41; left++) {
    inside[left]!.leave();
    await new Promise(setImmediate);
  }
  await Promise.all(all);
  expect(inside.findIndex(({ workspace }) => workspace === 'quiet')).toBeLessThanOrEqual(maximum + 1);
});
