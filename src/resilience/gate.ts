// How many executions run at a time. Each holds its rows until it ends: with as many as there are connections the young
// generation overflows, and everything waits for the collector. The rest wait in a line that is served in turns of workspaces
// and clients; whoever has left is passed over, and whoever would wait for too long behind their own is refused at once: the
// work that is begun is work that somebody waits for.
import { AppError } from '../lib/errors.ts';
import { type Account, FairLine } from './fair-line.ts';

export interface GateOptions {
  /** How many may be inside; 0 lets everybody in. */
  limit: number;
  /** Whether those who would wait for too long are refused; otherwise everybody waits. */
  sheds?: boolean;
  /** How long one may have to wait, in milliseconds. Default 500. */
  longestWaitMs?: number;
  /** How many one client may have inside, even while nobody else waits. Default: as many as there is room for. */
  perClient?: number;
  /** Whether the process is behind with everything: then nobody is let in. */
  behind?: () => boolean;
  /** Milliseconds of a clock that never goes back. */
  now?: () => number;
}

interface Waiting {
  readonly since: number;
  readonly account: Account;
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
const fewForEach = 10;
/**
 * Where nobody has found room for so many times the longest wait, the line stands: whoever has waited in it for three times
 * the longest wait is refused too.
 */
const standsAfter = 6;
const longestStanding = 3;
// Of how many visits the mean time inside is.
const remembered = 32;
/** Nobody in particular: they wait behind none of their own. */
const newcomer: Account = { workspace: '\0', client: '\0' };

export class Gate {
  readonly #limit: number;
  readonly #sheds: boolean;
  readonly #longestWait: number;
  readonly #perClient: number;
  readonly #behind: () => boolean;
  readonly #now: () => number;
  readonly #waiting = new FairLine<Waiting>();
  #inside = 0;
  /** How many places each client holds. */
  readonly #held = new Map<string, number>();
  /** When somebody found room last. */
  #roomAt = 0;
  /** How long a visit takes, in milliseconds. */
  #visit = 0;
  #timer: NodeJS.Timeout | null = null;
  /** How many were refused. */
  refused = 0;

  constructor({ limit, sheds = false, longestWaitMs = 500, perClient, behind, now }: GateOptions) {
    this.#limit = limit || Number.POSITIVE_INFINITY;
    this.#sheds = sheds;
    this.#longestWait = longestWaitMs;
    this.#perClient = limit ? (perClient ?? limit) : this.#limit;
    this.#behind = behind ?? (() => false);
    this.#now = now ?? (() => performance.now());
  }

  /**
   * Whether it was done; false when whoever asked had gone before there was room. Busy when they are refused. It gives
   * nothing else: the promise of one who waited is old for the collector, and would keep what it gave until the next full
   * collection.
   */
  async pass(account: Account, inside: () => Promise<void>, gone: () => boolean): Promise<boolean> {
    if (this.refuses(account)) throw busy;
    if (this.#inside < this.#limit && this.#heldBy(account) < this.#perClient) {
      this.#roomAt = this.#now();
      this.#enter(account);
    } else if (!(await this.#wait(account, gone))) return false;
    const began = this.#now();
    try {
      await inside();
      return true;
    } finally {
      this.#visit += (this.#now() - began - this.#visit) / remembered;
      this.#leave(account);
    }
  }

  /** Whether who comes now is refused, and one more was; without an account, whether everybody would be. */
  refuses(account: Account = newcomer): boolean {
    if (!this.#sheds) return false;
    const isLine = this.#waiting.length >= fewForEach * this.#limit;
    const tooLong = isLine && (this.#waiting.ahead(account) / this.#limit) * this.#visit > this.#longestWait;
    if (!(tooLong || this.#behind())) return false;
    this.refused++;
    return true;
  }

  #wait(account: Account, gone: () => boolean): Promise<boolean> {
    return new Promise((enter, refuse) => {
      this.#waiting.push(account, { since: this.#now(), account, enter, refuse, gone });
      if (this.#sheds) this.#timer ??= setTimeout(() => this.check(), 100).unref();
    });
  }

  /** Refuses those who have waited for too long; the gate does it by itself. */
  check(): void {
    const now = this.#now();
    if (this.#sheds && now - this.#roomAt >= standsAfter * this.#longestWait) {
      for (const { refuse } of this.#waiting.takeWhile(
        ({ since }) => now - since >= longestStanding * this.#longestWait,
      )) {
        this.refused++;
        refuse(busy);
      }
    }
    clearTimeout(this.#timer ?? undefined);
    this.#timer = this.#waiting.length ? setTimeout(() => this.check(), 100).unref() : null;
  }

  #heldBy({ client }: Account): number {
    return this.#held.get(client) ?? 0;
  }

  #enter(account: Account): void {
    this.#inside++;
    this.#held.set(account.client, this.#heldBy(account) + 1);
  }

  /** Gives the place to the next who is still there. */
  #leave(account: Account): void {
    this.#inside--;
    const held = this.#heldBy(account) - 1;
    if (held) this.#held.set(account.client, held);
    else this.#held.delete(account.client);
    while (this.#inside < this.#limit) {
      const next = this.#next();
      if (!next) return;
      const gone = next.gone();
      if (!gone) this.#enter(next.account);
      next.enter(!gone);
    }
  }

  /** A client that holds half of the places already lets others go first, however long its visits are. */
  #next(): Waiting | undefined {
    const fewer = (most: number) => this.#waiting.take((account) => this.#heldBy(account) < most);
    return fewer(Math.min(this.#limit / 2, this.#perClient)) ?? fewer(this.#perClient);
  }

  /** How many are inside, and how many wait. */
  use(): { inside: number; waiting: number } {
    return { inside: this.#inside, waiting: this.#waiting.length };
  }
}
