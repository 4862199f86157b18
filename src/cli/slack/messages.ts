// Translates a Slack message into a message, a join or leave, or nothing.
import type { ImportedMessage, ImportedUser } from '../../features/imports/model.ts';
import type { ListedChannel } from './channels.ts';
import { attachmentsOf, bodyOf, type ContentContext, noteFor, reactionsOf } from './content.ts';
import { type Fields, fields, iso, list, moment, text, time } from './json-values.ts';
import type { Place } from './report.ts';
import type { SlackIds } from './slack-ids.ts';

/** A person joined or left a channel. `isMember`: the export lists them among its members, so they stayed. */
export interface MembershipFact {
  kind: 'joined' | 'left';
  channelId: string;
  userId: string;
  at: string;
  isMember: boolean;
}

/** The records of a channel, in order of time; a user comes before their messages. */
export type SlackRecord =
  | { kind: 'user'; user: ImportedUser }
  | { kind: 'message'; message: ImportedMessage }
  | MembershipFact;

/** The context that all channels share. */
export interface Reading extends Omit<ContentContext, 'mayQuote'> {
  ids: SlackIds;
  /** Whether the export has this channel as a private one. */
  isPrivate(slackChannelId: string): boolean;
}

/** Maximum remembered roots of a channel. Past it, an author may be created for a note that is not needed. */
const maxRoots = 100_000;

const joins = new Set(['channel_join', 'group_join']);
const leaves = new Set(['channel_leave', 'group_leave']);
/** Notices about the channel, and events that exports should not contain. No person wrote them. */
const notices = new Set(
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
  private readonly content: ContentContext;
  private readonly members: Set<string>;
  /** The `ts` of roots that were read. */
  private readonly roots = new Set<string>();

  constructor(listed: ListedChannel, shared: Reading) {
    this.listed = listed;
    this.shared = shared;
    this.content = { ...shared, mayQuote: (id) => id === listed.slackId || !shared.isPrivate(id) };
    this.members = new Set(listed.channel.members.map(({ userId }) => userId));
  }

  /** Translates a record; null when it is neither a message nor a join or leave, which the report counts or names. */
  read(raw: unknown, place: Place): { order: number; records: SlackRecord[] } | null {
    const { report } = this.shared;
    const message = fields(raw);
    const when = moment(message?.ts);
    const wrong = message && ['user', 'text', 'subtype'].find((name) => typeof (message[name] ?? '') !== 'string');
    if (!message) report.problem(place, 'is not a message');
    else if (!when) report.problem(place, 'a message without a valid ts');
    else if (wrong) report.problem(place, `a message whose ${wrong} is not text`);
    else if (message.thread_ts != null && !moment(message.thread_ts)) {
      report.problem(place, 'a message whose thread_ts is not a timestamp');
    } else if ((message.type ?? 'message') !== 'message') report.skip('records that are not messages');
    else return { order: when.order, records: this.readMessage(message, text(message.subtype), when.at, place) };
    return null;
  }

  private readMessage(message: Fields, subtype: string | null, at: number, place: Place): SlackRecord[] {
    const { people, report } = this.shared;
    const records: SlackRecord[] = [];
    const isNotice = subtype !== null && (joins.has(subtype) || leaves.has(subtype) || notices.has(subtype));
    if (subtype && isNotice) {
      if (!notices.has(subtype)) records.push(...this.membership(message, joins.has(subtype), at));
      // People reply to notices too ("welcome!"); such a notice is kept as the root of its thread.
      else if (!hasReplies(message)) report.skip(`notices (${subtype})`);
      if (!hasReplies(message)) return records;
    }
    const author = people.author(message, authorId(message, subtype), at);
    const translated = this.message(message, isNotice ? 'me_message' : subtype, at, author, place);
    for (const user of people.takeCreated()) records.push({ kind: 'user', user });
    if (translated) records.push({ kind: 'message', message: translated });
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
    const createdAt = iso(at);
    const deleted = subtype === 'tombstone';
    const attachments = deleted ? [] : attachmentsOf(message, this.content, place);
    const said = deleted ? { body: '', mentioned: [] } : bodyOf(message, subtype, this.content, place);
    const { mentioned } = said;
    let { body } = said;
    if (!deleted && !body && attachments.length === 0) {
      const note = noteFor(message, subtype) ?? (hasReplies(message) ? '_A message without text._' : null);
      if (note === null) {
        report.skip('messages without text or files');
        return null;
      }
      body = note;
      report.change('messages without text or files, kept with a note of what they were');
    }
    const edited = moment(fields(message.edited)?.ts);
    const reactions = deleted ? [] : reactionsOf(message, at, this.content, place);
    const pinned = deleted ? null : this.pin(message, at);
    const parent = this.root(message);
    const parentId = parent?.id ?? null;
    if (!parent && this.roots.size < maxRoots) this.roots.add(ts);
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
      ...(parent?.root && { root: parent.root }),
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

  /** The root that a reply belongs to, as far as it is known; null for a root. */
  private root(message: Fields): { id: string; root: NonNullable<ImportedMessage['root']> | null } | null {
    const ts = text(message.thread_ts);
    if (!ts || ts === message.ts) return null;
    const { ids, people } = this.shared;
    const id = ids.message(this.listed.slackId, ts);
    const author =
      people.find(text(message.parent_user_id) ?? '') ?? (this.roots.has(ts) ? null : people.unknownAuthor());
    return { id, root: author && { authorId: author.id, createdAt: iso(moment(ts)!.at) } };
  }

  private pin(message: Fields, at: number): ImportedMessage['pinned'] {
    const listed = this.listed.pins.get(message.ts as string);
    const info = fields(message.pinned_info);
    if (list(message.pinned_to).length === 0 && !listed) return null;
    const by = text(info?.pinned_by) ?? listed?.by ?? null;
    const pinnedAt = time(info?.pinned_ts) ?? listed?.at ?? at;
    return { byId: (by && this.shared.people.find(by)?.id) || null, at: iso(Math.max(at, pinnedAt)) };
  }
}

const hasReplies = (message: Fields): boolean =>
  (typeof message.reply_count === 'number' && message.reply_count > 0) ||
  list(message.replies).length > 0 ||
  (message.thread_ts != null && message.thread_ts === message.ts);

/** The Slack id of the author. Comments on files and old file shares have it in a nested object. */
function authorId(message: Fields, subtype: string | null): string | null {
  const commenter = subtype === 'file_comment' ? text(fields(message.comment)?.user) : null;
  const user = commenter ?? text(message.user);
  // Slackbot announces huddles; the person who started one is in its room.
  const host = user === null || user === 'USLACKBOT' ? text(fields(message.room)?.created_by) : null;
  return host ?? user ?? (message.bot_id ? null : text(fields(message.file)?.user));
}
