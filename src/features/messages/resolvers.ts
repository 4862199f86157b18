// Resolvers of messages, and of the lists of messages on channels.
import type { GraphQLResolveInfo } from 'graphql';
import type { Page } from '../../batching/connection.ts';
import type { Loader } from '../../batching/loaders.ts';
import { connection, type PageArgs, type PageOptions } from '../../batching/pages.ts';
import { type Context, viewerOf } from '../../graphql/context.ts';
import { implement, type NodesOf } from '../../graphql/implement.ts';
import { selectedReferences } from '../../graphql/selection.ts';
import { notFound } from '../../lib/errors.ts';
import { idOf } from '../../lib/ids.ts';
import { channelById, visibleChannelById } from '../channels/loaders.ts';
import type { ChannelRow } from '../channels/model.ts';
import { userPageOptions } from '../identity/loaders.ts';
import { viewerRow } from '../identity/model.ts';
import { requireUser } from '../identity/resolvers.ts';
import * as commands from './commands.ts';
import * as loaders from './loaders.ts';
import type { MessageRow } from './model.ts';
import { sendMessage } from './sending-commands.ts';

type MessagePages = (ctx: Context, args: PageArgs, how?: PageOptions) => Loader<string, Page<MessageRow>>;

/** A list of messages whose total is known. Authors are joined if they are selected. */
async function messageConnection(
  pages: MessagePages,
  parentId: string,
  [args, ctx, info]: [PageArgs, Context, GraphQLResolveInfo],
  total: () => number | Promise<number>,
) {
  return connection(await pages(ctx, args, loaders.messagePageOptions(info)).load(parentId), total);
}

/** The message that a command has written, as the viewer sees it. */
async function payload(ctx: Context, info: GraphQLResolveInfo, id: Promise<string>) {
  const message = await visibleMessageById(ctx, await id, info);
  if (!message) throw notFound('message');
  return { message };
}

const visibleMessageById = (ctx: Context, id: string, info: GraphQLResolveInfo) =>
  loaders.visibleMessageById(ctx, selectedReferences(info, loaders.messageReferences)).load(id);

/** The channel of a message; a foreign key guarantees that there is one. */
async function requireChannel(ctx: Context, id: string): Promise<ChannelRow> {
  const channel = await channelById(ctx).load(id);
  if (!channel) throw notFound('channel');
  return channel;
}

export const nodes: NodesOf<'messages'> = {
  Message: (ctx, id, info) => visibleMessageById(ctx, id, info),
};

export const resolvers = [
  implement('messages', 'Query', {
    message: (_, { id }, ctx, info) => visibleMessageById(ctx, idOf('Message', id), info),
  }),

  implement('messages', 'Channel', {
    messageCount: (channel) => channel.lastSeq,
    messages: (channel, ...rest) =>
      messageConnection(loaders.messagesByChannel, channel.id, rest, () => channel.lastOrdinal),
    pinnedMessages: (channel, ...rest) =>
      messageConnection(loaders.pinnedByChannel, channel.id, rest, () =>
        loaders.pinnedCountByChannel(rest[1]).load(channel.id),
      ),
  }),

  implement('messages', 'Message', {
    channel: (message, _, ctx) => {
      if (!message.channel) return requireChannel(ctx, message.channelId);
      ctx.ledger.load();
      return message.channel;
    },
    author: (message, _, ctx) => requireUser(ctx, message.authorId, message.author),
    parent: (message, _, ctx) => (message.parentId ? loaders.messageById(ctx).load(message.parentId) : null),
    replies: (message, ...rest) =>
      messageConnection(loaders.repliesByMessage, message.id, rest, () => message.replyCount),
    participants: async ({ id }, args, ctx, info) =>
      connection(await loaders.participantsByMessage(ctx, args, userPageOptions(info)).load(id), () =>
        loaders.participantCountByMessage(ctx).load(id),
      ),
    reactions: ({ id }, _, ctx) => loaders.reactionsByMessage(ctx).load(id),
    mentions: async ({ id }, args, ctx, info) =>
      connection(await loaders.mentionsByMessage(ctx, args, userPageOptions(info)).load(id), () =>
        loaders.mentionCountByMessage(ctx).load(id),
      ),
    attachments: async ({ id }, args, ctx) =>
      connection(await loaders.attachmentsByMessage(ctx, args).load(id), () =>
        loaders.attachmentCountByMessage(ctx).load(id),
      ),
    edits: async ({ id }, args, ctx) =>
      connection(await loaders.editsByMessage(ctx, args).load(id), () => loaders.editCountByMessage(ctx).load(id)),
  }),

  implement('messages', 'Reaction', {
    users: async (reaction, args, ctx, info) =>
      connection(await loaders.usersByReaction(ctx, args, userPageOptions(info)).load(reaction), () => reaction.count),
    viewerHasReacted: async (reaction, _, ctx) => (await loaders.viewerReaction(ctx).load(reaction)) !== null,
  }),

  implement('messages', 'Mutation', {
    sendMessage: async (_, { input }, ctx) => ({ message: await sendMessage(ctx, input) }),
    editMessage: (_, { input }, ctx, info) => payload(ctx, info, commands.editMessage(ctx, input)),
    deleteMessage: (_, { input }, ctx, info) => payload(ctx, info, commands.deleteMessage(ctx, input.messageId)),
    addReaction: (_, { input }, ctx, info) =>
      payload(ctx, info, commands.addReaction(ctx, input.messageId, input.emoji)),
    removeReaction: (_, { input }, ctx, info) =>
      payload(ctx, info, commands.removeReaction(ctx, input.messageId, input.emoji)),
    pinMessage: (_, { input }, ctx, info) => payload(ctx, info, commands.pinMessage(ctx, input.messageId)),
    unpinMessage: (_, { input }, ctx, info) => payload(ctx, info, commands.unpinMessage(ctx, input.messageId)),
    markRead: async (_, { input }, ctx) => {
      const channel = await visibleChannelById(ctx).load(await commands.markRead(ctx, input));
      if (!channel) throw notFound('channel');
      return { channel, viewer: viewerRow(viewerOf(ctx)) };
    },
  }),
];
