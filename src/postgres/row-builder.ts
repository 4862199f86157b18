// Builds a statement's rows with a generated function, straight from the bytes that the server sent. Columns named
// `author.id` and `author.name` become an object `author` in the row, which is null if all of them are null.
import pg from 'pg';
import type { RowDescriptionMessage } from 'pg-protocol/dist/messages.js';
import { instant, parserOf } from './types.ts';

export type Row = Record<string, unknown>;
/** Builds the row; `at` is the offset of the first column's length. */
export type RowBuilder = (bytes: Buffer, at: number) => Row;

/** The row builders of prepared statements, by the statement's text. Each is created once for the whole process. */
export const rowBuilders = new Map<string, RowBuilder>();

const { builtins } = pg.types;
const plain = pg.types.getTypeParser(builtins.TEXT, 'text');

// `s` is the offset of a column's text, `l` its length (-1 for null), `a` the offset of the row, and `t` the whole row
// in Latin-1. A substring of it is the text of an ASCII column, and costs a sixth of decoding the bytes.
const cut = 't.substring(s - a, s - a + l)';
const ascii: Record<number, string> = {
  [builtins.UUID]: cut,
  [builtins.INT2]: 'integer(b, s, l)',
  [builtins.INT4]: 'integer(b, s, l)',
  [builtins.INT8]: 'integer(b, s, l)',
  [builtins.BOOL]: 'b[s] === 116',
  [builtins.TIMESTAMPTZ]: `z ? t.substring(s - a, s - a + l - 2) : instant(${cut})`,
};

/**
 * Generates the function that builds a statement's rows. It uses object literals, so that all rows have one hidden
 * class.
 */
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

/** A decimal integer. */
function integer(bytes: Buffer, start: number, length: number): number {
  if (length > 9) return Number(bytes.toString('latin1', start, start + length));
  const negative = bytes[start] === 45;
  let value = 0;
  for (let at = negative ? start + 1 : start; at < start + length; at++) value = value * 10 + bytes[at]! - 48;
  return negative ? -value : value;
}

/** Rewrites `2026-11-22 03:51:35.25+00` in place to `2026-11-22T03:51:35.25Z00`; false for any other form. */
function inUtc(bytes: Buffer, start: number, end: number): boolean {
  if (bytes[end - 3] !== 43 || bytes[end - 2] !== 48 || bytes[end - 1] !== 48 || bytes[start + 10] !== 32) return false;
  bytes[start + 10] = 84;
  bytes[end - 3] = 90;
  return true;
}
