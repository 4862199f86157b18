// The caching headers of a response: whether it came from the cache, its tag, and which caches on the way may keep it.
import { createHash } from 'node:crypto';
import type { SerializedResponse } from '../execution/operation-runner.ts';

export interface Caching {
  readonly status: 200 | 304;
  readonly headers: Record<string, string>;
  /** The request's headers that the answer depends on. */
  readonly vary: readonly string[];
}

/**
 * The status and headers of a response. Only a GET has a tag and may get a 304: the tag is computed from the content, so a
 * copy that a client holds is not confirmed after a change.
 */
export function cachingOf(
  response: SerializedResponse,
  method: string | undefined,
  ifNoneMatch: string | null,
): Caching {
  const { content, cacheResult } = response;
  const headers: Record<string, string> = { 'x-cache': cacheResult.status };
  if (method !== 'GET') return { status: 200, headers, vary: [] };
  if (content === null) return { status: 200, headers: { ...headers, 'cache-control': 'no-store' }, vary: [] };
  const etag = tagOf(cacheResult.entry, content);
  const status = matches(ifNoneMatch, etag) ? 304 : 200;
  const { policy, entry, ageMs } = cacheResult;
  // Extensions belong to the request that asked for them.
  if (!policy?.cdn || !entry || response.body !== content) {
    return { status, headers: { ...headers, etag, 'cache-control': 'private, no-cache' }, vary: [] };
  }
  const [maxAge, swr] = [policy.maxAgeMs, policy.swrMs].map((ms) => Math.floor(ms / 1000));
  const cacheControl = `public, max-age=${maxAge}, stale-while-revalidate=${swr}`;
  const age = `${Math.floor(ageMs / 1000)}`;
  return {
    status,
    headers: { ...headers, etag, 'cache-control': cacheControl, age },
    vary: ['Accept', 'Accept-Encoding', 'Origin', 'X-Cost', 'X-Ledger'],
  };
}

const known = new WeakMap<object, string>();

// Weak: the same content compressed is the same answer.
function tagOf(entry: object | null, content: string | Buffer): string {
  const made = entry && known.get(entry);
  if (made) return made;
  const tag = `W/"${createHash('sha256').update(content).digest('base64url').slice(0, 27)}"`;
  if (entry) known.set(entry, tag);
  return tag;
}

function matches(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false;
  const opaque = (tag: string) => tag.trim().replace(/^W\//, '');
  return ifNoneMatch.split(',').some((tag) => tag.trim() === '*' || opaque(tag) === opaque(etag));
}
