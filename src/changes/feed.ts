// The feed: hands what the relay tells to those who follow a stream, and reads the log for those who are behind.
import type { Postgres } from '../postgres/database.ts';
import { changesAfter, type StoredChange } from './log.ts';
import type { Relay } from './relay.ts';

/** One who follows streams. Both are called in one tick, in order, and must not throw. */
export interface Follower {
  change(change: StoredChange): void;
  /** Changes may be missing: read on from where you are. */
  gap(): void;
}

/** How many changes are read from the log at once. */
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

  /** Tells the follower of every change in the streams that becomes visible from now on; gives what ends it. */
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

  /** The stream's changes after a number, at most `batchSize`: fewer means that its end was reached. */
  read(workspaceId: string, stream: string, after: number): Promise<StoredChange[]> {
    return this.#postgres.scoped(workspaceId).run(changesAfter, [stream, after, batchSize]);
  }

  /** Resolves when followers have been told of every change that was committed before this call. */
  caughtUp(): Promise<void> {
    return this.#relay.flushed();
  }
}
