// A small client of GraphQL over server-sent events, with the same listener as a socket's. It goes on by Last-Event-ID.
import type { SocketListener } from './socket.ts';

// The server says something every 12 s.
const silenceMs = 25_000;

export class EventStream {
  readonly #abort = new AbortController();
  readonly #listener: SocketListener;
  #lastEventId = '';
  #closed = false;

  constructor(origin: string, token: string, listener: SocketListener) {
    this.#listener = listener;
    this.#origin = origin;
    this.#token = token;
    queueMicrotask(() => listener.ready?.());
  }

  readonly #origin: string;
  readonly #token: string;

  /** One stream carries one operation. */
  subscribe(id: string, query: string, variables: Record<string, unknown>): void {
    const { after, ...rest } = variables;
    this.#lastEventId = typeof after === 'string' ? after : '';
    this.#follow(id, query, rest).then(
      () => this.#end('the stream ended'),
      (error: Error) => this.#end(error.message),
    );
  }

  /** Ends it from this side; nothing is told any more. */
  close(): void {
    this.#closed = true;
    this.#abort.abort();
  }

  /** Ends it as a lost network would. */
  cut(): void {
    this.#abort.abort();
  }

  async #follow(id: string, query: string, variables: object): Promise<void> {
    const opening = setTimeout(() => this.#abort.abort(), 4_000);
    const response = await fetch(`${this.#origin}/graphql`, {
      method: 'POST',
      headers: {
        accept: 'text/event-stream',
        'content-type': 'application/json',
        authorization: `Bearer ${this.#token}`,
        ...(this.#lastEventId && { 'last-event-id': this.#lastEventId }),
      },
      body: JSON.stringify({ query, variables }),
      signal: this.#abort.signal,
    }).finally(() => clearTimeout(opening));
    if (response.status >= 400 && response.status < 500) {
      this.#listener.error?.(((await response.json()) as { errors: unknown }).errors, id);
      return;
    }
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    let rest = '';
    let silence = setTimeout(() => this.#abort.abort(), silenceMs);
    const decoder = new TextDecoder();
    for await (const chunk of response.body!) {
      clearTimeout(silence);
      silence = setTimeout(() => this.#abort.abort(), silenceMs);
      const blocks = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
      rest = blocks.pop()!;
      for (const block of blocks) this.#read(block, id);
    }
    clearTimeout(silence);
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
    if (this.#closed) return;
    this.#closed = true;
    this.#listener.closed?.(1006, reason);
  }
}
