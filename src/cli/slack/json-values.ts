// Reads values of the export defensively: a value of an unexpected type counts as absent.

/** A JSON object, by field. */
export type Fields = Record<string, unknown>;

/** The value if it is an object, else null. */
export const fields = (value: unknown): Fields | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;

/** The value if it is a list, else an empty one. */
export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** The objects in a list. */
export const objects = (value: unknown): Fields[] => list(value).filter((item) => fields(item) !== null) as Fields[];

/** The value if it is a non-empty string, else null. */
export const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** Text that Postgres accepts: without NUL, carriage returns and other control characters, lone surrogates replaced. */
export function wellFormed(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  return value.replace(/[\0-\x08\x0b-\x1f\x7f]|\p{Surrogate}/gu, (found) => (found >= '\ud800' ? '\ufffd' : ''));
}

/** Text of one line, trimmed and cut at `max` characters; null if there is none. */
export function oneLine(value: unknown, max: number): string | null {
  const line = text(value)?.slice(0, 10 * max);
  return (line && cut(wellFormed(line).replace(/\s+/g, ' ').trim(), max)) || null;
}

/** The first `max` UTF-16 units of the text, without splitting a surrogate pair. */
export const cut = (value: string, max: number): string =>
  value.length <= max ? value : value.slice(0, max).replace(/[\ud800-\udbff]$/, '');

const endOfTime = Date.UTC(2200, 0);

/** A time in milliseconds, from seconds since 1970 (some of Slack's fields have milliseconds); null if it is none. */
export function time(value: unknown): number | null {
  const number = typeof value === 'number' ? value : Number(text(value) ?? Number.NaN);
  if (!(number > 0)) return null;
  const at = Math.floor(number < 1e11 ? number * 1000 : number);
  return at < endOfTime ? at : null;
}

/** The time in a message's `ts` (`1494584489.214211`): in milliseconds, and as a number to sort by. */
export function moment(ts: unknown): { at: number; order: number } | null {
  const match = typeof ts === 'string' ? /^(\d{1,10})(?:\.(\d{1,6}))?$/.exec(ts) : null;
  if (!match) return null;
  const seconds = Number(match[1]);
  const micros = Number((match[2] ?? '').padEnd(6, '0'));
  const at = seconds * 1000 + Math.floor(micros / 1000);
  return at < endOfTime ? { at, order: seconds * 1e6 + micros } : null;
}

/** A moment in milliseconds as RFC 3339. */
export const iso = (at: number): string => new Date(at).toISOString();
