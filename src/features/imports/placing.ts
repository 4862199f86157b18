// Assigns places in a channel to new messages: numbers without gaps, threads one level deep, and participants of
// threads.
import type { ImportedMessage } from './model.ts';

/** A message that exists. */
export interface KnownMessage {
  id: string;
  channelId: string;
  parentId: string | null;
  authorId: string;
  seq: number;
  deleted: boolean;
  editedAt: string | null;
  /** Only a placeholder for a missing root is stored. */
  isMissing: boolean;
}

/** A new message with its place. */
export interface Placed {
  message: ImportedMessage;
  seq: number;
  /** The root's number in its channel; null for a reply. */
  ordinal: number | null;
  rootId: string | null;
  /** New replies to it; 0 for a reply. */
  replyCount: number;
}

export interface Placement {
  placed: Placed[];
  lastSeq: number;
  lastOrdinal: number;
  /** New replies of existing roots. */
  replies: Map<string, number>;
  /** Participants of threads; some may exist already. */
  participants: { messageId: string; userId: string; firstSeq: number }[];
}

/**
 * Places the messages that do not exist, in order, after the channel's last numbers. A reply to a reply goes to the
 * root; a reply whose parent is neither new nor in this channel becomes a root.
 */
export function placeMessages(
  messages: readonly ImportedMessage[],
  known: ReadonlyMap<string, KnownMessage>,
  channelId: string,
  last: { lastSeq: number; lastOrdinal: number },
): Placement {
  const fresh = new Map(messages.filter(({ id }) => !known.has(id)).map((message) => [message.id, message]));
  const roots = new Map<string, string | null>();
  const rootOf = ({ id, parentId }: ImportedMessage): string | null => {
    const found = roots.get(id);
    if (found !== undefined || parentId === null) return found ?? null;
    roots.set(id, null); // so that cycles end
    const before = known.get(parentId);
    const parent = fresh.get(parentId);
    let root: string | null = null;
    if (before?.channelId === channelId) root = before.parentId ?? before.id;
    else if (parent) root = rootOf(parent) ?? parent.id;
    roots.set(id, root === id ? null : root);
    return roots.get(id)!;
  };

  let { lastSeq, lastOrdinal } = last;
  const placed = new Map<string, Placed>();
  for (const message of fresh.values()) {
    const rootId = rootOf(message);
    const ordinal = rootId === null ? ++lastOrdinal : null;
    placed.set(message.id, { message, seq: ++lastSeq, ordinal, rootId, replyCount: 0 });
  }
  const replies = new Map<string, number>();
  const threads = new Map<string, Map<string, number>>();
  for (const { message, seq, rootId } of placed.values()) {
    if (rootId === null) continue;
    const root = placed.get(rootId);
    if (root) root.replyCount++;
    else replies.set(rootId, (replies.get(rootId) ?? 0) + 1);
    const thread = threads.get(rootId) ?? firstOf(root, known.get(rootId));
    threads.set(rootId, thread);
    if (!thread.has(message.authorId)) thread.set(message.authorId, seq);
  }
  const participants = [...threads].flatMap(([messageId, thread]) =>
    [...thread].map(([userId, firstSeq]) => ({ messageId, userId, firstSeq })),
  );
  return { placed: [...placed.values()], lastSeq, lastOrdinal, replies, participants };
}

// The author of an existing root is a participant already.
function firstOf(root: Placed | undefined, known: KnownMessage | undefined): Map<string, number> {
  if (root) return new Map([[root.message.authorId, root.seq]]);
  return new Map(known ? [[known.authorId, known.seq]] : []);
}
