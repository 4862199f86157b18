// GraphQL over WebSocket on the port and path of HTTP: the same lookup, the same authorization, the same errors. Here
// are the sockets: who they belong to, how long they live, and how much may wait to be read by them.
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Feed } from '../changes/feed.ts';
import { userStream } from '../changes/streams.ts';
import type { Viewer } from '../graphql/context.ts';
import { AppError } from '../lib/errors.ts';
import { CloseCode } from './close-codes.ts';
import { readViewer, requireOrigin } from './credentials.ts';
import { runOperation, type SocketOperations } from './socket-operations.ts';
import { SocketProtocol } from './socket-protocol.ts';

export interface SocketOptions extends SocketOperations {
  feed: Feed;
  allowedOrigins: readonly string[];
  limits: { perAddress: number; perUser: number; operations: number };
  /** Tells that these users have open sockets; called every 10 s. */
  onPresent: (workspaceId: string, userIds: readonly string[]) => Promise<void>;
}

export interface WebSockets {
  /** How many sockets are open. */
  readonly open: number;
  /** Asks clients to reconnect elsewhere, one after the other over the interval; then closes what is left. */
  close(milliseconds: number): Promise<void>;
}

/** Largest frame that is read, in bytes. */
const maximumFrame = 256 * 1024;
/** How much may wait to be read by a client before it is closed, in bytes; and how long more than a little may wait. */
const maximumWaiting = 4 * 1024 * 1024;
const littleWaiting = 64 * 1024;
const slowMs = 3_000;
const initMs = 5_000;
const pingMs = 12_000;
const tickMs = 500;
const presenceMs = 10_000;

interface Connection {
  readonly ws: WebSocket;
  readonly req: IncomingMessage;
  readonly protocol: SocketProtocol;
  readonly address: string;
  readonly openedAt: number;
  viewer: Viewer | null;
  unfollow: () => void;
  alive: boolean;
  pingedAt: number;
  /** Since when more than a little has been waiting. */
  slowSince: number | null;
}

/** Serves WebSockets on the server's /graphql. */
export function serveWebSockets(server: Server, options: SocketOptions): WebSockets {
  const { allowedOrigins, limits, now = Date.now } = options;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maximumFrame, perMessageDeflate: false });
  const connections = new Set<Connection>();
  const addresses = new Map<string, number>();
  let closing = false;

  const upgrade = (req: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const refuse = (status: string) => socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
    if (closing) return refuse('503 Service Unavailable');
    if (new URL(req.url ?? '/', 'http://host').pathname !== '/graphql') return refuse('404 Not Found');
    try {
      requireOrigin(req.headers, allowedOrigins);
    } catch {
      return refuse('403 Forbidden');
    }
    sockets.handleUpgrade(req, socket, head, (ws) => connect(ws, req));
  };

  function connect(ws: WebSocket, req: IncomingMessage): void {
    const address = req.socket.remoteAddress ?? '';
    ws.on('error', () => ws.terminate());
    if (ws.protocol !== 'graphql-transport-ws') {
      return ws.close(CloseCode.SubprotocolNotAcceptable, 'Subprotocol not acceptable');
    }
    const count = addresses.get(address) ?? 0;
    if (count >= limits.perAddress) return ws.close(CloseCode.TryAgainLater, 'Too many sockets from this address');
    addresses.set(address, count + 1);
    const connection: Connection = {
      ...{ ws, req, address, openedAt: Date.now(), viewer: null, unfollow: () => {}, alive: true },
      ...{ pingedAt: Date.now(), slowSince: null },
      protocol: new SocketProtocol({
        wire: {
          send: (text) => {
            if (ws.readyState === ws.OPEN) ws.send(text);
            if (ws.bufferedAmount > littleWaiting) hold(connection);
          },
          close: (code, reason) => ws.close(code, reason),
          room: () => room(connection),
        },
        conversation: {
          init: (payload) =>
            signIn(connection, payload).catch((error: unknown) => {
              // Without the database nobody is signed in; that says nothing of the token, so it is not final.
              options.log.warn({ err: (error as Error).message }, 'a socket cannot sign in');
              ws.close(CloseCode.TryAgainLater, 'Nobody can sign in now');
              return true;
            }),
          subscribe: (payload, receiver) => runOperation(options, connection, payload, receiver),
        },
        maxOperations: limits.operations,
      }),
    };
    connections.add(connection);
    ws.on('message', (data: Buffer, binary) => {
      if (binary) return ws.close(CloseCode.BadRequest, 'Send text');
      connection.protocol.receive(data.toString('utf8')).catch((error: unknown) => {
        options.log.error({ err: error }, 'a socket failed');
        ws.terminate();
      });
    });
    ws.on('pong', () => {
      connection.alive = true;
    });
    ws.on('close', () => {
      connections.delete(connection);
      connection.protocol.end();
      connection.unfollow();
      const left = (addresses.get(address) ?? 1) - 1;
      if (left) addresses.set(address, left);
      else addresses.delete(address);
    });
  }

  async function signIn(connection: Connection, payload: Record<string, unknown> | undefined): Promise<boolean> {
    const authorization = payload?.authorization ?? payload?.Authorization;
    const { headers: given } = connection.req;
    const headers = typeof authorization === 'string' ? { ...given, authorization } : given;
    const read = () =>
      readViewer(headers, options.authenticate, allowedOrigins).catch((error: unknown) => {
        if (error instanceof AppError && error.code !== 'UNAVAILABLE') return undefined;
        throw error;
      });
    const viewer = await read();
    if (viewer === undefined) return false;
    const before = connection.viewer;
    if (before && (viewer?.userId !== before.userId || viewer.workspaceId !== before.workspaceId)) return false;
    if (viewer && !before && socketsOf(viewer.userId) >= limits.perUser) {
      connection.ws.close(CloseCode.TryAgainLater, 'Too many sockets of this user');
      return true;
    }
    connection.viewer = viewer;
    connection.unfollow();
    if (!viewer) return true;
    connection.unfollow = options.feed.follow([userStream(viewer.userId)], {
      change: ({ kind, data }) => reconsider(connection, kind, data),
      // Word of the user may be among what was missed: look again.
      gap: () => {
        read().then(
          (again) => {
            if (!again) connection.ws.close(CloseCode.Unauthorized, 'The token was revoked');
            else if (again.role !== viewer.role) connection.ws.close(CloseCode.AccessChanged, 'Reconnect');
          },
          () => connection.ws.close(CloseCode.TryAgainLater, 'Reconnect'),
        );
      },
    });
    if (!before) void options.onPresent(viewer.workspaceId, [viewer.userId]).catch(() => undefined);
    // Once more, now that nothing can escape: it may have been revoked between the look and the following.
    return (await read()) != null;
  }

  const socketsOf = (userId: string) => [...connections].filter(({ viewer }) => viewer?.userId === userId).length;

  async function room(connection: Connection): Promise<void> {
    const { ws } = connection;
    while (ws.bufferedAmount > littleWaiting && ws.readyState === ws.OPEN) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  const upkeep = setInterval(() => {
    const at = Date.now();
    for (const connection of connections) check(connection, at, now());
  }, tickMs);
  const presence = setInterval(() => {
    const users = new Map<string, Set<string>>();
    for (const { viewer } of connections) {
      if (!viewer) continue;
      const known = users.get(viewer.workspaceId) ?? new Set();
      users.set(viewer.workspaceId, known.add(viewer.userId));
    }
    for (const [workspaceId, ids] of users) void options.onPresent(workspaceId, [...ids]).catch(() => undefined);
  }, presenceMs);
  server.on('upgrade', upgrade);

  return {
    get open() {
      return connections.size;
    },
    async close(milliseconds) {
      closing = true;
      server.off('upgrade', upgrade);
      clearInterval(presence);
      // Not all at once: those who reconnect must not arrive all at once elsewhere.
      const leave = [...connections].map(async ({ ws }) => {
        await new Promise((resolve) => setTimeout(resolve, Math.random() * milliseconds));
        ws.close(CloseCode.ServiceRestart, 'Reconnect');
      });
      await Promise.all(leave);
      await new Promise((resolve) => setTimeout(resolve, connections.size ? 200 : 0));
      for (const { ws } of connections) ws.terminate();
      clearInterval(upkeep);
    },
  };
}

/** What the user's own stream says that ends or changes what the socket may do. */
function reconsider({ ws, viewer }: Connection, kind: string, data: Readonly<Record<string, unknown>>): void {
  if (kind === 'users.deactivated' || (kind === 'tokens.revoked' && data.tokenId === viewer?.tokenId)) {
    ws.close(CloseCode.Unauthorized, 'The token was revoked');
  } else if (kind === 'users.roleChanged') {
    ws.close(CloseCode.AccessChanged, 'What you may do has changed');
  }
}

/** More than a little waits to be read: too much ends at once, the rest when it has lasted. */
function hold(connection: Connection): void {
  const { ws } = connection;
  connection.slowSince ??= Date.now();
  if (ws.bufferedAmount > maximumWaiting) dropSlow(connection);
}

// A client that does not read does not read the close frame either.
function dropSlow({ ws, protocol }: Connection): void {
  protocol.end();
  ws.close(CloseCode.SlowConsumer, 'Read faster, or resume');
  setTimeout(() => ws.terminate(), 1_000).unref();
}

function check(connection: Connection, at: number, clock: number): void {
  const { ws, viewer, protocol } = connection;
  if (ws.readyState !== ws.OPEN) return;
  if (!protocol.initialised && at - connection.openedAt > initMs) {
    return ws.close(CloseCode.ConnectionInitTimeout, 'connection_init did not come');
  }
  if (viewer?.expiresAt && Date.parse(viewer.expiresAt) <= clock) {
    return ws.close(CloseCode.Unauthorized, 'The token has expired');
  }
  if (ws.bufferedAmount <= littleWaiting) connection.slowSince = null;
  else if (connection.slowSince !== null && at - connection.slowSince > slowMs) return dropSlow(connection);
  if (at - connection.pingedAt < pingMs) return;
  if (!connection.alive) return ws.terminate();
  connection.alive = false;
  connection.pingedAt = at;
  ws.ping();
}
