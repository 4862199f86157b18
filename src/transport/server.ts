// The HTTP server: routes, health, and draining. It knows nothing of GraphQL but that it is a handler.
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import compression from 'compression';
import { explainListen, originOf } from './address.ts';
import { sendBusy } from './busy.ts';
import { sendLivePage } from './live-page.ts';

export interface HttpOptions {
  host: string;
  port: number;
  graphql: (req: IncomingMessage, res: ServerResponse) => unknown;
  /** Answers the plainest requests before any other road is tried; false for the rest. */
  fast: (req: IncomingMessage, res: ServerResponse) => Promise<boolean>;
  /** Answers those who ask for an event stream. */
  streams: {
    wants(req: IncomingMessage): boolean;
    handle(req: IncomingMessage, res: ServerResponse, url: URL): Promise<void>;
  };
  /** Shows a page for a browser that comes to the endpoint, and serves its files below it; false for any other request. */
  page: (req: IncomingMessage, res: ServerResponse, url: URL) => Promise<boolean>;
  /** Whether pages are compressed for those who take it; answers of GraphQL are their handlers' to compress. */
  compress: boolean;
  /** Whether there is so much to do that nothing more is to be begun, mutations neither. */
  drowning: () => boolean;
  /** Rejects when the server cannot answer queries. */
  ready: () => Promise<void>;
  onError: (error: unknown) => void;
}

export interface HttpServer {
  /** Where it listens, such as `http://127.0.0.1:4000`. */
  readonly origin: string;
  readonly server: ReturnType<typeof createServer>;
  /** Refuses new connections, tells the balancer by /readyz, lets what runs end; then closes what is left. */
  drain(milliseconds: number): Promise<void>;
}

/** Starts listening; an Error of one line when the address is taken or may not be used. */
export async function listen(options: HttpOptions): Promise<HttpServer> {
  let draining = false;
  const route = async (req: IncomingMessage, res: ServerResponse) => {
    if (draining) res.setHeader('connection', 'close');
    // Before a byte of it is read. Health, event streams and sockets are not touched.
    if (options.drowning() && /^\/graphql(\?|$)/.test(req.url ?? '') && !options.streams.wants(req))
      return sendBusy(res);
    if (await options.fast(req, res)) return;
    if (options.compress && req.method === 'GET' && !options.streams.wants(req)) compressPage(req, res);
    const url = URL.canParse(req.url ?? '', 'http://host') ? new URL(req.url!, 'http://host') : null;
    if (url?.pathname === '/healthz') return json(res, 200, { status: 'ok' });
    if (url?.pathname === '/readyz') {
      if (draining) return json(res, 503, { status: 'draining' });
      return options.ready().then(
        () => json(res, 200, { status: 'ready' }),
        () => json(res, 503, { status: 'database unreachable' }),
      );
    }
    if (url?.pathname === '/graphql') {
      if (await options.page(req, res, url)) return;
      if (req.method === 'POST' && !/^application\/(graphql\+)?json\b/i.test(req.headers['content-type'] ?? '')) {
        return refuse(res, 415, 'Send the request as application/json.');
      }
      if (options.streams.wants(req) && req.method !== 'OPTIONS') return options.streams.handle(req, res, url);
      return options.graphql(req, res);
    }
    if (url?.pathname.startsWith('/graphql/') && (await options.page(req, res, url))) return;
    if (url && sendLivePage(req, res, url)) return;
    if (url?.pathname === '/') return res.writeHead(302, { location: '/graphql' }).end();
    return refuse(res, 404, 'There is nothing here. The GraphQL endpoint is /graphql.');
  };
  // Browsers open connections ahead of time; Node counts one as idle only after its first request.
  const unused = new Set<Socket>();
  const listener: RequestListener = (req, res) => {
    res.setHeader('x-content-type-options', 'nosniff');
    unused.delete(req.socket);
    // A connection that is kept alive is idle from here on, and would hold up the drain.
    res.on('close', () => draining && server.closeIdleConnections());
    route(req, res).catch((error: unknown) => {
      options.onError(error);
      if (!res.headersSent) refuse(res, 500, 'Internal server error.');
      else res.destroy();
    });
  };
  const server = createServer({ keepAliveTimeout: 65_000, headersTimeout: 20_000, requestTimeout: 60_000 }, listener);
  server.on('connection', (socket: Socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  server.on('upgrade', ({ socket }) => {
    unused.delete(socket);
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
      for (const socket of unused) socket.destroy();
      const late = setTimeout(() => server.closeAllConnections(), milliseconds);
      await closed;
      clearTimeout(late);
    },
  };
}

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

const refuse = (res: ServerResponse, status: number, message: string) =>
  json(res, status, {
    errors: [{ message, extensions: { code: status === 500 ? 'INTERNAL_SERVER_ERROR' : 'BAD_USER_INPUT' } }],
  });
