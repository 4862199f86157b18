// One WebSocket of a client: its viewer, what it is sent, and when it is closed. There are thousands of these, so a
// connection is one object with methods, and it keeps only the credentials of the request that opened it.
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Feed } from '../changes/feed.ts';
import type { Viewer } from '../graphql/context.ts';
import { AppError } from '../lib/errors.ts';
import type { UncheckedParameters } from '../operations/request-parameters.ts';
import { CloseCode } from './close-codes.ts';
import type { Counts } from './counts.ts';
import { authorizationIn, type Credentials, mayReadLedger } from './credentials.ts';
import { currentViewer, type EndReason, keepAliveMs, type LiveReceiver, ViewerWatch } from './live-receiver.ts';
import { MessageMeter } from './message-meter.ts';
import type { NextFrames } from './socket-frames.ts';
import { runOperation, type SocketOperations } from './socket-operations.ts';
import { Outbox } from './socket-outbox.ts';
import { type Conversation, type Receiver, SocketProtocol, type Wire } from './socket-protocol.ts';

export interface ConnectionOptions extends SocketOperations {
  feed: Feed;
  allowedOrigins: readonly string[];
  limits: { perUser: number; operations: number };
  /** How many sockets each user has, by user id. */
  users: Counts;
  frames: NextFrames;
  onPresent: (workspaceId: string, userIds: readonly string[]) => Promise<void>;
}

/** The maximum of bytes that are read before connection_init. */
const maxBytesBeforeInit = 16 * 1024;
const initMs = 5_000;

const closings: Record<EndReason, readonly [CloseCode, string]> = {
  revoked: [CloseCode.Unauthorized, 'The token was revoked'],
  expired: [CloseCode.Unauthorized, 'The token has expired'],
  accessChanged: [CloseCode.AccessChanged, 'Your permissions have changed: reconnect and resume'],
  unknown: [CloseCode.TryAgainLater, 'Your access cannot be verified now: reconnect later'],
  tooSlow: [CloseCode.SlowConsumer, 'The client reads too slowly: reconnect and resume'],
};

const nothing = () => {};

export class Connection implements Wire, Conversation, LiveReceiver {
  readonly ws: WebSocket;
  /** The client's IP address. */
  readonly address: string;
  readonly #outbox: Outbox;
  readonly #meter: MessageMeter;
  readonly #options: ConnectionOptions;
  readonly #protocol: SocketProtocol;
  /** The credentials of the upgrade request. */
  readonly #upgradeCredentials: Credentials;
  /** Those, with the token of the last connection_init or ping that carried one. */
  #credentials: Credentials;
  viewer: Viewer | null = null;
  readonly #watch: ViewerWatch;
  #pingedAt = Date.now();
  #alive = true;
  readonly #openedAt = this.#pingedAt;
  #xLedger: unknown = null;
  #xCost: unknown = null;

  constructor(ws: WebSocket, socket: Duplex, address: string, credentials: Credentials, options: ConnectionOptions) {
    this.ws = ws;
    this.address = address;
    this.#outbox = new Outbox(ws, socket);
    this.#meter = new MessageMeter(this.#openedAt);
    this.#options = options;
    this.#upgradeCredentials = credentials;
    this.#credentials = credentials;
    this.#watch = new ViewerWatch(options, this);
    this.#protocol = new SocketProtocol({ wire: this, conversation: this, maxOperations: options.limits.operations });
    this.#limitBytesBeforeInit(socket);
  }

  /** Handles one message of the client. */
  receive(data: Buffer, binary: boolean) {
    if (this.ws.readyState !== this.ws.OPEN || !this.#count(data.length)) return;
    if (binary) return this.close(CloseCode.BadRequest, 'Send text messages, not binary ones');
    this.#protocol.receive(data.toString('utf8')).catch((error: unknown) => {
      this.#options.log.error({ err: error }, 'a socket failed');
      this.ws.terminate();
    });
  }

  /** The client has sent a ping frame, to which ws has sent the pong. */
  ping(): void {
    this.#count(0);
  }

  /** The client has sent a pong frame. */
  pong(): void {
    this.#alive = true;
    this.#count(0);
  }

  /** Counts a message of the client. Returns false and closes the socket when there are too many. */
  #count(bytes: number): boolean {
    if (this.#meter.take(bytes, Date.now())) return true;
    this.close(CloseCode.TooManyMessages, 'Too many messages: send fewer, and reconnect later');
    return false;
  }

  /** Limits the memory that incomplete frames take before the client has authenticated. */
  #limitBytesBeforeInit(socket: Duplex): void {
    let bytes = 0;
    const count = (chunk: Buffer) => {
      bytes += chunk.length;
      if (this.#protocol.initialised) socket.off('data', count);
      else if (bytes > maxBytesBeforeInit) {
        socket.off('data', count);
        this.close(CloseCode.TooLarge, `Send connection_init first, in at most ${maxBytesBeforeInit} bytes`);
        this.ws.pause();
        setTimeout(() => this.ws.terminate(), 1_000).unref();
      }
    };
    socket.on('data', count);
  }

  /** The socket has closed. */
  closed(): void {
    this.#protocol.end();
    this.#watch.stop();
    if (this.viewer) this.#options.users.remove(this.viewer.userId, 1);
  }

  send(message: string | Buffer): void {
    if (!this.#outbox.send(message)) this.end('tooSlow');
  }

  sendNext(id: string, result: string): void {
    this.send(this.#options.frames.frame(id, result));
  }

  /**
   * Ends all operations, drops the messages that wait to be sent, and sends the close frame. So a client that had
   * paused and reads again gets the close frame next; ws gives it 30 s for that.
   */
  close(code: CloseCode, reason: string): void {
    this.#protocol.end();
    this.#outbox.clear();
    this.ws.close(code, reason);
  }

  end(reason: EndReason): void {
    this.close(...closings[reason]);
  }

  drained(): Promise<void> {
    return this.#outbox.drained();
  }

  get cost(): boolean {
    return this.#xCost === '1';
  }

  get ledger(): boolean {
    return mayReadLedger(this.#xLedger, this.viewer);
  }

  async init(payload: Record<string, unknown> | undefined): Promise<boolean> {
    try {
      if (payload && 'x-ledger' in payload) this.#xLedger = payload['x-ledger'];
      if (payload && 'x-cost' in payload) this.#xCost = payload['x-cost'];
      return await this.#signIn(payload && authorizationIn(payload));
    } catch (error) {
      if (error instanceof AppError && error.code === 'UNAUTHENTICATED') {
        this.close(CloseCode.Unauthorized, error.message);
        return true;
      }
      // The database is unavailable. The token may still be valid, so the close code is not final.
      this.#options.log.warn({ err: (error as Error).message }, 'a socket cannot sign in');
      this.close(CloseCode.TryAgainLater, 'The token cannot be verified now: reconnect later');
      return true;
    }
  }

  signsIn(payload: Record<string, unknown>): boolean {
    try {
      return authorizationIn(payload) !== undefined;
    } catch {
      return true; // `init` refuses it and gives the reason
    }
  }

  async subscribe(payload: UncheckedParameters, receiver: Receiver): Promise<() => void> {
    // Checked for every operation, as for every HTTP request: a revoked token gets no more results.
    if (this.viewer && !(await this.currentViewer().catch(() => this.viewer))) {
      this.end('revoked');
      return nothing;
    }
    return runOperation(this.#options, this, payload, receiver);
  }

  async #signIn(authorization: string | undefined): Promise<boolean> {
    const { users, limits, onPresent } = this.#options;
    this.#credentials =
      authorization === undefined ? this.#upgradeCredentials : { ...this.#upgradeCredentials, authorization };
    const viewer = await this.currentViewer();
    if (viewer === undefined) return false;
    const before = this.viewer;
    if (before && (viewer?.userId !== before.userId || viewer.workspaceId !== before.workspaceId)) return false;
    if (this.ws.readyState !== this.ws.OPEN) return true;
    if (viewer && !before && !users.add(viewer.userId, 1, limits.perUser)) {
      this.close(CloseCode.TryAgainLater, 'Too many sockets of this user');
      return true;
    }
    this.viewer = viewer;
    if (viewer && !before) void onPresent(viewer.workspaceId, [viewer.userId]).catch(nothing);
    await this.#watch.start(viewer);
    return true;
  }

  currentViewer(): Promise<Viewer | null | undefined> {
    return currentViewer(this.#credentials, this.#options);
  }

  /** Sends nothing until it is known whether the viewer still has access. */
  gap(): void {
    this.#outbox.hold();
    void this.#watch.verify().then((isSame) => isSame && this.#outbox.release());
  }

  /** Closes an expired, too slow or dead socket; `at` is the machine's time, `clock` the server's. */
  check(at: number, clock: number) {
    const { ws } = this;
    if (ws.readyState !== ws.OPEN) return;
    if (!this.#protocol.initialised && at - this.#openedAt > initMs) {
      return this.close(CloseCode.ConnectionInitialisationTimeout, 'connection_init did not come');
    }
    if (this.#watch.hasExpired(clock)) return this.end('expired');
    if (this.#outbox.isTooSlow(at)) return this.end('tooSlow');
    if (at - this.#pingedAt < keepAliveMs) return;
    if (!this.#alive) return ws.terminate();
    this.#alive = false;
    this.#pingedAt = at;
    ws.ping();
  }
}
