// Cursors of connections: the name of list and order, and the values that the edge's row has in it. Opaque to clients,
// valid for the same list in the same order whatever happens to the rows around it.
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

/** The cursor of a row with these values; `order` names the list and its order. */
export function encodeCursor(order: string, values: readonly unknown[]): string {
  return Buffer.from(JSON.stringify([order, ...values])).toString('base64url');
}

/** The values in a cursor of this order; BAD_USER_INPUT if it is broken or comes from another list or order. */
export function decodeCursor(cursor: string, order: string, types: readonly OrderType[], argument: string): unknown[] {
  const [name, ...values] = parse(cursor);
  if (name === order && values.length === types.length && types.every((type, i) => valid[type](values[i]))) {
    return values;
  }
  throw badInput(`${argument}: that is no cursor of this list in this order. Pass a cursor that an earlier page gave.`);
}

function parse(cursor: string): unknown[] {
  if (cursor.length > 4_000) return [];
  try {
    const decoded: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(decoded) ? decoded : [];
  } catch {
    return [];
  }
}
