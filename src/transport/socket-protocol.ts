// The states of one connection in the graphql-transport-ws protocol, without a socket. The package graphql-ws says what a
// message is: it reads those that come and writes those that leave. The states are kept here and not by its `makeServer`,
// which loses an operation whose id is used again at once, and leaks one that is completed before it has begun. Results
// come as ready JSON and leave in a frame around it, never parsed or built again.
import type { GraphQLFormattedError } from 'graphql';
import { type Message, MessageType, stringifyMessage, validateMessage } from 'graphql-ws';
import { parseJson, type UncheckedParameters } from '../operations/request-parameters.ts';
import { CloseCode } from './close-codes.ts';

/** What the protocol needs of the socket under it. */
export interface Wire {
  send(text: string): void;
  /** Sends a message of the type `next`; the id and the result are JSON already. */
  sendNext(id: string, result: string): void;
  close(code: CloseCode, reason: string): void;
  /** Resolves when what was sent has left, as far as room for more goes. */
  drained(): Promise<void>;
}

/** Where the results of one operation go. */
export interface Receiver {
  /** One result; `cursor` is where its stream stands after it. */
  next(json: string, cursor: string | null): void;
  /** Ends the operation with errors. */
  error(errors: readonly GraphQLFormattedError[]): void;
  complete(): void;
  drained(): Promise<void>;
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

/** Characters of an operation's id. */
const maximumId = 200;

export class SocketProtocol {
  readonly #wire: Wire;
  readonly #conversation: Conversation;
  readonly #maxOperations: number;
  /** Those that run, by their ids. */
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
    const message = readMessage(text);
    switch (message?.type) {
      case MessageType.ConnectionInit:
        return this.#init(message.payload ?? undefined);
      case MessageType.Ping:
        return this.#ping(message.payload ?? undefined);
      case MessageType.Pong:
        return;
      case MessageType.Subscribe:
        return this.#subscribe(message.id, message.payload);
      case MessageType.Complete:
        return this.#operations.get(message.id)?.stop();
      default: // No message, or one that only servers send.
        this.#wire.close(CloseCode.BadRequest, 'Not a message of a graphql-transport-ws client');
    }
  }

  /** Stops everything; nothing is sent any more. */
  end(): void {
    for (const operation of this.#operations.values()) operation.stop();
  }

  async #init(payload: Record<string, unknown> | undefined): Promise<void> {
    if (this.#state !== 'new') {
      return this.#wire.close(CloseCode.TooManyInitialisationRequests, 'Too many initialisation requests');
    }
    this.#state = 'initialising';
    if (!(await this.#conversation.init(payload))) {
      return this.#wire.close(CloseCode.Unauthorized, 'The token is wrong, expired or revoked');
    }
    this.#state = 'ready';
    this.#wire.send(stringifyMessage({ type: MessageType.ConnectionAck }));
  }

  // A ping that carries a token renews the socket's.
  async #ping(payload: Record<string, unknown> | undefined): Promise<void> {
    if (this.#state === 'ready' && payload && this.#conversation.signsIn(payload)) {
      if (!(await this.#conversation.init(payload))) {
        return this.#wire.close(CloseCode.Unauthorized, 'The token is wrong, expired or revoked');
      }
    }
    this.#wire.send(stringifyMessage({ type: MessageType.Pong }));
  }

  async #subscribe(id: string, payload: UncheckedParameters): Promise<void> {
    if (id.length > maximumId) {
      return this.#wire.close(CloseCode.BadRequest, `An id may have at most ${maximumId} characters`);
    }
    if (this.#state !== 'ready') return this.#wire.close(CloseCode.Unauthorized, 'Send connection_init first');
    if (this.#operations.has(id)) {
      return this.#wire.close(CloseCode.SubscriberAlreadyExists, 'This id is in use');
    }
    const operation = new Operation(id, this.#wire, this.#operations);
    if (this.#operations.size >= this.#maxOperations) {
      const message = `At most ${this.#maxOperations} operations at a time on one socket.`;
      return operation.error([{ message, extensions: { code: 'RATE_LIMITED' } }]);
    }
    this.#operations.set(id, operation);
    operation.begun(await this.#conversation.subscribe(payload, operation));
  }
}

/** One operation that runs; after its end it sends nothing. */
class Operation implements Receiver {
  readonly #id: string;
  /** Its id as JSON. */
  readonly #json: string;
  readonly #wire: Wire;
  readonly #operations: Map<string, Operation>;
  #stop: (() => void) | null = null;
  #ended = false;

  constructor(id: string, wire: Wire, operations: Map<string, Operation>) {
    this.#id = id;
    this.#json = JSON.stringify(id);
    this.#wire = wire;
    this.#operations = operations;
  }

  next(json: string): void {
    if (!this.#ended) this.#wire.sendNext(this.#json, json);
  }

  error(errors: readonly GraphQLFormattedError[]): void {
    if (this.#end()) {
      this.#wire.send(stringifyMessage({ id: this.#id, type: MessageType.Error, payload: errors }));
    }
  }

  complete(): void {
    if (this.#end()) this.#wire.send(stringifyMessage({ id: this.#id, type: MessageType.Complete }));
  }

  drained(): Promise<void> {
    return this.#wire.drained();
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
    this.#operations.delete(this.#id);
    return true;
  }
}

/** The message that a text holds; undefined when it holds none. */
function readMessage(text: string): Message | undefined {
  try {
    const message = parseJson(text, 'A message') as Message;
    validateMessage(withoutParameters(message));
    return message;
  } catch {
    return undefined;
  }
}

// A parameter of the wrong type is refused where those of every road are, in an error, and does not close the socket; nor
// does a documentId without a query, which the protocol wants.
function withoutParameters(message: Message): unknown {
  if (message?.type !== MessageType.Subscribe || !isObject(message.payload)) return message;
  return { ...message, payload: { query: '' } };
}

const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
