// How far streams are, and what cursors of streams mean: a change's number and its random id. The number says where,
// the id in which life of the log: after a restored backup the same number has another id.
import { badInput } from '../lib/errors.ts';
import type { Runner } from '../postgres/database.ts';
import { serverStatement, statement } from '../postgres/statement.ts';

export interface Position {
  stream: string;
  number: number;
  id: string;
}

/** The last change of each stream that a snapshot sees; without a snapshot, that is visible now. */
export const lastChanges = statement<Position>(
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

/** The cursor of a position; of the beginning of a stream, before its first change, when there is none. */
export function encodePosition(position: { number: number; id: string } | null): string {
  return Buffer.from(`${position?.number ?? 0}.${position?.id ?? ''}`).toString('base64url');
}

/** The number in a cursor and the id of its change; BAD_USER_INPUT when it is no cursor of a stream. */
function decodePosition(cursor: string): { number: number; id: string } {
  const match = /^(\d{1,15})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|)$/.exec(
    Buffer.from(cursor, 'base64url').toString('latin1'),
  );
  if (match) return { number: Number(match[1]), id: match[2]! };
  throw badInput('after: that is no cursor of a stream. Pass a cursor that an event or a snapshot gave.');
}

/**
 * The number after which the stream goes on for the holder of this cursor; null when the cursor is none of this stream's
 * life, is past its head, or what follows it is no longer kept. A cursor that cannot be one is BAD_USER_INPUT.
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
