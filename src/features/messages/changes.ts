// The changes of messages, in their channel's stream. A mention is in the stream of the mentioned user.
import { ChangeKind } from '../../changes/catalogue.ts';
import { channelActivity } from '../channels/changes.ts';

interface OfMessage {
  messageId: string;
}

interface OfReaction extends OfMessage {
  emoji: string;
  userId: string;
}

export const messageSent = new ChangeKind<OfMessage & { parentId: string | null }>('messages.sent', {
  invalidates: [channelActivity],
});

export const messagesImported = new ChangeKind<{ count: number; reactions: number }>('messages.imported', {
  invalidates: [channelActivity],
});

export const messageEdited = new ChangeKind<OfMessage>('messages.edited');
export const messageDeleted = new ChangeKind<OfMessage>('messages.deleted');
export const messagePinned = new ChangeKind<OfMessage>('messages.pinned');
export const messageUnpinned = new ChangeKind<OfMessage>('messages.unpinned');
export const mentioned = new ChangeKind<OfMessage & { channelId: string }>('messages.mentioned');
export const reactionAdded = new ChangeKind<OfReaction>('reactions.added');
export const reactionRemoved = new ChangeKind<OfReaction>('reactions.removed');
