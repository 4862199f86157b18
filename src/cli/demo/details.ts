// The parts of a message besides its text: reactions, edits, deletion, attachments, pins. Only current members react,
// and nothing happens after the channel is archived.

import type { ImportedMessage } from '../../features/imports/model.ts';
import { hour, minute } from './calendar.ts';
import type { Random } from './random.ts';
import { present, type Room } from './rooms.ts';
import type { Line } from './staging.ts';

const iso = (at: number): string => new Date(at).toISOString();

const moods: readonly [RegExp, readonly string[]][] = [
  [/\b(thanks?|cheers|kind|owe you)\b|🙏|saved my/i, ['❤️', '🙏', '🙂']],
  [/\b(resolved|closed|fixed|merged|live|deployed|shipped|works|done)\b|🎉/i, ['🎉', '✅', '🚀', '👏']],
  [/\b(haha|classic|regret|cake|printer|dog|cat|pigeon)\b|😂/i, ['😂', '😄', '💀']],
  [/\b(sorry|ouch|broken|fails?|error|tired)\b|😢/i, ['😬', '😢', '🫠']],
  [/\?$/, ['👀', '🤔', '🙋']],
  [/^(yes|agree|\+1|convinced|exactly|deal)/i, ['👍', '💯', '🤝']],
  [/heads-up|fyi|note|PSA|\d %/i, ['👀', '👍', '📈']],
];
const ordinary = ['👍', '👍', '👀', '💯', '❤️', '✅'];

/** The reactions to a message: those in its script, and sometimes some that fit its words. */
export function reactionsTo(
  room: Room,
  line: Line,
  body: string,
  ids: ReadonlyMap<string, string>,
  random: Random,
): ImportedMessage['reactions'] {
  const wanted = line.beat.reactions.map(({ emoji, max }) => ({
    emoji,
    count: random.int(Math.ceil(max / 3), max),
  }));
  const human = line.author.team !== 'bot';
  if (wanted.length === 0 && human && random.chance(line.root ? 0.08 : 0.13)) {
    const fitting = moods.find(([pattern]) => pattern.test(body))?.[1] ?? ordinary;
    wanted.push({ emoji: random.pick(fitting), count: Math.round(random.skewed(1, 5)) });
    if (random.chance(0.15)) wanted.push({ emoji: random.pick(ordinary), count: 1 });
  }
  const reactions: { emoji: string; userId: string; at: number }[] = [];
  for (const { emoji, count } of wanted) {
    const pool = present(room, line.at).filter((m) => m.person !== line.author && m.person.team !== 'bot');
    for (const member of random.shuffled(pool).slice(0, count)) {
      const at = Math.floor(line.at + random.skewed(15_000, 4 * hour));
      const userId = ids.get(member.person.handle)!;
      if (reactions.some((r) => r.userId === userId && r.emoji === emoji)) continue;
      if (at < room.closes && at < member.until) reactions.push({ emoji, userId, at });
    }
  }
  return reactions.sort((a, b) => a.at - b.at).map(({ emoji, userId, at }) => ({ emoji, userId, createdAt: iso(at) }));
}

/** The earlier versions of an edited message; most messages have none. */
export function editsOf(room: Room, line: Line, body: string, random: Random): ImportedMessage['edits'] {
  if (line.author.team === 'bot' || body.length < 28 || !random.chance(0.03)) return [];
  const bodies = [random.chance(0.35) ? shortened(body) : mistyped(body, random)];
  if (random.chance(0.12)) bodies.unshift(mistyped(bodies[0]!, random));
  let at = line.at;
  const edits = bodies.map((earlier, i) => {
    at = Math.floor(at + random.skewed(15_000, 25 * minute) + 1);
    return { earlier, next: bodies[i + 1] ?? body, at };
  });
  if (at >= room.closes) return [];
  return edits.filter((e) => e.earlier !== e.next).map((e) => ({ body: e.earlier, replacedAt: iso(e.at) }));
}

/** The text without its last sentence, if it has several. */
function shortened(body: string): string {
  const cut = Math.max(body.lastIndexOf('. '), body.lastIndexOf('? '));
  return cut > 12 && !body.includes('```') ? body.slice(0, cut + 1).replace(/\.$/, '') : body;
}

/** The text with two letters of one word swapped. Code, mentions and links are not changed. */
function mistyped(body: string, random: Random): string {
  const words = [...body.matchAll(/(?<![@#`/\w.-])[a-z]{5,}(?![\w`])/g)].filter(
    ({ index }) => (body.slice(0, index).split('`').length - 1) % 2 === 0,
  );
  if (words.length === 0) return body;
  const { 0: word, index } = random.pick(words);
  const i = random.int(1, word.length - 3);
  return `${body.slice(0, index + i)}${word[i + 1]}${word[i]}${body.slice(index + i + 2)}`;
}

const mediaTypes: Record<string, string> = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  html: 'text/html',
};

/** An attachment with a link to a file that does not exist. */
export function attachment(name: string, at: number, random: Random): ImportedMessage['attachments'][number] {
  const slug = name.toLowerCase().replace(/[^a-z0-9.]+/g, '-');
  return {
    name: slug,
    url: `https://files.example.com/pinewharf/${iso(at).slice(0, 7)}/${random.int(0x100000, 0xffffff).toString(16)}/${slug}`,
    mediaType: mediaTypes[slug.split('.').at(-1)!] ?? null,
    size: random.chance(0.9) ? random.int(24_000, 3_800_000) : null,
  };
}

/** When a message was deleted; null for nearly all messages, and always for those that others refer to. */
export function deletion(room: Room, line: Line, hasReplies: boolean, random: Random): string | null {
  const { author, beat } = line;
  const keeps = author.team === 'bot' || beat.file !== null || beat.pin || room.spec.kind === 'ANNOUNCEMENT';
  if (keeps || !random.chance(hasReplies ? 0.0008 : 0.0045)) return null;
  const at = Math.floor(line.at + random.skewed(20_000, 3 * hour));
  return at < room.closes ? iso(at) : null;
}

/** Who pinned a message and when: sometimes those marked in the script, and seldom long root messages. */
export function pin(
  room: Room,
  line: Line,
  body: string,
  ids: ReadonlyMap<string, string>,
  random: Random,
): ImportedMessage['pinned'] {
  if (line.root || line.author.team === 'bot') return null;
  const likely = line.beat.pin ? 0.35 : body.length > 90 && room.spec.kind !== 'DIRECT' ? 0.004 : 0;
  if (!random.chance(likely)) return null;
  const at = Math.floor(line.at + random.skewed(60_000, 2 * hour));
  const admin = present(room, line.at).find((m) => room.spec.admins.includes(m.person.handle) && at < m.until);
  const by = admin && random.chance(0.5) ? admin.person : line.author;
  return at < room.closes ? { byId: ids.get(by.handle)!, at: iso(at) } : null;
}
