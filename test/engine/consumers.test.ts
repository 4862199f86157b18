// Consumers of the log: each change has its effect once and in its stream's order, whatever else is being written,
// however many instances there are, and whatever fails.
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { serviceActor } from '../../src/changes/actor.ts';
import { ChangeKind } from '../../src/changes/catalogue.ts';
import { type Consumer, Consumers, maxFailures } from '../../src/changes/consumers.ts';
import { write } from '../../src/changes/record.ts';
import { Relay } from '../../src/changes/relay.ts';
import { prune } from '../../src/changes/retention.ts';
import { badInput } from '../../src/lib/errors.ts';
import { uuid } from '../../src/lib/ids.ts';
import { statement } from '../../src/postgres/statement.ts';
import { connectBeside, openPostgres } from '../support/open-postgres.ts';
import { cloneDatabase } from '../support/server.ts';

let database: Awaited<ReturnType<typeof cloneDatabase>>;
let beside: Awaited<ReturnType<typeof connectBeside>>;
let workspaceId: string;
beforeAll(async () => {
  database = await cloneDatabase();
  beside = await connectBeside(database.url);
  await beside.query('create table effects (ord bigserial primary key, stream text, number bigint, workspace_id uuid)');
});
beforeEach(async () => {
  await beside.query('truncate effects, dead_letters, consumers, changes');
  workspaceId = uuid();
  await beside.query(`insert into workspaces values ($1, $2, 'Name', now())`, [workspaceId, workspaceId]);
});
const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});
afterAll(async () => {
  await beside.end();
  await database.drop();
});

const happened = new ChangeKind<{ i: number }>('test.happened');
const ignored = new ChangeKind<{ i: number }>('test.ignored');
const followed = new ChangeKind<{ i: number }>('test.followed');
const addEffect = statement<never>(
  'test.effect',
  'insert into effects (workspace_id, stream, number) values ($1, $2, $3)',
);

const counting: Consumer = {
  name: 'test.counting',
  kinds: [happened],
  handle: async ({ stream, number }, actor) => void (await actor.db.run(addEffect, [stream, number])),
};

/** An instance of the server, as far as consumers go. */
async function instance(consumer: Consumer) {
  const { postgres, pool, captured } = openPostgres(database.url, { max: 4 });
  const relay = new Relay({ postgres, log: captured.log, pollMs: () => 20 });
  await relay.start();
  const options = { postgres, relay, consumers: [consumer], log: captured.log, now: Date.now, retryMs: 30 };
  const consumers = new Consumers(options);
  await consumers.start();
  const stop = async () => {
    await consumers.stop();
    await relay.stop();
    await pool.end();
  };
  endings.push(stop);
  return { postgres, captured, stop, consumers };
}

const record = (kind: ChangeKind<{ i: number }>, streams: readonly string[], i = 0) => {
  const writer = openPostgres(database.url, { max: 2 });
  return write(serviceActor(writer.postgres, workspaceId), streams, async (tx) => {
    for (const stream of streams) tx.record(stream, kind, { i });
  }).finally(() => writer.pool.end());
};

interface Effect {
  stream: string;
  number: number;
}
const effects = async (): Promise<Effect[]> =>
  (await beside.query<Effect>('select stream, number::int as number from effects order by ord')).rows;
const logged = async (): Promise<Effect[]> =>
  (
    await beside.query<Effect>(
      `select stream, number::int as number from changes where kind = 'test.happened' and workspace_id = $1
       order by stream, number`,
      [workspaceId],
    )
  ).rows;
const byStream = (all: readonly Effect[]) =>
  [...all].sort((a, b) => (a.stream < b.stream ? -1 : a.stream > b.stream ? 1 : 0));

it('apply each change once and in the order of its stream, with three instances and many writers', {
  timeout: 60_000,
}, async () => {
  for (let n = 0; n < 3; n++) await instance(counting);
  const streams = Array.from({ length: 5 }, () => `channel:${uuid()}`);
  const writer = openPostgres(database.url, { max: 12 });
  endings.push(() => writer.pool.end());
  const actor = serviceActor(writer.postgres, workspaceId);
  const writing = Array.from({ length: 12 }, async (_, w) => {
    for (let i = 0; i < 40; i++) {
      const some = streams.filter((_, s) => (w * 7 + i * 3 + s) % 3 === 0);
      const kind = (w + i) % 4 === 0 ? ignored : happened;
      await write(actor, some, async (tx) => {
        for (const stream of some) tx.record(stream, kind, { i });
        // Some are rolled back after their number was assigned.
        if ((w + i) % 11 === 0) throw badInput('not written');
      }).catch(() => undefined);
    }
  });
  await Promise.all(writing);
  const all = await logged();
  expect(all.length).toBeGreaterThan(300);
  await vi.waitFor(async () => expect(await effects()).toHaveLength(all.length), { timeout: 30_000, interval: 100 });
  // A stable sort: within a stream the effects keep their order.
  expect(byStream(await effects())).toEqual(all);
});

it('continue after a stop with what was written meanwhile, and start with changes from now on', async () => {
  const stream = `channel:${uuid()}`;
  await record(happened, [stream]);
  const first = await instance(counting);
  await record(happened, [stream]);
  await vi.waitFor(async () => expect(await effects()).toEqual([{ stream, number: 2 }]));
  await first.stop();
  endings.pop();
  await record(happened, [stream]);
  await record(happened, [stream]);
  await instance(counting);
  const later = [2, 3, 4].map((number) => ({ stream, number }));
  await vi.waitFor(async () => expect(await effects()).toEqual(later));
});

it('find what a long transaction commits late, after changes of later transactions', async () => {
  await instance(counting);
  const [late, soon] = [`channel:${uuid()}`, `channel:${uuid()}`];
  const writer = openPostgres(database.url, { max: 2 });
  endings.push(() => writer.pool.end());
  let commit = () => {};
  const held = new Promise<void>((resolve) => {
    commit = resolve;
  });
  const long = write(serviceActor(writer.postgres, workspaceId), [], async (tx) => {
    tx.record(late, happened, { i: 0 });
    await tx.run(addEffect, ['none', 0]); // it has its number now
    await held;
  });
  await record(happened, [soon]);
  await vi.waitFor(async () => expect(await effects()).toEqual([{ stream: soon, number: 1 }]));
  commit();
  await long;
  await vi.waitFor(async () => expect(await effects()).toContainEqual({ stream: late, number: 1 }));
  expect((await effects()).filter(({ stream }) => stream !== 'none')).toHaveLength(2);
});

it('store a change that fails three times as a dead letter with its error, and continue with the rest in order', async () => {
  const [good, bad] = [`channel:${uuid()}`, `channel:${uuid()}`].sort() as [string, string];
  let tried = 0;
  const { captured } = await instance({
    ...counting,
    async handle(change, actor) {
      await counting.handle(change, actor);
      if (change.stream === bad && change.number === 2) {
        tried++;
        throw new Error('poisoned');
      }
    },
  });
  for (let i = 0; i < 3; i++) await record(happened, [good, bad], i);
  await vi.waitFor(async () => expect(await effects()).toHaveLength(5), { timeout: 10_000 });
  expect(byStream(await effects())).toEqual([
    ...[1, 2, 3].map((number) => ({ stream: good, number })),
    ...[1, 3].map((number) => ({ stream: bad, number })),
  ]);
  expect(tried).toBe(maxFailures);
  const { rows } = await beside.query(
    'select consumer, stream, number::int as number, kind, data, error from dead_letters',
  );
  expect(rows).toEqual([
    { consumer: 'test.counting', stream: bad, number: 2, kind: 'test.happened', data: { i: 1 }, error: 'poisoned' },
  ]);
  expect(captured.lines('a consumer failed on a change').map(({ failures }) => failures)).toEqual([1, 2, 3]);
});

it('count no failure when the database is unavailable or too busy', async () => {
  const stream = `channel:${uuid()}`;
  let tried = 0;
  await instance({
    ...counting,
    async handle(change, actor) {
      if (tried++ < 2 * maxFailures) throw Object.assign(new Error('lock timeout'), { code: '55P03' });
      await counting.handle(change, actor);
    },
  });
  await record(happened, [stream]);
  await vi.waitFor(async () => expect(await effects()).toEqual([{ stream, number: 1 }]), { timeout: 10_000 });
  expect((await beside.query('select from dead_letters')).rowCount).toBe(0);
});

it('commit what commands wrote with their actor together with the progress, or not at all, and invalidate caches', async () => {
  const stream = `channel:${uuid()}`;
  const other = `channel:${uuid()}`;
  let tried = 0;
  const { postgres } = await instance({
    ...counting,
    async handle(change, actor) {
      await write(actor, [other], async (tx) => tx.record(other, followed, { i: ++tried }));
      await write(actor, [other], async (tx) => {
        tx.record(other, followed, { i: -1 });
        throw badInput('refused');
      }).catch(() => undefined);
      if (tried === 1) throw new Error('once');
      await counting.handle(change, actor);
    },
  });
  const forgotten: unknown[] = [];
  postgres.onChanges = ({ changes }) => void forgotten.push(...changes);
  await record(happened, [stream]);
  await vi.waitFor(async () => expect(await effects()).toHaveLength(1), { timeout: 10_000 });
  const { rows } = await beside.query(`select number::int as number, data from changes where stream = $1`, [other]);
  expect(rows).toEqual([{ number: 1, data: { i: 2 } }]);
  await vi.waitFor(() => expect(forgotten).toEqual([{ stream: other, kind: 'test.followed', data: { i: 2 } }]));
});

it('keep old changes from being pruned until they are done', async () => {
  const [stream, ...others] = [1, 2, 3].map(() => `channel:${uuid()}`) as [string, ...string[]];
  const stuck = await instance({
    ...counting,
    handle: async () => {
      throw Object.assign(new Error('lock timeout'), { code: '55P03' });
    },
  });
  await record(happened, [stream, ...others]);
  await record(happened, [stream, ...others]);
  const tomorrow = Date.now() + 86_400_000;
  expect(await prune(stuck.postgres, 0, tomorrow)).toBe(0);
  await stuck.stop();
  endings.pop();
  const { postgres } = await instance(counting);
  await vi.waitFor(async () => expect(await effects()).toHaveLength(6));
  await vi.waitFor(async () => expect(await prune(postgres, 0, tomorrow)).toBe(3));
});

it('store no snapshot from before a crash of the database', async () => {
  const stream = `channel:${uuid()}`;
  await instance(counting);
  // Another transaction holds the consumer, so it polls repeatedly; then it waits to read the changes after a poll.
  await beside.query('begin');
  await beside.query('select from consumers for update');
  await record(happened, [stream]);
  await beside.query('lock table changes');
  const waiting = `select from pg_stat_activity where wait_event_type = 'Lock' and query like '%consumers.next%'`;
  // On a connection of its own: within a transaction the statistics do not change.
  const watcher = await connectBeside(database.url);
  endings.push(() => watcher.end());
  await vi.waitFor(async () => expect((await watcher.query(waiting)).rowCount).toBe(1), { timeout: 5_000 });
  // Meanwhile the database crashes, which changes its epoch.
  await beside.query(`update ephemera set data = '{"epoch": "another"}' where key = 'epoch'`);
  await beside.query(`create table stored (previous pg_snapshot);
    create function note_stored() returns trigger language plpgsql as $$
      begin insert into stored values (new.previous); return new; end $$;
    create trigger note_stored after update on consumers for each row execute function note_stored()`);
  const { rows } = await watcher.query<{ xid: string }>('select pg_current_xact_id()::text as xid');
  await beside.query('commit');
  await vi.waitFor(async () => expect(await effects()).toEqual([{ stream, number: 1 }]), { timeout: 5_000 });
  const old = 'select previous from stored where pg_snapshot_xmax(previous) <= $1::xid8';
  expect((await watcher.query('select from stored')).rowCount).toBeGreaterThan(0);
  expect((await watcher.query(old, [rows[0]!.xid])).rows).toEqual([]);
});

it('skip what was not processed before the database was restored into a server with fewer transactions', async () => {
  const stream = `channel:${uuid()}`;
  const first = await instance(counting);
  await first.stop();
  endings.pop();
  await beside.query(`update consumers set previous = '900000000000:900000000000:'`);
  const { captured } = await instance(counting);
  await vi.waitFor(() =>
    expect(captured.lines().map(({ msg }) => msg)).toContainEqual(expect.stringContaining('the database was restored')),
  );
  await record(happened, [stream]);
  await vi.waitFor(async () => expect(await effects()).toEqual([{ stream, number: 1 }]));
});
