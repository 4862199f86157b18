// How many executions run at a time. Each holds its rows until it ends: with as many as there are connections the young
// generation overflows, and everything waits for the collector. The rest wait in line, whoever has left is passed over,
// and whoever would wait for too long is refused at once: the work that is begun is work that somebody waits for.
import { AppError } from '../lib/errors.ts';

export interface GateOptions {
  /** How many may be inside; 0 lets everybody in. */
  limit: number;
  /** Whether those who would wait for too long are refused; otherwise everybody waits. */
  sheds?: boolean;
  /** Whether the process is behind with everything: then nobody is let in. */
  behind?: () => boolean;
  /** Milliseconds of a clock that never goes back. */
  now?: () => number;
}

interface Waiting {
  readonly since: number;
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
const longestLine = 500;
const fewForEach = 10;
/** Where nobody has found room for so long, the line stands: whoever has waited in it for too long is refused too. */
const standsAfter = 3_000;
const longestWait = 1_500;
// Of how many visits the mean time inside is.
const remembered = 32;

export class Gate {
  readonly #limit: number;
  readonly #sheds: boolean;
  readonly #behind: () => boolean;
  readonly #now: () => number;
  readonly #waiting: Waiting[] = [];
  #inside = 0;
  /** When somebody found room last. */
  #roomAt = 0;
  /** How long a visit takes, in milliseconds. */
  #visit = 0;
  #timer: NodeJS.Timeout | null = null;
  /** How many were refused. */
  refused = 0;

  constructor({ limit, sheds = false, behind = () => false, now = () => performance.now() }: GateOptions) {
    this.#limit = limit || Number.POSITIVE_INFINITY;
    this.#sheds = sheds;
    this.#behind = behind;
    this.#now = now;
  }

  /**
   * Whether it was done; false when whoever asked had gone before there was room. Busy when they are refused. It gives
   * nothing else: the promise of one who waited is old for the collector, and would keep what it gave until the next full
   * collection.
   */
  async pass(inside: () => Promise<void>, gone: () => boolean): Promise<boolean> {
    if (this.refuses()) throw busy;
    if (this.#inside < this.#limit) {
      this.#inside++;
      this.#roomAt = this.#now();
    } else if (!(await this.#wait(gone))) return false;
    const began = this.#now();
    try {
      await inside();
      return true;
    } finally {
      this.#visit += (this.#now() - began - this.#visit) / remembered;
      this.#leave();
    }
  }

  /** Whether whoever comes now is refused, and one more was. To be asked before what costs something. */
  refuses(): boolean {
    const forEach = this.#waiting.length / this.#limit;
    const tooLong = forEach >= fewForEach && forEach * this.#visit > longestLine;
    if (!this.#sheds || !(tooLong || this.#behind())) return false;
    this.refused++;
    return true;
  }

  #wait(gone: () => boolean): Promise<boolean> {
    return new Promise((enter, refuse) => {
      this.#waiting.push({ since: this.#now(), enter, refuse, gone });
      if (this.#sheds) this.#timer ??= setTimeout(() => this.check(), 100).unref();
    });
  }

  /** Refuses those who have waited for too long; the gate does it by itself. */
  check(): void {
    const now = this.#now();
    const stands = this.#sheds && now - this.#roomAt >= standsAfter;
    while (stands && this.#waiting[0] && now - this.#waiting[0].since >= longestWait) {
      this.refused++;
      this.#waiting.shift()!.refuse(busy);
    }
    clearTimeout(this.#timer ?? undefined);
    this.#timer = this.#waiting.length ? setTimeout(() => this.check(), 100).unref() : null;
  }

  /** Gives the place to the next who is still there. */
  #leave(): void {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      const gone = next.gone();
      next.enter(!gone);
      if (!gone) return;
    }
    this.#inside--;
  }

  /** How many are inside, and how many wait. */
  use(): { inside: number; waiting: number } {
    return { inside: this.#inside, waiting: this.#waiting.length };
  }
}
