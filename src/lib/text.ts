// Text that people type: bounds, lines, and what SQL patterns take.
import { badInput } from './errors.ts';

/** Text of one line, trimmed; BAD_USER_INPUT naming the field when it is shorter or longer than allowed. */
export function oneLine(field: string, text: string, min: number, max: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length >= min && line.length <= max) return line;
  throw badInput(`${field}: use ${min} to ${max} characters.`);
}

/** A pattern for LIKE that matches what begins with this text, taken literally. */
export function prefixPattern(text: string): string {
  return `${text.replace(/[\\%_]/g, '\\$&')}%`;
}
