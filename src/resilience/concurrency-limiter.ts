// How many executions run at a time. Each holds its rows until it ends: with as many as there are connections the young
// generation overflows, and everything waits for the collector. The rest wait in a line that is served in turns of workspaces
// and clients; whoever has left is passed over, and whoever would wait for too long behind their own is refused at once: the
// work that is begun is work that somebody waits for.
import { AppError } from '../lib/errors.ts';
import { type Requester, RoundRobinQueue } from './round-robin-queue.ts';

export interface ConcurrencyLimiterOptions {
  /** How many may be inside; 0 lets everybody in. */
  limit: number;
  /** Whether those who would wait for too long are refused; otherwise everybody waits. */
  shedsLoad?: boolean;
  /** How long one may have to wait, in milliseconds. Default 500. */
  maxWaitMs?: number;
  /** How many one client may have inside, even while nobody else waits. Default: as many as there is room for. */
  maxPerClient?: number;
  /** Whether the process is behind with everything: then nobody is let in. */
  isLagging?: () => boolean;
  /** Milliseconds of a clock that never goes back. */
  now?: () => number;
}

interface Waiting {
  readonly since: number;
  readonly requester: Requester;
  readonly enter: (entered: boolean) => void;
  readonly refuse: (error: Error) => void;
  readonly gone: () => boolean;
}

/** Nothing was done: there is more to do than can be. */
class Busy extends AppError {
  constructor() {
    super('UNAVAILABLE', 'The server is busy. Try again in a moment.', { retryAfter: 1 });
  }
}

/** One for all: to note the stack of each would cost more than the rest of its refusal. */
export const busy = new Busy();

// It is the time in line that counts, as in CoDel (RFC 8289), and a few for each place are no line: a burst, or a server
// that has just started, is worked off. Times in milliseconds.
const queuedPerSlot = 10;
/**
 * Where nobody has found room for so many times the longest wait, the line stands: whoever has waited in it for three times
 * the longest wait is refused too.
 */
const stalledAfter = 6;
const maxStalledWait = 3;
// Of how many visits the mean time inside is.
const remembered = 32;
/** Nobody in particular: they wait behind none of their own. */
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
  /** How many places each client holds. */
  readonly #runningByClient = new Map<string, number>();
  /** When somebody found room last. */
  #slotFreeAt = 0;
  /** How long a visit takes, in milliseconds. */
  #meanRunMs = 0;
  #timer: NodeJS.Timeout | null = null;
  /** How many were refused. */
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
   * Whether it was done; false when whoever asked had gone before there was room. Busy when they are refused. It gives
   * nothing else: the promise of one who waited is old for the collector, and would keep what it gave until the next full
   * collection.
   */
  async run(requester: Requester, inside: () => Promise<void>, gone: () => boolean): Promise<boolean> {
    if (this.refuses(requester)) throw busy;
    if (this.#running < this.#limit && this.#runningOf(requester) < this.#maxPerClient) {
      this.#slotFreeAt = this.#now();
      this.#acquire(requester);
    } else if (!(await this.#wait(requester, gone))) return false;
    const began = this.#now();
    try {
      await inside();
      return true;
    } finally {
      this.#meanRunMs += (this.#now() - began - this.#meanRunMs) / remembered;
      this.#release(requester);
    }
  }

  /** Whether who comes now is refused, and one more was; without an account, whether everybody would be. */
  refuses(requester: Requester = anyRequester): boolean {
    if (!this.#shedsLoad) return false;
    const isLine = this.#waiting.length >= queuedPerSlot * this.#limit;
    const tooLong = isLine && (this.#waiting.ahead(requester) / this.#limit) * this.#meanRunMs > this.#maxWait;
    if (!(tooLong || this.#isLagging())) return false;
    this.refused++;
    return true;
  }

  #wait(requester: Requester, gone: () => boolean): Promise<boolean> {
    return new Promise((enter, refuse) => {
      this.#waiting.push(requester, { since: this.#now(), requester, enter, refuse, gone });
      if (this.#shedsLoad) this.#timer ??= setTimeout(() => this.check(), 100).unref();
    });
  }

  /** Refuses those who have waited for too long; the gate does it by itself. */
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

  /** Gives the place to the next who is still there. */
  #release(requester: Requester): void {
    this.#running--;
    const held = this.#runningOf(requester) - 1;
    if (held) this.#runningByClient.set(requester.client, held);
    else this.#runningByClient.delete(requester.client);
    while (this.#running < this.#limit) {
      const next = this.#next();
      if (!next) return;
      const gone = next.gone();
      if (!gone) this.#acquire(next.requester);
      next.enter(!gone);
    }
  }

  /** A client that holds half of the places already lets others go first, however long its visits are. */
  #next(): Waiting | undefined {
    const fewer = (most: number) => this.#waiting.take((requester) => this.#runningOf(requester) < most);
    return fewer(Math.min(this.#limit / 2, this.#maxPerClient)) ?? fewer(this.#maxPerClient);
  }

  /** How many are inside, and how many wait. */
  use(): { running: number; waiting: number } {
    return { running: this.#running, waiting: this.#waiting.length };
  }
}
