// The demo workspace: fifty people, thirty channels and 20,000 messages over the year that ends at `now`, written from
// the templates in texts/ (in the notation of script.ts). The same options give the same workspace, byte for byte, on
// every machine.
import { readdirSync, readFileSync } from 'node:fs';
import type { ImportedChannel, ImportedMessage, ImportedUser } from '../../features/imports/model.ts';
import { importedUuid } from '../../lib/ids.ts';
import { day, hour, minute } from './calendar.ts';
import { channels } from './channels.ts';
import { attachment, deletion, editsOf, pin, reactionsTo } from './details.ts';
import { type Person, people, stayOf } from './people.ts';
import { fill, type Written, write } from './playing.ts';
import { Random } from './random.ts';
import { openRoom, type Room } from './rooms.ts';
import { readTexts } from './script.ts';
import type { Line } from './staging.ts';
import { dueEvents } from './stories.ts';
import { Writer } from './writer.ts';

export interface DemoWorkspace {
  name: string;
  slug: 'demo';
  users: ImportedUser[];
  /** Messages in chronological order, so a root comes before its replies. */
  channels: { channel: ImportedChannel; messages: Iterable<ImportedMessage> }[];
}

const textsFolder = new URL('./texts/', import.meta.url);
const year = 365 * day;
const iso = (at: number): string => new Date(at).toISOString();

/** Generates the demo workspace. `namespace` makes its ids unique; another `seed` gives other messages. */
export function demoWorkspace(options: { now: Date; namespace: string; seed?: number }): DemoWorkspace {
  const end = options.now.getTime();
  if (!Number.isFinite(end)) throw new Error('The demo needs a valid date for `now`.');
  const start = end - year;
  const random = new Random(`pinewharf ${options.seed ?? 1}`);
  const texts = readTexts(
    ...readdirSync(textsFolder)
      .sort()
      .map((file) => readFileSync(new URL(file, textsFolder), 'utf8')),
  );
  const users = people.map((person, i) => toUser(person, i, start, options.namespace));
  const ids = new Map(users.map((user) => [user.handle, user.id]));

  const due = dueEvents(texts, start, end, random);
  const rooms = channels.map((spec) => openRoom(spec, start, end));
  const plays = rooms.map((room) =>
    fill(
      room,
      texts,
      due.filter((event) => event.channel === room.spec.key),
      random,
    ),
  );
  const bodies = write(plays.flat(), new Writer(texts, random, start, year), random);

  return {
    name: 'Pinewharf',
    slug: 'demo',
    users,
    channels: rooms.map((room, i) => {
      const channel = toChannel(room, ids, options.namespace);
      const lines = plays[i]!.flatMap((play) => play.staged.lines);
      return { channel, messages: toMessages(room, lines, bodies, ids, options.namespace, random) };
    }),
  };
}

function toUser(person: Person, i: number, start: number, namespace: string): ImportedUser {
  const { from, until } = stayOf(person, start);
  const createdAt = from > start ? from - hour : start - day + i * minute;
  return {
    id: importedUuid(createdAt, namespace, 'user', person.handle),
    handle: person.handle,
    name: person.name,
    title: person.title,
    email: person.team === 'bot' ? null : `${person.handle}@demo.example`,
    avatarUrl: null,
    kind: person.team === 'bot' ? 'BOT' : 'PERSON',
    role: person.role,
    createdAt: iso(createdAt),
    deactivatedAt: until === null ? null : iso(until + hour),
  };
}

function toChannel(room: Room, ids: ReadonlyMap<string, string>, namespace: string): ImportedChannel {
  const { spec } = room;
  const createdAt = spec.created > 0 ? room.opens : room.opens - hour;
  return {
    id: importedUuid(createdAt, namespace, 'channel', spec.key),
    name: spec.name,
    topic: spec.topic,
    purpose: spec.purpose,
    kind: spec.kind,
    privacy: spec.privacy,
    createdById: ids.get(spec.createdBy)!,
    createdAt: iso(createdAt),
    archivedAt: spec.archived === null ? null : iso(room.closes),
    members: room.members.map(({ person, joined }) => ({
      userId: ids.get(person.handle)!,
      role: spec.admins.includes(person.handle) ? 'ADMIN' : 'MEMBER',
      joinedAt: iso(joined),
    })),
  };
}

function toMessages(
  room: Room,
  lines: Line[],
  written: ReadonlyMap<Line, Written>,
  ids: ReadonlyMap<string, string>,
  namespace: string,
  random: Random,
): ImportedMessage[] {
  lines.sort((a, b) => a.at - b.at);
  let last = 0;
  for (const line of lines) last = line.at = Math.max(line.at, last + 1);
  const messageIds = new Map(
    lines.map((line, i) => [line, importedUuid(line.at, namespace, 'message', room.spec.key, String(i))]),
  );
  const rootsWithReplies = new Set(lines.map((line) => line.root));
  return lines.map((line) => {
    const { body, file } = written.get(line)!;
    const deletedAt = deletion(room, line, rootsWithReplies.has(line), random);
    const edits = deletedAt ? [] : editsOf(room, line, body, random);
    return {
      id: messageIds.get(line)!,
      authorId: ids.get(line.author.handle)!,
      parentId: line.root && messageIds.get(line.root)!,
      createdAt: iso(line.at),
      body: deletedAt ? '' : body,
      deletedAt,
      edits,
      editedAt: edits.at(-1)?.replacedAt ?? null,
      reactions: deletedAt ? [] : reactionsTo(room, line, body, ids, random),
      mentionedUserIds: deletedAt ? [] : mentionsIn(body, ids),
      attachments: file ? [attachment(file, line.at, random)] : [],
      pinned: deletedAt ? null : pin(room, line, body, ids, random),
    };
  });
}

function mentionsIn(body: string, ids: ReadonlyMap<string, string>): string[] {
  const text = body.replace(/```[\s\S]*?```|`[^`]*`/g, '');
  const found = [...text.matchAll(/(?<![\w@])@([a-z0-9]+)/g)].flatMap(([, handle]) => ids.get(handle!) ?? []);
  return [...new Set(found)];
}
