// The media type of a response, negotiated by the Accept header (RFC 9110, 12.5.1).
import type { IncomingMessage } from 'node:http';
import { LRUCache } from 'lru-cache';
import Negotiator from 'negotiator';

/** The types of a GraphQL response. */
export type JsonType = 'application/json' | 'application/graphql-response+json';
/** Those, event streams, and pages for browsers. */
export type MediaType = JsonType | 'text/event-stream' | 'text/html';

const offered: readonly MediaType[] = [
  'application/json',
  'application/graphql-response+json',
  'text/event-stream',
  'text/html',
];
// With the charset, so that a type that the client accepts only in another charset does not match.
const parameter = '; charset=utf-8';
const typesWithCharset = offered.map((type) => `${type}${parameter}`);

// No real client sends a longer header, and the time to parse one grows with the square of its length.
const maxLength = 1_000;

export class MediaTypes {
  // Clients send few different headers, and each client sends the same one every time.
  readonly #accepted = new LRUCache<string, readonly MediaType[]>({ max: 100 });

  /** The type that the client prefers; null when it accepts none. Pages are only for GET. */
  negotiate({ method, headers: { accept } }: Pick<IncomingMessage, 'method' | 'headers'>): MediaType | null {
    if (!accept || accept === '*/*' || accept === 'application/json' || accept.length > maxLength) return offered[0]!;
    let types = this.#accepted.get(accept);
    if (!types) {
      types = new Negotiator({ headers: { accept } })
        .mediaTypes(typesWithCharset)
        .map((type) => type.slice(0, -parameter.length) as MediaType);
      this.#accepted.set(accept, types);
    }
    return types.find((type) => type !== 'text/html' || method === 'GET') ?? null;
  }
}

export const isJsonType = (type: MediaType | null): type is JsonType =>
  type === 'application/json' || type === 'application/graphql-response+json';
