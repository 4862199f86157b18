// Finds the document of a request: its own text, a stored operation by documentId, or a document registered by its hash
// (automatic persisted queries). Every transport uses this.
import { readFileSync } from 'node:fs';
import { AppError, badInput } from '../lib/errors.ts';
import type { RedisClient } from '../redis/client.ts';
import { hashOf, RegisteredDocuments } from './registered-documents.ts';
import { checkRequestParameters, type UncheckedParameters } from './request-parameters.ts';

export interface LookupOptions {
  /** Whether only stored operations run, and no documents are registered. */
  storedOnly?: boolean;
  /** Shares registered documents between instances; null keeps them in this one. */
  redis?: RedisClient | null;
  /** The time in milliseconds. */
  now?: () => number;
}

export class PersistedOperations {
  /** The documents of the stored operations, by their hash. */
  readonly stored: ReadonlyMap<string, string>;
  readonly #storedOnly: boolean;
  readonly #registered: RegisteredDocuments;

  constructor(stored: Readonly<Record<string, string>> = readStored(), options: LookupOptions = {}) {
    const { storedOnly = false, redis = null, now = Date.now } = options;
    this.#storedOnly = storedOnly;
    this.#registered = new RegisteredDocuments(redis, now);
    this.stored = new Map(Object.entries(stored).map(([id, document]) => [id.replace(/^sha256:/, ''), document]));
  }

  /**
   * The text of the request's document. Returns a promise only when Redis is asked for a hash that is not known here.
   * Throws BAD_USER_INPUT when the parameters have wrong types or name no document; NOT_FOUND for an unknown documentId;
   * PERSISTED_QUERY_NOT_FOUND for an unknown hash without a text, after which the client sends both; and
   * OPERATION_NOT_STORED for anything but a stored operation when only those run.
   */
  lookup(request: UncheckedParameters): string | Promise<string> {
    checkRequestParameters(request);
    const { query, documentId } = request;
    if (documentId != null) {
      if (query != null) throw badInput('Give either query or documentId, not both.');
      const document = this.stored.get(documentId.replace(/^sha256:/, ''));
      if (document) return document;
      if (this.#storedOnly) throw notStored();
      throw new AppError('NOT_FOUND', 'There is no stored operation with this documentId.');
    }
    const hash = hashIn(request.extensions);
    if (hash === null) {
      if (query != null) {
        if (this.#storedOnly) throw notStored();
        return query;
      }
      throw badInput('Give a query, or the documentId of a stored operation.');
    }
    if (query == null) {
      const document = this.stored.get(hash);
      if (document !== undefined) return document;
      if (this.#storedOnly) throw notStored();
      const registered = this.#registered.get(hash);
      return registered instanceof Promise ? registered.then(requireRegistered) : requireRegistered(registered);
    }
    if (hashOf(query) !== hash) {
      throw badInput('extensions.persistedQuery.sha256Hash is not the SHA-256 of the query.');
    }
    // A client may send both the text and the hash of a stored operation.
    if (this.stored.has(hash)) return query;
    if (this.#storedOnly) throw notStored();
    this.#registered.register(hash, query);
    return query;
  }
}

function requireRegistered(document: string | undefined): string {
  if (document !== undefined) return document;
  throw new AppError('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound');
}

const notStored = () =>
  new AppError('OPERATION_NOT_STORED', 'This server runs stored operations only: send the documentId of one.');

function readStored(): Record<string, string> {
  return JSON.parse(readFileSync(new URL('../../schema/persisted.json', import.meta.url), 'utf8')) as Record<
    string,
    string
  >;
}

function hashIn(extensions: unknown): string | null {
  const persisted = (extensions as { persistedQuery?: unknown } | null | undefined)?.persistedQuery;
  if (persisted == null) return null;
  const { version, sha256Hash } = persisted as { version?: unknown; sha256Hash?: unknown };
  if (version === 1 && typeof sha256Hash === 'string' && /^[0-9a-f]{64}$/i.test(sha256Hash))
    return sha256Hash.toLowerCase();
  throw badInput('extensions.persistedQuery: give version 1 and the SHA-256 of the query in hexadecimal.');
}
