// What one operation asked of the database: every statement by name, and what the same operation would have cost
// without batching (one statement for each load). One ledger lives for one execution.

export interface LedgerStatement {
  readonly name: string;
  /** How often it ran. */
  calls: number;
  /** How many keys those runs served. */
  keys: number;
  rows: number;
  /** Milliseconds spent waiting for the answers, the wait for a connection included. */
  ms: number;
}

/** A result with the report among its extensions. */
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
  /** What the cache had to say, and why: `HIT: shared, 1200 ms old`. */
  cache?: string;
}

export class Ledger {
  readonly #statements = new Map<string, LedgerStatement>();
  readonly #startedAt = performance.now();
  /** Rows that were read. */
  rows = 0;
  /** Their size as the database sent them. */
  bytes = 0;
  /** Passwords that were hashed. */
  hashes = 0;
  #direct = 0;
  #loads = 0;

  /** A loader was asked for one key. Without batching that had been a statement. */
  load(): void {
    this.#loads++;
  }

  /** A password is being hashed. */
  hash(): void {
    this.hashes++;
  }

  /** A statement ran. `keys` is 0 when no loader stands behind it. */
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
