// Channels and memberships: their rows, and the rules for their values.
import { badInput } from '../../lib/errors.ts';
import type { EventRow } from '../../lib/events.ts';
import type { UserRow } from '../identity/model.ts';

export type ChannelKind = 'TEXT' | 'ANNOUNCEMENT' | 'DIRECT';
export type ChannelPrivacy = 'PUBLIC' | 'PRIVATE';
export type ChannelRole = 'ADMIN' | 'MEMBER';

export interface ChannelRow {
  id: string;
  name: string | null;
  topic: string;
  purpose: string;
  kind: ChannelKind;
  privacy: ChannelPrivacy;
  createdById: string | null;
  createdAt: string;
  archivedAt: string | null;
  lastActivityAt: string;
  /** The newest message's number, which is also the number of messages. */
  lastSeq: number;
  /** The newest root's number, which is also the number of roots. */
  lastOrdinal: number;
  memberCount: number;
  importing: boolean;
  /** Present when it was joined: the viewer's membership, null when they are not a member. */
  viewerMembership?: MemberRow | null;
  /** Present when it was joined. */
  createdBy?: UserRow | null;
}

export interface MemberRow {
  channelId: string;
  userId: string;
  role: ChannelRole;
  joinedAt: string;
  muted: boolean;
  /** The ordinal of the last root message read. */
  readOrdinal: number;
}

/** A membership with its unread count, which is computed from the channel's row without counting messages. */
export interface ChannelMembershipRow extends MemberRow {
  unreadCount: number;
}

interface MemberEventRow extends EventRow {
  userId: string;
}
export interface MemberJoinedRow extends MemberEventRow {
  channelId: string;
}
export type MemberLeftRow = MemberJoinedRow;
export interface MemberRoleChangedRow extends MemberEventRow {
  role: ChannelRole;
}
export interface TypingRow extends MemberEventRow {
  expiresAt: string;
}
export interface ChannelUpdatedRow extends EventRow {
  channelId: string;
}
export type ChannelArchivedRow = ChannelUpdatedRow;
export type AddedToChannelRow = ChannelUpdatedRow;
export type RemovedFromChannelRow = ChannelUpdatedRow;
export type MembershipChangedRow = ChannelUpdatedRow;

/** How long a user counts as typing, and how soon it is published again, in milliseconds. */
export const typingMs = 6_000;
export const typingAgainMs = 2_000;

/** Maximum number of members of a direct channel. */
export const directMembers = 9;

/** Unread root messages. The two rows may be read at different times, so the read position can be ahead. */
export const unread = (channel: ChannelRow, member: MemberRow): number =>
  Math.max(0, channel.lastOrdinal - member.readOrdinal);

/**
 * Maximum length in characters. Before normalisation, which can make text longer, four times as many UTF-16 code units
 * are allowed.
 */
export const longestChannelName = 80;
const longestChannelNameText = 4 * longestChannelName;

/**
 * The form in which channel names are stored and looked up: without the `#`, NFKC, lower case. Text that is too long
 * for a name is returned unchanged, so that the work is bounded.
 */
export function channelNameKey(text: string): string {
  if (text.length > longestChannelNameText) return text;
  return text.trim().replace(/^#/, '').normalize('NFKC').toLowerCase().normalize('NFKC');
}

const channelName = /^[\p{L}\p{N}][\p{L}\p{N}\p{M}_-]*$/u;
/** Invisible characters, and more combining marks on one letter than any language needs. */
const hiddenInNames = /\p{Default_Ignorable_Code_Point}|(?<=\p{M}{4})\p{M}/u;
const lookalikeScripts = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u];

/** Whether a word mixes scripts whose letters look alike: `generаl` with a Cyrillic `а` would pass for `general`. */
export const mixesScripts = (word: string): boolean =>
  lookalikeScripts.filter((script) => script.test(word)).length > 1;

/** The stored form of a channel's name; BAD_USER_INPUT, which states the rule, if it is invalid. */
export function validChannelName(text: string): string {
  const name = channelNameKey(text);
  if (text.length > longestChannelNameText || [...name].length > longestChannelName || !channelName.test(name)) {
    throw badInput(
      `name: use 1 to ${longestChannelName} letters and digits of any script, dash and underscore, beginning with a letter or a digit.`,
    );
  }
  if (hiddenInNames.test(name)) throw badInput('name: it has invisible characters, or too many marks on one letter.');
  if (name.split(/[-_]/).some(mixesScripts)) {
    throw badInput('name: one word mixes Latin, Cyrillic or Greek letters, which look alike. Part them with a dash.');
  }
  return name;
}

/** Identifies the set of members of a direct channel. */
export const directKey = (userIds: readonly string[]): string => [...new Set(userIds)].sort().join(' ');
