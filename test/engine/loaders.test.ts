// Loaders: keys requested together are one statement, each key is read once, and nothing outlives its execution.
// And cursors, which say where in a list a row is.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeCursor, encodeCursor, listTag, type OrderType } from '../../src/batching/cursors.ts';
import { byKey, groupedByKey, type LoaderContext, Loaders } from '../../src/batching/loaders.ts';
import { statement } from '../../src/postgres/statement.ts';
import { Ledger } from '../../src/telemetry/ledger.ts';
import { type OpenPostgres, openPostgres } from '../support/open-postgres.ts';
import { cloneDatabase } from '../support/server.ts';

let database: Awaited<ReturnType<typeof cloneDatabase>>;
let opened: OpenPostgres;
beforeAll(async () => {
  database = await cloneDatabase();
  opened = openPostgres(database.url);
});
afterAll(async () => {
  await opened.pool.end();
  await database.drop();
});

interface Context extends LoaderContext {
  readonly factor: number;
}
const context = (workspaceId = 'w1', factor = 10): Context => {
  const ledger = new Ledger();
  return { db: opened.postgres.scoped(workspaceId, ledger), ledger, loaders: new Loaders(), tracker: null, factor };
};
const statements = (ctx: Context) => ctx.ledger.report().statements.map(({ name, calls, keys }) => [name, calls, keys]);

interface Row {
  key: string;
  w: string;
  value: number;
}
// Every key but "none" has a row; "many" has three in the group.
const rowsByKey = statement<Row>(
  'test.byKey',
  `select key, $1 as w, length(key) * $3::int as value from unnest($2::text[]) as asked(key) where key <> 'none' order by key desc`,
);
const groups = statement<Row>(
  'test.groups',
  `select key, $1 as w, n as value from unnest($2::text[]) as asked(key)
   cross join generate_series(1, case key when 'none' then 0 when 'many' then 3 else 1 end) n order by n, key desc`,
);
const lengthByKey = byKey('lengthByKey', rowsByKey, (row) => row.key, { values: (ctx: Context) => [ctx.factor] });
const groupByKey = groupedByKey('groupByKey', groups, (row) => row.key);
const primes = byKey('primes', rowsByKey, (row) => row.key, {
  values: () => [1],
  onRows: (ctx: Context, rows) =>
    lengthByKey(ctx).prime(
      rows,
      ({ key }) => (key === 'nobody' ? null : `${key}!`),
      (row) => ({ ...row, value: -1 }),
    ),
});

describe('a loader by key', () => {
  it('reads all keys of a tick with one statement, returns rows in the order of keys, and null where there is no row', async () => {
    const ctx = context();
    const keys = ['a', 'none', 'ccc', 'bb'];
    const rows = await Promise.all(keys.map((key) => lengthByKey(ctx).load(key)));
    expect(rows.map((row) => row && [row.key, row.w, row.value])).toEqual([
      ['a', 'w1', 10],
      null,
      ['ccc', 'w1', 30],
      ['bb', 'w1', 20],
    ]);
    expect(statements(ctx)).toEqual([['test.byKey', 1, 4]]);
  });

  it('reads a key once in an execution, and counts how often it was requested', async () => {
    const ctx = context();
    const twice = await Promise.all([lengthByKey(ctx).load('a'), lengthByKey(ctx).load('a')]);
    expect(twice[0]).toBe(twice[1]);
    expect(await lengthByKey(ctx).load('a')).toBe(twice[0]);
    expect(statements(ctx)).toEqual([['test.byKey', 1, 1]]);
    expect(ctx.ledger.report()).toMatchObject({ loads: 3, unbatched: 3 });
  });

  it('belongs to one execution, with values of its own', async () => {
    const [one, other] = [context('w1', 10), context('w2', 100)];
    expect(lengthByKey(one)).toBe(lengthByKey(one));
    expect(lengthByKey(one)).not.toBe(lengthByKey(other));
    const rows = await Promise.all([lengthByKey(one).load('a'), lengthByKey(other).load('a')]);
    expect(rows).toEqual([
      { key: 'a', w: 'w1', value: 10 },
      { key: 'a', w: 'w2', value: 100 },
    ]);
  });

  it('is cleared by a write of the execution', async () => {
    const ctx = context();
    await lengthByKey(ctx).load('a');
    ctx.loaders.clear();
    await lengthByKey(ctx).load('a');
    expect(statements(ctx)).toEqual([['test.byKey', 2, 2]]);
  });

  it('is primed with rows that another statement read, unless it has the key', async () => {
    const ctx = context();
    await lengthByKey(ctx).load('b!');
    await Promise.all([primes(ctx).load('a'), primes(ctx).load('b')]);
    expect((await lengthByKey(ctx).load('a!'))?.value).toBe(-1);
    expect((await lengthByKey(ctx).load('b!'))?.value).toBe(20);
    expect(statements(ctx)).toEqual([['test.byKey', 2, 3]]);
  });

  it('rejects all its keys when the statement fails, and reads them again later', async () => {
    const ctx = context();
    const failing = byKey('failing', rowsByKey, (row) => row.key, { values: () => ['no number'] });
    const results = await Promise.allSettled(['a', 'b'].map((key) => failing(ctx).load(key)));
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect((await lengthByKey(ctx).load('a'))?.value).toBe(10);
  });
});

describe('a loader of groups', () => {
  it('returns the rows of each key in the statement’s order, an empty list where there are none', async () => {
    const ctx = context();
    const found = await Promise.all(['many', 'none', 'a'].map((key) => groupByKey(ctx).load(key)));
    expect(found.map((rows) => rows.map(({ value }) => value))).toEqual([[1, 2, 3], [], [1]]);
    expect(statements(ctx)).toEqual([['test.groups', 1, 3]]);
  });
});

describe('a cursor', () => {
  // Any UTF-16 at all, half surrogate pairs included.
  const anyText = fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes));
  const millis = fc.date({
    min: new Date('0001-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59Z'),
    noInvalidDate: true,
  });
  const values: Record<OrderType, fc.Arbitrary<unknown>> = {
    integer: fc.integer(),
    text: fc.string({ unit: 'grapheme', maxLength: 200 }).filter((text) => !text.includes('\0')),
    timestamptz: fc
      .tuple(millis, fc.integer({ min: 0, max: 999_999 }))
      .map(([date, micros]) => `${date.toISOString().slice(0, 19)}.${String(micros).padStart(6, '0')}Z`),
    uuid: fc.uuid(),
  };
  const types = fc.array(fc.constantFrom(...(Object.keys(values) as OrderType[])), { minLength: 1, maxLength: 4 });
  const filled = types.chain((some) => fc.tuple(fc.constant(some), fc.tuple(...some.map((type) => values[type]))));
  const refused = expect.objectContaining({
    code: 'BAD_USER_INPUT',
    message: 'after: this is not a cursor of this list in this order. Pass a cursor from an earlier page.',
  });

  it('decodes to the encoded values, and is safe in a URL', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), filled, (order, [some, row]) => {
        const cursor = encodeCursor(order, row);
        expect(cursor).toMatch(/^[\w-]+$/);
        if (cursor.length > 4_000) return;
        expect(decodeCursor(cursor, some, 'after')).toEqual({ list: order, values: row });
      }),
    );
  });

  it('with other columns is refused', () => {
    fc.assert(
      fc.property(filled, types, ([some, row], others) => {
        fc.pre(others.length !== some.length);
        expect(() => decodeCursor(encodeCursor('users', row), others, 'after')).toThrow(refused);
      }),
    );
  });

  it('identifies its list: its order, and its parent', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(anyText, fc.uuid()), { selector: String, minLength: 2 }), (lists) => {
        const tags = lists.map(([order, parent]) => listTag(order, parent));
        expect(new Set(tags).size).toBe(lists.length);
        for (const tag of tags) expect(tag).toMatch(/^[\w-]{8}$/);
      }),
    );
  });

  it('that was forged is refused, with no other effect', () => {
    const decode = (cursor: string) => () => decodeCursor(cursor, ['integer'], 'after');
    fc.assert(
      fc.property(anyText, (text) => {
        expect(decode(text)).toThrow(refused);
      }),
    );
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        fc.pre(
          !(Array.isArray(value) && value.length === 2 && typeof value[0] === 'string' && Number.isInteger(value[1])),
        );
        expect(decode(Buffer.from(JSON.stringify(value)).toString('base64url'))).toThrow(refused);
      }),
    );
    expect(decode(encodeCursor('o', [1]).padEnd(4_001, 'A'))).toThrow(refused);
  });

  it.each<[OrderType, unknown[]]>([
    ['integer', [1.5, '1', null, 2 ** 31, -(2 ** 31) - 1, true, [1]]],
    ['text', ['a\0b', 7, null, 'x'.repeat(1_001)]],
    [
      'timestamptz',
      ['2026-02-30T00:00:00Z', '2026-01-01', '2026-01-01T24:00:01Z', '0000-01-01T00:00:00Z', 'now', 0, 'infinity'],
    ],
    ['uuid', ['x', '0193', '0193C0DE-0000-7000-8000-000000000000', '{0193c0de-0000-7000-8000-000000000000}', null]],
  ])('contains no %s that the database would refuse', (type, wrong) => {
    for (const value of wrong) {
      expect(() => decodeCursor(encodeCursor('o', [value]), [type], 'after')).toThrow(refused);
    }
  });
});
