// Runs slow work a few at a time, with a short fair queue: groups take turns, and within a group its callers do. When
// the queue is full, it rejects the newest item of the caller with the most waiting items, in the group with the most.
// So a caller that floods is rejected while others still get in.
import { AppError } from '../lib/errors.ts';

/** The owner of an item in the queue. */
export interface Claimant {
  /** A workspace, or an address. Groups share the queue equally. */
  readonly group: string;
  /** A user, or a login. Callers share their group's part equally. */
  readonly caller: string;
}

export interface FairLimiterOptions {
  /** How many run concurrently. */
  limit: number;
  /** Maximum length of the queue. */
  maximumWaiting: number;
  /** What the error message says of the work: "passwords being hashed". */
  work: string;
  /** When a rejected caller should try again, in seconds. */
  retryAfter: number;
}

interface Waiting {
  readonly start: () => void;
  readonly refuse: (error: Error) => void;
}

export class FairLimiter {
  readonly #options: FairLimiterOptions;
  // Groups and callers in the order of their turns: after its turn each moves to the end.
  readonly #groups = new Map<string, Map<string, Waiting[]>>();
  #running = 0;
  #waiting = 0;
  /** Number of rejected items. */
  refused = 0;

  constructor(options: FairLimiterOptions) {
    this.#options = options;
  }

  /** The result of the work; UNAVAILABLE with `retryAfter` when it is rejected because the queue is full. */
  async run<Result>(claimant: Claimant, work: () => Promise<Result>): Promise<Result> {
    if (this.#running >= this.#options.limit) await this.#wait(claimant);
    else this.#running++;
    try {
      return await work();
    } finally {
      this.#next();
    }
  }

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

  /** Rejects the newest item of the caller with the most; on a tie, the item that has just been added. */
  #refuseOne(group: string, caller: string): void {
    const largestGroup = largestKey(this.#groups, group, total);
    const callers = this.#groups.get(largestGroup)!;
    const largestCaller = largestKey(callers, largestGroup === group ? caller : '', ({ length }) => length);
    const { refuse } = callers.get(largestCaller)!.pop()!;
    this.#forgetEmpty(largestGroup, largestCaller);
    this.#waiting--;
    this.refused++;
    const { work, retryAfter } = this.#options;
    refuse(new AppError('UNAVAILABLE', `Too many ${work}. Try again in ${retryAfter} s.`, { retryAfter }));
  }

  /** Passes the slot to the next item. */
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

/** The key with the largest size; `preferred` on a tie. */
function largestKey<Value>(
  map: ReadonlyMap<string, Value>,
  preferred: string,
  sizeOf: (value: Value) => number,
): string {
  let found = preferred;
  let most = map.has(preferred) ? sizeOf(map.get(preferred)!) : -1;
  for (const [key, value] of map) {
    const size = sizeOf(value);
    if (size > most) [found, most] = [key, size];
  }
  return found;
}
