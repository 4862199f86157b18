// The relay: one loop in each instance that reads what became visible in the log and passes it on, in each stream's
// order. A wake-up is only a hint to read now; polling makes up for lost ones.
import { uuid } from '../lib/ids.ts';
import type { Postgres } from '../postgres/database.ts';
import type { Log } from '../telemetry/log.ts';
import { changesSinceSnapshot, type RelayedChange, type RelayRow, startEpoch } from './log.ts';

/** Receives changes from the relay. Both methods are called within one tick, and must not throw. */
export interface RelayListener {
  /** Changes, those of one stream in the order of their numbers. */
  changes(changes: readonly RelayedChange[]): void;
  /** Changes may have been missed: read the log from your position. */
  gap(): void;
}

/** How far the log has been read: changes that are visible in this snapshot of the database have been passed on. */
export interface LogPosition {
  /** Identifies the time since the database last crashed. Transaction ids can be compared only within one epoch. */
  readonly epoch: string;
  /** Every transaction below this one had ended. */
  readonly xmin: number;
  /** No transaction from this one on was visible. */
  readonly xmax: number;
}

export interface RelayOptions {
  postgres: Postgres;
  log: Log;
  /** How long to wait for a hint before polling, in milliseconds. Called before every wait. */
  pollMs: () => number;
}

/** How old the last completed read may be for cached data to count as fresh, in milliseconds. */
const freshMs = 1_000;
// Beyond this many changes at once (a bulk import, a long absence), followers read the log themselves.
const maxChanges = 5_000;

export class Relay {
  readonly #options: RelayOptions;
  readonly #listeners = new Set<RelayListener>();
  #snapshot: string | null = null;
  #epoch: string | null = null;
  #hinted = false;
  #wake: (() => void) | null = null;
  #running: Promise<void> | null = null;
  #stopped = false;
  /** The position of the last completed read; null before the first. */
  position: LogPosition | null = null;
  /**
   * When the last completed read began, in milliseconds since 1970: no change that was acknowledged before it has been
   * missed.
   */
  lastReadBegan = 0;
  /** Number of reads. */
  reads = 0;
  #readsBegun = 0;
  /** Callers that wait for a read that begins after this many have begun. */
  readonly #waiting = new Set<{ readonly after: number; readonly resolve: () => void }>();

  constructor(options: RelayOptions) {
    this.#options = options;
  }

  /** Starts: changes that are committed from now on are passed on. */
  async start(): Promise<void> {
    // Before anyone listens, so that the first read of the loop does not look like a crash and clear the caches.
    await this.#options.postgres.scoped(null).run(startEpoch, [uuid()]);
    await this.#read();
    this.#running = this.#loop();
  }

  /** Registers a listener. Returns a function that removes it. */
  listen(listener: RelayListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A hint that something may have been committed. */
  wake(): void {
    this.#hinted = true;
    this.#wake?.();
  }

  /**
   * Whether every change that was acknowledged anywhere more than a second ago has been passed on. Only then are cached
   * data served.
   */
  get fresh(): boolean {
    return Date.now() - this.lastReadBegan < freshMs;
  }

  /** Resolves when every change that is in the log now has been passed on, or when nothing counts as fresh any more. */
  async caughtUp(): Promise<void> {
    if (!this.fresh) return;
    this.wake();
    await new Promise<void>((resolve) => {
      const waiting = { after: this.#readsBegun, resolve: () => done() };
      const timer = setTimeout(() => done(), freshMs);
      const done = () => {
        clearTimeout(timer);
        this.#waiting.delete(waiting);
        resolve();
      };
      this.#waiting.add(waiting);
    });
  }

  /**
   * Resolves when every change that was committed before this call has been passed to the listeners, or a gap has been
   * announced, however long it takes. Rows that were read before the call show nothing that listeners do not know.
   */
  async flushed(): Promise<void> {
    if (this.#stopped) return;
    this.wake();
    await new Promise<void>((resolve) => {
      const waiting = {
        after: this.#readsBegun,
        resolve: () => {
          this.#waiting.delete(waiting);
          resolve();
        },
      };
      this.#waiting.add(waiting);
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake?.();
    await this.#running;
    for (const waiting of this.#waiting) waiting.resolve();
  }

  async #loop(): Promise<void> {
    let failures = 0;
    while (!this.#stopped) {
      this.#hinted = false;
      try {
        await this.#read();
        failures = 0;
      } catch (error) {
        // The snapshot has not moved, so nothing is missed however long this lasts.
        if (failures++ === 0) this.#options.log.warn({ err: (error as Error).message }, 'the relay cannot read');
      }
      if (!this.#hinted && !this.#stopped) await this.#wait(failures ? 250 : this.#options.pollMs());
    }
  }

  async #read(): Promise<void> {
    const began = Date.now();
    const turn = ++this.#readsBegun;
    const rows = await this.#options.postgres.scoped(null).run(changesSinceSnapshot, [this.#snapshot, maxChanges + 1]);
    const { snapshot, rewound, epoch } = rows[0]!;
    // After a crash, transaction ids that left no trace are assigned again, and the old snapshot would take them for
    // seen.
    const crashed = epoch !== this.#epoch;
    if (epoch === null) await this.#options.postgres.scoped(null).run(startEpoch, [uuid()]);
    this.#epoch = epoch;
    this.#snapshot = snapshot;
    this.position = epoch === null ? null : { epoch, ...boundsOf(snapshot) };
    this.lastReadBegan = began;
    this.reads++;
    const changes = rows.filter((row) => row.stream !== null);
    if (rewound || crashed || changes.length > maxChanges) {
      for (const listener of this.#listeners) listener.gap();
    } else if (changes.length) {
      changes.sort(byStreamAndNumber);
      for (const listener of this.#listeners) listener.changes(changes);
    }
    for (const waiting of this.#waiting) if (waiting.after < turn) waiting.resolve();
  }

  async #wait(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = null;
  }
}

function boundsOf(snapshot: string): { xmin: number; xmax: number } {
  const [xmin, xmax] = snapshot.split(':');
  return { xmin: Number(xmin), xmax: Number(xmax) };
}

function byStreamAndNumber(a: RelayRow, b: RelayRow): number {
  if (a.stream !== b.stream) return a.stream < b.stream ? -1 : 1;
  return (a.number ?? Number.MAX_SAFE_INTEGER) - (b.number ?? Number.MAX_SAFE_INTEGER);
}
