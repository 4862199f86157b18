// Cached responses in Redis, shared by all instances and kept over restarts. Freshness never relies on Redis: an entry
// carries the position in the change log at which its execution began, and this instance refuses it when the log that
// it receives itself has a later change of data that the entry depends on. So a Redis that loses, keeps or delays
// entries can cost time but cannot cause outdated responses.
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type GraphQLSchema, printSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Relay } from '../changes/relay.ts';
import type { RedisClient } from '../redis/client.ts';
import { keyOf } from '../redis/keys.ts';

/** A response as the second tier stores it. */
export interface RedisEntry {
  readonly json: Buffer;
  readonly tags: readonly string[];
  /** When it was executed, and until when it is fresh, in milliseconds since 1970. */
  readonly filledAt: number;
  readonly freshUntil: number;
  /** Every transaction below this one had ended when its execution began. */
  readonly position: number;
}

export interface SecondTierOptions {
  schema: GraphQLSchema;
  redis: RedisClient;
  relay: Relay;
  now: () => number;
}

/** The maximum size of a response here; larger ones are only cached in memory. */
const maxBytes = 1_000_000;
/** For how many tags the last change is recorded. */
const maxTags = 100_000;

export class SecondTier {
  readonly #options: SecondTierOptions;
  /** Identifies the server's version and schema: another version may respond differently. */
  readonly #version: string;
  /** The last transaction that changed a tag. */
  readonly #changed: LRUCache<string, number>;
  /** Entries before this position are refused, since the changes after them are no longer known. */
  #floor = Number.POSITIVE_INFINITY;

  constructor(options: SecondTierOptions) {
    this.#options = options;
    this.#version = versionOf(options.schema);
    this.#changed = new LRUCache({
      max: maxTags,
      dispose: (txid, _, why) => {
        if (why === 'evict') this.#floor = Math.max(this.#floor, txid + 1);
      },
    });
  }

  /** The position for an execution that begins now; null while it is not known. */
  get position(): number | null {
    return this.#options.relay.position?.xmin ?? null;
  }

  /** The first entry under these keys that is as fresh as an execution now would be, as far as this instance knows. */
  async get(keys: readonly string[]): Promise<{ key: string; entry: RedisEntry } | null> {
    const { redis, relay, now } = this.#options;
    const epoch = relay.position?.epoch;
    if (epoch === undefined || !redis.available) return null;
    const found = await redis.call((commands) =>
      Promise.all(keys.map((key) => commands.getBuffer(this.#name(epoch, key)))),
    );
    // Checked after Redis has responded, so that changes in the meantime count.
    for (const [i, bytes] of (found ?? []).entries()) {
      const entry = bytes && decode(bytes);
      if (entry && relay.position?.epoch === epoch && entry.freshUntil > now() && this.#isFresh(entry))
        return { key: keys[i]!, entry };
    }
    return null;
  }

  /** Stores an entry in the background. */
  set(key: string, entry: RedisEntry): void {
    const { redis, relay, now } = this.#options;
    const epoch = relay.position?.epoch;
    const milliseconds = Math.floor(entry.freshUntil - now());
    if (epoch === undefined || !redis.available || milliseconds <= 0 || entry.json.length > maxBytes) return;
    void redis.call((commands) => commands.set(this.#name(epoch, key), encode(entry), 'PX', milliseconds));
  }

  /** Records that a transaction changed these tags. Must be called before it is acknowledged here. */
  changed(tags: readonly string[], txid: number): void {
    for (const tag of tags) this.#changed.set(tag, Math.max(txid, this.#changed.peek(tag) ?? 0));
  }

  /** Changes may have been missed. */
  gap(): void {
    // Every transaction that is visible now is below xmax, so an entry from that position on has seen it.
    this.#floor = this.#options.relay.position?.xmax ?? Number.POSITIVE_INFINITY;
    this.#changed.clear();
  }

  #isFresh({ position, tags }: RedisEntry): boolean {
    return position >= this.#floor && tags.every((tag) => (this.#changed.peek(tag) ?? 0) < position);
  }

  #name(epoch: string, key: string): string {
    return keyOf('answer', `${this.#version}:${epoch}:${key}`);
  }
}

function versionOf(schema: GraphQLSchema): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return hash('sha256', `${version}\n${printSchema(schema)}`, 'base64url').slice(0, 16);
}

function encode({ json, ...head }: RedisEntry): Buffer {
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), json]);
}

/** Decodes an entry; null when the bytes are not one. */
function decode(bytes: Buffer): RedisEntry | null {
  try {
    const end = bytes.indexOf('\n');
    const { tags, filledAt, freshUntil, position } = JSON.parse(bytes.toString('utf8', 0, end)) as RedisEntry;
    if (![filledAt, freshUntil, position].every(Number.isSafeInteger) || !Array.isArray(tags)) return null;
    return { json: bytes.subarray(end + 1), tags, filledAt, freshUntil, position };
  } catch {
    return null;
  }
}
