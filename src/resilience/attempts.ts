// Counts attempts by key in fixed windows. Keys are hashed, as they come from clients, and the least recently used ones
// are evicted: memory is bounded in entries and bytes whatever clients send.
import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';

interface Counted {
  count: number;
  /** When the window ends, in milliseconds since 1970. */
  readonly until: number;
}

export interface AttemptsOptions {
  /** Maximum attempts in a window. */
  max: number;
  /** Length of a window in milliseconds. */
  windowMs: number;
  /** Maximum number of keys; each takes about 250 bytes. */
  maximumKeys?: number;
}

export class Attempts {
  readonly #options: AttemptsOptions;
  readonly #counted: LRUCache<string, Counted>;

  constructor(options: AttemptsOptions) {
    this.#options = options;
    this.#counted = new LRUCache({ max: options.maximumKeys ?? 20_000 });
  }

  /**
   * Counts an attempt and returns 0. If there have been too many, counts nothing and returns the milliseconds until the
   * next one is allowed.
   */
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

  /** Takes back one attempt. */
  refund(key: string): void {
    const known = this.#counted.get(idOf(key));
    if (known && known.count > 0) known.count--;
  }

  /** Number of keys. */
  get size(): number {
    return this.#counted.size;
  }
}

const idOf = (key: string): string => hash('sha256', key, 'base64');
