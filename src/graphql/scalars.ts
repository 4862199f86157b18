// The custom scalars. A DateTime is always a string: RFC 3339 in UTC, as in the rows.
import { GraphQLError, type GraphQLScalarType, Kind } from 'graphql';

// Nothing writes more digits than nanoseconds; a longer fraction is rejected without reading it to its end.
const rfc3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:Z|([+-])(\d\d):(\d\d))$/i;

/**
 * The same moment in UTC, with at most six fractional digits and no trailing zeros. Throws when the text is not an RFC
 * 3339 time with an offset, names a day or hour that does not exist, or is outside the years 0001 to 9999.
 */
function parseDateTime(text: string): string {
  const match = rfc3339.exec(text);
  if (!match) throw refused(text, 'Write it as RFC 3339 with an offset, such as 2026-11-22T03:51:35Z');
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [number, ...number[]] as Six;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) throw refused(text, 'There is no such day');
  const [offsetHours, offsetMinutes] = [Number(match[9] ?? 0), Number(match[10] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59) throw refused(text, 'There is no such time of day');
  if (offsetHours > 23 || offsetMinutes > 59) throw refused(text, 'There is no such offset');
  const offset = (offsetHours * 60 + offsetMinutes) * (match[8] === '-' ? -1 : 1);
  date.setUTCHours(hour, minute - offset, second);
  const utcYear = date.getUTCFullYear();
  if (year < 1 || utcYear < 1 || utcYear > 9999) throw refused(text, 'Use a year from 0001 to 9999');
  const fraction = (match[7] ?? '').slice(0, 6).replace(/0+$/, '');
  return `${date.toISOString().slice(0, 19)}${fraction && `.${fraction}`}Z`;
}

type Six = [number, number, number, number, number, number];

const refused = (text: string, why: string) =>
  new GraphQLError(`${JSON.stringify(text.slice(0, 60))} is not a DateTime. ${why}.`, {
    extensions: { code: 'BAD_USER_INPUT' },
  });

const noString = () => refused('', 'Write it as a string, RFC 3339 with an offset, such as "2026-11-22T03:51:35Z"');

/** How each scalar of the SDL is parsed and serialised. */
export const scalars: Record<string, Pick<GraphQLScalarType, 'serialize' | 'parseValue' | 'parseLiteral'>> = {
  DateTime: {
    serialize(value) {
      if (typeof value === 'string') return value;
      if (value instanceof Date) return value.toISOString();
      throw new TypeError(`A DateTime must be a string or a Date, not ${typeof value}.`);
    },
    parseValue(value) {
      if (typeof value !== 'string') throw noString();
      return parseDateTime(value);
    },
    parseLiteral(node) {
      if (node.kind !== Kind.STRING) throw noString();
      return parseDateTime(node.value);
    },
  },
};
