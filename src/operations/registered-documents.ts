// Documents that clients registered by their hash: those used lately in memory, all of the last days in Redis where there
// is one, so that one registered anywhere is known everywhere. What Redis gives is believed only if it has that hash.
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { RedisClient } from '../redis/client.ts';
import { keyOf } from '../redis/keys.ts';
import { MemoryBudget } from './budget.ts';

/** The SHA-256 of a document, in hexadecimal. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

// Registered documents are anybody's: bounded in number and in bytes, the least used go first.
const overhead = 64;
/** Largest document that is kept, in characters; Redis is given none of more bytes than that. */
const largest = 100_000;
const inMemory = { max: 5_000, maxSize: 10_000_000, maxEntrySize: largest + overhead };

const minute = 60_000;
const day = 24 * 60 * minute;
/** How long Redis keeps a document that nobody uses, in milliseconds. */
const kept = 7 * day;
/** What one instance may write to Redis at once, and again in a day, in bytes: in seven days 80 MB at most. */
const written = 10_000_000;
const allAlike = [{ name: 'documents', share: 1 }];

interface Registered {
  readonly text: string;
  /** When it was last written to Redis, in milliseconds. */
  writtenAt: number;
}

export class RegisteredDocuments {
  readonly #redis: RedisClient | null;
  readonly #now: () => number;
  readonly #documents = new LRUCache<string, Registered>({
    ...inMemory,
    sizeCalculation: ({ text }) => text.length + overhead,
  });
  readonly #reading = new Map<string, Promise<string | undefined>>();
  readonly #allowance: MemoryBudget;

  constructor(redis: RedisClient | null, now: () => number) {
    this.#redis = redis;
    this.#now = now;
    this.#allowance = new MemoryBudget({ size: written, refill: (written / day) * 1000, now });
  }

  /** The document of a hash in lower case; undefined when it is not known. A promise only where Redis is asked. */
  get(hash: string): string | undefined | Promise<string | undefined> {
    const known = this.#documents.get(hash);
    if (known) {
      this.#share(hash, known, day);
      return known.text;
    }
    if (!this.#redis?.available) return undefined;
    let reading = this.#reading.get(hash);
    if (!reading) {
      reading = this.#read(hash, this.#redis).finally(() => this.#reading.delete(hash));
      this.#reading.set(hash, reading);
    }
    return reading;
  }

  /** Keeps a document under its hash, which the caller has checked. */
  register(hash: string, text: string): void {
    let known = this.#documents.get(hash);
    if (!known) {
      known = { text, writtenAt: Number.NEGATIVE_INFINITY };
      this.#documents.set(hash, known);
    }
    // Whoever sends the text has met an instance that did not know it: Redis may have lost it.
    this.#share(hash, known, minute);
  }

  async #read(hash: string, redis: RedisClient): Promise<string | undefined> {
    const text = await redis.call((commands) => commands.getrange(keyOf('document', hash), 0, largest - 1));
    if (!text || hashOf(text) !== hash) return undefined;
    this.register(hash, text); // and so its time begins anew
    return text;
  }

  /** Writes it to Redis, unless that was done less than so many milliseconds ago; nobody waits for it. */
  #share(hash: string, document: Registered, every: number): void {
    const now = this.#now();
    if (!this.#redis?.available || now - document.writtenAt < every) return;
    document.writtenAt = now;
    const { text } = document;
    const bytes = Buffer.byteLength(text);
    if (bytes > largest || this.#allowance.take(allAlike, bytes).waitSeconds > 0) return;
    void this.#redis
      .call((commands) => commands.set(keyOf('document', hash), text, 'PX', kept))
      .then((done) => {
        // Once more in a minute.
        if (!done) document.writtenAt = now - day + minute;
      });
  }
}
