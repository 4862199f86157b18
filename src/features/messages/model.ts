// Messages and what belongs to them: their rows, and the rules for their values.
import { badInput } from '../../lib/errors.ts';
import type { EventRow } from '../../lib/events.ts';
import type { ChannelPrivacy, ChannelRow } from '../channels/model.ts';
import type { UserRow } from '../identity/model.ts';

export interface MessageRow {
  id: string;
  channelId: string;
  seq: number;
  /** The root's number in its channel; null for a reply. */
  ordinal: number | null;
  parentId: string | null;
  authorId: string;
  body: string;
  bodyHtml: string;
  createdAt: string;
  editedAt: string | null;
  deletedAt: string | null;
  pinnedAt: string | null;
  replyCount: number;
  /** Present when it was joined. */
  author?: UserRow | null;
  channel?: ChannelRow | null;
  /** Present when the statement has checked that the viewer may see the channel. */
  channelPrivacy?: ChannelPrivacy;
}

export interface ReactionRow {
  messageId: string;
  emoji: string;
  count: number;
}

export interface AttachmentRow {
  position: number;
  name: string;
  url: string;
  mediaType: string | null;
  size: number | null;
}

export interface MessageEditRow {
  number: number;
  body: string;
  replacedAt: string;
}

export interface MessageEventRow extends EventRow {
  messageId: string;
}
export type MessageSentRow = MessageEventRow;
export type MessageEditedRow = MessageEventRow;
export type MessageDeletedRow = MessageEventRow;
export type MessagePinnedRow = MessageEventRow;
export type MessageUnpinnedRow = MessageEventRow;
export type MentionedRow = MessageEventRow;
export interface ReactionAddedRow extends MessageEventRow {
  emoji: string;
  userId: string;
}
export type ReactionRemovedRow = ReactionAddedRow;

export const maximumBody = 40_000;
export const maximumEmoji = 50;
export const maximumPins = 100;
/** Only the first so many handles in a body become mentions. */
export const maximumMentions = 50;

/** The stored form of a body; BAD_USER_INPUT when it is empty or too long. */
export function validBody(text: string): string {
  const body = text.replace(/\r\n?/g, '\n').trimEnd();
  if (body === '') throw badInput('body: write something.');
  if (body.length <= maximumBody) return body;
  throw badInput(`body: at most ${maximumBody} characters; this has ${body.length}.`);
}

// Flags are pairs of regional indicators, or a black flag with tags, such as Scotland's. Keycaps end in U+20E3. All
// others are pictographs, possibly joined or with a variation.
const unicodeEmoji =
  /^(?:\p{RI}\p{RI}|\u{1F3F4}[\u{E0030}-\u{E007A}]{3,6}\u{E007F}|[0-9#*]\uFE0F?\u20E3|\p{Extended_Pictographic}(?:\uFE0F|\p{EMod})?(?:\u200D\p{Extended_Pictographic}(?:\uFE0F|\p{EMod})?)*)$/u;

const longestEmoji = 64;
const emojiName = /^:[\p{Ll}\p{Lo}\p{Lm}\p{M}\p{N}_+-]+:$/u;

/** The stored form of an emoji; BAD_USER_INPUT unless it is one Unicode emoji, or a name in colons in any script. */
export function validEmoji(text: string): string {
  const emoji = text.length <= 2 * longestEmoji ? text.trim() : text;
  if (emoji.length <= longestEmoji) {
    if (unicodeEmoji.test(emoji)) return emoji;
    if (emojiName.test(emoji) && emoji.normalize('NFKC') === emoji && !/\p{Default_Ignorable_Code_Point}/u.test(emoji))
      return emoji;
  }
  throw badInput('emoji: use one Unicode emoji, or a name in colons such as :shipit:.');
}

/** The stored form of a key; BAD_USER_INPUT unless it has 1 to 100 characters. */
export function validClientMessageId(text: string): string {
  if (text.length >= 1 && text.length <= 100) return text;
  throw badInput('clientMessageId: use 1 to 100 characters.');
}
