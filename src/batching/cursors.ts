// Cursors of connections: which list in which order, and the values that the edge's row has in it. Opaque to clients,
// valid for the same list of the same parent in the same order, whatever happens to the rows around it.
import { hash } from 'node:crypto';
import { badInput } from '../lib/errors.ts';

/** How a column of an order is written in a cursor, and cast in SQL. */
export type OrderType = 'integer' | 'text' | 'timestamptz' | 'uuid';

const valid: Record<OrderType, (value: unknown) => boolean> = {
  integer: (value) => typeof value === 'number' && value === (value | 0),
  text: (value) => typeof value === 'string' && value.length <= 1_000 && !value.includes('\0'),
  timestamptz: isMoment,
  uuid: (value) => typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value),
};

const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/;

function isMoment(value: unknown): boolean {
  if (typeof value !== 'string' || !moment.test(value) || value < '0001') return false;
  const date = new Date(value);
  // A Date takes 31 June for 1 July; Postgres refuses it.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value.slice(0, 19));
}

/** A cursor that was read: which list it says it is of, and where in it. */
export interface Position {
  readonly list: string;
  readonly values: unknown[];
}

/**
 * What the cursors of a list begin with: its order, and the parent that it hangs on. A digest, so that it is short; two
 * lists of one parent in 2^48 have the same, and then it only says where, never what may be seen.
 */
export function listTag(order: string, parent: string): string {
  return hash('sha256', `${order} ${parent}`, 'base64url').slice(0, 8);
}

/** The cursor of a row with these values in its list. */
export function encodeCursor(list: string, values: readonly unknown[]): string {
  return Buffer.from(JSON.stringify([list, ...values])).toString('base64url');
}

/** Where a cursor points; BAD_USER_INPUT if it is broken, or of an order with other columns. Its list is not checked yet. */
export function decodeCursor(cursor: string, types: readonly OrderType[], argument: string): Position {
  const [list, ...values] = parse(cursor);
  const fits = values.length === types.length && types.every((type, i) => valid[type](values[i]));
  if (typeof list === 'string' && fits) return { list, values };
  throw foreignCursor(argument);
}

/** The refusal of what is no cursor of this list. */
export const foreignCursor = (argument: string) =>
  badInput(`${argument}: that is no cursor of this list in this order. Pass a cursor that an earlier page gave.`);

function parse(cursor: string): unknown[] {
  if (cursor.length > 4_000) return [];
  try {
    const decoded: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(decoded) ? decoded : [];
  } catch {
    return [];
  }
}
