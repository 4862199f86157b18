// The only way to write. A write locks the rows of its streams in key order, does its work, records its changes and
// commits. So the numbers of a stream have no gaps and follow commit order, and two writers cannot deadlock. While a
// stream is locked, what it describes does not change.
import type { Change } from '../lib/changes.ts';
import { uuid } from '../lib/ids.ts';
import type { Runner, TransactionOptions } from '../postgres/database.ts';
import { statement } from '../postgres/statement.ts';
import type { Actor } from './actor.ts';
import type { ChangeKind } from './catalogue.ts';

/** A transaction that holds the locks of its streams. */
export interface Writer extends Runner {
  /** Records a change; all are inserted at the end, in this order. The stream must be locked, or new. */
  record<Data extends object>(stream: string, kind: ChangeKind<Data>, data: NoInfer<Data>): void;
  /** The same for changes that were created with `ChangeKind.in`. */
  recordAll(changes: readonly Change[]): void;
}

const lockStreams = statement<{ key: string }>(
  'changes.lock',
  `select key from streams where workspace_id = $1 and key = any($2::text[]) order by key for update`,
);

/**
 * Locks those of these streams that no other transaction holds, and remembers them in the transaction: `heldStreams`
 * passes their keys to later statements. A stream without changes has no row to lock, and counts as free.
 */
export const lockFreeStreams = holding('free', 'for update skip locked');

/** The same, but waits for streams that other transactions hold. */
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

/**
 * SQL for the keys of the streams that `lockFreeStreams` or `waitForStreams` has locked in this transaction, one a row.
 */
export const heldStreams = `unnest(string_to_array(current_setting('switchboard.held_streams', true), ' '))`;

/**
 * SQL that appends changes to the log: common table expressions that expect a query `noted` with `stream, kind, data,
 * id, actor_id, ord`. Changes are numbered in the order of `ord`; `recorded` returns them. New streams are created
 * here: no one else can know them before the commit.
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
 * Runs the body in a transaction that has locked these streams, then records its changes. After the commit, cached data
 * that they invalidate is dropped. The body may run again after a lost connection, so it must have no side effects
 * outside the transaction.
 */
export async function write<Result>(
  actor: Actor,
  streams: readonly string[],
  body: (tx: Writer) => Promise<Result>,
  options: TransactionOptions & {
    /**
     * Runs before the locks, to claim an idempotency key. A result other than undefined ends the write with that
     * result.
     */
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
    // The locks are pipelined with the body's first statement, and the changes with the commit.
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
