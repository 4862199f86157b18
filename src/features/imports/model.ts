// What an import or the demo brings in, already in the product's own terms: ids are UUIDs (importedUuid),
// times are RFC 3339 in UTC, bodies are Markdown in which people are mentioned as @handle.

export interface ImportedUser {
  id: string;
  /** Lower case, `[a-z0-9][a-z0-9._-]{0,39}`, unique in the workspace. */
  handle: string;
  name: string;
  title: string | null;
  /** Lower case, unique in the workspace. */
  email: string | null;
  avatarUrl: string | null;
  kind: 'PERSON' | 'BOT';
  role: 'OWNER' | 'ADMIN' | 'MEMBER' | 'GUEST';
  createdAt: string;
  deactivatedAt: string | null;
}

export interface ImportedMember {
  userId: string;
  role: 'ADMIN' | 'MEMBER';
  joinedAt: string;
}

export interface ImportedChannel {
  id: string;
  /** Lower case and unique in the workspace; null for a direct channel. */
  name: string | null;
  topic: string;
  purpose: string;
  kind: 'TEXT' | 'ANNOUNCEMENT' | 'DIRECT';
  privacy: 'PUBLIC' | 'PRIVATE';
  createdById: string | null;
  createdAt: string;
  archivedAt: string | null;
  members: ImportedMember[];
}

export interface ImportedMessage {
  id: string;
  authorId: string;
  /** The root of the thread; null for a root. A reply whose root is missing becomes a root. */
  parentId: string | null;
  createdAt: string;
  /** The body as it stands now. Empty exactly when deleted, or when there are only attachments. */
  body: string;
  deletedAt: string | null;
  /** Earlier bodies, oldest first; `replacedAt` is when the next one took its place. */
  edits: { body: string; replacedAt: string }[];
  editedAt: string | null;
  reactions: { emoji: string; userId: string; createdAt: string }[];
  mentionedUserIds: string[];
  attachments: { name: string; url: string; mediaType: string | null; size: number | null }[];
  pinned: { byId: string | null; at: string } | null;
}

/** Somebody came into or went out of a channel. */
export interface ImportedMembership {
  kind: 'joined' | 'left';
  userId: string;
  at: string;
  /** Whether they are a member by the end of what is imported. */
  isMember: boolean;
}

/** How much of something was new, and how much had been there before. */
export interface Taken {
  added: number;
  present: number;
}

/** What a batch of messages added. */
export interface MessagesTaken extends Taken {
  roots: number;
  replies: number;
  /** Of the roots, those that were replies to a message that is nowhere. */
  orphans: number;
  /** Messages whose author is no user of the workspace: they were left out. */
  strangers: number;
  reactions: number;
  mentions: number;
  attachments: number;
  edited: number;
  deleted: number;
  pins: number;
}

/** The name, and what may stand in its place when it is taken: the first that is free. The last is free for sure. */
export function variants(name: string, id: string, longest: number): string[] {
  const ends = [2, 3, 4, 5, 6, 7, 8, 9].map((count) => `-${count}`);
  const ended = [...ends, `-${id.slice(-12)}`].map((end) => name.slice(0, longest - end.length) + end);
  return [name, ...ended];
}
