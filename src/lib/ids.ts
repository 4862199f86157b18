// Ids: UUIDv7 inside, global node ids outside. The process that writes a row makes its UUID (RFC 9562, section 5.7).
// The UUID of an imported row is derived from its origin, so that a repeated import finds the row again.
import { createHash, randomFillSync } from 'node:crypto';
import { badInput } from './errors.ts';

const pool = Buffer.allocUnsafe(16 * 256);
let used = pool.length;

/**
 * A new UUIDv7 for the given time, in milliseconds since 1970. The bits after the time are random: never rely on the
 * order of ids.
 */
export function uuid(now: number = Date.now()): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const bytes = pool.subarray(used, used + 16);
  used += 16;
  return format(bytes, now);
}

/** The UUIDv7 of an imported thing: its time, and a SHA-256 of the parts that name its origin. */
export function importedUuid(at: number, ...origin: string[]): string {
  return format(createHash('sha256').update(origin.join('\0')).digest().subarray(0, 16), at);
}

function format(bytes: Buffer, at: number): string {
  bytes.writeUIntBE(Math.max(0, Math.floor(at)), 0, 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const globalId = /^([A-Z][A-Za-z]{0,39})_([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

/** The global id that clients see: `Channel_0193…`. Clients must treat it as opaque. */
export function toGlobalId(type: string, id: string): string {
  return `${type}_${id}`;
}

/** The type and UUID in a global id; BAD_USER_INPUT if it is malformed. */
export function fromGlobalId(id: string): { type: string; id: string } {
  const match = globalId.exec(id);
  if (!match)
    throw badInput('This is not an id of this server. Pass an id exactly as an earlier response returned it.');
  return { type: match[1]!, id: match[2]! };
}

/** The UUID in a global id of the given type; BAD_USER_INPUT if it is malformed or names another type. */
export function idOf(type: string, id: string): string {
  const found = fromGlobalId(id);
  if (found.type !== type) throw badInput(`That is the id of a ${found.type}; this needs the id of a ${type}.`);
  return found.id;
}
