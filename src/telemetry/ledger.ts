// What one operation cost: its statements by name, and how many it would have taken without batching (one for each
// load). Every execution has its own ledger.

export interface LedgerStatement {
  readonly name: string;
  calls: number;
  /** Keys that these runs served. */
  keys: number;
  rows: number;
  /** Milliseconds spent waiting for results, including the wait for a connection. */
  ms: number;
}

/** The result with the ledger's report in its extensions. */
export function withLedger<Result extends { extensions?: object | undefined }>(result: Result, ledger: Ledger): Result {
  return { ...result, extensions: { ...result.extensions, ledger: ledger.report() } };
}

export interface LedgerReport {
  /** Such as `3 statements · 221 without batching · 9 ms`. */
  summary: string;
  statements: LedgerStatement[];
  loads: number;
  unbatched: number;
  totalMs: number;
  /** The cache status and its reason: `HIT: shared, 1200 ms old`. */
  cache?: string;
}

export class Ledger {
  readonly #statements = new Map<string, LedgerStatement>();
  readonly #startedAt = performance.now();
  /** Rows read. */
  rows = 0;
  /** Bytes of these rows as the database sent them. */
  bytes = 0;
  /** Passwords hashed. */
  hashes = 0;
  #direct = 0;
  #loads = 0;

  /** A loader was asked for a key: without batching this would be a statement. */
  load(): void {
    this.#loads++;
  }

  hash(): void {
    this.hashes++;
  }

  /** A statement was run. `keys` is 0 if no loader ran it. */
  statement(name: string, keys: number, rows: number, ms: number): void {
    this.rows += rows;
    if (keys === 0) this.#direct++;
    const entry = this.#statements.get(name);
    if (!entry) {
      this.#statements.set(name, { name, calls: 1, keys, rows, ms });
      return;
    }
    entry.calls++;
    entry.keys += keys;
    entry.rows += rows;
    entry.ms += ms;
  }

  report(): LedgerReport {
    const statements = [...this.#statements.values()].map((entry) => ({ ...entry, ms: round(entry.ms) }));
    const calls = statements.reduce((sum, entry) => sum + entry.calls, 0);
    const unbatched = this.#direct + this.#loads;
    const totalMs = round(performance.now() - this.#startedAt);
    const count = `${calls} statement${calls === 1 ? '' : 's'}`;
    return {
      summary: `${count} · ${unbatched} without batching · ${Math.round(totalMs)} ms`,
      statements,
      loads: this.#loads,
      unbatched,
      totalMs,
    };
  }
}

const round = (ms: number) => Math.round(ms * 100) / 100;
