// Channels and memberships, and the rules for what they may hold.
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
  /** The newest message's number: how many there are. */
  lastSeq: number;
  /** The newest root's number: how many there are. */
  lastOrdinal: number;
  memberCount: number;
  importing: boolean;
  /** Where it was joined: the viewer's own, null when they are no member. */
  viewerMembership?: MemberRow | null;
  /** Where they were joined. */
  createdBy?: UserRow | null;
}

export interface MemberRow {
  channelId: string;
  userId: string;
  role: ChannelRole;
  joinedAt: string;
  muted: boolean;
  /** The ordinal of the last root read. */
  readOrdinal: number;
}

/** A membership beside its channel: nothing is counted to know what is unread. */
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

/** How long somebody counts as typing, in milliseconds; and how soon it is worth telling again. */
export const typingMs = 6_000;
export const typingAgainMs = 2_000;

/** At most this many people talk in a direct channel. */
export const directMembers = 9;

/** Roots after the last one read. The two rows may be read in different moments: a position ahead is nothing unread. */
export const unread = (channel: ChannelRow, member: MemberRow): number =>
  Math.max(0, channel.lastOrdinal - member.readOrdinal);

/** At most this many characters, and so many UTF-16 units before normalisation, which can make text longer. */
export const longestChannelName = 80;
const longestChannelNameText = 4 * longestChannelName;

/**
 * The form in which channel names are stored and looked up: without the `#`, NFKC, lower case. Text too long to be a
 * name stays as it is, so the work is bounded.
 */
export function channelNameKey(text: string): string {
  if (text.length > longestChannelNameText) return text;
  return text.trim().replace(/^#/, '').normalize('NFKC').toLowerCase().normalize('NFKC');
}

const channelName = /^[\p{L}\p{N}][\p{L}\p{N}\p{M}_-]*$/u;
/** Letters and marks that show nothing, and more marks on one letter than any language needs. */
const hiddenInNames = /\p{Default_Ignorable_Code_Point}|(?<=\p{M}{4})\p{M}/u;
const lookalikeScripts = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u];

/** Whether a word mixes scripts whose letters look alike: `generаl` with a Cyrillic `а` would pass for `general`. */
export const mixesScripts = (word: string): boolean =>
  lookalikeScripts.filter((script) => script.test(word)).length > 1;

/** A channel's name as it is stored; BAD_USER_INPUT, with the rule, unless it is one. */
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

/** Names the set of members of a direct channel. */
export const directKey = (userIds: readonly string[]): string => [...new Set(userIds)].sort().join(' ');
