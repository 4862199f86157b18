// Rows built from the server's bytes: they hold the same values that pg would parse from each column.
import type pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { serverStatement } from '../../src/postgres/statement.ts';
import { parserOf } from '../../src/postgres/types.ts';
import { connectBeside, type OpenPostgres, openPostgres } from '../support/open-postgres.ts';
import { cloneDatabase } from '../support/server.ts';

let database: Awaited<ReturnType<typeof cloneDatabase>>;
let beside: pg.Client;
let prepared: OpenPostgres;
let unnamed: OpenPostgres;

beforeAll(async () => {
  database = await cloneDatabase();
  beside = await connectBeside(database.url);
  prepared = openPostgres(database.url);
  unnamed = openPostgres(database.url, { prepared: false });
});

afterAll(async () => {
  await Promise.all([beside.end(), prepared.pool.end(), unnamed.pool.end()]);
  await database.drop();
});

let count = 0;

/** The rows of the select list by pg alone, prepared (described, then known) and unnamed. */
async function everyWay(sql: string) {
  const statement = serverStatement(`test.shape${++count}`, sql);
  const run = ({ postgres }: OpenPostgres) => postgres.scoped(null).run(statement);
  const { rows } = await beside.query({
    text: sql,
    types: { getTypeParser: parserOf as typeof pg.types.getTypeParser },
  });
  return { own: rows, ways: [await run(prepared), await run(prepared), await run(unnamed)] };
}

const values: Record<string, readonly string[]> = {
  int2: ["'0'", "'-1'", "'32767'", "'-32768'"],
  int4: ["'0'", "'7'", "'-7'", "'2147483647'", "'-2147483648'", "'999999999'", "'1000000000'"],
  int8: ["'0'", "'-9'", "'9007199254740991'", "'-9007199254740991'", "'1234567890123'"],
  bool: ['true', 'false'],
  uuid: ["'0192f0c4-1b7c-7abc-8def-0123456789ab'"],
  text: ["''", "'a'", "'Zoë — 👍🏽'", "'\u00ff\u0080'", "repeat('é', 40000)"],
  timestamptz: [
    "'2026-11-22 03:51:35.25+00'",
    "'2026-11-22 03:51:35.123456+02'",
    "'1850-01-01 00:00:00+00'",
    "'0001-01-01 00:00:00+00'",
  ],
  float8: ['1.5', '-0.25'],
  jsonb: [`'{"a": [1, "é"]}'`],
  'text[]': ["'{READ,WRITE}'", "'{}'"],
};
const columns = Object.entries(values).flatMap(([type, literals]) =>
  [...literals, 'null'].map((one) => `${one}::${type}`),
);

it.each(['UTC', 'Asia/Kolkata'])('every type, and null, in the time zone %s', async (zone) => {
  await everyWay(`select set_config('TimeZone', '${zone}', false)`);
  for (const column of columns) {
    const { own, ways } = await everyWay(`select 'before' as before, ${column} as value, 7 as after`);
    for (const rows of ways) expect(rows, column).toEqual(own);
  }
});

it('many rows, each with all types, over many reads of the socket', async () => {
  const list = columns.map((column, i) => `${column} as c${i}`);
  const { own, ways } = await everyWay(`select n, ${list.join(', ')} from generate_series(1, 20) n`);
  for (const rows of ways) expect(rows).toEqual(own);
});

it('columns under a prefix are an object, null where all of them are null', async () => {
  const { ways } =
    await everyWay(`select 1 as id, 2 as "author.id", null::text as "author.name", null::int as "other.id",
    null::text as "other.name" union all select 2, null, 'x', null, '' order by 1`);
  for (const rows of ways) {
    expect(rows).toEqual([
      { id: 1, author: { id: 2, name: null }, other: null },
      { id: 2, author: { id: null, name: 'x' }, other: { id: null, name: '' } },
    ]);
  }
});

it('a row without columns, and none', async () => {
  expect((await everyWay('select')).ways).toEqual([[{}], [{}], [{}]]);
  expect((await everyWay('select 1 where false')).ways).toEqual([[], [], []]);
});
