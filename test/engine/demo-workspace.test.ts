// The generated demo workspace: its numbers, that it is always the same, and that it keeps the product's rules.
import { createHash } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { channels as channelSpecs } from '../../src/cli/demo/channels.ts';
import { deletion, editsOf, pin, reactionsTo } from '../../src/cli/demo/details.ts';
import { Random } from '../../src/cli/demo/random.ts';
import { openRoom } from '../../src/cli/demo/rooms.ts';
import { readTexts } from '../../src/cli/demo/script.ts';
import { type DemoWorkspace, demoWorkspace } from '../../src/cli/demo/workspace.ts';
import type { ImportedMessage } from '../../src/features/imports/model.ts';

vi.setConfig({ testTimeout: 60_000 });

const now = new Date('2026-11-18T13:27:05.123Z');
const listed = (demo: DemoWorkspace) =>
  demo.channels.map(({ channel, messages }) => ({ channel, messages: [...messages] }));
const make = (options: Partial<Parameters<typeof demoWorkspace>[0]> = {}) =>
  demoWorkspace({ now, namespace: 'test', ...options });

const demo = make();
const channels = listed(demo);
const messages = channels.flatMap((each) => each.messages);
const users = new Map(demo.users.map((user) => [user.id, user]));
const time = (text: string) => Date.parse(text);
const iso = (at: number) => new Date(at).toISOString();
type Times = Pick<ImportedMessage, 'createdAt' | 'deletedAt' | 'pinned' | 'reactions' | 'edits'>;
const timesOf = ({ createdAt, deletedAt, pinned, reactions, edits }: Times) =>
  [createdAt, deletedAt, pinned?.at, ...reactions.map((r) => r.createdAt), ...edits.map((e) => e.replacedAt)]
    .filter((at) => at != null)
    .map(time);

/** What `wrong` finds, with the channel's name in front; a test expects none. */
function violations(wrong: (message: ImportedMessage, at: (typeof channels)[number]) => boolean): string[] {
  return channels.flatMap((each) =>
    each.messages
      .filter((message) => wrong(message, each))
      .map((message) => `${each.channel.name} ${message.createdAt} ${message.body}`),
  );
}

describe('its numbers', () => {
  it('has 50 people, 30 channels and 20,000 messages within the year', () => {
    expect([demo.users.length, channels.length, messages.length]).toEqual([50, 30, 20_000]);
    const year = 365 * 86_400_000;
    expect(violations(({ createdAt }) => time(createdAt) >= +now || time(createdAt) < +now - year)).toEqual([]);
  });

  // Busy hours, so that something would go past the end if it could.
  it.each([
    ['2027-01-05T14:30:00Z', 1],
    ['2028-02-29T09:59:59.999Z', 2],
  ])('has them whatever the start and the seed, and nothing after it: %s, %i', (date, seed) => {
    const all = listed(make({ now: new Date(date), seed })).flatMap((each) => each.messages);
    expect(all).toHaveLength(20_000);
    expect(all.filter((message) => timesOf(message).some((at) => at >= Date.parse(date)))).toEqual([]);
  });

  it('has each kind of person and of channel', () => {
    const count = (wanted: (user: DemoWorkspace['users'][number]) => boolean) => demo.users.filter(wanted).length;
    expect(count(({ kind }) => kind === 'BOT')).toBe(4);
    expect(count(({ role }) => role === 'OWNER')).toBe(1);
    expect(count(({ role }) => role === 'ADMIN')).toBe(3);
    expect(count(({ role }) => role === 'GUEST')).toBe(4);
    expect(count(({ deactivatedAt }) => deactivatedAt !== null)).toBe(3);
    expect(new Set(demo.users.map(({ handle }) => handle)).size).toBe(50);
    for (const { handle, email } of demo.users) {
      expect(handle).toMatch(/^[a-z0-9][a-z0-9._-]{0,39}$/);
      expect(email ?? `${handle}@demo.example`).toBe(`${handle}@demo.example`);
    }
    const kinds = channels.map(({ channel: { kind, privacy, archivedAt, members } }) =>
      kind === 'DIRECT' ? `DIRECT of ${members.length}` : `${archivedAt ? 'archived ' : ''}${privacy} ${kind}`,
    );
    const tally = Object.fromEntries(kinds.map((kind) => [kind, kinds.filter((other) => other === kind).length]));
    expect(tally).toEqual({
      'PUBLIC TEXT': 19,
      'PRIVATE TEXT': 4,
      'PUBLIC ANNOUNCEMENT': 1,
      'archived PUBLIC TEXT': 1,
      'DIRECT of 2': 3,
      'DIRECT of 4': 2,
    });
    const names = channels.flatMap(({ channel }) => channel.name ?? []);
    expect(new Set(names).size).toBe(25);
    expect(channels.filter(({ channel }) => (channel.kind === 'DIRECT') !== (channel.name === null))).toEqual([]);
  });

  it('has a busy channel, about a third of replies, and threads of more than fifty', () => {
    expect(Math.max(...channels.map((each) => each.messages.length))).toBeGreaterThan(4_500);
    const replies = messages.filter(({ parentId }) => parentId);
    expect(replies.length / messages.length).toBeGreaterThan(0.28);
    expect(replies.length / messages.length).toBeLessThan(0.42);
    const sizes = new Map<string, number>();
    for (const { parentId } of replies) sizes.set(parentId!, (sizes.get(parentId!) ?? 0) + 1);
    expect([...sizes.values()].filter((size) => size >= 50).length).toBeGreaterThanOrEqual(3);
  });

  it('has reactions, edits, mentions, pins, attachments and tombstones', () => {
    const count = (wanted: (message: ImportedMessage) => boolean) => messages.filter(wanted).length;
    expect(count(({ reactions }) => reactions.length > 0)).toBeGreaterThan(2_000);
    expect(count(({ reactions }) => new Set(reactions.map((r) => r.userId)).size > 1)).toBeGreaterThan(1_000);
    expect(count(({ edits }) => edits.length > 0)).toBeGreaterThan(300);
    expect(count(({ edits }) => edits.length > 1)).toBeGreaterThan(5);
    expect(count(({ mentionedUserIds }) => mentionedUserIds.length > 0)).toBeGreaterThan(600);
    expect(count(({ pinned }) => pinned !== null)).toBeGreaterThan(5);
    expect(count(({ attachments }) => attachments.length > 0)).toBeGreaterThan(80);
    expect(count(({ deletedAt }) => deletedAt !== null)).toBeGreaterThan(30);
    expect(count(({ body }) => body.includes('```'))).toBeGreaterThan(5);
    expect(count(({ body }) => /\[[^\]]+\]\(https:\/\/example\.com/.test(body))).toBeGreaterThan(20);
  });
});

describe('always the same', () => {
  it('is generated again byte for byte from the same options', () => {
    const print = (...all: unknown[]) => createHash('sha256').update(JSON.stringify(all)).digest('hex');
    const printOf = (other: DemoWorkspace) => print(other.users, listed(other));
    expect(printOf(make({ seed: 1 }))).toBe(print(demo.users, channels));
  });

  it('has other texts with another seed, and other ids in another namespace', () => {
    const seeded = new Set(listed(make({ seed: 9 })).flatMap((each) => each.messages.map(({ body }) => body)));
    expect(messages.filter(({ body }) => seeded.has(body)).length / messages.length).toBeLessThan(0.6);
    const elsewhere = make({ namespace: 'elsewhere' });
    const ids = new Set(listed(elsewhere).flatMap((each) => each.messages.map(({ id }) => id)));
    expect(messages.filter(({ id }) => ids.has(id))).toEqual([]);
    expect(elsewhere.users.filter(({ id }) => users.has(id))).toEqual([]);
  });
});

describe('the rules of the product', () => {
  it('adds nothing to a message after the channel is closed', () => {
    const end = +now;
    const room = openRoom(channelSpecs.find(({ key }) => key === 'general')!, end - 365 * 86_400_000, end);
    const beat = readTexts('=== pack last\na: bye ## 🎉9 pin').packs.get('last')![0]!.beats[0]!;
    const ids = new Map(demo.users.map(({ handle, id }) => [handle, id]));
    const body = 'the last word of the year, which is corrected in a moment';
    const random = new Random('closing time');
    const tally = { reactions: 0, edits: 0, deletions: 0, pins: 0 };
    for (let i = 0; i < 4_000; i++) {
      const line = { at: end - 1 - random.int(0, 900_000), author: room.members[0]!.person, beat, root: null };
      const deletedAt = deletion(room, { ...line, beat: { ...beat, pin: false } }, false, random);
      const edits = editsOf(room, line, body, random);
      const reactions = reactionsTo(room, line, body, ids, random);
      const pinned = pin(room, line, body, ids, random);
      tally.reactions += reactions.length;
      tally.edits += edits.length;
      tally.deletions += deletedAt ? 1 : 0;
      tally.pins += pinned ? 1 : 0;
      const at = iso(line.at);
      expect(timesOf({ createdAt: at, deletedAt, edits, reactions, pinned }).filter((t) => t >= end)).toEqual([]);
    }
    expect(Object.values(tally).filter((count) => count === 0)).toEqual([]);
  });

  it('has a distinct id for everything, and lists messages in the order of time', () => {
    expect(new Set(messages.map(({ id }) => id)).size).toBe(20_000);
    for (const each of channels) {
      const times = each.messages.map(({ createdAt }) => time(createdAt));
      expect(times.filter((at, i) => i > 0 && at <= times[i - 1]!)).toEqual([]);
    }
  });

  it('has messages only by current members, after they joined', () => {
    const wrong = violations(({ authorId, createdAt }, { channel }) => {
      const member = channel.members.find(({ userId }) => userId === authorId);
      const gone = users.get(authorId)?.deactivatedAt;
      return !member || member.joinedAt > createdAt || (gone != null && gone < createdAt);
    });
    expect(wrong).toEqual([]);
    for (const { channel } of channels) {
      for (const { userId, joinedAt } of channel.members) {
        expect(users.get(userId)!.createdAt <= joinedAt, `${channel.name} ${userId}`).toBe(true);
        expect(channel.createdAt <= joinedAt, `${channel.name} ${userId}`).toBe(true);
      }
      expect(users.get(channel.createdById!)!.createdAt < channel.createdAt).toBe(true);
    }
  });

  it('has replies to earlier roots of the same channel', () => {
    const wrong = channels.flatMap(({ messages: all }) => {
      const roots = new Set<string>();
      return all.filter(({ id, parentId }) => {
        if (parentId === null) roots.add(id);
        return parentId !== null && !roots.has(parentId);
      });
    });
    expect(wrong).toEqual([]);
  });

  it('has reactions by members alone, one of a kind, after the message', () => {
    const wrong = violations(({ reactions, createdAt }, { channel }) => {
      const kinds = new Set(reactions.map(({ emoji, userId }) => `${emoji} ${userId}`));
      return (
        kinds.size < reactions.length ||
        reactions.some(({ emoji, userId, createdAt: at }) => {
          const joined = channel.members.find((member) => member.userId === userId)?.joinedAt;
          const gone = users.get(userId)?.deactivatedAt;
          const early = at <= createdAt || !joined || joined > at || time(at) > +now;
          return early || (gone != null && gone < at) || !/^\P{ASCII}+$/u.test(emoji);
        })
      );
    });
    expect(wrong).toEqual([]);
  });

  it('mentions only members, each @handle in the text', () => {
    const wrong = violations(({ body, mentionedUserIds }, { channel }) => {
      const prose = body.replace(/```[\s\S]*?```|`[^`]*`|https?:\/\/\S+/g, '');
      const named = [...prose.matchAll(/@([\w.-]*\w)/g)].map(([, handle]) => handle);
      const known = mentionedUserIds.map((id) => users.get(id)?.handle);
      const members = mentionedUserIds.every((id) => channel.members.some(({ userId }) => userId === id));
      return !members || JSON.stringify([...new Set(named)].sort()) !== JSON.stringify([...known].sort());
    });
    expect(wrong).toEqual([]);
  });

  it('has announcements by its admins alone, and nothing in an archived channel after its end', () => {
    const announcement = violations(
      ({ authorId, parentId }, { channel }) =>
        channel.kind === 'ANNOUNCEMENT' &&
        parentId === null &&
        channel.members.find(({ userId }) => userId === authorId)?.role !== 'ADMIN',
    );
    expect(announcement).toEqual([]);
    const late = violations((message, { channel: { archivedAt } }) =>
      timesOf(message).some((at) => at >= (archivedAt ? time(archivedAt) : +now)),
    );
    expect(late).toEqual([]);
  });

  it('keeps what was edited and empties what was deleted', () => {
    const wrong = violations(({ body, edits, editedAt, createdAt, deletedAt, attachments, pinned }) => {
      const times = [createdAt, ...edits.map(({ replacedAt }) => replacedAt)];
      const order = times.every((at, i) => i === 0 || at > times[i - 1]!);
      const bodies = [...edits.map((edit) => edit.body), body];
      const change = bodies.every((text, i) => i === 0 || text !== bodies[i - 1]);
      const tombstone = body === '' && edits.length === 0 && attachments.length === 0 && pinned === null;
      const empty = body === '' && !deletedAt && attachments.length === 0;
      const last = (editedAt ?? undefined) !== edits.at(-1)?.replacedAt;
      return !order || !change || empty || last || (deletedAt !== null && (!tombstone || deletedAt <= createdAt));
    });
    expect(wrong).toEqual([]);
  });

  it('has no text that a database or a browser refuses, and no template left in it', () => {
    const all = messages.flatMap(({ body, edits }) => [body, ...edits.map((edit) => edit.body)]);
    const names = [
      ...demo.users.flatMap(({ name, title }) => [name, title ?? '']),
      ...channels.map((c) => c.channel.topic),
    ];
    const bad = [...all, ...names].filter(
      (text) => text.includes('\0') || Buffer.from(text).toString() !== text || text.length > 4_000,
    );
    expect(bad).toEqual([]);
    expect(
      all.filter((text) => /[{}‹›⏎]|\[[^\]]*\|[^\]]*\]|undefined|NaN|\\n/.test(text.replace(/`NaN`/, ''))),
    ).toEqual([]);
    expect(all.filter((text) => text !== text.trim())).toEqual([]);
  });
});
