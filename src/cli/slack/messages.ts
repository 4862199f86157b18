// One message of Slack's in the product's terms: a message, or the fact that somebody joined or left, or nothing.
import type { ImportedMessage, ImportedUser } from '../../features/imports/model.ts';
import { maximumBody } from '../../features/messages/model.ts';
import { attachmentText, blocksText } from './blocks.ts';
import type { ListedChannel } from './channels.ts';
import { reactionEmoji } from './emoji.ts';
import { cut, type Fields, fields, iso, list, moment, objects, oneLine, text, time } from './json-values.ts';
import { toMarkdown } from './mrkdwn.ts';
import type { People } from './people.ts';
import type { Names } from './references.ts';
import type { Place, SlackReport } from './report.ts';
import type { SlackIds } from './slack-ids.ts';

/** A person came into or went out of a channel. `isMember`: the export lists them among its members, so they stayed. */
export interface MembershipFact {
  kind: 'joined' | 'left';
  channelId: string;
  userId: string;
  at: string;
  isMember: boolean;
}

/** What the messages of a channel give, in order of time; a user comes before what they wrote. */
export type SlackRecord =
  | { kind: 'user'; user: ImportedUser }
  | { kind: 'message'; message: ImportedMessage }
  | MembershipFact;

/** What all channels share. */
export interface Reading {
  ids: SlackIds;
  people: People;
  names: Names;
  report: SlackReport;
}

/** More of Slack's markup than this is cut off before it is translated: its longest texts have 40,000 characters. */
const longestText = 200_000;

const joins = new Set(['channel_join', 'group_join']);
const leaves = new Set(['channel_leave', 'group_leave']);
/** Notices of what happened to the channel, and events that no export should hold: nobody said them. */
const bookkeeping = new Set(
  `channel_topic channel_purpose channel_name channel_archive channel_unarchive channel_convert_to_private
  channel_convert_to_public channel_posting_permissions channel_canvas_updated tabbed_canvas_updated
  group_topic group_purpose group_name group_archive group_unarchive pinned_item unpinned_item bot_add bot_remove
  bot_enable bot_disable app_conversation_join app_conversation_leave joiner_notification
  joiner_notification_for_inviter reminder_add reply_broadcast message_replied message_changed message_deleted
  ekm_access_denied`.split(/\s+/),
);

/** Translates the messages of one channel. */
export class ChannelReader {
  private readonly listed: ListedChannel;
  private readonly shared: Reading;
  private readonly members: Set<string>;

  constructor(listed: ListedChannel, shared: Reading) {
    this.listed = listed;
    this.shared = shared;
    this.members = new Set(listed.channel.members.map(({ userId }) => userId));
  }

  /** What the record is when it is a message or a fact of membership; null, counted or named, when it is neither. */
  read(raw: unknown, place: Place): { order: number; records: SlackRecord[] } | null {
    const { report } = this.shared;
    const message = fields(raw);
    const when = moment(message?.ts);
    const wrong = message && ['user', 'text', 'subtype'].find((name) => typeof (message[name] ?? '') !== 'string');
    if (!message) report.problem(place, 'is no message');
    else if (!when) report.problem(place, 'a message without a valid ts');
    else if (wrong) report.problem(place, `a message whose ${wrong} is not text`);
    else if (message.thread_ts != null && !moment(message.thread_ts)) {
      report.problem(place, 'a message whose thread_ts is no time');
    } else if ((message.type ?? 'message') !== 'message') report.skip('records that are no messages');
    else return { order: when.order, records: this.readMessage(message, text(message.subtype), when.at, place) };
    return null;
  }

  private readMessage(message: Fields, subtype: string | null, at: number, place: Place): SlackRecord[] {
    const { people, report } = this.shared;
    const records: SlackRecord[] = [];
    const notice = subtype !== null && (joins.has(subtype) || leaves.has(subtype) || bookkeeping.has(subtype));
    if (subtype && notice) {
      if (!bookkeeping.has(subtype)) records.push(...this.membership(message, joins.has(subtype), at));
      // People answer notices too ("welcome!"); such a one is kept, as the root of its thread.
      else if (!hasReplies(message)) report.skip(`notices (${subtype})`);
      if (!hasReplies(message)) return records;
    }
    const author = people.author(message, authorId(message, subtype), at);
    if (!author) {
      report.problem(place, 'a message without an author');
      return records;
    }
    const made = this.message(message, notice ? 'me_message' : subtype, at, author, place);
    for (const user of people.takeMade()) records.push({ kind: 'user', user });
    if (made) records.push({ kind: 'message', message: made });
    return records;
  }

  private membership(message: Fields, joined: boolean, at: number): MembershipFact[] {
    const { people, report } = this.shared;
    const user = people.find(text(message.user) ?? '');
    if (!user) {
      report.skip('joins and leaves of users that are not in users.json');
      return [];
    }
    report.take(joined ? 'joins' : 'leaves');
    const fact = {
      channelId: this.listed.channel.id,
      userId: user.id,
      at: iso(at),
      isMember: this.members.has(user.id),
    };
    return [{ kind: joined ? 'joined' : 'left', ...fact }];
  }

  private message(
    message: Fields,
    subtype: string | null,
    at: number,
    author: ImportedUser,
    place: Place,
  ): ImportedMessage | null {
    const { ids, report } = this.shared;
    const ts = message.ts as string;
    const root = text(message.thread_ts);
    const createdAt = iso(at);
    const deleted = subtype === 'tombstone';
    const attachments = deleted ? [] : this.attachments(message, place);
    const { body, mentioned } = deleted ? { body: '', mentioned: [] } : this.body(message, subtype, place);
    if (!deleted && !body && attachments.length === 0) {
      report.skip('messages without text or files');
      return null;
    }
    const edited = moment(fields(message.edited)?.ts);
    const reactions = deleted ? [] : this.reactions(message, createdAt, place);
    const pinned = deleted ? null : this.pin(message, at);
    const parentId = root && root !== ts ? ids.message(this.listed.slackId, root) : null;
    report.take(parentId ? 'replies' : 'root messages');
    if (deleted) report.take('deleted messages');
    if (edited && !deleted) report.take('edited messages');
    if (pinned) report.take('pins');
    report.take('reactions', reactions.length);
    report.take('mentions', mentioned.length);
    report.take('files', attachments.length);
    return {
      id: ids.message(this.listed.slackId, ts),
      authorId: author.id,
      parentId,
      createdAt,
      body,
      deletedAt: deleted ? iso(Math.max(at, edited?.at ?? 0)) : null,
      edits: [],
      editedAt: edited && !deleted ? iso(Math.max(at, edited.at)) : null,
      reactions,
      mentionedUserIds: mentioned,
      attachments,
      pinned,
    };
  }

  private body(message: Fields, subtype: string | null, place: Place): { body: string; mentioned: string[] } {
    const { names, report } = this.shared;
    const said = ownText(message, subtype) || blocksText(message.blocks);
    const parts = [said];
    for (const attachment of this.objectsIn(message, 'attachments', place)) {
      parts.push(attachmentText(attachment, said));
    }
    const filled = parts.filter((part) => part.trim() !== '');
    const translated = filled.map((part) => toMarkdown(cut(part, longestText), names));
    let body = translated
      .map((part) => part.body)
      .filter(Boolean)
      .join('\n\n');
    if (subtype === 'me_message') body = emphasised(body);
    if (body.length > maximumBody || filled.some((part) => part.length > longestText)) {
      report.problem(place, `its text has more than ${maximumBody} characters; the rest was cut off`);
      body = cut(body, maximumBody).trimEnd();
    }
    return { body, mentioned: [...new Set(translated.flatMap((part) => part.mentioned))] };
  }

  private attachments(message: Fields, place: Place): ImportedMessage['attachments'] {
    const { report } = this.shared;
    const files = this.objectsIn(message, 'files', place);
    const old = fields(message.file);
    if (files.length === 0 && old) files.push(old);
    const attachments: ImportedMessage['attachments'] = [];
    for (const file of files) {
      const url = webAddress(file.url_private) ?? webAddress(file.permalink);
      if (file.mode === 'tombstone') report.skip('files that were deleted');
      else if (file.mode === 'hidden_by_limit') report.skip("files hidden by the Slack plan's limit");
      else if (!url) report.skip('files without a link');
      else {
        const name = oneLine(file.name, 255) ?? oneLine(file.title, 255) ?? 'file';
        const { size } = file;
        const known = typeof size === 'number' && Number.isSafeInteger(size) && size >= 0;
        attachments.push({ name, url, mediaType: oneLine(file.mimetype, 255), size: known ? size : null });
      }
    }
    return attachments;
  }

  private reactions(message: Fields, createdAt: string, place: Place): ImportedMessage['reactions'] {
    const { people, report } = this.shared;
    const reactions = new Map<string, ImportedMessage['reactions'][number]>();
    for (const reaction of this.objectsIn(message, 'reactions', place)) {
      const emoji = reactionEmoji(text(reaction.name) ?? '');
      for (const slackId of list(reaction.users)) {
        const user = typeof slackId === 'string' ? people.find(slackId) : undefined;
        if (!emoji) report.skip('reactions whose name cannot be kept');
        else if (!user) report.skip('reactions of users that are not in users.json');
        else reactions.set(`${emoji} ${user.id}`, { emoji, userId: user.id, createdAt });
      }
    }
    return [...reactions.values()];
  }

  private pin(message: Fields, at: number): ImportedMessage['pinned'] {
    const listed = this.listed.pins.get(message.ts as string);
    const info = fields(message.pinned_info);
    if (list(message.pinned_to).length === 0 && !listed) return null;
    const by = text(info?.pinned_by) ?? listed?.by ?? null;
    const pinnedAt = time(info?.pinned_ts) ?? listed?.at ?? at;
    return { byId: (by && this.shared.people.find(by)?.id) || null, at: iso(Math.max(at, pinnedAt)) };
  }

  /** The objects in a list of the message; one that is no list is named, and the message goes in without it. */
  private objectsIn(message: Fields, name: string, place: Place): Fields[] {
    const value = message[name];
    if (value != null && !Array.isArray(value)) {
      this.shared.report.problem(place, `its ${name} are no list and were left out`);
    }
    return objects(value);
  }
}

const hasReplies = (message: Fields): boolean => typeof message.reply_count === 'number' && message.reply_count > 0;

/** Whose message it is by Slack's id: a comment on a file, and a file shared long ago, name the person further in. */
function authorId(message: Fields, subtype: string | null): string | null {
  const commenter = subtype === 'file_comment' ? text(fields(message.comment)?.user) : null;
  return commenter ?? text(message.user) ?? (message.bot_id ? null : text(fields(message.file)?.user));
}

/** What the author wrote, without what Slack put before it when a file was shared or commented on. */
function ownText(message: Fields, subtype: string | null): string {
  const written = text(message.text) ?? '';
  if (subtype === 'file_comment') return text(fields(message.comment)?.comment) ?? written;
  if (!fields(message.file)) return written;
  return written.replace(/^<@[^>\n]*> (?:uploaded|shared) a file: <[^>\n]*>(?: and commented: ?)?/, '');
}

/** In italics, if it is one paragraph that has none. */
function emphasised(body: string): string {
  if (body === '' || /\n\n|```|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|\s$/u.test(body)) return body;
  return `_${body}_`;
}

const slackHost = /(?:^|\.)slack(?:-edge|-files)?\.com$/;

/** A web address, without the token by which an export lets its reader fetch every file of the team; else null. */
function webAddress(value: unknown): string | null {
  const address = text(value);
  if (!address || address.length > 4_000 || !URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  if (slackHost.test(url.hostname)) {
    url.searchParams.delete('token');
    url.searchParams.delete('t');
  }
  return url.href;
}
