// What an answer is sent as: what the Accept header likes best of what there is (RFC 9110, 12.5.1).
import type { IncomingMessage } from 'node:http';
import { LRUCache } from 'lru-cache';
import Negotiator from 'negotiator';

/** The types of a GraphQL response. */
export type JsonType = 'application/json' | 'application/graphql-response+json';
/** Beside them, event streams, and pages for browsers. */
export type MediaType = JsonType | 'text/event-stream' | 'text/html';

const offered: readonly MediaType[] = [
  'application/json',
  'application/graphql-response+json',
  'text/event-stream',
  'text/html',
];
// With the charset, so that whoever accepts a type in another charset only does not get it.
const parameter = '; charset=utf-8';
const described = offered.map((type) => `${type}${parameter}`);

// No client's header is as long, and reading one takes time by the square of its length.
const longest = 1_000;

export class MediaTypes {
  // Programs and browsers send few different headers, each of them always.
  readonly #accepted = new LRUCache<string, readonly MediaType[]>({ max: 100 });

  /** The type that the client likes best; null when it accepts none. Pages are for GET. */
  negotiate({ method, headers: { accept } }: Pick<IncomingMessage, 'method' | 'headers'>): MediaType | null {
    if (!accept || accept === '*/*' || accept === 'application/json' || accept.length > longest) return offered[0]!;
    let types = this.#accepted.get(accept);
    if (!types) {
      types = new Negotiator({ headers: { accept } })
        .mediaTypes(described)
        .map((type) => type.slice(0, -parameter.length) as MediaType);
      this.#accepted.set(accept, types);
    }
    return types.find((type) => type !== 'text/html' || method === 'GET') ?? null;
  }
}

export const isJsonType = (type: MediaType | null): type is JsonType =>
  type === 'application/json' || type === 'application/graphql-response+json';
