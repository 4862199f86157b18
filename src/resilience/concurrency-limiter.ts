// Limits how many executions run concurrently. Each holds its rows until it ends: with as many executions as
// connections, the young generation overflows and garbage collection stalls everything. The others wait in a queue that
// serves workspaces, and the clients of each, in turn. Requests whose clients have gone are skipped, and requests that
// would wait too long are rejected at once, so that no work is done in vain.
import { AppError } from '../lib/errors.ts';
import { type Requester, RoundRobinQueue } from './round-robin-queue.ts';

export interface ConcurrencyLimiterOptions {
  /** Maximum number of executions that run concurrently; 0 for no limit. */
  limit: number;
  /** Whether requests that would wait too long are rejected. Otherwise all of them wait. */
  shedsLoad?: boolean;
  /** How long a request may be expected to wait, in milliseconds. Default 500. */
  maxWaitMs?: number;
  /** How many executions of one client run concurrently, even while no other client waits. Default: `limit`. */
  maxPerClient?: number;
  /** Whether the event loop lags: then every request is rejected. */
  isLagging?: () => boolean;
  /** A monotonic clock, in milliseconds. */
  now?: () => number;
}

interface Waiting {
  readonly since: number;
  readonly requester: Requester;
  readonly start: (started: boolean) => void;
  readonly refuse: (error: Error) => void;
  readonly hasGone: () => boolean;
}

/** The server is overloaded, and nothing of the request was done. */
class Busy extends AppError {
  constructor() {
    super('UNAVAILABLE', 'The server is busy. Try again in a moment.', { retryAfter: 1 });
  }
}

/** One instance for all rejections: capturing a stack for each would cost more than the rest of the rejection. */
export const busy = new Busy();

// A long queue alone is no overload: what counts is the time in it, as in CoDel (RFC 8289). Up to this many requests
// for each slot are always accepted, so that a burst, or the backlog of a start, is worked off.
const queuedPerSlot = 10;
/**
 * The queue counts as stalled when no request got a slot without waiting for this many times the maximum wait. Then
 * requests that have waited `maxStalledWait` times the maximum wait are rejected too.
 */
const stalledAfter = 6;
const maxStalledWait = 3;
// The number of runs over which the moving average of their duration is taken.
const averagedRuns = 32;
/** A requester with nothing in the queue yet. */
const anyRequester: Requester = { workspace: '\0', client: '\0' };

export class ConcurrencyLimiter {
  readonly #limit: number;
  readonly #shedsLoad: boolean;
  readonly #maxWait: number;
  readonly #maxPerClient: number;
  readonly #isLagging: () => boolean;
  readonly #now: () => number;
  readonly #waiting = new RoundRobinQueue<Waiting>();
  #running = 0;
  /** Running executions of each client. */
  readonly #runningByClient = new Map<string, number>();
  /** When a request last got a slot without waiting. */
  #slotFreeAt = 0;
  /** Moving average of how long an execution runs, in milliseconds. */
  #meanRunMs = 0;
  #timer: NodeJS.Timeout | null = null;
  /** Number of rejected requests. */
  refused = 0;

  constructor({ limit, shedsLoad = false, maxWaitMs = 500, maxPerClient, isLagging, now }: ConcurrencyLimiterOptions) {
    this.#limit = limit || Number.POSITIVE_INFINITY;
    this.#shedsLoad = shedsLoad;
    this.#maxWait = maxWaitMs;
    this.#maxPerClient = limit ? (maxPerClient ?? limit) : this.#limit;
    this.#isLagging = isLagging ?? (() => false);
    this.#now = now ?? (() => performance.now());
  }

  /**
   * Runs the work when there is a slot. False if the client had gone by then; throws `busy` if the request is rejected.
   * It does not return the work's result: the promise of a request that has waited is in the old generation, and would
   * keep its result alive until the next full collection.
   */
  async run(requester: Requester, work: () => Promise<void>, hasGone: () => boolean): Promise<boolean> {
    if (this.refuses(requester)) throw busy;
    if (this.#running < this.#limit && this.#runningOf(requester) < this.#maxPerClient) {
      this.#slotFreeAt = this.#now();
      this.#acquire(requester);
    } else if (!(await this.#wait(requester, hasGone))) return false;
    const began = this.#now();
    try {
      await work();
      return true;
    } finally {
      this.#meanRunMs += (this.#now() - began - this.#meanRunMs) / averagedRuns;
      this.#release(requester);
    }
  }

  /**
   * Whether a request of this requester would be rejected now, and counts the rejection. Without a requester: whether a
   * request of any requester would be.
   */
  refuses(requester: Requester = anyRequester): boolean {
    if (!this.#shedsLoad) return false;
    const isQueueLong = this.#waiting.length >= queuedPerSlot * this.#limit;
    const waitsTooLong =
      isQueueLong && (this.#waiting.ahead(requester) / this.#limit) * this.#meanRunMs > this.#maxWait;
    if (!(waitsTooLong || this.#isLagging())) return false;
    this.refused++;
    return true;
  }

  #wait(requester: Requester, hasGone: () => boolean): Promise<boolean> {
    return new Promise((start, refuse) => {
      this.#waiting.push(requester, { since: this.#now(), requester, start, refuse, hasGone });
      if (this.#shedsLoad) this.#timer ??= setTimeout(() => this.check(), 100).unref();
    });
  }

  /** Rejects requests that have waited too long. A timer calls it. */
  check(): void {
    const now = this.#now();
    if (this.#shedsLoad && now - this.#slotFreeAt >= stalledAfter * this.#maxWait) {
      for (const { refuse } of this.#waiting.takeWhile(({ since }) => now - since >= maxStalledWait * this.#maxWait)) {
        this.refused++;
        refuse(busy);
      }
    }
    clearTimeout(this.#timer ?? undefined);
    this.#timer = this.#waiting.length ? setTimeout(() => this.check(), 100).unref() : null;
  }

  #runningOf({ client }: Requester): number {
    return this.#runningByClient.get(client) ?? 0;
  }

  #acquire(requester: Requester): void {
    this.#running++;
    this.#runningByClient.set(requester.client, this.#runningOf(requester) + 1);
  }

  /** Passes the slot to the next request whose client is still there. */
  #release(requester: Requester): void {
    this.#running--;
    const held = this.#runningOf(requester) - 1;
    if (held) this.#runningByClient.set(requester.client, held);
    else this.#runningByClient.delete(requester.client);
    while (this.#running < this.#limit) {
      const next = this.#next();
      if (!next) return;
      const hasGone = next.hasGone();
      if (!hasGone) this.#acquire(next.requester);
      next.start(!hasGone);
    }
  }

  /**
   * The next request. Clients that hold half of the slots already let others go first, so that long executions of one
   * client do not keep the others waiting.
   */
  #next(): Waiting | undefined {
    const takeRunningBelow = (max: number) => this.#waiting.take((requester) => this.#runningOf(requester) < max);
    return takeRunningBelow(Math.min(this.#limit / 2, this.#maxPerClient)) ?? takeRunningBelow(this.#maxPerClient);
  }

  use(): { running: number; waiting: number } {
    return { running: this.#running, waiting: this.#waiting.length };
  }
}
