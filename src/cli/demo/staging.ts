// Stages a script: chooses the day and hour, the cast, and the time of each message. No person writes before they
// joined, after they left, or (unless on call) while they would be asleep.
import * as calendar from './calendar.ts';
import { day, hour, minute } from './calendar.ts';
import { engineers, type Person } from './people.ts';
import type { Random } from './random.ts';
import { type Member, present, type Room } from './rooms.ts';
import type { Beat, Script } from './script.ts';

export interface Line {
  at: number;
  author: Person;
  beat: Beat;
  /** The root of its thread; null for a root message. */
  root: Line | null;
}

export interface Staged {
  script: Script;
  cast: Map<string, Person>;
  lines: Line[];
}

/** One attempt at staging a script. */
interface Attempt {
  room: Room;
  script: Script;
  beats: readonly Beat[];
  random: Random;
  /** The time is fixed, so each role must be cast, even with people who are asleep. */
  fixed: boolean;
  /** Set after many attempts: people who are asleep may be cast too. */
  lenient: boolean;
  cast: Map<string, Person>;
}

/** Decides which optional beats are used and how often repeated beats occur. */
export function settle(script: Script, random: Random): Beat[] {
  let used = true;
  return script.beats.flatMap((beat) => {
    used = beat.linked ? used : random.chance(beat.chance);
    if (!used) return [];
    const [low, high] = beat.repeat;
    return Array.from({ length: random.int(low, high) }, () => beat);
  });
}

/** The beats without a thread, as in a quick conversation. Long scenes keep their thread. */
export function flatten(script: Script, beats: readonly Beat[]): Beat[] {
  const waits = beats.reduce((sum, beat) => sum + (beat.gap ?? 0), 0);
  if (script.loose || script.anytime || beats.length > 9 || waits > 75 * minute) return [...beats];
  return beats.map((beat) => ({ ...beat, root: true, gap: beat.gap && Math.min(beat.gap, 12 * minute) }));
}

/** Stages `beats` at the fixed time or at a random one; undefined if no free time was found. */
export function stage(
  room: Room,
  script: Script,
  beats: readonly Beat[],
  random: Random,
  fixed?: { at: number; cast?: ReadonlyMap<string, Person> },
): Staged | undefined {
  if (fixed) {
    const cast = new Map(fixed.cast);
    const staged = play({ room, script, beats, random, fixed: true, lenient: false, cast }, fixed.at);
    if (staged) reserve(room, staged, true);
    return staged;
  }
  for (let count = 0; count < 60; count++) {
    const at = someDay(room, random);
    if (tooSoon(room, script, at, count)) continue;
    const attempt = { room, script, beats, random, fixed: false, lenient: count > 40, cast: new Map<string, Person>() };
    const moment = begin(attempt, at);
    const staged = moment === undefined ? undefined : play(attempt, moment);
    if (staged && reserve(room, staged, count > 55)) return staged;
  }
  return undefined;
}

function someDay(room: Room, random: Random): number {
  for (;;) {
    const at = calendar.startOfDay(room.opens + random.next() * (room.closes - room.opens));
    const progress = (at - room.opens) / (room.closes - room.opens);
    const growth = room.spec.archived === null ? 0.45 + 0.55 * progress : 1 - 0.7 * Math.abs(progress - 0.45);
    // Each day is randomly busier or quieter.
    const mood = 0.55 + (((at / day) * 7919) % 97) / 97;
    if (random.chance((growth * mood * calendar.liveliness(at, room.spec.weekend)) / 1.65)) return at;
  }
}

/** Whether the same scene is played too close to this day: repetitions are spread over the year. */
function tooSoon(room: Room, script: Script, at: number, count: number): boolean {
  const played = room.played.get(script) ?? [];
  const usual = count < 40 ? (0.3 * (room.closes - room.opens)) / (played.length + 1) : 0;
  const distance = Math.max(script.apart * day, Math.min(usual, 20 * day));
  return played.some((other) => Math.abs(other - at) < distance);
}

/** Casts the first author for the day `at`, and returns the time of the first message. */
function begin({ room, script, beats, random, cast }: Attempt, at: number): number | undefined {
  const { role } = beats[0]!;
  const able = room.members.filter(
    (m) => m.joined <= at + 6 * hour && at + day < m.until && mayPlay(m.person, script.roles.get(role)),
  );
  const who = able.every((m) => m.person.team === 'bot') ? able[0] : random.weighted(able, (m) => m.talk);
  if (!who) return undefined;
  cast.set(role, who.person);
  const bot = who.person.team === 'bot';
  // A bot writes when people work: most of them are one hour ahead of UTC.
  const moment = calendar.workingMoment(at, bot ? 0.6 : who.person.offset, random);
  const idle = room.spec.weekend === 0 && !bot && calendar.isWeekend(moment + who.person.offset * hour);
  return moment < room.opens + minute || moment >= room.closes || idle ? undefined : moment;
}

/** Computes the author and time of all lines, beginning at `start`. */
function play(attempt: Attempt, start: number): Staged | undefined {
  const { room, script, beats, random, cast } = attempt;
  // Casts the roles without lines too, since their names are mentioned.
  for (const role of new Set([...script.beats.map((beat) => beat.role), ...script.roles.keys()])) {
    if (role === '*' || cast.has(role)) continue;
    const who = choose(attempt, start, role, cast.values());
    if (!who) return undefined;
    cast.set(role, who);
  }
  const lines: Line[] = [];
  let root: Line | null = null;
  for (const [i, beat] of beats.entries()) {
    const before = lines.at(-1);
    let at = !before || script.loose ? start : before.at + pause(beat, before, attempt);
    const author = cast.get(beat.role) ?? anyMember(attempt, at, lines);
    if (!author) return undefined;
    if (i > 0) {
      const awake = whenAwake(attempt, beat, author, at);
      if (awake === undefined) return undefined;
      at = awake > start ? awake : start + random.int(20, 90) * minute;
    }
    const member = room.members.find((m) => m.person === author);
    if (!member || at < member.joined || at >= member.until) return undefined;
    const line: Line = { at: Math.floor(at), author, beat, root: beat.root ? null : root };
    if (beat.root) root = line;
    lines.push(line);
  }
  const kept = lines.filter((line) => line.at < room.closes);
  // A scene at a fixed time may be cut off by the end of the year; any other scene is moved to another time.
  if (kept.length < lines.length && (!attempt.fixed || kept[0] !== lines[0])) return undefined;
  return { script, cast, lines: kept };
}

function mayPlay(person: Person, allowed: readonly string[] | undefined): boolean {
  if (!allowed) return person.team !== 'bot';
  return allowed.some((who) => {
    if (who.startsWith('@')) return person.handle === who.slice(1);
    return who === 'eng' ? engineers.includes(person.team) : person.team === who;
  });
}

/** Chooses a member for a role, preferably one who is awake and writes much. */
function choose(attempt: Attempt, at: number, role: string, avoid: Iterable<Person>): Person | undefined {
  const { room, script, random, fixed, lenient } = attempt;
  const taken = new Set(avoid);
  const allowed = script.roles.get(role);
  const free = room.members.filter(
    (m) => m.joined <= at && at + 2 * hour < m.until && !taken.has(m.person) && mayPlay(m.person, allowed),
  );
  const awake = (m: Member) =>
    calendar.presence(at + 5 * minute, m.person.offset, weekendOf(attempt)) + (script.anytime ? 0.03 : 0);
  const chosen =
    random.weighted(free, (m) => m.talk * awake(m)) ??
    (fixed || lenient || script.loose ? random.weighted(free, (m) => m.talk) : undefined) ??
    (free.every((m) => m.person.team === 'bot') ? free[0] : undefined);
  return chosen?.person;
}

/** Chooses any member who has not just written. */
function anyMember(attempt: Attempt, at: number, lines: readonly Line[]): Person | undefined {
  const there = present(attempt.room, at);
  const spoke = lines.map((line) => line.author);
  const recent = spoke.slice(-Math.min(40, Math.floor(there.length * 0.6)));
  const others = there.filter((m) => m.person !== spoke.at(-1));
  return (
    choose(attempt, at, '*', [...attempt.cast.values(), ...recent]) ??
    choose(attempt, at, '*', spoke.slice(-2)) ??
    attempt.random.weighted(others, (m) => m.talk)?.person
  );
}

const weekendOf = ({ room, script }: Attempt): number => Math.max(room.spec.weekend, script.anytime ? 0.5 : 0.02);

/**
 * The time at which the author of a line due at `at` is awake; undefined if that would delay a conversation overnight.
 */
function whenAwake(attempt: Attempt, beat: Beat, author: Person, at: number): number | undefined {
  const { script, random, lenient } = attempt;
  if (author.team === 'bot' || script.anytime) return at;
  if (script.loose) return calendar.nextPresence(at - 2 * hour, author.offset, random) + random.skewed(0, 2 * hour);
  const long = beat.gap !== null && beat.gap >= hour;
  if (calendar.presence(at, author.offset, weekendOf(attempt)) >= (long ? 0.3 : 0.015)) return at;
  // Outside a thread a conversation does not pause until the next morning, so another time or cast must be found.
  return beat.root && beat.gap === null && !lenient ? undefined : calendar.nextPresence(at, author.offset, random);
}

/** The pause before a line: long lines take longer to type, replies in threads come later, and alerts are quick. */
function pause(beat: Beat, before: Line, { script, random }: Attempt): number {
  if (beat.gap !== null) return beat.gap * (0.6 + 0.8 * random.next());
  const typing = Math.min(beat.text.length, 400) * 150;
  if (before.author.team === 'bot' && beat.root) return random.skewed(2, 25) * minute;
  if (script.anytime) return typing + random.skewed(10_000, 4 * minute);
  return typing + (beat.root ? random.skewed(8_000, 2.5 * minute) : random.skewed(25_000, 14 * minute));
}

/** Reserves the times of the scene's root messages; false if they overlap another conversation. */
function reserve(room: Room, { script, lines }: Staged, always: boolean): boolean {
  const spans: [number, number][] = [];
  for (const { at } of lines.filter((line) => line.beat.root)) {
    const last = spans.at(-1);
    // A root message after a long pause begins another conversation.
    if (last && at - last[1] < 20 * minute) last[1] = at;
    else spans.push([at, at]);
  }
  const clash = spans.some(([from, to]) => room.taken.some(([a, b]) => from <= b + 3 * minute && a <= to + 3 * minute));
  if (clash && !always) return false;
  room.taken.push(...spans);
  room.played.set(script, [...(room.played.get(script) ?? []), lines[0]!.at]);
  return true;
}
