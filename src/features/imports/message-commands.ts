// Imports messages, one batch in each transaction. Under the channel's lock they take the next numbers as if they were
// sent; ids that exist are skipped, so a batch can be repeated.
import { setImmediate } from 'node:timers/promises';
import { type Writer, write } from '../../changes/record.ts';
import { conflict, notFound } from '../../lib/errors.ts';
import { parseBody } from '../../lib/markdown.ts';
import { channelStream } from '../../lib/streams.ts';
import { messagesImported } from '../messages/changes.ts';
import { maximumEmoji, maximumMentions } from '../messages/model.ts';
import type { Import } from './commands.ts';
import { applyChanges, changedMessages, notesFor } from './message-update-commands.ts';
import { type ImportedMessage, type MessageImportCounts, missingRoot } from './model.ts';
import { type Placement, placeMessages } from './placing.ts';
import * as sql from './statements.ts';

/**
 * Adds the messages that are missing, in this order. Existing ones get missing reactions, and edits and deletions that
 * were made at the source since. Their users must exist. CONFLICT when there is a message to write and the channel is
 * not being imported. About a thousand messages at a time work well.
 */
export async function importMessages(
  run: Import,
  channelId: string,
  messages: readonly ImportedMessage[],
): Promise<MessageImportCounts> {
  await loadHandles(run, messages);
  const distinct = [...new Map(messages.map((message) => [message.id, message])).values()];
  const ours = distinct.filter(({ authorId }) => isUser(run, authorId)).map((message) => withKnownUsers(run, message));
  const taken = await write(run, [channelStream(channelId)], (tx) => addMessages(run, tx, channelId, ours), {
    idempotent: true,
  });
  for (const { authorId, createdAt } of ours) {
    if (createdAt > (run.newest.get(authorId) ?? '')) run.newest.set(authorId, createdAt);
  }
  return { ...taken, unknownAuthors: distinct.length - ours.length };
}

const isUser = (run: Import, id: string) => run.handles.get(id) != null;

async function loadHandles(run: Import, messages: readonly ImportedMessage[]): Promise<void> {
  const named = new Set<string>();
  for (const { authorId, root, mentionedUserIds, reactions, pinned } of messages) {
    named.add(authorId);
    if (root) named.add(root.authorId);
    for (const id of mentionedUserIds) named.add(id);
    for (const { userId } of reactions) named.add(userId);
    if (pinned?.byId) named.add(pinned.byId);
  }
  const unknown = [...named].filter((id) => !run.handles.has(id));
  if (!unknown.length) return;
  const found = await run.db.run(sql.usersKnown, [unknown]);
  for (const id of unknown) run.handles.set(id, null);
  for (const user of found) run.handles.set(user.id, user.handle);
}

/** The message without references to users who are not in the workspace. */
function withKnownUsers(run: Import, message: ImportedMessage): ImportedMessage {
  const { mentionedUserIds, reactions, pinned } = message;
  return {
    ...message,
    mentionedUserIds: [...new Set(mentionedUserIds)].filter((id) => isUser(run, id)).slice(0, maximumMentions),
    reactions: reactions.filter(({ userId }) => isUser(run, userId)),
    pinned: pinned?.byId && !isUser(run, pinned.byId) ? { ...pinned, byId: null } : pinned,
  };
}

/** Renders the bodies, which is half the work of an import. It yields to the event loop, above all for signals. */
async function render(run: Import, messages: readonly ImportedMessage[]): Promise<string[]> {
  const rendered: string[] = [];
  for (const { body, mentionedUserIds } of messages) {
    rendered.push(body && parseBody(body).html(new Set(mentionedUserIds.map((id) => run.handles.get(id)!))));
    if (rendered.length % 20 === 0) await setImmediate(); // 20 take about 1 ms
  }
  return rendered;
}

async function addMessages(run: Import, tx: Writer, channelId: string, messages: readonly ImportedMessage[]) {
  const asked = messages.flatMap(({ id, parentId }) => (parentId === null ? [id] : [id, parentId]));
  const found = await tx.run(sql.messagesKnown, [asked, missingRoot]);
  const known = new Map(found.map((message) => [message.id, message]));
  const [channel] = await tx.run(sql.channelNumbers, [channelId]);
  if (!channel) throw notFound('channel');
  const notes = notesFor(messages, known, (id) => isUser(run, id));
  const placement = placeMessages([...notes, ...messages], known, channelId, channel);
  const fresh = placement.placed.map(({ message }) => message);
  const changed = changedMessages(messages, known, channelId);
  if ((fresh.length || changed.length) && !channel.importing) {
    throw conflict('The channel is not being imported. Begin again.');
  }
  if (fresh.length) {
    await insertMessages(tx, channelId, placement, await render(run, fresh));
    await insertDetails(tx, fresh);
  }
  const changes = (kind: (typeof changed)[number]['change']) => changed.filter(({ change }) => change === kind);
  if (changed.length) {
    const bodies = changed.map(({ message }) => message);
    await insertDetails(
      tx,
      changes('found').map(({ message }) => message),
    );
    await applyChanges(tx, channelId, changed, await render(run, bodies));
  }
  const undeleted = messages.filter((message) => {
    const before = known.get(message.id);
    return !before || (before.channelId === channelId && !before.deleted && message.deletedAt === null);
  });
  const reactions = await insertReactions(tx, undeleted);
  if (fresh.length || reactions) {
    tx.record(channelStream(channelId), messagesImported, { count: fresh.length, reactions });
  }
  const replies = placement.placed.filter(({ rootId }) => rootId !== null).length;
  return {
    added: fresh.length,
    present: messages.length + notes.length - fresh.length,
    roots: fresh.length - replies,
    replies,
    orphans: fresh.filter(({ parentId }) => parentId !== null).length - replies,
    missingRoots: notes.length,
    foundRoots: changes('found').length,
    changedBodies: changes('edited').length,
    changedToDeleted: changes('deleted').length,
    reactions,
    mentions: sum(fresh, ({ mentionedUserIds }) => mentionedUserIds.length),
    attachments: sum(fresh, ({ attachments }) => attachments.length),
    edited: fresh.filter(({ editedAt }) => editedAt).length,
    deleted: fresh.filter(({ deletedAt }) => deletedAt).length,
    pins: fresh.filter(({ pinned }) => pinned).length,
  };
}

const sum = <Row>(rows: readonly Row[], count: (row: Row) => number) =>
  rows.reduce((total, row) => total + count(row), 0);

async function insertMessages(
  tx: Writer,
  channelId: string,
  placement: Placement,
  html: readonly string[],
): Promise<void> {
  const { placed, participants, replies } = placement;
  await tx.run(sql.insertMessages, [
    channelId,
    placed.map(({ message }) => message.id),
    placed.map(({ seq }) => seq),
    placed.map(({ ordinal }) => ordinal),
    placed.map(({ rootId }) => rootId),
    placed.map(({ message }) => message.authorId),
    placed.map(({ message }) => message.body),
    html,
    placed.map(({ message }) => message.createdAt),
    placed.map(({ message }) => message.editedAt),
    placed.map(({ message }) => message.deletedAt),
    placed.map(({ message }) => message.pinned?.at ?? null),
    placed.map(({ message }) => message.pinned?.byId ?? null),
    placed.map(({ replyCount }) => replyCount),
  ]);
  const newest = placed.map(({ message }) => message.createdAt).reduce((a, b) => (a > b ? a : b));
  await tx.run(sql.setChannelNumbers, [channelId, placement.lastSeq, placement.lastOrdinal, newest]);
  if (replies.size) await tx.run(sql.addReplyCounts, [[...replies.keys()], [...replies.values()]]);
  if (!participants.length) return;
  await tx.run(sql.insertParticipants, [
    participants.map(({ messageId }) => messageId),
    participants.map(({ userId }) => userId),
    participants.map(({ firstSeq }) => firstSeq),
  ]);
}

/** Mentions, attachments and edits of new messages, numbered from 1 in each. */
async function insertDetails(tx: Writer, messages: readonly ImportedMessage[]): Promise<void> {
  const mentions = details(messages, ({ mentionedUserIds }) => mentionedUserIds);
  if (mentions.length) {
    await tx.run(sql.insertMentions, [
      mentions.map(({ messageId }) => messageId),
      mentions.map(({ detail }) => detail),
      mentions.map(({ number }) => number),
    ]);
  }
  const attachments = details(messages, (message) => message.attachments);
  if (attachments.length) {
    await tx.run(sql.insertAttachments, [
      attachments.map(({ messageId }) => messageId),
      attachments.map(({ number }) => number),
      attachments.map(({ detail }) => detail.name),
      attachments.map(({ detail }) => detail.url),
      attachments.map(({ detail }) => detail.mediaType),
      attachments.map(({ detail }) => detail.size),
    ]);
  }
  const edits = details(messages, (message) => message.edits);
  if (edits.length) {
    await tx.run(sql.insertEdits, [
      edits.map(({ messageId }) => messageId),
      edits.map(({ number }) => number),
      edits.map(({ detail }) => detail.body),
      edits.map(({ detail }) => detail.replacedAt),
    ]);
  }
}

/** Returns how many were new. */
async function insertReactions(tx: Writer, messages: readonly ImportedMessage[]): Promise<number> {
  const reactions = details(messages, (message) => message.reactions);
  if (!reactions.length) return 0;
  const [row] = await tx.run(sql.insertReactions, [
    reactions.map(({ messageId }) => messageId),
    reactions.map(({ detail }) => detail.emoji),
    reactions.map(({ detail }) => detail.userId),
    reactions.map(({ detail }) => detail.createdAt),
    maximumEmoji,
  ]);
  return row!.added;
}

function details<Detail>(messages: readonly ImportedMessage[], of: (message: ImportedMessage) => readonly Detail[]) {
  return messages.flatMap((message) =>
    of(message).map((detail, index) => ({ messageId: message.id, number: index + 1, detail })),
  );
}
