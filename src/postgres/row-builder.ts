// How the rows of a statement are built: by a function made for it, straight from the bytes that the server sent. Columns
// named `author.id`, `author.name` become an object `author` in the row, null where all of them are null.
import pg from 'pg';
import type { RowDescriptionMessage } from 'pg-protocol/dist/messages.js';
import { instant, parserOf } from './types.ts';

export type Row = Record<string, unknown>;
/** Builds the row whose first column's length stands at `at`. */
export type RowBuilder = (bytes: Buffer, at: number) => Row;

/** How the rows of a prepared statement are built, by its text: described once for the whole process. */
export const rowBuilders = new Map<string, RowBuilder>();

const { builtins } = pg.types;
const plain = pg.types.getTypeParser(builtins.TEXT, 'text');

// `s` is where a column's text begins in the bytes, `l` its length and -1 for null, `a` where the row begins, `t` the whole
// row in Latin-1: a part of it is the text of what is ASCII, and costs a sixth of a look into the bytes.
const cut = 't.substring(s - a, s - a + l)';
const ascii: Record<number, string> = {
  [builtins.UUID]: cut,
  [builtins.INT2]: 'integer(b, s, l)',
  [builtins.INT4]: 'integer(b, s, l)',
  [builtins.INT8]: 'integer(b, s, l)',
  [builtins.BOOL]: 'b[s] === 116',
  [builtins.TIMESTAMPTZ]: `z ? t.substring(s - a, s - a + l - 2) : instant(${cut})`,
};

/** The function that builds a statement's rows: object literals, so that all of them have one hidden class. */
export function rowBuilderFor(fields: RowDescriptionMessage['fields']): RowBuilder {
  const walk: string[] = [];
  const tree = new Map<string, string | Map<string, number>>();
  const parsers = fields.map(({ dataTypeID }) => parserOf(dataTypeID, 'text'));
  const value = (i: number) => {
    const type = fields[i]!.dataTypeID;
    const made = ascii[type] ?? (parsers[i] === plain ? `b.utf8Slice(s, s + l)` : `p[${i}](b.utf8Slice(s, s + l))`);
    return `l < 0 ? null : ${made}`.replace(/\b[slz]\b/g, `$&${i}`);
  };
  fields.forEach(({ name, dataTypeID }, i) => {
    walk.push(`const l${i} = b[at] << 24 | b[at + 1] << 16 | b[at + 2] << 8 | b[at + 3], s${i} = at += 4;`);
    walk.push(`if (l${i} > 0) at += l${i};`);
    if (dataTypeID === builtins.TIMESTAMPTZ) walk.push(`const z${i} = l${i} > 0 && inUtc(b, s${i}, at);`);
    const dot = name.indexOf('.');
    if (dot < 0) tree.set(name, value(i));
    else {
      const under = name.slice(0, dot);
      const known = tree.get(under);
      const nested = known instanceof Map ? known : new Map<string, number>();
      tree.set(under, nested.set(name.slice(dot + 1), i));
    }
  });
  const literal = (entries: [string, string][]) =>
    `{ ${entries.map(([name, made]) => `${JSON.stringify(name)}: ${made}`).join(', ')} }`;
  const made = literal(
    [...tree].map(([name, one]) => {
      if (typeof one === 'string') return [name, one];
      const isNull = `(${[...one.values()].map((i) => `l${i}`).join(' & ')}) < 0`;
      return [name, `${isNull} ? null : ${literal([...one].map(([inner, i]) => [inner, value(i)]))}`];
    }),
  );
  return new Function(
    'p',
    'integer',
    'inUtc',
    'instant',
    `return (b, at) => {
  const a = at;
  ${walk.join('\n  ')}
  const t = b.latin1Slice(a, at);
  return ${made};
};`,
  )(parsers, integer, inUtc, instant) as RowBuilder;
}

/** A whole number in decimal. */
function integer(bytes: Buffer, start: number, length: number): number {
  if (length > 9) return Number(bytes.toString('latin1', start, start + length));
  const negative = bytes[start] === 45;
  let value = 0;
  for (let at = negative ? start + 1 : start; at < start + length; at++) value = value * 10 + bytes[at]! - 48;
  return negative ? -value : value;
}

/** Turns `2026-11-22 03:51:35.25+00` into `2026-11-22T03:51:35.25Z00` where it stands; false for any other form. */
function inUtc(bytes: Buffer, start: number, end: number): boolean {
  if (bytes[end - 3] !== 43 || bytes[end - 2] !== 48 || bytes[end - 1] !== 48 || bytes[start + 10] !== 32) return false;
  bytes[start + 10] = 84;
  bytes[end - 3] = 90;
  return true;
}
