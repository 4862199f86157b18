-- Workspaces, their users and tokens, channels, messages, and the log of changes.
-- Text that orders a list is collated "C": a cursor means the same on every server, whatever its locale.

create table workspaces (
  id uuid primary key,
  slug text collate "C" not null,
  name text not null,
  created_at timestamptz not null,
  constraint workspaces_slug_key unique (slug)
);

create table users (
  id uuid primary key,
  workspace_id uuid not null references workspaces,
  handle text collate "C" not null,
  name text not null,
  title text,
  email text,
  avatar_url text,
  kind text not null check (kind in ('PERSON', 'BOT')),
  role text not null check (role in ('OWNER', 'ADMIN', 'MEMBER', 'GUEST')),
  password_hash text,
  created_at timestamptz not null,
  last_active_at timestamptz,
  deactivated_at timestamptz
);
create unique index users_by_handle on users (workspace_id, handle);
create unique index users_by_email on users (workspace_id, email) where email is not null;
create index users_by_role on users (workspace_id, role, handle);
create index users_by_created on users (workspace_id, created_at, id);
create index users_by_last_active on users (workspace_id, coalesce(last_active_at, created_at), id);

create table access_tokens (
  id uuid primary key,
  workspace_id uuid not null references workspaces,
  user_id uuid not null references users,
  hash bytea not null,
  name text not null,
  kind text not null check (kind in ('SESSION', 'PERSONAL')),
  scopes text[] not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  constraint access_tokens_hash_key unique (hash)
);
create index access_tokens_by_user on access_tokens (user_id, created_at, id);

-- One row for each stream of changes; its lock is what puts the stream's writers in order.
create table streams (
  key text collate "C" primary key,
  workspace_id uuid not null references workspaces,
  head bigint not null
) with (fillfactor = 50);

create table changes (
  stream text collate "C" not null,
  number bigint not null,
  -- Random: with the number it says which life of the log a cursor comes from.
  id uuid not null,
  workspace_id uuid not null,
  kind text not null,
  actor_id uuid,
  at timestamptz not null,
  data jsonb not null,
  txid xid8 not null default pg_current_xact_id(),
  primary key (stream, number)
);
create index changes_by_txid on changes (txid);

create table channels (
  id uuid primary key,
  workspace_id uuid not null references workspaces,
  name text collate "C",
  topic text not null,
  purpose text not null,
  kind text not null check (kind in ('TEXT', 'ANNOUNCEMENT', 'DIRECT')),
  privacy text not null check (privacy in ('PUBLIC', 'PRIVATE')),
  created_by_id uuid references users,
  created_at timestamptz not null,
  archived_at timestamptz,
  last_activity_at timestamptz not null,
  -- The newest message's number, and the newest root's: how many there are, as messages are never removed.
  last_seq integer not null default 0,
  last_ordinal integer not null default 0,
  member_count integer not null default 0,
  -- The members of a direct channel, in order: at most one channel for each set.
  direct_key text,
  -- An import is running: the channel takes no messages from elsewhere.
  importing boolean not null default false,
  check ((kind = 'DIRECT') = (name is null)),
  check (kind <> 'DIRECT' or privacy = 'PRIVATE')
) with (fillfactor = 80);
create unique index channels_by_name on channels (workspace_id, name) where name is not null;
create unique index channels_by_direct_key on channels (workspace_id, direct_key) where direct_key is not null;
create index channels_in_name_order on channels (workspace_id, coalesce(name, ''), id);
create index channels_by_created on channels (workspace_id, created_at, id);
create index channels_by_last_activity on channels (workspace_id, last_activity_at, id);
create index channels_by_kind_privacy on channels (workspace_id, kind, privacy, id);
create index channels_by_creator on channels (created_by_id, created_at, id);

create table channel_members (
  channel_id uuid not null references channels,
  user_id uuid not null references users,
  workspace_id uuid not null references workspaces,
  role text not null check (role in ('ADMIN', 'MEMBER')),
  joined_at timestamptz not null,
  muted boolean not null default false,
  -- The ordinal of the last root read: unread = channels.last_ordinal - read_ordinal.
  read_ordinal integer not null default 0,
  primary key (channel_id, user_id)
) with (fillfactor = 80);
create index channel_members_in_join_order on channel_members (channel_id, joined_at, user_id);
create index channel_members_by_user on channel_members (user_id, channel_id);

create table messages (
  id uuid primary key,
  workspace_id uuid not null references workspaces,
  channel_id uuid not null references channels,
  seq integer not null,
  -- Counts the channel's roots; null for a reply.
  ordinal integer,
  parent_id uuid references messages,
  author_id uuid not null references users,
  body text not null,
  body_html text not null,
  created_at timestamptz not null,
  edited_at timestamptz,
  deleted_at timestamptz,
  pinned_at timestamptz,
  pinned_by_id uuid references users,
  reply_count integer not null default 0,
  check ((parent_id is null) = (ordinal is not null))
);
create index messages_by_channel on messages (channel_id, ordinal) where ordinal is not null;
create index messages_by_parent on messages (parent_id, seq) where parent_id is not null;
create index messages_by_author on messages (author_id, created_at, id);
create index messages_pinned on messages (channel_id, pinned_at, id) where pinned_at is not null;

create table message_participants (
  message_id uuid not null references messages,
  user_id uuid not null references users,
  workspace_id uuid not null,
  first_seq integer not null,
  primary key (message_id, user_id)
);
create index message_participants_in_order on message_participants (message_id, first_seq, user_id);

create table message_mentions (
  message_id uuid not null references messages,
  user_id uuid not null references users,
  workspace_id uuid not null,
  position integer not null,
  primary key (message_id, position)
);
create index message_mentions_by_user on message_mentions (user_id, message_id);

create table message_attachments (
  message_id uuid not null references messages,
  position integer not null,
  workspace_id uuid not null,
  name text not null,
  url text not null,
  media_type text,
  size bigint,
  primary key (message_id, position)
);

create table message_edits (
  message_id uuid not null references messages,
  number integer not null,
  workspace_id uuid not null,
  body text not null,
  replaced_at timestamptz not null,
  primary key (message_id, number)
);

create table message_reactions (
  message_id uuid not null references messages,
  emoji text collate "C" not null,
  user_id uuid not null references users,
  workspace_id uuid not null,
  created_at timestamptz not null,
  primary key (message_id, emoji, user_id)
);
create index message_reactions_in_order on message_reactions (message_id, emoji, created_at, user_id);

-- Which message an author's key already made, so that a repeated request makes no second one.
create table client_message_ids (
  user_id uuid not null references users,
  client_message_id text collate "C" not null,
  workspace_id uuid not null,
  message_id uuid not null,
  created_at timestamptz not null,
  primary key (user_id, client_message_id)
);
