// The changes of channels and memberships. Those of a channel are in its own stream, and in the workspace's stream for
// lists of channels. Those of a membership are in the channel's stream as `members`, and in the member's own stream as
// `channels`.
import { ChangeKind, Topic } from '../../changes/catalogue.ts';
import type { ChannelPrivacy, ChannelRole } from './model.ts';

/** The order of channels by activity, and unread counts. Later features invalidate it. */
export const channelActivity = new Topic('channel activity');

interface OfChannel {
  channelId: string;
}

interface OfMember extends OfChannel {
  userId: string;
}

export const channelCreated = new ChangeKind<OfChannel>('channels.created');
export const channelArchived = new ChangeKind<OfChannel>('channels.archived');
export const channelUnarchived = new ChangeKind<OfChannel>('channels.unarchived');
export const channelImported = new ChangeKind<OfChannel>('channels.imported');

export const channelUpdated = new ChangeKind<OfChannel & { privacy: ChannelPrivacy }>('channels.updated', {
  revokes: ({ privacy }) => (privacy === 'PRIVATE' ? { narrowsWorkspace: true } : null),
});

export const memberJoined = new ChangeKind<OfMember>('members.joined');

export const memberLeft = new ChangeKind<OfMember>('members.left', {
  revokes: ({ userId }) => ({ narrowsUser: userId }),
});

export const memberRoleChanged = new ChangeKind<OfMember & { role: ChannelRole }>('members.roleChanged');
export const membersImported = new ChangeKind<{ count: number }>('members.imported');

export const joinedChannel = new ChangeKind<OfChannel>('channels.joined');
export const leftChannel = new ChangeKind<OfChannel>('channels.left');
export const ownRoleChanged = new ChangeKind<OfChannel & { role: ChannelRole }>('channels.roleChanged');
export const channelRead = new ChangeKind<OfChannel & { ordinal: number }>('channels.read');
export const channelMuted = new ChangeKind<OfChannel & { muted: boolean }>('channels.muted');

/** Ephemeral: a member is typing. */
export const typing = new ChangeKind<OfMember>('channels.typing');
