// A subscriber of one channel as the README advises clients: a snapshot first, then the events after its cursor;
// after every lost connection it resumes from the last event; it starts over after Resync.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../../src/cli/demo/random.ts';
import { CloseCode } from '../../src/transport/close-codes.ts';
import { insist, isPassing, type Json } from './calls.ts';
import { EventStream } from './event-stream.ts';
import type { Ledger, View } from './ledger.ts';
import { Socket } from './socket.ts';

// With fields that depend on the viewer, the server must execute for each subscriber separately.
const events = (own: boolean) => `subscription ($channelId: ID!, $after: String) {
  channelEvents(channelId: $channelId, after: $after) {
    __typename cursor at
    ... on MessageSent { message { id body ${own ? 'reactions { viewerHasReacted }' : ''} } }
    ... on MessageEdited { message { id body ${own ? 'reactions { viewerHasReacted }' : ''} } }
    ... on ReactionAdded { emoji user { id } message { id body } }
  }
}`;
const snapshot = `query ($channelId: ID!, $before: String) {
  channel(id: $channelId) {
    cursor
    messages(last: 100, before: $before) {
      nodes { id body reactions { emoji users(first: 100) { nodes { id } } } }
      pageInfo { hasPreviousPage startCursor }
    }
  }
}`;

/** Codes after which a client must not simply reconnect. */
const final = new Set<number>([
  CloseCode.BadRequest,
  CloseCode.Unauthorized,
  CloseCode.SubprotocolNotAcceptable,
  CloseCode.SubscriberAlreadyExists,
  CloseCode.TooManyInitialisationRequests,
]);

export interface SubscriberOptions {
  name: string;
  channelId: string;
  token: string;
  origins: readonly string[];
  ledger: Ledger;
  random: Random;
  /** Over server-sent events in place of a WebSocket. */
  sse?: boolean;
  /** Selects what depends on the viewer. */
  own?: boolean;
}

export class Subscriber {
  readonly view: View;
  readonly #options: SubscriberOptions;
  #socket: Socket | EventStream | undefined;
  #cursor = '';
  #stopped = false;
  #turn: number;
  #at = 0;
  /** What happened last. */
  #word = '';
  #heard = Date.now();
  /** How often it had to connect, and was told to start over. */
  connects = 0;
  resyncs = 0;

  constructor(options: SubscriberOptions) {
    this.#options = options;
    this.#turn = options.random.int(0, options.origins.length - 1);
    this.view = options.ledger.view(options.name, options.channelId);
  }

  /** Loads a snapshot and follows the events. */
  async start(): Promise<void> {
    this.#cursor = await this.#load();
    this.view.restart(this.#cursor);
    this.#connect();
  }

  stop(): void {
    this.#stopped = true;
    this.#socket?.close();
  }

  /** Loses its connection, as on a train. */
  cut(): void {
    this.#socket?.cut();
  }

  /** Reconnects with the cursor of another epoch of the log, so that it must be told to start over. */
  forget(): void {
    const number = Buffer.from(this.#cursor, 'base64url').toString().split('.')[0];
    this.#cursor = Buffer.from(`${number}.${crypto.randomUUID()}`).toString('base64url');
    this.#socket?.cut();
  }

  /** Its state, to find out why it is behind. */
  get state(): string {
    const { name, sse } = this.#options;
    const silent = ((Date.now() - this.#heard) / 1_000).toFixed(1);
    return `${name} (${sse ? 'event stream' : 'socket'}, instance ${this.#at + 1}) silent for ${silent} s, ${this.#word}`;
  }

  #connect(): void {
    const { origins, token, sse } = this.#options;
    this.connects++;
    this.#at = this.#turn++ % origins.length;
    const origin = origins[this.#at]!;
    this.#report('connecting');
    const Transport = sse ? EventStream : Socket;
    this.#socket = new Transport(origin, token, {
      ready: () => this.#subscribe(),
      next: (payload) => this.#next(payload),
      error: (errors) => this.#failed(errors),
      complete: () => this.#surprise('the subscription was completed'),
      closed: (code, reason) => this.#closed(code, reason),
    });
  }

  #report(word: string): void {
    this.#word = word;
    this.#heard = Date.now();
  }

  #subscribe(): void {
    this.#report('subscribing');
    const { channelId, own = false } = this.#options;
    this.#socket!.subscribe('events', events(own), { channelId, after: this.#cursor });
  }

  #next({ data, errors }: Json): void {
    if (errors) this.#surprise(`an event came with errors: ${JSON.stringify(errors)}`);
    const event = data?.channelEvents ?? {};
    this.#report(event.__typename);
    if (event.__typename === 'Started') return;
    if (event.__typename === 'Resync') {
      this.resyncs++;
      this.#cursor = event.cursor;
      this.view.restart(event.cursor);
      this.#load().catch((error: Error) => this.#surprise(error.message));
      return;
    }
    if (!event.cursor) return;
    this.view.observe(event);
    this.#cursor = event.cursor;
  }

  #failed(errors: Json): void {
    const { code } = errors[0].extensions ?? {};
    if (!isPassing(code)) this.#surprise(`the subscription failed: ${JSON.stringify(errors)}`);
    this.#socket!.cut();
  }

  #closed(code: number, reason: string): void {
    if (this.#stopped) return;
    this.#report(`closed ${code} ${reason}`);
    if (final.has(code)) this.#surprise(`closed with the final code ${code} ${reason}`);
    const wait = code === CloseCode.TryAgainLater ? 500 : 50;
    void sleep(wait + this.#options.random.int(0, 200)).then(() => {
      if (!this.#stopped) this.#connect();
    });
  }

  /** Reads everything; returns the cursor of that snapshot. */
  async #load(): Promise<string> {
    const { origins, token, channelId } = this.#options;
    let cursor: string | undefined;
    for (let before: string | null = null; ; ) {
      const { channel } = await insist(origins, { token, query: snapshot, variables: { channelId, before } });
      cursor ??= channel.cursor as string;
      for (const message of channel.messages.nodes) this.view.absorb(message);
      if (!channel.messages.pageInfo.hasPreviousPage) return cursor;
      before = channel.messages.pageInfo.startCursor;
    }
  }

  #surprise(text: string): void {
    this.#options.ledger.surprise(`${this.#options.name}: ${text}`);
  }
}
