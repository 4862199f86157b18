// Signing in with a password, and setting a password.
import { type Context, viewerOf } from '../../graphql/context.ts';
import { AppError, conflict, forbidden, notFound } from '../../lib/errors.ts';
import { idOf } from '../../lib/ids.ts';
import { revoke, startSession, writeAbout } from './commands.ts';
import type { SetPasswordInput, SignInInput } from './generated.ts';
import { sessionDays, type UserRow, validLogin, validPassword, viewerRow } from './model.ts';
import { checkLogin, checkOwnPassword, hashForViewer } from './password-policy.ts';
import { requireActive, requireAdmin, requireAdminScope } from './policy.ts';
import * as sql from './statements.ts';

/** Exchanges a password for a session; the rest of the operation runs as that viewer. */
export async function signIn(ctx: Context, input: SignInInput) {
  const given = { ...input, ...validLogin(input) };
  let user: sql.LoginRow | undefined;
  const right = await checkLogin(ctx, given, async () => {
    [user] = await ctx.postgres.scoped(null, ctx.ledger).run(sql.userByLogin, [given.workspace, given.login]);
    return user?.deactivatedAt ? null : (user?.passwordHash ?? null);
  });
  const expiresAt = new Date(ctx.now() + sessionDays * 86_400_000);
  const proved = right ? user?.passwordHash : null;
  const session = user && proved ? await startSession(ctx, user, 'Session', expiresAt, proved) : null;
  if (!session) throw new AppError('UNAUTHENTICATED', 'Workspace, login or password are wrong.');
  if (input.setCookie) ctx.client.setSessionCookie?.(session.token, expiresAt);
  return { token: session.token, expiresAt: expiresAt.toISOString(), viewer: viewerRow(viewerOf(ctx)) };
}

/** Sets a password, and ends all other sessions of the user. */
export async function setPassword(ctx: Context, input: SetPasswordInput): Promise<UserRow> {
  const viewer = viewerOf(ctx);
  const userId = input.userId == null ? viewer.userId : idOf('User', input.userId);
  const password = validPassword(input.newPassword);
  // Checked before the hash, and again under the locks: hashing takes too long to be done while they are held.
  const rows = await ctx.db.run(sql.usersForWrite, [[viewer.userId, userId]]);
  const before = rows.find((row) => row.id === userId);
  requireMaySetPassword(
    ctx,
    rows.find((row) => row.id === viewer.userId),
    before,
  );
  const own = userId === viewer.userId;
  if (own && before.passwordHash && !(await checkOwnPassword(ctx, input.currentPassword ?? '', before.passwordHash))) {
    throw forbidden('currentPassword is wrong.');
  }
  const hash = await hashForViewer(ctx, password);
  return writeAbout(ctx, userId, async (tx, actor, user) => {
    requireMaySetPassword(ctx, actor, user);
    if (own && user.passwordHash !== before.passwordHash) throw conflict('The password was changed meanwhile.');
    await tx.run(sql.setPassword, [user.id, hash]);
    await revoke(ctx, tx, user.id, { kind: 'SESSION', except: viewer.tokenId });
    return user;
  });
}

/**
 * A password opens sessions with all permissions of the user. So setting the first one takes a token with the scope
 * ADMIN, or an admin; changing it takes the current password. FORBIDDEN otherwise, and always for bots.
 */
function requireMaySetPassword<Row extends UserRow & { passwordHash: string | null }>(
  ctx: Context,
  actor: UserRow | undefined,
  user: Row | undefined,
): asserts user is Row {
  requireActive(actor);
  if (actor.id !== user?.id) requireAdmin(ctx, actor);
  if (!user) throw notFound('user');
  if (user.kind === 'BOT') throw forbidden('Bots have no password. Make a token for the bot with createToken.');
  if (actor.id !== user.id && user.role === 'OWNER') throw forbidden('An owner sets their own password.');
  if (actor.id === user.id && !user.passwordHash) requireAdminScope(ctx);
}
