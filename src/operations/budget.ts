// Rate limits in points: token buckets, one for each access token and one for each user over all their tokens. The buckets
// of one instance are in memory and bounded in number. Taking points never waits and is O(1).
import { LRUCache } from 'lru-cache';

/** Names the bucket that points are taken from. */
export interface RateLimitKey {
  /** The id of a token or of a user, or an address. */
  readonly name: string;
  /** The size and the refill of this bucket, as a multiple of a token's bucket. */
  readonly share: number;
}

export interface TakeResult {
  /** 0 when the points were taken. Otherwise none were taken, and all buckets will hold them in this many seconds. */
  readonly waitSeconds: number;
  /** The budget to refund the points to, when it is not the one that they were requested from. */
  readonly from?: Budget;
}

/** Buckets in this instance's memory, or leased from buckets that all instances share (leased-budget.ts). */
export interface Budget {
  /** Takes points from all buckets, or from none. Returns a promise only when it has to call Redis. */
  take(rateLimitKeys: readonly RateLimitKey[], points: number): TakeResult | Promise<TakeResult>;
  /** Returns unused points to their buckets. `available` is the number of points that can be spent now. */
  refund(rateLimitKeys: readonly RateLimitKey[], points: number): { readonly available: number };
}

interface Bucket {
  level: number;
  /** When the level was computed, in milliseconds. */
  at: number;
}

export interface BudgetOptions {
  /** The maximum number of points in a token's bucket. A new bucket is full. */
  size: number;
  /** Points that the bucket refills each second. */
  refill: number;
  /** The time in milliseconds. */
  now: () => number;
}

// The least recently used buckets are evicted. A bucket that is created again is full, as most would be by then.
const maxBuckets = 100_000;

/** The buckets of one instance. */
export class MemoryBudget implements Budget {
  readonly #options: BudgetOptions;
  readonly #buckets = new LRUCache<string, Bucket>({ max: maxBuckets });

  constructor(options: BudgetOptions) {
    this.#options = options;
  }

  take(rateLimitKeys: readonly RateLimitKey[], points: number): TakeResult {
    let waitSeconds = 0;
    const buckets = rateLimitKeys.map((rateLimitKey) => this.#bucket(rateLimitKey));
    for (let i = 0; i < buckets.length; i++) {
      const missing = points - buckets[i]!.level;
      if (missing > 0) waitSeconds = Math.max(waitSeconds, missing / (this.#options.refill * rateLimitKeys[i]!.share));
    }
    if (waitSeconds === 0) for (const bucket of buckets) bucket.level -= points;
    return { waitSeconds };
  }

  refund(rateLimitKeys: readonly RateLimitKey[], points: number): { available: number } {
    let available = Number.POSITIVE_INFINITY;
    for (const rateLimitKey of rateLimitKeys) {
      const bucket = this.#bucket(rateLimitKey);
      bucket.level = Math.min(this.#options.size * rateLimitKey.share, bucket.level + points);
      available = Math.min(available, bucket.level);
    }
    return { available: Math.floor(available) };
  }

  /** The bucket, refilled up to now. */
  #bucket({ name, share }: RateLimitKey): Bucket {
    const { size, refill, now } = this.#options;
    const at = now();
    let bucket = this.#buckets.get(name);
    if (!bucket) {
      bucket = { level: size * share, at };
      this.#buckets.set(name, bucket);
      return bucket;
    }
    // When the clock was set back, the level stays as it is.
    const seconds = Math.max(0, at - bucket.at) / 1000;
    bucket.level = Math.min(size * share, bucket.level + seconds * refill * share);
    bucket.at = at;
    return bucket;
  }
}
