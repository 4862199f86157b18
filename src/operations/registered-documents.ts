// Documents that clients registered by their hash. Memory holds those used most recently. Redis, if configured, holds those
// of the last seven days, so that a document registered at one instance is known at every instance. A text from Redis is
// accepted only if it has the requested hash.
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { RedisClient } from '../redis/client.ts';
import { keyOf } from '../redis/keys.ts';
import { MemoryBudget } from './budget.ts';

/** The SHA-256 of a document, in hexadecimal. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

// Any caller may register documents, so the LRU cache is bounded in entries and in bytes.
const overhead = 64;
/** Maximum characters of a document in memory, and maximum bytes of one in Redis. */
const maxLength = 100_000;
const inMemory = { max: 5_000, maxSize: 10_000_000, maxEntrySize: maxLength + overhead };

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** For this many milliseconds Redis keeps a document that is not used. */
const retentionMs = 7 * dayMs;
/** Bytes that one instance may write to Redis at once, and again each day: at most 80 MB in seven days. */
const maxWrittenBytes = 10_000_000;
const allowanceKeys = [{ name: 'documents', share: 1 }];

interface Registered {
  readonly text: string;
  /** When the text was last written to Redis, in milliseconds. */
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
    this.#allowance = new MemoryBudget({ size: maxWrittenBytes, refill: (maxWrittenBytes / dayMs) * 1000, now });
  }

  /** The document of a lower-case hash; undefined when it is not registered. Returns a promise only when it asks Redis. */
  get(hash: string): string | undefined | Promise<string | undefined> {
    const known = this.#documents.get(hash);
    if (known) {
      this.#share(hash, known, dayMs);
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

  /** Registers a document by its hash, which the caller has checked. */
  register(hash: string, text: string): void {
    let known = this.#documents.get(hash);
    if (!known) {
      known = { text, writtenAt: Number.NEGATIVE_INFINITY };
      this.#documents.set(hash, known);
    }
    // The client sends the text because an instance did not know it, so Redis may have lost it.
    this.#share(hash, known, minuteMs);
  }

  async #read(hash: string, redis: RedisClient): Promise<string | undefined> {
    const text = await redis.call((commands) => commands.getrange(keyOf('document', hash), 0, maxLength - 1));
    if (!text || hashOf(text) !== hash) return undefined;
    this.register(hash, text); // which also renews its expiry in Redis
    return text;
  }

  /** Writes a document to Redis in the background, unless it was written less than `intervalMs` ago. */
  #share(hash: string, document: Registered, intervalMs: number): void {
    const now = this.#now();
    if (!this.#redis?.available || now - document.writtenAt < intervalMs) return;
    document.writtenAt = now;
    const { text } = document;
    const bytes = Buffer.byteLength(text);
    if (bytes > maxLength || this.#allowance.take(allowanceKeys, bytes).waitSeconds > 0) return;
    void this.#redis
      .call((commands) => commands.set(keyOf('document', hash), text, 'PX', retentionMs))
      .then((done) => {
        // Try again in a minute.
        if (!done) document.writtenAt = now - dayMs + minuteMs;
      });
  }
}
