// Turns a beat's template into the text of a message. Within a scene a name stays the same. Over the year a phrase is
// repeated only after all others of its list have been used, and a longer sentence hardly ever.
import { clock, dateName, minute, monthName, quarterName, weekdayName, workday } from './calendar.ts';
import { type Person, people, stayOf } from './people.ts';
import { Deck, type Random } from './random.ts';
import type { Row, Texts } from './script.ts';
import { type Part, parse } from './template.ts';
import { tidy, voiced } from './voice.ts';

/** The state of a scene while it is being written. */
export interface Scene {
  random: Random;
  cast: Map<string, Person>;
  vars: Map<string, string>;
  rows: Map<string, Row>;
  /** The phrases and choices that were used: a scene repeats none while there is another. */
  used: Set<string>;
  chosen: Map<unknown, Set<number>>;
}

/** The context of one message. */
export interface Moment {
  at: number;
  author: Person;
  previous: Person | null;
  root: Person | null;
  /** When the scene began. */
  began: number;
}

/** The first number, the growth in a year, how far back messages may refer, and whether each number is used once. */
const growing: Record<string, readonly [number, number, number, boolean]> = {
  pr: [2160, 5600, 12, true],
  build: [8800, 6100, 3, true],
  ticket: [3380, 3900, 160, false],
  case: [51200, 19400, 12, true],
  oldcase: [51150, 19400, 300, false],
  live: [1, 46, 0, false],
  storecount: [196, 238, 0, false],
  depots: [41, 47, 0, false],
};
const prefixes: Record<string, string> = { pr: '#', ticket: 'PW-', case: '#', oldcase: '#' };

/** Writes the messages of the workspace. It avoids repetitions, so it must be called in chronological order. */
export class Writer {
  private readonly texts: Texts;
  private readonly random: Random;
  private readonly start: number;
  private readonly length: number;
  private readonly parsed = new Map<string, Part[]>();
  private readonly decks = new Map<string, Deck<string | Row>>();
  private readonly said = new Set<string>();
  private readonly taken = new Set<string>();
  private readonly owned = new Map<string, string>();

  constructor(texts: Texts, random: Random, start: number, length: number) {
    this.texts = texts;
    this.random = random;
    this.start = start;
    this.length = length;
  }

  /** The body of one message, in its author's style. */
  write(template: string, scene: Scene, moment: Moment): string {
    let body = '';
    for (let attempt = 0; attempt < 6; attempt++) {
      body = voiced(tidy(this.expand(template, scene, moment)), moment.author);
      const key = body.toLowerCase().replace(/[.!]$/, '');
      if (!this.said.has(key)) {
        this.said.add(key);
        break;
      }
    }
    return body;
  }

  /** The expanded template without a style, for file names. */
  fill(template: string, scene: Scene, moment: Moment): string {
    return this.expand(template, scene, moment);
  }

  private expand(template: string, scene: Scene, moment: Moment): string {
    const parts = this.parsed.get(template) ?? parse(template);
    this.parsed.set(template, parts);
    return this.join(parts, scene, moment);
  }

  private join(parts: Part[], scene: Scene, moment: Moment): string {
    let out = '';
    for (const part of parts) {
      if (typeof part === 'string') out += part;
      else if ('slot' in part) out += this.slot(part.slot, scene, moment);
      else out += this.join(this.choose(part.options, part.tie, scene), scene, moment);
    }
    return out;
  }

  private choose(options: Part[][], tie: string | undefined, scene: Scene): Part[] {
    if (!tie) {
      const chosen = scene.chosen.get(options) ?? new Set();
      if (chosen.size === options.length) chosen.clear();
      const index = scene.random.pick([...options.keys()].filter((i) => !chosen.has(i)));
      scene.chosen.set(options, chosen.add(index));
      return options[index]!;
    }
    const name = `tie ${tie}`;
    const known = scene.vars.get(name);
    const index = known === undefined ? scene.random.int(0, options.length - 1) : Number(known);
    scene.vars.set(name, String(index));
    return options[index] ?? fail(`The choices tied by ${tie}# differ in number.`);
  }

  private slot(slot: string, scene: Scene, moment: Moment): string {
    const bind = /^(\w+)=(.+)$/.exec(slot);
    if (bind) {
      const [, name, expression] = bind;
      const known = scene.vars.get(name!);
      if (known !== undefined) return known;
      const value = this.slot(expression!, scene, moment);
      scene.vars.set(name!, value);
      return value;
    }
    const known = scene.vars.get(slot);
    if (known !== undefined) return known;
    if (slot === 'prev' || slot === 'root') {
      return (slot === 'prev' ? moment.previous : moment.root)?.first ?? 'all';
    }
    const person = scene.cast.get(slot.replace('@', ''));
    if (person) return slot.startsWith('@') ? `@${person.handle}` : person.first;
    return (
      this.number(slot, scene) ??
      this.time(slot, moment) ??
      this.phrase(slot, scene, moment) ??
      this.reference(slot, scene, moment) ??
      fail(`The demo's text has an unknown slot {${slot}}.`)
    );
  }

  private number(slot: string, scene: Scene): string | undefined {
    const match = /^([\d.]+)-([\d.]+)$/.exec(slot);
    if (!match) return undefined;
    const [low, high] = [Number(match[1]), Number(match[2])];
    const decimals = match[1]!.split('.')[1]?.length ?? 0;
    const scale = decimals === 2 ? 100 : decimals === 1 ? 10 : 1;
    const value = scene.random.int(Math.round(low * scale), Math.round(high * scale)) / scale;
    return decimals > 0 ? value.toFixed(decimals) : String(value).replace(/(?<=^\d{2,3})(?=\d{3}$)/, ',');
  }

  private time(slot: string, { at }: Moment): string | undefined {
    const match = /^(clock|day|date|month|quarter|year)([+-]\d+)?$/.exec(slot);
    if (!match) return undefined;
    const shift = Number(match[2] ?? 0);
    if (match[1] === 'clock') return clock(at + shift * minute);
    if (match[1] === 'day') return weekdayName(workday(at, shift));
    if (match[1] === 'date') return dateName(workday(at, shift));
    if (match[1] === 'month') return monthName(at, shift);
    if (match[1] === 'quarter') return quarterName(at, shift);
    return String(new Date(at).getUTCFullYear() + shift);
  }

  private phrase(slot: string, scene: Scene, moment: Moment): string | undefined {
    const [table, column] = slot.split('.');
    if (column) {
      const rows = this.texts.tables.get(table!);
      const row = scene.rows.get(table!) ?? (rows && (this.deck(table!, rows).draw() as Row));
      if (row?.[column] === undefined) return undefined;
      scene.rows.set(table!, row);
      // A fact keeps the figures of its first use.
      const fact = this.expand(row[column], scene, moment);
      scene.vars.set(slot, fact);
      return fact;
    }
    const owns = this.texts.owns.get(slot);
    if (owns) {
      const key = `${slot} of ${moment.root?.handle}`;
      const name = this.owned.get(key) ?? (this.deck(slot, owns).draw() as string);
      this.owned.set(key, name);
      return name;
    }
    const kind = slot.replace(/\d$/, '');
    const names = this.texts.names.get(kind);
    if (names) {
      const taken = new Set(scene.vars.values());
      let name = this.deck(kind, names).draw() as string;
      for (let i = 0; i < names.length && taken.has(name); i++) name = this.deck(kind, names).draw() as string;
      const value = this.expand(name, scene, moment);
      scene.vars.set(slot, value);
      return value;
    }
    const list = this.texts.lists.get(slot);
    if (!list) return undefined;
    let line = this.deck(slot, list).draw() as string;
    for (let i = 0; i < list.length && scene.used.has(line); i++) line = this.deck(slot, list).draw() as string;
    scene.used.add(line);
    return this.expand(line, scene, moment);
  }

  /** Numbers that grow over the year: pull requests, tickets, cases, builds, stores. */
  private reference(slot: string, scene: Scene, { at, began }: Moment): string | undefined {
    if (slot === 'elapsed') return String(Math.max(2, Math.round((at - began) / minute)));
    if (slot === 'staff') return String(this.staff(at));
    if (slot === 'order') return String(scene.random.int(100_000, 989_999));
    if (slot === 'sha') return scene.random.int(0x1000000, 0xfffffff).toString(16);
    if (slot === 'before') return String(Number(scene.vars.get('build')) - scene.random.int(3, 40));
    const kind = slot.replace(/\d$/, '');
    const range = growing[kind];
    if (!range) return undefined;
    const [first, more, spread, alone] = range;
    const progress = Math.max(0, (at - this.start) / this.length);
    let number = first + Math.floor(more * (0.6 * progress + 0.4 * progress * progress)) - scene.random.int(0, spread);
    // The next number that was not used yet.
    while (alone && this.taken.has(`${kind} ${number}`)) number++;
    this.taken.add(`${kind} ${number}`);
    const value = `${prefixes[kind] ?? ''}${number}`;
    scene.vars.set(slot, value);
    return value;
  }

  private staff(at: number): number {
    return people.filter((person) => {
      const { from, until } = stayOf(person, this.start);
      return person.team !== 'bot' && person.team !== 'guest' && from <= at && (until === null || at < until);
    }).length;
  }

  private deck<T extends string | Row>(name: string, cards: readonly T[]): Deck<string | Row> {
    const deck = this.decks.get(name) ?? new Deck<string | Row>(cards, this.random);
    this.decks.set(name, deck);
    return deck;
  }
}

function fail(message: string): never {
  throw new Error(message);
}
