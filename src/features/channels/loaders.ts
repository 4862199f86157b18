// Loaders of channels and memberships. Those called `visible` filter by what the viewer may see; the others are for
// channels that the execution has already shown.
import type { GraphQLResolveInfo } from 'graphql';
import type { DependencyTracker } from '../../batching/dependency-tracker.ts';
import { byKey } from '../../batching/loaders.ts';
import { countLoader, pageLoader } from '../../batching/pages.ts';
import { type Context, viewerOf, visibilityViewer, workspaceOf } from '../../graphql/context.ts';
import { selectedReferences } from '../../graphql/selection.ts';
import { channelStream, userStream, workspaceStream } from '../../lib/streams.ts';
import { workspaceTag } from '../../lib/tags.ts';
import { primeUsers } from '../identity/loaders.ts';
import { userColumns } from '../identity/statements.ts';
import { channelActivity, membersImported } from './changes.ts';
import type { ChannelPrivacy, ChannelRow, MemberRow } from './model.ts';
import * as sql from './statements.ts';

/** The viewer as statements need it to filter by what they may see. */
export const viewerParameters = (ctx: Context) => [
  visibilityViewer(ctx).userId,
  visibilityViewer(ctx).role === 'GUEST',
];

const trackChannel = (tracker: DependencyTracker, id: string) =>
  tracker.trackRow('Channel', channelStream(id), 'channels');

// Depends on the viewer's memberships. An import records them only in the channels' streams.
const trackMemberships = (tracker: DependencyTracker, ctx: Context) => {
  tracker.dependsOnViewer = true;
  tracker.track(userStream(visibilityViewer(ctx).userId), 'channels');
  tracker.tags.add(workspaceTag(workspaceOf(ctx), membersImported.name));
};

/** A channel that the execution has already shown, or that belongs to a row it has shown. */
export const channelById = byKey<ChannelRow>('channelById', sql.channelsById, (row) => row.id, {
  dependsOn: trackChannel,
});

/** Depends on whether the viewer may see the channel. Its privacy is undefined when they do not see it. */
export const trackVisibility = (
  tracker: DependencyTracker,
  id: string,
  privacy: ChannelPrivacy | undefined,
  ctx: Context,
) => {
  tracker.track(channelStream(id), 'channels');
  if (privacy !== 'PUBLIC' || visibilityViewer(ctx).role === 'GUEST') trackMemberships(tracker, ctx);
};

/** A channel that the viewer may see; null for any other. */
export const visibleChannelById = byKey<ChannelRow, string, Context>(
  'visibleChannelById',
  sql.visibleChannelsById,
  (row) => row.id,
  {
    values: viewerParameters,
    onRows: (ctx, rows) => channelById(ctx).prime(rows, ({ id }) => id),
    dependsOn: (tracker, id, row, ctx) => {
      trackChannel(tracker, id);
      trackVisibility(tracker, id, row?.privacy, ctx);
    },
  },
);

/** A channel by its name, if the viewer may see it. */
export const visibleChannelByName = byKey<ChannelRow & { name: string }, string, Context>(
  'visibleChannelByName',
  sql.visibleChannelsByName as typeof sql.visibleChannelsByName & { row?: ChannelRow & { name: string } },
  (row) => row.name,
  {
    values: viewerParameters,
    onRows: primeChannels,
    dependsOn: (tracker, _, row, ctx) => {
      // The name of a public channel is unique. With a private one, another channel of that name may become visible.
      if (row?.privacy !== 'PUBLIC') trackVisibleChannels(tracker, ctx);
    },
  },
);

/** Depends on which channels the viewer may see, and on their names. */
function trackVisibleChannels(tracker: DependencyTracker, ctx: Context): void {
  trackMemberships(tracker, ctx);
  tracker.track(workspaceStream(workspaceOf(ctx)), 'channels');
}

function primeChannels(ctx: Context, rows: readonly ChannelRow[]): void {
  channelById(ctx).prime(rows, ({ id }) => id);
  visibleChannelById(ctx).prime(rows, ({ id }) => id);
}

// A message makes its channel the most recently active one, and is unread.
const trackChannelActivity = (tracker: DependencyTracker, ctx: Context) => {
  tracker.tags.add(workspaceTag(workspaceOf(ctx), channelActivity.name));
};

const list = {
  extras: viewerParameters,
  dependsOn: (tracker: DependencyTracker, _: string, ctx: Context, order: string) => {
    trackVisibleChannels(tracker, ctx);
    if (order === 'lastActivityAt') trackChannelActivity(tracker, ctx);
  },
  onRows: (ctx: Context, rows: readonly ChannelRow[]) => {
    primeChannels(ctx, rows);
    primeUsers(ctx, rows, ({ createdBy }) => createdBy);
    membershipByChannel(ctx).prime(
      rows,
      ({ id, viewerMembership }) => (viewerMembership === undefined ? null : id),
      ({ viewerMembership }) => viewerMembership!,
    );
  },
};

const references = ['createdBy', 'viewerMembership'] as const;

/** The references to join to a list of channels: those that the operation selects. */
export const referencesOfChannels = (info: GraphQLResolveInfo) =>
  selectedReferences(info, references, { createdBy: userColumns });

export { channelConditions } from './statements.ts';

export const channelsByWorkspace = pageLoader<ChannelRow, string, Context>(sql.channelsByWorkspace, list);
export const channelCountByWorkspace = countLoader<ChannelRow, string, Context>(sql.channelsByWorkspace, list);

const ofMember = {
  ...list,
  dependsOn: (tracker: DependencyTracker, userId: string, ctx: Context, order: string) => {
    list.dependsOn(tracker, userId, ctx, order);
    tracker.track(userStream(userId), 'channels');
  },
};

export const channelsByMember = pageLoader<ChannelRow, string, Context>(sql.channelsByMember, ofMember);
export const channelCountByMember = countLoader<ChannelRow, string, Context>(sql.channelsByMember, ofMember);

export const membersByChannel = pageLoader(sql.membersByChannel, {
  onRows: (ctx, rows) => primeUsers(ctx, rows),
  dependsOn: (tracker, id) => tracker.track(channelStream(id), 'members'),
});

/** The viewer's own membership of a channel; null when they are not a member. */
export const membershipByChannel = byKey<MemberRow, string, Context>(
  'membershipByChannel',
  sql.membershipsByChannel,
  (row) => row.channelId,
  {
    values: (ctx) => [viewerOf(ctx).userId],
    dependsOn: (tracker, id, _, ctx) => {
      trackMemberships(tracker, ctx);
      tracker.trackRow('ChannelMembership', channelStream(id), 'channels');
    },
  },
);

/** Unread root messages of a user, in all their channels that are neither muted nor archived. */
export const unreadByUser = byKey<{ userId: string; unread: number }, string, Context>(
  'unreadByUser',
  sql.unreadByUser,
  (row) => row.userId,
  {
    dependsOn: (tracker, _, __, ctx) => {
      trackVisibleChannels(tracker, ctx);
      trackChannelActivity(tracker, ctx);
    },
  },
);
