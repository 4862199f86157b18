// Whom tokens stand for, remembered as long as nothing was written that could change it: what a user may do, and the end
// of their tokens, travel in the user's own stream.
import { hash } from 'node:crypto';
import type { AccessChanges } from '../changes/access-changes.ts';
import type { ChangeCatalogue } from '../changes/catalogue.ts';
import type { Relay } from '../changes/relay.ts';
import type { Viewer } from '../graphql/context.ts';
import type { Change, CommittedChanges } from '../lib/changes.ts';
import { userStream } from '../lib/streams.ts';
import { FreshCache } from './fresh-cache.ts';

export interface ViewersOptions {
  relay: Relay;
  catalogue: ChangeCatalogue;
  accessChanges: AccessChanges;
  /** Looks a token up in the database; null when it stands for nobody. */
  authenticate: (token: string) => Promise<Viewer | null>;
  /** False looks every token up every time. */
  enabled: boolean;
  /** Called with every viewer that is found. */
  onFound?: (viewer: Viewer) => void;
  now: () => number;
}

export class Viewers {
  readonly #options: ViewersOptions;
  readonly #cache: FreshCache<Viewer>;

  constructor(options: ViewersOptions) {
    const { relay } = options;
    this.#options = options;
    this.#cache = new FreshCache({ max: 20_000, fresh: () => relay.fresh });
    relay.listen({ changes: (changes) => this.#forget(changes), gap: () => this.#cache.clear() });
  }

  /**
   * The viewer of a token; null when it is unknown, expired, revoked, or its user deactivated. What was acknowledged by
   * this instance counts at once, what another one acknowledged within a second.
   */
  async of(token: string): Promise<Viewer | null> {
    const { accessChanges, onFound } = this.#options;
    for (;;) {
      const { mark } = accessChanges;
      const viewer = await this.#find(token);
      // What changed while the database was asked may not be in its answer.
      if (viewer && accessChanges.lostSince(mark, viewer) === 'viewer') continue;
      if (viewer) onFound?.(viewer);
      return viewer;
    }
  }

  async #find(token: string): Promise<Viewer | null> {
    const { authenticate, enabled, now } = this.#options;
    if (!enabled) return authenticate(token);
    const viewer = await this.#cache.get(hash('sha256', token, 'base64'), async () => {
      const value = await authenticate(token);
      return value && { value, tags: [userStream(value.userId)] };
    });
    return viewer?.expiresAt && Date.parse(viewer.expiresAt) <= now() ? null : viewer;
  }

  /** Forgets the viewers whom these changes concern; to be called before they are acknowledged. */
  changed({ changes }: CommittedChanges): void {
    this.#forget(changes);
  }

  #forget(changes: readonly Change[]): void {
    for (const change of changes) if (this.#concernsViewer(change)) this.#cache.drop(change.stream);
  }

  /** Whether a user's own stream says that a token of theirs stands for another viewer, or for nobody. */
  #concernsViewer(change: Change): boolean {
    const lost = this.#options.catalogue.revocation(change);
    if (!lost) return lost === undefined;
    return 'endsToken' in lost || 'endsUser' in lost || 'changesUser' in lost;
  }

  get counts(): FreshCache<Viewer>['counts'] {
    return this.#cache.counts;
  }
}
