// Server-sent events: one operation a request (the distinct connections mode of GraphQL over SSE). Every event carries
// its cursor as `id:`, so that a browser's EventSource, which sends Last-Event-ID, resumes by itself.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { getOperationAST } from 'graphql';
import type { Feed } from '../changes/feed.ts';
import { toClientError } from '../graphql/client-errors.ts';
import type { Viewer } from '../graphql/context.ts';
import { AppError, badInput } from '../lib/errors.ts';
import { userStream } from '../lib/streams.ts';
import type { Caller } from '../operations/admission.ts';
import { readsLedger, readViewer } from './credentials.ts';
import { runOperation, type SocketOperations } from './socket-operations.ts';
import type { OperationPayload, Receiver } from './socket-protocol.ts';

export interface SseOptions extends SocketOperations {
  feed: Feed;
  allowedOrigins: readonly string[];
  limits: { perAddress: number };
}

const maximumBody = 1_000_000;
const maximumWaiting = 4 * 1024 * 1024;
const littleWaiting = 64 * 1024;
const slowMs = 3_000;
const beatMs = 12_000;
const tickMs = 500;

export interface EventStreams {
  /** Whether the request asks for an event stream. */
  wants(req: IncomingMessage): boolean;
  handle(req: IncomingMessage, res: ServerResponse, url: URL): Promise<void>;
  /** Ends all streams; clients reconnect by themselves. */
  close(): void;
}

/** Clients give up after a status below 500, so a database that is away must not look like their mistake. */
function statusOf(error: unknown): number {
  if (!(error instanceof AppError)) return 500;
  return error.code === 'UNAUTHENTICATED' ? 401 : error.code === 'UNAVAILABLE' ? 503 : 400;
}

/** The handler of event streams. */
export function createEventStreams(options: SseOptions): EventStreams {
  const { log, feed, allowedOrigins, now = Date.now } = options;
  const open = new Set<ServerResponse>();
  const addresses = new Map<string, number>();

  async function handle(req: IncomingMessage, res: ServerResponse, url: URL): Promise<void> {
    const { origin } = req.headers;
    if (origin !== undefined && allowedOrigins.includes(origin)) {
      res.setHeader('access-control-allow-origin', origin);
      res.setHeader('access-control-allow-credentials', 'true');
      res.setHeader('vary', 'Origin');
    }
    const refuse = (status: number, error: unknown) => {
      res.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
      res.end(JSON.stringify({ errors: [toClientError(error, log)] }));
    };
    const address = req.socket.remoteAddress ?? '';
    let payload: OperationPayload;
    let viewer: Viewer | null;
    try {
      payload = req.method === 'POST' ? await readBody(req) : readQuery(url);
      viewer = await readViewer(req.headers, options.authenticate, allowedOrigins);
      if (req.method !== 'POST') await requireNoMutation(options, payload, { viewer, address });
    } catch (error) {
      return refuse(statusOf(error), error);
    }
    const count = addresses.get(address) ?? 0;
    if (count >= options.limits.perAddress) {
      return refuse(429, new AppError('RATE_LIMITED', 'Too many event streams from this address.', { retryAfter: 10 }));
    }
    addresses.set(address, count + 1);
    res.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    res.flushHeaders();
    open.add(res);

    let slowSince: number | null = null;
    // A stream that is ended may wait for its reader yet, and to write to it then would end the process.
    const write = (text: string) => {
      if (!res.writableEnded) res.write(text);
      if (res.writableLength > littleWaiting) slowSince ??= Date.now();
    };
    const end = () => {
      if (!res.writableEnded) res.end('event: complete\ndata:\n\n');
    };
    const unfollow = viewer
      ? feed.follow([userStream(viewer.userId)], {
          change: ({ kind, data }) => {
            const revoked = kind === 'tokens.revoked' && data.tokenId === viewer.tokenId;
            // Whoever has lost or changed rights asks again, and is told then.
            if (revoked || kind === 'users.deactivated' || kind === 'users.roleChanged') res.end();
          },
          gap: () => res.end(),
        })
      : () => {};
    const tick = setInterval(() => {
      if (viewer?.expiresAt && Date.parse(viewer.expiresAt) <= now()) res.end();
      if (res.writableLength <= littleWaiting) slowSince = null;
      const slow = slowSince !== null && Date.now() - slowSince > slowMs;
      if (slow || res.writableLength > maximumWaiting || res.writableEnded) res.destroy();
    }, tickMs);
    const beat = setInterval(() => write(':\n\n'), beatMs);
    const receiver: Receiver = {
      next: (json, cursor) => write(`${cursor ? `id: ${cursor}\n` : ''}event: next\ndata: ${json}\n\n`),
      error: (json) => {
        write(`event: next\ndata: {"errors":${json}}\n\n`);
        end();
      },
      complete: end,
      room: () => room(res),
    };
    const { 'x-ledger': ledger, 'x-cost': cost } = req.headers;
    const connection = { viewer, address, ledger: readsLedger(ledger, viewer), cost: cost === '1' };
    const lastEventId = req.headers['last-event-id'];
    const resumeAfter = typeof lastEventId === 'string' && lastEventId ? lastEventId : undefined;
    // Once more, now that nothing can escape: the token may have been revoked between the look and the following.
    const again = viewer && (await readViewer(req.headers, options.authenticate, allowedOrigins).catch(() => null));
    if (again?.role !== viewer?.role) res.end();
    const stop = res.writableEnded ? () => {} : await runOperation(options, connection, payload, receiver, resumeAfter);
    const closed = () => {
      clearInterval(tick);
      clearInterval(beat);
      unfollow();
      stop();
      open.delete(res);
      const left = (addresses.get(address) ?? 1) - 1;
      if (left) addresses.set(address, left);
      else addresses.delete(address);
    };
    if (res.closed) closed();
    else res.once('close', closed);
  }

  return {
    // Clients that would take JSON as well (urql) get that for what is answered once.
    wants: ({ headers: { accept = '' } }) =>
      /\btext\/event-stream\b/.test(accept) && !/\bapplication\/(graphql-response\+)?json\b/.test(accept),
    handle,
    close() {
      for (const res of open) res.end();
    },
  };
}

async function room(res: ServerResponse): Promise<void> {
  while (res.writableLength > littleWaiting && !res.destroyed) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function readBody(req: IncomingMessage & { body?: string }): Promise<OperationPayload> {
  if (req.body !== undefined) return asPayload(req.body, 'The body'); // the fast path has read it
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maximumBody) throw badInput(`The request is larger than ${maximumBody} bytes.`);
    chunks.push(chunk);
  }
  return asPayload(Buffer.concat(chunks).toString('utf8'), 'The body');
}

function readQuery(url: URL): OperationPayload {
  const { searchParams: given } = url;
  const variables = given.get('variables');
  const extensions = given.get('extensions');
  return {
    query: given.get('query') ?? undefined,
    documentId: given.get('documentId') ?? undefined,
    operationName: given.get('operationName'),
    ...(variables && { variables: asPayload(variables, 'variables') as Record<string, unknown> }),
    ...(extensions && { extensions: asPayload(extensions, 'extensions') as Record<string, unknown> }),
  };
}

function asPayload(text: string, what: string): OperationPayload {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Told below.
  }
  throw badInput(`${what} must be a JSON object.`);
}

async function requireNoMutation(
  { operations, documents, admission }: SseOptions,
  payload: OperationPayload,
  caller: Caller,
): Promise<void> {
  const { document } = documents.read(await operations.lookup(payload), admission.documentPoints(caller));
  if (getOperationAST(document, payload.operationName)?.operation === 'mutation') {
    throw badInput('Send mutations by POST.');
  }
}
