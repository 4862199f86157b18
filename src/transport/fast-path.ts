// The fast path: a plain JSON request goes from node:http straight to execution. Every other request, and one that
// cannot be executed as it stands, is left to Yoga, which handles it from the start.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { LRUCache } from 'lru-cache';
import { type Outcome, requesterOf } from '../execution/operation-runner.ts';
import { OperationRequest } from '../execution/prepared-operation.ts';
import type { Viewer } from '../graphql/context.ts';
import { documentBytes } from '../operations/documents.ts';
import { parseJson } from '../operations/request-parameters.ts';
import { busy } from '../resilience/concurrency-limiter.ts';
import type { Requester } from '../resilience/round-robin-queue.ts';
import { sendBusy } from './busy.ts';
import { readViewer } from './credentials.ts';
import { HttpRequestInfo } from './http-request-info.ts';
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

interface ParsedRequest {
  readonly request: OperationRequest;
  /** Whether the document belongs to a stored operation. */
  readonly isStored: boolean;
}

export interface FastPath {
  /**
   * Responds to a request, or returns false. The request is then unchanged, with its body on `req.body` if the body had
   * to be read. Throws RequestError when the body cannot be read.
   */
  handle(req: BodyRequest, res: ServerResponse): Promise<boolean>;
  /** How many requests it has responded to. */
  served: number;
}

export function createFastPath(options: GraphQLOptions): FastPath {
  // Parsed requests by the text of their bodies. Only queries: other bodies are seldom sent twice, and may hold a
  // password. A body with extensions, such as the hash of a persisted query, is parsed each time, so that the store of
  // registered documents sees each use.
  const parsed = new LRUCache<string, ParsedRequest>({
    max: 1_000,
    maxSize: 32_000_000,
    // Variables take up to 14 bytes for each character of JSON. Stored documents stay in memory anyway, so they do not
    // count.
    sizeCalculation: ({ request, isStored }, text) =>
      16 * text.length + (isStored ? 0 : documentBytes(request.operation.document)),
  });
  const parse = async (text: string, req: IncomingMessage) => {
    const parameters = readParameters(text);
    const result = parameters && (await findOperation(parameters, req, options));
    if (result?.request.operation.type === 'query' && parameters?.extensions == null) parsed.set(text, result);
    return result;
  };
  // The account of each Authorization header. It is only used to find the queue in which a request would wait.
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
    const request = (parsed.get(text) ?? (await parse(text, req)))?.request;
    if (!request) return false;
    // A request that would be refused as busy is refused before the database looks its token up.
    const { authorization } = req.headers;
    const wouldBeRefused =
      request.operation.type === 'query' &&
      !options.cache.canServe(request) &&
      options.queryLimiter.refuses(requesters.get(authorization ?? ''));
    const outcome = wouldBeRefused ? { refused: busy } : await run(request, req, res, options, requesters);
    if (outcome === null) return res.destroyed;
    if ('refused' in outcome && outcome.refused === busy) {
      sendBusy(res, mediaType);
      path.served++;
      return true;
    }
    if (!('body' in outcome)) return false;
    const { compressor } = options;
    const { body, encoding } = await compressor.encode(outcome, req.headers['accept-encoding']);
    res.writeHead(200, {
      'content-type': `${mediaType}; charset=utf-8`,
      'content-length': Buffer.byteLength(body),
      'x-cache': outcome.cacheResult.status,
      ...(compressor.varies(outcome) && { vary: 'Accept-Encoding' }),
      ...(encoding && { 'content-encoding': encoding }),
    });
    // Node sends a string body in one write together with the head.
    res.end(body);
    path.served++;
    return true;
  };
  const path = { handle, served: 0 };
  return path;
}

/** Whether it is an uncompressed POST of JSON to the endpoint, from a program or a page of this origin. */
function isPlain({ method, url, headers }: IncomingMessage, { allowedOrigins }: GraphQLOptions): boolean {
  if (method !== 'POST' || url !== '/graphql' || !isPlainJson(headers['content-type'])) return false;
  if (headers['content-encoding'] !== undefined || headers.expect !== undefined) return false;
  // Without a length the body comes in chunks, and its size is not known ahead.
  const length = headers['content-length'];
  if (length === undefined || !(Number(length) <= maximumBody)) return false;
  const { origin } = headers;
  if (origin === undefined) return true;
  return !allowedOrigins.includes(origin) && URL.canParse(origin) && new URL(origin).host === headers.host;
}

/** Finds a valid query or mutation; null for any other request. */
async function findOperation(
  parameters: Parameters,
  req: IncomingMessage,
  options: GraphQLOptions,
): Promise<ParsedRequest | null> {
  try {
    const text = await options.operations.lookup(parameters);
    const { document, errors } = await readDocument(text, req, options);
    const operation = errors.length ? null : options.prepared.of(document, parameters.operationName);
    if (!operation || operation.type === 'subscription') return null;
    const request = new OperationRequest(operation, parameters.variables);
    return { request, isStored: options.documents.isStored(text) };
  } catch {
    return null; // Yoga finds the same error and responds with it
  }
}

const parameterNames: readonly string[] = ['query', 'documentId', 'operationName', 'variables', 'extensions'];

/** Reads the parameters; null where one has an unknown name. `lookup` checks their values. */
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
  request: OperationRequest,
  req: IncomingMessage,
  res: ServerResponse,
  options: GraphQLOptions,
  requesters: LRUCache<string, Requester>,
): Promise<Outcome> {
  let viewer: Viewer | null;
  try {
    viewer = await readViewer(req.headers, options.authenticate, options.allowedOrigins);
  } catch (error) {
    return { refused: error };
  }
  const info = new HttpRequestInfo(req, res, options.secureCookies);
  if (viewer && req.headers.authorization && !requesters.get(req.headers.authorization)) {
    requesters.set(req.headers.authorization, requesterOf(viewer, info.address));
  }
  return options.runner.run(request, viewer, info);
}
