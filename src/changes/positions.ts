// How far streams are.
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
