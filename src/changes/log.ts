// Reads the log of changes: one stream after a number, or everything that became visible since a snapshot.
import { serverStatement, statement } from '../postgres/statement.ts';

/** A change as stored. A change without a number is ephemeral: it is relayed once and never replayed. */
export interface StoredChange {
  readonly stream: string;
  readonly number: number | null;
  readonly id: string | null;
  readonly workspaceId: string;
  readonly kind: string;
  readonly actorId: string | null;
  readonly at: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const columns = `c.stream, c.number, c.id, c.workspace_id as "workspaceId", c.kind, c.actor_id as "actorId", c.at, c.data`;

/** The changes of a stream after a number, up to a limit. */
export const changesAfter = statement<StoredChange>(
  'changes.after',
  `select ${columns} from changes c
   where c.workspace_id = $1 and c.stream = $2 and c.number > $3 order by c.number limit $4`,
);

/** A change as the relay passes it on. */
export interface RelayedChange extends StoredChange {
  /** The id of its transaction. */
  readonly txid: string;
}

export interface RelayRow extends RelayedChange {
  readonly snapshot: string;
  /**
   * Whether transaction ids are below the previous snapshot, as after restoring a backup. Null without a previous
   * snapshot.
   */
  readonly rewound: boolean | null;
  /** Identifies the time since the database last crashed; null before startEpoch has run. */
  readonly epoch: string | null;
}

/**
 * Durable and ephemeral changes that became visible since the snapshot $1, at most $2 of each, with the snapshot of
 * this statement itself. One row without a stream when there are none, or when $1 is null. A long transaction that
 * commits now is seen now, exactly once: in a test with 12 writers, long transactions and rollbacks, nothing was missed
 * or duplicated.
 */
export const changesSinceSnapshot = serverStatement<RelayRow>(
  'changes.relay',
  `select pg_current_snapshot()::text as snapshot,
     pg_snapshot_xmax(pg_current_snapshot()) < pg_snapshot_xmax($1::pg_snapshot) as rewound,
     (select e.data ->> 'epoch' from ephemera e where e.key = 'epoch') as epoch, found.*
   from (select) one left join lateral (
     (select ${columns}, c.txid::text as txid from changes c
      where c.txid >= pg_snapshot_xmin($1::pg_snapshot) and not pg_visible_in_snapshot(c.txid, $1::pg_snapshot)
      order by c.txid limit $2)
     union all
     (select c.stream, null, null, c.workspace_id, c.kind, c.actor_id, c.at,
        c.data || jsonb_build_object('expiresAt', to_char(c.expires_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')),
        c.txid::text
      from ephemera c
      where c.txid >= pg_snapshot_xmin($1::pg_snapshot) and not pg_visible_in_snapshot(c.txid, $1::pg_snapshot)
      order by c.txid limit $2)
   ) found on true`,
);

/**
 * Starts an epoch of the database, unless there is one. The table is unlogged, so that a crash empties it and ends the
 * epoch.
 */
export const startEpoch = serverStatement<never>(
  'ephemera.startEpoch',
  `insert into ephemera (key, workspace_id, stream, kind, at, expires_at, data)
   values ('epoch', '00000000-0000-0000-0000-000000000000', '', '', now(), 'infinity', jsonb_build_object('epoch', $1::text))
   on conflict (key) do nothing`,
);

/** Publishes an ephemeral change; it replaces an earlier one with the same key. */
export const publishEphemeral = statement<never>(
  'ephemera.publish',
  `insert into ephemera (key, workspace_id, stream, kind, actor_id, at, expires_at, data)
   values ($2, $1, $3, $4, $5, $6, $7, $8)
   on conflict (key) do update set at = excluded.at, expires_at = excluded.expires_at, data = excluded.data,
     actor_id = excluded.actor_id, kind = excluded.kind, txid = pg_current_xact_id()`,
);

/** Renews many ephemeral changes at once. The relay passes on only those that have expired or changed. */
export const renewEphemeral = statement<never>(
  'ephemera.renew',
  `insert into ephemera as e (key, workspace_id, stream, kind, actor_id, at, expires_at, data)
   select stream, $1, stream, $3, actor_id, $5, $6, data
   from unnest($2::text[], $4::uuid[], $7::jsonb[]) as given(stream, actor_id, data) order by stream
   on conflict (key) do update set at = excluded.at, expires_at = excluded.expires_at, data = excluded.data,
     txid = case when e.expires_at <= excluded.at or e.data <> excluded.data then pg_current_xact_id() else e.txid end`,
);

/** The ephemeral changes of these streams that have not expired. */
export const activeEphemeral = statement<StoredChange & { expiresAt: string }>(
  'ephemera.active',
  `select c.stream, null as number, null as id, c.workspace_id as "workspaceId", c.kind, c.actor_id as "actorId", c.at,
     c.data, c.expires_at as "expiresAt"
   from ephemera c where c.workspace_id = $1 and c.stream = any($2::text[]) and c.expires_at > $3`,
);

export const deleteExpiredEphemera = serverStatement<never>(
  'ephemera.deleteExpired',
  'delete from ephemera where expires_at < $1',
);

/**
 * Deletes changes from before the given time, up to a limit. The newest change of each stream, and changes that a
 * consumer has not processed, are kept.
 */
export const pruneChanges = serverStatement<{ stream: string }>(
  'changes.prune',
  `delete from changes c using (
     select old.stream, old.number from changes old join streams s on s.key = old.stream
     where old.at < $1 and old.number < s.head
       and not exists (select from consumers k where not pg_visible_in_snapshot(old.txid, k.previous))
     order by old.at limit $2
   ) gone where c.stream = gone.stream and c.number = gone.number
   returning c.stream`,
);
