// Imports an open export into a workspace: first the people, then each channel.
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

/** What has been imported so far. */
export interface ImportResult {
  users: ImportCounts;
  /** Existing users who have changed in Slack, and the changes that were not applied. */
  changedUsers: ChangedUsers;
  /** Handles and channel names that differ from those in Slack. */
  renamed: Renaming[];
  channels: ImportCounts;
  /** Direct channels that were merged into the existing one of the same people. */
  joined: number;
  /** Channels that are archived only here or only in Slack. */
  archivedElsewhere: string[];
  messages: MessageImportCounts;
}

/** A name in Slack, and the name here. */
export interface Renaming {
  slack: string;
  here: string;
}

export interface RunImportOptions {
  /** Called after each batch with the share of the export's bytes that is imported, and the channel's label. */
  onProgress: (share: number, result: ImportResult, label: string) => void;
  /** Called before each batch; true stops the import. It may throw to fail. */
  isStopped: () => boolean;
}

/** Returns what was imported, and whether it is complete or was stopped. */
export async function runImport(run: Import, slack: SlackExport, options: RunImportOptions) {
  const result: ImportResult = {
    users: { added: 0, present: 0 },
    changedUsers: { updated: 0, deactivated: 0, kept: [] },
    renamed: [],
    channels: { added: 0, present: 0 },
    joined: 0,
    archivedElsewhere: [],
    messages: { ...noMessages },
  };
  await importPeople(run, result, slack.users);
  addRenamedHandles(result, slack);
  const archived = await nameChannels(
    run,
    slack.channels.map(({ channel }) => channel),
  );
  for (const { channel } of slack.channels) {
    const isArchived = archived.get(channel.id);
    if (isArchived !== undefined && isArchived !== (channel.archivedAt !== null)) {
      result.archivedElsewhere.push(
        `#${channel.name} is ${isArchived ? 'archived here, open' : 'open here, archived'} in Slack`,
      );
    }
  }
  let before = 0;
  for (const channel of slack.channels) {
    const onBatch = (bytes: number) =>
      options.onProgress((before + bytes) / Math.max(1, slack.totalBytes), result, channel.label);
    onBatch(0);
    if (options.isStopped() || !(await importChannel(run, result, slack, channel, options.isStopped, onBatch))) {
      return { result, complete: false };
    }
    before += channel.bytes;
  }
  return { result, complete: true };
}

const noMessages: MessageImportCounts = {
  ...{ added: 0, present: 0, roots: 0, replies: 0, orphans: 0, unknownAuthors: 0, reactions: 0, mentions: 0 },
  ...{ missingRoots: 0, foundRoots: 0, changedBodies: 0, changedToDeleted: 0 },
  ...{ attachments: 0, edited: 0, deleted: 0, pins: 0 },
};

function add<Counts extends object>(to: Counts, more: Counts): void {
  for (const name of Object.keys(more) as (keyof Counts)[]) {
    (to as Record<keyof Counts, number>)[name] += more[name] as number;
  }
}

async function importPeople(run: Import, result: ImportResult, users: ImportedUser[]): Promise<void> {
  add(result.users, await importUsers(run, users));
  const { updated, deactivated, kept } = await updateUsers(run, users);
  result.changedUsers.updated += updated;
  result.changedUsers.deactivated += deactivated;
  result.changedUsers.kept.push(...kept);
  // The reader writes mentions with the handle of its user object.
  for (const user of users) user.handle = run.handles.get(user.id)!;
}

function addRenamedHandles(result: ImportResult, slack: SlackExport): void {
  const { slackHandles } = slack;
  for (const { id, handle } of slack.users) {
    const slackHandle = slackHandles.get(id);
    if (slackHandle !== undefined && slackHandle !== handle) {
      result.renamed.push({ slack: `@${slackHandle}`, here: `@${handle}` });
    }
  }
}

/** Returns false if it was stopped; the channel is then incomplete. */
async function importChannel(
  run: Import,
  result: ImportResult,
  slack: SlackExport,
  channel: SlackChannel,
  isStopped: () => boolean,
  onBatch: (bytes: number) => void,
): Promise<boolean> {
  const begun = await beginChannel(run, channel.channel);
  result.channels[begun.added ? 'added' : 'present']++;
  if (begun.id !== channel.channel.id) result.joined++;
  channel.channel.name = begun.name;
  const { slackName } = channel;
  if (slackName !== null && slackName !== begun.name) {
    result.renamed.push({ slack: `#${slackName}`, here: `#${begun.name}` });
  }
  for await (const batch of slack.records(channel)) {
    if (isStopped()) return false;
    await importBatch(run, result, begun.id, batch);
    onBatch(batch.bytesRead);
  }
  if (isStopped()) return false;
  await completeChannel(run, begun.id);
  return true;
}

async function importBatch(
  run: Import,
  result: ImportResult,
  channelId: string,
  { records }: SlackBatch,
): Promise<void> {
  const users = records.flatMap((record) => (record.kind === 'user' ? [record.user] : []));
  const messages = records.flatMap((record) => (record.kind === 'message' ? [record.message] : []));
  const facts = records.flatMap((record) => (record.kind === 'joined' || record.kind === 'left' ? [record] : []));
  if (users.length) await importPeople(run, result, users);
  if (messages.length) add(result.messages, await importMessages(run, channelId, messages));
  if (facts.length) await importMemberships(run, channelId, facts);
}
