// Whom tokens stand for, remembered as long as nothing was written that could change it: what a user may do, and the end
// of their tokens, travel in the user's own stream.
import { hash } from 'node:crypto';
import type { Change, Written } from '../changes/record.ts';
import type { Relay } from '../changes/relay.ts';
import type { Viewer } from '../graphql/context.ts';
import { userStream } from '../lib/streams.ts';
import { FreshCache } from './fresh-cache.ts';

export interface ViewersOptions {
  relay: Relay;
  /** Looks a token up in the database; null when it stands for nobody. */
  authenticate: (token: string) => Promise<Viewer | null>;
  /** False looks every token up every time. */
  enabled: boolean;
  now: () => number;
}

// Of what is told about users and tokens, this changes no viewer that was there before.
const harmless = new Set(['tokens.created', 'users.created', 'users.presence']);
const concerns = ({ kind }: Pick<Change, 'kind'>) => /^(users|tokens)\./.test(kind) && !harmless.has(kind);

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
    const { authenticate, enabled, now } = this.#options;
    if (!enabled) return authenticate(token);
    const viewer = await this.#cache.get(hash('sha256', token, 'base64'), async () => {
      const value = await authenticate(token);
      return value && { value, tags: [userStream(value.userId)] };
    });
    return viewer?.expiresAt && Date.parse(viewer.expiresAt) <= now() ? null : viewer;
  }

  /** Forgets those whom changes concern; to be told before they are acknowledged. */
  changed({ changes }: Written): void {
    this.#forget(changes);
  }

  #forget(changes: readonly Pick<Change, 'kind' | 'stream'>[]): void {
    for (const change of changes) if (concerns(change)) this.#cache.drop(change.stream);
  }

  get counts(): FreshCache<Viewer>['counts'] {
    return this.#cache.counts;
  }
}
