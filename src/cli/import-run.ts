// Carries an open export into a workspace: people first, then channel by channel.
import {
  beginChannel,
  completeChannel,
  type Import,
  importMemberships,
  importUsers,
} from '../features/imports/commands.ts';
import { importMessages } from '../features/imports/message-commands.ts';
import type { ImportCounts, ImportedUser, MessageImportCounts } from '../features/imports/model.ts';
import { type ChangedUsers, nameChannels, updateUsers } from '../features/imports/update-commands.ts';
import type { SlackBatch, SlackChannel, SlackExport } from './slack/export.ts';

/** What has been taken so far. */
export interface Carried {
  users: ImportCounts;
  /** Users who were there and have changed in Slack, and what of it was not taken over. */
  changedUsers: ChangedUsers;
  /** Handles and channel names that are others here than in Slack. */
  renamed: Renaming[];
  channels: ImportCounts;
  /** Direct channels that went into one that the same people have here. */
  joined: number;
  /** Channels that are archived on one side alone. */
  archivedElsewhere: string[];
  messages: MessageImportCounts;
}

/** What something is called in Slack, and here. */
export interface Renaming {
  slack: string;
  here: string;
}

export interface CarryOptions {
  /** After each batch: the share of the export's bytes that is in, and where it is. */
  onProgress: (share: number, carried: Carried, label: string) => void;
  /** Asked before each batch: whether to stop. May throw to give up. */
  isStopped: () => boolean;
}

/** Gives what was taken, and whether everything is in or it was stopped before. */
export async function carry(run: Import, slack: SlackExport, options: CarryOptions) {
  const carried: Carried = {
    users: { added: 0, present: 0 },
    changedUsers: { updated: 0, deactivated: 0, kept: [] },
    renamed: [],
    channels: { added: 0, present: 0 },
    joined: 0,
    archivedElsewhere: [],
    messages: { ...nothing },
  };
  await carryUsers(run, carried, slack.users);
  noteHandles(carried, slack);
  const archived = await nameChannels(
    run,
    slack.channels.map(({ channel }) => channel),
  );
  for (const { channel } of slack.channels) {
    const isArchived = archived.get(channel.id);
    if (isArchived !== undefined && isArchived !== (channel.archivedAt !== null)) {
      carried.archivedElsewhere.push(
        `#${channel.name} is ${isArchived ? 'archived here, open' : 'open here, archived'} in Slack`,
      );
    }
  }
  let before = 0;
  for (const channel of slack.channels) {
    const onBatch = (bytes: number) =>
      options.onProgress((before + bytes) / Math.max(1, slack.totalBytes), carried, channel.label);
    onBatch(0);
    if (options.isStopped() || !(await carryChannel(run, carried, slack, channel, options.isStopped, onBatch))) {
      return { carried, complete: false };
    }
    before += channel.bytes;
  }
  return { carried, complete: true };
}

const nothing: MessageImportCounts = {
  ...{ added: 0, present: 0, roots: 0, replies: 0, orphans: 0, unknownAuthors: 0, reactions: 0, mentions: 0 },
  ...{ missingRoots: 0, foundRoots: 0, changedBodies: 0, changedToDeleted: 0 },
  ...{ attachments: 0, edited: 0, deleted: 0, pins: 0 },
};

function add<Counts extends object>(to: Counts, more: Counts): void {
  for (const name of Object.keys(more) as (keyof Counts)[]) {
    (to as Record<keyof Counts, number>)[name] += more[name] as number;
  }
}

async function carryUsers(run: Import, carried: Carried, users: ImportedUser[]): Promise<void> {
  add(carried.users, await importUsers(run, users));
  const { updated, deactivated, kept } = await updateUsers(run, users);
  carried.changedUsers.updated += updated;
  carried.changedUsers.deactivated += deactivated;
  carried.changedUsers.kept.push(...kept);
  // The reader writes mentions with the handle that its user carries.
  for (const user of users) user.handle = run.handles.get(user.id)!;
}

function noteHandles(carried: Carried, slack: SlackExport): void {
  const { slackHandles } = slack;
  for (const { id, handle } of slack.users) {
    const slackHandle = slackHandles.get(id);
    if (slackHandle !== undefined && slackHandle !== handle) {
      carried.renamed.push({ slack: `@${slackHandle}`, here: `@${handle}` });
    }
  }
}

/** False if it was stopped before the end; the channel is then not complete. */
async function carryChannel(
  run: Import,
  carried: Carried,
  slack: SlackExport,
  channel: SlackChannel,
  isStopped: () => boolean,
  onBatch: (bytes: number) => void,
): Promise<boolean> {
  const begun = await beginChannel(run, channel.channel);
  carried.channels[begun.added ? 'added' : 'present']++;
  if (begun.id !== channel.channel.id) carried.joined++;
  channel.channel.name = begun.name;
  const { slackName } = channel;
  if (slackName !== null && slackName !== begun.name) {
    carried.renamed.push({ slack: `#${slackName}`, here: `#${begun.name}` });
  }
  for await (const batch of slack.records(channel)) {
    if (isStopped()) return false;
    await carryBatch(run, carried, begun.id, batch);
    onBatch(batch.bytesRead);
  }
  if (isStopped()) return false;
  await completeChannel(run, begun.id);
  return true;
}

async function carryBatch(run: Import, carried: Carried, channelId: string, { records }: SlackBatch): Promise<void> {
  const users = records.flatMap((record) => (record.kind === 'user' ? [record.user] : []));
  const messages = records.flatMap((record) => (record.kind === 'message' ? [record.message] : []));
  const facts = records.flatMap((record) => (record.kind === 'joined' || record.kind === 'left' ? [record] : []));
  if (users.length) await carryUsers(run, carried, users);
  if (messages.length) add(carried.messages, await importMessages(run, channelId, messages));
  if (facts.length) await importMemberships(run, channelId, facts);
}
