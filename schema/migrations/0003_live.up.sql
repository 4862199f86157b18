-- What is told and forgotten: who is typing, who is there. No durable state, so unlogged; the relay reads it with changes.
create unlogged table ephemera (
  -- Whom or what it is about: telling again replaces.
  key text collate "C" primary key,
  workspace_id uuid not null,
  -- The stream whose readers are told.
  stream text collate "C" not null,
  kind text not null,
  actor_id uuid,
  at timestamptz not null,
  expires_at timestamptz not null,
  data jsonb not null,
  txid xid8 not null default pg_current_xact_id()
);
create index ephemera_by_txid on ephemera (txid);
create index ephemera_by_stream on ephemera (stream);
create index ephemera_by_expiry on ephemera (expires_at);

-- For taking away what is older than is kept.
create index changes_by_at on changes (at);
