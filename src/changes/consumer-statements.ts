// SQL of the consumers of the log. What a consumer has done is what is visible in its snapshot `previous`, and of what is
// visible in `target` beside that, what stands up to its place. A snapshot is stored by a transaction that is flushed after
// all that ended before it, so unlike one that is only remembered it outlasts a crash of the server.
import { serverStatement } from '../postgres/statement.ts';
import type { StoredChange } from './log.ts';

/** How far a consumer has come, as its row says. */
export interface ConsumerState {
  /** Names the time since the database last crashed; null while nobody has named it. */
  epoch: string | null;
  previous: string;
  /** Null when all that was visible at the last look is done. */
  target: string | null;
  stream: string;
  number: number;
  failures: number;
}

/** Begins a consumer that is new with what is written from now on. */
export const beginConsumers = serverStatement<never>(
  'consumers.begin',
  `insert into consumers (name, previous, at)
   select name, pg_current_snapshot(), now() from unnest($1::text[]) as named(name) on conflict (name) do nothing`,
);

const state = `(select e.data ->> 'epoch' from ephemera e where e.key = 'epoch') as epoch,
  previous::text as previous, target::text as target, stream, number, failures`;

/**
 * How far a consumer has come, and what is visible now, to become its target. `rewound` where the log is older than what the
 * consumer has seen: the database was restored into another server.
 */
export const readConsumer = serverStatement<ConsumerState & { now: string; rewound: boolean }>(
  'consumers.read',
  `select ${state}, pg_current_snapshot()::text as now,
     pg_snapshot_xmax(pg_current_snapshot()) < pg_snapshot_xmax(coalesce(target, previous)) as rewound
   from consumers where name = $1`,
);

/** Locks a consumer's row until the end of the transaction; none when another instance holds it. */
export const lockConsumer = serverStatement<ConsumerState>(
  'consumers.lock',
  `select ${state} from consumers where name = $1 for update skip locked`,
);

/**
 * The next changes of these kinds, at most so many, in each stream's order. Not in the order of transactions: one that began
 * earlier may hold a stream later.
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

/** Stores how far a consumer has come. */
export const storeConsumer = serverStatement<never>(
  'consumers.store',
  `update consumers set previous = $2::pg_snapshot, target = $3::pg_snapshot, stream = $4, number = $5, failures = $6,
     at = now() where name = $1`,
);

/** Puts a change aside that a consumer fails on. */
export const insertDeadLetter = serverStatement<never>(
  'consumers.insertDeadLetter',
  `insert into dead_letters (consumer, stream, number, workspace_id, kind, data, error, at)
   values ($1, $2, $3, $4, $5, $6, $7, now()) on conflict do nothing`,
);

/** Consumers that have not come past changes from before a moment, so that these are kept for them. */
export const consumersBehind = serverStatement<{ name: string }>(
  'consumers.behind',
  `select k.name from consumers k where exists (
     select from changes c where c.txid >= pg_snapshot_xmin(k.previous)
       and not pg_visible_in_snapshot(c.txid, k.previous) and c.at < $1
   )`,
);
