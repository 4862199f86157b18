// The input of imports and the demo, in the product's own terms: ids are UUIDs (importedUuid), times are RFC 3339 in
// UTC, and bodies are Markdown that mentions people as @handle.

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
  /** Created for a user whom the source mentions but does not list: what the workspace knows about them is better. */
  isPlaceholder?: boolean;
}

/** A user as they are in the workspace. */
export interface KnownProfile
  extends Pick<ImportedUser, 'id' | 'handle' | 'name' | 'title' | 'email' | 'avatarUrl' | 'role'> {
  isDeactivated: boolean;
  /** Has a password, or has had a token: the user then owns their profile here. */
  hasSignedIn: boolean;
}

/** Names of placeholder users begin with this, until a name is known. */
export const unknownUser = 'Unknown user ';

/** The body of a placeholder for a missing root. */
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
  /** For a direct channel: not all participants are among the members, so it is never merged with another. */
  isPartial?: boolean;
}

export interface ImportedMessage {
  id: string;
  authorId: string;
  /** The root of the thread; null for a root. */
  parentId: string | null;
  /**
   * What is known of a root that may be missing. A placeholder is stored for it, which a later import can replace by
   * the root. A reply with a missing root and without this becomes a root.
   */
  root?: { authorId: string; createdAt: string };
  createdAt: string;
  /** The current body. Empty only if the message is deleted or has nothing but attachments. */
  body: string;
  deletedAt: string | null;
  /** Earlier bodies, oldest first; `replacedAt` is when the next one replaced it. */
  edits: { body: string; replacedAt: string }[];
  editedAt: string | null;
  reactions: { emoji: string; userId: string; createdAt: string }[];
  mentionedUserIds: string[];
  attachments: { name: string; url: string; mediaType: string | null; size: number | null }[];
  pinned: { byId: string | null; at: string } | null;
}

/** A user joined or left a channel. */
export interface ImportedMembership {
  kind: 'joined' | 'left';
  userId: string;
  at: string;
  /** Whether they are a member at the end of the imported history. */
  isMember: boolean;
}

/** How many items were new, and how many existed. */
export interface ImportCounts {
  added: number;
  present: number;
}

/** What was done with a batch of messages. */
export interface MessageImportCounts extends ImportCounts {
  roots: number;
  replies: number;
  /** Roots that were replies to a missing message. */
  orphans: number;
  /** Placeholders for missing roots. */
  missingRoots: number;
  /** Roots that replaced a placeholder. */
  foundRoots: number;
  /** Existing messages that have been edited, or deleted, at the source since. */
  changedBodies: number;
  changedToDeleted: number;
  /** Messages that were left out because their author is not a user of the workspace. */
  unknownAuthors: number;
  reactions: number;
  mentions: number;
  attachments: number;
  edited: number;
  deleted: number;
  pins: number;
}

/** The name, and alternatives for a name that is taken, in order of preference. The last one is always free. */
export function variants(name: string, id: string, longest: number): string[] {
  const ends = [2, 3, 4, 5, 6, 7, 8, 9].map((count) => `-${count}`);
  const characters = [...name];
  const ended = [...ends, `-${id.slice(-12)}`].map((end) => characters.slice(0, longest - end.length).join('') + end);
  return [name, ...ended];
}
