// Who writes. The first argument of every command is an actor: the context of a request is one, and serviceActor
// creates one for consumers, jobs and commands of the CLI.
import type { CommittedChanges } from '../lib/changes.ts';
import type { Database, Postgres } from '../postgres/database.ts';

export interface Actor {
  readonly db: Database;
  /** The acting user; null for the server itself. */
  readonly actorId: string | null;
  now(): number;
  /** Called after the commit and before the write is acknowledged: cached data of these streams is stale. */
  committed(changes: CommittedChanges): void | Promise<void>;
}

/**
 * The server itself, or the server on behalf of a user, in a workspace. Its writes invalidate this instance's caches
 * like any other.
 */
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
