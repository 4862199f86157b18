// Answers in Redis, for all instances and over restarts. Redis is never asked what is fresh: an entry carries the position
// in the log at which its making began, and is refused here when anything it was made of changed after that, as this
// instance heard itself. So a Redis that loses, keeps or delays what it likes costs time, never freshness.
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type GraphQLSchema, printSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Relay } from '../changes/relay.ts';
import type { RedisClient } from '../redis/client.ts';
import { keyOf } from '../redis/keys.ts';

/** An answer as the second tier keeps it. */
export interface RedisEntry {
  readonly json: Buffer;
  readonly tags: readonly string[];
  /** When it was made, and until when it is given, in milliseconds since 1970. */
  readonly filledAt: number;
  readonly freshUntil: number;
  /** Every transaction below this one had ended when its making began. */
  readonly position: number;
}

export interface SecondTierOptions {
  schema: GraphQLSchema;
  redis: RedisClient;
  relay: Relay;
  now: () => number;
}

/** Larger answers stay in memory alone. */
const maxBytes = 1_000_000;
/** When how many tags changed last is remembered. */
const maxTags = 100_000;

export class SecondTier {
  readonly #options: SecondTierOptions;
  /** Names what makes the answers: instances of another version make others. */
  readonly #version: string;
  /** The last transaction that changed a tag. */
  readonly #changed: LRUCache<string, number>;
  /** What was made before this is refused: what changed then is not known. */
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

  /** The position of what is made from now on; null while none is known. */
  get position(): number | null {
    return this.#options.relay.position?.xmin ?? null;
  }

  /** The answer under the first of these keys that has one which is as fresh as one made now, as far as is known here. */
  async get(keys: readonly string[]): Promise<{ key: string; entry: RedisEntry } | null> {
    const { redis, relay, now } = this.#options;
    const epoch = relay.position?.epoch;
    if (epoch === undefined || !redis.available) return null;
    const found = await redis.call((commands) =>
      Promise.all(keys.map((key) => commands.getBuffer(this.#name(epoch, key)))),
    );
    // Looked at after the waiting: what changed meanwhile counts.
    for (const [i, bytes] of (found ?? []).entries()) {
      const entry = bytes && decode(bytes);
      if (entry && relay.position?.epoch === epoch && entry.freshUntil > now() && this.#isFresh(entry))
        return { key: keys[i]!, entry };
    }
    return null;
  }

  /** Keeps an answer; nobody waits for it. */
  set(key: string, entry: RedisEntry): void {
    const { redis, relay, now } = this.#options;
    const epoch = relay.position?.epoch;
    const milliseconds = Math.floor(entry.freshUntil - now());
    if (epoch === undefined || !redis.available || milliseconds <= 0 || entry.json.length > maxBytes) return;
    void redis.call((commands) => commands.set(this.#name(epoch, key), encode(entry), 'PX', milliseconds));
  }

  /** These tags were changed by a transaction; to be told before it is acknowledged here. */
  changed(tags: readonly string[], txid: number): void {
    for (const tag of tags) this.#changed.set(tag, Math.max(txid, this.#changed.peek(tag) ?? 0));
  }

  /** Changes may have been missed. */
  gap(): void {
    // Whatever is visible now is below xmax, and an entry from there on has seen it.
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

/** What was encoded; null when it is anything else. */
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
