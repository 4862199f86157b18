// Bounds what costs memory before anybody has said who they are: TCP connections, in all and from one address, how long one
// may stay without a request, and the bodies of requests that carry no valid credentials.
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Counts } from './counts.ts';

export interface ConnectionLimits {
  /** Most connections from one address. */
  perAddress: number;
  /** Most connections in all. */
  total: number;
  /** How long a connection may stay without its first request, in milliseconds. */
  firstRequestMs: number;
}

/** What one address may have beside its sockets; a proxy stands for many clients. */
export function connectionLimits(socketsPerAddress: number): Pick<ConnectionLimits, 'perAddress' | 'total'> {
  const perAddress = 4 * socketsPerAddress + 100;
  return { perAddress, total: Math.max(20_000, perAddress) };
}

export interface Connections {
  /** A request came on this connection. */
  used(socket: Socket): void;
  /** Closes the connections on which no request has come yet. Browsers open some ahead of time. */
  closeUnused(): void;
}

/** Holds the server's connections to the limits. */
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
  // Those that came first stand first.
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

/** Bodies of this size are read from everybody: there are no more of them than connections. */
const smallBody = 4 * 1024;
/** What a body of unknown length counts for, and one of any length at most: more is not kept. */
const largestBody = 1_000_000;
/** How much larger bodies may hold in all, and from one address, while they are read and answered. */
const bodiesTotal = 32_000_000;
const bodiesPerAddress = 8_000_000;

/** The room for bodies of requests that nobody has signed. */
export class BodyBudget {
  readonly #addresses = new Counts();
  #total = 0;

  /** Whether the body may be read; the room that it takes is given back when the response has ended. */
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
  if (length !== undefined) return Math.min(largestBody, Number(length));
  return headers['transfer-encoding'] === undefined ? 0 : largestBody;
}
