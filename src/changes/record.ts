// The one way to write. A write locks the rows of all its streams in key order, works, records its changes, commits:
// so a stream's numbers are dense and in commit order, and two writers cannot deadlock. Whoever holds a stream's lock
// may rely on what it reads of the things that the stream tells about.
import type { Change } from '../lib/changes.ts';
import { uuid } from '../lib/ids.ts';
import type { Runner, TransactionOptions } from '../postgres/database.ts';
import { statement } from '../postgres/statement.ts';
import type { Actor } from './actor.ts';
import type { ChangeKind } from './catalogue.ts';

/** A transaction under the locks of its streams. */
export interface Writer extends Runner {
  /** Records a change; all are inserted at the end, in this order. The stream must be among those locked or be new. */
  record<Data extends object>(stream: string, kind: ChangeKind<Data>, data: NoInfer<Data>): void;
  /** The same for changes that their kinds made. */
  recordAll(changes: readonly Change[]): void;
}

const lockStreams = statement<{ key: string }>(
  'changes.lock',
  `select key from streams where workspace_id = $1 and key = any($2::text[]) order by key for update`,
);

/**
 * Locks those of these streams that nobody else holds, and remembers them for the rest of the transaction: `heldStreams`
 * gives their keys to the statements after it. A stream that nothing was recorded in yet has no row to lock, and is free.
 */
export const lockFreeStreams = holding('free', 'for update skip locked');

/** The same, waiting for those that somebody else holds. */
export const waitForStreams = holding('wait', 'for update');

function holding(name: string, lock: string) {
  return statement<{ held: string }>(
    `changes.hold/${name}`,
    `select set_config('switchboard.held_streams', coalesce(string_agg(key, ' '), ''), true) as held
     from (
       select key from (
         select key from streams where workspace_id = $1 and key = any($2::text[]) order by key ${lock}
       ) locked
       union all
       select key from unnest($2::text[]) as asked(key)
       where not exists (select from streams s where s.key = asked.key)
     ) held`,
  );
}

/** SQL of the keys that the transaction holds since `lockFreeStreams` or `waitForStreams`, one a row. */
export const heldStreams = `unnest(string_to_array(current_setting('switchboard.held_streams', true), ' '))`;

/**
 * SQL that appends changes: parts of a `with` whose query `noted` gives `stream, kind, data, id, actor_id, ord`. They are
 * numbered in the order of `ord`, and those written are `recorded`. A stream that is new is made here; nobody else can know
 * it before the commit.
 */
export const recording = `placed as (
     select noted.*, row_number() over (partition by stream order by ord) as place,
       count(*) over (partition by stream) as total
     from noted
   ), heads as (
     insert into streams as s (key, workspace_id, head) select distinct stream, $1::uuid, total from placed
     on conflict (key) do update set head = s.head + excluded.head
     returning key, head
   ), recorded as (
     insert into changes (stream, number, id, workspace_id, kind, actor_id, at, data)
     select n.stream, heads.head - n.total + n.place, n.id, $1, n.kind, n.actor_id, clock_timestamp(), n.data
     from placed n join heads on heads.key = n.stream order by n.ord
     returning workspace_id, txid
   )`;

const insertChanges = statement<{ workspaceId: string; txid: string }>(
  'changes.record',
  `with noted as (
     select n.*, $6::uuid as actor_id
     from unnest($2::text[], $3::text[], $4::jsonb[], $5::uuid[]) with ordinality as n(stream, kind, data, id, ord)
   ), ${recording}
   select workspace_id as "workspaceId", txid::text as txid from recorded`,
);

/**
 * Runs the body in a transaction that holds the locks of these streams, then records what it noted. After the commit
 * nothing read before is remembered. The body may run again after a lost connection, so it must change nothing outside.
 */
export async function write<Result>(
  actor: Actor,
  streams: readonly string[],
  body: (tx: Writer) => Promise<Result>,
  options: TransactionOptions & {
    /** Runs before the locks: to claim an idempotency key. A result other than undefined ends the write with it. */
    claim?: (tx: Runner) => Promise<Result | undefined>;
  } = {},
): Promise<Result> {
  const changes: Change[] = [];
  let recorded: Promise<{ workspaceId: string; txid: string }[]> | undefined;
  const result = await actor.db.transaction(async (tx) => {
    changes.length = 0;
    recorded = undefined;
    const claimed = await options.claim?.(tx);
    if (claimed !== undefined) return claimed;
    // The body's first statement travels with the locks and runs after them; the changes travel with the commit.
    if (streams.length) void tx.run(lockStreams, [[...streams].sort()]);
    const done = await body({
      run: (...args) => tx.run(...args),
      record: (stream, kind, data) => changes.push(kind.in(stream, data)),
      recordAll: (more) => changes.push(...more),
    });
    if (changes.length) {
      recorded = tx.run(insertChanges, [
        changes.map((change) => change.stream),
        changes.map((change) => change.kind),
        changes.map((change) => JSON.stringify(change.data)),
        changes.map(() => uuid()),
        actor.actorId,
      ]);
    }
    return done;
  }, options);
  const [row] = (await recorded) ?? [];
  await actor.committed({ workspaceId: row?.workspaceId ?? '', changes, txid: Number(row?.txid ?? 0) });
  return result;
}
