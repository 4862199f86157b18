// Turns a beat's template into what somebody wrote. Within a scene a name stays the same; across the year a phrase
// comes again only when all others of its kind have been used, and a longer sentence hardly ever twice.
import { clock, dateName, minute, monthName, quarterName, weekdayName, workday } from './calendar.ts';
import type { Person } from './people.ts';
import { Deck, type Random } from './random.ts';
import { type Row, splitOutside, type Texts } from './script.ts';

/** What a scene knows while it is being written. */
export interface Scene {
  random: Random;
  cast: Map<string, Person>;
  vars: Map<string, string>;
  rows: Map<string, Row>;
}

/** The moment of one message. */
export interface Moment {
  at: number;
  author: Person;
  previous: Person | null;
  root: Person | null;
}

type Part = string | { slot: string } | { options: Part[][]; tie: string | undefined };

function parse(template: string): Part[] {
  const parts: Part[] = [];
  let plain = '';
  const push = (part: Part) => {
    if (plain) parts.push(plain);
    plain = '';
    parts.push(part);
  };
  for (let i = 0; i < template.length; i++) {
    const c = template[i]!;
    if (c !== '{' && c !== '[') {
      plain += c;
      continue;
    }
    const close = closing(template, i);
    const inside = template.slice(i + 1, close);
    if (c === '{') push({ slot: inside });
    else {
      const tie = /^(\w)#/.exec(inside)?.[1];
      const options = splitOutside(tie ? inside.slice(2) : inside, '|').map(parse);
      // Brackets around a single text are Markdown's own: a link or a check box.
      if (options.length > 1) push({ options, tie });
      else for (const part of ['[', ...options[0]!, ']']) push(part);
    }
    i = close;
  }
  if (plain) parts.push(plain);
  return parts;
}

function closing(template: string, from: number): number {
  const [open, close] = template[from] === '{' ? ['{', '}'] : ['[', ']'];
  let depth = 0;
  for (let i = from; i < template.length; i++) {
    if (template[i] === open) depth++;
    else if (template[i] === close && --depth === 0) return i;
  }
  throw new Error(`A bracket is not closed in: ${template}`);
}

/** Writes the messages of one run; it remembers what was said, so it must be asked in order of time. */
export class Writer {
  private readonly texts: Texts;
  private readonly random: Random;
  private readonly start: number;
  private readonly length: number;
  private readonly parsed = new Map<string, Part[]>();
  private readonly decks = new Map<string, Deck<string | Row>>();
  private readonly said = new Set<string>();

  constructor(texts: Texts, random: Random, start: number, length: number) {
    this.texts = texts;
    this.random = random;
    this.start = start;
    this.length = length;
  }

  /** The body of one message, in its author's voice. */
  write(template: string, scene: Scene, moment: Moment): string {
    let body = '';
    for (let attempt = 0; attempt < 8; attempt++) {
      body = voiced(tidy(this.expand(template, scene, moment)), moment.author);
      const key = body.toLowerCase().replace(/[.!]$/, '');
      if (!this.said.has(key)) {
        this.said.add(key);
        break;
      }
    }
    return body;
  }

  /** The same without a voice: for names of files. */
  fill(template: string, scene: Scene, moment: Moment): string {
    return this.expand(template, scene, moment);
  }

  private expand(template: string, scene: Scene, moment: Moment): string {
    let parts = this.parsed.get(template);
    if (!parts) this.parsed.set(template, (parts = parse(template)));
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
    if (!tie) return scene.random.pick(options);
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
      let row = scene.rows.get(table!);
      const rows = this.texts.tables.get(table!);
      if (!row && rows) scene.rows.set(table!, (row = this.deck(table!, rows).draw() as Row));
      const cell = row?.[column];
      return cell === undefined ? undefined : this.expand(cell, scene, moment);
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
    return list && this.expand(this.deck(slot, list).draw() as string, scene, moment);
  }

  /** Numbers that grow as the year goes: pull requests, tickets, cases, builds, versions. */
  private reference(slot: string, scene: Scene, { at }: Moment): string | undefined {
    const kind = slot.replace(/\d$/, '');
    const progress = Math.max(0, (at - this.start) / this.length);
    const grown = (first: number, more: number, spread: number) =>
      first + Math.floor(more * (0.6 * progress + 0.4 * progress * progress)) - scene.random.int(0, spread);
    const value =
      kind === 'pr'
        ? `#${grown(2160, 2700, 9)}`
        : kind === 'ticket'
          ? `PW-${grown(3380, 3900, 160)}`
          : kind === 'case'
            ? `#${grown(51200, 19400, 12)}`
            : kind === 'build'
              ? String(grown(8800, 6100, 3))
              : kind === 'sha'
                ? scene.random.int(0x1000000, 0xfffffff).toString(16)
                : undefined;
    if (value !== undefined) scene.vars.set(slot, value);
    return value;
  }

  private deck<T extends string | Row>(name: string, cards: readonly T[]): Deck<string | Row> {
    let deck = this.decks.get(name);
    if (!deck) this.decks.set(name, (deck = new Deck<string | Row>(cards, this.random)));
    return deck;
  }
}

function fail(message: string): never {
  throw new Error(message);
}

/** Without the marks that meet where two phrases were joined. */
function tidy(text: string): string {
  return text.replace(/ +(?=[ ,.?!]|$)/gm, '').replace(/([?!…])[.,](?=\s|$)/g, '$1');
}

/** Some write capitals and full stops, some neither; code is left alone. */
function voiced(text: string, author: Person): string {
  if (author.team === 'bot') return text;
  if (author.voice === 'casual') return text;
  const upper = text
    .split(/(```[\s\S]*?```|`[^`]*`)/)
    .map((part, i) =>
      i % 2
        ? part
        : part.replace(
            /(?<!\b(?:e\.g|i\.e|vs|etc|approx))([.!?…]\s+|\n\n)(\p{Ll})(?!\p{Lu})/gu,
            (_, mark, c) => mark + c.toUpperCase(),
          ),
    )
    .join('');
  const capital =
    /^\p{Ll}(?!\p{Lu})/u.test(upper) && !/^https?:/.test(upper) ? upper[0]!.toUpperCase() + upper.slice(1) : upper;
  const open = author.voice === 'proper' && /[\p{L}\d)%'"]$/u.test(capital) && capital.length > 14;
  return open && !capital.includes('\n') && !/https?:\S+$/.test(capital) ? `${capital}.` : capital;
}
