// Loading channels and memberships. The loaders called visible read the viewer; the others are for channels that the
// execution has already been shown.
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

/** The viewer, as the statements take it that leave out the channels they may not see. */
export const viewer = (ctx: Context) => [visibilityViewer(ctx).userId, visibilityViewer(ctx).role === 'GUEST'];

const trackChannel = (tracker: DependencyTracker, id: string) =>
  tracker.trackRow('Channel', channelStream(id), 'channels');

// What tells that the viewer became a member of a channel, or is one no more. An import tells only the channel.
const trackMemberships = (tracker: DependencyTracker, ctx: Context) => {
  tracker.dependsOnViewer = true;
  tracker.track(userStream(visibilityViewer(ctx).userId), 'channels');
  tracker.tags.add(workspaceTag(workspaceOf(ctx), membersImported.name));
};

/** A channel that the execution has already been shown, or that a row it was shown belongs to. */
export const channelById = byKey<ChannelRow>('channelById', sql.channelsById, (row) => row.id, {
  dependsOn: trackChannel,
});

/** What tells that the viewer may see a channel, or may no more; its privacy is undefined where they see none. */
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
    values: viewer,
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
    values: viewer,
    onRows: shown,
    dependsOn: (tracker, _, row, ctx) => {
      // A public channel keeps its name to itself; beside a private one, another of that name may come into sight.
      if (row?.privacy !== 'PUBLIC') trackVisibleChannels(tracker, ctx);
    },
  },
);

/** What alters which channels the viewer may see, and what these are called. */
function trackVisibleChannels(tracker: DependencyTracker, ctx: Context): void {
  trackMemberships(tracker, ctx);
  tracker.track(workspaceStream(workspaceOf(ctx)), 'channels');
}

function shown(ctx: Context, rows: readonly ChannelRow[]): void {
  channelById(ctx).prime(rows, ({ id }) => id);
  visibleChannelById(ctx).prime(rows, ({ id }) => id);
}

// A message makes its channel the last active one, and is unread.
const trackChannelActivity = (tracker: DependencyTracker, ctx: Context) => {
  tracker.tags.add(workspaceTag(workspaceOf(ctx), channelActivity.name));
};

const list = {
  extras: viewer,
  dependsOn: (tracker: DependencyTracker, _: string, ctx: Context, order: string) => {
    trackVisibleChannels(tracker, ctx);
    if (order === 'lastActivityAt') trackChannelActivity(tracker, ctx);
  },
  onRows: (ctx: Context, rows: readonly ChannelRow[]) => {
    shown(ctx, rows);
    primeUsers(ctx, rows, ({ createdBy }) => createdBy);
    membershipByChannel(ctx).prime(
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

/** The viewer's own membership of a channel; null when they are no member. */
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

/** Unread roots of a user in all their channels that are neither muted nor archived. */
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
