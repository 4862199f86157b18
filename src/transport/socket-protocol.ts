// The state machine of one connection in the graphql-transport-ws protocol, independent of the socket. The package
// graphql-ws validates incoming messages and serialises outgoing ones. Its `makeServer` is not used, because it loses
// an operation whose id is reused at once, and leaks one that is completed before it has begun. A result arrives as
// JSON text and is framed as it is, without being parsed or serialised again.
import type { GraphQLFormattedError } from 'graphql';
import { type Message, MessageType, stringifyMessage, validateMessage } from 'graphql-ws';
import { parseJson, type UncheckedParameters } from '../operations/request-parameters.ts';
import { CloseCode } from './close-codes.ts';

/** What the protocol needs from the socket below it. */
export interface Wire {
  send(text: string): void;
  /** Sends a message of the type `next`; the id and the result are JSON texts. */
  sendNext(id: string, result: string): void;
  close(code: CloseCode, reason: string): void;
  /** Resolves when the backlog is small enough to send more. */
  drained(): Promise<void>;
}

/** Receives the results of one operation. */
export interface Receiver {
  /** Takes one result; `cursor` is the position in its stream after it. */
  next(json: string, cursor: string | null): void;
  /** Ends the operation with errors. */
  error(errors: readonly GraphQLFormattedError[]): void;
  complete(): void;
  drained(): Promise<void>;
}

/** What the protocol needs from the server. */
export interface Conversation {
  /** Signs in with the payload of connection_init, or of a ping that renews the token; false when it is refused. */
  init(payload: Record<string, unknown> | undefined): Promise<boolean>;
  /** Whether the payload of a ping carries credentials. */
  signsIn(payload: Record<string, unknown>): boolean;
  /** Runs an operation and returns a function that stops it. */
  subscribe(payload: UncheckedParameters, receiver: Receiver): Promise<() => void>;
}

export interface ProtocolOptions {
  wire: Wire;
  conversation: Conversation;
  /** The maximum of operations at a time. */
  maxOperations: number;
}

/** The maximum length of an operation's id. */
const maxIdLength = 200;

export class SocketProtocol {
  readonly #wire: Wire;
  readonly #conversation: Conversation;
  readonly #maxOperations: number;
  /** The running operations by id. */
  readonly #operations = new Map<string, Operation>();
  #state: 'new' | 'initialising' | 'ready' = 'new';

  constructor({ wire, conversation, maxOperations }: ProtocolOptions) {
    this.#wire = wire;
    this.#conversation = conversation;
    this.#maxOperations = maxOperations;
  }

  /** Whether connection_init has arrived. */
  get initialised(): boolean {
    return this.#state !== 'new';
  }

  /** Handles one message of the client. */
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
      default: // Not a valid message, or one that only servers send.
        this.#wire.close(CloseCode.BadRequest, 'Not a graphql-transport-ws message that clients may send');
    }
  }

  /** Stops all operations. They send nothing more. */
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

  // A ping that carries a token replaces the socket's token.
  async #ping(payload: Record<string, unknown> | undefined): Promise<void> {
    if (this.#state === 'ready' && payload && this.#conversation.signsIn(payload)) {
      if (!(await this.#conversation.init(payload))) {
        return this.#wire.close(CloseCode.Unauthorized, 'The token is wrong, expired or revoked');
      }
    }
    this.#wire.send(stringifyMessage({ type: MessageType.Pong }));
  }

  async #subscribe(id: string, payload: UncheckedParameters): Promise<void> {
    if (id.length > maxIdLength) {
      return this.#wire.close(CloseCode.BadRequest, `An id may have at most ${maxIdLength} characters`);
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

/** One running operation. It sends nothing after its end. */
class Operation implements Receiver {
  readonly #id: string;
  readonly #idJson: string;
  readonly #wire: Wire;
  readonly #operations: Map<string, Operation>;
  #stop: (() => void) | null = null;
  #ended = false;

  constructor(id: string, wire: Wire, operations: Map<string, Operation>) {
    this.#id = id;
    this.#idJson = JSON.stringify(id);
    this.#wire = wire;
    this.#operations = operations;
  }

  next(json: string): void {
    if (!this.#ended) this.#wire.sendNext(this.#idJson, json);
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

  /** Sets the function that stops it, and calls that at once if the operation has already ended. */
  begun(stop: () => void): void {
    if (this.#ended) stop();
    else this.#stop = stop;
  }

  /** Ends it without sending a message. */
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

/** Parses a message; undefined when it is not valid. */
function readMessage(text: string): Message | undefined {
  try {
    const message = parseJson(text, 'A message') as Message;
    validateMessage(withoutParameters(message));
    return message;
  } catch {
    return undefined;
  }
}

// Parameters are left out of the validation. One of a wrong type is refused later with an error, as on every transport,
// and must not close the socket; neither must a documentId without the query that the protocol requires.
function withoutParameters(message: Message): unknown {
  if (message?.type !== MessageType.Subscribe || !isObject(message.payload)) return message;
  return { ...message, payload: { query: '' } };
}

const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
