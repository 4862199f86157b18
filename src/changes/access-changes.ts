// Remembers when users lost access, as far as this instance knows. Code that reads rows for a viewer takes the mark
// before it, and afterwards asks whether access was lost since; if so, it reads again.
import { LRUCache } from 'lru-cache';
import type { Change, CommittedChanges } from '../lib/changes.ts';
import type { ChangeCatalogue } from './catalogue.ts';
import type { Relay } from './relay.ts';

/** A viewer with their token. */
export interface AccessHolder {
  readonly userId: string;
  readonly workspaceId: string;
  readonly tokenId: string;
}

/**
 * What was lost: `viewer` means that the token is no longer valid for the same viewer and role, `visibility` that they
 * may see less.
 */
export type AccessLoss = 'viewer' | 'visibility';

// An evicted loss counts for everyone with an older mark: a smaller number only causes more repeated reads.
const maxLosses = 10_000;

export class AccessChanges {
  readonly #catalogue: ChangeCatalogue;
  readonly #lost = new LRUCache<string, number>({
    max: maxLosses,
    dispose: (mark, _, reason) => {
      if (reason === 'evict') this.#floor = Math.max(this.#floor, mark);
    },
  });
  #mark = 0;
  /** Losses up to this mark may have been evicted. */
  #floor = 0;

  constructor(relay: Relay, catalogue: ChangeCatalogue) {
    this.#catalogue = catalogue;
    relay.listen({
      changes: (changes) => {
        for (const change of changes) this.#record(change, change.workspaceId);
      },
      gap: () => {
        this.#floor = ++this.#mark;
      },
    });
  }

  /** The current mark: every later loss has a higher one. */
  get mark(): number {
    return this.#mark;
  }

  /** Records what this instance has written, before the write is acknowledged. */
  changed({ changes, workspaceId }: CommittedChanges): void {
    for (const change of changes) this.#record(change, workspaceId);
  }

  /** What the holder has lost since the mark; null for nothing. */
  lostSince(mark: number, { userId, workspaceId, tokenId }: AccessHolder): AccessLoss | null {
    if (mark === this.#mark) return null;
    const since = (key: string) => (this.#lost.get(key) ?? 0) > mark;
    if (mark < this.#floor || since(userKey(userId)) || since(tokenKey(tokenId))) return 'viewer';
    return since(visibilityKey(userId)) || since(visibilityKey(workspaceId)) ? 'visibility' : null;
  }

  #record(change: Change, workspaceId: string): void {
    const lost = this.#catalogue.revocation(change);
    if (lost === null) return;
    if (lost === undefined) this.#floor = ++this.#mark;
    else if ('endsToken' in lost) this.#lose(tokenKey(lost.endsToken));
    else if ('endsUser' in lost) this.#lose(userKey(lost.endsUser));
    else if ('changesUser' in lost) this.#lose(userKey(lost.changesUser));
    else this.#lose(visibilityKey('narrowsUser' in lost ? lost.narrowsUser : workspaceId));
  }

  #lose(key: string): void {
    this.#lost.set(key, ++this.#mark);
  }
}

const tokenKey = (tokenId: string) => `token:${tokenId}`;
const userKey = (userId: string) => `user:${userId}`;
/** Visibility of a single user, or of everyone in a workspace. */
const visibilityKey = (id: string) => `visibility:${id}`;
