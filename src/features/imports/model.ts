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
  /** Made for somebody that the source names and does not list: what the workspace knows of them is better. */
  isPlaceholder?: boolean;
}

/** What a user is in the workspace. */
export interface KnownProfile
  extends Pick<ImportedUser, 'id' | 'handle' | 'name' | 'title' | 'email' | 'avatarUrl' | 'role'> {
  isDeactivated: boolean;
  /** Has a password, or has had a token: what they are here is theirs to say. */
  hasSignedIn: boolean;
}

/** The name of placeholders begins so, until they are called something. */
export const unknownUser = 'Unknown user ';

/** The body that stands in place of a root that is nowhere. */
export const missingRoot = '_The message that began this thread is not in the import._';

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
  /** Of a direct channel: not all who talk in it are among the members, so it is never merged with another. */
  isPartial?: boolean;
}

export interface ImportedMessage {
  id: string;
  authorId: string;
  /** The root of the thread; null for a root. */
  parentId: string | null;
  /**
   * What is known of the root, should it be nowhere: a note is put in its place, and the root replaces it if a later
   * import brings it. A reply whose missing root nothing is known of becomes a root.
   */
  root?: { authorId: string; createdAt: string };
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
export interface ImportCounts {
  added: number;
  present: number;
}

/** What a batch of messages added. */
export interface MessageImportCounts extends ImportCounts {
  roots: number;
  replies: number;
  /** Of the roots, those that were replies to a message that is nowhere. */
  orphans: number;
  /** Of the roots, notes in place of a message that is nowhere. */
  missingRoots: number;
  /** Roots that came now, and took the place of such a note. */
  foundRoots: number;
  /** Messages that were there and have been edited, or deleted, at the source since. */
  changedBodies: number;
  changedToDeleted: number;
  /** Messages whose author is no user of the workspace: they were left out. */
  unknownAuthors: number;
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
  const characters = [...name];
  const ended = [...ends, `-${id.slice(-12)}`].map((end) => characters.slice(0, longest - end.length).join('') + end);
  return [name, ...ended];
}
