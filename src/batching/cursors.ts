// Cursors of connections: a digest of the list and its order, and the row's values in the columns of the order. They
// are opaque to clients, and stay valid for the same list of the same parent in the same order, whatever happens to the
// rows around them.
import { hash } from 'node:crypto';
import { badInput } from '../lib/errors.ts';

/** How a column of an order is encoded in a cursor, and cast in SQL. */
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
  // A Date takes 31 June for 1 July; Postgres rejects it.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value.slice(0, 19));
}

/** A decoded cursor: the list that it claims to belong to, and its position in it. */
export interface CursorPosition {
  readonly list: string;
  readonly values: unknown[];
}

/**
 * Identifies a list in its cursors: a digest of the order and the parent. Two lists of a parent have the same one with
 * a probability of 2^-48, and even then a cursor only says where to start, never what may be seen.
 */
export function listTag(order: string, parent: string): string {
  return hash('sha256', `${order} ${parent}`, 'base64url').slice(0, 8);
}

/** The cursor of a row with these values. */
export function encodeCursor(list: string, values: readonly unknown[]): string {
  return Buffer.from(JSON.stringify([list, ...values])).toString('base64url');
}

/**
 * Decodes a cursor; BAD_USER_INPUT if it is malformed, or belongs to an order with other columns. The caller checks its
 * list.
 */
export function decodeCursor(cursor: string, types: readonly OrderType[], argument: string): CursorPosition {
  const [list, ...values] = parse(cursor);
  const fits = values.length === types.length && types.every((type, i) => valid[type](values[i]));
  if (typeof list === 'string' && fits) return { list, values };
  throw foreignCursor(argument);
}

/** The error for a cursor that does not belong to this list and order. */
export const foreignCursor = (argument: string) =>
  badInput(`${argument}: this is not a cursor of this list in this order. Pass a cursor from an earlier page.`);

function parse(cursor: string): unknown[] {
  if (cursor.length > 4_000) return [];
  try {
    const decoded: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(decoded) ? decoded : [];
  } catch {
    return [];
  }
}
