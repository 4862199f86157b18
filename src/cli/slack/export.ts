// A Slack workspace export, opened: its people and channels at once, the messages of a channel as a stream. Of the
// messages, no more than a window of one day is ever held.
import type { ImportedChannel, ImportedUser } from '../../features/imports/model.ts';
import { badInput } from '../../lib/errors.ts';
import { Channels, channelLists, type ListedChannel } from './channels.ts';
import { type DayFile, ExportFiles, type ListName } from './files.ts';
import { type JsonElement, jsonElements, largestElement } from './json-elements.ts';
import { oneLine } from './json-values.ts';
import { ChannelReader, type Reading, type SlackRecord } from './messages.ts';
import { People } from './people.ts';
import { type Place, SlackReport } from './report.ts';
import { SlackIds } from './slack-ids.ts';
import { TimeOrder } from './time-order.ts';
import type { Zip } from './zip.ts';

/** A channel of the export, and how much there is to read. */
export interface SlackChannel {
  channel: ImportedChannel;
  /** Its name in Slack; null for a direct channel. */
  slackName: string | null;
  /** What Slack calls it: `#general`, or a direct channel's id. For progress and messages. */
  label: string;
  /** Day files, and the bytes they unpack to. */
  files: number;
  bytes: number;
}

/** About a thousand records in order of time, and how many of the channel's bytes have been read so far. */
export interface SlackBatch {
  records: SlackRecord[];
  bytesRead: number;
}

const batchSize = 1_000;
/** A message of Slack's has at most 40,000 characters; blocks and previews repeat them a few times. */
const largestMessage = 2 * 2 ** 20;

/**
 * Opens an export to be imported into the workspace whose id is `namespace`. Reads the lists of users and channels;
 * BAD_USER_INPUT, with what to do, if the file is no export that can be read. Broken records are in the report.
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
  /** The bytes of all day files, unpacked. */
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

  /** Used once, by openSlackExport. */
  async readLists(path: string): Promise<void> {
    const { people } = this.reading;
    const userList = this.files.list('users.json') ? 'users.json' : 'org_users.json';
    const missing = !this.files.list(userList)
      ? 'users.json'
      : channelLists.every((name) => !this.files.list(name))
        ? 'list of channels (channels.json, groups.json, dms.json or mpims.json)'
        : null;
    if (missing)
      throw badInput(`${path} holds no ${missing}, so it is no Slack export. Give the zip that Slack made, as it is.`);
    await this.readList(userList, (value, place) => people.add(value, place));
    if (people.count === 0) {
      const why = this.report.problems[0]?.reason ?? 'it is empty';
      throw badInput(`${userList} in ${path} has no user that can be read (${why}). Download the export again.`);
    }
    people.nameEverybody();
    for (const list of channelLists) {
      await this.readList(list, (value, place) => this.lists.add(value, list, place));
    }
    this.users = people.settle(this.lists.beginning, this.lists.founder);
    const rank = ({ channel }: ListedChannel) =>
      channel.kind === 'DIRECT' ? 2 : channel.privacy === 'PRIVATE' ? 1 : 0;
    for (const listed of [...this.lists.listed].sort((a, b) => rank(a) - rank(b))) this.addChannel(listed);
    this.report.skip('files that hold no messages', this.files.otherFiles);
    this.report.skip('files of canvases', this.files.canvasFiles);
    for (const folder of this.files.folders()) {
      if (!this.lists.owns(folder))
        this.report.problem({ file: `${folder}/` }, 'no list has a channel for this folder; it was left out');
    }
  }

  /** What users are called in Slack, by their id here. */
  get slackHandles(): ReadonlyMap<string, string> {
    return this.reading.people.slackHandles;
  }

  /** Takes users of the export for these people of the workspace, by the users' ids; before anything is read on. */
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
      for await (const element of jsonElements(this.zip.read(entry), largestElement)) {
        const place = { file: name, line: element.line };
        if (element.reason === undefined) add(element.value, place);
        else this.report.problem(place, element.reason);
      }
    } catch (error) {
      this.report.problem({ file: name }, (error as Error).message);
    }
  }

  /**
   * What one channel of `channels` holds, in order of time, in batches of about a thousand records. Broken files and
   * records are named in the report, and the rest is read. Reading a channel twice counts it twice.
   */
  async *records(channel: SlackChannel): AsyncGenerator<SlackBatch> {
    const listed = this.listed.get(channel);
    if (!listed) throw new Error('That is no channel of this export.');
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
        if (inOrder.knows((element.value as { ts?: unknown } | null)?.ts)) {
          this.report.skip('messages that were there twice');
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

  /** The elements of a day file, up to where it is damaged. */
  private async *elements(file: DayFile): AsyncGenerator<JsonElement> {
    try {
      yield* jsonElements(this.zip.read(file.entry), largestMessage);
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
