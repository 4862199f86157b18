// The HTTP server: routes, health, and draining. It knows nothing of GraphQL but that it is a handler.
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
  /** Answers those who ask for JSON; a POST has its body on `req.body`. */
  graphql: (req: BodyRequest, res: ServerResponse) => Promise<unknown>;
  /** Answers the plainest requests before any other road is tried; false for the rest. */
  fast: (req: BodyRequest, res: ServerResponse) => Promise<boolean>;
  /** Answers those who ask for an event stream. */
  streams: {
    wants(req: IncomingMessage): boolean;
    handle(req: IncomingMessage, res: ServerResponse, url: URL): Promise<void>;
  };
  /** Shows a page for a browser that comes to the endpoint, and serves its files below it; false for any other request. */
  page: (req: IncomingMessage, res: ServerResponse, url: URL) => Promise<boolean>;
  /** Whether the page at /live names this process, to be killed: where only this machine can come. */
  showPid: boolean;
  /** Whether pages are compressed for those who take it; answers of GraphQL are their handlers' to compress. */
  compress: boolean;
  /** Whether there is so much to do that nothing more is to be begun, mutations neither. */
  isOverloaded: () => boolean;
  mediaTypes: MediaTypes;
  /** How many connections there may be. */
  connections: Pick<ConnectionLimits, 'perAddress' | 'total'>;
  /** Whether a request carries valid credentials; asked before a large body is read. */
  signedIn: (req: IncomingMessage) => Promise<boolean>;
  /** Rejects when the server cannot answer queries. */
  ready: () => Promise<void>;
  /** Pages of these may read what the endpoint answers. */
  allowedOrigins: readonly string[];
  /** The error that a client may see; what nobody expected is logged and masked. */
  maskError: (error: unknown) => { readonly extensions: { readonly [name: string]: unknown } };
}

export interface HttpServer {
  /** Where it listens, such as `http://127.0.0.1:4000`. */
  readonly origin: string;
  readonly server: ReturnType<typeof createServer>;
  /** Refuses new connections, tells the balancer by /readyz, lets what runs end; then closes what is left. */
  drain(milliseconds: number): Promise<void>;
}

/** In milliseconds. Balancers keep connections for a minute, and must not find one closed that they are about to use. */
const timeouts = {
  keepAliveTimeout: 65_000,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 2_000,
};

/** Starts listening; an Error of one line when the address is taken or may not be used. */
export async function listen(options: HttpOptions): Promise<HttpServer> {
  let draining = false;
  const bodies = new BodyBudget();
  const route = async (req: BodyRequest, res: ServerResponse) => {
    if (draining) res.setHeader('connection', 'close');
    readHead(req);
    // Before a byte of it is read. Health, event streams and sockets are not touched.
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
    throw new RequestError(404, 'There is nothing here. The GraphQL endpoint is /graphql.');
  };
  const listener: RequestListener = (req, res) => {
    res.setHeader('x-content-type-options', 'nosniff');
    connections.used(req.socket);
    // A connection that is kept alive is idle from here on, and would hold up the drain.
    res.on('close', () => draining && server.closeIdleConnections());
    // Whatever goes wrong with a request ends here.
    route(req, res).catch((error: unknown) => {
      const masked = options.maskError(error);
      if (res.headersSent) res.destroy();
      else refuse(res, error, masked);
    });
  };
  const server = createServer(timeouts, listener);
  const connections = boundConnections(server, { ...options.connections, firstRequestMs: timeouts.headersTimeout });
  // Without a listener the connection would be closed without a word.
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
  // A mutation must not be done whose answer its client cannot take.
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

/** From here on the response compresses itself, if it is a page or the script of one. */
function compressPage(req: IncomingMessage, res: ServerResponse): void {
  // It is written for Express, and uses nothing of it.
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
