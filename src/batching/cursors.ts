// Cursors of connections: the order's name and the values that the edge's row has in it. Opaque to clients, valid for
// the same list in the same order whatever happens to the rows around it.
import { badInput } from '../lib/errors.ts';

/** How a column of an order is written in a cursor, and cast in SQL. */
export type OrderType = 'integer' | 'text' | 'timestamptz' | 'uuid';

const valid: Record<OrderType, (value: unknown) => boolean> = {
  integer: (value) => Number.isInteger(value) && Math.abs(value as number) < 2 ** 31,
  text: (value) => typeof value === 'string' && value.length <= 1_000 && !value.includes('\0'),
  timestamptz: (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/.test(value),
  uuid: (value) => typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value),
};

export function encodeCursor(order: string, values: readonly unknown[]): string {
  return Buffer.from(JSON.stringify([order, ...values])).toString('base64url');
}

/** The values in a cursor of this order; BAD_USER_INPUT if it is broken or comes from another order. */
export function decodeCursor(cursor: string, order: string, types: readonly OrderType[], argument: string): unknown[] {
  const [name, ...values] = parse(cursor);
  const fits = name === order && values.length === types.length && types.every((type, i) => valid[type](values[i]));
  if (
    fits &&
    (!types.includes('timestamptz') || values.every((value, i) => types[i] !== 'timestamptz' || isDate(value)))
  ) {
    return values;
  }
  throw badInput(`${argument}: that is no cursor of this list in this order. Pass a cursor that an earlier page gave.`);
}

const isDate = (value: unknown) => !Number.isNaN(Date.parse(value as string));

function parse(cursor: string): unknown[] {
  if (cursor.length > 4_000) return [];
  try {
    const decoded: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(decoded) ? decoded : [];
  } catch {
    return [];
  }
}
