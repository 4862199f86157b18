// What waits to be sent on one socket. Little of it is handed to the system's socket at a time: the rest can be dropped, so
// that a client that reads too slowly finds the close frame right behind the little that was on its way.
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { Backlog, drained, littleWaiting } from './live-receiver.ts';

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

  /** Sends a text, or a frame that is ready, when its turn has come. False when too much waits: the client is to go. */
  send(message: string | Buffer): boolean {
    if (this.#ws.readyState !== this.#ws.OPEN) return true;
    // More than a little is not handed to the system's socket, whence it could not be taken back.
    if (!this.#isHeld && this.#waiting.length === 0 && this.#ws.bufferedAmount <= littleWaiting) this.#write(message);
    else {
      this.#waiting.push(message);
      this.#bytes += message.length;
      this.#flushLater();
    }
    return this.#backlog.note(this.#total);
  }

  /** Keeps back what is sent from now on. */
  hold(): void {
    this.#isHeld = true;
  }

  /** Sends what was kept back. */
  release(): void {
    this.#isHeld = false;
    this.#flush();
  }

  /** Drops what waits here. */
  clear(): void {
    this.#waiting = [];
    this.#bytes = 0;
  }

  /** Resolves when there is room for more, or the socket is no longer open. */
  drained(): Promise<void> {
    return drained(() => (this.#ws.readyState === this.#ws.OPEN ? this.#total : 0));
  }

  /** Whether more than a little has been waiting for too long; `at` is the machine's time. */
  isTooSlow(at: number): boolean {
    return this.#backlog.isTooSlow(this.#total, at);
  }

  get #total(): number {
    return this.#ws.bufferedAmount + this.#bytes;
  }

  // Past ws, onto the socket that is under it: a frame that is ready is one write there and two through ws. That writes
  // its own frames whole too, and at once, so that none gets into another.
  #write(message: string | Buffer): void {
    if (typeof message === 'string') this.#ws.send(message);
    else this.#socket.write(message);
  }

  #flushLater(): void {
    if (this.#isHeld || this.#awaitsDrain) return;
    this.#awaitsDrain = true;
    // More than the socket's high-water mark is on its way, so it will say when that has left.
    this.#socket.once('drain', () => {
      this.#awaitsDrain = false;
      this.#flush();
    });
  }

  #flush(): void {
    if (this.#ws.readyState !== this.#ws.OPEN) this.clear();
    let sent = 0;
    while (sent < this.#waiting.length && !this.#isHeld && this.#ws.bufferedAmount <= littleWaiting) {
      const message = this.#waiting[sent++]!;
      this.#bytes -= message.length;
      this.#write(message);
    }
    this.#waiting.splice(0, sent);
    if (this.#waiting.length) this.#flushLater();
  }
}
