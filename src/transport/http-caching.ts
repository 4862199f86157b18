// The caching headers of a response (RFC 9111): X-Cache, ETag, Cache-Control and Age.
import { createHash } from 'node:crypto';
import type { SerializedResponse } from '../execution/operation-runner.ts';

export interface Caching {
  readonly status: 200 | 304;
  readonly headers: Record<string, string>;
  /** The request headers that the response depends on. */
  readonly vary: readonly string[];
}

/**
 * The status and headers of a response. Only a GET gets an ETag and may get a 304. The ETag is computed from the
 * content, so a client's stored copy is not validated after a change.
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
  // A body with extensions differs from the content and belongs to this request alone.
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

const etags = new WeakMap<object, string>();

// The ETag is weak because the same content can be sent in several encodings.
function tagOf(entry: object | null, content: string | Buffer): string {
  const known = entry && etags.get(entry);
  if (known) return known;
  const tag = `W/"${createHash('sha256').update(content).digest('base64url').slice(0, 27)}"`;
  if (entry) etags.set(entry, tag);
  return tag;
}

function matches(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false;
  const opaque = (tag: string) => tag.trim().replace(/^W\//, '');
  return ifNoneMatch.split(',').some((tag) => tag.trim() === '*' || opaque(tag) === opaque(etag));
}
