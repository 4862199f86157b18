// Resolvers of users, tokens and the viewer.
import { connection, type PageArgs, type PageOptions } from '../../batching/pages.ts';
import { type Context, viewerIfAny, viewerOf, workspaceOf } from '../../graphql/context.ts';
import { implement, type NodesOf } from '../../graphql/implement.ts';
import { streamCursor } from '../../graphql/stream-cursor.ts';
import { badInput, notFound } from '../../lib/errors.ts';
import { idOf } from '../../lib/ids.ts';
import { userStream } from '../../lib/streams.ts';
import { prefixPattern } from '../../lib/text.ts';
import * as commands from './commands.ts';
import type { UserFilter, UserOrder } from './generated.ts';
import {
  tokenCountByUser,
  tokensByUser,
  userByHandle,
  userById,
  userConditions,
  userCountByWorkspace,
  usersByWorkspace,
  viewerTokenById,
} from './loaders.ts';
import { type UserRow, viewerRow } from './model.ts';
import { setPassword, signIn } from './password-commands.ts';
import { canSeePrivately } from './policy.ts';
import { heartbeat } from './presence-commands.ts';

/** Arguments of lists of users. */
export interface UserListArgs extends PageArgs {
  filter?: UserFilter | null;
  orderBy?: UserOrder | null;
}

const orders = { HANDLE: 'handle', CREATED_AT: 'createdAt', LAST_ACTIVE_AT: 'lastActiveAt' } as const;

/** The users of a workspace as a connection. */
export async function userConnection(ctx: Context, workspaceId: string, args: UserListArgs) {
  const { handlePrefix, ...filter } = args.filter ?? {};
  const handlePattern = handlePrefix ? prefixPattern(handlePrefix.toLowerCase()) : null;
  const conditions = userConditions({ ...filter, handlePattern });
  const how: PageOptions = {
    order: orders[args.orderBy?.field ?? 'HANDLE'],
    descending: args.orderBy?.direction === 'DESC',
    conditions,
  };
  const page = await usersByWorkspace(ctx, args, how).load(workspaceId);
  return connection(page, () => userCountByWorkspace(ctx, conditions).load(workspaceId));
}

/**
 * A user that a row refers to; a foreign key guarantees that there is one. Synchronous when the user was joined to the
 * row.
 */
export function requireUser(ctx: Context, id: string, joined?: UserRow | null): UserRow | Promise<UserRow> {
  if (!joined) return loadUser(ctx, id);
  ctx.ledger.load();
  return joined;
}

async function loadUser(ctx: Context, id: string): Promise<UserRow> {
  const user = await userById(ctx).load(id);
  if (!user) throw notFound('user');
  return user;
}

export const nodes: NodesOf<'identity'> = {
  User: (ctx, id) => userById(ctx).load(id),
  AccessToken: (ctx, id) => viewerTokenById(ctx).load(id),
  Viewer: async (ctx, id) => {
    const viewer = viewerOf(ctx);
    return viewer.userId === id ? viewerRow(viewer) : null;
  },
};

export const resolvers = [
  implement('identity', 'Query', {
    viewer: (_, __, ctx) => {
      const viewer = viewerIfAny(ctx);
      return viewer && viewerRow(viewer);
    },
    user: (_, { id, handle }, ctx) => {
      if ((id == null) === (handle == null)) throw badInput('Give exactly one of id and handle.');
      if (id != null) return userById(ctx).load(idOf('User', id));
      return userByHandle(ctx).load(handle!.toLowerCase().replace(/^@/, ''));
    },
    users: (_, args, ctx) => userConnection(ctx, workspaceOf(ctx), args),
  }),

  implement('identity', 'User', {
    email: (user, _, ctx) => (canSeePrivately(ctx, user.id) ? user.email : null),
  }),

  implement('identity', 'Viewer', {
    user: (viewer, _, ctx) => requireUser(ctx, viewer.userId),
    inboxCursor: (viewer, _, ctx) => streamCursor(ctx, userStream(viewer.userId)),
    tokens: async (viewer, args, ctx) =>
      connection(await tokensByUser(ctx, args, { descending: true }).load(viewer.userId), () =>
        tokenCountByUser(ctx).load(viewer.userId),
      ),
  }),

  implement('identity', 'AccessToken', {
    user: (token, _, ctx) => requireUser(ctx, token.userId),
  }),

  implement('identity', 'Mutation', {
    heartbeat: async (_, { input }, ctx) => ({
      expiresAt: await heartbeat(ctx, viewerOf(ctx).userId, input.online),
    }),
    signIn: (_, { input }, ctx) => signIn(ctx, input),
    signOut: async (_, { input }, ctx) => ({ sessionsEnded: await commands.signOut(ctx, input.everywhere) }),
    createToken: (_, { input }, ctx) => commands.createToken(ctx, input),
    revokeToken: async (_, { input }, ctx) => ({
      accessToken: await commands.revokeToken(ctx, idOf('AccessToken', input.tokenId)),
    }),
    createUser: async (_, { input }, ctx) => ({ user: await commands.createUser(ctx, input) }),
    updateProfile: async (_, { input }, ctx) => ({ user: await commands.updateProfile(ctx, input) }),
    setPassword: async (_, { input }, ctx) => ({ user: await setPassword(ctx, input) }),
    setRole: async (_, { input }, ctx) => ({ user: await commands.setRole(ctx, input) }),
    deactivateUser: async (_, { input }, ctx) => ({ user: await commands.deactivateUser(ctx, input) }),
  }),
];
