// Which document a request means: its own text, a stored operation by documentId, or one registered by its hash
// (automatic persisted queries). One function for all roads.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { LRUCache } from 'lru-cache';
import { AppError, badInput } from '../lib/errors.ts';

/** What a request may say of its document. */
export interface OperationRequest {
  query?: unknown;
  documentId?: unknown;
  extensions?: unknown;
}

// Registered documents are anybody's: bounded in number and in bytes, the least used go first.
const registry = { max: 5_000, maxSize: 10_000_000, maxEntrySize: 100_000 };

export class Operations {
  /** The stored operations: their documents by hash. */
  readonly stored: ReadonlyMap<string, string>;
  readonly #storedOnly: boolean;
  readonly #registered = new LRUCache<string, string>({ ...registry, sizeCalculation: (text) => text.length + 64 });

  constructor(stored: Readonly<Record<string, string>> = readStored(), options: { storedOnly?: boolean } = {}) {
    this.#storedOnly = options.storedOnly ?? false;
    this.stored = new Map(Object.entries(stored).map(([id, document]) => [id.replace(/^sha256:/, ''), document]));
  }

  /**
   * The document's text. BAD_USER_INPUT when the request names none or names it wrongly; PERSISTED_QUERY_NOT_FOUND
   * when only a hash is given that is not known: the client then sends hash and text together. Where only stored
   * operations run, anything else is OPERATION_NOT_STORED.
   */
  lookup(request: OperationRequest): string {
    const { query, documentId } = request;
    if (documentId != null) {
      if (query != null) throw badInput('Give either query or documentId, not both.');
      const document = typeof documentId === 'string' && this.stored.get(documentId.replace(/^sha256:/, ''));
      if (document) return document;
      if (this.#storedOnly) throw notStored();
      throw new AppError('NOT_FOUND', 'There is no stored operation with this documentId.');
    }
    const hash = hashIn(request.extensions);
    if (hash === null) {
      if (typeof query === 'string') {
        if (this.#storedOnly) throw notStored();
        return query;
      }
      throw badInput('Give a query, or the documentId of a stored operation.');
    }
    if (query == null) {
      const document = this.stored.get(hash) ?? this.#registered.get(hash);
      if (document !== undefined) return document;
      if (this.#storedOnly) throw notStored();
      throw new AppError('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound');
    }
    if (typeof query !== 'string' || createHash('sha256').update(query).digest('hex') !== hash) {
      throw badInput('extensions.persistedQuery.sha256Hash is not the SHA-256 of the query.');
    }
    // A client may send the text of a stored operation along with its hash.
    if (this.#storedOnly && !this.stored.has(hash)) throw notStored();
    this.#registered.set(hash, query);
    return query;
  }
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
