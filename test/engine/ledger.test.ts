// The ledger of one execution and the statement times of the whole server: what they count, and how they report it.
import { describe, expect, it } from 'vitest';
import { Ledger } from '../../src/telemetry/ledger.ts';
import { StatementTimes } from '../../src/telemetry/statement-times.ts';
import { captureLog } from '../support/captured-log.ts';

describe('the ledger', () => {
  it('is empty when nothing ran', () => {
    const report = new Ledger().report();
    expect(report).toMatchObject({ statements: [], loads: 0, unbatched: 0 });
    expect(report.summary).toMatch(/^0 statements · 0 without batching · \d+ ms$/);
  });

  it('sums the runs of each statement, in the order of their first run', () => {
    const ledger = new Ledger();
    ledger.statement('users.byId', 3, 2, 1.234);
    ledger.statement('channels.page', 0, 20, 2);
    ledger.statement('users.byId', 4, 4, 0.761);
    expect(ledger.report().statements).toEqual([
      { name: 'users.byId', calls: 2, keys: 7, rows: 6, ms: 2 },
      { name: 'channels.page', calls: 1, keys: 0, rows: 20, ms: 2 },
    ]);
  });

  it('counts, without batching, one statement for each load, and the statements that no loader runs', () => {
    const ledger = new Ledger();
    for (let load = 0; load < 220; load++) ledger.load();
    ledger.statement('users.byId', 20, 20, 1);
    ledger.statement('messages.page', 200, 200, 1);
    ledger.statement('users.forWrite', 0, 1, 1);
    const report = ledger.report();
    expect(report).toMatchObject({ loads: 220, unbatched: 221 });
    expect(report.summary).toBe(`3 statements · 221 without batching · ${Math.round(report.totalMs)} ms`);
  });

  it('uses the singular for one statement, and rounds to hundredths', () => {
    const ledger = new Ledger();
    ledger.statement('users.byId', 1, 1, 0.126);
    expect(ledger.report().summary).toMatch(/^1 statement · /);
    expect(ledger.report().statements[0]!.ms).toBe(0.13);
    expect(String(ledger.report().totalMs)).toMatch(/^\d+(\.\d{1,2})?$/);
  });

  it('returns a report that later statements do not change', () => {
    const ledger = new Ledger();
    ledger.statement('users.byId', 1, 1, 1);
    const before = ledger.report();
    ledger.statement('users.byId', 1, 1, 1);
    expect(before.statements[0]).toMatchObject({ calls: 1, ms: 1 });
  });
});

describe('the times of statements', () => {
  it('keep the ten statements with the slowest runs, slowest first, with all their runs', () => {
    const times = new StatementTimes(captureLog().log, 1_000);
    for (let index = 1; index <= 15; index++) times.record(`s.${index}`, index, 0, 0);
    times.record('s.3', 99, 0, 0);
    times.record('s.3', 1, 0, 0);
    const slowest = times.slowest();
    expect(slowest.map(({ name }) => name)).toEqual(['s.3', ...[15, 14, 13, 12, 11, 10, 9, 8, 7].map((n) => `s.${n}`)]);
    expect(slowest[0]).toEqual({ name: 's.3', calls: 3, totalMs: 103, maxMs: 99 });
  });

  it('log each run that takes as long as the limit or longer, once', () => {
    const captured = captureLog();
    const times = new StatementTimes(captured.log, 200);
    times.record('s.fast', 199.9, 1, 1);
    times.record('s.slow', 200, 7, 3);
    times.record('s.slow', 1_234.5, 8, 4);
    expect(captured.lines()).toMatchObject([
      { level: 40, msg: 'slow statement', statement: 's.slow', ms: 200, keys: 7, rows: 3 },
      { level: 40, msg: 'slow statement', statement: 's.slow', ms: 1_235, keys: 8, rows: 4 },
    ]);
  });
});
