// A small client of GraphQL over server-sent events, with the same listener as a socket's. It resumes by Last-Event-ID.
import { type ClientRequest, request } from 'node:http';
import type { SocketListener } from './socket.ts';

// The server sends something every 12 s.
const silenceMs = 25_000;
const openingMs = 4_000;

export class EventStream {
  readonly #origin: string;
  readonly #token: string;
  #request: ClientRequest | undefined;
  #watch: NodeJS.Timeout | undefined;
  #heard = Date.now();
  #opened = false;
  readonly #listener: SocketListener;
  #lastEventId = '';
  #closed = false;

  constructor(origin: string, token: string, listener: SocketListener) {
    this.#listener = listener;
    this.#origin = origin;
    this.#token = token;
    queueMicrotask(() => listener.ready?.());
  }

  /** One stream carries one operation. */
  subscribe(id: string, query: string, variables: Record<string, unknown>): void {
    const { after, ...rest } = variables;
    this.#lastEventId = typeof after === 'string' ? after : '';
    this.#follow(id, query, rest);
  }

  /** Ends it from this side; the listener is not called any more. */
  close(): void {
    this.#closed = true;
    this.cut();
  }

  /** Ends it as a lost network would. */
  cut(): void {
    this.#request?.destroy();
  }

  // By hand and not by fetch: there an abort can be lost, and an interrupted stream must be gone.
  #follow(id: string, query: string, variables: object): void {
    const headers = {
      accept: 'text/event-stream',
      'content-type': 'application/json',
      authorization: `Bearer ${this.#token}`,
      ...(this.#lastEventId && { 'last-event-id': this.#lastEventId }),
    };
    const sent = request(`${this.#origin}/graphql`, { method: 'POST', headers, agent: false });
    this.#request = sent;
    sent.on('error', (error) => this.#end(error.message));
    sent.on('close', () => this.#end('the stream ended'));
    this.#watch = setInterval(() => {
      if (Date.now() - this.#heard > (this.#opened ? silenceMs : openingMs)) this.cut();
    }, 500);
    sent.on('response', (response) => {
      this.#opened = true;
      let rest = '';
      response.setEncoding('utf8');
      response.on('error', () => {});
      response.on('data', (text: string) => {
        this.#heard = Date.now();
        const blocks = (rest + text).split('\n\n');
        rest = blocks.pop()!;
        if (response.statusCode === 200) for (const block of blocks) this.#read(block, id);
      });
      response.on('end', () => {
        const { statusCode = 0 } = response;
        if (statusCode >= 400 && statusCode < 500) this.#listener.error?.(JSON.parse(rest).errors, id);
      });
    });
    sent.end(JSON.stringify({ query, variables }));
  }

  #read(block: string, id: string): void {
    if (this.#closed) return;
    const fields = new Map(
      block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
    );
    if (fields.get('event') !== 'next') return;
    const payload = JSON.parse(fields.get('data')!);
    if (payload.errors && !payload.data) this.#listener.error?.(payload.errors, id);
    else this.#listener.next?.(payload, id);
  }

  #end(reason: string): void {
    clearInterval(this.#watch);
    if (this.#closed) return;
    this.#closed = true;
    this.#listener.closed?.(1006, reason);
  }
}
