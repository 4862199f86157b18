// The send queue of one WebSocket. Only a small part of it is written to the TCP socket at a time. The rest can be
// dropped, so that a client that reads too slowly gets the close frame right after that small part.
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { Backlog, drained, smallBacklog } from './live-receiver.ts';

export class Outbox {
  readonly #ws: WebSocket;
  readonly #socket: Duplex;
  #waiting: (string | Buffer)[] = [];
  #bytes = 0;
  readonly #backlog = new Backlog();
  #isHeld = false;
  #awaitsDrain = false;

  constructor(ws: WebSocket, socket: Duplex) {
    this.#ws = ws;
    this.#socket = socket;
  }

  /** Queues a text or a complete frame. Returns false when too much waits and the client should be disconnected. */
  send(message: string | Buffer): boolean {
    if (this.#ws.readyState !== this.#ws.OPEN) return true;
    // More than `smallBacklog` is not written to the TCP socket, since it could not be dropped there.
    if (!this.#isHeld && this.#waiting.length === 0 && this.#ws.bufferedAmount <= smallBacklog) this.#write(message);
    else {
      this.#waiting.push(message);
      this.#bytes += message.length;
      this.#flushLater();
    }
    return this.#backlog.record(this.#total);
  }

  /** Holds back all messages from now on. */
  hold(): void {
    this.#isHeld = true;
  }

  /** Sends the messages that were held back. */
  release(): void {
    this.#isHeld = false;
    this.#flush();
  }

  /** Drops the messages that wait here. */
  clear(): void {
    this.#waiting = [];
    this.#bytes = 0;
  }

  /** Resolves when there is room for more, or the socket is no longer open. */
  drained(): Promise<void> {
    return drained(() => (this.#ws.readyState === this.#ws.OPEN ? this.#total : 0));
  }

  /** Whether too much has been waiting for too long; `at` is the machine's time. */
  isTooSlow(at: number): boolean {
    return this.#backlog.isTooSlow(this.#total, at);
  }

  get #total(): number {
    return this.#ws.bufferedAmount + this.#bytes;
  }

  // A complete frame goes past ws to the TCP socket: that is one write, and it would be two through ws. Frames cannot
  // mix, since ws writes its own frames whole and synchronously too.
  #write(message: string | Buffer): void {
    if (typeof message === 'string') this.#ws.send(message);
    else this.#socket.write(message);
  }

  #flushLater(): void {
    if (this.#isHeld || this.#awaitsDrain) return;
    this.#awaitsDrain = true;
    // The TCP socket holds more than its high-water mark, so it will emit `drain`.
    this.#socket.once('drain', () => {
      this.#awaitsDrain = false;
      this.#flush();
    });
  }

  #flush(): void {
    if (this.#ws.readyState !== this.#ws.OPEN) this.clear();
    let sent = 0;
    while (sent < this.#waiting.length && !this.#isHeld && this.#ws.bufferedAmount <= smallBacklog) {
      const message = this.#waiting[sent++]!;
      this.#bytes -= message.length;
      this.#write(message);
    }
    this.#waiting.splice(0, sent);
    if (this.#waiting.length) this.#flushLater();
  }
}
