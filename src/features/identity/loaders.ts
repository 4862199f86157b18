// Loading users and tokens.
import { byKey } from '../../batching/loaders.ts';
import { countLoader, pageLoader } from '../../batching/pages.ts';
import { type Context, viewerOf } from '../../graphql/context.ts';
import type { UserRow } from './model.ts';
import * as sql from './statements.ts';

/** A user of the workspace; null when there is none. */
export const userById = byKey<UserRow>('userById', sql.usersById, (row) => row.id);

export const userByHandle = byKey<UserRow>('userByHandle', sql.usersByHandle, (row) => row.handle, {
  onRow: (ctx, row) => userById(ctx).prime(row.id, row),
});

export const usersByWorkspace = pageLoader(sql.usersByWorkspace, {
  onRow: (ctx, row) => userById(ctx).prime(row.id, row),
});

export const userCountByWorkspace = countLoader(sql.usersByWorkspace);

/** A token of the viewer's; null for anybody else's. */
export const viewerTokenById = byKey('viewerTokenById', sql.tokensById, (row) => row.id, {
  values: (ctx: Context) => [viewerOf(ctx).userId],
});

const now = (ctx: Context) => [new Date(ctx.now()).toISOString()];

export const tokensByUser = pageLoader(sql.tokensByUser, { extras: now });

export const tokenCountByUser = countLoader(sql.tokensByUser, { extras: now });

/** Gives the loader of users the one that was joined to a row under this name. */
export function primeUser(ctx: Context, row: object, name: string): void {
  const user = sql.userColumns.take(row, name);
  if (user) userById(ctx).prime(user.id, user);
}
