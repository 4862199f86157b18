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

/** A channel's name as it is kept: lower case; BAD_USER_INPUT unless it is 1 to 80 of a-z, 0-9, dash and underscore. */
export function validChannelName(text: string): string {
  const name = text.trim().toLowerCase().replace(/^#/, '');
  if (/^[a-z0-9][a-z0-9_-]{0,79}$/.test(name)) return name;
  throw badInput('name: use 1 to 80 of a-z, 0-9, dash and underscore, beginning with a letter or a digit.');
}

/** Names the set of members of a direct channel. */
export const directKey = (userIds: readonly string[]): string => [...new Set(userIds)].sort().join(' ');
