// Limits on what costs memory before a client has authenticated: TCP connections in all and from one address, how long
// a connection may stay open without a request, and the bodies of requests without valid credentials.
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Counts } from './counts.ts';

export interface ConnectionLimits {
  /** The maximum of connections from one address. */
  perAddress: number;
  /** The maximum of connections in all. */
  total: number;
  /** How long a connection may stay open before its first request, in milliseconds. */
  firstRequestMs: number;
}

/** The connection limits for this many WebSockets per address; they leave room for a proxy with many clients. */
export function connectionLimits(socketsPerAddress: number): Pick<ConnectionLimits, 'perAddress' | 'total'> {
  const perAddress = 4 * socketsPerAddress + 100;
  return { perAddress, total: Math.max(20_000, perAddress) };
}

export interface Connections {
  /** Notes that a request arrived on this connection. */
  used(socket: Socket): void;
  /** Closes the connections without a request so far. Browsers open some ahead of time. */
  closeUnused(): void;
}

/** Enforces the limits on the server's connections. */
export function boundConnections(server: Server, { perAddress, total, firstRequestMs }: ConnectionLimits): Connections {
  const addresses = new Counts();
  const unused = new Map<Socket, number>();
  server.maxConnections = total;
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    if (!addresses.add(address, 1, perAddress)) return socket.destroy();
    unused.set(socket, Date.now());
    socket.once('close', () => {
      unused.delete(socket);
      addresses.remove(address, 1);
    });
  });
  // The map keeps insertion order, so the oldest connections come first.
  const sweep = setInterval(() => {
    const before = Date.now() - firstRequestMs;
    for (const [socket, since] of unused) {
      if (since > before) break;
      socket.destroy();
    }
  }, 1_000).unref();
  server.on('close', () => clearInterval(sweep));
  return {
    used: (socket) => void unused.delete(socket),
    closeUnused() {
      for (const socket of unused.keys()) socket.destroy();
    },
  };
}

/** Bodies up to this size are always read: the limit on connections bounds them well enough. */
const smallBody = 4 * 1024;
/** The size that a body of unknown length is counted with, and the maximum for any body: no more is held in memory. */
const maxBodySize = 1_000_000;
/** How many bytes the larger bodies may hold in all, and from one address, until their responses have ended. */
const bodiesTotal = 32_000_000;
const bodiesPerAddress = 8_000_000;

/** The memory budget for bodies of requests without valid credentials. */
export class BodyBudget {
  readonly #addresses = new Counts();
  #total = 0;

  /** Whether the body may be read. Its size is refunded when the response has ended. */
  admit(req: IncomingMessage, res: ServerResponse, signedIn: () => Promise<boolean>): boolean | Promise<boolean> {
    const size = sizeOf(req);
    if (size <= smallBody) return true;
    return signedIn().then((isSignedIn) => isSignedIn || this.#take(req, res, size));
  }

  #take(req: IncomingMessage, res: ServerResponse, size: number): boolean {
    const address = req.socket.remoteAddress ?? '';
    if (this.#total + size > bodiesTotal || !this.#addresses.add(address, size, bodiesPerAddress)) return false;
    this.#total += size;
    const refund = () => {
      this.#total -= size;
      this.#addresses.remove(address, size);
    };
    if (res.closed) refund();
    else res.once('close', refund);
    return true;
  }
}

function sizeOf({ headers }: IncomingMessage): number {
  const length = headers['content-length'];
  if (length !== undefined) return Math.min(maxBodySize, Number(length));
  return headers['transfer-encoding'] === undefined ? 0 : maxBodySize;
}
