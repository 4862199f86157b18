// Translates the team's people and bots, and creates users for authors that users.json does not have. Ids and handles
// depend only on the export, never on the order of the messages.
import { createHash } from 'node:crypto';
import { validAvatarUrl, validEmail } from '../../features/identity/model.ts';
import { type ImportedUser, unknownUser } from '../../features/imports/model.ts';
import { type Fields, fields, iso, oneLine, text, time } from './json-values.ts';
import type { Place, SlackReport } from './report.ts';
import type { SlackIds } from './slack-ids.ts';

/** Used instead of a Slack id for messages without an author. */
const unknownAuthorId = 'unknown author';

/** Maximum created users: it bounds memory, and no real team comes near it. */
const maxCreated = 50_000;

interface Known {
  user: ImportedUser;
  slackHandle: string;
  updated: number | null;
  rank: 'PRIMARY' | 'OWNER' | 'ADMIN' | 'MEMBER' | 'GUEST';
}

/** Reads users.json, and then finds users by Slack's id. Call `add` for each record, `complete` once, then the rest. */
export class People {
  private readonly ids: SlackIds;
  private readonly report: SlackReport;
  private readonly known = new Map<string, Known>();
  /** Authors that are not in users.json, by Slack's id of the user or bot, or by the name of an app without an id. */
  private readonly created = new Map<string, ImportedUser>();
  private readonly userOfBot = new Map<string, string>();
  private readonly handles = new Set<string>();
  private readonly emails = new Set<string>();
  private beginning: number | null = null;
  private fresh: ImportedUser[] = [];
  /** Created users of whom only the id is known so far. */
  private readonly unnamed = new Set<ImportedUser>();

  constructor(ids: SlackIds, report: SlackReport) {
    this.ids = ids;
    this.report = report;
  }

  /** Adds a record of users.json. */
  add(raw: unknown, place: Place): void {
    const record = fields(raw);
    const slackId = text(record?.id);
    if (!record || !slackId) {
      this.report.problem(place, 'a user without an id');
      return;
    }
    if (this.known.has(slackId)) {
      this.report.skip('users listed twice');
      return;
    }
    const profile = fields(record.profile) ?? {};
    const botId = text(profile.bot_id);
    if (botId) this.userOfBot.set(botId, slackId);
    const isBot = record.is_bot === true || slackId === 'USLACKBOT';
    const rank =
      record.is_primary_owner === true
        ? 'PRIMARY'
        : record.is_owner === true
          ? 'OWNER'
          : record.is_admin === true
            ? 'ADMIN'
            : record.is_restricted === true || record.is_ultra_restricted === true
              ? 'GUEST'
              : 'MEMBER';
    const updated = time(record.updated);
    const user: ImportedUser = {
      id: this.ids.user(slackId),
      handle: text(record.name) ?? text(profile.display_name) ?? text(profile.real_name) ?? '',
      name:
        oneLine(profile.real_name, 100) ??
        oneLine(record.real_name, 100) ??
        oneLine(profile.display_name, 100) ??
        oneLine(record.name, 100) ??
        slackId.slice(0, 100),
      title: oneLine(profile.title, 100),
      email: this.email(profile.email),
      avatarUrl: avatar(profile),
      kind: isBot ? 'BOT' : 'PERSON',
      role: 'MEMBER',
      createdAt: '',
      // A person of another team, who is in a shared channel, does not belong to this team.
      deactivatedAt: record.deleted === true || record.is_stranger === true ? '' : null,
    };
    if (record.is_stranger === true) this.report.change('people of other Slack teams, imported as deactivated users');
    this.known.set(slackId, { user, slackHandle: user.handle, updated, rank });
  }

  private email(value: unknown): string | null {
    const address = attempt(() => validEmail(oneLine(value, 254)));
    if (!address) return null;
    if (!this.emails.has(address)) {
      this.emails.add(address);
      return address;
    }
    this.report.skip('e-mail addresses that another user has');
    return null;
  }

  /** The handles in Slack of the users of users.json, by their id here. */
  get slackHandles(): Map<string, string> {
    return new Map([...this.known.values()].map(({ user, slackHandle }) => [user.id, slackHandle]));
  }

  /** The number of users in users.json. */
  get count(): number {
    return this.known.size;
  }

  /** Gives every user a unique handle; active users choose first. */
  assignHandles(): void {
    const users = [...this.known].sort(
      ([, a], [, b]) => Number(a.user.deactivatedAt !== null) - Number(b.user.deactivatedAt !== null),
    );
    for (const [slackId, { user }] of users) user.handle = this.handle(user.handle, slackId, user.kind);
  }

  private handle(wished: string, slackId: string, kind: ImportedUser['kind'], bare = true): string {
    const base = handleFrom(wished) || kind.toLowerCase();
    const hash = createHash('sha256').update(slackId).digest('hex');
    for (let length = bare ? 0 : 6; ; length += 6) {
      const handle = length ? `${base.slice(0, 39 - length)}-${hash.slice(0, length)}` : base;
      if (this.handles.has(handle)) continue;
      this.handles.add(handle);
      return handle;
    }
  }

  /**
   * Completes all users. `beginning` is the team's first known time, `founder` the creator of its general channel.
   * Exports do not say when a user was created; the team's beginning is the only time that is not after their messages.
   */
  complete(beginning: number | null, founder: string | null): ImportedUser[] {
    this.beginning = beginning;
    for (const { user, updated, rank } of this.known.values()) {
      const created = Math.min(beginning ?? Number.POSITIVE_INFINITY, updated ?? Number.POSITIVE_INFINITY);
      user.createdAt = iso(Number.isFinite(created) ? created : 0);
      if (user.deactivatedAt !== null) user.deactivatedAt = updated === null ? user.createdAt : iso(updated);
      user.role = rank === 'PRIMARY' || rank === 'OWNER' ? 'ADMIN' : rank;
    }
    const owner = this.owner(founder);
    if (owner) owner.role = 'OWNER';
    const created = this.takeCreated();
    for (const user of created) user.createdAt = iso(beginning ?? 0);
    this.report.take('users', this.known.size);
    return [...this.known.values()].map(({ user }) => user).concat(created);
  }

  /** The primary owner, else the founder, else the user with the highest role; an active user, if there is any. */
  private owner(founder: string | null): ImportedUser | undefined {
    const founding = this.known.get(founder ?? '');
    const people = [...this.known.values()].filter(({ user }) => user.kind === 'PERSON');
    const order = [
      people.filter(({ rank }) => rank === 'PRIMARY'),
      founding?.user.kind === 'PERSON' ? [founding] : [],
      people.filter(({ rank }) => rank === 'OWNER'),
      people.filter(({ rank }) => rank === 'ADMIN'),
      people,
    ].flat();
    return (order.find(({ user }) => user.deactivatedAt === null) ?? order[0])?.user;
  }

  /** The user with this id in Slack: from users.json, or created for an earlier message. */
  find(slackId: string): ImportedUser | undefined {
    return this.known.get(slackId)?.user ?? this.created.get(slackId);
  }

  /** Slackbot, who is in many direct channels but not in every users.json. */
  slackbot(): ImportedUser {
    return this.find('USLACKBOT') ?? this.create('USLACKBOT', 'BOT', 'Slackbot', null, 0)!;
  }

  /** Finds or creates a user who is not in users.json and cannot sign in; null past the maximum of created users. */
  stranger(slackId: string, at: number): ImportedUser | null {
    if (slackId === 'USLACKBOT') return this.slackbot();
    const found = this.find(slackId);
    if (found) return found;
    const user = this.create(slackId, 'PERSON', `${unknownUser}${slackId}`, null, at);
    if (user) this.unnamed.add(user);
    return user;
  }

  /** The bot that replaces an author that the export does not name. */
  unknownAuthor(): ImportedUser {
    return this.created.get(unknownAuthorId) ?? this.create(unknownAuthorId, 'BOT', 'Unknown author', null, 0)!;
  }

  /** The author of a message: `user`, else its bot, else the app it names, else the unknown author. Created if necessary. */
  author(message: Fields, user: string | null, at: number): ImportedUser {
    const found = this.namedAuthor(message, user, at);
    if (!found) this.report.change('messages whose author the export does not name, imported as by Unknown author');
    return found ?? this.unknownAuthor();
  }

  private namedAuthor(message: Fields, user: string | null, at: number): ImportedUser | null {
    const bot = text(message.bot_id);
    const slackId = user ?? (bot && (this.userOfBot.get(bot) ?? bot));
    const profile = fields(message.bot_profile);
    const botName = oneLine(profile?.name, 100) ?? oneLine(message.username, 100);
    if (slackId === 'USLACKBOT') return this.slackbot();
    if (slackId) {
      const found = this.find(slackId);
      if (found) return this.unnamed.has(found) ? this.named(found, message) : found;
      if (bot) return this.create(slackId, 'BOT', botName ?? `Bot ${slackId}`, fields(profile?.icons), at);
      const person = fields(message.user_profile);
      const name = nameIn(person);
      return name ? this.create(slackId, 'PERSON', name, person, at) : this.stranger(slackId, at);
    }
    if (!botName) return null;
    return (
      this.created.get(`app ${botName}`) ?? this.create(`app ${botName}`, 'BOT', botName, fields(message.icons), at)
    );
  }

  /** Names a placeholder as the message names its author. A user whose name is new is returned by takeCreated again. */
  private named(user: ImportedUser, message: Fields): ImportedUser {
    const profile = fields(message.user_profile);
    const name = nameIn(profile);
    if (!profile || !name) return user;
    user.name = name;
    user.avatarUrl = avatar(profile);
    this.unnamed.delete(user);
    if (!this.fresh.includes(user)) this.fresh.push(user);
    return user;
  }

  /** The users created or named since the last call: they must be imported before their messages. */
  takeCreated(): ImportedUser[] {
    const created = this.fresh;
    if (created.length > 0) this.fresh = [];
    return created;
  }

  private create(
    slackId: string,
    kind: ImportedUser['kind'],
    name: string,
    images: Fields | null,
    at: number,
  ): ImportedUser | null {
    if (this.created.size >= maxCreated && slackId !== 'USLACKBOT' && slackId !== unknownAuthorId) return null;
    const user: ImportedUser = {
      id: this.ids.user(slackId),
      // Never the bare name: a later export may list a user who has it.
      handle: this.handle(name, slackId, kind, slackId === 'USLACKBOT'),
      name: name.slice(0, 100),
      title: null,
      email: null,
      avatarUrl: avatar(images ?? {}),
      kind,
      role: 'MEMBER',
      createdAt: iso(this.beginning ?? at),
      // A person of another team, or one who left long ago: the last known fact is that they wrote this.
      deactivatedAt: kind === 'PERSON' ? iso(at) : null,
      isPlaceholder: true,
    };
    this.created.set(slackId, user);
    this.fresh.push(user);
    this.report.take('users created for unknown authors');
    return user;
  }
}

/** A handle from a name, not necessarily unique; empty if no character of the name is allowed. */
function handleFrom(name: string): string {
  return name
    .slice(0, 200)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 40)
    .replace(/[._-]+$/, '');
}

const nameIn = (profile: Fields | null): string | null =>
  oneLine(profile?.real_name, 100) ?? oneLine(profile?.display_name, 100) ?? oneLine(profile?.name, 100);

function avatar(profile: Fields): string | null {
  const url = text(profile.image_192) ?? text(profile.image_72);
  return url && attempt(() => validAvatarUrl(url));
}

/** The value, or null if validation refuses it. */
function attempt<T>(make: () => T): T | null {
  try {
    return make();
  } catch {
    return null;
  }
}
