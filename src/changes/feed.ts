// The feed: passes relayed changes to the followers of a stream, and reads the log for those who have fallen behind.
import type { Postgres } from '../postgres/database.ts';
import { changesAfter, type StoredChange } from './log.ts';
import type { Relay } from './relay.ts';

/** Follows streams. Both methods are called in order within one tick, and must not throw. */
export interface Follower {
  change(change: StoredChange): void;
  /** Changes may be missing: read on from your position. */
  gap(): void;
}

/** Maximum number of changes that are read from the log at once. */
export const batchSize = 200;

export class Feed {
  readonly #postgres: Postgres;
  readonly #relay: Relay;
  readonly #followers = new Map<string, Set<Follower>>();

  constructor(postgres: Postgres, relay: Relay) {
    this.#postgres = postgres;
    this.#relay = relay;
    relay.listen({
      changes: (changes) => {
        for (const change of changes) {
          for (const follower of this.#followers.get(change.stream) ?? []) follower.change(change);
        }
      },
      gap: () => {
        for (const follower of new Set([...this.#followers.values()].flatMap((set) => [...set]))) follower.gap();
      },
    });
  }

  /**
   * Calls the follower with every change in the streams that becomes visible from now on. Returns a function that ends
   * it.
   */
  follow(streams: readonly string[], follower: Follower): () => void {
    for (const stream of streams) {
      const followers = this.#followers.get(stream);
      if (followers) followers.add(follower);
      else this.#followers.set(stream, new Set([follower]));
    }
    return () => {
      for (const stream of streams) {
        const followers = this.#followers.get(stream);
        followers?.delete(follower);
        if (followers?.size === 0) this.#followers.delete(stream);
      }
    };
  }

  /** The stream's changes after a number, at most `batchSize`: fewer mean that the end is reached. */
  read(workspaceId: string, stream: string, after: number): Promise<StoredChange[]> {
    return this.#postgres.scoped(workspaceId).run(changesAfter, [stream, after, batchSize]);
  }

  /** Resolves when followers have been called with every change that was committed before this call. */
  caughtUp(): Promise<void> {
    return this.#relay.flushed();
  }
}
