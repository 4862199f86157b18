// Who writes. Every command takes an actor first: the context of a request is one, and for what the server does by itself,
// in consumers, jobs and command lines, serviceActor makes one.
import type { CommittedChanges } from '../lib/changes.ts';
import type { Database, Postgres } from '../postgres/database.ts';

export interface Actor {
  readonly db: Database;
  /** The user who acts; null when it is the server itself. */
  readonly actorId: string | null;
  /** The time, in milliseconds since 1970. */
  now(): number;
  /** Called after the commit and before the acknowledgement: what was remembered of these streams is stale. */
  committed(changes: CommittedChanges): void | Promise<void>;
}

/** The server itself, or in a user's name, in a workspace. What it commits makes this instance's caches forget as any write. */
export function serviceActor(
  postgres: Postgres,
  workspaceId: string,
  { userId = null, now = Date.now }: { userId?: string | null; now?: () => number } = {},
): Actor {
  return {
    db: postgres.scoped(workspaceId),
    actorId: userId,
    now,
    committed: (changes) => postgres.onChanges(changes),
  };
}
