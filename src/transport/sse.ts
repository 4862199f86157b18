// Server-sent events: one operation for each request (the distinct connections mode of GraphQL over SSE). Every event
// carries its cursor as `id:`, so that a browser's EventSource, which sends Last-Event-ID, resumes automatically.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { GraphQLError } from 'graphql';
import { toClientError } from '../graphql/client-errors.ts';
import type { Viewer } from '../graphql/context.ts';
import { AppError, badInput } from '../lib/errors.ts';
import type { Caller } from '../operations/admission.ts';
import { checkRequestParameters, parseJson, type UncheckedParameters } from '../operations/request-parameters.ts';
import { Counts } from './counts.ts';
import { mayReadLedger, readViewer } from './credentials.ts';
import { EventStream, type EventStreamOptions } from './event-stream.ts';
import { checkMs } from './live-receiver.ts';
import type { MediaTypes } from './media-type.ts';
import { runOperation, type SocketOperations } from './socket-operations.ts';

export interface SseOptions extends SocketOperations, EventStreamOptions {
  mediaTypes: MediaTypes;
  limits: { perAddress: number };
}

const maximumBody = 1_000_000;
/** How much of a body that is too large is read and dropped before the connection is closed, in bytes. */
const maximumDropped = 10_000_000;

export interface EventStreams {
  /** Whether the request accepts an event stream. */
  wants(req: IncomingMessage): boolean;
  handle(req: IncomingMessage, res: ServerResponse, url: URL): Promise<void>;
  /** Ends all streams; clients reconnect automatically. */
  close(): void;
}

class BodyTooLarge extends AppError {
  constructor() {
    super('BAD_USER_INPUT', `The request is larger than ${maximumBody} bytes.`);
  }
}

/** Clients give up after a status below 500, so an unavailable database must not look like a client error. */
function statusOf(error: unknown): number {
  if (!(error instanceof AppError)) return error instanceof GraphQLError ? 400 : 500;
  if (error instanceof BodyTooLarge) return 413;
  return error.code === 'UNAUTHENTICATED' ? 401 : error.code === 'UNAVAILABLE' ? 503 : 400;
}

/** The handler of event streams. */
export function createEventStreams(options: SseOptions): EventStreams {
  const { log, allowedOrigins, mediaTypes, now = Date.now } = options;
  const open = new Set<EventStream>();
  const addresses = new Counts();

  async function handle(req: IncomingMessage, res: ServerResponse, url: URL): Promise<void> {
    const refuse = (status: number, error: unknown) => {
      // The rest of a body that was not read to its end would be taken for the next request.
      const close = req.complete ? {} : { connection: 'close' };
      res.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...close });
      res.end(JSON.stringify({ errors: [toClientError(error, log)] }));
    };
    const address = req.socket.remoteAddress ?? '';
    let payload: UncheckedParameters;
    let viewer: Viewer | null;
    try {
      payload = req.method === 'POST' ? await readBody(req) : readQuery(url);
      viewer = await readViewer(req.headers, options.authenticate, allowedOrigins);
      if (req.method !== 'POST') await requireNoMutation(options, payload, { viewer, address });
    } catch (error) {
      return refuse(statusOf(error), error);
    }
    if (!addresses.add(address, 1, options.limits.perAddress)) {
      return refuse(429, new AppError('RATE_LIMITED', 'Too many event streams from this address.', { retryAfter: 10 }));
    }
    const stream = new EventStream(res, req.headers, options);
    open.add(stream);
    await stream.watch.start(viewer);
    const checking = setInterval(() => stream.check(Date.now(), now()), checkMs);
    const { 'x-ledger': ledger, 'x-cost': cost } = req.headers;
    const connection = { viewer, address, ledger: mayReadLedger(ledger, viewer), cost: cost === '1' };
    const lastEventId = req.headers['last-event-id'];
    const resumeAfter = typeof lastEventId === 'string' && lastEventId ? lastEventId : undefined;
    const stop = res.writableEnded ? () => {} : await runOperation(options, connection, payload, stream, resumeAfter);
    const closed = () => {
      clearInterval(checking);
      stream.watch.stop();
      stop();
      open.delete(stream);
      addresses.remove(address, 1);
    };
    if (res.closed) closed();
    else res.once('close', closed);
  }

  return {
    // Clients that accept JSON as well (urql) list it first, so they get JSON for queries and mutations.
    wants: (req) => mediaTypes.negotiate(req) === 'text/event-stream',
    handle,
    close() {
      for (const stream of open) stream.end();
    },
  };
}

/** Parses the body. One that is too large is read to its end and dropped, so that the connection stays usable. */
function readBody(req: IncomingMessage & { body?: string }): Promise<UncheckedParameters> {
  if (req.body !== undefined) return Promise.resolve(asPayload(req.body, 'The body')); // the fast path has read it
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let length = 0;
    req.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= maximumBody) chunks.push(chunk);
      else chunks = [];
      if (length > maximumDropped) reject(new BodyTooLarge());
    });
    req.on('end', () => {
      if (length > maximumBody) return reject(new BodyTooLarge());
      try {
        resolve(asPayload(Buffer.concat(chunks).toString('utf8'), 'The body'));
      } catch (error) {
        reject(error as Error);
      }
    });
    req.on('error', reject);
    req.on('close', () => reject(badInput('The request ended before its body was complete.')));
  });
}

function readQuery(url: URL): UncheckedParameters {
  const { searchParams } = url;
  const variables = searchParams.get('variables');
  const extensions = searchParams.get('extensions');
  return {
    query: searchParams.get('query') ?? undefined,
    documentId: searchParams.get('documentId') ?? undefined,
    operationName: searchParams.get('operationName'),
    ...(variables && { variables: asPayload(variables, 'variables') as Record<string, unknown> }),
    ...(extensions && { extensions: asPayload(extensions, 'extensions') as Record<string, unknown> }),
  };
}

function asPayload(text: string, what: string): UncheckedParameters {
  const value = parseJson(text, what);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw badInput(`${what} must be a JSON object.`);
}

async function requireNoMutation(
  { operations, documents, prepared, admission }: SseOptions,
  payload: UncheckedParameters,
  caller: Caller,
): Promise<void> {
  checkRequestParameters(payload);
  const { document } = documents.read(await operations.lookup(payload), admission.documentPoints(caller));
  if (prepared.of(document, payload.operationName)?.type === 'mutation') {
    throw badInput('Send mutations by POST.');
  }
}
