-- How far each consumer of the log has come: what is visible in `previous` is done; of what is visible in `target` beside
-- that, what stands up to the place (stream, number). One instance at a time holds the row.
create table consumers (
  name text primary key,
  previous pg_snapshot not null,
  target pg_snapshot,
  stream text collate "C" not null default '',
  number bigint not null default 0,
  -- How often the next change has failed.
  failures integer not null default 0,
  at timestamptz not null
);

-- Changes that a consumer has failed on, and passed over.
create table dead_letters (
  consumer text not null,
  stream text collate "C" not null,
  number bigint not null,
  workspace_id uuid not null,
  kind text not null,
  data jsonb not null,
  error text not null,
  at timestamptz not null,
  primary key (consumer, stream, number)
);
