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
export interface Kept {
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
const mostBytes = 1_000_000;
/** When how many tags changed last is remembered. */
const mostTags = 100_000;

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
      max: mostTags,
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
  async get(keys: readonly string[]): Promise<{ key: string; kept: Kept } | null> {
    const { redis, relay, now } = this.#options;
    const life = relay.position?.life;
    if (life === undefined || !redis.available) return null;
    const found = await redis.call((commands) =>
      Promise.all(keys.map((key) => commands.getBuffer(this.#name(life, key)))),
    );
    // Looked at after the waiting: what changed meanwhile counts.
    for (const [i, bytes] of (found ?? []).entries()) {
      const kept = bytes && decode(bytes);
      if (kept && relay.position?.life === life && kept.freshUntil > now() && this.#isFresh(kept))
        return { key: keys[i]!, kept };
    }
    return null;
  }

  /** Keeps an answer; nobody waits for it. */
  set(key: string, kept: Kept): void {
    const { redis, relay, now } = this.#options;
    const life = relay.position?.life;
    const milliseconds = Math.floor(kept.freshUntil - now());
    if (life === undefined || !redis.available || milliseconds <= 0 || kept.json.length > mostBytes) return;
    void redis.call((commands) => commands.set(this.#name(life, key), encode(kept), 'PX', milliseconds));
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

  #isFresh({ position, tags }: Kept): boolean {
    return position >= this.#floor && tags.every((tag) => (this.#changed.peek(tag) ?? 0) < position);
  }

  #name(life: string, key: string): string {
    return keyOf('answer', `${this.#version}:${life}:${key}`);
  }
}

function versionOf(schema: GraphQLSchema): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return hash('sha256', `${version}\n${printSchema(schema)}`, 'base64url').slice(0, 16);
}

function encode({ json, ...head }: Kept): Buffer {
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), json]);
}

/** What was encoded; null when it is anything else. */
function decode(bytes: Buffer): Kept | null {
  try {
    const end = bytes.indexOf('\n');
    const { tags, filledAt, freshUntil, position } = JSON.parse(bytes.toString('utf8', 0, end)) as Kept;
    if (![filledAt, freshUntil, position].every(Number.isSafeInteger) || !Array.isArray(tags)) return null;
    return { json: bytes.subarray(end + 1), tags, filledAt, freshUntil, position };
  } catch {
    return null;
  }
}
