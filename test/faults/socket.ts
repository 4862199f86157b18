// A small client of graphql-transport-ws, written for these tests: it reports everything, and can stop reading.
import WebSocket from 'ws';
import type { Json } from './calls.ts';

export interface SocketListener {
  /** connection_ack came: subscribe now. */
  ready?(): void;
  next?(payload: Json, id: string): void;
  /** The operation ended with errors. */
  error?(errors: Json, id: string): void;
  complete?(id: string): void;
  closed?(code: number, reason: string): void;
}

// A frozen server closes nothing: a connection that is silent for this long is abandoned.
const silenceMs = 4_000;

export class Socket {
  readonly ws: WebSocket;
  readonly #listener: SocketListener;
  #heard = Date.now();
  #closed = false;
  readonly #watch: NodeJS.Timeout;

  constructor(origin: string, token: string, listener: SocketListener) {
    this.#listener = listener;
    this.ws = new WebSocket(`${origin.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      perMessageDeflate: false,
    });
    this.ws.on('open', () => this.#send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }));
    this.ws.on('message', (data) => this.#read(JSON.parse(String(data))));
    this.ws.on('ping', () => (this.#heard = Date.now()));
    this.ws.on('error', () => {});
    this.ws.on('close', (code, reason) => this.#end(code, String(reason)));
    this.#watch = setInterval(() => {
      if (this.ws.isPaused) this.#heard = Date.now(); // the silence is its own
      if (Date.now() - this.#heard > silenceMs) {
        this.ws.terminate();
        this.#end(1006, 'silence');
      } else if (Date.now() - this.#heard > silenceMs / 2) this.#send({ type: 'ping' });
    }, 500);
  }

  subscribe(id: string, query: string, variables: object): void {
    this.#send({ id, type: 'subscribe', payload: { query, variables } });
  }

  complete(id: string): void {
    this.#send({ id, type: 'complete' });
  }

  /** Ends it from this side; the listener is not called any more. */
  close(): void {
    this.#closed = true;
    clearInterval(this.#watch);
    this.ws.close(1000);
    setTimeout(() => this.ws.terminate(), 500).unref();
  }

  /** Ends it as a lost network would. */
  cut(): void {
    this.ws.terminate();
  }

  #send(message: object): void {
    if (this.ws.readyState === WebSocket.OPEN) this.ws.send(JSON.stringify(message));
  }

  #read(message: Json): void {
    this.#heard = Date.now();
    if (this.#closed) return;
    const { type, id, payload } = message;
    if (type === 'connection_ack') this.#listener.ready?.();
    else if (type === 'next') this.#listener.next?.(payload, id);
    else if (type === 'error') this.#listener.error?.(payload, id);
    else if (type === 'complete') this.#listener.complete?.(id);
  }

  #end(code: number, reason: string): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#watch);
    this.#listener.closed?.(code, reason);
  }
}
