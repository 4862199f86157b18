// An in-process cache whose entries carry tags of the data that they were read from. It never serves a value older than
// a change that was reported here: dropping a tag removes all entries with that tag, and a value that was being read at
// that moment is not stored.
import { LRUCache } from 'lru-cache';

export interface Filled<Value> {
  readonly value: Value;
  readonly tags: readonly string[];
  /** The key to store it under, where that is not the requested key: the fill decides. */
  readonly key?: string;
}

export interface FreshCacheOptions<Value> {
  /** The maximum of entries or, with `sizeOf`, of their total size. */
  max: number;
  sizeOf?: (filled: Filled<Value>) => number;
  /**
   * Whether changes are being received: entries are served and stored only then. A change by another instance is
   * reported here after it was acknowledged there, and this bounds the delay.
   */
  fresh: () => boolean;
  /** Called with each value that is stored. */
  onStored?: (key: string, filled: Filled<Value>) => void;
}

interface PendingFill<Value> {
  readonly began: number;
  readonly filled: Promise<Filled<Value> | null>;
}

// How many dropped tags are recorded while fills are open. Past that, no value that is being read is stored.
const maxDroppedTags = 10_000;

export class FreshCache<Value> {
  readonly #options: FreshCacheOptions<Value>;
  readonly #entries: LRUCache<string, Filled<Value>>;
  readonly #keysByTag = new Map<string, Set<string>>();
  readonly #filling = new Map<string, PendingFill<Value>>();
  /** How many fills are open, including those that a newer fill of the same key has replaced in `#filling`. */
  #openFills = 0;
  /** For each dropped tag the value of `#drops` after its last drop. */
  readonly #dropped = new Map<string, number>();
  #drops = 0;
  /** A fill that began before this many drops is not stored. */
  #floor = 0;
  /** Requests by outcome: found here, read, joined an open fill, read but not stored, read while not fresh. */
  readonly counts = { hits: 0, misses: 0, joined: 0, refused: 0, bypassed: 0 };

  constructor(options: FreshCacheOptions<Value>) {
    this.#options = options;
    const { max, sizeOf } = options;
    const dispose = (filled: Filled<Value>, key: string) => this.#untag(filled, key);
    this.#entries = sizeOf
      ? new LRUCache({ maxSize: max, sizeCalculation: sizeOf, dispose })
      : new LRUCache({ max, dispose });
  }

  /** The value of a key, cached or read. `fill` returns null when there is nothing to cache. */
  async get(key: string, fill: () => Promise<Filled<Value> | null>): Promise<Value | null> {
    return this.peek(key) ?? (await this.read(key, fill))?.value ?? null;
  }

  /** The cached value of a key. */
  peek(key: string): Value | undefined {
    const cached = this.#options.fresh() ? this.#entries.get(key) : undefined;
    if (cached) this.counts.hits++;
    return cached?.value;
  }

  /** Reads a key, or joins a fill that is reading it. The value is stored unless it changed meanwhile. */
  async read(key: string, fill: () => Promise<Filled<Value> | null>): Promise<Filled<Value> | null> {
    if (!this.#options.fresh()) {
      this.counts.bypassed++;
      return fill();
    }
    const running = this.#filling.get(key);
    // A fill that began before the last drop may have read outdated data, which a new request must not get.
    if (running?.began === this.#drops) {
      this.counts.joined++;
      return running.filled;
    }
    this.counts.misses++;
    const filling = { began: this.#drops, filled: fill() };
    this.#filling.set(key, filling);
    this.#openFills++;
    try {
      const filled = await filling.filled;
      if (filled) this.#store(filled.key ?? key, filled, filling.began);
      return filled;
    } finally {
      if (this.#filling.get(key) === filling) this.#filling.delete(key);
      if (--this.#openFills === 0) this.#dropped.clear();
    }
  }

  /** Updates the size of a value that has grown, if it is still cached. */
  recount(key: string, value: Value): void {
    const cached = this.#entries.peek(key);
    // A copy, since lru-cache does not compute the size of the same object again.
    if (cached?.value === value) this.#put(key, { ...cached });
  }

  /** Drops all entries with this tag. */
  drop(tag: string): void {
    this.#drops++;
    if (this.#openFills) {
      if (this.#dropped.size >= maxDroppedTags) this.#refuseOpenFills();
      this.#dropped.set(tag, this.#drops);
    }
    for (const key of this.#keysByTag.get(tag) ?? []) this.#entries.delete(key);
  }

  /** Drops all entries: changes may have been missed. */
  clear(): void {
    this.#drops++;
    this.#refuseOpenFills();
    this.#entries.clear();
  }

  /** Whether entries are served now. */
  get fresh(): boolean {
    return this.#options.fresh();
  }

  get size(): number {
    return this.#entries.size;
  }

  /** How many fills are open. */
  get filling(): number {
    return this.#openFills;
  }

  /** No fill that is open now will be stored. */
  #refuseOpenFills(): void {
    this.#floor = this.#drops;
    this.#dropped.clear();
  }

  #store(key: string, filled: Filled<Value>, began: number): void {
    const changed = began < this.#floor || filled.tags.some((tag) => (this.#dropped.get(tag) ?? 0) > began);
    if (changed || !this.#options.fresh()) {
      this.counts.refused++;
      return;
    }
    this.#put(key, filled);
    this.#options.onStored?.(key, filled);
  }

  #put(key: string, filled: Filled<Value>): void {
    this.#entries.set(key, filled);
    if (!this.#entries.has(key)) return; // larger than the whole cache
    for (const tag of filled.tags) {
      const keys = this.#keysByTag.get(tag);
      if (keys) keys.add(key);
      else this.#keysByTag.set(tag, new Set([key]));
    }
  }

  #untag({ tags }: Filled<Value>, key: string): void {
    for (const tag of tags) {
      const keys = this.#keysByTag.get(tag);
      keys?.delete(key);
      if (keys?.size === 0) this.#keysByTag.delete(tag);
    }
  }
}
