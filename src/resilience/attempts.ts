// Attempts counted by key in windows of fixed length. What clients send is hashed before it becomes a key, and the least
// used keys are forgotten first: the memory is bounded in entries and in bytes, whatever is sent.
import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';

interface Counted {
  count: number;
  /** When the window ends, in milliseconds since 1970. */
  readonly until: number;
}

export interface AttemptsOptions {
  /** Most attempts in a window. */
  max: number;
  /** How long a window lasts, in milliseconds. */
  windowMs: number;
  /** Most keys; one takes about 250 bytes. */
  maximumKeys?: number;
}

export class Attempts {
  readonly #options: AttemptsOptions;
  readonly #counted: LRUCache<string, Counted>;

  constructor(options: AttemptsOptions) {
    this.#options = options;
    this.#counted = new LRUCache({ max: options.maximumKeys ?? 20_000 });
  }

  /** Counts one attempt and gives 0, or counts none and gives the milliseconds until the next one is allowed. */
  take(key: string, now: number): number {
    const { max, windowMs } = this.#options;
    const id = idOf(key);
    const known = this.#counted.get(id);
    if (!known || known.until <= now) {
      this.#counted.set(id, { count: 1, until: now + windowMs });
      return 0;
    }
    if (known.count >= max) return known.until - now;
    known.count++;
    return 0;
  }

  /** Takes one attempt back. */
  refund(key: string): void {
    const known = this.#counted.get(idOf(key));
    if (known && known.count > 0) known.count--;
  }

  /** How many keys are remembered. */
  get size(): number {
    return this.#counted.size;
  }
}

const idOf = (key: string): string => hash('sha256', key, 'base64');
