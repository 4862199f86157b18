// A GraphQL client with as little between the test and the socket as HTTP allows: for tests that send tens of thousands
// of requests. They take turns on a few connections that are kept alive, and may queue there (pipelining).
import { connect, type Socket } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  /** The value of `x-cache`; null where there was none. */
  readonly cache: string | null;
  readonly body: string;
}

export interface RawClient {
  /** Posts a body that is JSON already. */
  post(token: string | null, body: string, path?: string): Promise<RawAnswer>;
  close(): void;
}

interface Waiting {
  resolve(answer: RawAnswer): void;
  reject(error: Error): void;
}

const headEnd = Buffer.from('\r\n\r\n');

class Connection {
  readonly #socket: Socket;
  readonly #waiting: Waiting[] = [];
  #received: Buffer = Buffer.alloc(0);

  constructor(host: string, port: number) {
    this.#socket = connect({ host, port, noDelay: true });
    this.#socket.on('data', (chunk) => this.#take(chunk));
    this.#socket.on('error', (error) => this.#fail(error));
    this.#socket.on('close', () => this.#fail(new Error('The server closed the connection.')));
  }

  send(request: string): Promise<RawAnswer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #fail(error: Error): void {
    for (const one of this.#waiting.splice(0)) one.reject(error);
  }

  #take(chunk: Buffer): void {
    this.#received = this.#received.length ? Buffer.concat([this.#received, chunk]) : chunk;
    for (;;) {
      const end = this.#received.indexOf(headEnd);
      if (end < 0) return;
      const head = this.#received.toString('latin1', 0, end);
      const length = /^content-length: (\d+)/im.exec(head)?.[1];
      const from = end + headEnd.length;
      const found = length === undefined ? chunks(this.#received, from) : whole(this.#received, from, Number(length));
      if (!found) return;
      this.#received = this.#received.subarray(found.next);
      this.#waiting.shift()!.resolve({
        status: Number(head.slice(9, 12)),
        cache: /^x-cache: (\w+)/im.exec(head)?.[1] ?? null,
        body: found.body,
      });
    }
  }
}

function whole(bytes: Buffer, from: number, length: number): { body: string; next: number } | null {
  const next = from + length;
  return bytes.length < next ? null : { body: bytes.toString('utf8', from, next), next };
}

function chunks(bytes: Buffer, from: number): { body: string; next: number } | null {
  const parts: Buffer[] = [];
  for (let at = from; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) return null;
    const length = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    const next = lineEnd + 2 + length + 2;
    if (bytes.length < next) return null;
    parts.push(bytes.subarray(lineEnd + 2, next - 2));
    if (length === 0) return { body: Buffer.concat(parts).toString('utf8'), next };
    at = next;
  }
}

/** A client of the server at this origin. */
export function openRawClient(origin: string, connections = 8): RawClient {
  const { hostname, port, host } = new URL(origin);
  const all = Array.from({ length: connections }, () => new Connection(hostname, Number(port)));
  let turn = 0;
  return {
    post(token, body, path = '/graphql') {
      const request =
        `POST ${path} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\n` +
        `${token === null ? '' : `authorization: Bearer ${token}\r\n`}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
      turn = (turn + 1) % all.length;
      return all[turn]!.send(request);
    },
    close() {
      for (const one of all) one.close();
    },
  };
}
