// Commands of messages. Each locks the channel's stream and the viewer's own, so that membership, role and the state of
// the channel are still valid when the write is acknowledged.
import { type Writer, write } from '../../changes/record.ts';
import { type Context, viewerOf } from '../../graphql/context.ts';
import { conflict, notFound } from '../../lib/errors.ts';
import { idOf } from '../../lib/ids.ts';
import { channelStream, userStream } from '../../lib/streams.ts';
import { channelRead } from '../channels/changes.ts';
import { readAccess, requireMember, requireOpen } from '../channels/policy.ts';
import { moveReadPosition, readersAmong } from '../channels/statements.ts';
import {
  mentioned,
  messageDeleted,
  messageEdited,
  messagePinned,
  messageUnpinned,
  reactionAdded,
  reactionRemoved,
} from './changes.ts';
import type { EditMessageInput, MarkReadInput } from './generated.ts';
import { type MessageRow, maximumEmoji, maximumPins, validBody, validEmoji } from './model.ts';
import {
  type MessageAccess,
  readMessageAccess,
  requireAuthor,
  requireMayDelete,
  requireMayPin,
  requireWritable,
} from './policy.ts';
import { renderBody } from './rendering-commands.ts';
import * as sql from './statements.ts';

const readUpTo = (tx: Writer, userId: string, channelId: string, ordinal: number) =>
  tx.record(userStream(userId), channelRead, { channelId, ordinal });

/** Replaces the body of the viewer's own message. The same body changes nothing. */
export async function editMessage(ctx: Context, input: EditMessageInput): Promise<string> {
  const body = await renderBody(ctx, validBody(input.body));
  const edit = async (tx: Writer, access: MessageAccess) => {
    const { id, channelId } = access.message;
    requireAuthor(access, viewerOf(ctx));
    requireWritable(access);
    if (access.message.body === body.source) return;
    await tx.run(sql.editMessage, [id, body.source, body.html, new Date(ctx.now())]);
    const before = await tx.run(sql.deleteMentions, [id]);
    await tx.run(sql.insertMentions, [id, body.mentionedUserIds]);
    tx.record(channelStream(channelId), messageEdited, { messageId: id });
    await notifyAdded(tx, access.message, before, body.mentionedUserIds);
  };
  return inChannelOf(ctx, input.messageId, edit, body.mentionedUserIds);
}

/** Notifies the users whom an edit newly mentions and who may see the message. The caller has locked their streams. */
async function notifyAdded(tx: Writer, message: MessageRow, before: { userId: string }[], now: readonly string[]) {
  const known = new Set([message.authorId, ...before.map(({ userId }) => userId)]);
  const added = now.filter((userId) => !known.has(userId));
  if (!added.length) return;
  for (const { userId } of await tx.run(readersAmong, [message.channelId, added])) {
    tx.record(userStream(userId), mentioned, { messageId: message.id, channelId: message.channelId });
  }
}

/** Leaves a tombstone. Idempotent. */
export async function deleteMessage(ctx: Context, messageId: string): Promise<string> {
  return inChannelOf(ctx, messageId, async (tx, access) => {
    const { id, channelId } = access.message;
    requireMayDelete(access, viewerOf(ctx));
    if (access.message.deletedAt) return;
    requireOpen(access);
    await tx.run(sql.deleteMessage, [id, new Date(ctx.now())]);
    tx.record(channelStream(channelId), messageDeleted, { messageId: id });
  });
}

/** Adds the viewer's reaction. */
export async function addReaction(ctx: Context, messageId: string, text: string): Promise<string> {
  const emoji = validEmoji(text);
  const { userId } = viewerOf(ctx);
  return inChannelOf(ctx, messageId, async (tx, access) => {
    const { id, channelId } = access.message;
    requireWritable(access);
    const [other] = await tx.run(sql.otherEmoji, [id, emoji]);
    if (other!.count >= maximumEmoji) throw conflict(`A message carries at most ${maximumEmoji} different emoji.`);
    const [added] = await tx.run(sql.insertReaction, [id, emoji, userId, new Date(ctx.now())]);
    if (added) tx.record(channelStream(channelId), reactionAdded, { messageId: id, emoji, userId });
  });
}

/** Removes the viewer's reaction. */
export async function removeReaction(ctx: Context, messageId: string, text: string): Promise<string> {
  const emoji = validEmoji(text);
  const { userId } = viewerOf(ctx);
  return inChannelOf(ctx, messageId, async (tx, access) => {
    const { id, channelId } = access.message;
    requireWritable(access);
    const [removed] = await tx.run(sql.deleteReaction, [id, emoji, userId]);
    if (removed) tx.record(channelStream(channelId), reactionRemoved, { messageId: id, emoji, userId });
  });
}

/** Pins a message to its channel. */
export async function pinMessage(ctx: Context, messageId: string): Promise<string> {
  return inChannelOf(ctx, messageId, async (tx, access) => {
    const { id, channelId } = access.message;
    requireWritable(access);
    requireMayPin(access);
    if (access.message.pinnedAt) return;
    const [pins] = await tx.run(sql.pinCount, [channelId]);
    if (pins!.count >= maximumPins) throw conflict(`A channel carries at most ${maximumPins} pins.`);
    await tx.run(sql.setPinned, [id, new Date(ctx.now()), viewerOf(ctx).userId]);
    tx.record(channelStream(channelId), messagePinned, { messageId: id });
  });
}

/** Unpins a message. */
export async function unpinMessage(ctx: Context, messageId: string): Promise<string> {
  return inChannelOf(ctx, messageId, async (tx, access) => {
    const { id, channelId } = access.message;
    requireWritable(access);
    requireMayPin(access);
    if (!access.message.pinnedAt) return;
    await tx.run(sql.setPinned, [id, null, null]);
    tx.record(channelStream(channelId), messageUnpinned, { messageId: id });
  });
}

/** Moves the viewer's read position forward to a message, or to the root of its thread; returns the channel's id. */
export async function markRead(ctx: Context, input: MarkReadInput): Promise<string> {
  const viewer = viewerOf(ctx);
  const channelId = idOf('Channel', input.channelId);
  const messageId = idOf('Message', input.messageId);
  return write(ctx, [userStream(viewer.userId)], async (tx) => {
    requireMember(await readAccess(tx, viewer, channelId));
    const ordinal = await rootOrdinal(tx, channelId, messageId);
    const [moved] = await tx.run(moveReadPosition, [channelId, viewer.userId, ordinal]);
    if (moved) readUpTo(tx, viewer.userId, channelId, moved.readOrdinal);
    return channelId;
  });
}

async function rootOrdinal(tx: Writer, channelId: string, messageId: string): Promise<number> {
  let [message] = await tx.run(sql.messagesById, [[messageId]]);
  if (message?.parentId) [message] = await tx.run(sql.messagesById, [[message.parentId]]);
  if (message?.channelId !== channelId) throw notFound('message');
  return message.ordinal!;
}

/** A write that locks the message's channel, the viewer and the given users; returns the message's id. */
async function inChannelOf(
  ctx: Context,
  globalId: string,
  body: (tx: Writer, access: MessageAccess) => Promise<void>,
  otherUserIds: readonly string[] = [],
): Promise<string> {
  const viewer = viewerOf(ctx);
  const id = idOf('Message', globalId);
  // A message never changes its channel, so it can be read before the lock.
  const [message]: (MessageRow | undefined)[] = await ctx.db.run(sql.messagesById, [[id]]);
  if (!message) throw notFound('message');
  const { channelId } = message;
  const streams = [channelStream(channelId), ...new Set([viewer.userId, ...otherUserIds].map(userStream))];
  return write(ctx, streams, async (tx) => {
    await body(tx, await readMessageAccess(tx, viewer, channelId, id));
    return id;
  });
}
