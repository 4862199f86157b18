// Who may spend how many points: buckets that refill, one for each token and one for each user over all their tokens.
// Those of one instance are kept in memory and bounded in number; nothing waits, and each request is O(1).
import { LRUCache } from 'lru-cache';

/** Whose points are spent. */
export interface RateLimitKey {
  /** The id of a token or of a user, or an address. */
  readonly name: string;
  /** How many times the size, and the refill, of a token's bucket. */
  readonly share: number;
}

/** What came of taking points. */
export interface TakeResult {
  /** 0 when they were taken; otherwise none were, and in so many seconds all buckets will hold them. */
  readonly waitSeconds: number;
  /** Where to give them back, if not to the budget that was asked. */
  readonly from?: Budget;
}

/** Where points are kept: in this instance's memory, or leased from what all instances share (leased-budget.ts). */
export interface Budget {
  /** Takes points from all buckets, or from none. A promise only where somebody else has to be asked. */
  take(rateLimitKeys: readonly RateLimitKey[], points: number): TakeResult | Promise<TakeResult>;
  /** Gives points back, and tells how many may be spent now. */
  refund(rateLimitKeys: readonly RateLimitKey[], points: number): { readonly available: number };
}

interface Bucket {
  level: number;
  /** When the level was right, in milliseconds. */
  at: number;
}

export interface BudgetOptions {
  /** Most points in a token's bucket, and what it holds at first. */
  size: number;
  /** Points that come back to it each second. */
  refill: number;
  /** The time in milliseconds. */
  now: () => number;
}

// The least used are forgotten, and full again when they come back: by then most would be.
const maxBuckets = 100_000;

/** Buckets of one instance. */
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

  /** The bucket as it stands now. */
  #bucket({ name, share }: RateLimitKey): Bucket {
    const { size, refill, now } = this.#options;
    const at = now();
    let bucket = this.#buckets.get(name);
    if (!bucket) {
      bucket = { level: size * share, at };
      this.#buckets.set(name, bucket);
      return bucket;
    }
    // A clock that was set back gives nothing, and takes nothing.
    const seconds = Math.max(0, at - bucket.at) / 1000;
    bucket.level = Math.min(size * share, bucket.level + seconds * refill * share);
    bucket.at = at;
    return bucket;
  }
}
