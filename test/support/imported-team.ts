// A small team to import: builders of users, channels and messages whose ids follow from their names.
import type { ImportedChannel, ImportedMessage, ImportedUser } from '../../src/features/imports/model.ts';
import { importedUuid } from '../../src/lib/ids.ts';

/** That minute after nine, on a day in 2024. */
export const at = (minute: number): string => new Date(Date.UTC(2024, 0, 2, 9, minute)).toISOString();

/** The builders of a workspace's team. */
export function importedTeam(workspaceId: string) {
  const id = (kind: string, name: string) => importedUuid(0, workspaceId, kind, name);

  const user = (handle: string, more: Partial<ImportedUser> = {}): ImportedUser => ({
    id: id('user', handle),
    handle,
    name: handle.toUpperCase(),
    title: null,
    email: null,
    avatarUrl: null,
    kind: 'PERSON',
    role: 'MEMBER',
    createdAt: at(0),
    deactivatedAt: null,
    ...more,
  });

  const channel = (name: string, members: string[], more: Partial<ImportedChannel> = {}): ImportedChannel => ({
    id: id('channel', name),
    name,
    topic: 'A topic',
    purpose: '',
    kind: 'TEXT',
    privacy: 'PUBLIC',
    createdById: null,
    createdAt: at(0),
    archivedAt: null,
    members: members.map((member) => ({ userId: id('user', member), role: 'MEMBER', joinedAt: at(0) })),
    ...more,
  });

  const message = (
    name: string,
    author: string,
    minute: number,
    more: Partial<ImportedMessage> = {},
  ): ImportedMessage => ({
    id: id('message', name),
    authorId: id('user', author),
    parentId: null,
    createdAt: at(minute),
    body: name,
    deletedAt: null,
    edits: [],
    editedAt: null,
    reactions: [],
    mentionedUserIds: [],
    attachments: [],
    pinned: null,
    ...more,
  });

  const reply = (name: string, author: string, minute: number, to: string) =>
    message(name, author, minute, { parentId: id('message', to) });

  return { id, user, channel, message, reply };
}
