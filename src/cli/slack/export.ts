// An open Slack workspace export. People and channels are read at once, the messages of a channel as a stream: at most a
// window of one day's messages is in memory.
import type { ImportedChannel, ImportedUser } from '../../features/imports/model.ts';
import { badInput } from '../../lib/errors.ts';
import { Channels, channelLists, type ListedChannel } from './channels.ts';
import { type DayFile, ExportFiles, type ListName } from './files.ts';
import { type JsonElement, jsonElements, maxElementBytes } from './json-elements.ts';
import { oneLine } from './json-values.ts';
import { ChannelReader, type Reading, type SlackRecord } from './messages.ts';
import { People } from './people.ts';
import { type Place, SlackReport } from './report.ts';
import { SlackIds } from './slack-ids.ts';
import { TimeOrder } from './time-order.ts';
import type { Zip } from './zip.ts';

/** A channel of the export, and how much data it has. */
export interface SlackChannel {
  channel: ImportedChannel;
  /** Its name in Slack; null for a direct channel. */
  slackName: string | null;
  /** `#general`, or a direct channel's id, for progress and error messages. */
  label: string;
  /** The number of day files, and their unpacked bytes. */
  files: number;
  bytes: number;
}

/** About a thousand records in order of time, and how many bytes of the channel have been read so far. */
export interface SlackBatch {
  records: SlackRecord[];
  bytesRead: number;
}

const batchSize = 1_000;
/** Slack's messages have at most 40,000 characters; blocks and previews repeat them a few times. */
const maxMessageBytes = 2 * 2 ** 20;

/**
 * Opens an export to be imported into the workspace whose id is `namespace`, and reads the lists of users and channels.
 * Throws BAD_USER_INPUT, with what to do, if the file is not a readable export. Broken records are in the report.
 */
export async function openSlackExport(path: string, options: { namespace: string }): Promise<SlackExport> {
  const files = await ExportFiles.open(path);
  try {
    const slack = new SlackExport(files, options.namespace);
    await slack.readLists(path);
    return slack;
  } catch (error) {
    files.zip.close();
    throw error;
  }
}

/** An open export. One channel is read at a time. */
export class SlackExport {
  users: ImportedUser[] = [];
  /** Public channels first, then private ones, then direct ones. */
  channels: SlackChannel[] = [];
  /** The unpacked bytes of all day files. */
  totalBytes = 0;
  readonly report = new SlackReport();
  private readonly files: ExportFiles;
  private readonly zip: Zip;
  private readonly reading: Reading;
  private readonly lists: Channels;
  private readonly listed = new Map<SlackChannel, ListedChannel>();

  constructor(files: ExportFiles, namespace: string) {
    this.files = files;
    this.zip = files.zip;
    const ids = new SlackIds(namespace);
    const people = new People(ids, this.report);
    this.lists = new Channels(ids, people, this.report, (folder) => files.days(folder));
    const names = { user: (id: string) => people.find(id), channel: (id: string) => this.lists.publicName(id) };
    this.reading = { ids, people, names, report: this.report, isPrivate: (id) => this.lists.isPrivate(id) };
  }

  /** Called once, by openSlackExport. */
  async readLists(path: string): Promise<void> {
    const { people } = this.reading;
    const userList = this.files.list('users.json') ? 'users.json' : 'org_users.json';
    const missing = !this.files.list(userList)
      ? 'users.json'
      : channelLists.every((name) => !this.files.list(name))
        ? 'list of channels (channels.json, groups.json, dms.json or mpims.json)'
        : null;
    if (missing)
      throw badInput(
        `${path} contains no ${missing}, so it is not a Slack export. Pass the zip file unchanged, as Slack exported it.`,
      );
    await this.readList(userList, (value, place) => people.add(value, place));
    if (people.count === 0) {
      const why = this.report.problems[0]?.reason ?? 'it is empty';
      throw badInput(`${userList} in ${path} has no readable user (${why}). Download the export again.`);
    }
    people.assignHandles();
    for (const list of channelLists) {
      await this.readList(list, (value, place) => this.lists.add(value, list, place));
    }
    this.users = people.complete(this.lists.beginning, this.lists.founder);
    const rank = ({ channel }: ListedChannel) =>
      channel.kind === 'DIRECT' ? 2 : channel.privacy === 'PRIVATE' ? 1 : 0;
    for (const listed of [...this.lists.listed].sort((a, b) => rank(a) - rank(b))) this.addChannel(listed);
    this.report.skip('files without messages', this.files.otherFiles);
    this.report.skip('files of canvases', this.files.canvasFiles);
    for (const folder of this.files.folders()) {
      if (!this.lists.owns(folder))
        this.report.problem({ file: `${folder}/` }, 'no channel in the lists has this folder; it was left out');
    }
  }

  /** The handles of users in Slack, by their id here. */
  get slackHandles(): ReadonlyMap<string, string> {
    return this.reading.people.slackHandles;
  }

  /** Replaces users of the export by existing users of the workspace, by the export's user ids. Call it before `records`. */
  identify(people: ReadonlyMap<string, { id: string; handle: string }>): void {
    for (const { channel } of this.channels) {
      for (const member of channel.members) member.userId = people.get(member.userId)?.id ?? member.userId;
      if (channel.createdById) channel.createdById = people.get(channel.createdById)?.id ?? channel.createdById;
    }
    for (const user of this.users) {
      const person = people.get(user.id);
      if (person) Object.assign(user, person);
    }
    const matched = new Set([...people.values()].map(({ id }) => id));
    this.users = this.users.filter(({ id }) => !matched.has(id));
  }

  private addChannel(listed: ListedChannel): void {
    const { files, bytes } = this.files.size(listed.folder);
    const { channel, slackId, folder } = listed;
    const label = channel.name ? `#${channel.name}` : (oneLine(folder ?? slackId, 100) ?? 'direct');
    const slackChannel: SlackChannel = { channel, slackName: listed.slackName, label, files, bytes };
    this.channels.push(slackChannel);
    this.listed.set(slackChannel, listed);
    this.totalBytes += bytes;
  }

  private async readList(name: ListName, add: (value: unknown, place: Place) => void): Promise<void> {
    const entry = this.files.list(name);
    if (!entry) return;
    try {
      for await (const element of jsonElements(this.zip.read(entry), maxElementBytes)) {
        const place = { file: name, line: element.line };
        if (element.reason === undefined) add(element.value, place);
        else this.report.problem(place, element.reason);
      }
    } catch (error) {
      this.report.problem({ file: name }, (error as Error).message);
    }
  }

  /**
   * The records of one of `channels`, in order of time, in batches of about a thousand. Broken files and records are named
   * in the report, and the rest is read. Reading a channel twice counts it twice in the report.
   */
  async *records(channel: SlackChannel): AsyncGenerator<SlackBatch> {
    const listed = this.listed.get(channel);
    if (!listed) throw new Error('The channel does not belong to this export.');
    const reader = new ChannelReader(listed, this.reading);
    const inOrder = new TimeOrder();
    let bytesRead = 0;
    for (const file of this.files.dayFiles(listed.folder)) {
      let inFile = 0;
      for await (const element of this.elements(file)) {
        const place = { file: file.name, line: element.line };
        if (element.reason !== undefined) {
          this.report.problem(place, element.reason);
          continue;
        }
        inFile += element.bytes;
        if (inOrder.isDuplicate((element.value as { ts?: unknown } | null)?.ts)) {
          this.report.skip('duplicate messages');
          continue;
        }
        const read = reader.read(element.value, place);
        if (read) inOrder.add(read.order, read.records, element.bytes);
        if (inOrder.isFull) yield* batches(inOrder.take(), bytesRead + Math.min(inFile, file.size));
      }
      bytesRead += file.size;
      inOrder.endOfDay();
      if (inOrder.ready >= batchSize) yield* batches(inOrder.take(), bytesRead);
    }
    yield* batches(inOrder.take(), bytesRead);
  }

  /** The elements of a day file, up to the point where it is damaged. */
  private async *elements(file: DayFile): AsyncGenerator<JsonElement> {
    try {
      yield* jsonElements(this.zip.read(file.entry), maxMessageBytes);
    } catch (error) {
      this.report.problem({ file: file.name }, (error as Error).message);
    }
  }

  close(): void {
    this.zip.close();
  }
}

function* batches(records: SlackRecord[], bytesRead: number): Generator<SlackBatch> {
  for (let at = 0; at < records.length; at += batchSize) {
    yield { records: records.slice(at, at + batchSize), bytesRead };
  }
}
