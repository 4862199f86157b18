// Caches responses as bytes. A cached response is served only while the change log is being received, only to viewers
// who would get the same response, and only until data that it depends on changes. So it is never older than a write
// that this instance acknowledged, and at most one second older than a write that another instance acknowledged.
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

/** A cached response, without extensions and without errors. */
export interface Entry {
  readonly key: string;
  readonly bytes: Buffer;
  /** The same bytes compressed, by encoding, for the encodings that were requested. */
  readonly encodings: Map<string, Buffer>;
  /** Whether it does not depend on the viewer, so that others in the workspace may get it. */
  readonly shared: boolean;
  /** When it was executed, and until when it is fresh and may be served stale, in milliseconds since 1970. */
  readonly filledAt: number;
  readonly freshUntil: number;
  readonly staleUntil: number;
  /** The position in the change log at which its execution began; null where it must not go to the second tier. */
  readonly position: number | null;
}

/** The outcome of a request to the cache. */
export interface CacheResult {
  readonly status: CacheStatus;
  readonly reason: string;
  /** The cached response; null where the request must be executed, or was executed and cannot be cached. */
  readonly entry: Entry | null;
  /** How long ago the response was executed, in milliseconds. */
  readonly ageMs: number;
  readonly policy: Policy | null;
}

/** What the cache needs to know about a query. */
export interface CacheableRequest {
  readonly operation: { readonly cachePolicy: Policy };
  /** Distinguishes its response from those of other requests by the same viewer. */
  readonly cacheKey: string;
}

/** Executes and tracks dependencies. Resolves to the response as JSON, or null when it cannot be cached. */
export type Execute = (tracker: DependencyTracker) => Promise<string | Buffer | null>;

/**
 * Runs an execution through the steps around it, and resolves to the maximum time in milliseconds for which the
 * response may be stored; 0 for not at all. Rejects when the execution does.
 */
export type Pipeline = (execute: () => Promise<void>) => Promise<number>;

/** The pipeline without any steps: only the policy limits the time. */
export const executeNow: Pipeline = async (execute) => {
  await execute();
  return Number.POSITIVE_INFINITY;
};

export interface ResponseCacheOptions {
  relay: Relay;
  catalogue: ChangeCatalogue;
  /** The maximum of bytes in memory; 0 turns the cache off. */
  maxBytes: number;
  /** The cache that instances share; null without Redis. */
  secondTier: SecondTier | null;
  /** The time in milliseconds since 1970. */
  now: () => number;
}

// The estimated memory of an entry beside its bytes, and of each of its tags.
const entryBytes = 600;
const tagBytes = 150;
/** A response with more tags is not cached: its invalidation would cost more than its execution. */
const maxTags = 5_000;
/** How many of this instance's transactions are recorded until the relay reports them. */
const maxInvalidated = 10_000;

interface Keys {
  /** The key of a response that other members of the workspace may get too; null where that is not allowed. */
  readonly shared: string | null;
  readonly own: string;
}

export class ResponseCache {
  readonly #options: ResponseCacheOptions;
  readonly #cache: FreshCache<Entry>;
  /** Requests whose responses depend on the viewer: the next one need not look up, or wait for, a shared response. */
  readonly #viewerDependent = new LRUCache<string, true>({ max: 20_000 });
  /** Transactions whose changes already invalidated the cache when they were acknowledged here. */
  readonly #invalidated = new LRUCache<number, true>({ max: maxInvalidated });
  /** How many requests had each outcome. */
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

  /** Invalidates what these changes alter. Must be called before they are acknowledged. */
  changed({ workspaceId, changes, txid }: CommittedChanges): void {
    if (!changes.length) return;
    this.#invalidated.set(txid, true);
    this.#drop(workspaceId, changes, txid);
  }

  /** Stores a compressed form of the response with its entry; its bytes count towards the size of the cache. */
  addEncoding(entry: Entry, encoding: string, bytes: Buffer): void {
    entry.encodings.set(encoding, bytes);
    this.#cache.recount(entry.key, entry);
  }

  /** Whether the cache may hold a response to this request now; it does not look for one. */
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

  /** The response to a valid and admitted request: cached, or executed once for all concurrent requests. */
  async respond(
    request: CacheableRequest,
    viewer: Viewer | null,
    execute: Execute,
    pipeline = executeNow,
  ): Promise<CacheResult> {
    const result = await this.#respond(request, viewer, execute, pipeline);
    this.counts[result.status]++;
    return result;
  }

  #respond(
    request: CacheableRequest,
    viewer: Viewer | null,
    execute: Execute,
    pipeline: Pipeline,
  ): CacheResult | Promise<CacheResult> {
    const { maxBytes, now } = this.#options;
    const policy = maxBytes ? request.operation.cachePolicy : null;
    const keys = policy ? this.#keys(request, viewer, policy) : 'the response cache is off';
    if (typeof keys === 'string') return { status: 'BYPASS', reason: keys, entry: null, ageMs: 0, policy };
    const cached = (keys.shared !== null && this.#cache.peek(keys.shared)) || this.#cache.peek(keys.own);
    if (!cached) return this.#read(keys, policy!, execute, pipeline);
    const at = now();
    if (at >= cached.staleUntil) return this.#read(keys, policy!, execute, pipeline);
    const ageMs = at - cached.filledAt;
    const result = {
      reason: `${cached.shared ? 'shared' : 'for this viewer'}, ${ageMs} ms old`,
      entry: cached,
      ageMs,
      policy,
    };
    if (at < cached.freshUntil) return { status: 'HIT', ...result };
    this.#read(keys, policy!, execute, executeNow).catch(() => undefined);
    return { status: 'STALE', ...result, reason: `${result.reason}, past maxAge, served while revalidating` };
  }

  /** The cache keys of this request; or the reason why its response is not cached. */
  #keys({ cacheKey }: CacheableRequest, viewer: Viewer | null, policy: Policy): Keys | string {
    if (policy.bypassReason !== null) return policy.bypassReason;
    if (policy.schemaOnly) return { shared: `*|${cacheKey}`, own: `*|${cacheKey}` };
    if (!viewer) return 'no viewer is signed in';
    if (!holdsScope(viewer.scopes, 'READ')) return 'the token lacks the scope READ';
    const { workspaceId, userId, role } = viewer;
    // What a guest may see depends on their channels, so responses to guests are not shared.
    const shared = policy.shared && role !== 'GUEST' ? `${workspaceId}|${cacheKey}` : null;
    return { shared, own: `${workspaceId}|${userId}|${role}|${cacheKey}` };
  }

  /** Executes the request, or joins an execution of the same one in progress. */
  async #read(keys: Keys, policy: Policy, execute: Execute, pipeline: Pipeline): Promise<CacheResult> {
    const shared = keys.shared !== null && !this.#viewerDependent.has(keys.shared);
    const key = shared ? keys.shared! : keys.own;
    let source: Pick<CacheResult, 'status' | 'reason' | 'ageMs'> = {
      status: 'MISS',
      reason: 'joined an execution in progress',
      ageMs: 0,
    };
    const filled = await this.#cache.read(key, async () => {
      const { secondTier, now } = this.#options;
      const second = await secondTier?.get(shared ? [keys.shared!, keys.own] : [keys.own]);
      if (second) {
        if (keys.shared !== null && second.key === keys.own) this.#viewerDependent.set(keys.shared, true);
        source = { status: 'HIT', reason: 'from Redis', ageMs: now() - second.entry.filledAt };
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
      const uncacheable = json === null ? 'the response has errors' : uncacheableReasonOf(tracker, ttlMs);
      source = { status: 'MISS', reason: uncacheable ?? 'executed', ageMs: 0 };
      if (json === null || uncacheable !== null) return null;
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
    // The execution that this request joined depended on another viewer, so it is executed for this one.
    if (filled && filled.key !== keys.own && filled.key !== keys.shared)
      return this.#read(keys, policy, execute, pipeline);
    return { ...source, entry: filled?.value ?? null, policy };
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

/** Why a response cannot be cached after its execution; null when it can. */
function uncacheableReasonOf({ uncacheableReason, tags }: DependencyTracker, ttlMs: number): string | null {
  if (uncacheableReason !== null) return uncacheableReason;
  if (tags.size > maxTags) return 'it has too many dependencies';
  return ttlMs > 0 ? null : 'the response-cache plugin did not store it';
}
