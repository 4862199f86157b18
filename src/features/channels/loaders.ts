// Loading channels and memberships. The loaders called visible read the viewer; the others are for channels that the
// execution has already been shown.
import type { GraphQLResolveInfo } from 'graphql';
import { byKey } from '../../batching/loaders.ts';
import { countLoader, pageLoader } from '../../batching/pages.ts';
import { type Context, viewerOf } from '../../graphql/context.ts';
import { selectedReferences } from '../../graphql/selection.ts';
import { offerUsers } from '../identity/loaders.ts';
import { userColumns } from '../identity/statements.ts';
import type { ChannelRow, MemberRow } from './model.ts';
import * as sql from './statements.ts';

const viewer = (ctx: Context) => [viewerOf(ctx).userId, viewerOf(ctx).role === 'GUEST'];

/** A channel that the execution has already been shown, or that a row it was shown belongs to. */
export const channelById = byKey<ChannelRow>('channelById', sql.channelsById, (row) => row.id);

/** A channel that the viewer may see; null for any other. */
export const visibleChannelById = byKey<ChannelRow, string, Context>(
  'visibleChannelById',
  sql.visibleChannelsById,
  (row) => row.id,
  { values: viewer, onRows: (ctx, rows) => channelById(ctx).offer(rows, ({ id }) => id) },
);

/** A channel by its name, if the viewer may see it. */
export const visibleChannelByName = byKey<ChannelRow & { name: string }, string, Context>(
  'visibleChannelByName',
  sql.visibleChannelsByName as typeof sql.visibleChannelsByName & { row?: ChannelRow & { name: string } },
  (row) => row.name,
  { values: viewer, onRows: shown },
);

function shown(ctx: Context, rows: readonly ChannelRow[]): void {
  channelById(ctx).offer(rows, ({ id }) => id);
  visibleChannelById(ctx).offer(rows, ({ id }) => id);
}

const list = {
  extras: viewer,
  onRows: (ctx: Context, rows: readonly ChannelRow[]) => {
    shown(ctx, rows);
    offerUsers(ctx, rows, ({ createdBy }) => createdBy);
    membershipByChannel(ctx).offer(
      rows,
      ({ id, viewerMembership }) => (viewerMembership === undefined ? null : id),
      ({ viewerMembership }) => viewerMembership!,
    );
  },
};

const references = ['createdBy', 'viewerMembership'] as const;

/** What is joined to a list of channels: what the operation selects on them. */
export const referencesOfChannels = (info: GraphQLResolveInfo) =>
  selectedReferences(info, references, { createdBy: userColumns });

export const channelsByWorkspace = pageLoader<ChannelRow, string, Context>(sql.channelsByWorkspace, list);
export const channelCountByWorkspace = countLoader<ChannelRow, string, Context>(sql.channelsByWorkspace, list);
export const channelsByMember = pageLoader<ChannelRow, string, Context>(sql.channelsByMember, list);
export const channelCountByMember = countLoader<ChannelRow, string, Context>(sql.channelsByMember, list);

export const membersByChannel = pageLoader(sql.membersByChannel, {
  onRows: (ctx, rows) => offerUsers(ctx, rows),
});

/** The viewer's own membership of a channel; null when they are no member. */
export const membershipByChannel = byKey<MemberRow, string, Context>(
  'membershipByChannel',
  sql.membershipsByChannel,
  (row) => row.channelId,
  { values: (ctx) => [viewerOf(ctx).userId] },
);

/** Unread roots of a user in all their channels that are neither muted nor archived. */
export const unreadByUser = byKey('unreadByUser', sql.unreadByUser, (row) => row.userId);
