// The team's people and bots in the product's terms, and those made on the way for authors that users.json does not
// have. An id, and who a name belongs to, depend on the export alone, never on the order of the messages.
import { createHash } from 'node:crypto';
import { validAvatarUrl, validEmail } from '../../features/identity/model.ts';
import { type ImportedUser, unknownUser } from '../../features/imports/model.ts';
import { type Fields, fields, iso, oneLine, text, time } from './json-values.ts';
import type { Place, SlackReport } from './report.ts';
import type { SlackIds } from './slack-ids.ts';

/** Stands for an id of Slack's that is not known. */
const nobodyId = 'unknown author';

/** So many users are made on the way at most: a bound for memory that no real team comes near. */
const maxMade = 50_000;

interface Known {
  user: ImportedUser;
  slackHandle: string;
  updated: number | null;
  rank: 'PRIMARY' | 'OWNER' | 'ADMIN' | 'MEMBER' | 'GUEST';
}

/** Reads users.json, then knows everybody by Slack's id. Call `add` for each record, `settle` once, then the rest. */
export class People {
  private readonly ids: SlackIds;
  private readonly report: SlackReport;
  private readonly known = new Map<string, Known>();
  /** Authors that are not in users.json, by Slack's id of the user or bot, or by the name of an app without one. */
  private readonly made = new Map<string, ImportedUser>();
  private readonly userOfBot = new Map<string, string>();
  private readonly handles = new Set<string>();
  private readonly emails = new Set<string>();
  private beginning: number | null = null;
  private fresh: ImportedUser[] = [];
  /** Placeholders of whom only the id is known so far. */
  private readonly unnamed = new Set<ImportedUser>();

  constructor(ids: SlackIds, report: SlackReport) {
    this.ids = ids;
    this.report = report;
  }

  /** Takes a record of users.json. */
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
      // Somebody of another team, met in a shared channel, does not belong to this one.
      deactivatedAt: record.deleted === true || record.is_stranger === true ? '' : null,
    };
    if (record.is_stranger === true) this.report.change('people of other Slack teams, taken as deactivated users');
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

  /** What the users of users.json are called in Slack, by their id here. */
  get slackHandles(): Map<string, string> {
    return new Map([...this.known.values()].map(({ user, slackHandle }) => [user.id, slackHandle]));
  }

  /** How many users.json had. */
  get count(): number {
    return this.known.size;
  }

  /** Gives everybody a handle of their own; those who are still active choose first. */
  nameEverybody(): void {
    const everybody = [...this.known].sort(
      ([, a], [, b]) => Number(a.user.deactivatedAt !== null) - Number(b.user.deactivatedAt !== null),
    );
    for (const [slackId, { user }] of everybody) user.handle = this.handle(user.handle, slackId, user.kind);
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
   * Completes everybody: `beginning` is the team's first known moment, `founder` who made its general channel.
   * Exports do not tell when somebody came; the team's beginning is the only time that is not after their messages.
   */
  settle(beginning: number | null, founder: string | null): ImportedUser[] {
    this.beginning = beginning;
    for (const { user, updated, rank } of this.known.values()) {
      const created = Math.min(beginning ?? Number.POSITIVE_INFINITY, updated ?? Number.POSITIVE_INFINITY);
      user.createdAt = iso(Number.isFinite(created) ? created : 0);
      if (user.deactivatedAt !== null) user.deactivatedAt = updated === null ? user.createdAt : iso(updated);
      user.role = rank === 'PRIMARY' || rank === 'OWNER' ? 'ADMIN' : rank;
    }
    const owner = this.owner(founder);
    if (owner) owner.role = 'OWNER';
    const made = this.takeMade();
    for (const user of made) user.createdAt = iso(beginning ?? 0);
    this.report.take('users', this.known.size);
    return [...this.known.values()].map(({ user }) => user).concat(made);
  }

  /** The primary owner, else the founder, else the highest there is; one who can still sign in, if there is any. */
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

  /** Who has this id in Slack: somebody of users.json, or an author met before. */
  find(slackId: string): ImportedUser | undefined {
    return this.known.get(slackId)?.user ?? this.made.get(slackId);
  }

  /** Slackbot, who is in many direct channels but not in every users.json. */
  slackbot(): ImportedUser {
    return this.find('USLACKBOT') ?? this.make('USLACKBOT', 'BOT', 'Slackbot', null, 0)!;
  }

  /** Somebody that users.json does not have, as a user who cannot sign in; null past the most that are made. */
  stranger(slackId: string, at: number): ImportedUser | null {
    if (slackId === 'USLACKBOT') return this.slackbot();
    const found = this.find(slackId);
    if (found) return found;
    const user = this.make(slackId, 'PERSON', `${unknownUser}${slackId}`, null, at);
    if (user) this.unnamed.add(user);
    return user;
  }

  /** Who stands for an author that the export does not name. */
  nobody(): ImportedUser {
    return this.made.get(nobodyId) ?? this.make(nobodyId, 'BOT', 'Unknown author', null, 0)!;
  }

  /** Who wrote a message: `user`, else its bot, else the app it names, else nobody. Made if unknown. */
  author(message: Fields, user: string | null, at: number): ImportedUser {
    const found = this.namedAuthor(message, user, at);
    if (!found) this.report.change('messages whose author the export does not name, by Unknown author');
    return found ?? this.nobody();
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
      if (bot) return this.make(slackId, 'BOT', botName ?? `Bot ${slackId}`, fields(profile?.icons), at);
      const person = fields(message.user_profile);
      const name = nameIn(person);
      return name ? this.make(slackId, 'PERSON', name, person, at) : this.stranger(slackId, at);
    }
    if (!botName) return null;
    return this.made.get(`app ${botName}`) ?? this.make(`app ${botName}`, 'BOT', botName, fields(message.icons), at);
  }

  /** The placeholder, called as the message calls its author; if that is new, they are given again. */
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

  /** Those made since the last call: they must be there before what they wrote. */
  takeMade(): ImportedUser[] {
    const made = this.fresh;
    if (made.length > 0) this.fresh = [];
    return made;
  }

  private make(
    slackId: string,
    kind: ImportedUser['kind'],
    name: string,
    images: Fields | null,
    at: number,
  ): ImportedUser | null {
    if (this.made.size >= maxMade && slackId !== 'USLACKBOT' && slackId !== nobodyId) return null;
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
      // Somebody of another team, or long gone: the last thing known is that they wrote this.
      deactivatedAt: kind === 'PERSON' ? iso(at) : null,
      isPlaceholder: true,
    };
    this.made.set(slackId, user);
    this.fresh.push(user);
    this.report.take('users made for unknown authors');
    return user;
  }
}

/** The handle that a name makes, without regard to others'; empty if the name has nothing to make one of. */
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

/** The value, or null where the product's own rule refuses it. */
function attempt<T>(make: () => T): T | null {
  try {
    return make();
  } catch {
    return null;
  }
}
