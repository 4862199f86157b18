// Answers remembered as bytes. An answer is given again only while the log is being heard, to those who would have been
// given the same, and until a change of anything that was read for it: never older than a write acknowledged here, and
// never older than a second elsewhere.
import { LRUCache } from 'lru-cache';
import { DependencyTracker } from '../batching/dependency-tracker.ts';
import type { ChangeCatalogue } from '../changes/catalogue.ts';
import type { Relay } from '../changes/relay.ts';
import type { Viewer } from '../graphql/context.ts';
import type { CommittedChanges } from '../lib/changes.ts';
import { holdsScope } from '../lib/roles.ts';
import { FreshCache } from './fresh-cache.ts';
import type { Policy } from './policy.ts';
import type { RedisEntry, SecondTier } from './second-tier.ts';

export type CacheStatus = 'HIT' | 'MISS' | 'STALE' | 'BYPASS';

/** An answer without extensions and without errors. */
export interface Entry {
  /** Where it is remembered. */
  readonly key: string;
  readonly bytes: Buffer;
  /** The same bytes compressed, by the encoding's name, as far as they were asked for. */
  readonly encodings: Map<string, Buffer>;
  /** Whether it was made without regard to who asked, in their workspace. */
  readonly shared: boolean;
  /** When it was made and until when it is given, in milliseconds since 1970. */
  readonly filledAt: number;
  readonly freshUntil: number;
  readonly staleUntil: number;
  /** Where in the log its making began; null where nobody else is to have it. */
  readonly position: number | null;
}

/** What the cache had to say to a request. */
export interface CacheResult {
  readonly status: CacheStatus;
  /** Why. */
  readonly reason: string;
  /** The answer; null where the request must be executed, or was, and gave nothing to remember. */
  readonly entry: Entry | null;
  /** How long ago it was made, in milliseconds. */
  readonly ageMs: number;
  readonly policy: Policy | null;
}

/** What the cache needs to know of a request for a query. */
export interface CacheableRequest {
  readonly operation: { readonly cachePolicy: Policy };
  /** What tells its response from those of other requests by the same viewer. */
  readonly cacheKey: string;
}

/** Executes, and notes what it reads; gives the answer as JSON, or null when it is none to remember. */
export type Execute = (tracker: DependencyTracker) => Promise<string | Buffer | null>;

/**
 * Takes an execution through what a request passes on its way, and resolves to the milliseconds for which the answer may be
 * stored at most; 0 for not at all. Rejects when the execution does.
 */
export type Pipeline = (execute: () => Promise<void>) => Promise<number>;

/** Where nothing stands between the cache and the execution: the policy alone decides. */
export const executeNow: Pipeline = async (execute) => {
  await execute();
  return Number.POSITIVE_INFINITY;
};

export interface ResponseCacheOptions {
  relay: Relay;
  catalogue: ChangeCatalogue;
  /** Most bytes in memory; 0 remembers nothing. */
  maxBytes: number;
  /** Answers that instances share; null where there is no Redis. */
  secondTier: SecondTier | null;
  /** The time in milliseconds since 1970. */
  now: () => number;
}

// What an entry takes beside its bytes, and each of its tags.
const entryBytes = 600;
const tagBytes = 150;
/** An answer that is made of more is not remembered: dropping it would cost more than making it. */
const maxTags = 5_000;
/** Transactions of this instance that the relay has still to tell. */
const maxOwn = 10_000;

interface Keys {
  /** For an answer that others of the same workspace and class may be given; null where that cannot be. */
  readonly shared: string | null;
  readonly own: string;
}

export class ResponseCache {
  readonly #options: ResponseCacheOptions;
  readonly #cache: FreshCache<Entry>;
  /** Requests whose answers were found to be the viewer's alone: the next one need not look, or wait, for others'. */
  readonly #viewerDependent = new LRUCache<string, true>({ max: 20_000 });
  /** Transactions whose changes were dropped when they were acknowledged. */
  readonly #invalidated = new LRUCache<number, true>({ max: maxOwn });
  /** What became of the requests. */
  readonly counts: Record<CacheStatus, number> = { HIT: 0, MISS: 0, STALE: 0, BYPASS: 0 };

  constructor(options: ResponseCacheOptions) {
    const { maxBytes, relay, secondTier } = options;
    this.#options = options;
    this.#cache = new FreshCache<Entry>({
      max: Math.max(1, maxBytes),
      sizeOf: ({ value, tags }) => bytesOf(value) + entryBytes + tags.length * tagBytes,
      fresh: () => relay.fresh,
      onStored: (key, { value, tags }) => {
        const { bytes, filledAt, freshUntil, position } = value;
        if (position !== null) secondTier?.set(key, { json: bytes, tags, filledAt, freshUntil, position });
      },
    });
    relay.listen({
      changes: (changes) => {
        for (const change of changes) {
          const txid = Number(change.txid);
          if (change.number !== null && !this.#invalidated.has(txid)) this.#drop(change.workspaceId, [change], txid);
        }
      },
      gap: () => {
        this.#invalidated.clear();
        secondTier?.gap();
        this.#cache.clear();
      },
    });
  }

  /** Forgets what changes alter; to be told before they are acknowledged. */
  changed({ workspaceId, changes, txid }: CommittedChanges): void {
    if (!changes.length) return;
    this.#invalidated.set(txid, true);
    this.#drop(workspaceId, changes, txid);
  }

  /** Keeps an answer in another encoding beside it, as long as it is remembered; its bytes count as the answer's do. */
  addEncoding(entry: Entry, encoding: string, bytes: Buffer): void {
    entry.encodings.set(encoding, bytes);
    this.#cache.recount(entry.key, entry);
  }

  /** Whether an answer to this operation could be given from memory now. */
  canServe(request: CacheableRequest): boolean {
    return this.#cache.fresh && this.policyOf(request) !== null;
  }

  /** The policy of a request whose response may be cached; null for any other. */
  policyOf({ operation }: CacheableRequest): Policy | null {
    return this.#options.maxBytes && operation.cachePolicy.bypassReason === null ? operation.cachePolicy : null;
  }

  /** How many fills are open. */
  get filling(): number {
    return this.#cache.filling;
  }

  /** The answer to a request that is valid and admitted: remembered, or made by executing it, once for all who ask. */
  async answer(
    request: CacheableRequest,
    viewer: Viewer | null,
    execute: Execute,
    pipeline = executeNow,
  ): Promise<CacheResult> {
    const result = await this.#answer(request, viewer, execute, pipeline);
    this.counts[result.status]++;
    return result;
  }

  #answer(
    request: CacheableRequest,
    viewer: Viewer | null,
    execute: Execute,
    pipeline: Pipeline,
  ): CacheResult | Promise<CacheResult> {
    const { maxBytes, now } = this.#options;
    const policy = maxBytes ? request.operation.cachePolicy : null;
    const keys = policy ? this.#keys(request, viewer, policy) : 'the response cache is off';
    if (typeof keys === 'string') return { status: 'BYPASS', reason: keys, entry: null, ageMs: 0, policy };
    const known = (keys.shared !== null && this.#cache.peek(keys.shared)) || this.#cache.peek(keys.own);
    if (!known) return this.#read(keys, policy!, execute, pipeline);
    const at = now();
    if (at >= known.staleUntil) return this.#read(keys, policy!, execute, pipeline);
    const ageMs = at - known.filledAt;
    const result = {
      reason: `${known.shared ? 'shared' : 'for this viewer'}, ${ageMs} ms old`,
      entry: known,
      ageMs,
      policy,
    };
    if (at < known.freshUntil) return { status: 'HIT', ...result };
    this.#read(keys, policy!, execute, executeNow).catch(() => undefined);
    return { status: 'STALE', ...result, reason: `${result.reason}, past maxAge, served while revalidating` };
  }

  /** Where answers to this request would be; or why they are not remembered. */
  #keys({ cacheKey }: CacheableRequest, viewer: Viewer | null, policy: Policy): Keys | string {
    if (policy.bypassReason !== null) return policy.bypassReason;
    if (policy.schemaOnly) return { shared: `*|${cacheKey}`, own: `*|${cacheKey}` };
    if (!viewer) return 'no viewer is signed in';
    if (!holdsScope(viewer.scopes, 'READ')) return 'the token lacks the scope READ';
    const { workspaceId, userId, role } = viewer;
    // What a guest may see is seldom what another may.
    const shared = policy.shared && role !== 'GUEST' ? `${workspaceId}|${cacheKey}` : null;
    return { shared, own: `${workspaceId}|${userId}|${role}|${cacheKey}` };
  }

  /** The answer made anew; those who ask for the same meanwhile are given it too. */
  async #read(keys: Keys, policy: Policy, execute: Execute, pipeline: Pipeline): Promise<CacheResult> {
    const shared = keys.shared !== null && !this.#viewerDependent.has(keys.shared);
    const key = shared ? keys.shared! : keys.own;
    let made: Pick<CacheResult, 'status' | 'reason' | 'ageMs'> = {
      status: 'MISS',
      reason: 'joined an execution in progress',
      ageMs: 0,
    };
    const filled = await this.#cache.read(key, async () => {
      const { secondTier, now } = this.#options;
      const second = await secondTier?.get(shared ? [keys.shared!, keys.own] : [keys.own]);
      if (second) {
        if (keys.shared !== null && second.key === keys.own) this.#viewerDependent.set(keys.shared, true);
        made = { status: 'HIT', reason: 'from Redis', ageMs: now() - second.entry.filledAt };
        return {
          value: entryOf(second.key, second.entry, second.key === keys.shared, policy),
          tags: second.entry.tags,
          key: second.key,
        };
      }
      const tracker = new DependencyTracker(policy.topics);
      const filledAt = now();
      const position = secondTier?.position ?? null;
      let json = null as Awaited<ReturnType<Execute>>;
      const ttlMs = await pipeline(async () => {
        json = await execute(tracker);
      });
      const why = json === null ? 'the response has errors' : uncacheableReasonOf(tracker, ttlMs);
      made = { status: 'MISS', reason: why ?? 'executed', ageMs: 0 };
      if (json === null || why !== null) return null;
      const isShared = keys.shared !== null && !tracker.dependsOnViewer;
      if (keys.shared !== null && tracker.dependsOnViewer) this.#viewerDependent.set(keys.shared, true);
      else if (keys.shared !== null) this.#viewerDependent.delete(keys.shared);
      const freshUntil = filledAt + Math.min(policy.maxAgeMs, ttlMs);
      const value = {
        key: isShared ? keys.shared! : keys.own,
        bytes: typeof json === 'string' ? Buffer.from(json) : json,
        encodings: new Map(),
        shared: isShared,
        filledAt,
        freshUntil,
        staleUntil: freshUntil + policy.swrMs,
        position,
      };
      return { value, tags: [...tracker.tags], key: value.key };
    });
    // Whoever made it found that it is theirs alone.
    if (filled && filled.key !== keys.own && filled.key !== keys.shared)
      return this.#read(keys, policy, execute, pipeline);
    return { ...made, entry: filled?.value ?? null, policy };
  }

  #drop(workspaceId: string, changes: CommittedChanges['changes'], txid: number): void {
    for (const change of changes) {
      const tags = this.#options.catalogue.tags(workspaceId, change);
      this.#options.secondTier?.changed(tags, txid);
      for (const tag of tags) this.#cache.drop(tag);
    }
  }
}

function entryOf(key: string, { json, filledAt, freshUntil }: RedisEntry, shared: boolean, { swrMs }: Policy): Entry {
  const staleUntil = freshUntil + swrMs;
  return { key, bytes: json, encodings: new Map(), shared, filledAt, freshUntil, staleUntil, position: null };
}

function bytesOf({ bytes, encodings }: Entry): number {
  let sum = bytes.length;
  for (const encoded of encodings.values()) sum += encoded.length;
  return sum;
}

/** Why an answer that was made so cannot be remembered; null when it can. */
function uncacheableReasonOf({ uncacheableReason, tags }: DependencyTracker, ttlMs: number): string | null {
  if (uncacheableReason !== null) return uncacheableReason;
  if (tags.size > maxTags) return 'it has too many dependencies';
  return ttlMs > 0 ? null : 'the response-cache plugin did not store it';
}
