// One message of Slack's in the product's terms: a message, or the fact that somebody joined or left, or nothing.
import type { ImportedMessage, ImportedUser } from '../../features/imports/model.ts';
import type { ListedChannel } from './channels.ts';
import { attachmentsOf, bodyOf, type ContentContext, reactionsOf, standIn } from './content.ts';
import { type Fields, fields, iso, list, moment, text, time } from './json-values.ts';
import type { Place } from './report.ts';
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
export interface Reading extends Omit<ContentContext, 'mayQuote'> {
  ids: SlackIds;
  /** Whether the export has this channel as one that not everybody may read. */
  isPrivate(slackChannelId: string): boolean;
}

/** So many roots of a channel are remembered: without them, an author is made for a note that may not be needed. */
const maxRoots = 100_000;

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
    const createdAt = iso(at);
    const deleted = subtype === 'tombstone';
    const attachments = deleted ? [] : attachmentsOf(message, this.content, place);
    const said = deleted ? { body: '', mentioned: [] } : bodyOf(message, subtype, this.content, place);
    const { mentioned } = said;
    let { body } = said;
    if (!deleted && !body && attachments.length === 0) {
      const known = standIn(message, subtype) ?? (hasReplies(message) ? '_A message without text._' : null);
      if (known === null) {
        report.skip('messages without text or files');
        return null;
      }
      body = known;
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

  /** What is known of the root that a reply answers; null for a root. */
  private root(message: Fields): { id: string; root: NonNullable<ImportedMessage['root']> | null } | null {
    const ts = text(message.thread_ts);
    if (!ts || ts === message.ts) return null;
    const { ids, people } = this.shared;
    const id = ids.message(this.listed.slackId, ts);
    const author = people.find(text(message.parent_user_id) ?? '') ?? (this.roots.has(ts) ? null : people.nobody());
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

/** Whose message it is by Slack's id: a comment on a file, and a file shared long ago, name the person further in. */
function authorId(message: Fields, subtype: string | null): string | null {
  const commenter = subtype === 'file_comment' ? text(fields(message.comment)?.user) : null;
  const user = commenter ?? text(message.user);
  // Slack lets Slackbot announce a huddle; who began it is in its room.
  const host = user === null || user === 'USLACKBOT' ? text(fields(message.room)?.created_by) : null;
  return host ?? user ?? (message.bot_id ? null : text(fields(message.file)?.user));
}
