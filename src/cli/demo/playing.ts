// Fills the channels: first with the due events, then with scenes up to the size of each; then writes their texts.
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

/** Stages the due events of a channel, then fills it with scenes up to its size. */
export function fill(room: Room, texts: Texts, due: readonly Due[], random: Random): Play[] {
  const plays: Play[] = [];
  let left = room.spec.size;
  const pack = (name: string): Script[] => {
    const scripts = texts.packs.get(name);
    if (!scripts) throw new Error(`The demo has no pack of scenes called ${name}.`);
    return scripts;
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
    // Prefers the scene that was played least often in relation to its weight.
    const script = random.weighted(pack(name), (s) => (s.weight / (1 + (room.played.get(s)?.length ?? 0))) ** 3)!;
    let beats = settle(script, random);
    if (random.chance(room.spec.flat)) beats = flatten(script, beats);
    // The last scene may be cut short, like a question without an answer.
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

/** The text of a line, and the name of its attachment. */
export interface Written {
  body: string;
  file: string | null;
}

/** Writes all scenes in the order in which they began, so that repeated phrases are as far apart as possible. */
export function write(plays: readonly Play[], writer: Writer, random: Random): Map<Line, Written> {
  const written = new Map<Line, Written>();
  const inOrder = [...plays].sort((a, b) => a.staged.lines[0]!.at - b.staged.lines[0]!.at);
  for (const { staged, due } of inOrder) {
    const initialVars = () => new Map([...Object.entries(due?.vars ?? {}), ...(due?.shared ?? [])]);
    const scene = {
      random,
      cast: staged.cast,
      vars: initialVars(),
      rows: new Map(Object.entries(due?.rows ?? {})),
      used: new Set<string>(),
      chosen: new Map(),
    };
    for (const [i, line] of staged.lines.entries()) {
      // In a loose scene the authors do not reply to one another, so each has a subject of their own.
      if (staged.script.loose) scene.vars = initialVars();
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
