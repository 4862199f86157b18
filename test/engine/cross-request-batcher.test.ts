// Look-ups of several executions in one turn of the event loop and one workspace are one statement.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { byKey, type LoaderContext, Loaders } from '../../src/batching/loaders.ts';
import type { Postgres } from '../../src/postgres/database.ts';
import { statement } from '../../src/postgres/statement.ts';
import { Ledger } from '../../src/telemetry/ledger.ts';
import { type OpenPostgres, openPostgres } from '../support/open-postgres.ts';
import { cloneDatabase } from '../support/server.ts';

let database: Awaited<ReturnType<typeof cloneDatabase>>;
let opened: OpenPostgres;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database?.drop());
beforeEach(() => {
  opened = openPostgres(database.url);
  return () => opened.pool.end();
});

interface Row {
  key: string;
  w: string;
}
// Returns a row for every key but "none"; the key "broken" makes its statement fail.
const read = statement<Row>(
  'test.joint',
  `select key, $1::text as w from unnest($2::text[]) as asked(key)
   where key <> 'none' and (key <> 'broken' or 1 / length(replace(key, 'broken', '')) > 0)`,
);
const seen = byKey('seen', read, (row) => row.key);
const offered: string[][] = [];
const offering = byKey('offering', read, (row) => row.key, {
  onRows: (_, rows) => offered.push(rows.map(({ key }) => key)),
});
const readOfViewer = statement<Row>('test.ofViewer', `${read.text} and $3::text <> ''`);
const ofViewer = byKey('ofViewer', readOfViewer, (row) => row.key, { values: () => ['somebody'] });

const execution = (workspaceId = 'w1', postgres: Postgres = opened.postgres): LoaderContext => {
  const ledger = new Ledger();
  return { db: postgres.scoped(workspaceId, ledger), ledger, loaders: new Loaders(), tracker: null };
};
const calls = (name: string, { times } = opened) => times.slowest().find((entry) => entry.name === name)?.calls ?? 0;
const countsOf = (ctx: LoaderContext) =>
  ctx.ledger.report().statements.map(({ calls, keys, rows }) => [calls, keys, rows]);

describe('look-ups of several executions', () => {
  it('are one statement in a turn, and each ledger has its own keys and rows', async () => {
    const [a, b, c] = [execution(), execution(), execution()];
    const rows = await Promise.all([
      ...['x', 'none', 'y'].map((key) => seen(a).load(key)),
      ...['y', 'z'].map((key) => seen(b).load(key)),
      offering(c).load('q'),
    ]);
    expect(rows.map((row) => row?.key ?? null)).toEqual(['x', null, 'y', 'y', 'z', 'q']);
    expect([countsOf(a), countsOf(b), countsOf(c)]).toEqual([[[1, 3, 2]], [[1, 2, 2]], [[1, 1, 1]]]);
    expect(calls('test.joint')).toBe(1);
    expect(offered).toEqual([['q']]);
    await seen(a).load('later');
    expect(calls('test.joint')).toBe(2);
  });

  it('are never batched across workspaces', async () => {
    const rows = await Promise.all(['w1', 'w2'].map((workspace) => seen(execution(workspace)).load('x')));
    expect(rows).toEqual([
      { key: 'x', w: 'w1' },
      { key: 'x', w: 'w2' },
    ]);
    expect(calls('test.joint')).toBe(2);
  });

  it('are not batched when they read the viewer', async () => {
    await Promise.all([ofViewer(execution()).load('x'), ofViewer(execution()).load('y')]);
    expect(calls('test.ofViewer')).toBe(2);
  });

  it('fail only for the execution that asked for the failing key', async () => {
    const [broken, whole, other] = await Promise.allSettled([
      seen(execution()).load('broken'),
      seen(execution()).load('x'),
      seen(execution()).load('y'),
    ]);
    expect(broken).toMatchObject({ status: 'rejected', reason: { code: '22012' } });
    expect([whole, other]).toMatchObject([{ value: { key: 'x' } }, { value: { key: 'y' } }]);
  });

  it('fail together when the database is unreachable, without a retry for each', async () => {
    const lost = openPostgres(Object.assign(new URL(database.url), { port: '1' }).href);
    const loads = [1, 2, 3].map((key) => seen(execution('w1', lost.postgres)).load(String(key)));
    const answers = await Promise.allSettled(loads);
    const reasons = answers.map((answer) => (answer as PromiseRejectedResult).reason);
    expect(reasons.map(({ code }) => code)).toEqual(['UNAVAILABLE', 'UNAVAILABLE', 'UNAVAILABLE']);
    expect(new Set(reasons).size).toBe(1);
    await lost.pool.end();
  });

  it('are split into several statements beyond a hundred keys', async () => {
    const loads = Array.from({ length: 4 }, (_, n) => {
      const ctx = execution();
      return Promise.all(Array.from({ length: 60 }, (_, i) => seen(ctx).load(`${n} ${i}`)));
    });
    for (const rows of await Promise.all(loads)) expect(rows.every((row) => row !== null)).toBe(true);
    expect(calls('test.joint')).toBe(2);
  });

  it('are one statement for each execution when batching is switched off', async () => {
    const alone = openPostgres(database.url, { crossRequestBatching: false });
    const rows = await Promise.all(['x', 'none'].map((key) => seen(execution('w1', alone.postgres)).load(key)));
    expect(rows).toEqual([{ key: 'x', w: 'w1' }, null]);
    expect(calls('test.joint', alone)).toBe(2);
    await alone.pool.end();
  });
});
