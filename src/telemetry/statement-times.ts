// Durations of statements on this instance: keeps the slowest run of each name, and logs every slow run.
import type { Log } from './log.ts';

export interface StatementTime {
  readonly name: string;
  calls: number;
  totalMs: number;
  maxMs: number;
}

export class StatementTimes {
  readonly #times = new Map<string, StatementTime>();
  readonly #log: Log;
  readonly #slowMs: number;

  constructor(log: Log, slowMs: number) {
    this.#log = log;
    this.#slowMs = slowMs;
  }

  record(name: string, ms: number, keys: number, rows: number): void {
    const entry = this.#times.get(name);
    if (entry) {
      entry.calls++;
      entry.totalMs += ms;
      if (ms > entry.maxMs) entry.maxMs = ms;
    } else this.#times.set(name, { name, calls: 1, totalMs: ms, maxMs: ms });
    if (ms >= this.#slowMs) this.#log.warn({ statement: name, ms: Math.round(ms), keys, rows }, 'slow statement');
  }

  /**
   * A pipelined transaction failed. Its combined writes are then repeated one by one, which costs several times as
   * much.
   */
  flightFailed(name: string, code: string | undefined): void {
    this.#log.warn({ statement: name, code }, 'a flight failed');
  }

  /** The ten statements with the longest single run, slowest first. */
  slowest(): StatementTime[] {
    return [...this.#times.values()].sort((a, b) => b.maxMs - a.maxMs).slice(0, 10);
  }
}
