// Several statements that take one round trip to the server: all of them have their effect, or none.
import type pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { UnknownOutcome } from '../../src/postgres/database.ts';
import { serverStatement } from '../../src/postgres/statement.ts';
import { connectBeside, openPostgres } from '../support/open-postgres.ts';
import { startProxy } from '../support/postgres-proxy.ts';
import { cloneDatabase } from '../support/server.ts';

let database: Awaited<ReturnType<typeof cloneDatabase>>;
let beside: pg.Client;
beforeAll(async () => {
  database = await cloneDatabase();
  beside = await connectBeside(database.url);
  await beside.query('create table items (id int primary key)');
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

const insert = serverStatement<{ id: number }>('test.insert', 'insert into items (id) values ($1) returning id');
const items = serverStatement<{ id: number }>('test.items', 'select id from items order by id');
const remember = serverStatement<{ set: string }>('test.remember', `select set_config('test.value', $1, true) as set`);
const remembered = serverStatement<{ value: string | null }>(
  'test.remembered',
  `select nullif(current_setting('test.value', true), '') as value`,
);
const divide = serverStatement<{ one: number }>('test.divide', 'select 1 / $1::int as one');

const open = (url = database.url, options = {}) => {
  const opened = openPostgres(url, { max: 1, connectMs: 2_000, ...options });
  endings.push(() => opened.pool.end());
  return { ...opened, db: opened.postgres.scoped(null) };
};
const step = (statement: typeof insert | typeof items | typeof remember | typeof divide, ...values: unknown[]) => ({
  statement,
  values,
});
const ids = async () =>
  (await beside.query<{ id: number }>('select id from items order by id')).rows.map(({ id }) => id);

describe.each([true, false])('a flight, with statements prepared: %s', (prepared) => {
  it('returns the rows of each statement, and each sees the effects of those before it', async () => {
    const { db } = open(database.url, { prepared });
    const rows = [[{ id: 1 }], [{ id: 1 }], [{ id: 2 }], [{ id: 1 }, { id: 2 }]];
    expect(await db.flight([step(insert, 1), step(items), step(insert, 2), step(items)])).toEqual(rows);
    // Once more, now that the columns of the rows are known.
    await beside.query('truncate items');
    expect(await db.flight([step(insert, 1), step(items), step(insert, 2), step(items)])).toEqual(rows);
  });

  it('is one transaction: a setting made in it holds to its end, and no longer', async () => {
    const { db } = open(database.url, { prepared });
    const [, value] = await db.flight([step(remember, 'held'), step(remembered as never)]);
    expect(value).toEqual([{ value: 'held' }]);
    expect(await db.run(remembered)).toEqual([{ value: null }]);
  });

  it.each([0, 1, 2])(
    'of which statement %i fails has no effect, is logged, and the connection goes on',
    async (place) => {
      const { db, pool, captured } = open(database.url, { prepared });
      const steps = [step(insert, 1), step(insert, 2), step(insert, 3)];
      steps[place] = step(divide, 0);
      await expect(db.flight(steps)).rejects.toThrow('division by zero');
      expect(await ids()).toEqual([]);
      const { name } = steps.at(-1)!.statement;
      expect(captured.lines('a flight failed')).toMatchObject([{ statement: name, code: '22012' }]);
      // Statements that the server did not reach were not prepared, and the failed one may have been.
      expect(await db.flight([step(insert, 1), step(divide, 1), step(items)])).toEqual([
        [{ id: 1 }],
        [{ one: 1 }],
        [{ id: 1 }],
      ]);
      expect(await db.run(divide, [1])).toEqual([{ one: 1 }]);
      expect(pool.use().open).toBe(1);
    },
  );
});

it('that cannot be encoded fails without effect on what follows', async () => {
  const { db } = open();
  const circle: unknown[] = [];
  circle.push({ circle });
  await expect(db.flight([step(insert, 1), step(insert, { circle })])).rejects.toThrow();
  expect(await db.flight([step(insert, 1), step(items)])).toEqual([[{ id: 1 }], [{ id: 1 }]]);
});

it.each([
  ['after it was carried out', 'after', [1]],
  ['before it arrived', 'before', []],
] as const)('whose connection is lost %s has an unknown outcome, and is not repeated', async (_, loss, found) => {
  const proxy = await startProxy(database.url);
  endings.push(() => proxy.close());
  const { db } = open(proxy.url);
  await db.run(items);
  const lost = proxy.loseAt(/test\.insert/, loss);
  await expect(db.flight([step(insert, 1)])).rejects.toBeInstanceOf(UnknownOutcome);
  await lost;
  await expect.poll(ids).toEqual(found);
  expect(await db.run(items)).toEqual(found.map((id) => ({ id })));
});

it('that gets no connection was never sent: it is retried, then refused as unreachable', async () => {
  const proxy = await startProxy(database.url);
  const { db } = open(proxy.url);
  await proxy.close();
  const refused = await db.flight([step(insert, 1)]).catch((error: Error) => error);
  expect(refused).toMatchObject({ code: 'UNAVAILABLE' });
  expect(refused).not.toBeInstanceOf(UnknownOutcome);
});
