// Which document a request means: its own text, a stored operation by documentId, or one registered by its hash
// (automatic persisted queries). One function for all roads.
import { readFileSync } from 'node:fs';
import { AppError, badInput } from '../lib/errors.ts';
import type { RedisClient } from '../redis/client.ts';
import { hashOf, RegisteredDocuments } from './registered-documents.ts';
import { checkRequestParameters, type UncheckedParameters } from './request-parameters.ts';

export interface LookupOptions {
  /** Only stored operations run; nothing is registered. */
  storedOnly?: boolean;
  /** Where instances find what was registered at others; null keeps it here. */
  redis?: RedisClient | null;
  /** The time in milliseconds. */
  now?: () => number;
}

export class PersistedOperations {
  /** The stored operations: their documents by hash. */
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
   * The document's text; a promise only where Redis is asked for a hash that is not known here. BAD_USER_INPUT when the
   * request's parameters are not of their types, name no document or name it wrongly; PERSISTED_QUERY_NOT_FOUND when only a hash is given that is not known: the client then sends hash and text together. Where only stored
   * operations run, anything else is OPERATION_NOT_STORED.
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
      return registered instanceof Promise ? registered.then(known) : known(registered);
    }
    if (hashOf(query) !== hash) {
      throw badInput('extensions.persistedQuery.sha256Hash is not the SHA-256 of the query.');
    }
    // A client may send the text of a stored operation along with its hash.
    if (this.stored.has(hash)) return query;
    if (this.#storedOnly) throw notStored();
    this.#registered.register(hash, query);
    return query;
  }
}

function known(document: string | undefined): string {
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
