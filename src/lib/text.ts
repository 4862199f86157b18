// User input: lengths, lines, and LIKE patterns.
import { badInput } from './errors.ts';

/** The text trimmed to one line. BAD_USER_INPUT, which names the field, if it is shorter or longer than allowed. */
export function oneLine(field: string, text: string, min: number, max: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length >= min && line.length <= max) return line;
  throw badInput(`${field}: use ${min} to ${max} characters.`);
}

/** A LIKE pattern for texts that begin with the given one, taken literally. */
export function prefixPattern(text: string): string {
  return `${text.replace(/[\\%_]/g, '\\$&')}%`;
}
