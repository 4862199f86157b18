// Values remembered in this process, each under the tags of what it was read from. None is served that is older than a
// change told here: a tag that changes drops what carries it, and whatever was being read meanwhile is not kept.
import { LRUCache } from 'lru-cache';

export interface Filled<Value> {
  readonly value: Value;
  readonly tags: readonly string[];
  /** The key to remember it under, where the reading found that it is another than was asked for. */
  readonly key?: string;
}

export interface FreshCacheOptions<Value> {
  /** Most entries, or most of what `sizeOf` counts. */
  max: number;
  sizeOf?: (filled: Filled<Value>) => number;
  /**
   * Whether changes are being told: entries are served and kept only then. What other instances write is told later than
   * it is acknowledged there, and this is what bounds how much later.
   */
  fresh: () => boolean;
  /** Told of what is kept. */
  onStored?: (key: string, filled: Filled<Value>) => void;
}

interface PendingFill<Value> {
  readonly began: number;
  readonly filled: Promise<Filled<Value> | null>;
}

// How many tags are remembered as dropped while something is being read; past that, what is being read is not kept.
const remembered = 10_000;

export class FreshCache<Value> {
  readonly #options: FreshCacheOptions<Value>;
  readonly #entries: LRUCache<string, Filled<Value>>;
  readonly #keys = new Map<string, Set<string>>();
  readonly #filling = new Map<string, PendingFill<Value>>();
  /** How many readings are under way; one that another took the place of is among them. */
  #reading = 0;
  /** When a tag was dropped last, counted in drops. */
  readonly #dropped = new Map<string, number>();
  #drops = 0;
  /** What began to be read before this is not kept. */
  #floor = 0;
  /** What became of the requests: found here, read, joined to a reading under way, read and not kept. */
  readonly counts = { hits: 0, misses: 0, joined: 0, refused: 0, bypassed: 0 };

  constructor(options: FreshCacheOptions<Value>) {
    this.#options = options;
    const { max, sizeOf } = options;
    const dispose = (filled: Filled<Value>, key: string) => this.#untag(filled, key);
    this.#entries = sizeOf
      ? new LRUCache({ maxSize: max, sizeCalculation: sizeOf, dispose })
      : new LRUCache({ max, dispose });
  }

  /** The value of a key; with null the filler says that there is nothing to remember. */
  async get(key: string, fill: () => Promise<Filled<Value> | null>): Promise<Value | null> {
    return this.peek(key) ?? (await this.read(key, fill))?.value ?? null;
  }

  /** What is remembered under a key. */
  peek(key: string): Value | undefined {
    const known = this.#options.fresh() ? this.#entries.get(key) : undefined;
    if (known) this.counts.hits++;
    return known?.value;
  }

  /** Reads a key anew, or joins those who are reading it; what was read is kept unless it changed meanwhile. */
  async read(key: string, fill: () => Promise<Filled<Value> | null>): Promise<Filled<Value> | null> {
    if (!this.#options.fresh()) {
      this.counts.bypassed++;
      return fill();
    }
    const running = this.#filling.get(key);
    // One that began before the last change may have read what is old by now, and whoever asks now must not get that.
    if (running?.began === this.#drops) {
      this.counts.joined++;
      return running.filled;
    }
    this.counts.misses++;
    const filling = { began: this.#drops, filled: fill() };
    this.#filling.set(key, filling);
    this.#reading++;
    try {
      const filled = await filling.filled;
      if (filled) this.#keep(filled.key ?? key, filled, filling.began);
      return filled;
    } finally {
      if (this.#filling.get(key) === filling) this.#filling.delete(key);
      if (--this.#reading === 0) this.#dropped.clear();
    }
  }

  /** Counts anew what a value takes that grew; nothing where it is remembered no more. */
  recount(key: string, value: Value): void {
    const known = this.#entries.peek(key);
    // Another object: the same one would not be counted again.
    if (known?.value === value) this.#put(key, { ...known });
  }

  /** Drops all that carries this tag. */
  drop(tag: string): void {
    this.#drops++;
    if (this.#reading) {
      if (this.#dropped.size >= remembered) this.#forget();
      this.#dropped.set(tag, this.#drops);
    }
    for (const key of this.#keys.get(tag) ?? []) this.#entries.delete(key);
  }

  /** Drops everything: changes may have been missed. */
  clear(): void {
    this.#drops++;
    this.#forget();
    this.#entries.clear();
  }

  /** Whether anything is served from here now. */
  get fresh(): boolean {
    return this.#options.fresh();
  }

  get size(): number {
    return this.#entries.size;
  }

  /** How many fills are open. */
  get filling(): number {
    return this.#reading;
  }

  #forget(): void {
    this.#floor = this.#drops;
    this.#dropped.clear();
  }

  #keep(key: string, filled: Filled<Value>, began: number): void {
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
    if (!this.#entries.has(key)) return; // larger than all there is room for
    for (const tag of filled.tags) {
      const keys = this.#keys.get(tag);
      if (keys) keys.add(key);
      else this.#keys.set(tag, new Set([key]));
    }
  }

  #untag({ tags }: Filled<Value>, key: string): void {
    for (const tag of tags) {
      const keys = this.#keys.get(tag);
      keys?.delete(key);
      if (keys?.size === 0) this.#keys.delete(tag);
    }
  }
}
