// What a later import finds of messages that were there: roots of which only a note stood, edits and deletions at the
// source. The newest of two edits stays, whichever side made it; what is deleted here stays so.
import type { Writer } from '../../changes/record.ts';
import { channelStream } from '../../lib/streams.ts';
import { messageDeleted, messageEdited } from '../messages/changes.ts';
import { deleteMentions, deleteMessage, editMessage, insertMentions } from '../messages/statements.ts';
import type { ImportedMessage } from './model.ts';
import { missingRoot } from './model.ts';
import type { KnownMessage } from './placing.ts';
import * as sql from './statements.ts';

/** The notes to put in place of the roots of these messages that are nowhere. */
export function notesFor(
  messages: readonly ImportedMessage[],
  known: ReadonlyMap<string, KnownMessage>,
  isUser: (id: string) => boolean,
): ImportedMessage[] {
  const given = new Set(messages.map(({ id }) => id));
  const notes = new Map<string, ImportedMessage>();
  for (const { id, parentId, root } of messages) {
    if (parentId === null || !root || known.has(id) || known.has(parentId) || given.has(parentId)) continue;
    if (!isUser(root.authorId)) continue;
    notes.set(parentId, {
      ...{ id: parentId, authorId: root.authorId, parentId: null, createdAt: root.createdAt, body: missingRoot },
      ...{ deletedAt: null, edits: [], editedAt: null, reactions: [], mentionedUserIds: [], attachments: [] },
      pinned: null,
    });
  }
  return [...notes.values()];
}

/** What is to be done about a message that was there; null if nothing. */
function changeOf(message: ImportedMessage, before: KnownMessage): 'found' | 'deleted' | 'edited' | null {
  if (before.deleted || message.body === missingRoot) return null;
  if (before.isMissing) return 'found';
  if (message.deletedAt !== null) return 'deleted';
  const edited = Date.parse(message.editedAt ?? '');
  return edited > (before.editedAt ? Date.parse(before.editedAt) : 0) ? 'edited' : null;
}

/** The messages that were there and are to be changed. */
export function changedMessages(
  messages: readonly ImportedMessage[],
  known: ReadonlyMap<string, KnownMessage>,
  channelId: string,
) {
  return messages.flatMap((message) => {
    const before = known.get(message.id);
    const change = before?.channelId === channelId ? changeOf(message, before) : null;
    return before && change ? [{ message, before, change }] : [];
  });
}

/** Changes them; `html` holds their bodies in the same order. */
export async function applyChanges(
  tx: Writer,
  channelId: string,
  changed: ReturnType<typeof changedMessages>,
  html: readonly string[],
): Promise<void> {
  for (const [at, { message, before, change }] of changed.entries()) {
    const { id, authorId, body, editedAt, pinned } = message;
    if (change === 'found') {
      const pin = [pinned?.at ?? null, pinned?.byId ?? null];
      await tx.run(sql.replaceMissingRoot, [id, authorId, body, html[at], editedAt, ...pin]);
      if (authorId !== before.authorId) {
        await tx.run(sql.deleteParticipants, [id]);
        await tx.run(sql.insertParticipantsOf, [id]);
      }
    }
    if (change === 'edited') {
      await tx.run(editMessage, [id, body, html[at], editedAt]);
      await tx.run(deleteMentions, [id]);
      await tx.run(insertMentions, [id, message.mentionedUserIds]);
    }
    if (message.deletedAt !== null) await tx.run(deleteMessage, [id, message.deletedAt]);
    const kind = message.deletedAt !== null ? messageDeleted : messageEdited;
    tx.record(channelStream(channelId), kind, { messageId: id });
  }
}
