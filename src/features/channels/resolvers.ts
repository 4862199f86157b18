// Resolvers of channels, and of the lists of channels on other types.
import type { GraphQLResolveInfo } from 'graphql';
import { connection, type PageArgs, type PageOptions } from '../../batching/pages.ts';
import { type Context, viewerOf, workspaceOf } from '../../graphql/context.ts';
import { implement, type NodesOf } from '../../graphql/implement.ts';
import { streamCursor } from '../../graphql/stream-cursor.ts';
import { badInput, notFound } from '../../lib/errors.ts';
import { idOf } from '../../lib/ids.ts';
import { channelStream } from '../../lib/streams.ts';
import { prefixPattern } from '../../lib/text.ts';
import { userPageOptions } from '../identity/loaders.ts';
import { requireUser } from '../identity/resolvers.ts';
import * as commands from './commands.ts';
import type { ChannelFilter, ChannelOrder } from './generated.ts';
import {
  channelById,
  channelConditions,
  channelCountByMember,
  channelCountByWorkspace,
  channelsByMember,
  channelsByWorkspace,
  membersByChannel,
  membershipByChannel,
  referencesOfChannels,
  unreadByUser,
  visibleChannelById,
  visibleChannelByName,
} from './loaders.ts';
import { type ChannelRow, channelNameKey, type MemberRow, unread } from './model.ts';

interface ChannelListArgs extends PageArgs {
  filter?: ChannelFilter | null;
  orderBy?: ChannelOrder | null;
}

const orders = { NAME: 'name', CREATED_AT: 'createdAt', LAST_ACTIVITY_AT: 'lastActivityAt' } as const;

// The same list on different parents differs only in these two loaders.
const lists = {
  workspace: { pages: channelsByWorkspace, count: channelCountByWorkspace },
  member: { pages: channelsByMember, count: channelCountByMember },
};

async function channelConnection(
  ctx: Context,
  of: keyof typeof lists,
  parentId: string,
  args: ChannelListArgs,
  info: GraphQLResolveInfo,
) {
  const conditions = conditionsOf(ctx, args.filter ?? {});
  const how: PageOptions = {
    order: orders[args.orderBy?.field ?? 'NAME'],
    descending: args.orderBy?.direction === 'DESC',
    references: referencesOfChannels(info),
    conditions,
  };
  const page = await lists[of].pages(ctx, args, how).load(parentId);
  return connection(page, () => lists[of].count(ctx, conditions).load(parentId));
}

function conditionsOf(ctx: Context, { createdById, namePrefix, joined, ...filter }: ChannelFilter) {
  return channelConditions({
    ...filter,
    createdById: createdById == null ? null : idOf('User', createdById),
    namePattern: namePrefix ? prefixPattern(channelNameKey(namePrefix)) : null,
    joined: joined == null ? null : { is: joined, userId: viewerOf(ctx).userId },
  });
}

/** A channel that a command has just written, and so has checked that the viewer may see. */
async function requireChannel(ctx: Context, id: string): Promise<ChannelRow> {
  const channel = await visibleChannelById(ctx).load(id);
  if (!channel) throw notFound('channel');
  return channel;
}

const payload = async (ctx: Context, id: Promise<string>) => ({ channel: await requireChannel(ctx, await id) });

async function memberPayload(
  ctx: Context,
  input: { channelId: string; userId: string },
  command: (userId: string) => Promise<string>,
) {
  const userId = idOf('User', input.userId);
  const id = await command(userId);
  return { channel: await requireChannel(ctx, id), user: await requireUser(ctx, userId) };
}

const membershipOf = (channel: ChannelRow, member: MemberRow | null) =>
  member && { ...member, unreadCount: unread(channel, member) };

export const nodes: NodesOf<'channels'> = {
  Channel: (ctx, id) => visibleChannelById(ctx).load(id),
};

export const resolvers = [
  implement('channels', 'Query', {
    channel: (_, { id, name }, ctx) => {
      if ((id == null) === (name == null)) throw badInput('Give exactly one of id and name.');
      if (id != null) return visibleChannelById(ctx).load(idOf('Channel', id));
      return visibleChannelByName(ctx).load(channelNameKey(name!));
    },
    channels: (_, args, ctx, info) => channelConnection(ctx, 'workspace', workspaceOf(ctx), args, info),
  }),

  implement('channels', 'Workspace', {
    channels: (workspace, args, ctx, info) => channelConnection(ctx, 'workspace', workspace.id, args, info),
  }),

  implement('channels', 'Viewer', {
    channels: (viewer, args, ctx, info) => channelConnection(ctx, 'member', viewer.userId, args, info),
    unreadCount: async (viewer, _, ctx) => (await unreadByUser(ctx).load(viewer.userId))?.unread ?? 0,
  }),

  implement('channels', 'User', {
    channels: (user, args, ctx, info) => channelConnection(ctx, 'member', user.id, args, info),
  }),

  implement('channels', 'Channel', {
    createdBy: ({ createdById, createdBy }, _, ctx) => (createdById ? requireUser(ctx, createdById, createdBy) : null),
    cursor: (channel, _, ctx) => streamCursor(ctx, channelStream(channel.id)),
    members: async (channel, args, ctx, info) =>
      connection(
        await membersByChannel(ctx, args, userPageOptions(info)).load(channel.id),
        () => channel.memberCount,
        (row) => ({ role: row.memberRole, joinedAt: row.joinedAt }),
      ),
    viewerMembership: (channel, _, ctx) => {
      const { viewerMembership: joined } = channel;
      if (joined === undefined) {
        return membershipByChannel(ctx)
          .load(channel.id)
          .then((member) => membershipOf(channel, member));
      }
      ctx.ledger.load();
      return membershipOf(channel, joined);
    },
  }),

  implement('channels', 'Mutation', {
    createChannel: (_, { input }, ctx) => payload(ctx, commands.createChannel(ctx, input)),
    updateChannel: async (_, { input }, ctx) => {
      const { id, lost } = await commands.updateChannel(ctx, input);
      // The viewer saw the channel until now, so this response is the last that shows it.
      const channel = lost ? await channelById(ctx).load(id) : await requireChannel(ctx, id);
      if (!channel) throw notFound('channel');
      return { channel };
    },
    archiveChannel: (_, { input }, ctx) => payload(ctx, commands.archiveChannel(ctx, input)),
    joinChannel: (_, { input }, ctx) => payload(ctx, commands.joinChannel(ctx, input.channelId)),
    leaveChannel: async (_, { input }, ctx) => {
      const id = await commands.leaveChannel(ctx, input.channelId);
      return { channel: await visibleChannelById(ctx).load(id) };
    },
    addMember: (_, { input }, ctx) =>
      memberPayload(ctx, input, (userId) => commands.addMember(ctx, input.channelId, userId)),
    removeMember: async (_, { input }, ctx) => {
      const userId = idOf('User', input.userId);
      const id = await commands.removeMember(ctx, input.channelId, userId);
      return { channel: await visibleChannelById(ctx).load(id), user: await requireUser(ctx, userId) };
    },
    setMemberRole: (_, { input }, ctx) =>
      memberPayload(ctx, input, (userId) => commands.setMemberRole(ctx, input.channelId, userId, input.role)),
    muteChannel: (_, { input }, ctx) => payload(ctx, commands.muteChannel(ctx, input.channelId, input.muted)),
    setTyping: async (_, { input }, ctx) => ({ expiresAt: await commands.setTyping(ctx, input.channelId) }),
    openDirectChannel: (_, { input }, ctx) => payload(ctx, commands.openDirectChannel(ctx, input.userIds)),
  }),
];
