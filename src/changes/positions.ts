// Positions in streams, and the cursors that encode them: a change's number, and its random id. After restoring a
// backup the same number gets another id, so a cursor from before it is detected.
import { badInput } from '../lib/errors.ts';
import type { Runner } from '../postgres/database.ts';
import { serverStatement, statement } from '../postgres/statement.ts';

export interface StreamPosition {
  stream: string;
  number: number;
  id: string;
}

/** The last change of each stream that is visible in a snapshot; without a snapshot, that is visible now. */
export const lastChanges = statement<StreamPosition>(
  'changes.positions',
  `select last.stream, last.number, last.id
   from unnest($2::text[]) as asked(stream)
   cross join lateral (
     select c.stream, c.number, c.id from changes c
     where c.workspace_id = $1 and c.stream = asked.stream
       and ($3::pg_snapshot is null or pg_visible_in_snapshot(c.txid, $3::pg_snapshot))
     order by c.number desc limit 1
   ) last`,
);

export const takeSnapshot = serverStatement<{ snapshot: string }>(
  'changes.snapshot',
  'select pg_current_snapshot()::text as snapshot',
);

const changeAt = statement<{ id: string }>(
  'changes.at',
  'select id from changes where workspace_id = $1 and stream = $2 and number = $3',
);

const firstNumber = statement<{ number: number }>(
  'changes.first',
  'select number from changes where workspace_id = $1 and stream = $2 order by number limit 1',
);

/** The cursor of a position. Null is the beginning of the stream, before its first change. */
export function encodePosition(position: { number: number; id: string } | null): string {
  return Buffer.from(`${position?.number ?? 0}.${position?.id ?? ''}`).toString('base64url');
}

/** Decodes a stream's cursor; BAD_USER_INPUT if it is malformed. */
function decodePosition(cursor: string): { number: number; id: string } {
  const match = /^(\d{1,15})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|)$/.exec(
    Buffer.from(cursor, 'base64url').toString('latin1'),
  );
  if (match) return { number: Number(match[1]), id: match[2]! };
  throw badInput('after: this is not a cursor of a stream. Pass the cursor of an event or of a snapshot.');
}

/**
 * The number after which the stream continues for the holder of this cursor. Null when the cursor belongs to another
 * stream or to the time before a restored backup, is past the head, or has been pruned. BAD_USER_INPUT if it is
 * malformed.
 */
export async function resumeNumber(db: Runner, stream: string, cursor: string): Promise<number | null> {
  const position = decodePosition(cursor);
  if (position.number === 0) {
    const [first] = await db.run(firstNumber, [stream]);
    return !first || first.number === 1 ? 0 : null;
  }
  const [change] = await db.run(changeAt, [stream, position.number]);
  return change?.id === position.id ? position.number : null;
}
