// Authentication, and who may manage users.
import { type Context, scopesOf, type Viewer, viewerIfAny } from '../../graphql/context.ts';
import { AppError, forbidden } from '../../lib/errors.ts';
import { holdsScope, isAdmin } from '../../lib/roles.ts';
import { tokenHash } from '../../lib/secrets.ts';
import type { Postgres } from '../../postgres/database.ts';
import type { UserRow } from './model.ts';
import { roleByTokenId, userByToken } from './statements.ts';

/**
 * The viewer of a bearer token, from the database; null when it is unknown, expired or revoked, or its user is
 * deactivated.
 */
export async function authenticate(postgres: Postgres, token: string, now = Date.now()): Promise<Viewer | null> {
  const at = new Date(now).toISOString();
  const [row] = await postgres.scoped(null).run(userByToken, [tokenHash(token), at]);
  if (!row) return null;
  const { id: userId, workspaceId, role, tokenId, scopes, expiresAt } = row;
  return { userId, workspaceId, role, tokenId, scopes, expiresAt };
}

/** Whether the viewer's token is still valid, and their role the same, from the database. */
export async function isViewerCurrent(postgres: Postgres, viewer: Viewer, now = Date.now()): Promise<boolean> {
  const { workspaceId, tokenId, role } = viewer;
  const [row] = await postgres.scoped(workspaceId).run(roleByTokenId, [tokenId, new Date(now).toISOString()]);
  return row?.role === role;
}

/** Whether the viewer may see private fields of this user: their own, or any if they manage users. */
export function canSeePrivately(ctx: Context, userId: string): boolean {
  const viewer = viewerIfAny(ctx);
  return viewer !== null && (viewer.userId === userId || isAdmin(viewer.role));
}

/** FORBIDDEN unless the token has the scope ADMIN: for acting on other users through fields that need only WRITE. */
export function requireAdminScope(ctx: Context): void {
  if (!holdsScope(scopesOf(ctx), 'ADMIN')) {
    throw forbidden('This needs a token with the scope ADMIN.');
  }
}

/** Asserts that the actor, read under the locks, manages users; FORBIDDEN otherwise. */
export function requireAdmin(ctx: Context, actor: UserRow | undefined): asserts actor is UserRow {
  requireAdminScope(ctx);
  requireActive(actor);
  if (!isAdmin(actor.role)) throw forbidden('Only owners and admins of the workspace may do this.');
}

/** UNAUTHENTICATED when the actor has been deactivated meanwhile. */
export function requireActive<Row extends UserRow>(actor: Row | undefined): asserts actor is Row {
  if (!actor || actor.deactivatedAt) throw new AppError('UNAUTHENTICATED', 'This user is deactivated.');
}

/** FORBIDDEN when the target is an owner and the actor is not. */
export function requireRank(actor: UserRow, target: UserRow): void {
  if (target.role === 'OWNER' && actor.role !== 'OWNER') throw forbidden('Only an owner may do this to an owner.');
}
