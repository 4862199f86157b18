// The fast path: a plain JSON request of a known shape goes from node:http straight to execution. Everything else, and
// whatever cannot be executed as it stands, is Yoga's, which answers it as if nobody had read it before.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type DocumentNode, getOperationAST } from 'graphql';
import { toClientError } from '../graphql/client-errors.ts';
import { createContext, type Viewer } from '../graphql/context.ts';
import { type Charge, withCost } from '../operations/admission.ts';
import { beginOperation } from '../operations/begin.ts';
import type { Executor } from '../operations/executor.ts';
import type { Gate } from '../resilience/gate.ts';
import { withLedger } from '../telemetry/ledger.ts';
import { readsLedger, readViewer, sessionCookie } from './credentials.ts';
import type { GraphQLOptions } from './yoga.ts';

export interface FastPathOptions extends GraphQLOptions {
  executor: Executor;
  gate: Gate;
  /** Largest body that is read here, in bytes. */
  maximumBody: number;
}

interface Parameters {
  query?: string | null;
  documentId?: string | null;
  operationName?: string | null;
  variables?: Record<string, unknown> | null;
  extensions?: Record<string, unknown> | null;
}

interface Operation {
  /** Mutations may wait for locks, and must not hold up those who only read. */
  isQuery: boolean;
  document: DocumentNode;
  operationName: string | null | undefined;
  variableValues: Record<string, unknown> | null | undefined;
}

export interface FastPath {
  /** Answers a request, or gives false: it is then as it was, its body on `req.body` if that had to be read. */
  handle(req: IncomingMessage & { body?: string }, res: ServerResponse): Promise<boolean>;
  /** How many it answered. */
  answered: number;
}

/** The fast path to these operations. */
export function createFastPath(options: FastPathOptions): FastPath {
  const handle: FastPath['handle'] = async (req, res) => {
    const mediaType = isPlain(req, options) ? mediaTypeOf(req.headers.accept) : null;
    if (mediaType === null) return false;
    const text = await readText(req);
    if (text === null) return true;
    req.body = text;
    const operation = await readOperation(text, options);
    if (!operation) return false;
    const json = operation.isQuery
      ? await options.gate.pass(
          () => run(operation, req, res, options),
          () => res.destroyed,
        )
      : await run(operation, req, res, options);
    if (json === null) return res.destroyed;
    // As text: head and body then leave in one write.
    res.writeHead(200, { 'content-type': `${mediaType}; charset=utf-8`, 'content-length': Buffer.byteLength(json) });
    res.end(json);
    path.answered++;
    return true;
  };
  const path = { handle, answered: 0 };
  return path;
}

const plainContent = /^application\/json(; ?charset=utf-8)?$/i;

/** A POST of JSON to the endpoint by a program, or by a page of this very origin; no CORS, nothing to unpack. */
function isPlain({ method, url, headers }: IncomingMessage, { allowedOrigins, maximumBody }: FastPathOptions): boolean {
  if (method !== 'POST' || url !== '/graphql' || !plainContent.test(headers['content-type'] ?? '')) return false;
  if (headers['content-encoding'] !== undefined || headers.expect !== undefined) return false;
  // Without a length the body comes in chunks, and nobody knows how many.
  const length = headers['content-length'];
  if (length === undefined || !(Number(length) <= maximumBody)) return false;
  const { origin } = headers;
  if (origin === undefined) return true;
  return !allowedOrigins.includes(origin) && URL.canParse(origin) && new URL(origin).host === headers.host;
}

/** The type to answer with, as Yoga chooses it: the first that is listed and known, whatever its weight. */
function mediaTypeOf(accept: string | undefined): string | null {
  if (!accept || accept === '*/*') return 'application/json';
  for (const part of accept.toLowerCase().replace(/\s/g, '').split(',')) {
    const [type, ...parameters] = part.split(';');
    const charset = parameters.find((parameter) => parameter.includes('charset='));
    if (charset !== undefined && charset !== 'charset=utf-8') continue;
    if (type === 'application/graphql-response+json' || type === 'application/json') return type;
    if (type === '*/*' || type === 'application/*') return 'application/json';
  }
  return null;
}

/** The body; null when the client left before it had sent it. */
function readText(req: IncomingMessage): Promise<string | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => resolve(String(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))));
    req.on('error', () => resolve(null));
    req.on('close', () => resolve(null));
  });
}

/** A query or mutation that is known to be valid. */
async function readOperation(text: string, { operations, documents }: FastPathOptions): Promise<Operation | null> {
  const given = readParameters(text);
  if (!given) return null;
  try {
    const found = operations.lookup(given);
    const { document, errors } = documents.read(typeof found === 'string' ? found : await found);
    const operation = errors.length ? null : getOperationAST(document, given.operationName)?.operation;
    if (!operation || operation === 'subscription') return null;
    return {
      isQuery: operation === 'query',
      document,
      operationName: given.operationName,
      variableValues: given.variables,
    };
  } catch {
    return null; // Yoga finds the same, and knows how to say it
  }
}

const isText = (value: unknown) => value == null || typeof value === 'string';
const isObject = (value: unknown) => value == null || (typeof value === 'object' && !Array.isArray(value));
const shape = new Map([
  ['query', isText],
  ['documentId', isText],
  ['operationName', isText],
  ['variables', isObject],
  ['extensions', isObject],
]);

function readParameters(text: string): Parameters | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    for (const [key, part] of Object.entries(value)) if (!shape.get(key)?.(part)) return null;
    return value;
  } catch {
    return null;
  }
}

/** The answer as JSON; null when there is none because nothing was executed. */
async function run(
  operation: Operation,
  req: IncomingMessage,
  res: ServerResponse,
  {
    schema,
    executor,
    admission,
    postgres,
    authenticate,
    allowedOrigins,
    secureCookies,
    onChanges,
    log,
    now,
  }: FastPathOptions,
): Promise<string | null> {
  let viewer: Viewer | null;
  const setSessionCookie = (token: string | null, expiresAt?: Date) =>
    res.setHeader('set-cookie', sessionCookie(token, expiresAt, secureCookies));
  try {
    viewer = await readViewer(req.headers, authenticate, allowedOrigins);
  } catch {
    return null;
  }
  const address = req.socket.remoteAddress ?? '';
  const client = { address, setSessionCookie };
  const contextValue = createContext({ postgres, viewer, client, onChanges, ...(now && { now }) });
  const { document, operationName, variableValues } = operation;
  let charge: Charge | undefined;
  try {
    charge = await admission.admit(document, operationName, variableValues, { viewer, address });
    await beginOperation(schema, document, contextValue);
  } catch {
    charge?.settle(contextValue.ledger);
    return null;
  }
  const result = await executor.execute({ schema, document, operationName, variableValues, contextValue });
  const cost = charge.settle(contextValue.ledger);
  if (!('data' in result)) return null;
  const masked = result.errors && { errors: result.errors.map((error) => toClientError(error, log)) };
  const told = withCost({ ...result, ...masked }, req.headers['x-cost'] === '1' ? cost : null);
  // Whoever has just signed in is the viewer from there on.
  const asksLedger = readsLedger(req.headers['x-ledger'], contextValue.viewer);
  return JSON.stringify(asksLedger ? withLedger(told, contextValue.ledger) : told);
}
