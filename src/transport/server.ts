// The HTTP server: routes, health checks, and draining. GraphQL is only a handler to it.
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import compression from 'compression';
import { explainListen, originOf } from './address.ts';
import { sendBusy } from './busy.ts';
import { BodyBudget, boundConnections, type ConnectionLimits } from './connections.ts';
import { allowOrigin } from './credentials.ts';
import { sendLivePage } from './live-page.ts';
import type { MediaTypes } from './media-type.ts';
import { type BodyRequest, readBody, requireJson } from './request-body.ts';
import { RequestError } from './request-error.ts';
import { isUtf8Query, readHead, urlOf } from './request-head.ts';

export interface HttpOptions {
  host: string;
  port: number;
  /** Handles requests that accept JSON; a POST has its body on `req.body`. */
  graphql: (req: BodyRequest, res: ServerResponse) => Promise<unknown>;
  /** Handles plain JSON requests before any other handler is tried; false for the rest. */
  fast: (req: BodyRequest, res: ServerResponse) => Promise<boolean>;
  /** Handles requests that accept an event stream. */
  streams: {
    wants(req: IncomingMessage): boolean;
    handle(req: IncomingMessage, res: ServerResponse, url: URL): Promise<void>;
  };
  /** Serves the page to browsers at the endpoint, and the page's files below it; false for any other request. */
  page: (req: IncomingMessage, res: ServerResponse, url: URL) => Promise<boolean>;
  /** Whether the page at /live shows the id of this process, to kill it: only where no other machine can connect. */
  showPid: boolean;
  /** Whether pages are compressed. The GraphQL handlers compress their own responses. */
  compress: boolean;
  /** Whether the server is so overloaded that it refuses every new request, including mutations. */
  isOverloaded: () => boolean;
  mediaTypes: MediaTypes;
  /** The maximum of connections. */
  connections: Pick<ConnectionLimits, 'perAddress' | 'total'>;
  /** Whether a request carries valid credentials; checked before a large body is read. */
  signedIn: (req: IncomingMessage) => Promise<boolean>;
  /** Rejects when the server cannot serve queries. */
  ready: () => Promise<void>;
  /** Pages of these origins may read the responses of the endpoint. */
  allowedOrigins: readonly string[];
  /** The error that a client may see; an unexpected error is logged and masked. */
  maskError: (error: unknown) => { readonly extensions: { readonly [name: string]: unknown } };
}

export interface HttpServer {
  /** Where it listens, such as `http://127.0.0.1:4000`. */
  readonly origin: string;
  readonly server: ReturnType<typeof createServer>;
  /** Refuses new connections, reports `draining` at /readyz, waits for running requests; then closes the rest. */
  drain(milliseconds: number): Promise<void>;
}

/** In milliseconds. Load balancers keep idle connections for a minute, so the server must not close them earlier. */
const timeouts = {
  keepAliveTimeout: 65_000,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 2_000,
};

/** Starts listening; throws an Error with a one-line message when the address is in use or not allowed. */
export async function listen(options: HttpOptions): Promise<HttpServer> {
  let draining = false;
  const bodies = new BodyBudget();
  const route = async (req: BodyRequest, res: ServerResponse) => {
    if (draining) res.setHeader('connection', 'close');
    readHead(req);
    // Before the body is read. Health checks, event streams and sockets are not refused.
    if (options.isOverloaded() && /^\/graphql(\?|$)/.test(req.url ?? '') && !options.streams.wants(req))
      return sendBusy(res);
    const admitted = bodies.admit(req, res, () => options.signedIn(req));
    if (!(admitted === true || (await admitted))) {
      res.setHeader('connection', 'close');
      return sendBusy(res);
    }
    if (await options.fast(req, res)) return;
    if (options.compress && req.method === 'GET' && !options.streams.wants(req)) compressPage(req, res);
    const url = urlOf(req);
    const { pathname } = url;
    if (pathname === '/healthz') return json(res, 200, { status: 'ok' });
    if (pathname === '/readyz') {
      if (draining) return json(res, 503, { status: 'draining' });
      return options.ready().then(
        () => json(res, 200, { status: 'ready' }),
        () => json(res, 503, { status: 'database unreachable' }),
      );
    }
    if (pathname === '/graphql') return endpoint(req, res, url, options);
    if (pathname.startsWith('/graphql/') && (await options.page(req, res, url))) return;
    if (sendLivePage(req, res, url, options.showPid)) return;
    if (pathname === '/') return res.writeHead(302, { location: '/graphql' }).end();
    throw new RequestError(404, 'Not found. The GraphQL endpoint is /graphql.');
  };
  const listener: RequestListener = (req, res) => {
    res.setHeader('x-content-type-options', 'nosniff');
    connections.used(req.socket);
    // A kept-alive connection is idle from now on and would delay the drain.
    res.on('close', () => draining && server.closeIdleConnections());
    // All errors of a request are handled here.
    route(req, res).catch((error: unknown) => {
      const masked = options.maskError(error);
      if (res.headersSent) res.destroy();
      else refuse(res, error, masked);
    });
  };
  const server = createServer(timeouts, listener);
  const connections = boundConnections(server, { ...options.connections, firstRequestMs: timeouts.headersTimeout });
  // Without this listener Node would close the connection without a response.
  server.on('connect', (_, socket) => {
    socket.on('error', () => socket.destroy());
    socket.end('HTTP/1.1 405 Method Not Allowed\r\nAllow: GET, POST\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });
  server.on('upgrade', ({ socket }) => {
    connections.used(socket);
    if (draining) socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new Error(explainListen(error, options))));
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: originOf({ host: options.host, port }),
    server,
    async drain(milliseconds) {
      draining = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      connections.closeUnused();
      const late = setTimeout(() => server.closeAllConnections(), milliseconds);
      await closed;
      clearTimeout(late);
    },
  };
}

/** The GraphQL endpoint: a page, an event stream, or JSON. */
async function endpoint(req: BodyRequest, res: ServerResponse, url: URL, options: HttpOptions): Promise<unknown> {
  allowOrigin(req, res, options.allowedOrigins);
  const { method } = req;
  if (method !== 'GET' && method !== 'POST') return options.graphql(req, res);
  if (await options.page(req, res, url)) return;
  // A mutation must not be executed when its client does not accept the response.
  if (options.mediaTypes.negotiate(req) === null) throw new RequestError(406, notAcceptable);
  if (!isUtf8Query(url.search)) throw new RequestError(400, 'The query string is not percent-encoded UTF-8.');
  if (method === 'POST') {
    requireJson(req.headers);
    const body = req.body ?? (await readBody(req));
    if (body === null) return;
    req.body = body;
  }
  return options.streams.wants(req) ? options.streams.handle(req, res, url) : options.graphql(req, res);
}

const notAcceptable = 'Accept application/json, application/graphql-response+json or text/event-stream.';

const pages = compression({ filter: (_, res) => /^text\/(html|javascript)/.test(`${res.getHeader('content-type')}`) });

/** Makes the response compress itself if it is a page or a script. */
function compressPage(req: IncomingMessage, res: ServerResponse): void {
  // The middleware is typed for Express but works with Node's own objects.
  pages(req as Parameters<typeof pages>[0], res as Parameters<typeof pages>[1], () => undefined);
}

function json(res: ServerResponse, status: number, body: object): void {
  res.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  res.end(JSON.stringify(body));
}

const statuses: Record<string, number> = { UNAVAILABLE: 503, INTERNAL_SERVER_ERROR: 500 };

function refuse(res: ServerResponse, error: unknown, masked: ReturnType<HttpOptions['maskError']>): void {
  const { status, headers } =
    error instanceof RequestError ? error : { status: statuses[`${masked.extensions.code}`], headers: {} };
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  json(res, status ?? 400, { errors: [masked] });
}
