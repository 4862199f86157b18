// When users last lost access to something, as far as this instance has been told. Code that reads rows for a viewer notes
// the mark first and asks afterwards: what was read while access was lost must be read again.
import { LRUCache } from 'lru-cache';
import type { Change, CommittedChanges } from '../lib/changes.ts';
import type { ChangeCatalogue } from './catalogue.ts';
import type { Relay } from './relay.ts';

/** Whose access is asked for. */
export interface AccessHolder {
  readonly userId: string;
  readonly workspaceId: string;
  readonly tokenId: string;
}

/** What was lost: the token no longer stands for the viewer as they were, or they may see less. */
export type AccessLoss = 'viewer' | 'sight';

// A change that is forgotten counts for everybody who asks with an older mark, so a small number costs only repetitions.
const remembered = 10_000;

export class AccessChanges {
  readonly #catalogue: ChangeCatalogue;
  readonly #lost = new LRUCache<string, number>({
    max: remembered,
    dispose: (mark, _, reason) => {
      if (reason === 'evict') this.#floor = Math.max(this.#floor, mark);
    },
  });
  #mark = 0;
  /** Changes up to this mark may have been forgotten. */
  #floor = 0;

  constructor(relay: Relay, catalogue: ChangeCatalogue) {
    this.#catalogue = catalogue;
    relay.listen({
      changes: (changes) => {
        for (const change of changes) this.#note(change, change.workspaceId);
      },
      gap: () => {
        this.#floor = ++this.#mark;
      },
    });
  }

  /** Stands for now: every loss that is noted later has a higher one. */
  get mark(): number {
    return this.#mark;
  }

  /** Takes in what this instance wrote, before it is acknowledged. */
  changed({ changes, workspaceId }: CommittedChanges): void {
    for (const change of changes) this.#note(change, workspaceId);
  }

  /** What of the holder's access was lost since a mark; null for nothing. */
  lostSince(mark: number, { userId, workspaceId, tokenId }: AccessHolder): AccessLoss | null {
    if (mark === this.#mark) return null;
    const since = (key: string) => (this.#lost.get(key) ?? 0) > mark;
    if (mark < this.#floor || since(userKey(userId)) || since(tokenKey(tokenId))) return 'viewer';
    return since(sightKey(userId)) || since(sightKey(workspaceId)) ? 'sight' : null;
  }

  #note(change: Change, workspaceId: string): void {
    const lost = this.#catalogue.revocation(change);
    if (lost === null) return;
    if (lost === undefined) this.#floor = ++this.#mark;
    else if ('endsToken' in lost) this.#lose(tokenKey(lost.endsToken));
    else if ('endsUser' in lost) this.#lose(userKey(lost.endsUser));
    else if ('changesUser' in lost) this.#lose(userKey(lost.changesUser));
    else this.#lose(sightKey('narrowsUser' in lost ? lost.narrowsUser : workspaceId));
  }

  #lose(key: string): void {
    this.#lost.set(key, ++this.#mark);
  }
}

const tokenKey = (tokenId: string) => `token:${tokenId}`;
const userKey = (userId: string) => `user:${userId}`;
/** What a user, or everybody in a workspace, may see. */
const sightKey = (id: string) => `sight:${id}`;
