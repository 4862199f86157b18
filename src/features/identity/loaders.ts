// Loading users and tokens.
import type { GraphQLResolveInfo } from 'graphql';
import { byKey, type LoaderContext } from '../../batching/loaders.ts';
import { countLoader, pageLoader } from '../../batching/pages.ts';
import type { Reads } from '../../batching/reads.ts';
import { type Context, viewerOf, workspaceOf } from '../../graphql/context.ts';
import { selectedShape } from '../../graphql/selection.ts';
import { userStream, workspaceStream } from '../../lib/streams.ts';
import type { UserRow } from './model.ts';
import * as sql from './statements.ts';

/** A user of the workspace; null when there is none. */
export const userById = byKey<UserRow>('userById', sql.usersById, (row) => row.id, {
  tells: (reads, id) => reads.row('User', userStream(id), 'users'),
});

const tellsUsers = (reads: Reads, workspaceId: string, _: unknown, order: string) => {
  // When somebody was last there is no change.
  if (order === 'lastActiveAt') reads.untold ??= 'who was last active';
  reads.note(workspaceStream(workspaceId), 'users');
};

export const userByHandle = byKey<UserRow, string, Context>('userByHandle', sql.usersByHandle, (row) => row.handle, {
  onRows: (ctx, rows) => offerUsers(ctx, rows),
  tells: (reads, _, row, ctx) => {
    if (!row) reads.note(workspaceStream(workspaceOf(ctx)), 'users');
  },
});

export const usersByWorkspace = pageLoader(sql.usersByWorkspace, {
  onRows: (ctx, rows) => offerUsers(ctx, rows),
  tells: tellsUsers,
});

export const userCountByWorkspace = countLoader(sql.usersByWorkspace, { tells: tellsUsers });

/** A token of the viewer's; null for anybody else's. */
export const viewerTokenById = byKey('viewerTokenById', sql.tokensById, (row) => row.id, {
  values: (ctx: Context) => [viewerOf(ctx).userId],
});

const now = (ctx: Context) => [new Date(ctx.now()).toISOString()];

export const tokensByUser = pageLoader(sql.tokensByUser, { extras: now });

export const tokenCountByUser = countLoader(sql.tokensByUser, { extras: now });

/** How a list of users is read: no more of each than the operation selects. */
export const howToListUsers = (info: GraphQLResolveInfo) => ({ shape: selectedShape(info, sql.userColumns) });

/** Offers the loader of users those that rows are, or point to. */
export function offerUsers(ctx: LoaderContext, rows: readonly UserRow[]): void;
export function offerUsers<Row>(
  ctx: LoaderContext,
  rows: readonly Row[],
  userOf: (row: Row) => UserRow | null | undefined,
): void;
export function offerUsers<Row>(
  ctx: LoaderContext,
  rows: readonly Row[],
  userOf: (row: Row) => UserRow | null | undefined = (row) => row as UserRow,
): void {
  userById(ctx).offer(
    rows,
    (row) => userOf(row)?.id,
    (row) => userOf(row) ?? null,
  );
}
