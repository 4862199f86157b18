// Statements and transactions on a real Postgres: what is prepared, what is named, what is retried and how often.
import type pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../src/lib/errors.ts';
import type { Runner } from '../../src/postgres/database.ts';
import { serverStatement, statement } from '../../src/postgres/statement.ts';
import { Ledger } from '../../src/telemetry/ledger.ts';
import { connectBeside, type OpenPostgres, openPostgres } from '../support/open-postgres.ts';
import { cloneDatabase } from '../support/server.ts';

let database: Awaited<ReturnType<typeof cloneDatabase>>;
let beside: pg.Client;
const opened: OpenPostgres[] = [];
beforeAll(async () => {
  database = await cloneDatabase();
  beside = await connectBeside(database.url);
  await beside.query('create table items (id int primary key, n int not null default 0)');
  await beside.query('create table marks (id int primary key deferrable initially deferred)');
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ pool }) => pool.end()));
  await beside.query('truncate items, marks');
});
afterAll(async () => {
  await beside.end();
  await database.drop();
});

const open = (options: Parameters<typeof openPostgres>[1] = {}) => {
  const engine = openPostgres(database.url, options);
  opened.push(engine);
  return engine;
};
const items = async () => (await beside.query<{ id: number; n: number }>('select id, n from items order by id')).rows;

const pid = serverStatement<{ pid: number }>('test.pid', 'select pg_backend_pid() as pid');
const insert = serverStatement<{ id: number }>('test.insert', 'insert into items (id) values ($1) returning id');
const add = serverStatement<{ n: number }>('test.add', 'update items set n = n + 1 where id = $1 returning n');
const read = serverStatement<{ n: number }>('test.read', 'select n from items where id = $1');
const serializable = serverStatement('test.serializable', 'set transaction isolation level serializable');
const slow = serverStatement('test.slow', 'select 1 as one from pg_sleep($1)');
const workspaceOf = statement<{ id: string; two: number }>('test.workspace', 'select $1::text as id, $2::int as two');
const prepared = serverStatement<{ name: string }>(
  'test.prepared',
  'select name from pg_prepared_statements order by 1',
);

describe('a statement', () => {
  it('is prepared under its name, once for each connection', async () => {
    const { postgres } = open({ max: 1 });
    const db = postgres.scoped(null);
    await db.run(pid);
    await db.run(pid);
    expect((await db.run(prepared)).map((row) => row.name)).toEqual(['test.pid', 'test.prepared']);
    const { rows } = await beside.query(`select query from pg_stat_activity where pid = $1`, [
      (await db.run(pid))[0]!.pid,
    ]);
    expect(rows).toEqual([{ query: '/* test.pid */ select pg_backend_pid() as pid' }]);
  });

  it('is sent unnamed with PREPARED=off, and when it is built from free filters', async () => {
    const off = open({ max: 1, prepared: false }).postgres.scoped(null);
    await off.run(pid);
    expect(await off.run(prepared)).toEqual([]);

    const db = open({ max: 1 }).postgres.scoped('w');
    await db.run(statement('test.free', 'select $1::text as w', false));
    expect((await db.run(prepared)).map((row) => row.name)).toEqual(['test.prepared']);
  });

  it('has the workspace of the viewer, and without one does not run', async () => {
    const { postgres } = open();
    expect(await postgres.scoped('w1').run(workspaceOf, [2])).toEqual([{ id: 'w1', two: 2 }]);
    await expect(postgres.scoped(null).run(workspaceOf, [2])).rejects.toThrow('test.workspace ran without a workspace');
  });

  it('is named after a feature and a thing', () => {
    for (const name of ['users', 'Users.page', 'users.page extra', 'users.page/', "users.'"]) {
      expect(() => serverStatement(name, 'select 1')).toThrow(`Not a statement's name: ${name}`);
    }
    expect(serverStatement('users.page/handle_desc+after', 'select 1').text).toBe(
      '/* users.page/handle_desc+after */ select 1',
    );
  });

  it('is in the ledger with its keys, rows and time, and in the times of the server', async () => {
    const { postgres, times } = open();
    const ledger = new Ledger();
    const db = postgres.scoped(null, ledger);
    await db.run(insert, [1]);
    await db.run(read, [1], 3);
    await db.run(read, [2], 2);
    expect(ledger.report().statements).toEqual([
      { name: 'test.insert', calls: 1, keys: 0, rows: 1, ms: expect.any(Number) },
      { name: 'test.read', calls: 2, keys: 5, rows: 1, ms: expect.any(Number) },
    ]);
    expect(times.slowest()).toContainEqual({
      name: 'test.read',
      calls: 2,
      totalMs: expect.any(Number),
      maxMs: expect.any(Number),
    });
  });

  it('is logged when it is slow, by its name alone', async () => {
    const { postgres, captured, times } = open({ slowMs: 400 });
    const db = postgres.scoped(null);
    await db.run(pid);
    expect(captured.lines('slow statement')).toEqual([]);
    await db.run(slow, [0.45], 4);
    expect(captured.lines('slow statement')).toEqual([
      expect.objectContaining({ level: 40, statement: 'test.slow', ms: expect.any(Number), keys: 4, rows: 1 }),
    ]);
    expect(captured.lines('slow statement')[0]!.ms).toBeGreaterThanOrEqual(400);
    expect(times.slowest()[0]!.name).toBe('test.slow');
  });

  it('with an error fails with it, once', async () => {
    const { postgres, pool } = open({ max: 1 });
    const db = postgres.scoped(null);
    await db.run(insert, [1]);
    await expect(db.run(insert, [1])).rejects.toMatchObject({ code: '23505' });
    expect(pool.use()).toMatchObject({ open: 1, idle: 1 });
  });
});

describe('a transaction', () => {
  it('commits all or nothing, and its connection is reused', async () => {
    const { postgres, pool } = open({ max: 1 });
    const db = postgres.scoped(null);
    const failing = db.transaction(async (tx) => {
      await tx.run(insert, [1]);
      throw new AppError('CONFLICT', 'No.');
    });
    await expect(failing).rejects.toMatchObject({ code: 'CONFLICT', message: 'No.' });
    expect(await items()).toEqual([]);
    expect(await db.transaction(async (tx) => (await tx.run(insert, [2]))[0]!.id)).toBe(2);
    expect(await items()).toEqual([{ id: 2, n: 0 }]);
    expect(pool.use()).toMatchObject({ open: 1, idle: 1 });
  });

  it('that continues after a failed statement fails for it, since nothing of it was committed', async () => {
    const { postgres } = open();
    const going = postgres.scoped(null).transaction(async (tx) => {
      await tx.run(insert, [1]);
      await tx.run(insert, [1]).catch(() => undefined);
      return 'done';
    });
    await expect(going).rejects.toThrow('duplicate key value');
    expect(await items()).toEqual([]);
  });

  it('fails for a statement that it did not await, and not for those after it', async () => {
    const { postgres, pool } = open();
    const db = postgres.scoped(null);
    const last = db.transaction(async (tx) => {
      await tx.run(insert, [1]);
      void tx.run(insert, [1]);
    });
    await expect(last).rejects.toThrow('duplicate key value');
    const first = db.transaction(async (tx) => {
      void tx.run(insert, [null]);
      await tx.run(insert, [2]);
    });
    await expect(first).rejects.toThrow('null value in column');
    expect(await items()).toEqual([]);
    await db.transaction(async (tx) => {
      void tx.run(insert, [3]);
    });
    expect(await items()).toEqual([{ id: 3, n: 0 }]);
    expect(pool.use()).toMatchObject({ open: 1, idle: 1 });
  });

  it('whose COMMIT is refused is an error, and nothing of it is committed', async () => {
    const { postgres, pool } = open({ max: 1 });
    const mark = serverStatement('test.mark', 'insert into marks (id) values (1)');
    let runs = 0;
    const refused = postgres.scoped(null).transaction(async (tx) => {
      runs++;
      await tx.run(mark);
      await tx.run(mark);
    });
    await expect(refused).rejects.toMatchObject({ code: '23505' });
    expect(runs).toBe(1);
    expect((await beside.query('select 1 from marks')).rowCount).toBe(0);
    await postgres.ping();
    expect(pool.use()).toMatchObject({ open: 1, idle: 1 });
  });

  it('that cannot be serialised is retried', async () => {
    const { postgres } = open();
    await beside.query('insert into items (id) values (1)');
    let runs = 0;
    const n = await postgres.scoped(null).transaction(async (tx) => {
      await tx.run(serializable);
      await tx.run(read, [1]);
      // Another transaction comes first, the first time.
      if (++runs === 1) await beside.query('update items set n = 10 where id = 1');
      return (await tx.run(add, [1]))[0]!.n;
    });
    expect(runs).toBe(2);
    expect(n).toBe(11);
  });

  it('is tried three times and no more', async () => {
    const { postgres } = open();
    await beside.query('insert into items (id) values (1)');
    let runs = 0;
    const never = postgres.scoped(null).transaction(async (tx) => {
      await tx.run(serializable);
      await tx.run(read, [1]);
      runs++;
      await beside.query('update items set n = n + 10 where id = 1');
      await tx.run(add, [1]);
    });
    await expect(never).rejects.toMatchObject({ code: 'UNAVAILABLE', cause: { code: '40001' } });
    expect(runs).toBe(3);
  });

  it('that deadlocks with another is retried: both are done, once each', async () => {
    const { postgres } = open();
    await beside.query('insert into items (id) values (1), (2)');
    const runs = [0, 0];
    const release: (() => void)[] = [];
    const held = [0, 1].map((me) => new Promise<void>((resolve) => (release[me] = resolve)));
    const body = (me: 0 | 1, first: number, second: number) => async (tx: Runner) => {
      runs[me]!++;
      await tx.run(add, [first]);
      release[me]!();
      await held[1 - me]!;
      await tx.run(add, [second]);
    };
    const db = postgres.scoped(null);
    await Promise.all([db.transaction(body(0, 1, 2)), db.transaction(body(1, 2, 1))]);
    expect(runs[0]! + runs[1]!).toBe(3);
    expect(await items()).toEqual([
      { id: 1, n: 2 },
      { id: 2, n: 2 },
    ]);
  });

  it('is UNAVAILABLE when the pool stays saturated, and holds nothing', async () => {
    const { postgres, pool } = open({ max: 1, waitMs: 30 });
    const held = await pool.acquire();
    const body = vi.fn();
    await expect(postgres.scoped(null).transaction(body)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(postgres.scoped(null).run(pid)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(body).not.toHaveBeenCalled();
    expect(pool.refused).toBe(2);
    held.release();
    await postgres.scoped(null).run(pid);
  });
});
