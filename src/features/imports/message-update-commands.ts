// Updates of existing messages by a later import: roots for which only a placeholder was stored, and edits and
// deletions at the source. The newer of two edits wins, whichever side made it; a message that is deleted here stays
// deleted.
import type { Writer } from '../../changes/record.ts';
import { channelStream } from '../../lib/streams.ts';
import { messageDeleted, messageEdited } from '../messages/changes.ts';
import { deleteMentions, deleteMessage, editMessage, insertMentions } from '../messages/statements.ts';
import type { ImportedMessage } from './model.ts';
import { missingRoot } from './model.ts';
import type { KnownMessage } from './placing.ts';
import * as sql from './statements.ts';

/** Placeholders for the missing roots of these messages. */
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

/** How an existing message has to be changed; null if not at all. */
function changeOf(message: ImportedMessage, before: KnownMessage): 'found' | 'deleted' | 'edited' | null {
  if (before.deleted || message.body === missingRoot) return null;
  if (before.isMissing) return 'found';
  if (message.deletedAt !== null) return 'deleted';
  const edited = Date.parse(message.editedAt ?? '');
  return edited > (before.editedAt ? Date.parse(before.editedAt) : 0) ? 'edited' : null;
}

/** The existing messages that have to be changed. */
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

/** Applies the changes; `html` holds the rendered bodies in the same order. */
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
