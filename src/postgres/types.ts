// How values of Postgres are parsed. Types without an entry keep the driver's parser. Times never become Date objects:
// parsing them was most of the driver's work, and responses need text.
import pg from 'pg';

const parsers: Record<number, (text: string) => unknown> = {
  [pg.types.builtins.INT8]: Number,
  [pg.types.builtins.TIMESTAMPTZ]: instant,
};

/** The function that parses the text of a value of this type. */
export function parserOf(oid: number, format?: 'text' | 'binary') {
  return parsers[oid] ?? pg.types.getTypeParser(oid, format as 'text');
}

/** `2026-11-22 03:51:35.25+00` as RFC 3339 in UTC. */
export function instant(text: string): string {
  if (text.endsWith('+00')) return `${text.slice(0, 10)}T${text.slice(11, -3)}Z`;
  // The session has another time zone. A Date alone would drop the microseconds.
  const [, day, time, fraction = '', sign, ...offset] = elsewhere.exec(text)!;
  const ahead = offset.reduce((sum, part, index) => sum + Number(part ?? 0) * 60 ** (2 - index), 0);
  const utc = new Date(Date.parse(`${day}T${time}Z`) - Number(`${sign}${ahead}`) * 1_000);
  return `${utc.toISOString().slice(0, 19)}${fraction}Z`;
}

// Before time zones were introduced, offsets have seconds: +05:53:28.
const elsewhere = /^(\S+) (\d\d:\d\d:\d\d)(\.\d+)?([+-])(\d\d)(?::(\d\d))?(?::(\d\d))?$/;
