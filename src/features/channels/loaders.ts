// Loading channels and memberships. The loaders called visible read the viewer; the others are for channels that the
// execution has already been shown.
import type { GraphQLResolveInfo } from 'graphql';
import { byKey } from '../../batching/loaders.ts';
import { countLoader, pageLoader } from '../../batching/pages.ts';
import type { Reads } from '../../batching/reads.ts';
import { type Context, seenBy, viewerOf, workspaceOf } from '../../graphql/context.ts';
import { selectedReferences } from '../../graphql/selection.ts';
import { channelStream, userStream, workspaceStream } from '../../lib/streams.ts';
import { tagOfTopic } from '../../lib/tags.ts';
import { offerUsers } from '../identity/loaders.ts';
import { userColumns } from '../identity/statements.ts';
import { channelActivity, membersImported } from './changes.ts';
import type { ChannelPrivacy, ChannelRow, MemberRow } from './model.ts';
import * as sql from './statements.ts';

/** The viewer, as the statements take it that leave out the channels they may not see. */
export const viewer = (ctx: Context) => [seenBy(ctx).userId, seenBy(ctx).role === 'GUEST'];

const tellsChannel = (reads: Reads, id: string) => reads.row('Channel', channelStream(id), 'channels');

// What tells that the viewer became a member of a channel, or is one no more. An import tells only the channel.
const tellsMemberships = (reads: Reads, ctx: Context) => {
  reads.ofViewer = true;
  reads.note(userStream(seenBy(ctx).userId), 'channels');
  reads.tags.add(tagOfTopic(workspaceOf(ctx), membersImported.name));
};

/** A channel that the execution has already been shown, or that a row it was shown belongs to. */
export const channelById = byKey<ChannelRow>('channelById', sql.channelsById, (row) => row.id, { tells: tellsChannel });

/** What tells that the viewer may see a channel, or may no more; its privacy is undefined where they see none. */
export const tellsVisibility = (reads: Reads, id: string, privacy: ChannelPrivacy | undefined, ctx: Context) => {
  reads.note(channelStream(id), 'channels');
  if (privacy !== 'PUBLIC' || seenBy(ctx).role === 'GUEST') tellsMemberships(reads, ctx);
};

/** A channel that the viewer may see; null for any other. */
export const visibleChannelById = byKey<ChannelRow, string, Context>(
  'visibleChannelById',
  sql.visibleChannelsById,
  (row) => row.id,
  {
    values: viewer,
    onRows: (ctx, rows) => channelById(ctx).offer(rows, ({ id }) => id),
    tells: (reads, id, row, ctx) => {
      tellsChannel(reads, id);
      tellsVisibility(reads, id, row?.privacy, ctx);
    },
  },
);

/** A channel by its name, if the viewer may see it. */
export const visibleChannelByName = byKey<ChannelRow & { name: string }, string, Context>(
  'visibleChannelByName',
  sql.visibleChannelsByName as typeof sql.visibleChannelsByName & { row?: ChannelRow & { name: string } },
  (row) => row.name,
  {
    values: viewer,
    onRows: shown,
    tells: (reads, _, row, ctx) => {
      // A public channel keeps its name to itself; beside a private one, another of that name may come into sight.
      if (row?.privacy !== 'PUBLIC') tellsVisible(reads, ctx);
    },
  },
);

/** What alters which channels the viewer may see, and what these are called. */
function tellsVisible(reads: Reads, ctx: Context): void {
  tellsMemberships(reads, ctx);
  reads.note(workspaceStream(workspaceOf(ctx)), 'channels');
}

function shown(ctx: Context, rows: readonly ChannelRow[]): void {
  channelById(ctx).offer(rows, ({ id }) => id);
  visibleChannelById(ctx).offer(rows, ({ id }) => id);
}

// A message makes its channel the last active one, and is unread.
const tellsActivity = (reads: Reads, ctx: Context) => {
  reads.tags.add(tagOfTopic(workspaceOf(ctx), channelActivity.name));
};

const list = {
  extras: viewer,
  tells: (reads: Reads, _: string, ctx: Context, order: string) => {
    tellsVisible(reads, ctx);
    if (order === 'lastActivityAt') tellsActivity(reads, ctx);
  },
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

const ofMember = {
  ...list,
  tells: (reads: Reads, userId: string, ctx: Context, order: string) => {
    list.tells(reads, userId, ctx, order);
    reads.note(userStream(userId), 'channels');
  },
};

export const channelsByMember = pageLoader<ChannelRow, string, Context>(sql.channelsByMember, ofMember);
export const channelCountByMember = countLoader<ChannelRow, string, Context>(sql.channelsByMember, ofMember);

export const membersByChannel = pageLoader(sql.membersByChannel, {
  onRows: (ctx, rows) => offerUsers(ctx, rows),
  tells: (reads, id) => reads.note(channelStream(id), 'members'),
});

/** The viewer's own membership of a channel; null when they are no member. */
export const membershipByChannel = byKey<MemberRow, string, Context>(
  'membershipByChannel',
  sql.membershipsByChannel,
  (row) => row.channelId,
  {
    values: (ctx) => [viewerOf(ctx).userId],
    tells: (reads, id, _, ctx) => {
      tellsMemberships(reads, ctx);
      reads.row('ChannelMembership', channelStream(id), 'channels');
    },
  },
);

/** Unread roots of a user in all their channels that are neither muted nor archived. */
export const unreadByUser = byKey<{ userId: string; unread: number }, string, Context>(
  'unreadByUser',
  sql.unreadByUser,
  (row) => row.userId,
  {
    tells: (reads, _, __, ctx) => {
      tellsVisible(reads, ctx);
      tellsActivity(reads, ctx);
    },
  },
);
