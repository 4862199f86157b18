// One open event stream: what it sends, and when it ends. It sends no reason when the viewer's access has ended or
// changed: the client reconnects automatically and gets the error then.
import type { ServerResponse } from 'node:http';
import type { GraphQLFormattedError } from 'graphql';
import type { ChangeCatalogue } from '../changes/catalogue.ts';
import type { Feed } from '../changes/feed.ts';
import type { Viewer } from '../graphql/context.ts';
import { type Authenticate, type Credentials, credentialsOf } from './credentials.ts';
import { Backlog, currentViewer, drained, keepAliveMs, type LiveReceiver, ViewerWatch } from './live-receiver.ts';
import type { Receiver } from './socket-protocol.ts';

export interface EventStreamOptions {
  feed: Feed;
  catalogue: ChangeCatalogue;
  authenticate: Authenticate<Viewer>;
  allowedOrigins: readonly string[];
}

export class EventStream implements LiveReceiver, Receiver {
  readonly watch: ViewerWatch;
  readonly #res: ServerResponse;
  readonly #credentials: Credentials;
  readonly #options: EventStreamOptions;
  readonly #backlog = new Backlog();
  #keptAliveAt = Date.now();

  /** Sends the head of the response. */
  constructor(res: ServerResponse, credentials: Credentials, options: EventStreamOptions) {
    this.#res = res;
    this.#credentials = credentialsOf(credentials);
    this.#options = options;
    this.watch = new ViewerWatch(options, this);
    res.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    res.flushHeaders();
  }

  next(json: string, cursor: string | null): void {
    this.#write(`${cursor ? `id: ${cursor}\n` : ''}event: next\ndata: ${json}\n\n`);
  }

  error(errors: readonly GraphQLFormattedError[]): void {
    this.next(JSON.stringify({ errors }), null);
    this.complete();
  }

  complete(): void {
    if (!this.#res.writableEnded) this.#res.end('event: complete\ndata:\n\n');
  }

  drained(): Promise<void> {
    return drained(() => (this.#res.destroyed ? 0 : this.#res.writableLength));
  }

  currentViewer(): Promise<Viewer | null | undefined> {
    return currentViewer(this.#credentials, this.#options);
  }

  end(): void {
    this.#res.end();
  }

  gap(): void {
    this.end();
  }

  /** Ends an expired or too slow stream; `at` is the machine's time, `clock` the server's. */
  check(at: number, clock: number): void {
    if (this.watch.hasExpired(clock)) this.end();
    const isSlow = this.#backlog.isTooSlow(this.#res.writableLength, at);
    if (isSlow || this.#res.writableEnded) return void this.#res.destroy();
    if (at - this.#keptAliveAt < keepAliveMs) return;
    this.#keptAliveAt = at;
    this.#write(':\n\n');
  }

  #write(text: string): void {
    // A stream that has ended may still be waiting for its reader, and a write after the end would crash the process.
    if (!this.#res.writableEnded) this.#res.write(text);
    if (!this.#backlog.record(this.#res.writableLength)) this.#res.destroy();
  }
}
