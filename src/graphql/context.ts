// What resolvers, loaders and commands know of the execution that they serve. One is made for each execution.
import type { DependencyTracker } from '../batching/dependency-tracker.ts';
import { type LoaderContext, Loaders } from '../batching/loaders.ts';
import type { Actor } from '../changes/actor.ts';
import { takeSnapshot } from '../changes/positions.ts';
import type { CommittedChanges } from '../lib/changes.ts';
import { AppError } from '../lib/errors.ts';
import type { TokenScope, UserRole } from '../lib/roles.ts';
import type { Database, Postgres } from '../postgres/database.ts';
import { Ledger } from '../telemetry/ledger.ts';

/** Who asks, as their token tells. */
export interface Viewer {
  readonly userId: string;
  readonly workspaceId: string;
  readonly role: UserRole;
  readonly tokenId: string;
  readonly scopes: readonly TokenScope[];
  /** When the token ends; null for never. */
  readonly expiresAt: string | null;
}

/** Where a request came from. */
export interface Client {
  /** The peer's address. */
  readonly address: string;
  /** Sets or clears the session cookie of the answer; absent where there is no answer to carry one. */
  setSessionCookie?(token: string | null, expiresAt?: Date): void;
}

export interface Context extends LoaderContext, Actor {
  readonly db: Database;
  /** Null when nobody is signed in. Features read it by the functions below, which note that an answer depends on it. */
  readonly viewer: Viewer | null;
  readonly client: Client;
  readonly postgres: Postgres;
  /** The database's snapshot from before the first read; null unless the operation selects a stream's cursor. */
  snapshot: string | null;
  committed(changes: CommittedChanges): Promise<void>;
}

/** Takes the snapshot that the cursors of streams are read in; must run before the reads that they belong to. */
export async function beginSnapshot(ctx: Context): Promise<void> {
  const [row] = await ctx.db.run(takeSnapshot);
  ctx.snapshot = row!.snapshot;
}

/** A context for one execution. */
export function createContext(options: {
  postgres: Postgres;
  viewer: Viewer | null;
  client: Client;
  now?: () => number;
  tracker?: DependencyTracker | null;
}): Context {
  const { postgres, viewer, client, now = Date.now, tracker = null } = options;
  const ledger = new Ledger();
  return {
    postgres,
    viewer,
    client,
    now,
    ledger,
    loaders: new Loaders(),
    tracker,
    db: postgres.scoped(viewer?.workspaceId ?? null, ledger),
    actorId: viewer?.userId ?? null,
    snapshot: null,
    async committed(changes) {
      await postgres.onChanges(changes);
      this.loaders.clear();
      if (this.snapshot !== null) await beginSnapshot(this);
    },
  };
}

/** What is thrown where an execution for many viewers reads one. */
class ViewerRead extends Error {}

/**
 * A context for one execution that serves many viewers alike. Reading the viewer throws, and is noted in `viewerRead`:
 * whoever executes then throws the result away, and executes for each viewer.
 */
export function createSharedContext(options: { postgres: Postgres; workspaceId: string; now?: () => number }) {
  const { postgres, workspaceId, now } = options;
  const ctx = createContext({ postgres, viewer: null, client: { address: '' }, ...(now && { now }) });
  const shared = Object.assign(ctx, { db: postgres.scoped(workspaceId, ctx.ledger), viewerRead: false });
  const read = (): never => {
    shared.viewerRead = true;
    throw new ViewerRead('An execution for many viewers read one.');
  };
  return Object.defineProperties(shared, { viewer: { get: read }, actorId: { get: read } });
}

/** The viewer; UNAUTHENTICATED when nobody is signed in. What the execution answers is theirs alone. */
export function viewerOf(ctx: Context): Viewer {
  return requireViewer(viewerIfAny(ctx));
}

/** The viewer; null when nobody is signed in. What the execution answers is theirs alone. */
export function viewerIfAny(ctx: Context): Viewer | null {
  if (ctx.tracker) ctx.tracker.dependsOnViewer = true;
  return ctx.viewer;
}

/**
 * The viewer, for statements that leave out what they may not see: the loader notes by the rows whether the answer is
 * theirs alone.
 */
export const visibilityViewer = (ctx: Context): Viewer => requireViewer(ctx.viewer);

/** The viewer's workspace: alike for all who can get the same answer. */
export const workspaceOf = (ctx: Context): string => requireViewer(ctx.viewer).workspaceId;

/** What the viewer's token may be used for. Answers are remembered only for those whose token may read. */
export const scopesOf = (ctx: Context): readonly TokenScope[] => requireViewer(ctx.viewer).scopes;

function requireViewer(viewer: Viewer | null): Viewer {
  if (viewer) return viewer;
  throw new AppError('UNAUTHENTICATED', 'Sign in first: send a bearer token in the Authorization header.');
}

/** From here on the execution is this viewer's: they have just signed in. */
export function setViewer(ctx: Context, viewer: Viewer): void {
  Object.assign(ctx, {
    viewer,
    actorId: viewer.userId,
    db: ctx.postgres.scoped(viewer.workspaceId, ctx.ledger),
  } satisfies Partial<Context>);
  ctx.loaders.clear();
}
