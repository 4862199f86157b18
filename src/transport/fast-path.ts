// The fast path: a plain JSON request of a known shape goes from node:http straight to execution. Everything else, and
// whatever cannot be executed as it stands, is Yoga's, which answers it as if nobody had read it before.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { getOperationAST } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Operation } from '../cache/response-cache.ts';
import type { Viewer } from '../graphql/context.ts';
import { documentBytes } from '../operations/documents.ts';
import { parseJson } from '../operations/request-parameters.ts';
import { busy } from '../resilience/concurrency-limiter.ts';
import type { Requester } from '../resilience/round-robin-queue.ts';
import { type Answered, answer, requesterOf } from './answer.ts';
import { sendBusy } from './busy.ts';
import { readViewer } from './credentials.ts';
import { HttpAsker } from './http-asker.ts';
import { isJsonType } from './media-type.ts';
import { readDocument } from './read-document.ts';
import { type BodyRequest, isPlainJson, maximumBody, readBody } from './request-body.ts';
import type { GraphQLOptions } from './yoga.ts';

interface Parameters {
  query?: string | null;
  documentId?: string | null;
  operationName?: string | null;
  variables?: Record<string, unknown> | null;
  extensions?: Record<string, unknown> | null;
}

interface Asked extends Operation {
  readonly isQuery: boolean;
  /** Whether the document is that of a stored operation. */
  readonly isStored: boolean;
}

export interface FastPath {
  /**
   * Answers a request, or gives false: it is then as it was, its body on `req.body` if that had to be read. RequestError
   * when the body cannot be read.
   */
  handle(req: BodyRequest, res: ServerResponse): Promise<boolean>;
  /** How many it answered. */
  answered: number;
}

/** The fast path to these operations. */
export function createFastPath(options: GraphQLOptions): FastPath {
  // What bodies ask for, by their text. Queries alone: other bodies are seldom sent twice, and may hold a password. Where a
  // hash stands for the document, its use must be seen where that is kept.
  const known = new LRUCache<string, Asked>({
    max: 1_000,
    maxSize: 32_000_000,
    // Variables take up to 14 bytes for each character of JSON. A stored document is kept elsewhere for good.
    sizeCalculation: ({ document, isStored }, text) => 16 * text.length + (isStored ? 0 : documentBytes(document)),
  });
  const read = async (text: string, req: IncomingMessage) => {
    const given = readParameters(text);
    const operation = given && (await findOperation(given, req, options));
    if (operation?.isQuery && given?.extensions == null) known.set(text, operation);
    return operation;
  };
  // On whose account they last asked, by their Authorization: it only says in whose line they would stand.
  const requesters = new LRUCache<string, Requester>({
    max: 10_000,
    maxSize: 1_000_000,
    sizeCalculation: (_, authorization) => authorization.length,
  });
  const handle: FastPath['handle'] = async (req, res) => {
    const mediaType = isPlain(req, options) ? options.mediaTypes.negotiate(req) : null;
    if (!isJsonType(mediaType)) return false;
    const text = await readBody(req);
    if (text === null) return true;
    req.body = text;
    const operation = known.get(text) ?? (await read(text, req));
    if (!operation) return false;
    // When nobody is let in, no database is asked whose token this is: that would only make it worse.
    const { authorization } = req.headers;
    const shouldShed =
      operation.isQuery &&
      !options.cache.canServe(operation) &&
      options.queryLimiter.refuses(requesters.get(authorization ?? ''));
    const answered = shouldShed ? { refused: busy } : await run(operation, req, res, options, requesters);
    if (answered === null) return res.destroyed;
    if ('refused' in answered && answered.refused === busy) {
      sendBusy(res, mediaType);
      path.answered++;
      return true;
    }
    if (!('body' in answered)) return false;
    const { compressor } = options;
    const { body, encoding } = await compressor.encode(answered, req.headers['accept-encoding']);
    res.writeHead(200, {
      'content-type': `${mediaType}; charset=utf-8`,
      'content-length': Buffer.byteLength(body),
      'x-cache': answered.cacheResult.status,
      ...(compressor.varies(answered) && { vary: 'Accept-Encoding' }),
      ...(encoding && { 'content-encoding': encoding }),
    });
    // Text leaves in one write with the head.
    res.end(body);
    path.answered++;
    return true;
  };
  const path = { handle, answered: 0 };
  return path;
}

/** A POST of JSON to the endpoint by a program, or by a page of this very origin; no CORS, nothing to unpack. */
function isPlain({ method, url, headers }: IncomingMessage, { allowedOrigins }: GraphQLOptions): boolean {
  if (method !== 'POST' || url !== '/graphql' || !isPlainJson(headers['content-type'])) return false;
  if (headers['content-encoding'] !== undefined || headers.expect !== undefined) return false;
  // Without a length the body comes in chunks, and nobody knows how many.
  const length = headers['content-length'];
  if (length === undefined || !(Number(length) <= maximumBody)) return false;
  const { origin } = headers;
  if (origin === undefined) return true;
  return !allowedOrigins.includes(origin) && URL.canParse(origin) && new URL(origin).host === headers.host;
}

/** A query or mutation that is known to be valid. */
async function findOperation(given: Parameters, req: IncomingMessage, options: GraphQLOptions): Promise<Asked | null> {
  try {
    const text = await options.operations.lookup(given);
    const { document, errors } = await readDocument(text, req, options);
    const operation = errors.length ? null : getOperationAST(document, given.operationName)?.operation;
    if (!operation || operation === 'subscription') return null;
    const isQuery = operation === 'query';
    const { operationName, variables } = given;
    return { document, isQuery, isStored: options.documents.isStored(text), operationName, variables };
  } catch {
    return null; // Yoga finds the same, and knows how to say it
  }
}

const parameterNames: readonly string[] = ['query', 'documentId', 'operationName', 'variables', 'extensions'];

/** The parameters, by names that are known; what they hold is checked where the document is looked up. */
function readParameters(text: string): Parameters | null {
  try {
    const value = parseJson(text, 'The body');
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    return Object.keys(value).every((name) => parameterNames.includes(name)) ? value : null;
  } catch {
    return null;
  }
}

async function run(
  operation: Operation,
  req: IncomingMessage,
  res: ServerResponse,
  options: GraphQLOptions,
  requesters: LRUCache<string, Requester>,
): Promise<Answered> {
  let viewer: Viewer | null;
  try {
    viewer = await readViewer(req.headers, options.authenticate, options.allowedOrigins);
  } catch (error) {
    return { refused: error };
  }
  const asker = new HttpAsker(req, res, options.secureCookies);
  if (viewer && req.headers.authorization && !requesters.get(req.headers.authorization)) {
    requesters.set(req.headers.authorization, requesterOf(viewer, asker.address));
  }
  return answer(options, operation, viewer, asker);
}
