// The context of an execution: what its resolvers, loaders and commands get. Each execution has its own.
import type { DependencyTracker } from '../batching/dependency-tracker.ts';
import { type LoaderContext, Loaders } from '../batching/loaders.ts';
import type { Actor } from '../changes/actor.ts';
import { takeSnapshot } from '../changes/positions.ts';
import type { CommittedChanges } from '../lib/changes.ts';
import { AppError } from '../lib/errors.ts';
import type { TokenScope, UserRole } from '../lib/roles.ts';
import type { Database, Postgres } from '../postgres/database.ts';
import { Ledger } from '../telemetry/ledger.ts';

/** The signed-in user, as the token says. */
export interface Viewer {
  readonly userId: string;
  readonly workspaceId: string;
  readonly role: UserRole;
  readonly tokenId: string;
  readonly scopes: readonly TokenScope[];
  /** When the token expires; null for never. */
  readonly expiresAt: string | null;
}

/** The client of a request. */
export interface Client {
  /** The peer's address. */
  readonly address: string;
  /** Sets or clears the session cookie. Absent when the response cannot carry one. */
  setSessionCookie?(token: string | null, expiresAt?: Date): void;
}

export interface Context extends LoaderContext, Actor {
  readonly db: Database;
  /**
   * Null when no one is signed in. Features read it through the functions below, which track that the response depends
   * on it.
   */
  readonly viewer: Viewer | null;
  readonly client: Client;
  readonly postgres: Postgres;
  /** The database's snapshot from before the first read; null unless the operation selects a stream's cursor. */
  snapshot: string | null;
  committed(changes: CommittedChanges): Promise<void>;
}

/** Takes the snapshot for cursors of streams. It must run before the reads that they belong to. */
export async function beginSnapshot(ctx: Context): Promise<void> {
  const [row] = await ctx.db.run(takeSnapshot);
  ctx.snapshot = row!.snapshot;
}

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

/** Thrown when an execution for many viewers reads the viewer. */
class ViewerRead extends Error {}

/**
 * A context for one execution that serves many viewers. Reading the viewer throws and sets `viewerRead`; the caller
 * then discards the result, and executes for each viewer.
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

/** The viewer; UNAUTHENTICATED when no one is signed in. The response becomes private to this viewer. */
export function viewerOf(ctx: Context): Viewer {
  return requireViewer(viewerIfAny(ctx));
}

/** The viewer; null when no one is signed in. The response becomes private to this viewer. */
export function viewerIfAny(ctx: Context): Viewer | null {
  if (ctx.tracker) ctx.tracker.dependsOnViewer = true;
  return ctx.viewer;
}

/**
 * The viewer, for statements that filter by what they may see. The loader decides by the rows whether the response
 * becomes private.
 */
export const visibilityViewer = (ctx: Context): Viewer => requireViewer(ctx.viewer);

/** The viewer's workspace, which is the same for all viewers that could share a response. */
export const workspaceOf = (ctx: Context): string => requireViewer(ctx.viewer).workspaceId;

/** The scopes of the viewer's token. Cached responses are served only to tokens that may read. */
export const scopesOf = (ctx: Context): readonly TokenScope[] => requireViewer(ctx.viewer).scopes;

function requireViewer(viewer: Viewer | null): Viewer {
  if (viewer) return viewer;
  throw new AppError('UNAUTHENTICATED', 'Sign in first: send a bearer token in the Authorization header.');
}

/** Sets the viewer for the rest of the execution, as after signing in. */
export function setViewer(ctx: Context, viewer: Viewer): void {
  Object.assign(ctx, {
    viewer,
    actorId: viewer.userId,
    db: ctx.postgres.scoped(viewer.workspaceId, ctx.ledger),
  } satisfies Partial<Context>);
  ctx.loaders.clear();
}
