// The connections to Postgres: how many, how long a request waits for one, what happens to those that are lost, and how
// values are parsed.
import type pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { Pool, type PoolOptions } from '../../src/postgres/pool.ts';
import { serverStatement } from '../../src/postgres/statement.ts';
import { connectBeside, openPostgres } from '../support/open-postgres.ts';
import { startProxy } from '../support/postgres-proxy.ts';
import { cloneDatabase } from '../support/server.ts';

let database: Awaited<ReturnType<typeof cloneDatabase>>;
let beside: pg.Client;
const pools: Pool[] = [];
beforeAll(async () => {
  database = await cloneDatabase();
  beside = await connectBeside(database.url);
});
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(pools.splice(0).map((pool) => pool.end()));
});
afterAll(async () => {
  await beside.end();
  await database.drop();
});

const open = (options: Partial<PoolOptions> & { prepared?: boolean } = {}, url = database.url) => {
  const opened = openPostgres(url, options);
  pools.push(opened.pool);
  return opened;
};
const pidOf = async (client: pg.PoolClient): Promise<number> =>
  (await client.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]!.pid;
const terminate = (pid: number) => beside.query('select pg_terminate_backend($1, 5000)', [pid]);

type Value = (expression: string) => Promise<unknown>;
/** The values that one connection returns for expressions. */
async function reading(work: (value: Value) => Promise<void>, prepare = 'select'): Promise<void> {
  const client = await open().pool.acquire();
  try {
    await client.query(prepare);
    await work(async (expression) => {
      const { rows } = await client.query<{ value: unknown }>(`select ${expression} as value`);
      return rows[0]!.value;
    });
  } finally {
    client.release();
  }
}

it('lets a request wait for a connection, refuses it after that, and logs so once', async () => {
  const { pool, captured } = open({ max: 2, waitMs: 80 });
  const held = [await pool.acquire(), await pool.acquire()];
  expect(pool.use()).toEqual({ open: 2, idle: 0, waiting: 0, max: 2 });

  const patient = pool.acquire();
  held[0]!.release();
  held[0] = await patient;
  expect(pool.refused).toBe(0);

  const start = performance.now();
  await expect(pool.acquire()).rejects.toMatchObject({
    name: 'AppError',
    code: 'UNAVAILABLE',
    message: 'The server is busy. Try again in a moment.',
    details: { retryAfter: 1 },
  });
  expect(performance.now() - start).toBeGreaterThanOrEqual(75);
  expect(pool.use()).toMatchObject({ open: 2, idle: 0, waiting: 1 });
  await expect(pool.acquire()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(pool.refused).toBe(2);
  expect(captured.lines('the connection pool is saturated')).toEqual([
    expect.objectContaining({ level: 40, open: 2, idle: 0, max: 2, refused: 1 }),
  ]);

  // A connection that was requested and is no longer needed is returned by itself.
  for (const client of held) client.release();
  await vi.waitFor(() => expect(pool.use()).toEqual({ open: 2, idle: 2, waiting: 0, max: 2 }));
});

it('waits 2 s by default', async () => {
  const { pool } = open({ max: 1 });
  const held = await pool.acquire();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  let refused = false;
  const waiting = pool.acquire().catch(() => {
    refused = true;
  });
  await vi.advanceTimersByTimeAsync(1_999);
  expect(refused).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  await waiting;
  expect(refused).toBe(true);
  held.release();
});

it('keeps 5 connections open, at most 20, closes idle ones after 30 s and replaces all after 30 minutes', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const pool = new Pool({ url: database.url, log: open().captured.log, max: readConfig({}).poolMax });
  pools.push(pool);
  await pool.warm();
  expect(pool.use()).toEqual({ open: 5, idle: 5, waiting: 0, max: 20 });

  const many = await Promise.all(Array.from({ length: 8 }, () => pool.acquire()));
  const before = await Promise.all(many.map(pidOf));
  for (const client of many) client.release();
  expect(pool.use().open).toBe(8);
  vi.advanceTimersByTime(29_999);
  expect(pool.use().open).toBe(8);
  vi.advanceTimersByTime(1);
  expect(pool.use().open).toBe(5);

  vi.advanceTimersByTime(1_770_000 - 1);
  expect(pool.use().open).toBe(5);
  vi.advanceTimersByTime(1_000);
  expect(pool.use().open).toBe(0);
  const next = await pool.acquire();
  expect(before).not.toContain(await pidOf(next));
  next.release();
});

it('sets the name and the timeouts of every connection', async () => {
  await reading(async (value) => {
    for (const [setting, expected] of Object.entries({
      application_name: 'switchboard',
      statement_timeout: '30s',
      lock_timeout: '10s',
      idle_in_transaction_session_timeout: '1min',
      plan_cache_mode: 'force_generic_plan',
    })) {
      expect([setting, await value(`current_setting('${setting}')`)]).toEqual([setting, expected]);
    }
  });
});

it('survives the loss of an idle connection, and warns', async () => {
  const { pool, captured } = open();
  const client = await pool.acquire();
  const pid = await pidOf(client);
  client.release();
  await terminate(pid);
  await vi.waitFor(() => expect(captured.lines('a database connection was lost')).toHaveLength(1));
  expect(pool.use().open).toBe(0);
  const next = await pool.acquire();
  expect(await pidOf(next)).not.toBe(pid);
  next.release();
});

it('survives the loss of a connection that is checked out but idle', async () => {
  const { pool } = open();
  const client = await pool.acquire();
  const ended = new Promise((resolve) => client.once('end', resolve));
  await terminate(await pidOf(client));
  await ended;
  await expect(client.query('select 1')).rejects.toThrow();
  client.release();
  expect(pool.use().open).toBe(0);
});

it('is UNAVAILABLE in bounded time while the server accepts connections and does not respond', async () => {
  const proxy = await startProxy(database.url);
  try {
    proxy.freeze();
    const { postgres, pool } = open({ connectMs: 150 }, proxy.url);
    const start = performance.now();
    const reading = postgres.scoped(null).run(serverStatement('test.one', 'select 1 as one'));
    await expect(reading).rejects.toMatchObject({ code: 'UNAVAILABLE', details: { retryAfter: 1 } });
    expect(performance.now() - start).toBeLessThan(2_000);
    await expect(postgres.ping()).rejects.toThrow();
    expect(pool.use().open).toBe(0);
    proxy.thaw();
    await vi.waitFor(() => postgres.ping());
  } finally {
    await Promise.all(pools.splice(0).map((pool) => pool.end()));
    await proxy.close();
  }
});

it('is UNAVAILABLE once it was ended: what still executes for a client that is gone is not an error of the server', async () => {
  const { pool, postgres } = openPostgres(database.url);
  await pool.end();
  const late = postgres.scoped(null).run(serverStatement('test.late', 'select 1 as one'));
  await expect(late).rejects.toMatchObject({ code: 'UNAVAILABLE', message: expect.stringMatching('is stopping') });
});

it('is UNAVAILABLE at once where nothing listens', async () => {
  const proxy = await startProxy(database.url);
  await proxy.close();
  const { postgres } = open({}, proxy.url);
  const reading = postgres.scoped(null).run(serverStatement('test.one', 'select 1 as one'));
  await expect(reading).rejects.toMatchObject({ code: 'UNAVAILABLE', details: { retryAfter: 1 } });
});

it.each([
  ['UTC', 'UTC'],
  ['east of it', 'Asia/Kolkata'],
  ['west of it', 'America/St_Johns'],
])('returns times as RFC 3339 in UTC with their microseconds: a session %s', async (_, zone) => {
  const moments = {
    '2026-11-22T03:51:35.123456Z': '2026-11-22T03:51:35.123456Z',
    '2026-11-22T03:51:35.000001Z': '2026-11-22T03:51:35.000001Z',
    '2026-11-22T03:51:35.25Z': '2026-11-22T03:51:35.25Z',
    '2026-06-30T23:59:59Z': '2026-06-30T23:59:59Z',
    '2026-01-01T00:00:00+05:30': '2025-12-31T18:30:00Z',
    '0001-06-01T00:00:00Z': '0001-06-01T00:00:00Z',
    '9999-06-01T12:00:00.999999Z': '9999-06-01T12:00:00.999999Z',
  };
  await reading(async (value) => {
    for (const [written, read] of Object.entries(moments)) {
      expect(await value(`'${written}'::timestamptz`)).toBe(read);
    }
    expect(await value('null::timestamptz')).toBe(null);
  }, `set timezone to '${zone}'`);
});

it('parses whole numbers as numbers, and all else as the driver does', async () => {
  await reading(async (value) => {
    expect(await value('9007199254740991::int8')).toBe(9_007_199_254_740_991);
    expect(await value('count(*)')).toBe(1);
    expect(await value('12::int4')).toBe(12);
    expect(await value("'{a,b}'::text[]")).toEqual(['a', 'b']);
    expect(await value(`'{"a":[1]}'::jsonb`)).toEqual({ a: [1] });
    expect(await value("'\\x00ff'::bytea")).toEqual(Buffer.from([0, 255]));
  });
});

it('uses a generic plan for prepared statements and a custom one for others, whatever the last one used', async () => {
  const mode = `current_setting('plan_cache_mode') as mode, 1 / $1::int as one`;
  const prepared = serverStatement<{ mode: string }>('test.mode', `select ${mode}`);
  const free = { ...prepared, name: 'test.free', key: 'test.free', prepared: false };
  const db = open({ max: 1 }).postgres.scoped(null);
  const modes = async (run: typeof db.run) => [
    (await run(prepared, [1]))[0]!.mode,
    (await run(free, [1]))[0]!.mode,
    (await run(prepared, [1]))[0]!.mode,
  ];
  const expected = ['force_generic_plan', 'force_custom_plan', 'force_generic_plan'];
  expect(await modes((...args) => db.run(...args))).toEqual(expected);
  await expect(db.run(free, [0])).rejects.toMatchObject({ code: '22012' });
  expect(await modes((...args) => db.run(...args))).toEqual(expected);
  await db.transaction(async (tx) => expect(await modes((...args) => tx.run(...args))).toEqual(expected));
  await expect(db.transaction((tx) => tx.run(free, [0]))).rejects.toMatchObject({ code: '22012' });
  expect(await modes((...args) => db.run(...args))).toEqual(expected);
});
