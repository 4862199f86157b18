// Slow work, a few at a time, with a short queue that is fair: groups take turns, and the callers of a group take turns
// within it. A full queue refuses the newest item of the caller who waits with the most in the group that waits with the
// most, so a caller that floods is refused while the others still get in.
import { AppError } from '../lib/errors.ts';

/** Who asks for the work. */
export interface Claimant {
  /** Shares the queue equally with the other groups: a workspace, or an address. */
  readonly group: string;
  /** Shares what the group has equally with its other callers: a user, or a login. */
  readonly caller: string;
}

export interface FairLimiterOptions {
  /** How many run at a time. */
  limit: number;
  /** Most that wait. */
  maximumWaiting: number;
  /** What the error for a refused caller says of the work: "passwords being hashed". */
  work: string;
  /** When a refused caller should try again, in seconds. */
  retryAfter: number;
}

interface Waiting {
  readonly start: () => void;
  readonly refuse: (error: Error) => void;
}

export class FairLimiter {
  readonly #options: FairLimiterOptions;
  // Groups and callers in the order of their turns: whoever was served goes to the end.
  readonly #groups = new Map<string, Map<string, Waiting[]>>();
  #running = 0;
  #waiting = 0;
  /** How many were refused. */
  refused = 0;

  constructor(options: FairLimiterOptions) {
    this.#options = options;
  }

  /** What the work gives; UNAVAILABLE with `retryAfter` when the queue is full. */
  async run<Result>(claimant: Claimant, work: () => Promise<Result>): Promise<Result> {
    if (this.#running >= this.#options.limit) await this.#wait(claimant);
    else this.#running++;
    try {
      return await work();
    } finally {
      this.#next();
    }
  }

  /** How many run, and how many wait. */
  use(): { running: number; waiting: number } {
    return { running: this.#running, waiting: this.#waiting };
  }

  #wait({ group, caller }: Claimant): Promise<void> {
    return new Promise((start, refuse) => {
      const callers = this.#groups.get(group) ?? new Map<string, Waiting[]>();
      const own = callers.get(caller) ?? [];
      own.push({ start, refuse });
      this.#groups.set(group, callers.set(caller, own));
      if (++this.#waiting > this.#options.maximumWaiting) this.#refuseOne(group, caller);
    });
  }

  /** Refuses the newest of the heaviest caller; the one that has just come when others wait with no more. */
  #refuseOne(group: string, caller: string): void {
    const longestGroup = longest(this.#groups, group, total);
    const callers = this.#groups.get(longestGroup)!;
    const longestCaller = longest(callers, longestGroup === group ? caller : '', ({ length }) => length);
    const { refuse } = callers.get(longestCaller)!.pop()!;
    this.#forgetEmpty(longestGroup, longestCaller);
    this.#waiting--;
    this.refused++;
    const { work, retryAfter } = this.#options;
    refuse(new AppError('UNAVAILABLE', `Too many ${work}. Try again in ${retryAfter} s.`, { retryAfter }));
  }

  /** Gives the place to the next in turn. */
  #next(): void {
    const [group, callers] = first(this.#groups) ?? [];
    if (group === undefined || !callers) {
      this.#running--;
      return;
    }
    const [caller, own] = first(callers)!;
    const { start } = own.shift()!;
    callers.delete(caller);
    callers.set(caller, own);
    this.#groups.delete(group);
    this.#groups.set(group, callers);
    this.#forgetEmpty(group, caller);
    this.#waiting--;
    start();
  }

  #forgetEmpty(group: string, caller: string): void {
    const callers = this.#groups.get(group)!;
    if (!callers.get(caller)!.length) callers.delete(caller);
    if (!callers.size) this.#groups.delete(group);
  }
}

const first = <Value>(map: ReadonlyMap<string, Value>): [string, Value] | undefined => map.entries().next().value;

const total = (callers: ReadonlyMap<string, readonly unknown[]>): number =>
  [...callers.values()].reduce((sum, { length }) => sum + length, 0);

/** The key with the largest size; `preferred` among equals. */
function longest<Value>(map: ReadonlyMap<string, Value>, preferred: string, sizeOf: (value: Value) => number): string {
  let found = preferred;
  let most = map.has(preferred) ? sizeOf(map.get(preferred)!) : -1;
  for (const [key, value] of map) {
    const size = sizeOf(value);
    if (size > most) [found, most] = [key, size];
  }
  return found;
}
