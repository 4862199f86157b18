// What sockets and event streams have in common: they end when their viewer loses access, and when their client reads
// too slowly.
import type { ChangeCatalogue, Revocation } from '../changes/catalogue.ts';
import type { Feed, Follower } from '../changes/feed.ts';
import type { StoredChange } from '../changes/log.ts';
import type { Viewer } from '../graphql/context.ts';
import { AppError } from '../lib/errors.ts';
import { userStream } from '../lib/streams.ts';
import { type Authenticate, type Credentials, readViewer } from './credentials.ts';

/** Why a receiver is ended; `unknown` when it could not be checked whether its viewer still has access. */
export type EndReason = 'revoked' | 'expired' | 'accessChanged' | 'unknown' | 'tooSlow';

/** How often receivers are checked, and how often each is sent something so that a lost connection is noticed. */
export const checkMs = 500;
export const keepAliveMs = 12_000;

/** Why this revocation ends the viewer's receivers; null where it does not concern the viewer. */
function endReasonOf(revocation: Revocation, viewer: Viewer): EndReason | null {
  if ('endsToken' in revocation) return revocation.endsToken === viewer.tokenId ? 'revoked' : null;
  if ('endsUser' in revocation) return revocation.endsUser === viewer.userId ? 'revoked' : null;
  return 'changesUser' in revocation && revocation.changesUser === viewer.userId ? 'accessChanged' : null;
}

/** The viewer of the credentials now; undefined where they are refused. Throws when that cannot be found out. */
export async function currentViewer(
  credentials: Credentials,
  { authenticate, allowedOrigins }: { authenticate: Authenticate<Viewer>; allowedOrigins: readonly string[] },
): Promise<Viewer | null | undefined> {
  try {
    return await readViewer(credentials, authenticate, allowedOrigins);
  } catch (error) {
    if (error instanceof AppError && error.code !== 'UNAVAILABLE') return undefined;
    throw error;
  }
}

/** Receives events on behalf of a viewer. */
export interface LiveReceiver {
  /** Looks up its viewer now; see the function `currentViewer`. */
  currentViewer(): Promise<Viewer | null | undefined>;
  /** Sends nothing more, and gives the reason as far as the protocol allows. */
  end(reason: EndReason): void;
  /** Called when changes may have been missed, such as one that revokes the viewer's access. */
  gap(): void;
}

/** Ends a receiver when its viewer's access ends or changes. */
export class ViewerWatch implements Follower {
  readonly #feed: Feed;
  readonly #catalogue: ChangeCatalogue;
  readonly #receiver: LiveReceiver;
  #viewer: Viewer | null = null;
  /** When the token expires, in milliseconds since 1970. */
  #expiresAt = Number.POSITIVE_INFINITY;
  #unfollow: (() => void) | null = null;

  constructor({ feed, catalogue }: { feed: Feed; catalogue: ChangeCatalogue }, receiver: LiveReceiver) {
    this.#feed = feed;
    this.#catalogue = catalogue;
    this.#receiver = receiver;
  }

  /** Watches this viewer instead of the previous one. Resolves to false when the receiver was ended. */
  async start(viewer: Viewer | null): Promise<boolean> {
    this.stop();
    this.#viewer = viewer;
    this.#expiresAt = viewer?.expiresAt ? Date.parse(viewer.expiresAt) : Number.POSITIVE_INFINITY;
    if (!viewer) return true;
    this.#unfollow = this.#feed.follow([userStream(viewer.userId)], this);
    // The viewer may have lost access after being read and before this call followed the viewer's stream.
    return this.verify();
  }

  stop(): void {
    this.#unfollow?.();
    this.#unfollow = null;
  }

  /** Looks up the viewer of the credentials again. Resolves to false when the receiver was ended. */
  async verify(): Promise<boolean> {
    const before = this.#viewer;
    try {
      const now = await this.#receiver.currentViewer();
      if (now?.role === before?.role) return true;
      this.#receiver.end(now ? 'accessChanged' : 'revoked');
    } catch {
      this.#receiver.end('unknown');
    }
    return false;
  }

  /** Whether the token has expired by this time. */
  hasExpired(now: number): boolean {
    return this.#expiresAt <= now;
  }

  change(change: StoredChange): void {
    const revocation = this.#catalogue.revocation(change);
    // A kind that only another version of the server knows: whether it revokes access can only be looked up.
    if (revocation === undefined) this.gap();
    const reason = revocation ? endReasonOf(revocation, this.#viewer!) : null;
    if (reason) this.#receiver.end(reason);
  }

  gap(): void {
    this.#receiver.gap();
  }
}

/** A backlog of up to this many bytes may wait for any length of time. */
export const smallBacklog = 64 * 1024;
/** The maximum of bytes in a backlog, and how long it may stay above `smallBacklog`. */
const maxBacklog = 4 * 1024 * 1024;
const slowMs = 3_000;

/** Watches how many bytes wait for a client to read them. */
export class Backlog {
  /** Since when more than `smallBacklog` has been waiting. */
  #slowSince: number | null = null;

  /** Records how many bytes wait; false when they are more than the maximum. */
  record(bytes: number): boolean {
    if (bytes > smallBacklog) this.#slowSince ??= Date.now();
    return bytes <= maxBacklog;
  }

  /** Whether more than `smallBacklog` has been waiting for too long; `at` is the machine's time. */
  isTooSlow(bytes: number, at: number): boolean {
    if (bytes <= smallBacklog) this.#slowSince = null;
    return this.#slowSince !== null && at - this.#slowSince > slowMs;
  }
}

/** Resolves when no more than `smallBacklog` waits. */
export async function drained(waiting: () => number): Promise<void> {
  while (waiting() > smallBacklog) await new Promise((resolve) => setTimeout(resolve, 20));
}
