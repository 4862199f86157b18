// Caches the viewer of each token until a change could alter it. Changes of a user's permissions, and the end of a
// token, are recorded in the user's own stream.
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
  /** Looks a token up in the database; null when it is not valid. */
  authenticate: (token: string) => Promise<Viewer | null>;
  /** Whether viewers are cached; when false, each call looks the token up in the database. */
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
    relay.listen({ changes: (changes) => this.#drop(changes), gap: () => this.#cache.clear() });
  }

  /**
   * The viewer of a token; null when the token is unknown, expired or revoked, or its user is deactivated. A change
   * that this instance acknowledged takes effect at once, one that another instance acknowledged within a second.
   */
  async of(token: string): Promise<Viewer | null> {
    const { accessChanges, onFound } = this.#options;
    for (;;) {
      const { mark } = accessChanges;
      const viewer = await this.#find(token);
      // The database may not have seen a change that happened during the lookup.
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

  /** Invalidates the viewers that these changes concern. Must be called before they are acknowledged. */
  changed({ changes }: CommittedChanges): void {
    this.#drop(changes);
  }

  #drop(changes: readonly Change[]): void {
    for (const change of changes) if (this.#concernsViewer(change)) this.#cache.drop(change.stream);
  }

  /** Whether a change may alter the viewer of a user's tokens. A kind that is unknown here counts as such a change. */
  #concernsViewer(change: Change): boolean {
    const revocation = this.#options.catalogue.revocation(change);
    if (!revocation) return revocation === undefined;
    return 'endsToken' in revocation || 'endsUser' in revocation || 'changesUser' in revocation;
  }

  get counts(): FreshCache<Viewer>['counts'] {
    return this.#cache.counts;
  }
}
