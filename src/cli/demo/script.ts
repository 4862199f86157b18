// Parses the demo's texts: lists of phrases, tables of facts, and packs of scenes (who writes what, when, in which
// thread). An invalid line throws an error, so that typos are found. The notation:
//
//   === list thanks            one phrase on each line, another one at each use
//   === names customer         like a list, but the same throughout a scene: {customer}, and {customer2} for another
//   === owns pet               like names, but one for each person, which never changes
//   === table bug svc cause    columns divided by " | "; a scene uses one row: {bug.svc}, {bug.cause}
//   === pack howto             scenes, divided by empty lines, each with an optional first line of settings:
//   -- w=2 apart=30 a=support b=eng,data loose anytime     (weight, days between two plays, who may play)
//   a: a root message          b> a reply in the thread of the latest root       *> a reply by any other member
//   ?40 b> used in 40 % of cases       & a> only if the line before was used
//   ~2h b> about two hours later       *>8-12 eight to twelve such replies
//   a: text ## 🎉6 pin file=plan.pdf   reactions (at most 6), pinned, with an attachment
//
// In texts: [one|another|], {slot}, {40-90}, {n=40-90} and again {n}, {b} (first name), {@b}, \n, ‹code› for backticks;
// [x#one|another] chooses the same position as every other [x#…] of the scene, so that replies fit their questions.
import { day, hour, minute } from './calendar.ts';

export interface Beat {
  role: string;
  root: boolean;
  chance: number;
  /** Used only if the line before was used. */
  linked: boolean;
  /** Milliseconds since the previous beat; null for the usual pause. */
  gap: number | null;
  repeat: readonly [number, number];
  text: string;
  reactions: readonly { emoji: string; max: number }[];
  pin: boolean;
  file: string | null;
}

export interface Script {
  weight: number;
  /** For each role the teams or @handles that may play it. */
  roles: ReadonlyMap<string, readonly string[]>;
  /** The minimum of days between two plays in one channel. */
  apart: number;
  /** Beats do not follow one another: each falls into its author's own morning. */
  loose: boolean;
  /** Played at any hour, by people on call. */
  anytime: boolean;
  beats: readonly Beat[];
}

export type Row = Readonly<Record<string, string>>;

export interface Texts {
  lists: Map<string, string[]>;
  names: Map<string, string[]>;
  owns: Map<string, string[]>;
  tables: Map<string, Row[]>;
  packs: Map<string, Script[]>;
}

/** Splits `text` at each `divider` outside brackets. */
export function splitOutside(text: string, divider: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '[') depth++;
    else if (text[i] === ']') depth--;
    else if (depth === 0 && text.startsWith(divider, i)) {
      parts.push(text.slice(from, i));
      from = i + divider.length;
      i = from - 1;
    }
  }
  parts.push(text.slice(from));
  return parts;
}

const clean = (text: string): string => text.replaceAll('‹', '`').replaceAll('›', '`').replaceAll('\\n', '\n');

const unit: Record<string, number> = { s: 1000, m: minute, h: hour, d: day };

function readBeat(line: string): Beat {
  const match = /^(?:(&) |\?(\d+) )?(?:~(\d+)([smhd]) )?([a-z*])([:>])(?:(\d+)-(\d+))?(?: (.*))?$/.exec(line);
  if (!match) throw new Error(`This line of the demo's text is not a beat: ${line}`);
  const [, linked, chance, gap, scale, role, mark, low, high, rest = ''] = match;
  const [text = '', extras = ''] = ` ${rest}`.split(' ## ').map((part) => part.trim());
  const beat = { reactions: [] as { emoji: string; max: number }[], pin: false, file: null as string | null };
  for (const extra of extras.split(' ').filter(Boolean)) {
    const reaction = /^(\P{ASCII}+)(\d+)$/u.exec(extra);
    if (reaction) beat.reactions.push({ emoji: reaction[1]!, max: Number(reaction[2]) });
    else if (extra === 'pin') beat.pin = true;
    else if (extra.startsWith('file=')) beat.file = extra.slice(5);
    else throw new Error(`The demo's text has an unknown mark "${extra}" in: ${line}`);
  }
  return {
    ...beat,
    role: role!,
    root: mark === ':',
    chance: chance ? Number(chance) / 100 : 1,
    linked: linked !== undefined,
    gap: gap ? Number(gap) * unit[scale!]! : null,
    repeat: low ? [Number(low), Number(high)] : [1, 1],
    text: clean(text),
  };
}

function readScript(name: string, block: string): Script {
  const lines = block.split('\n').filter(Boolean);
  const settings = lines[0]!.startsWith('-- ') ? lines.shift()!.slice(3).split(' ') : [];
  const roles = new Map<string, string[]>();
  let weight = 1;
  let apart = 0;
  for (const setting of settings) {
    const [key, value] = setting.split('=');
    if (value === undefined) continue;
    if (key === 'w') weight = Number(value);
    else if (key === 'apart') apart = Number(value);
    else roles.set(key!, value.split(','));
  }
  const beats = lines.map(readBeat);
  if (!beats[0]?.root) throw new Error(`A scene of the pack ${name} does not begin with a root: ${block}`);
  return {
    weight,
    apart,
    roles,
    loose: settings.includes('loose'),
    anytime: settings.includes('anytime'),
    beats,
  };
}

/** Parses texts in the notation above. */
export function readTexts(...sources: string[]): Texts {
  const texts: Texts = { lists: new Map(), names: new Map(), owns: new Map(), tables: new Map(), packs: new Map() };
  for (const section of sources.flatMap((source) => source.split(/^=== /m).slice(1))) {
    const end = section.indexOf('\n');
    const [kind, name, ...columns] = section.slice(0, end).trim().split(' ');
    const kinds = { list: texts.lists, names: texts.names, owns: texts.owns, table: texts.tables, pack: texts.packs };
    if (kinds[kind as 'list']?.has(name!)) throw new Error(`The demo's text has ${kind} ${name} twice.`);
    const body = section.slice(end + 1).trim();
    const lines = body
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean);
    if (kind === 'list' || kind === 'names' || kind === 'owns') {
      kinds[kind as 'list'].set(name!, lines.map(clean));
    } else if (kind === 'table') {
      texts.tables.set(
        name!,
        lines.map((line) => readRow(name!, columns, line)),
      );
    } else if (kind === 'pack') {
      texts.packs.set(
        name!,
        body.split(/\n\s*\n/).map((block) => readScript(name!, block.replace(/^\s+/gm, ''))),
      );
    } else throw new Error(`The demo's text has an unknown section: ${kind} ${name}`);
  }
  return texts;
}

function readRow(table: string, columns: string[], line: string): Row {
  const cells = splitOutside(line, ' | ');
  if (cells.length !== columns.length) {
    throw new Error(`A row of ${table} has ${cells.length} cells instead of ${columns.length}: ${line}`);
  }
  return Object.fromEntries(columns.map((column, i) => [column, clean(cells[i]!.trim())]));
}
