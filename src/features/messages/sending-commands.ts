// Sends messages. Waiting messages are written together (changes/combined-writes.ts). A message for which that is not
// possible or not allowed is written alone, which also gives the reason of a refusal.
import { createHash } from 'node:crypto';
import { CombinedWrites, type Outcome } from '../../changes/combined-writes.ts';
import { lockFreeStreams, type Writer, waitForStreams, write } from '../../changes/record.ts';
import { type Context, viewerOf } from '../../graphql/context.ts';
import type { Change } from '../../lib/changes.ts';
import { AppError, badInput, conflict, notFound } from '../../lib/errors.ts';
import { idOf, uuid } from '../../lib/ids.ts';
import { perOwner } from '../../lib/per-owner.ts';
import { channelStream, userStream } from '../../lib/streams.ts';
import { type Postgres, type Runner, UnknownOutcome } from '../../postgres/database.ts';
import type { Ledger } from '../../telemetry/ledger.ts';
import { channelRead } from '../channels/changes.ts';
import { readAccess } from '../channels/policy.ts';
import { readersAmong } from '../channels/statements.ts';
import { messageSent, mentioned as userMentioned } from './changes.ts';
import type { SendMessageInput } from './generated.ts';
import { visibleMessageById } from './loaders.ts';
import { type MessageRow, validBody, validClientMessageId } from './model.ts';
import { requireMayWrite } from './policy.ts';
import { renderBody } from './rendering-commands.ts';
import { type SentRow, sendMessages } from './sending-statements.ts';
import * as sql from './statements.ts';

/** A message to be written. Its id is fixed from the start: however often it is tried, it is written once. */
export interface OutgoingMessage {
  readonly id: string;
  readonly workspaceId: string;
  readonly channelId: string;
  readonly parentId: string | null;
  readonly authorId: string;
  readonly body: string;
  readonly bodyHtml: string;
  readonly createdAt: Date;
  /** The author's idempotency key, and a hash of the input. Null without a key. */
  readonly key: { readonly text: string; readonly inputHash: Buffer } | null;
  readonly mentionedUserIds: readonly string[];
  /**
   * The streams of the channel, the author, and the mentioned users, who are notified there. At most fifty users are
   * mentioned, so the number of locks is bounded.
   */
  readonly streams: readonly string[];
  /** The ledger of the execution. */
  readonly ledger: Ledger;
}

/** Writes a root or a reply. If the author has used the key for the same input before, returns the first message. */
export async function sendMessage(ctx: Context, input: SendMessageInput): Promise<MessageRow> {
  const message = await outgoing(ctx, input);
  const { sent, wasSentBefore } = await sendTogether(ctx, message);
  if (sent) {
    await ctx.committed({
      workspaceId: message.workspaceId,
      changes: changesOf(message, sent),
      txid: Number(sent.txid),
    });
    return rowOf(message, sent);
  }
  const id = await sendAlone(ctx, message, wasSentBefore);
  const row = await visibleMessageById(ctx).load(id);
  if (!row) throw notFound('message');
  return row;
}

async function outgoing(ctx: Context, input: SendMessageInput): Promise<OutgoingMessage> {
  const { userId, workspaceId } = viewerOf(ctx);
  const channelId = idOf('Channel', input.channelId);
  const parentId = input.parentId == null ? null : idOf('Message', input.parentId);
  const key = input.clientMessageId == null ? null : validClientMessageId(input.clientMessageId);
  const { source, html, mentionedUserIds } = await renderBody(ctx, validBody(input.body));
  const inputHash = () =>
    createHash('sha256')
      .update(JSON.stringify([channelId, parentId, source]))
      .digest();
  return {
    id: uuid(ctx.now()),
    workspaceId,
    channelId,
    parentId,
    authorId: userId,
    body: source,
    bodyHtml: html,
    createdAt: new Date(ctx.now()),
    key: key === null ? null : { text: key, inputHash: inputHash() },
    mentionedUserIds,
    streams: [channelStream(channelId), ...new Set([userId, ...mentionedUserIds].map(userStream))],
    ledger: ctx.ledger,
  };
}

/**
 * Writes the message together with other waiting ones. `sent` is null when it was left out; after an unknown outcome it
 * may have been written nevertheless.
 */
async function sendTogether(ctx: Context, message: OutgoingMessage) {
  try {
    return { sent: await writesOf(ctx.postgres).add(message), wasSentBefore: false };
  } catch (error) {
    // A failed statement does not say which message caused it, so each is then written alone.
    if (error instanceof AppError && !(error instanceof UnknownOutcome)) throw error;
    return { sent: null, wasSentBefore: error instanceof UnknownOutcome };
  }
}

/** Waiting writes of each database. */
const writesOf = perOwner(
  (postgres: Postgres): CombinedWrites<OutgoingMessage, SentRow> =>
    new CombinedWrites({ run: (messages, wait) => writeTogether(postgres, messages, wait) }),
);

/** Writes messages of one workspace in one transaction, in this order; returns the outcome of each. */
export async function writeTogether(
  postgres: Postgres,
  messages: readonly OutgoingMessage[],
  wait: boolean,
): Promise<Outcome<SentRow>[]> {
  const startedAt = performance.now();
  const lock = wait ? waitForStreams : lockFreeStreams;
  const mentions = messages.flatMap(({ id, mentionedUserIds }) =>
    mentionedUserIds.map((userId, position) => ({ id, userId, position: position + 1 })),
  );
  const [locked, sent] = (await postgres.scoped(messages[0]!.workspaceId).flight([
    { statement: lock, values: [[...new Set(messages.flatMap(({ streams }) => streams))]] },
    {
      statement: sendMessages,
      values: [
        messages.map(({ id }) => id),
        messages.map(({ channelId }) => channelId),
        messages.map(({ parentId }) => parentId),
        messages.map(({ authorId }) => authorId),
        messages.map(({ body }) => body),
        messages.map(({ bodyHtml }) => bodyHtml),
        messages.map(({ createdAt }) => createdAt),
        messages.map(({ key }) => key?.text ?? null),
        messages.map(({ key }) => key?.inputHash ?? null),
        messages.map(() => uuid()),
        messages.map(() => uuid()),
        mentions.map(({ id }) => id),
        mentions.map(({ userId }) => userId),
        mentions.map(({ position }) => position),
        mentions.map(() => uuid()),
      ],
    },
  ])) as [{ held: string }[], SentRow[]];
  const ms = performance.now() - startedAt;
  const held = new Set(locked[0]!.held.split(' '));
  const rows = new Map(sent.map((row) => [row.id, row]));
  return messages.map(({ id, streams, ledger }) => {
    const result = rows.get(id);
    ledger.statement(lock.name, 0, 1, ms);
    ledger.statement(sendMessages.name, 0, result ? 1 : 0, ms);
    if (result) return { result };
    return streams.every((stream) => held.has(stream)) ? 'refused' : 'held elsewhere';
  });
}

/**
 * Writes one message, or throws the reason why not. Returns its id, or the id of the message that its key has created
 * before.
 */
async function sendAlone(ctx: Context, message: OutgoingMessage, wasSentBefore: boolean): Promise<string> {
  const { id, channelId, parentId, authorId, createdAt, mentionedUserIds, streams, key } = message;
  const notified = mentionedUserIds.filter((userId) => userId !== authorId);
  let mayBeWritten = wasSentBefore;
  const body = async (tx: Writer) => {
    if (mayBeWritten && (await tx.run(sql.messagesById, [[id]])).length) return id;
    mayBeWritten = true;
    requireMayWrite(await readAccess(tx, viewerOf(ctx), channelId), parentId !== null);
    if (parentId) await requireRoot(tx, channelId, parentId);
    const values = [id, channelId, parentId, authorId, message.body, message.bodyHtml, createdAt, mentionedUserIds];
    const [sent] = await tx.run(sql.insertMessage, values);
    const readers = notified.length ? await tx.run(readersAmong, [channelId, notified]) : [];
    const mentioned = readers.map(({ userId }) => userId);
    tx.recordAll(changesOf(message, { ordinal: sent!.ordinal, mentioned }));
    return id;
  };
  const claim = key && ((tx: Runner) => claimKey(tx, message, key));
  try {
    return await write(ctx, streams, body, { idempotent: true, ...(claim && { claim }) });
  } catch (error) {
    // Without a key, sending it again would create another message.
    if (mayBeWritten && !key && error instanceof AppError && error.code === 'UNAVAILABLE') throw new UnknownOutcome();
    throw error;
  }
}

/**
 * Claims an author's key for a message. Returns the id of the message that the key has created before; undefined if
 * there is none.
 */
async function claimKey(
  tx: Runner,
  { id, authorId, createdAt }: OutgoingMessage,
  key: NonNullable<OutgoingMessage['key']>,
) {
  const [claimed] = await tx.run(sql.claimClientMessageId, [authorId, key.text, id, createdAt, key.inputHash]);
  if (claimed) return undefined;
  const [first] = await tx.run(sql.messageOfClientMessageId, [authorId, key.text, key.inputHash]);
  if (first!.isSameInput) return first!.messageId;
  throw conflict('clientMessageId: you have sent another message with this key. Use a new key for each message.');
}

async function requireRoot(tx: Writer, channelId: string, parentId: string): Promise<void> {
  const [parent] = await tx.run(sql.messagesById, [[parentId]]);
  if (parent?.channelId !== channelId) throw notFound('message to reply to');
  if (parent.parentId) throw badInput('parentId: that is a reply. Reply to the root of its thread.');
}

/** The changes of a sent message; `sendMessages` records the same ones in SQL. */
function changesOf(
  { id, channelId, parentId, authorId }: OutgoingMessage,
  { ordinal, mentioned }: Pick<SentRow, 'ordinal' | 'mentioned'>,
): Change[] {
  const changes = [
    messageSent.in(channelStream(channelId), { messageId: id, parentId }),
    ...mentioned.map((userId) => userMentioned.in(userStream(userId), { messageId: id, channelId })),
  ];
  if (ordinal !== null) changes.push(channelRead.in(userStream(authorId), { channelId, ordinal }));
  return changes;
}

function rowOf(message: OutgoingMessage, { seq, ordinal, createdAt }: SentRow): MessageRow {
  const { id, channelId, parentId, authorId, body, bodyHtml } = message;
  const never = { editedAt: null, deletedAt: null, pinnedAt: null };
  return { id, channelId, seq, ordinal, parentId, authorId, body, bodyHtml, createdAt, ...never, replyCount: 0 };
}
