// Loaders of users and tokens.
import type { GraphQLResolveInfo } from 'graphql';
import type { DependencyTracker } from '../../batching/dependency-tracker.ts';
import { byKey, type LoaderContext } from '../../batching/loaders.ts';
import { countLoader, pageLoader } from '../../batching/pages.ts';
import { type Context, viewerOf, workspaceOf } from '../../graphql/context.ts';
import { selectedColumnSet } from '../../graphql/selection.ts';
import { userStream, workspaceStream } from '../../lib/streams.ts';
import type { UserRow } from './model.ts';
import * as sql from './statements.ts';

/** A user of the workspace; null when there is none. */
export const userById = byKey<UserRow>('userById', sql.usersById, (row) => row.id, {
  dependsOn: (tracker, id) => tracker.trackRow('User', userStream(id), 'users'),
});

const trackUsers = (tracker: DependencyTracker, workspaceId: string, _: unknown, order: string) => {
  // No change is recorded when a user is active.
  if (order === 'lastActiveAt') tracker.uncacheableReason ??= 'the order LAST_ACTIVE_AT is not cacheable';
  tracker.track(workspaceStream(workspaceId), 'users');
};

export const userByHandle = byKey<UserRow, string, Context>('userByHandle', sql.usersByHandle, (row) => row.handle, {
  onRows: (ctx, rows) => primeUsers(ctx, rows),
  dependsOn: (tracker, _, row, ctx) => {
    if (!row) tracker.track(workspaceStream(workspaceOf(ctx)), 'users');
  },
});

export { userConditions } from './statements.ts';

export const usersByWorkspace = pageLoader(sql.usersByWorkspace, {
  onRows: (ctx, rows) => primeUsers(ctx, rows),
  dependsOn: trackUsers,
});

export const userCountByWorkspace = countLoader(sql.usersByWorkspace, { dependsOn: trackUsers });

/** A token of the viewer; null for any other. */
export const viewerTokenById = byKey('viewerTokenById', sql.tokensById, (row) => row.id, {
  values: (ctx: Context) => [viewerOf(ctx).userId],
});

const now = (ctx: Context) => [new Date(ctx.now()).toISOString()];

export const tokensByUser = pageLoader(sql.tokensByUser, { extras: now });

export const tokenCountByUser = countLoader(sql.tokensByUser, { extras: now });

/** How to read a page of users: only the columns that the operation selects. */
export const userPageOptions = (info: GraphQLResolveInfo) => ({ columnSet: selectedColumnSet(info, sql.userColumns) });

/** Primes the loader of users with rows that are users or refer to one. */
export function primeUsers(ctx: LoaderContext, rows: readonly UserRow[]): void;
export function primeUsers<Row>(
  ctx: LoaderContext,
  rows: readonly Row[],
  userOf: (row: Row) => UserRow | null | undefined,
): void;
export function primeUsers<Row>(
  ctx: LoaderContext,
  rows: readonly Row[],
  userOf: (row: Row) => UserRow | null | undefined = (row) => row as UserRow,
): void {
  userById(ctx).prime(
    rows,
    (row) => userOf(row)?.id,
    (row) => userOf(row) ?? null,
  );
}
