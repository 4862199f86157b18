// Pages of lists against an oracle: the whole list, sorted in memory. Rows have equal sort keys, empty and foreign
// names, are inserted between two pages, and are requested for many parents at once.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from '../../src/batching/connection.ts';
import { type LoaderContext, Loaders } from '../../src/batching/loaders.ts';
import type { PageFamily } from '../../src/batching/page-statement.ts';
import { countLoader, type PageArgs, pageLoader } from '../../src/batching/pages.ts';
import type { AppError } from '../../src/lib/errors.ts';
import { Postgres } from '../../src/postgres/database.ts';
import { Pool } from '../../src/postgres/pool.ts';
import { Ledger } from '../../src/telemetry/ledger.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { StatementTimes } from '../../src/telemetry/statement-times.ts';
import { cloneDatabase } from '../support/server.ts';
import { openSql, type Sql } from '../support/sql.ts';

interface Thing {
  id: string;
  number: number;
  name: string;
  at: string;
}

const id = { sql: 't.id', type: 'uuid', of: (row: Thing) => row.id } as const;
const things: PageFamily<Thing> = {
  name: 'things.byParent',
  columns: 't.id, t.number, t.name, t.at',
  from: 'things t',
  where: 't.workspace_id = $1 and t.parent_id = parent.k1',
  orders: {
    number: [{ sql: 't.number', type: 'integer', of: (row) => row.number }, id],
    name: [{ sql: 't.name', type: 'text', of: (row) => row.name }, id],
    at: [{ sql: 't.at', type: 'timestamptz', of: (row) => row.at }, id],
  },
};
const pages = pageLoader(things);
const count = countLoader(things);

const workspaceId = randomUUID();
let sql: Sql;
let pool: Pool;
let postgres: Postgres;
let drop: () => Promise<void>;

beforeAll(async () => {
  const database = await cloneDatabase();
  drop = database.drop;
  sql = await openSql(database.url);
  await sql.rows(`create table things (workspace_id uuid, parent_id uuid, id uuid primary key, number integer,
    name text collate "C", at timestamptz)`);
  const log = createLog('silent');
  pool = new Pool({ url: database.url, log, min: 1, max: 2 });
  postgres = new Postgres(pool, new StatementTimes(log, 60_000));
});

afterAll(async () => {
  await sql?.end();
  await pool?.end();
  await drop?.();
});

function execution(): LoaderContext {
  const ledger = new Ledger();
  return { db: postgres.scoped(workspaceId, ledger), ledger, loaders: new Loaders(), tracker: null };
}

const insert = (parentId: string, rows: readonly Thing[]) =>
  sql.rows(
    `insert into things select $1, $2, id, number, name, at
     from json_to_recordset($3) as t(id uuid, number integer, name text, at timestamptz)`,
    [workspaceId, parentId, JSON.stringify(rows)],
  );

// Few values, so that many are equal. U+FFFF comes before the emoji in UTF-16, and after it in the database.
const thing: fc.Arbitrary<Thing> = fc.record({
  id: fc.uuid(),
  number: fc.constantFrom(-(2 ** 31), -1, 0, 7, 2 ** 31 - 1),
  name: fc.constantFrom('', ' ', 'A', 'a', 'aa', 'ä', 'é', '中', '\uFFFF', '😀', "'; --", '\\'),
  at: fc.constantFrom(
    '0001-01-01T00:00:00Z',
    '2026-01-01T00:00:00Z',
    '2026-01-01T00:00:00.000001Z',
    '2026-01-01T00:00:00.25Z',
  ),
});
const list = (maxLength: number) => fc.uniqueArray(thing, { maxLength, selector: (row) => row.id });
const order = fc.constantFrom('number', 'name', 'at');

/** The rows in an order as the database must return them. */
function sorted(rows: readonly Thing[], by: string, descending: boolean): Thing[] {
  const keys: Record<string, (row: Thing) => number | Buffer | string> = {
    number: (row) => row.number,
    name: (row) => Buffer.from(row.name),
    at: (row) => row.at.slice(0, -1), // a fraction makes it longer, and so later
  };
  const key = keys[by]!;
  const compare = (a: Thing, b: Thing) => {
    const [x, y] = [key(a), key(b)];
    const first = Buffer.isBuffer(x) ? Buffer.compare(x, y as Buffer) : Number(x > y) - Number(x < y);
    return first || Number(a.id > b.id) - Number(a.id < b.id);
  };
  const ascending = [...rows].sort(compare);
  return descending ? ascending.reverse() : ascending;
}

interface Requested {
  first?: number;
  last?: number;
  after: Thing | null;
  before: Thing | null;
}

/** The expected page. The row of a cursor need not be in the list any more. */
function oracle(rows: readonly Thing[], by: string, descending: boolean, requested: Requested) {
  const bounds = [requested.after, requested.before].filter((bound) => bound !== null);
  const all = sorted([...new Map([...rows, ...bounds].map((row) => [row.id, row])).values()], by, descending);
  const place = (row: Thing) => all.findIndex((one) => one.id === row.id);
  const [from, to] = [
    requested.after ? place(requested.after) + 1 : 0,
    requested.before ? place(requested.before) : all.length,
  ];
  const range = all.slice(from, Math.max(from, to)).filter((row) => rows.some((one) => one.id === row.id));
  const backwards = requested.last !== undefined;
  const limit = requested.last ?? requested.first ?? 25;
  const more = range.length > limit;
  return {
    ids: (backwards ? range.slice(Math.max(0, range.length - limit)) : range.slice(0, limit)).map((row) => row.id),
    hasNextPage: backwards ? requested.before !== null : more,
    hasPreviousPage: backwards ? more : requested.after !== null,
  };
}

const shown = ({ nodes, hasNextPage, hasPreviousPage }: Page<Thing>) => ({
  ids: nodes.map((row) => row.id),
  hasNextPage,
  hasPreviousPage,
});

/** How a cursor of this parent's list in this order names a row. */
async function cursors(parent: string, by: string, descending: boolean): Promise<(row: Thing | null) => string | null> {
  const { cursorOf } = await pages(execution(), { first: 0 }, { order: by, descending }).load(parent);
  return (row) => row && cursorOf(row);
}

const refusalOf = ({ code, message }: AppError) => ({ code, message });
const refused = (argument: string) => ({
  code: 'BAD_USER_INPUT',
  message: `${argument}: this is not a cursor of this list in this order. Pass a cursor from an earlier page.`,
});

describe('a page', () => {
  it('is the slice of the sorted list, for every parent of a batch that has the cursors, whatever the order, limit and cursors', async () => {
    const limit = fc.oneof(
      fc.record({ first: fc.nat({ max: 12 }) }),
      fc.record({ last: fc.nat({ max: 12 }) }),
      fc.constant({}),
    );
    const asking = fc.record({
      lists: fc.array(list(30), { minLength: 1, maxLength: 4 }),
      by: order,
      descending: fc.boolean(),
      limit,
      // Rows of the first list, by their place; an index in no list stands for a row that was deleted.
      after: fc.option(fc.nat({ max: 30 })),
      before: fc.option(fc.nat({ max: 30 })),
      gone: thing,
    });
    await fc.assert(
      fc.asyncProperty(asking, async ({ lists, by, descending, limit, after, before, gone }) => {
        const unique = lists.map((rows) => rows.map((row) => ({ ...row, id: randomUUID() })));
        const parents = unique.map(() => randomUUID());
        for (const [i, rows] of unique.entries()) await insert(parents[i]!, rows);
        const bound = (place: number | null) => (place === null ? null : (unique[0]![place] ?? gone));
        const requested: Requested = { ...limit, after: bound(after), before: bound(before) };
        const cursor = await cursors(parents[0]!, by, descending);
        const args: PageArgs = { ...limit, after: cursor(requested.after), before: cursor(requested.before) };
        const ctx = execution();
        const loader = pages(ctx, args, { order: by, descending });
        const found = await Promise.all(parents.map((parent) => loader.load(parent).then(shown, refusalOf)));
        const meant = unique.map((rows, i) => {
          const foreign = i > 0 && (requested.after ? 'after' : requested.before ? 'before' : null);
          return foreign ? refused(foreign) : oracle(rows, by, descending, requested);
        });
        expect(found).toEqual(meant);
        const keys = requested.after || requested.before ? 1 : parents.length;
        expect(ctx.ledger.report().statements).toMatchObject([{ calls: 1, keys }]);
      }),
      { numRuns: 150 },
    );
  });

  it('and its total apply the same conditions', async () => {
    await fc.assert(
      fc.asyncProperty(list(30), fc.constantFrom('', 'a', '😀'), fc.nat({ max: 5 }), async (rows, name, first) => {
        const parents = [randomUUID(), randomUUID()];
        await insert(parents[0]!, rows);
        const conditions = [(put: (value: unknown) => string) => `t.name = ${put(name)}`];
        const meant = rows.filter((row) => row.name === name);
        const ctx = execution();
        const page = pages(ctx, { first }, { order: 'at', conditions }).load(parents[0]!);
        const totals = parents.map((parent) => count(ctx, conditions).load(parent));
        const whole = parents.map((parent) => count(ctx).load(parent));
        expect(shown(await page)).toEqual(oracle(meant, 'at', false, { first, after: null, before: null }));
        expect(await Promise.all(totals)).toEqual([meant.length, 0]);
        expect(await Promise.all(whole)).toEqual([rows.length, 0]);
      }),
      { numRuns: 30 },
    );
  });
});

describe('walking a list', () => {
  const walk = fc.record({
    rows: list(40),
    by: order,
    descending: fc.boolean(),
    backwards: fc.boolean(),
    size: fc.integer({ min: 1, max: 9 }),
    // Rows that are written while a client reads: some between each two pages.
    written: fc.array(list(3), { maxLength: 8 }),
  });

  it('returns every row that was there once and in order, while others are written', async () => {
    await fc.assert(
      fc.asyncProperty(walk, async ({ rows, by, descending, backwards, size, written }) => {
        const parent = randomUUID();
        const fresh = (some: readonly Thing[]) => some.map((row) => ({ ...row, id: randomUUID() }));
        const initial = fresh(rows);
        const all = [...initial];
        await insert(parent, initial);
        const seen: Thing[] = [];
        let cursor: string | null = null;
        for (const between of [...written, ...Array.from({ length: 80 }, () => [])]) {
          const args: PageArgs = backwards ? { last: size, before: cursor } : { first: size, after: cursor };
          const page = await pages(execution(), args, { order: by, descending }).load(parent);
          if (backwards) seen.unshift(...page.nodes);
          else seen.push(...page.nodes);
          if (!(backwards ? page.hasPreviousPage : page.hasNextPage)) break;
          cursor = page.cursorOf((backwards ? page.nodes[0] : page.nodes.at(-1))!);
          const more = fresh(between);
          await insert(parent, more);
          all.push(...more);
        }
        const place = new Map(sorted(all, by, descending).map((row, i) => [row.id, i]));
        const places = seen.map((row) => place.get(row.id)!);
        expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
        const met = new Set(seen.map((row) => row.id));
        expect(initial.filter((row) => !met.has(row.id))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});
