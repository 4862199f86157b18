// When users last lost access to something, as far as this instance has been told. Code that reads rows for a viewer notes
// the mark first and asks afterwards: what was read while access was lost must be read again.
import { LRUCache } from 'lru-cache';
import { userStream } from '../lib/streams.ts';
import type { Change, Written } from './record.ts';
import type { Relay } from './relay.ts';

/** Whose access is asked for. */
export interface AccessHolder {
  readonly userId: string;
  readonly workspaceId: string;
  readonly tokenId: string;
}

/** What was lost: the token no longer stands for the viewer as they were, or they see fewer channels. */
export type AccessLoss = 'viewer' | 'channels';

// A change that is forgotten counts for everybody who asks with an older mark, so a small number costs only repetitions.
const remembered = 10_000;

export class AccessChanges {
  readonly #lost = new LRUCache<string, number>({
    max: remembered,
    dispose: (mark, _, reason) => {
      if (reason === 'evict') this.#floor = Math.max(this.#floor, mark);
    },
  });
  #mark = 0;
  /** Changes up to this mark may have been forgotten. */
  #floor = 0;

  constructor(relay: Relay) {
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

  /** What this instance wrote; to be told before it is acknowledged. */
  changed({ changes, workspaceId }: Written): void {
    for (const change of changes) this.#note(change, workspaceId);
  }

  /** What of the holder's access was lost since a mark; null for nothing. */
  lostSince(mark: number, { userId, workspaceId, tokenId }: AccessHolder): AccessLoss | null {
    if (mark === this.#mark) return null;
    const since = (key: string) => (this.#lost.get(key) ?? 0) > mark;
    if (mark < this.#floor || since(userStream(userId)) || since(tokenKey(tokenId))) return 'viewer';
    return since(channelsKey(userId)) || since(privacyKey(workspaceId)) ? 'channels' : null;
  }

  #note({ kind, stream, data }: Change, workspaceId: string): void {
    if (kind === 'users.roleChanged' || kind === 'users.deactivated') this.#lose(stream);
    else if (kind === 'tokens.revoked') this.#lose(tokenKey(String(data.tokenId)));
    else if (kind === 'members.left') this.#lose(channelsKey(String(data.userId)));
    else if (kind === 'channels.updated' && data.privacy === 'PRIVATE') this.#lose(privacyKey(workspaceId));
  }

  #lose(key: string): void {
    this.#lost.set(key, ++this.#mark);
  }
}

const tokenKey = (tokenId: string) => `token:${tokenId}`;
const channelsKey = (userId: string) => `channels of:${userId}`;
const privacyKey = (workspaceId: string) => `privacy in:${workspaceId}`;
