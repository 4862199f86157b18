// What sockets and event streams have in common: they end with the rights of their viewer, and when their client reads
// too slowly.
import type { ChangeCatalogue, Revocation } from '../changes/catalogue.ts';
import type { Feed, Follower } from '../changes/feed.ts';
import type { StoredChange } from '../changes/log.ts';
import type { Viewer } from '../graphql/context.ts';
import { AppError } from '../lib/errors.ts';
import { userStream } from '../lib/streams.ts';
import { type Authenticate, type Credentials, readViewer } from './credentials.ts';

/** Why a receiver has to go. After `unknown` nobody can say whether it still may receive. */
export type EndReason = 'revoked' | 'expired' | 'accessChanged' | 'unknown' | 'tooSlow';

/** How often receivers are checked, and how often something is sent so that both sides notice a lost connection. */
export const checkMs = 500;
export const keepAliveMs = 12_000;

/** Why a change that takes this away ends what the viewer receives; null where it does not. */
function endReasonOf(lost: Revocation, viewer: Viewer): EndReason | null {
  if ('endsToken' in lost) return lost.endsToken === viewer.tokenId ? 'revoked' : null;
  if ('endsUser' in lost) return lost.endsUser === viewer.userId ? 'revoked' : null;
  return 'changesUser' in lost && lost.changesUser === viewer.userId ? 'accessChanged' : null;
}

/** Whom the credentials stand for now; undefined where they are refused. Throws when that cannot be known. */
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

/** One that is sent events for a viewer. */
export interface LiveReceiver {
  /** Its `currentViewer`. */
  currentViewer(): Promise<Viewer | null | undefined>;
  /** Sends nothing more, and says why as far as its protocol can. */
  end(reason: EndReason): void;
  /** Changes may have been missed, such as one that ends it. */
  gap(): void;
}

/** Ends a receiver when its viewer's rights end or change. */
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

  /** Watches this viewer from now on, in place of the one before; false when the receiver was ended meanwhile. */
  async start(viewer: Viewer | null): Promise<boolean> {
    this.stop();
    this.#viewer = viewer;
    this.#expiresAt = viewer?.expiresAt ? Date.parse(viewer.expiresAt) : Number.POSITIVE_INFINITY;
    if (!viewer) return true;
    this.#unfollow = this.#feed.follow([userStream(viewer.userId)], this);
    // The viewer may have lost access between when they were read and when following began.
    return this.verify();
  }

  stop(): void {
    this.#unfollow?.();
    this.#unfollow = null;
  }

  /** Reads again whom the credentials stand for; false when the receiver was ended because they lost access. */
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
    const lost = this.#catalogue.revocation(change);
    // Another version of the server wrote it: what it takes away can only be looked up.
    if (lost === undefined) this.gap();
    const reason = lost ? endReasonOf(lost, this.#viewer!) : null;
    if (reason) this.#receiver.end(reason);
  }

  gap(): void {
    this.#receiver.gap();
  }
}

/** Bytes that may wait for a client for as long as it likes. */
export const littleWaiting = 64 * 1024;
/** Bytes that may wait in all, and how long more than a little may wait. */
const maximumWaiting = 4 * 1024 * 1024;
const slowMs = 3_000;

/** Watches how much waits for a client to read it. */
export class Backlog {
  /** Since when more than a little has been waiting. */
  #slowSince: number | null = null;

  /** Notes that so many bytes wait; false when they are too many. */
  note(bytes: number): boolean {
    if (bytes > littleWaiting) this.#slowSince ??= Date.now();
    return bytes <= maximumWaiting;
  }

  /** Whether more than a little has been waiting for too long; `at` is the machine's time. */
  isTooSlow(bytes: number, at: number): boolean {
    if (bytes <= littleWaiting) this.#slowSince = null;
    return this.#slowSince !== null && at - this.#slowSince > slowMs;
  }
}

/** Resolves when no more than a little waits. */
export async function drained(waiting: () => number): Promise<void> {
  while (waiting() > littleWaiting) await new Promise((resolve) => setTimeout(resolve, 20));
}
