// GraphQL over WebSocket, on the same port and path as HTTP, with the same document lookup, authorization and errors.
// This file accepts sockets, checks them at intervals, and closes them when the server stops.
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { GRAPHQL_TRANSPORT_WS_PROTOCOL, handleProtocols } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { toClientError } from '../graphql/client-errors.ts';
import { CloseCode } from './close-codes.ts';
import { Counts } from './counts.ts';
import { credentialsOf, requireOrigin } from './credentials.ts';
import { checkMs } from './live-receiver.ts';
import { readHead, urlOf } from './request-head.ts';
import { Connection, type ConnectionOptions } from './socket-connection.ts';
import { NextFrames } from './socket-frames.ts';

export interface SocketOptions extends Omit<ConnectionOptions, 'users' | 'frames'> {
  limits: { perAddress: number; perUser: number; operations: number };
  /** Called every 10 s with the users who have open sockets. */
  onPresent: (workspaceId: string, userIds: readonly string[]) => Promise<void>;
}

export interface WebSockets {
  /** How many sockets are open. */
  readonly open: number;
  /** Asks clients to reconnect elsewhere, spread over the interval; then terminates the remaining sockets. */
  close(milliseconds: number): Promise<void>;
}

/** The maximum size of a message from a client, in bytes. */
const maxMessageBytes = 256 * 1024;
const presenceMs = 10_000;

const upgradeStatuses: Record<string, string> = { BAD_USER_INPUT: '400 Bad Request', FORBIDDEN: '403 Forbidden' };

/** Serves WebSockets at /graphql of the HTTP server. */
export function serveWebSockets(server: Server, socketOptions: SocketOptions): WebSockets {
  const options = { ...socketOptions, users: new Counts(), frames: new NextFrames() };
  const { allowedOrigins, limits, now = Date.now } = options;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
    // If the client does not offer our subprotocol, its first one is accepted, so that the close frame can give the
    // reason.
    handleProtocols: (offered) => handleProtocols(offered) || [...offered][0]!,
  });
  const connections = new Map<WebSocket, Connection>();
  const addresses = new Counts();
  let closing = false;

  const upgrade = (req: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', destroy);
    const refuse = (status: string, body = '') => {
      const head = `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`;
      const type = body && 'Content-Type: application/json; charset=utf-8\r\n';
      socket.end(`${head}${type}\r\n${body}`, () => socket.destroy());
    };
    if (closing) return refuse('503 Service Unavailable');
    // An error that escapes a listener would crash the process.
    try {
      readHead(req);
      if (urlOf(req).pathname !== '/graphql') return refuse('404 Not Found');
      requireOrigin(req.headers, allowedOrigins);
      sockets.handleUpgrade(req, socket, head, (ws) => connect(ws, req, socket));
    } catch (error) {
      const masked = toClientError(error, options.log);
      const status = upgradeStatuses[`${masked.extensions.code}`] ?? '500 Internal Server Error';
      refuse(status, JSON.stringify({ errors: [masked] }));
    }
  };

  function connect(ws: WebSocket, req: IncomingMessage, socket: Duplex) {
    ws.on('error', terminate);
    if (ws.protocol !== GRAPHQL_TRANSPORT_WS_PROTOCOL) {
      return ws.close(CloseCode.SubprotocolNotAcceptable, 'Subprotocol not acceptable');
    }
    const address = req.socket.remoteAddress ?? '';
    if (!addresses.add(address, 1, limits.perAddress)) {
      return ws.close(CloseCode.TryAgainLater, 'Too many sockets from this address');
    }
    connections.set(ws, new Connection(ws, socket, address, credentialsOf(req.headers), options));
    ws.on('message', onMessage);
    ws.on('ping', onPing);
    ws.on('pong', onPong);
    ws.on('close', onClose);
  }

  // All sockets share these functions. With closures of its own a socket took 14 KiB of heap instead of 6.5.
  function onMessage(this: WebSocket, data: Buffer, binary: boolean): void {
    connections.get(this)?.receive(data, binary);
  }
  function onPing(this: WebSocket): void {
    connections.get(this)?.ping();
  }
  function onPong(this: WebSocket): void {
    connections.get(this)?.pong();
  }
  function onClose(this: WebSocket): void {
    const connection = connections.get(this);
    if (!connection) return;
    connections.delete(this);
    connection.closed();
    addresses.remove(connection.address, 1);
  }

  const checking = setInterval(() => {
    const at = Date.now();
    for (const connection of connections.values()) connection.check(at, now());
  }, checkMs);
  const presence = setInterval(() => {
    const users = new Map<string, Set<string>>();
    for (const { viewer } of connections.values()) {
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
      // Spread out, so that the clients do not all reconnect to another instance at the same moment.
      const closings = [...connections.keys()].map(async (ws) => {
        await new Promise((resolve) => setTimeout(resolve, Math.random() * milliseconds));
        ws.close(CloseCode.ServiceRestart, 'Reconnect');
      });
      await Promise.all(closings);
      await new Promise((resolve) => setTimeout(resolve, connections.size ? 200 : 0));
      for (const ws of connections.keys()) ws.terminate();
      clearInterval(checking);
    },
  };
}

function destroy(this: Duplex): void {
  this.destroy();
}

function terminate(this: WebSocket): void {
  this.terminate();
}
