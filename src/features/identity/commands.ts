import type { Actor } from '../../changes/actor.ts';
import type { ChangeKind } from '../../changes/catalogue.ts';
import { type Writer, write } from '../../changes/record.ts';
import { type Context, setViewer, type Viewer, viewerOf } from '../../graphql/context.ts';
import { AppError, badInput, conflict, forbidden, notFound } from '../../lib/errors.ts';
import { idOf, uuid } from '../../lib/ids.ts';
import { allScopes, holdsScope, isAdmin, type TokenScope } from '../../lib/roles.ts';
import { hashPassword, newToken, tokenHash } from '../../lib/secrets.ts';
import { userStream, workspaceStream } from '../../lib/streams.ts';
import { oneLine } from '../../lib/text.ts';
import {
  tokenCreated,
  tokenRevoked,
  userCreated,
  userDeactivated,
  userReactivated,
  userRoleChanged,
  userUpdated,
} from './changes.ts';
import type {
  CreateTokenInput,
  CreateUserInput,
  DeactivateUserInput,
  SetRoleInput,
  UpdateProfileInput,
} from './generated.ts';
import type { AccessTokenRow, UserRow } from './model.ts';
import { validAvatarUrl, validEmail, validHandle, validName, validPassword, validTitle } from './model.ts';
import { hashForViewer } from './password-policy.ts';
import { requireActive, requireAdmin, requireRank } from './policy.ts';
import * as sql from './statements.ts';

type StoredUser = UserRow & { passwordHash: string | null };

/**
 * Creates a session for a user who has been authenticated, and continues the execution as that viewer. Null when the
 * user has been deactivated meanwhile, or no longer has the password they proved.
 */
export async function startSession(
  ctx: Context,
  { id: userId, workspaceId }: UserRow,
  name: string,
  expiresAt: Date,
  provedBy?: string,
) {
  const token = newToken();
  const tokenId = uuid(ctx.now());
  const asUser: Actor = {
    db: ctx.postgres.scoped(workspaceId, ctx.ledger),
    actorId: userId,
    now: ctx.now,
    committed: (changes) => ctx.committed(changes),
  };
  const values = [tokenId, userId, tokenHash(token), name, allScopes, new Date(ctx.now()), expiresAt, provedBy ?? null];
  const holder = await write(asUser, [userStream(userId)], async (tx) => {
    const [row] = await tx.run(sql.insertSession, values);
    if (row) tx.record(userStream(userId), tokenCreated, { tokenId });
    return row;
  });
  if (!holder) return null;
  const { role } = holder;
  setViewer(ctx, { userId, workspaceId, role, tokenId, scopes: allScopes, expiresAt: expiresAt.toISOString() });
  return { token, tokenId };
}

async function insertToken(
  actor: Actor,
  tx: Writer,
  made: {
    id: string;
    token: string;
    userId: string;
    name: string;
    kind: AccessTokenRow['kind'];
    scopes: readonly TokenScope[];
    expiresAt: Date | null;
  },
): Promise<AccessTokenRow> {
  const { id, token, userId, name, kind, scopes, expiresAt } = made;
  const at = new Date(actor.now());
  const values = [id, userId, tokenHash(token), name, kind, scopes, at, expiresAt];
  const [row] = await tx.run(sql.insertToken, values);
  tx.record(userStream(userId), tokenCreated, { tokenId: id });
  return row!;
}

/** Creates a token for the user with this handle, from the command line; NOT_FOUND when there is none. */
export async function issueToken(
  actor: Actor,
  handle: string,
  options: { name: string; days: number | null },
): Promise<string> {
  const [user] = await actor.db.run(sql.usersByHandle, [[handle.toLowerCase()]]);
  if (!user || user.deactivatedAt) throw notFound(`user ${handle}`);
  const token = newToken();
  const expiresAt = options.days === null ? null : new Date(actor.now() + options.days * 86_400_000);
  await write(actor, [userStream(user.id)], (tx) =>
    insertToken(actor, tx, {
      ...{ id: uuid(), token, userId: user.id, name: options.name },
      ...{ kind: 'PERSONAL', scopes: allScopes, expiresAt },
    }),
  );
  return token;
}

/** Creates the owner of a new workspace, from the command line; CONFLICT when handle or address are taken. */
export async function createOwner(
  actor: Actor,
  workspaceId: string,
  owner: { handle: string; name: string; email: string | null; password: string | null },
): Promise<void> {
  const id = uuid(actor.now());
  const passwordHash = owner.password === null ? null : await hashPassword(owner.password);
  const { handle, name, email } = owner;
  await write(actor, [workspaceStream(workspaceId)], async (tx) => {
    const at = new Date(actor.now());
    const values = [id, handle, name, null, email, null, 'PERSON', 'OWNER', passwordHash, at];
    const [user] = await tx.run(sql.insertUser, values);
    if (!user) throw conflict(taken(handle, email));
    tx.record(workspaceStream(workspaceId), userCreated, { userId: id });
    tx.record(userStream(id), userCreated, { userId: id });
  });
}

/** Ends the current session, or all sessions of the viewer; returns how many. */
export async function signOut(ctx: Context, everywhere: boolean): Promise<number> {
  const viewer = viewerOf(ctx);
  const ended = await write(ctx, [userStream(viewer.userId)], async (tx) => {
    const current = await revoke(ctx, tx, viewer.userId, { id: viewer.tokenId });
    return everywhere ? current + (await revoke(ctx, tx, viewer.userId, { kind: 'SESSION' })) : current;
  });
  ctx.client.setSessionCookie?.(null);
  return ended;
}

/** Revokes tokens of a user within a write; returns how many. */
export async function revoke(
  ctx: Context,
  tx: Writer,
  userId: string,
  which: { id?: string; kind?: AccessTokenRow['kind']; except?: string },
): Promise<number> {
  const at = new Date(ctx.now());
  const rows = await tx.run(sql.revokeTokens, [userId, at, which.id ?? null, which.kind ?? null, which.except ?? null]);
  for (const row of rows) tx.record(userStream(userId), tokenRevoked, { tokenId: row.id });
  return rows.length;
}

/** Creates a token for the viewer, or for a bot if the viewer is an admin. */
export async function createToken(ctx: Context, input: CreateTokenInput) {
  const viewer = viewerOf(ctx);
  const userId = input.userId == null ? viewer.userId : idOf('User', input.userId);
  const name = oneLine('name', input.name, 1, 100);
  const scopes = allScopes.filter((scope) => input.scopes?.includes(scope));
  if (!scopes.length) throw badInput('scopes: name at least one.');
  const excess = scopes.find((scope) => !holdsScope(viewer.scopes, scope));
  if (excess) throw forbidden(`The token in use does not hold ${excess}, so it cannot make one that does.`);
  const expiresAt = input.expiresAt ? new Date(input.expiresAt) : null;
  if (expiresAt && expiresAt.getTime() <= ctx.now()) throw badInput('expiresAt: must lie in the future.');
  const token = newToken();
  const accessToken = await writeAbout(ctx, userId, async (tx, actor, user, used) => {
    requireShorterLifetime(used, expiresAt);
    if (actor.id !== user.id) {
      requireAdmin(ctx, actor);
      if (user.kind !== 'BOT') throw forbidden('You can create tokens only for yourself or, as an admin, for a bot.');
      requireRank(actor, user);
    }
    return insertToken(ctx, tx, { id: uuid(ctx.now()), token, userId, name, kind: 'PERSONAL', scopes, expiresAt });
  });
  return { token, accessToken };
}

/**
 * FORBIDDEN when the new token would outlive the token in use. Sessions are exempt, as their users can sign in again.
 */
function requireShorterLifetime(used: AccessTokenRow, expiresAt: Date | null): void {
  if (used.kind === 'SESSION' || used.expiresAt === null) return;
  if (expiresAt && expiresAt.getTime() <= Date.parse(used.expiresAt)) return;
  throw forbidden(
    `The token in use ends at ${used.expiresAt}, so it cannot make one that lasts longer: give expiresAt.`,
  );
}

/** Revokes a token. Idempotent. */
export async function revokeToken(ctx: Context, tokenId: string): Promise<AccessTokenRow> {
  const viewer = viewerOf(ctx);
  const [known] = await ctx.db.run(sql.tokenForWrite, [tokenId]);
  if (!known || (known.userId !== viewer.userId && !isAdmin(viewer.role))) throw notFound('token');
  return writeAbout(ctx, known.userId, async (tx, actor, user) => {
    if (actor.id !== user.id) {
      requireAdmin(ctx, actor);
      requireRank(actor, user);
    }
    await revoke(ctx, tx, user.id, { id: tokenId });
    const [row] = await tx.run(sql.tokenForWrite, [tokenId]);
    return row!;
  });
}

/** Adds a user to the viewer's workspace. */
export async function createUser(ctx: Context, input: CreateUserInput): Promise<UserRow> {
  const viewer = viewerOf(ctx);
  const id = uuid(ctx.now());
  const handle = validHandle(input.handle);
  const email = validEmail(input.email ?? null);
  const password = input.password == null ? null : validPassword(input.password);
  if (password !== null && input.kind === 'BOT') throw badInput('password: bots have none. Make a token for the bot.');
  const profile = [
    handle,
    validName(input.name),
    validTitle(input.title ?? null),
    email,
    validAvatarUrl(input.avatarUrl ?? null),
    input.kind,
    input.role,
  ];
  const requireMayCreate = (actor: UserRow | undefined) => {
    requireAdmin(ctx, actor);
    if (input.role === 'OWNER' && actor.role !== 'OWNER') throw forbidden('Only an owner may make an owner.');
  };
  // Checked before the expensive hash, and again under the locks.
  if (password !== null) requireMayCreate((await ctx.db.run(sql.usersForWrite, [[viewer.userId]]))[0]);
  const hash = password === null ? null : await hashForViewer(ctx, password);
  return write(ctx, [workspaceStream(viewer.workspaceId), userStream(viewer.userId)], async (tx) => {
    const [rows] = await Promise.all([tx.run(sql.usersForWrite, [[viewer.userId]]), requireLiveToken(tx, viewer)]);
    requireMayCreate(rows[0]);
    const [user] = await tx.run(sql.insertUser, [id, ...profile, hash, new Date(ctx.now())]);
    if (!user) throw conflict(taken(handle, email));
    tx.record(workspaceStream(viewer.workspaceId), userCreated, { userId: id });
    tx.record(userStream(id), userCreated, { userId: id });
    return user;
  });
}

const taken = (handle: string, email: string | null) =>
  `There is a user with the handle ${handle}${email ? ` or the address ${email}` : ''} already.`;

/** Changes a profile; omitted fields stay. */
export async function updateProfile(ctx: Context, input: UpdateProfileInput): Promise<UserRow> {
  const userId = input.userId == null ? viewerOf(ctx).userId : idOf('User', input.userId);
  const handle = input.handle == null ? undefined : validHandle(input.handle);
  const name = input.name == null ? undefined : validName(input.name);
  const title = input.title === undefined ? undefined : validTitle(input.title);
  const email = input.email === undefined ? undefined : validEmail(input.email);
  const avatarUrl = input.avatarUrl === undefined ? undefined : validAvatarUrl(input.avatarUrl);
  return writeAbout(ctx, userId, async (tx, actor, user) => {
    if (actor.id !== user.id) {
      requireAdmin(ctx, actor);
      requireRank(actor, user);
    }
    // Users sign in with their address, and imports match people by it. Besides, only admins may find out that an
    // address is taken.
    if (email != null && email !== user.email && !(isAdmin(actor.role) && holdsScope(viewerOf(ctx).scopes, 'ADMIN'))) {
      throw forbidden('email: addresses are set by owners and admins, with a token of the scope ADMIN.');
    }
    const next = {
      ...user,
      handle: handle ?? user.handle,
      name: name ?? user.name,
      title: title === undefined ? user.title : title,
      email: email === undefined ? user.email : email,
      avatarUrl: avatarUrl === undefined ? user.avatarUrl : avatarUrl,
    };
    await tx
      .run(sql.updateProfile, [user.id, next.handle, next.name, next.title, next.email, next.avatarUrl])
      .catch((error: { code?: string; constraint?: string }) => {
        if (error.code !== '23505') throw error;
        throw conflict(taken(next.handle, error.constraint === 'users_by_email' ? next.email : null));
      });
    announce(ctx, tx, userUpdated, { userId: user.id });
    return next;
  });
}

/** Changes a user's role. */
export async function setRole(ctx: Context, input: SetRoleInput): Promise<UserRow> {
  const changed = await writeAbout(ctx, idOf('User', input.userId), async (tx, actor, user) => {
    requireAdmin(ctx, actor);
    requireRank(actor, user);
    if (input.role === 'OWNER' && actor.role !== 'OWNER') throw forbidden('Only an owner may make an owner.');
    if (user.role === input.role) return user;
    if (user.role === 'OWNER') await requireAnotherOwner(tx, user);
    await tx.run(sql.setRole, [user.id, input.role]);
    announce(ctx, tx, userRoleChanged, { userId: user.id, role: input.role });
    return { ...user, role: input.role };
  }); // The rest of the operation runs with the viewer's new role.
  const viewer = viewerOf(ctx);
  if (changed.id === viewer.userId) setViewer(ctx, { ...viewer, role: changed.role });
  return changed;
}

/** Deactivates a user, or reactivates them. */
export async function deactivateUser(ctx: Context, input: DeactivateUserInput): Promise<UserRow> {
  return writeAbout(ctx, idOf('User', input.userId), async (tx, actor, user) => {
    requireAdmin(ctx, actor);
    requireRank(actor, user);
    if ((user.deactivatedAt !== null) === input.deactivated) return user;
    if (user.role === 'OWNER' && input.deactivated) await requireAnotherOwner(tx, user);
    const [set] = await tx.run(sql.setDeactivated, [user.id, input.deactivated ? new Date(ctx.now()) : null]);
    if (input.deactivated) await revoke(ctx, tx, user.id, {});
    announce(ctx, tx, input.deactivated ? userDeactivated : userReactivated, { userId: user.id });
    return { ...user, ...set };
  });
}

async function requireAnotherOwner(tx: Writer, user: UserRow): Promise<void> {
  const [owners] = await tx.run(sql.otherOwners, [user.id]);
  if (!owners?.count) throw conflict('A workspace keeps at least one owner. Make somebody else an owner first.');
}

/** Records a change of a user in the workspace's stream, for lists of users, and in the user's own. */
function announce<Data extends { userId: string }>(ctx: Context, tx: Writer, kind: ChangeKind<Data>, data: Data): void {
  tx.record(workspaceStream(viewerOf(ctx).workspaceId), kind, data);
  tx.record(userStream(data.userId), kind, data);
}

/** A write about one user. The body gets the actor, the user and the token in use as they are under the locks. */
export function writeAbout<Result>(
  ctx: Context,
  userId: string,
  body: (tx: Writer, actor: StoredUser, user: StoredUser, used: AccessTokenRow) => Promise<Result>,
): Promise<Result> {
  const viewer = viewerOf(ctx);
  const streams = [workspaceStream(viewer.workspaceId), userStream(viewer.userId), userStream(userId)];
  return write(ctx, [...new Set(streams)], async (tx) => {
    const [rows, used] = await Promise.all([
      tx.run(sql.usersForWrite, [[viewer.userId, userId]]),
      requireLiveToken(tx, viewer),
    ]);
    const actor = rows.find((row) => row.id === viewer.userId);
    const user = rows.find((row) => row.id === userId);
    requireActive(actor);
    if (!user) throw notFound('user');
    return body(tx, actor, user, used);
  });
}

/** The token in use, under the locks; UNAUTHENTICATED when it has been revoked meanwhile, on any instance. */
async function requireLiveToken(tx: Writer, { tokenId, userId }: Viewer): Promise<AccessTokenRow> {
  const [token] = await tx.run(sql.tokenForWrite, [tokenId]);
  if (token?.userId === userId && !token.revokedAt) return token;
  throw new AppError('UNAUTHENTICATED', 'The token was revoked.');
}
