// One socket of a client: who it belongs to, what it is sent, and when it has to go. One object with methods, for there
// are thousands of them: of the request that opened it only what signing in reads is kept.
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Feed, Follower } from '../changes/feed.ts';
import type { StoredChange } from '../changes/log.ts';
import type { Viewer } from '../graphql/context.ts';
import { AppError } from '../lib/errors.ts';
import { userStream } from '../lib/streams.ts';
import type { UncheckedParameters } from '../operations/request-parameters.ts';
import { CloseCode } from './close-codes.ts';
import { authorizationIn, type Credentials, readsLedger, readViewer } from './credentials.ts';
import { MessageMeter } from './message-meter.ts';
import { sessionEffect } from './session-effect.ts';
import { runOperation, type SocketOperations } from './socket-operations.ts';
import { Outbox } from './socket-outbox.ts';
import { type Conversation, type Receiver, SocketProtocol, type Wire } from './socket-protocol.ts';

export interface ConnectionOptions extends SocketOperations {
  feed: Feed;
  allowedOrigins: readonly string[];
  limits: { perUser: number; operations: number };
  /** How many sockets each user has, by id. */
  users: Map<string, number>;
  onPresent: (workspaceId: string, userIds: readonly string[]) => Promise<void>;
}

/** Most bytes that are read before connection_init. */
const maximumEarly = 16 * 1024;
const initMs = 5_000;
const pingMs = 12_000;

const nothing = () => {};

export class Connection implements Wire, Conversation, Follower {
  readonly ws: WebSocket;
  /** The peer's address. */
  readonly address: string;
  readonly #outbox: Outbox;
  readonly #meter: MessageMeter;
  readonly #options: ConnectionOptions;
  readonly #protocol: SocketProtocol;
  /** What came with the upgrade, and with it the token that signed in last. */
  readonly #given: Credentials;
  #credentials: Credentials;
  viewer: Viewer | null = null;
  /** When the token ends, in milliseconds since 1970. */
  #expiresAt = Number.POSITIVE_INFINITY;
  #unfollow = nothing;
  #pingedAt = Date.now();
  #alive = true;
  readonly #openedAt = this.#pingedAt;
  #asksLedger: unknown = null;
  #asksCost: unknown = null;

  constructor(ws: WebSocket, socket: Duplex, address: string, given: Credentials, options: ConnectionOptions) {
    this.ws = ws;
    this.address = address;
    this.#outbox = new Outbox(ws, socket);
    this.#meter = new MessageMeter(this.#openedAt);
    this.#options = options;
    this.#given = given;
    this.#credentials = given;
    this.#protocol = new SocketProtocol({ wire: this, conversation: this, maxOperations: options.limits.operations });
    this.#boundEarly(socket);
  }

  /** Takes one message of the client's. */
  receive(data: Buffer, binary: boolean) {
    if (this.ws.readyState !== this.ws.OPEN || !this.#count(data.length)) return;
    if (binary) return this.close(CloseCode.BadRequest, 'Send text');
    this.#protocol.receive(data.toString('utf8')).catch((error: unknown) => {
      this.#options.log.error({ err: error }, 'a socket failed');
      this.ws.terminate();
    });
  }

  /** The client has sent a ping frame; ws has answered it. */
  ping(): void {
    this.#count(0);
  }

  /** The client has answered a ping. */
  pong(): void {
    this.#alive = true;
    this.#count(0);
  }

  /** Counts what the client sends; false, and the socket closes, when that is too much. */
  #count(bytes: number): boolean {
    if (this.#meter.take(bytes, Date.now())) return true;
    this.close(CloseCode.TooManyMessages, 'Too many messages: send fewer, and reconnect later');
    return false;
  }

  /** Bounds what is kept of frames that are not complete, as long as nobody has said who they are. */
  #boundEarly(socket: Duplex): void {
    let bytes = 0;
    const count = (chunk: Buffer) => {
      bytes += chunk.length;
      if (this.#protocol.initialised) socket.off('data', count);
      else if (bytes > maximumEarly) {
        socket.off('data', count);
        this.close(CloseCode.TooLarge, `Send connection_init first, in at most ${maximumEarly} bytes`);
        this.ws.pause();
        setTimeout(() => this.ws.terminate(), 1_000).unref();
      }
    };
    socket.on('data', count);
  }

  /** The socket has closed. */
  end(): void {
    this.#protocol.end();
    this.#unfollow();
    const { users } = this.#options;
    const left = this.viewer ? (users.get(this.viewer.userId) ?? 1) - 1 : 0;
    if (left) users.set(this.viewer!.userId, left);
    else if (this.viewer) users.delete(this.viewer.userId);
  }

  send(text: string): void {
    if (!this.#outbox.send(text)) this.#dropSlow();
  }

  sendFrame(frame: Buffer): void {
    if (!this.#outbox.send(frame)) this.#dropSlow();
  }

  /** Ends everything that runs, drops what still waits to be sent, and says why. */
  close(code: CloseCode, reason: string): void {
    this.#protocol.end();
    this.#outbox.clear();
    this.ws.close(code, reason);
  }

  room(): Promise<void> {
    return this.#outbox.room();
  }

  get cost(): boolean {
    return this.#asksCost === '1';
  }

  get ledger(): boolean {
    return readsLedger(this.#asksLedger, this.viewer);
  }

  async init(payload: Record<string, unknown> | undefined): Promise<boolean> {
    try {
      if (payload && 'x-ledger' in payload) this.#asksLedger = payload['x-ledger'];
      if (payload && 'x-cost' in payload) this.#asksCost = payload['x-cost'];
      return await this.#signIn(payload && authorizationIn(payload));
    } catch (error) {
      if (error instanceof AppError && error.code === 'UNAUTHENTICATED') {
        this.close(CloseCode.Unauthorized, error.message);
        return true;
      }
      // Without the database nobody is signed in; that says nothing of the token, so it is not final.
      this.#options.log.warn({ err: (error as Error).message }, 'a socket cannot sign in');
      this.close(CloseCode.TryAgainLater, 'Nobody can sign in now');
      return true;
    }
  }

  signsIn(payload: Record<string, unknown>): boolean {
    try {
      return authorizationIn(payload) !== undefined;
    } catch {
      return true; // refused by init, with the reason
    }
  }

  async subscribe(payload: UncheckedParameters, receiver: Receiver): Promise<() => void> {
    // Asked for every operation, as for every request: a token that was revoked gets nothing more.
    if (this.viewer && !(await this.#read().catch(() => this.viewer))) {
      this.close(CloseCode.Unauthorized, 'The token was revoked');
      return nothing;
    }
    return runOperation(this.#options, this, payload, receiver);
  }

  async #signIn(authorization: string | undefined): Promise<boolean> {
    const { users, limits, feed, onPresent } = this.#options;
    this.#credentials = authorization === undefined ? this.#given : { ...this.#given, authorization };
    const viewer = await this.#read();
    if (viewer === undefined) return false;
    const before = this.viewer;
    if (before && (viewer?.userId !== before.userId || viewer.workspaceId !== before.workspaceId)) return false;
    if (this.ws.readyState !== this.ws.OPEN) return true;
    if (viewer && !before) {
      const count = users.get(viewer.userId) ?? 0;
      if (count >= limits.perUser) {
        this.close(CloseCode.TryAgainLater, 'Too many sockets of this user');
        return true;
      }
      users.set(viewer.userId, count + 1);
    }
    this.viewer = viewer;
    this.#expiresAt = viewer?.expiresAt ? Date.parse(viewer.expiresAt) : Number.POSITIVE_INFINITY;
    this.#unfollow();
    this.#unfollow = nothing;
    if (!viewer) return true;
    this.#unfollow = feed.follow([userStream(viewer.userId)], this);
    if (!before) void onPresent(viewer.workspaceId, [viewer.userId]).catch(nothing);
    // Once more, now that nothing can escape: it may have been revoked between the look and the following.
    return (await this.#read()) != null;
  }

  /** Whom the credentials stand for; undefined when they are refused. Throws when that cannot be known. */
  async #read(): Promise<Viewer | null | undefined> {
    try {
      return await readViewer(this.#credentials, this.#options.authenticate, this.#options.allowedOrigins);
    } catch (error) {
      if (error instanceof AppError && error.code !== 'UNAVAILABLE') return undefined;
      throw error;
    }
  }

  /** What the user's own stream says that ends or changes what the socket may do. */
  change(change: StoredChange): void {
    if (!this.viewer) return;
    const effect = sessionEffect(this.#options.catalogue, change, this.viewer);
    if (effect === 'ended') this.close(CloseCode.Unauthorized, 'The token was revoked');
    else if (effect === 'changed') this.close(CloseCode.AccessChanged, 'What you may do has changed');
    else if (effect === 'unknown') this.gap();
  }

  /** Word of the user may be among what was missed: looks again, and sends nothing until it knows. */
  gap(): void {
    const before = this.viewer;
    this.#outbox.hold();
    this.#read().then(
      (again) => {
        if (!again) this.close(CloseCode.Unauthorized, 'The token was revoked');
        else if (again.role !== before?.role) this.close(CloseCode.AccessChanged, 'Reconnect');
        else this.#outbox.release();
      },
      () => this.close(CloseCode.TryAgainLater, 'Reconnect'),
    );
  }

  /** Closes a socket whose time is over or whose client is gone; `at` is the machine's time, `clock` the server's. */
  check(at: number, clock: number) {
    const { ws } = this;
    if (ws.readyState !== ws.OPEN) return;
    if (!this.#protocol.initialised && at - this.#openedAt > initMs) {
      return this.close(CloseCode.ConnectionInitTimeout, 'connection_init did not come');
    }
    if (this.#expiresAt <= clock) return this.close(CloseCode.Unauthorized, 'The token has expired');
    if (this.#outbox.isTooSlow(at)) return this.#dropSlow();
    if (at - this.#pingedAt < pingMs) return;
    if (!this.#alive) return ws.terminate();
    this.#alive = false;
    this.#pingedAt = at;
    ws.ping();
  }

  // What waits here is dropped, so the close frame is next for a client that reads again: ws gives it 30 s for that.
  #dropSlow(): void {
    this.close(CloseCode.SlowConsumer, 'Read faster, or resume');
  }
}
