// Puts a script on stage: on which day and hour it plays, who plays, and when each of its messages is written.
// Nobody writes before they joined, after they left, or (unless on call) while they would be asleep.
import {
  day,
  hour,
  isWeekend,
  liveliness,
  minute,
  nextPresence,
  presence,
  startOfDay,
  workingMoment,
} from './calendar.ts';
import { engineers, type Person } from './people.ts';
import type { Random } from './random.ts';
import { type Member, present, type Room } from './rooms.ts';
import type { Beat, Script } from './script.ts';

export interface Line {
  at: number;
  author: Person;
  beat: Beat;
  /** The line whose thread this is in. */
  root: Line | null;
}

export interface Staged {
  script: Script;
  cast: Map<string, Person>;
  lines: Line[];
}

function fits(person: Person, allowed: readonly string[] | undefined): boolean {
  if (!allowed) return person.team !== 'bot';
  return allowed.some((who) => {
    if (who.startsWith('@')) return person.handle === who.slice(1);
    if (who === 'eng') return engineers.includes(person.team);
    return person.team === who;
  });
}

/** Everything that is said, before it is known when: optional and repeated lines are settled. */
export function settle(script: Script, random: Random): Beat[] {
  let said = true;
  return script.beats.flatMap((beat) => {
    said = beat.linked ? said : random.chance(beat.chance);
    if (!said) return [];
    const [low, high] = beat.repeat;
    return Array.from({ length: random.int(low, high) }, () => beat);
  });
}

/** The same without a thread, as people talk when they are all there; scenes that take hours keep their thread. */
export function flatten(script: Script, beats: readonly Beat[]): Beat[] {
  const waits = beats.reduce((sum, beat) => sum + (beat.gap ?? 0), 0);
  if (script.loose || script.anytime || beats.length > 9 || waits > 75 * minute) return [...beats];
  return beats.map((beat) => ({
    ...beat,
    root: true,
    gap: beat.gap === null ? null : Math.min(beat.gap, 12 * minute),
  }));
}

/** Stages `beats` at `at`, or at a moment of its own; undefined if the year leaves no room for it. */
export function stage(
  room: Room,
  script: Script,
  beats: readonly Beat[],
  random: Random,
  fixed?: { at: number; cast?: ReadonlyMap<string, Person> },
): Staged | undefined {
  for (let attempt = 0; attempt < 60; attempt++) {
    const at = fixed ? fixed.at : someDay(room, random);
    if (!fixed && tooSoon(room, script, at, attempt)) continue;
    const staged = play(room, script, beats, random, at, fixed?.cast, fixed !== undefined, attempt > 40);
    if (staged && reserve(room, staged, fixed !== undefined || attempt > 55)) return staged;
    if (fixed) return staged;
  }
  return undefined;
}

/** Whether the same scene has just been played: repetitions are spread over the year. */
function tooSoon(room: Room, script: Script, at: number, attempt: number): boolean {
  const played = room.played.get(script) ?? [];
  const usual = attempt < 40 ? (0.3 * (room.closes - room.opens)) / (played.length + 1) : 0;
  const distance = Math.max(script.apart * day, Math.min(usual, 20 * day));
  return played.some((other) => Math.abs(other - at) < distance);
}

function someDay(room: Room, random: Random): number {
  for (;;) {
    const at = startOfDay(room.opens + random.next() * (room.closes - room.opens));
    const progress = (at - room.opens) / Math.max(1, room.closes - room.opens);
    const growth = room.spec.archived === null ? 0.45 + 0.55 * progress : 1 - 0.7 * Math.abs(progress - 0.45);
    // Every third or so day has a mood of its own, busier or quieter.
    const mood = 0.55 + (((at / day) * 7919) % 97) / 97;
    if (random.chance((growth * mood * liveliness(at, room.spec.weekend)) / 1.65)) return at;
  }
}

function play(
  room: Room,
  script: Script,
  beats: readonly Beat[],
  random: Random,
  dayOrTime: number,
  given: ReadonlyMap<string, Person> | undefined,
  timeIsFixed: boolean,
  lenient: boolean,
): Staged | undefined {
  const cast = new Map<string, Person>(given);
  const weekend = Math.max(room.spec.weekend, script.anytime ? 0.5 : 0.02);
  const choose = (
    at: number,
    allowed: readonly string[] | undefined,
    avoid: ReadonlySet<Person>,
  ): Person | undefined => {
    const able = room.members.filter((m) => m.joined <= at && at + 2 * hour < m.until && fits(m.person, allowed));
    const free = able.filter((m) => !avoid.has(m.person));
    const awake = (m: Member) => presence(at + 5 * minute, m.person.offset, weekend) + (script.anytime ? 0.03 : 0);
    return (
      (
        random.weighted(free, (m) => m.talk * awake(m)) ??
        random.weighted(free, (m) => (timeIsFixed || lenient || script.loose ? m.talk : 0))
      )?.person ?? (free.length > 0 && free.every((m) => m.person.team === 'bot') ? free[0]!.person : undefined)
    );
  };

  let at = dayOrTime;
  const first = beats[0]!.role;
  if (!timeIsFixed) {
    const able = room.members.filter(
      (m) => m.joined <= at + 6 * hour && at + day < m.until && fits(m.person, script.roles.get(first)),
    );
    const bot = able.every((m) => m.person.team === 'bot');
    const who = cast.get(first) ?? (bot ? able[0]?.person : random.weighted(able, (m) => m.talk)?.person);
    if (!who) return undefined;
    cast.set(first, who);
    // A bot speaks when people work: most of them live one hour ahead of UTC.
    at = workingMoment(at, who.team === 'bot' ? 0.6 : who.offset, random);
    if (at < room.opens + minute || at >= room.closes) return undefined;
    if (!script.anytime && who.team !== 'bot' && isWeekend(at + who.offset * hour) && room.spec.weekend === 0)
      return undefined;
  }
  // Also those who say nothing, as their names are mentioned.
  for (const role of new Set([...script.beats.map((beat) => beat.role), ...script.roles.keys()])) {
    if (role === '*' || cast.has(role)) continue;
    const who = choose(at, script.roles.get(role), new Set(cast.values()));
    if (!who) return undefined;
    cast.set(role, who);
  }

  const lines: Line[] = [];
  const start = at;
  const spoke: Person[] = [];
  let root: Line | null = null;
  for (const [i, beat] of beats.entries()) {
    if (script.loose && i > 0) at = start;
    else if (i > 0) at += pause(beat, lines[i - 1]!, random);
    let author = cast.get(beat.role);
    if (!author) {
      const recent = spoke.slice(-Math.min(40, Math.floor(present(room, at).length * 0.6)));
      author =
        choose(at, script.roles.get('*'), new Set([...cast.values(), ...recent])) ??
        choose(at, script.roles.get('*'), new Set(spoke.slice(-2))) ??
        random.weighted(
          present(room, at).filter((m) => m.person !== spoke.at(-1)),
          (m) => m.talk,
        )?.person;
    }
    if (!author) return undefined;
    if (author.team !== 'bot' && !script.anytime) {
      if (script.loose && i > 0)
        at = nextPresence(start - 2 * hour, author.offset, random) + random.skewed(0, 2 * hour);
      else {
        const here = presence(at, author.offset, weekend);
        const long = beat.gap !== null && beat.gap >= hour;
        if (here < (long ? 0.3 : 0.015) && i > 0) {
          // Outside a thread nobody waits for the next morning: another hour or another cast must be found.
          if (beat.root && beat.gap === null && !lenient) return undefined;
          at = nextPresence(at, author.offset, random);
        }
      }
    }
    if (at <= start && i > 0) at = start + random.int(20, 90) * minute;
    const member = room.members.find((m) => m.person === author);
    if (!member || at < member.joined || at >= member.until) return undefined;
    const line: Line = { at: Math.floor(at), author, beat, root: beat.root ? null : root };
    if (beat.root) root = line;
    lines.push(line);
    spoke.push(author);
  }
  if (lines.some((line) => line.at >= room.closes)) {
    if (!timeIsFixed) return undefined;
    const kept = lines.filter((line) => line.at < room.closes);
    return kept.length > 0 && kept[0] === lines[0] ? { script, cast, lines: kept } : undefined;
  }
  return { script, cast, lines };
}

/** How long a line takes to come: longer ones are typed longer, threads are answered at leisure. */
function pause(beat: Beat, before: Line, random: Random): number {
  if (beat.gap !== null) return beat.gap * (0.6 + 0.8 * random.next());
  const typing = Math.min(beat.text.length, 400) * 150;
  if (before.author.team === 'bot' && beat.root) return random.skewed(2, 25) * minute;
  return typing + (beat.root ? random.skewed(8_000, 2.5 * minute) : random.skewed(25_000, 14 * minute));
}

function reserve(room: Room, { script, lines }: Staged, always: boolean): boolean {
  const roots = lines.filter((line) => line.beat.root);
  // A new root after a long while is a conversation of its own.
  const spans: [number, number][] = [];
  for (const { at } of roots) {
    const last = spans.at(-1);
    if (last && at - last[1] < 20 * minute) last[1] = at;
    else spans.push([at, at]);
  }
  const clash = spans.some(([from, to]) => room.taken.some(([a, b]) => from <= b + 3 * minute && a <= to + 3 * minute));
  if (clash && !always) return false;
  room.taken.push(...spans);
  room.played.set(script, [...(room.played.get(script) ?? []), lines[0]!.at]);
  return true;
}
