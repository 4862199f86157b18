// The graphql-transport-ws protocol for one connection, without a socket: text comes in, text goes out
// (github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md). Results of subscriptions come as ready JSON and leave in a
// frame around it, never parsed or built again.
import { parseJson, type UncheckedParameters } from '../operations/request-parameters.ts';
import { CloseCode } from './close-codes.ts';
import { nextFrame } from './socket-frames.ts';

/** What the protocol needs of the socket under it. */
export interface Wire {
  send(text: string): void;
  /** Sends a message that is framed already. */
  sendFrame(frame: Buffer): void;
  close(code: CloseCode, reason: string): void;
  /** Resolves when what was sent has left, as far as room for more goes. */
  room(): Promise<void>;
}

/** Where the results of one operation go. */
export interface Receiver {
  /** One result; `cursor` is where its stream stands after it. */
  next(json: string, cursor: string | null): void;
  /** Ends the operation with errors, as JSON of their array. */
  error(json: string): void;
  complete(): void;
  room(): Promise<void>;
}

/** What the server does for the connection. */
export interface Conversation {
  /** Signs in with what connection_init, or a ping that renews, carries; false refuses. */
  init(payload: Record<string, unknown> | undefined): Promise<boolean>;
  /** Whether the payload of a ping carries credentials. */
  signsIn(payload: Record<string, unknown>): boolean;
  /** Runs an operation; gives what stops it. */
  subscribe(payload: UncheckedParameters, receiver: Receiver): Promise<() => void>;
}

export interface ProtocolOptions {
  wire: Wire;
  conversation: Conversation;
  /** Most operations at a time. */
  maxOperations: number;
}

export class SocketProtocol {
  readonly #wire: Wire;
  readonly #conversation: Conversation;
  readonly #maxOperations: number;
  /** Those that run, by their ids as JSON. */
  readonly #operations = new Map<string, Operation>();
  #state: 'new' | 'initialising' | 'ready' = 'new';

  constructor({ wire, conversation, maxOperations }: ProtocolOptions) {
    this.#wire = wire;
    this.#conversation = conversation;
    this.#maxOperations = maxOperations;
  }

  /** Whether connection_init has come. */
  get initialised(): boolean {
    return this.#state !== 'new';
  }

  /** Takes one message of the client's. */
  async receive(text: string): Promise<void> {
    const message = parse(text);
    switch (message?.type) {
      case 'connection_init':
        return this.#init(message.payload);
      case 'ping':
        return this.#ping(message.payload);
      case 'pong':
        return;
      case 'subscribe':
        return this.#subscribe(message.id, message.payload);
      case 'complete':
        return this.#complete(message.id);
      default:
        this.#wire.close(CloseCode.BadRequest, 'Not a message of graphql-transport-ws');
    }
  }

  /** Stops everything; nothing is sent any more. */
  end(): void {
    for (const operation of this.#operations.values()) operation.stop();
  }

  async #init(payload: unknown): Promise<void> {
    if (this.#state !== 'new') {
      return this.#wire.close(CloseCode.TooManyInitialisationRequests, 'Too many initialisation requests');
    }
    this.#state = 'initialising';
    if (!(await this.#conversation.init(asObject(payload)))) {
      return this.#wire.close(CloseCode.Unauthorized, 'The token is wrong, expired or revoked');
    }
    this.#state = 'ready';
    this.#wire.send('{"type":"connection_ack"}');
  }

  // A ping that carries a token renews the socket's.
  async #ping(payload: unknown): Promise<void> {
    const given = asObject(payload);
    if (this.#state === 'ready' && given && this.#conversation.signsIn(given)) {
      if (!(await this.#conversation.init(given))) {
        return this.#wire.close(CloseCode.Unauthorized, 'The token is wrong, expired or revoked');
      }
    }
    this.#wire.send('{"type":"pong"}');
  }

  async #subscribe(id: unknown, payload: unknown): Promise<void> {
    const operation = asObject(payload) as UncheckedParameters | undefined;
    if (typeof id !== 'string' || id === '' || id.length > 200 || !operation) {
      return this.#wire.close(CloseCode.BadRequest, 'A subscribe message needs an id and a payload');
    }
    if (this.#state !== 'ready') return this.#wire.close(CloseCode.Unauthorized, 'Send connection_init first');
    const key = JSON.stringify(id);
    if (this.#operations.has(key)) {
      return this.#wire.close(CloseCode.SubscriberAlreadyExists, 'This id is in use');
    }
    const running = new Operation(key, this.#wire, this.#operations);
    if (this.#operations.size >= this.#maxOperations) {
      const message = `At most ${this.#maxOperations} operations at a time on one socket.`;
      return running.error(JSON.stringify([{ message, extensions: { code: 'RATE_LIMITED' } }]));
    }
    this.#operations.set(key, running);
    running.begun(await this.#conversation.subscribe(operation, running));
  }

  #complete(id: unknown) {
    if (typeof id !== 'string') return this.#wire.close(CloseCode.BadRequest, 'A complete message needs an id');
    this.#operations.get(JSON.stringify(id))?.stop();
  }
}

/** One operation that runs; after its end it sends nothing. */
class Operation implements Receiver {
  /** Its id as JSON. */
  readonly #key: string;
  readonly #wire: Wire;
  readonly #operations: Map<string, Operation>;
  #stop: (() => void) | null = null;
  #ended = false;

  constructor(key: string, wire: Wire, operations: Map<string, Operation>) {
    this.#key = key;
    this.#wire = wire;
    this.#operations = operations;
  }

  next(json: string): void {
    if (!this.#ended) this.#wire.sendFrame(nextFrame(this.#key, json));
  }

  error(json: string): void {
    if (this.#end()) this.#wire.send(`{"id":${this.#key},"type":"error","payload":${json}}`);
  }

  complete(): void {
    if (this.#end()) this.#wire.send(`{"id":${this.#key},"type":"complete"}`);
  }

  room(): Promise<void> {
    return this.#wire.room();
  }

  /** Here is what stops it; called at once if it ended while it was beginning. */
  begun(stop: () => void): void {
    if (this.#ended) stop();
    else this.#stop = stop;
  }

  /** Ends it without a word. */
  stop(): void {
    if (this.#end()) this.#stop?.();
  }

  #end(): boolean {
    if (this.#ended) return false;
    this.#ended = true;
    this.#operations.delete(this.#key);
    return true;
  }
}

function parse(text: string): { type?: unknown; id?: unknown; payload?: unknown } | undefined {
  try {
    return asObject(parseJson(text, 'A message'));
  } catch {
    return undefined;
  }
}

const asObject = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
