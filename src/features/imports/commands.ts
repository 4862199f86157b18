// Imports users, channels and memberships. Every call is one transaction that skips what is already there, so an
// interrupted import is completed by running it again, and nothing is imported twice.
import type { Actor } from '../../changes/actor.ts';
import { type Writer, write } from '../../changes/record.ts';
import { channelStream, userStream, workspaceStream } from '../../lib/streams.ts';
import {
  channelCreated,
  channelImported,
  channelUpdated,
  leftChannel,
  memberLeft,
  membersImported,
} from '../channels/changes.ts';
import { directKey } from '../channels/model.ts';
import { deleteMember } from '../channels/statements.ts';
import { userCreated, usersImported } from '../identity/changes.ts';
import { otherOwners } from '../identity/statements.ts';
import type { ImportCounts, ImportedChannel, ImportedMembership, ImportedUser } from './model.ts';
import { variants } from './model.ts';
import * as sql from './statements.ts';

/** One run of an import into a workspace. Its memory grows only with the number of users. */
export interface Import extends Actor {
  readonly workspaceId: string;
  /** Handles of users in the workspace; null for an id that is not a user of the workspace. */
  readonly handles: Map<string, string | null>;
  /** The newest message of each user, as far as it is not stored in the database yet. */
  readonly newest: Map<string, string>;
  /** Addresses that were left out because another user has them, by the user who was imported without. */
  readonly emailsTaken: Map<string, string>;
  /** Owners who became admins because the workspace has an owner. */
  readonly secondOwners: Set<string>;
}

/** Starts a run of an import into a workspace, written by the actor. */
export function startImport(actor: Actor, workspaceId: string): Import {
  return {
    ...actor,
    ...{ workspaceId, handles: new Map(), newest: new Map(), emailsTaken: new Map(), secondOwners: new Set() },
  };
}

/** Every write here skips what is done, so it may be repeated when its outcome is unknown. */
const mayRepeat = { idempotent: true };

/** Whether the channels of all imports are complete. Imports begin all their channels before the first message. */
export async function isComplete(run: Import): Promise<boolean> {
  const [channels] = await run.db.run(sql.channelsBegun);
  return channels!.any && !channels!.incomplete;
}

const usersAtOnce = 1_000;

/**
 * Adds the users that are missing. A taken handle gets a number; a taken address is left out; an owner becomes an admin
 * if there is an owner. `run` records what was changed.
 */
export async function importUsers(run: Import, users: readonly ImportedUser[]): Promise<ImportCounts> {
  const taken = { added: 0, present: 0 };
  for (let at = 0; at < users.length; at += usersAtOnce) {
    const some = users.slice(at, at + usersAtOnce);
    const handles = await write(run, [workspaceStream(run.workspaceId)], (tx) => addUsers(run, tx, some), mayRepeat);
    taken.added += handles.added;
    taken.present += some.length - handles.added;
    for (const [id, handle] of handles.all) run.handles.set(id, handle);
  }
  return taken;
}

async function addUsers(run: Import, tx: Writer, users: readonly ImportedUser[]) {
  const known = await tx.run(sql.usersKnown, [users.map((user) => user.id)]);
  const all = new Map(known.map((user) => [user.id, user.handle]));
  const missing = [...new Map(users.map((user) => [user.id, user])).values()].filter((user) => !all.has(user.id));
  if (!missing.length) return { added: 0, all };
  // Handles and addresses change only under the workspace's lock, so what is free now stays free.
  const wanted = missing.flatMap((user) => handlesFor(user));
  const rows = await tx.run(sql.namesOfUsers, [wanted, missing.map((user) => user.email)]);
  const handles = new Set(rows.map((row) => row.handle));
  const emails = new Set(rows.map((row) => row.email));
  for (const user of missing) {
    const handle = handlesFor(user).find((one) => !handles.has(one))!;
    handles.add(handle);
    all.set(user.id, handle);
  }
  const email = ({ id, email: address }: ImportedUser) => {
    if (address !== null && emails.has(address)) run.emailsTaken.set(id, address);
    if (address === null || emails.has(address)) return null;
    emails.add(address);
    return address;
  };
  const owner = missing.find((user) => user.role === 'OWNER');
  const hasOwner = owner !== undefined && (await tx.run(otherOwners, [owner.id]))[0]!.count > 0;
  const role = (user: ImportedUser) => {
    if (user.role !== 'OWNER' || !hasOwner) return user.role;
    run.secondOwners.add(user.id);
    return 'ADMIN';
  };
  await tx.run(sql.insertUsers, [
    missing.map((user) => user.id),
    missing.map((user) => all.get(user.id)),
    missing.map((user) => user.name),
    missing.map((user) => user.title),
    missing.map(email),
    missing.map((user) => user.avatarUrl),
    missing.map((user) => user.kind),
    missing.map(role),
    missing.map((user) => user.createdAt),
    missing.map((user) => user.deactivatedAt),
  ]);
  // A stream without changes has no row to lock, so each user's stream is started here.
  for (const { id } of missing) tx.record(userStream(id), userCreated, { userId: id });
  tx.record(workspaceStream(run.workspaceId), usersImported, { count: missing.length });
  return { added: missing.length, all };
}

export const handlesFor = (user: ImportedUser) => variants(user.handle, user.id, 40);

/** A channel that accepts only imported messages until it is completed. */
export interface BegunChannel {
  /** Differs from the given id if these people have a direct channel already. */
  id: string;
  /** The name in the workspace; null for a direct channel. */
  name: string | null;
  added: boolean;
  membersAdded: number;
}

/**
 * Adds the channel and its members if they are missing; a taken name gets a number. From now on it rejects messages
 * from elsewhere: completeChannel must follow, in this run or a later one.
 */
export async function beginChannel(run: Import, channel: ImportedChannel): Promise<BegunChannel> {
  // If not all members are known, the channel gets no key, so that it is never found by its members.
  const isWhole = channel.kind === 'DIRECT' && !channel.isPartial;
  const key = isWhole ? directKey(channel.members.map((member) => member.userId)) : null;
  // Opening a direct channel locks its members' streams.
  const people = key === null ? [] : [...new Set(channel.members.map((member) => userStream(member.userId)))];
  const streams = [workspaceStream(run.workspaceId), channelStream(channel.id), ...people];
  const begun = await write(
    run,
    streams,
    async (tx): Promise<BegunChannel> => {
      const [known] = await tx.run(sql.channelKnown, [channel.id, key]);
      if (known && known.id !== channel.id) return { id: known.id, name: null, added: false, membersAdded: 0 };
      if (known) await tx.run(sql.setImporting, [channel.id, true]);
      const name = known ? known.name : await addChannel(run, tx, channel, key);
      if (known?.privacy === 'PUBLIC' && channel.privacy === 'PRIVATE') await closeChannel(run, tx, channel.id);
      const fixed = known?.kind === 'DIRECT';
      return { id: channel.id, name, added: !known, membersAdded: fixed ? 0 : await addMembers(tx, channel) };
    },
    mayRepeat,
  );
  return begun.id === channel.id ? begun : beginChannel(run, { ...channel, id: begun.id });
}

/** A channel that is private at its source must not be public here. */
async function closeChannel(run: Import, tx: Writer, channelId: string): Promise<void> {
  await tx.run(sql.makePrivate, [channelId]);
  for (const stream of [workspaceStream(run.workspaceId), channelStream(channelId)]) {
    tx.record(stream, channelUpdated, { channelId, privacy: 'PRIVATE' });
  }
}

/** Returns the name that the channel got. */
async function addChannel(run: Import, tx: Writer, channel: ImportedChannel, key: string | null) {
  const { id, topic, purpose, kind, privacy, createdById, createdAt, archivedAt } = channel;
  const names = channel.name === null ? [] : variants(channel.name, id, 80);
  const rows = names.length ? await tx.run(sql.namesOfChannels, [names]) : [];
  const name = names.find((one) => rows.every((row) => row.name !== one)) ?? null;
  const values = [id, name, topic, purpose, kind, privacy, createdById, createdAt, archivedAt, key];
  await tx.run(sql.insertChannel, values);
  tx.record(channelStream(id), channelCreated, { channelId: id });
  if (kind !== 'DIRECT') tx.record(workspaceStream(run.workspaceId), channelCreated, { channelId: id });
  return name;
}

async function addMembers(tx: Writer, { id, members }: ImportedChannel): Promise<number> {
  if (!members.length) return 0;
  const [row] = await tx.run(sql.insertMembers, [
    id,
    members.map((member) => member.userId),
    members.map((member) => member.role),
    members.map((member) => member.joinedAt),
  ]);
  if (row!.added) tx.record(channelStream(id), membersImported, { count: row!.added });
  return row!.added;
}

/**
 * Imports when people joined and left. Members get the time they last joined; a membership ends if its user left for
 * good and has not joined since.
 */
export async function importMemberships(run: Import, channelId: string, facts: readonly ImportedMembership[]) {
  const joined = latest(facts.filter((fact) => fact.kind === 'joined' && fact.isMember));
  const left = latest(facts.filter((fact) => fact.kind === 'left' && !fact.isMember));
  const channel = channelStream(channelId);
  if (joined.size) {
    const values = [channelId, [...joined.keys()], [...joined.values()]];
    await write(
      run,
      [channel],
      async (tx) => {
        await tx.run(sql.setJoinedAt, values);
        tx.record(channel, membersImported, { count: joined.size });
      },
      mayRepeat,
    );
  }
  const leaving = left.size
    ? await run.db.run(sql.membersLeaving, [channelId, [...left.keys()], [...left.values()]])
    : [];
  if (!leaving.length) return;
  await write(
    run,
    [channel, ...leaving.map(({ userId }) => userStream(userId))],
    async (tx) => {
      for (const { userId } of leaving) {
        const [ended] = await tx.run(deleteMember, [channelId, userId]);
        if (!ended) continue;
        tx.record(channel, memberLeft, { userId, channelId });
        tx.record(userStream(userId), leftChannel, { channelId });
      }
    },
    mayRepeat,
  );
}

function latest(facts: readonly ImportedMembership[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const { userId, at } of facts) if (at > (found.get(userId) ?? '')) found.set(userId, at);
  return found;
}

/**
 * Opens the channel: members who came with the import have read everything, and authors were active when they wrote.
 */
export async function completeChannel(run: Import, channelId: string): Promise<void> {
  const newest = [...run.newest];
  await write(
    run,
    [workspaceStream(run.workspaceId), channelStream(channelId)],
    async (tx) => {
      await tx.run(sql.setReadPositions, [channelId]);
      await tx.run(sql.setLastActive, [newest.map(([id]) => id), newest.map(([, at]) => at)]);
      await tx.run(sql.setImporting, [channelId, false]);
      tx.record(channelStream(channelId), channelImported, { channelId });
      tx.record(workspaceStream(run.workspaceId), channelImported, { channelId });
    },
    mayRepeat,
  );
  run.newest.clear();
}
