// SQL of the log's consumers. A consumer has processed all changes that are visible in its snapshot `previous`, and of
// those that are visible only in `target`, the ones up to its position (stream and number). The transaction that stores
// a snapshot is flushed after all transactions that ended before it, so a stored snapshot stays valid after a crash,
// unlike one in memory.
import { serverStatement } from '../postgres/statement.ts';
import type { StoredChange } from './log.ts';

/** The progress of a consumer, as its row holds it. */
export interface ConsumerState {
  /** Identifies the time since the database last crashed; null before startEpoch has run. */
  epoch: string | null;
  previous: string;
  /** Null when all changes that were visible at the last look are processed. */
  target: string | null;
  stream: string;
  number: number;
  failures: number;
}

/** Creates the rows of new consumers, which start with changes from now on. */
export const beginConsumers = serverStatement<never>(
  'consumers.begin',
  `insert into consumers (name, previous, at)
   select name, pg_current_snapshot(), now() from unnest($1::text[]) as named(name) on conflict (name) do nothing`,
);

const state = `(select e.data ->> 'epoch' from ephemera e where e.key = 'epoch') as epoch,
  previous::text as previous, target::text as target, stream, number, failures`;

/**
 * Reads a consumer's progress, and a snapshot of what is visible now. `rewound` means that the log is older than the
 * consumer: the database was restored into another server.
 */
export const readConsumer = serverStatement<ConsumerState & { now: string; rewound: boolean }>(
  'consumers.read',
  `select ${state}, pg_current_snapshot()::text as now,
     pg_snapshot_xmax(pg_current_snapshot()) < pg_snapshot_xmax(coalesce(target, previous)) as rewound
   from consumers where name = $1`,
);

/** Locks a consumer's row until the end of the transaction; no row when another instance has locked it. */
export const lockConsumer = serverStatement<ConsumerState>(
  'consumers.lock',
  `select ${state} from consumers where name = $1 for update skip locked`,
);

/**
 * The next changes of these kinds, up to a limit, in each stream's order. The order of transactions would be wrong: a
 * transaction that began earlier may have locked a stream later.
 */
export const nextChanges = serverStatement<StoredChange & { number: number; id: string }>(
  'consumers.next',
  `select c.stream, c.number, c.id, c.workspace_id as "workspaceId", c.kind, c.actor_id as "actorId", c.at, c.data
   from changes c
   where c.txid >= pg_snapshot_xmin($1::pg_snapshot) and c.txid < pg_snapshot_xmax($2::pg_snapshot)
     and not pg_visible_in_snapshot(c.txid, $1::pg_snapshot) and pg_visible_in_snapshot(c.txid, $2::pg_snapshot)
     and c.kind = any($3::text[]) and (c.stream, c.number) > ($4::text collate "C", $5::bigint)
   order by c.stream, c.number limit $6`,
);

/** Stores a consumer's progress. */
export const storeConsumer = serverStatement<never>(
  'consumers.store',
  `update consumers set previous = $2::pg_snapshot, target = $3::pg_snapshot, stream = $4, number = $5, failures = $6,
     at = now() where name = $1`,
);

/** Stores a change that a consumer fails on as a dead letter. */
export const insertDeadLetter = serverStatement<never>(
  'consumers.insertDeadLetter',
  `insert into dead_letters (consumer, stream, number, workspace_id, kind, data, error, at)
   values ($1, $2, $3, $4, $5, $6, $7, now()) on conflict do nothing`,
);

/** Consumers that have not processed all changes from before the given time: these changes are not pruned. */
export const consumersBehind = serverStatement<{ name: string }>(
  'consumers.behind',
  `select k.name from consumers k where exists (
     select from changes c where c.txid >= pg_snapshot_xmin(k.previous)
       and not pg_visible_in_snapshot(c.txid, k.previous) and c.at < $1
   )`,
);
