// Commands of channels and memberships. A change of a membership is recorded in two streams: the channel's, and the
// member's own.
import { LRUCache } from 'lru-cache';
import type { ChangeKind } from '../../changes/catalogue.ts';
import { publishEphemeral } from '../../changes/log.ts';
import { type Writer, write } from '../../changes/record.ts';
import { type Context, viewerOf } from '../../graphql/context.ts';
import { AppError, badInput, conflict, forbidden, notFound } from '../../lib/errors.ts';
import { idOf, uuid } from '../../lib/ids.ts';
import { perOwner } from '../../lib/per-owner.ts';
import type { UserRole } from '../../lib/roles.ts';
import { channelStream, userStream, workspaceStream } from '../../lib/streams.ts';
import { oneLine } from '../../lib/text.ts';
import type { Postgres } from '../../postgres/database.ts';
import { usersForWrite } from '../identity/statements.ts';
import {
  channelArchived,
  channelCreated,
  channelMuted,
  channelUnarchived,
  channelUpdated,
  joinedChannel,
  leftChannel,
  memberJoined,
  memberLeft,
  memberRoleChanged,
  ownRoleChanged,
  typing,
} from './changes.ts';
import type { ArchiveChannelInput, CreateChannelInput, UpdateChannelInput } from './generated.ts';
import { type ChannelRole, directKey, directMembers, typingAgainMs, typingMs, validChannelName } from './model.ts';
import { type Access, readAccess, requireManager, requireMember, requireNotDirect, requireOpen } from './policy.ts';
import * as sql from './statements.ts';

/** Creates a channel with the viewer as its admin; returns its id. */
export async function createChannel(ctx: Context, input: CreateChannelInput): Promise<string> {
  const viewer = viewerOf(ctx);
  const id = uuid(ctx.now());
  const name = validChannelName(input.name);
  if (input.kind === 'DIRECT') throw badInput('kind: use openDirectChannel for a direct channel.');
  const memberIds = input.memberIds.map((member) => idOf('User', member)).filter((member) => member !== viewer.userId);
  const settings = [topicOf(input.topic), purposeOf(input.purpose), input.kind, input.privacy];
  const streams = [workspaceStream(viewer.workspaceId), userStream(viewer.userId), ...memberIds.map(userStream)];
  return write(ctx, [...new Set(streams)], async (tx) => {
    const actor = await requireActive(tx, [viewer.userId, ...memberIds]);
    if (actor.role === 'GUEST') throw forbidden('Guests may not create channels.');
    await requireFreeName(tx, name, id, actor);
    const at = new Date(ctx.now());
    const [made] = await tx.run(sql.insertChannel, [id, name, ...settings, viewer.userId, at, null]);
    if (!made) throw conflict(nameTaken(name));
    tx.record(channelStream(id), channelCreated, { channelId: id });
    tx.record(workspaceStream(viewer.workspaceId), channelCreated, { channelId: id });
    await join(ctx, tx, id, [viewer.userId], 'ADMIN');
    await join(ctx, tx, id, memberIds, 'MEMBER');
    return id;
  });
}

const nameTaken = (name: string) => `There is a channel ${name} already.`;
/**
 * CONFLICT when the actor sees another channel of this name. A channel that they do not see is no conflict, as the
 * error would reveal it: private channels may share a name, and names are unique only among public ones
 * (public_channels_by_name).
 */
async function requireFreeName(tx: Writer, name: string, id: string, actor: { id: string; role: UserRole }) {
  const [other] = await tx.run(sql.nameSeen, [name, id, actor.id, actor.role === 'GUEST']);
  if (other) throw conflict(nameTaken(name));
}

const topicOf = (text: string) => oneLine('topic', text, 0, 250);
const purposeOf = (text: string) => oneLine('purpose', text, 0, 1_000);

/** The users; NOT_FOUND unless each is an active user of the workspace. Returns the first one, the actor. */
async function requireActive(tx: Writer, userIds: readonly string[]) {
  const users = await tx.run(usersForWrite, [userIds]);
  const actor = users.find((user) => user.id === userIds[0]);
  if (!actor || actor.deactivatedAt) throw new AppError('UNAUTHENTICATED', 'This user is deactivated.');
  if (!userIds.every((id) => users.some((user) => user.id === id && !user.deactivatedAt))) throw notFound('user');
  return actor;
}

async function join(ctx: Context, tx: Writer, channelId: string, userIds: readonly string[], role: ChannelRole) {
  if (!userIds.length) return;
  const at = new Date(ctx.now());
  const joined = await tx.run(sql.insertMembers, [channelId, userIds, userIds.map(() => role), at]);
  for (const { userId } of joined) {
    tx.record(channelStream(channelId), memberJoined, { userId, channelId });
    tx.record(userStream(userId), joinedChannel, { channelId });
  }
}

async function leave(tx: Writer, channelId: string, userId: string): Promise<boolean> {
  const [ended] = await tx.run(sql.deleteMember, [channelId, userId]);
  if (!ended) return false;
  tx.record(channelStream(channelId), memberLeft, { userId, channelId });
  tx.record(userStream(userId), leftChannel, { channelId });
  return true;
}

/**
 * Changes a channel's name, topic, purpose or privacy; omitted fields stay. `lost` means that the actor is not a member
 * and has made the channel private, so that they no longer see it.
 */
export async function updateChannel(ctx: Context, input: UpdateChannelInput): Promise<{ id: string; lost: boolean }> {
  const name = input.name == null ? null : validChannelName(input.name);
  const topic = input.topic == null ? null : topicOf(input.topic);
  const purpose = input.purpose == null ? null : purposeOf(input.purpose);
  let lost = false;
  const id = await manage(ctx, input.channelId, async (tx, { channel, actorRole, member }) => {
    const next = {
      name: name ?? channel.name,
      topic: topic ?? channel.topic,
      purpose: purpose ?? channel.purpose,
      privacy: input.privacy ?? channel.privacy,
    };
    lost = next.privacy === 'PRIVATE' && !member;
    const renamed = next.name !== channel.name;
    if (actorRole === 'GUEST' && next.privacy === 'PUBLIC' && (renamed || channel.privacy !== 'PUBLIC')) {
      // A conflict would reveal a public channel that a guest does not see.
      throw forbidden('Guests may not rename public channels or make channels public.');
    }
    if (renamed) await requireFreeName(tx, next.name!, channel.id, { id: viewerOf(ctx).userId, role: actorRole });
    await tx
      .run(sql.updateChannel, [channel.id, next.name, next.topic, next.purpose, next.privacy])
      .catch((error: { code?: string }) => {
        throw error.code === '23505' ? conflict(nameTaken(next.name!)) : error;
      });
    announce(ctx, tx, channelUpdated, { channelId: channel.id, privacy: next.privacy });
  });
  return { id, lost };
}

/** Archives a channel, so that nothing can be written to it, or unarchives it. */
export async function archiveChannel(ctx: Context, input: ArchiveChannelInput): Promise<string> {
  return manage(ctx, input.channelId, async (tx, { channel }) => {
    if ((channel.archivedAt !== null) === input.archived) return;
    await tx.run(sql.setArchived, [channel.id, input.archived ? new Date(ctx.now()) : null]);
    announce(ctx, tx, input.archived ? channelArchived : channelUnarchived, { channelId: channel.id });
  });
}

/** Records a change of a channel in the workspace's stream, for lists of channels, and in the channel's own. */
function announce<Data extends { channelId: string }>(
  ctx: Context,
  tx: Writer,
  kind: ChangeKind<Data>,
  data: Data,
): void {
  tx.record(workspaceStream(viewerOf(ctx).workspaceId), kind, data);
  tx.record(channelStream(data.channelId), kind, data);
}

/** Makes the viewer a member of a channel that they can see. */
export async function joinChannel(ctx: Context, globalId: string): Promise<string> {
  return inChannel(ctx, globalId, [], async (tx, access) => {
    if (access.member) return;
    requireOpen(access);
    await join(ctx, tx, access.channel.id, [viewerOf(ctx).userId], 'MEMBER');
  });
}

/** Ends the viewer's membership. */
export async function leaveChannel(ctx: Context, globalId: string): Promise<string> {
  return inChannel(ctx, globalId, [], async (tx, access) => {
    requireNotDirect(access);
    await leave(tx, access.channel.id, viewerOf(ctx).userId);
  });
}

/** Makes another user a member. */
export async function addMember(ctx: Context, globalId: string, userId: string): Promise<string> {
  return inChannel(ctx, globalId, [userId], async (tx, access) => {
    requireNotDirect(access);
    requireMember(access);
    if (access.actorRole === 'GUEST') throw forbidden('Guests may not add members.');
    requireOpen(access);
    await requireActive(tx, [viewerOf(ctx).userId, userId]);
    await join(ctx, tx, access.channel.id, [userId], 'MEMBER');
  });
}

/** Ends another user's membership. */
export async function removeMember(ctx: Context, globalId: string, userId: string): Promise<string> {
  return inChannel(ctx, globalId, [userId], async (tx, access) => {
    requireNotDirect(access);
    requireManager(access);
    if (!(await leave(tx, access.channel.id, userId))) throw notFound('member');
  });
}

/** Changes a member's role in the channel. */
export async function setMemberRole(ctx: Context, globalId: string, userId: string, role: ChannelRole) {
  return inChannel(ctx, globalId, [userId], async (tx, access) => {
    requireNotDirect(access);
    requireManager(access);
    const [member] = await tx.run(sql.setMemberRole, [access.channel.id, userId, role]);
    if (!member) throw notFound('member');
    const channelId = access.channel.id;
    tx.record(channelStream(channelId), memberRoleChanged, { userId, channelId, role });
    tx.record(userStream(userId), ownRoleChanged, { channelId, role });
  });
}

/** Mutes a channel for the viewer, or unmutes it. */
export async function muteChannel(ctx: Context, globalId: string, muted: boolean): Promise<string> {
  return inChannel(ctx, globalId, [], async (tx, access) => {
    requireMember(access);
    await tx.run(sql.setMuted, [access.channel.id, viewerOf(ctx).userId, muted]);
    tx.record(userStream(viewerOf(ctx).userId), channelMuted, { channelId: access.channel.id, muted });
  });
}

/** When each user's typing in a channel was last published. */
const publishedTyping = perOwner((_: Postgres) => new LRUCache<string, number>({ max: 10_000 }));

/** Publishes that the viewer is typing; returns when that expires. */
export async function setTyping(ctx: Context, globalId: string): Promise<string> {
  const viewer = viewerOf(ctx);
  const channelId = idOf('Channel', globalId);
  requireMember(await readAccess(ctx.db, viewer, channelId));
  const key = `typing:${channelId}:${viewer.userId}`;
  const at = new Date(ctx.now());
  const expiresAt = new Date(ctx.now() + typingMs);
  // Keystrokes come more often than readers need to know.
  const published = publishedTyping(ctx.postgres);
  if (ctx.now() - (published.get(key) ?? 0) >= typingAgainMs) {
    published.set(key, ctx.now());
    const ephemeral = [channelStream(channelId), typing.name, viewer.userId, at, expiresAt];
    await ctx.db.transaction((tx) =>
      tx.run(publishEphemeral, [key, ...ephemeral, { userId: viewer.userId, channelId }]),
    );
  }
  return expiresAt.toISOString();
}

/** The direct channel between the viewer and these users, created if there is none; returns its id. */
export async function openDirectChannel(ctx: Context, userIds: readonly string[]): Promise<string> {
  const viewer = viewerOf(ctx);
  const others = [...new Set(userIds.map((id) => idOf('User', id)))].filter((id) => id !== viewer.userId);
  if (others.length < 1 || others.length >= directMembers) {
    throw badInput(`userIds: name 1 to ${directMembers - 1} users besides yourself.`);
  }
  const members = [viewer.userId, ...others];
  const key = directKey(members);
  const id = uuid(ctx.now());
  // All who could open the same channel lock at least one of the same streams, so it is created only once.
  return write(ctx, members.map(userStream), async (tx) => {
    await requireActive(tx, members);
    const [known] = await tx.run(sql.channelByDirectKey, [key]);
    if (known) return known.id;
    const settings = [null, '', '', 'DIRECT', 'PRIVATE', viewer.userId, new Date(ctx.now()), key];
    await tx.run(sql.insertChannel, [id, ...settings]);
    tx.record(channelStream(id), channelCreated, { channelId: id });
    await join(ctx, tx, id, members, 'MEMBER');
    return id;
  });
}

/** A write by a manager of the channel. */
async function manage(ctx: Context, globalId: string, body: (tx: Writer, access: Access) => Promise<void>) {
  return inChannel(
    ctx,
    globalId,
    [],
    async (tx, access) => {
      requireNotDirect(access);
      requireManager(access);
      await body(tx, access);
    },
    [workspaceStream(viewerOf(ctx).workspaceId)],
  );
}

/** A write that locks the channel, the viewer and the named users; returns the channel's id. */
async function inChannel(
  ctx: Context,
  globalId: string,
  userIds: readonly string[],
  body: (tx: Writer, access: Access) => Promise<void>,
  more: readonly string[] = [],
): Promise<string> {
  const viewer = viewerOf(ctx);
  const channelId = idOf('Channel', globalId);
  const streams = [channelStream(channelId), userStream(viewer.userId), ...userIds.map(userStream), ...more];
  return write(ctx, [...new Set(streams)], async (tx) => {
    await body(tx, await readAccess(tx, viewer, channelId));
    return channelId;
  });
}
