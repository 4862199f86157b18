// Connections that are lost at every point of a read and of a transaction: what is safe to retry is retried, nothing is
// done twice, and an unknown outcome is reported as such.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Runner } from '../../src/postgres/database.ts';
import { openEmbedded } from '../../src/postgres/embedded.ts';
import { serverStatement } from '../../src/postgres/statement.ts';
import { connectBeside, openPostgres } from '../support/open-postgres.ts';
import { type Loss, startProxy } from '../support/postgres-proxy.ts';
import { cloneDatabase } from '../support/server.ts';

let database: Awaited<ReturnType<typeof cloneDatabase>>;
let beside: pg.Client;
beforeAll(async () => {
  database = await cloneDatabase();
  beside = await connectBeside(database.url);
  await beside.query('create table items (id int primary key, key text unique)');
});
const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
  await beside.query('truncate items');
});
afterAll(async () => {
  await beside.end();
  await database.drop();
});

const open = (url: string, options = {}) => {
  const opened = openPostgres(url, { max: 4, connectMs: 2_000, answerMs: 300, ...options });
  endings.push(() => opened.pool.end());
  return { ...opened, db: opened.postgres.scoped(null) };
};
const openByProxy = async (options = {}) => {
  const proxy = await startProxy(database.url);
  endings.push(() => proxy.close());
  return { proxy, ...open(proxy.url, options) };
};
const count = async () => (await beside.query<{ n: number }>('select count(*)::int as n from items')).rows[0]!.n;
const terminate = (pid: number) => beside.query('select pg_terminate_backend($1, 5000)', [pid]);

const one = serverStatement<{ one: number }>('test.one', 'select 1 as one');
const pid = serverStatement<{ pid: number }>('test.pid', 'select pg_backend_pid() as pid');
const insert = serverStatement<{ id: number }>('test.insert', 'insert into items (id) values ($1) returning id');
const claim = serverStatement<{ id: number }>(
  'test.claim',
  'insert into items (id, key) values ($1, $2) on conflict (key) do nothing returning id',
);
const claimed = serverStatement<{ id: number }>('test.claimed', 'select id from items where key = $1');

const unreachable = {
  code: 'UNAVAILABLE',
  message: 'The database could not be reached. Try again in a moment.',
  details: { retryAfter: 1 },
};
const unknown = {
  code: 'UNAVAILABLE',
  message: 'The connection to the database was lost while committing: the change may or may not have been made.',
};

describe('a read', () => {
  it.each<Loss>(['before', 'after', 'freeze'])(
    'whose connection is lost (%s) is tried again and answered',
    async (loss) => {
      const { proxy, db, pool } = await openByProxy();
      const lost = proxy.loseAt(/test\.one/, loss);
      expect(await db.run(one)).toEqual([{ one: 1 }]);
      await lost;
      expect(proxy.connections).toBe(2);
      expect(pool.use()).toMatchObject({ open: 1, idle: 1 });
    },
  );

  it('whose backend is terminated while it runs is retried and succeeds', async () => {
    const { db } = open(database.url);
    const waiting = serverStatement<{ one: number }>('test.wait', 'select 1 as one from pg_advisory_xact_lock(77)');
    await beside.query('select pg_advisory_lock(77)');
    const reading = db.run(waiting);
    const blocked = await vi.waitFor(async () => {
      const { rows } = await beside.query<{ pid: number }>(
        `select pid from pg_locks where locktype = 'advisory' and objid = 77 and not granted`,
      );
      expect(rows).toHaveLength(1);
      return rows[0]!.pid;
    });
    await terminate(blocked);
    await beside.query('select pg_advisory_unlock(77)');
    expect(await reading).toEqual([{ one: 1 }]);
  });

  it('is UNAVAILABLE when the connection is lost every time', async () => {
    const { proxy, db } = await openByProxy();
    const lost = [0, 1, 2, 3].map(() => proxy.loseAt(/test\.one/, 'before'));
    await expect(db.run(one)).rejects.toMatchObject(unreachable);
    await lost[2];
    expect(proxy.connections).toBe(3);
  });
});

describe('a transaction before its COMMIT', () => {
  const insertTwo = async (tx: Runner) => {
    await tx.run(insert, [1]);
    await tx.run(insert, [2]);
    return 'done';
  };

  it.each([
    ['at BEGIN', /begin/],
    ['at a statement', /test\.insert/],
  ])('that loses its connection %s is run again, and takes effect once', async (_, text) => {
    for (const loss of ['before', 'after', 'freeze'] as const) {
      const { proxy, db } = await openByProxy();
      const lost = proxy.loseAt(text, loss);
      const body = vi.fn(insertTwo);
      expect(await db.transaction(body)).toBe('done');
      await lost;
      expect(await count()).toBe(2);
      await beside.query('truncate items');
    }
  });

  it('that loses its connection between two statements is run again', async () => {
    const { db } = open(database.url);
    let runs = 0;
    await db.transaction(async (tx) => {
      await tx.run(insert, [1]);
      if (++runs === 1) await terminate((await tx.run(pid))[0]!.pid);
      await tx.run(insert, [2]);
    });
    expect(runs).toBe(2);
    expect(await count()).toBe(2);
  });

  it('is UNAVAILABLE when the connection is lost every time, and leaves nothing', async () => {
    const { proxy, db } = await openByProxy();
    for (let i = 0; i < 3; i++) void proxy.loseAt(/^P.*test\.insert/s, 'after');
    await expect(db.transaction(insertTwo)).rejects.toMatchObject(unreachable);
    expect(await count()).toBe(0);
  });
});

describe('a transaction that loses its connection at COMMIT', () => {
  const commit = /^Q....commit/s;
  const losses: [Loss, number][] = [
    ['before', 0],
    ['after', 1],
    ['freeze', 0],
  ];

  it.each(losses)('(%s) is not run again: the outcome is unknown, and the error says so', async (loss, written) => {
    const { proxy, db, pool } = await openByProxy();
    const lost = proxy.loseAt(commit, loss);
    const body = vi.fn(async (tx: Runner) => tx.run(insert, [1]));
    await expect(db.transaction(body)).rejects.toMatchObject(unknown);
    await lost;
    expect(body).toHaveBeenCalledTimes(1);
    expect(await count()).toBe(written);
    expect(pool.use().open).toBe(0);
    expect(await db.run(one)).toEqual([{ one: 1 }]);
  });

  it.each(losses)(
    '(%s) is run again under a key that its body claims: there is exactly one row',
    async (loss, written) => {
      const { proxy, db } = await openByProxy();
      const lost = proxy.loseAt(commit, loss);
      let runs = 0;
      const result = await db.transaction(
        async (tx) => {
          const [first] = await tx.run(claim, [++runs, 'key']);
          return first?.id ?? (await tx.run(claimed, ['key']))[0]!.id;
        },
        { idempotent: true },
      );
      await lost;
      expect(runs).toBe(2);
      expect(result).toBe(written === 1 ? 1 : 2);
      expect(await count()).toBe(1);
    },
  );
});

describe('the server', () => {
  it('may freeze: requests end in bounded time, readiness fails, and everything recovers when it thaws', async () => {
    const { proxy, db, postgres, pool } = await openByProxy({ connectMs: 150 });
    await vi.waitFor(() => db.run(one));
    proxy.freeze();
    const startedAt = performance.now();
    await expect(db.run(one)).rejects.toMatchObject(unreachable);
    await expect(postgres.ping()).rejects.toThrow();
    expect(performance.now() - startedAt).toBeLessThan(3_000);
    proxy.thaw();
    await vi.waitFor(async () => expect(await db.run(one)).toEqual([{ one: 1 }]));
    expect(pool.use()).toMatchObject({ open: 1, idle: 1 });
  });

  it('may be restarted: refused meanwhile, served after, on the same pool', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'switchboard-restart-'));
    endings.push(async () => rmSync(folder, { recursive: true, force: true }));
    chmodSync(folder, 0o711);
    const start = () => openEmbedded({ dataDir: join(folder, 'data'), fsync: false });
    let server = await start();
    endings.push(() => server.stop());
    const { db, pool, captured } = open(server.url, { max: 3, connectMs: 2_000, answerMs: 5_000 });
    const warm = await Promise.all([1, 2, 3].map(() => pool.acquire()));
    for (const client of warm) client.release();

    let begun: () => void = () => {};
    const running = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const stopped = db.transaction(async (tx) => {
      await tx.run(one);
      begun();
      await server.stop();
      await tx.run(one);
    });
    await running;
    await expect(stopped).rejects.toMatchObject(unreachable);
    await expect(db.run(one)).rejects.toMatchObject(unreachable);
    expect(captured.lines('a database connection was lost').length).toBeGreaterThanOrEqual(2);
    server = await start();
    expect(await Promise.all(Array.from({ length: 6 }, () => db.run(one)))).toHaveLength(6);
  });
});
