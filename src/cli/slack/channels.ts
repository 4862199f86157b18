// Translates the channels of an export. A folder belongs to one channel, and private channels choose first, so
// that no private message can appear in a public channel.
import { channelNameKey, longestChannelName, mixesScripts, validChannelName } from '../../features/channels/model.ts';
import type { ImportedChannel, ImportedMember } from '../../features/imports/model.ts';
import { withEmoji } from './emoji.ts';
import { cut, type Fields, fields, iso, list, objects, oneLine, text, time } from './json-values.ts';
import type { People } from './people.ts';
import { type Names, toPlain } from './references.ts';
import type { Place, SlackReport } from './report.ts';
import type { SlackIds } from './slack-ids.ts';

/** The lists that an export may have, in the order in which their channels choose names and folders. */
export const channelLists = ['dms.json', 'mpims.json', 'groups.json', 'channels.json'] as const;
export type ChannelList = (typeof channelLists)[number];

/** The first and the last day of a folder, in milliseconds; null if its file names have no dates. */
export interface Days {
  first: number | null;
  last: number | null;
}

/** A channel, and what is needed to read its messages. */
export interface ListedChannel {
  channel: ImportedChannel;
  slackId: string;
  /** Its name in Slack; null for a direct channel. */
  slackName: string | null;
  /** The folder with its day files, if the export has one. */
  folder: string | null;
  /** Pins from the list of channels, by the message's `ts`. */
  pins: Map<string, { by: string | null; at: number }>;
}

const dayMs = 86_400_000;

/** Reads the lists of channels. Call `add` for every record, in the order of `channelLists`, before anything else. */
export class Channels {
  readonly listed: ListedChannel[] = [];
  private readonly ids: SlackIds;
  private readonly people: People;
  private readonly report: SlackReport;
  private readonly names: Names;
  private readonly daysOf: (folder: string) => Days | undefined;
  private readonly taken = new Set<string>();
  private readonly namesTaken = new Set<string>();
  private readonly foldersTaken = new Set<string>();
  private readonly bySlackId = new Map<string, ImportedChannel>();
  /** When the team's first known channel was created. */
  beginning: number | null = null;
  private general: { creator: string | null; rank: number; created: number } | null = null;

  constructor(ids: SlackIds, people: People, report: SlackReport, daysOf: (folder: string) => Days | undefined) {
    this.ids = ids;
    this.people = people;
    this.report = report;
    this.daysOf = daysOf;
    this.names = { user: (id) => people.find(id), channel: (id) => this.publicName(id) };
  }

  /** Adds a record of one of the lists. */
  add(raw: unknown, from: ChannelList, place: Place): void {
    const record = fields(raw);
    const slackId = text(record?.id);
    if (!record || !slackId) {
      this.report.problem(place, 'a channel without an id');
      return;
    }
    if (this.taken.has(slackId)) {
      this.report.skip('channels listed twice');
      return;
    }
    const slackName = text(record.name);
    const direct =
      from === 'dms.json' || from === 'mpims.json' || record.is_mpim === true || /^mpdm-/.test(slackName ?? '');
    if (!direct && !slackName) {
      this.report.problem(place, `channel ${slackId} has no name`);
      return;
    }
    if (!Array.isArray(record.members ?? [])) {
      this.report.problem(place, `channel ${slackId}: members is not a list`);
      return;
    }
    this.taken.add(slackId);

    const folder = this.folder(slackId, slackName, place);
    const days = folder === null ? undefined : this.daysOf(folder);
    const created = time(record.created);
    const createdAt = created ?? days?.first ?? 0;
    if (created !== null) this.beginning = Math.min(this.beginning ?? created, created);
    const creator = text(record.creator);
    const isPrivate = direct || from === 'groups.json' || record.is_private === true;
    const { members, isPartial } = direct
      ? this.directMembers(record, createdAt)
      : { members: this.members(record, createdAt, creator), isPartial: false };
    if (direct && members.length === 0) {
      this.report.problem(place, `channel ${slackId} has no member; it was left out`);
      return;
    }
    if (isPartial) this.report.change('direct channels with unknown members, kept separate');
    const name = direct ? null : this.name(slackName!, slackId);
    if (!isPrivate) this.noteGeneral(record, creator, createdAt);
    const { plain } = this;
    const channel: ImportedChannel = {
      id: this.ids.channel(slackId, created ?? 0),
      name,
      // Computed when read: by then the names of users and other channels here are known.
      get topic() {
        return plain(record.topic);
      },
      get purpose() {
        return plain(record.purpose);
      },
      kind: direct ? 'DIRECT' : 'TEXT',
      privacy: isPrivate ? 'PRIVATE' : 'PUBLIC',
      createdById: (creator && this.people.find(creator)?.id) || null,
      createdAt: iso(createdAt),
      archivedAt: record.is_archived === true ? iso(this.archived(record, createdAt, days)) : null,
      members,
      isPartial,
    };
    this.bySlackId.set(slackId, channel);
    this.listed.push({ channel, slackId, slackName: direct ? null : slackName, folder, pins: pins(record) });
    this.report.take('channels');
  }

  /** The creator of the general channel: the channel that is marked so, else the one named so, else the oldest. */
  get founder(): string | null {
    return this.general?.creator ?? null;
  }

  /** The name of a public channel. */
  publicName(slackId: string): string | undefined {
    const channel = this.bySlackId.get(slackId);
    return (channel?.privacy === 'PUBLIC' && channel.name) || undefined;
  }

  /** Whether this is a private channel of the export. */
  isPrivate(slackId: string): boolean {
    return this.bySlackId.get(slackId)?.privacy === 'PRIVATE';
  }

  /** Whether a channel has this folder. */
  owns(folder: string): boolean {
    return this.foldersTaken.has(folder);
  }

  private noteGeneral(record: Fields, creator: string | null, created: number): void {
    const rank = record.is_general === true ? 0 : record.name === 'general' ? 1 : 2;
    const best = this.general;
    if (!best || rank < best.rank || (rank === best.rank && created < best.created)) {
      this.general = { creator, rank, created };
    }
  }

  private folder(slackId: string, name: string | null, place: Place): string | null {
    for (const candidate of [slackId, name?.normalize('NFC')]) {
      if (!candidate || !this.daysOf(candidate)) continue;
      if (this.foldersTaken.has(candidate)) {
        this.report.problem(place, `the folder ${cut(candidate, 100)} belongs to another channel of that name`);
        continue;
      }
      this.foldersTaken.add(candidate);
      return candidate;
    }
    return null;
  }

  private name(slackName: string, slackId: string): string {
    const base = channelNameFrom(slackName) || 'channel';
    const tail = slackId
      .toLowerCase()
      .replace(/[^a-z0-9]/g, '')
      .slice(0, 40);
    let name = base;
    for (let count = 1; this.namesTaken.has(name); count++) {
      const end = count === 1 ? `-${tail}` : `-${tail}-${count}`;
      name = firstOf(base, longestChannelName - end.length) + end;
    }
    this.namesTaken.add(name);
    return name;
  }

  /** The members of a direct channel, with placeholders for people who are not in users.json. */
  private directMembers(record: Fields, joined: number): { members: ImportedMember[]; isPartial: boolean } {
    const listed = list(record.members);
    const members = new Map<string, ImportedMember>();
    let isPartial = listed.length === 0;
    // Some tools list only the other person of a conversation, as `user`.
    for (const slackId of listed.length ? listed : [record.user]) {
      const user = typeof slackId === 'string' && slackId ? this.people.stranger(slackId, joined) : null;
      if (user) members.set(user.id, { userId: user.id, role: 'MEMBER', joinedAt: iso(joined) });
      else isPartial = true;
    }
    return { members: [...members.values()], isPartial };
  }

  private members(record: Fields, joined: number, admin: string | null): ImportedMember[] {
    const members = new Map<string, ImportedMember>();
    const joinedAt = iso(joined);
    for (const slackId of list(record.members)) {
      if (typeof slackId !== 'string') continue;
      const user = slackId === 'USLACKBOT' ? this.people.slackbot() : this.people.find(slackId);
      if (!user) this.report.skip('members that are not in users.json');
      else members.set(user.id, { userId: user.id, role: slackId === admin ? 'ADMIN' : 'MEMBER', joinedAt });
    }
    return [...members.values()];
  }

  /** When it was archived. Slack exports only when the channel last changed; without that, the end of its last day. */
  private archived(record: Fields, created: number, days: Days | undefined): number {
    return Math.max(created, time(record.updated) ?? (days?.last != null ? days.last + dayMs : created));
  }

  private readonly plain = (value: unknown): string => {
    const slack = text(fields(value)?.value) ?? '';
    return oneLine(withEmoji(toPlain(slack.slice(0, 4_000), this.names)), 250) ?? '';
  };
}

/** The valid name that is closest to Slack's; empty if no part of it is valid. */
function channelNameFrom(slackName: string): string {
  const name = channelNameKey(slackName.slice(0, 200))
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/(?<=\p{M}{4})\p{M}+/gu, '')
    .replace(/[^\p{L}\p{N}\p{M}_-]+/gu, '-')
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .split(/(?<=[-_])|(?=[-_])/)
    .map(separateScripts)
    .join('');
  try {
    return validChannelName(firstOf(name, longestChannelName).replace(/-+$/, ''));
  } catch {
    return '';
  }
}

/** Inserts a dash between scripts that must not be mixed in one word. */
function separateScripts(word: string): string {
  if (!mixesScripts(word)) return word;
  let [out, part] = ['', ''];
  for (const char of word) {
    if (mixesScripts(part + char)) [out, part] = [`${out}${part}-`, ''];
    part += char;
  }
  return out + part;
}

/** The first `max` characters. */
const firstOf = (name: string, max: number): string => [...name].slice(0, max).join('');

function pins(record: Fields): ListedChannel['pins'] {
  const found: ListedChannel['pins'] = new Map();
  for (const pin of objects(record.pins).slice(0, 1_000)) {
    const ts = text(pin.id);
    if (ts && pin.type === 'C') found.set(ts, { by: text(pin.user), at: time(pin.created) ?? 0 });
  }
  return found;
}
