// Fills the channels: first what is due, then scenes until each has its size; then writes what they say.
import type { Random } from './random.ts';
import type { Room } from './rooms.ts';
import type { Script, Texts } from './script.ts';
import { flatten, type Line, type Staged, settle, stage } from './staging.ts';
import type { Due } from './stories.ts';
import type { Writer } from './writer.ts';

export interface Play {
  staged: Staged;
  due: Due | undefined;
}

/** Stages what is due in a channel and fills it up to its size. */
export function fill(room: Room, texts: Texts, due: readonly Due[], random: Random): Play[] {
  const plays: Play[] = [];
  let left = room.spec.size;
  const pack = (name: string): Script[] => {
    const found = texts.packs.get(name);
    if (!found) throw new Error(`The demo has no pack of scenes called ${name}.`);
    return found;
  };
  for (const event of due) {
    const script = random.weighted(pack(event.pack), (s) => s.weight)!;
    const cast = event.cast && new Map(Object.entries(event.cast));
    const staged = stage(room, script, settle(script, random), random, { at: event.at, cast });
    if (!staged || staged.lines.length > left) continue;
    left -= staged.lines.length;
    plays.push({ staged, due: event });
  }
  const shares = Object.entries(room.spec.packs);
  for (let failures = 0; left > 0; ) {
    const [name] = random.weighted(shares, ([, share]) => share)!;
    // The scene that was played least often, for its weight.
    const script = random.weighted(pack(name), (s) => (s.weight / (1 + (room.played.get(s)?.length ?? 0))) ** 3)!;
    let beats = settle(script, random);
    if (random.chance(room.spec.flat)) beats = flatten(script, beats);
    // The last scene may have to break off: the question that nobody answered.
    if (beats.length > left) beats = left < 4 ? beats.slice(0, left) : [];
    const staged = beats.length > 0 ? stage(room, script, beats, random) : undefined;
    if (!staged) {
      if (++failures > 2000) throw new Error(`The demo cannot fill ${room.spec.key}.`);
      continue;
    }
    left -= staged.lines.length;
    plays.push({ staged, due: undefined });
  }
  return plays;
}

/** What a line came to say, and the file that came with it. */
export interface Written {
  body: string;
  file: string | null;
}

/** Writes all scenes in the order in which they began, so that repetitions lie as far apart as they can. */
export function write(plays: readonly Play[], writer: Writer, random: Random): Map<Line, Written> {
  const written = new Map<Line, Written>();
  const inOrder = [...plays].sort((a, b) => a.staged.lines[0]!.at - b.staged.lines[0]!.at);
  for (const { staged, due } of inOrder) {
    const given = () => new Map([...Object.entries(due?.vars ?? {}), ...(due?.shared ?? [])]);
    const scene = {
      random,
      cast: staged.cast,
      vars: given(),
      rows: new Map(Object.entries(due?.rows ?? {})),
      used: new Set<string>(),
      chosen: new Map(),
    };
    for (const [i, line] of staged.lines.entries()) {
      // Those who do not answer one another speak of things of their own.
      if (staged.script.loose) scene.vars = given();
      const moment = {
        at: line.at,
        author: line.author,
        previous: staged.lines[i - 1]?.author ?? null,
        root: staged.lines[0]!.author,
        began: staged.lines[0]!.at,
      };
      const body = line.beat.text === '' ? '' : writer.write(line.beat.text, scene, moment);
      written.set(line, { body, file: line.beat.file && writer.fill(line.beat.file, scene, moment) });
    }
    for (const [name, value] of scene.vars) if (/^(inc\.|ticket)/.test(name)) due?.shared?.set(name, value);
  }
  return written;
}
