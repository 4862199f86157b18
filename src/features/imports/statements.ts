// SQL of imports: many rows in each statement, as one array for each column.
import { serverStatement, statement } from '../../postgres/statement.ts';
import type { KnownProfile } from './model.ts';
import type { KnownMessage } from './placing.ts';

/**
 * Takes the import lock of this workspace for the session; false when another session has it. A dead peer loses it
 * within a minute.
 */
export const holdImport = serverStatement<{ held: boolean }>(
  'imports.hold',
  `select pg_try_advisory_lock(hashtextextended('import ' || $1::text, 0)) as held,
     set_config('tcp_keepalives_idle', '30', false), set_config('tcp_keepalives_interval', '10', false),
     set_config('tcp_keepalives_count', '3', false)`,
);

/** Whether any channel exists, and whether any is still being imported. */
export const channelsBegun = statement<{ any: boolean; incomplete: boolean }>(
  'imports.channelsBegun',
  `select count(*) > 0 as any, coalesce(bool_or(importing), false) as incomplete from channels where workspace_id = $1`,
);

export const usersKnown = statement<{ id: string; handle: string }>(
  'imports.users',
  'select id, handle from users where workspace_id = $1 and id = any($2::uuid[])',
);

export const namesOfUsers = statement<{ handle: string; email: string | null }>(
  'imports.namesOfUsers',
  `select handle, email from users where workspace_id = $1 and handle = any($2::text[])
   union all
   select handle, email from users where workspace_id = $1 and email = any($3::text[])`,
);

export const insertUsers = statement<never>(
  'imports.insertUsers',
  `insert into users (workspace_id, id, handle, name, title, email, avatar_url, kind, role, created_at, deactivated_at)
   select $1, * from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
     $9::text[], $10::timestamptz[], $11::timestamptz[])`,
);

/** The users' current profiles, and whether they have used the workspace themselves. */
export const profilesKnown = statement<KnownProfile>(
  'imports.profiles',
  `select u.id, u.handle, u.name, u.title, u.email, u.avatar_url as "avatarUrl", u.role,
     u.deactivated_at is not null as "isDeactivated",
     u.password_hash is not null or exists (select from access_tokens t where t.user_id = u.id) as "hasSignedIn"
   from users u where u.workspace_id = $1 and u.id = any($2::uuid[])`,
);

export const peopleByEmail = statement<{ id: string; handle: string; email: string }>(
  'imports.peopleByEmail',
  `select id, handle, email from users where workspace_id = $1 and kind = 'PERSON' and email = any($2::text[])`,
);

/** The channel itself, or else the direct channel of the same people. */
export const channelKnown = statement<{ id: string; kind: string; name: string | null; privacy: string }>(
  'imports.channel',
  `select id, kind, name, privacy from channels where workspace_id = $1 and (id = $2 or direct_key = $3)
   order by id = $2 desc limit 1`,
);

export const namesOfChannels = statement<{ name: string }>(
  'imports.namesOfChannels',
  'select name from channels where workspace_id = $1 and name = any($2::text[])',
);

export const channelsNamed = statement<{ id: string; name: string; isArchived: boolean }>(
  'imports.channelsNamed',
  `select id, name, archived_at is not null as "isArchived" from channels
   where workspace_id = $1 and name is not null and (id = any($2::uuid[]) or name = any($3::text[]))`,
);

export const makePrivate = statement<never>(
  'imports.makePrivate',
  `update channels set privacy = 'PRIVATE' where workspace_id = $1 and id = $2`,
);

export const insertChannel = statement<never>(
  'imports.insertChannel',
  `insert into channels (id, workspace_id, name, topic, purpose, kind, privacy, created_by_id, created_at,
     last_activity_at, archived_at, direct_key, importing)
   values ($2, $1, $3, $4, $5, $6, $7, (select id from users where workspace_id = $1 and id = $8), $9, $9, $10, $11, true)`,
);

export const setImporting = statement<never>(
  'imports.setImporting',
  'update channels set importing = $3 where workspace_id = $1 and id = $2',
);

/** A negative read position marks members who came with an import that is not complete. */
export const insertMembers = statement<{ added: number }>(
  'imports.insertMembers',
  `with joined as (
     insert into channel_members (channel_id, user_id, workspace_id, role, joined_at, read_ordinal)
     select $2, u.id, $1, member.role, member.joined_at, -1
     from unnest($3::uuid[], $4::text[], $5::timestamptz[]) as member(id, role, joined_at)
     join users u on u.workspace_id = $1 and u.id = member.id
     on conflict do nothing
     returning user_id
   ), counted as (
     update channels set member_count = member_count + (select count(*) from joined)
     where workspace_id = $1 and id = $2
   )
   select count(*) as added from joined`,
);

export const setReadPositions = statement<never>(
  'imports.setReadPositions',
  `update channel_members m set read_ordinal = c.last_ordinal from channels c
   where c.workspace_id = $1 and c.id = $2 and m.channel_id = c.id and m.read_ordinal < 0`,
);

/** A user may join several times: the latest time is kept. */
export const setJoinedAt = statement<never>(
  'imports.setJoinedAt',
  `update channel_members m set joined_at = fact.at from unnest($3::uuid[], $4::timestamptz[]) as fact(user_id, at)
   where m.workspace_id = $1 and m.channel_id = $2 and m.user_id = fact.user_id and m.joined_at < fact.at`,
);

/** Members who left then and have not joined since. */
export const membersLeaving = statement<{ userId: string }>(
  'imports.membersLeaving',
  `select m.user_id as "userId" from channel_members m
   join unnest($3::uuid[], $4::timestamptz[]) as fact(user_id, at) on m.user_id = fact.user_id and m.joined_at <= fact.at
   where m.workspace_id = $1 and m.channel_id = $2`,
);

export const setLastActive = statement<never>(
  'imports.setLastActive',
  `update users u set last_active_at = newest.at from unnest($2::uuid[], $3::timestamptz[]) as newest(user_id, at)
   where u.workspace_id = $1 and u.id = newest.user_id and (u.last_active_at is null or u.last_active_at < newest.at)`,
);

export const messagesKnown = statement<KnownMessage>(
  'imports.messages',
  `select id, channel_id as "channelId", parent_id as "parentId", author_id as "authorId", seq,
     deleted_at is not null as deleted, edited_at as "editedAt", body = $3 and deleted_at is null as "isMissing"
   from messages where workspace_id = $1 and id = any($2::uuid[])`,
);

export const channelNumbers = statement<{ lastSeq: number; lastOrdinal: number; importing: boolean }>(
  'imports.channelNumbers',
  `select last_seq as "lastSeq", last_ordinal as "lastOrdinal", importing
   from channels where workspace_id = $1 and id = $2`,
);

export const insertMessages = statement<never>(
  'imports.insertMessages',
  `insert into messages (workspace_id, channel_id, id, seq, ordinal, parent_id, author_id, body, body_html, created_at,
     edited_at, deleted_at, pinned_at, pinned_by_id, reply_count)
   select $1, $2, * from unnest($3::uuid[], $4::integer[], $5::integer[], $6::uuid[], $7::uuid[], $8::text[], $9::text[],
     $10::timestamptz[], $11::timestamptz[], $12::timestamptz[], $13::timestamptz[], $14::uuid[], $15::integer[])`,
);

export const setChannelNumbers = statement<never>(
  'imports.setChannelNumbers',
  `update channels set last_seq = $3, last_ordinal = $4, last_activity_at = greatest(last_activity_at, $5)
   where workspace_id = $1 and id = $2`,
);

export const addReplyCounts = statement<never>(
  'imports.addReplyCounts',
  `update messages m set reply_count = m.reply_count + more.replies
   from unnest($2::uuid[], $3::integer[]) as more(id, replies) where m.workspace_id = $1 and m.id = more.id`,
);

/** Existing participants keep their first message. */
export const insertParticipants = statement<never>(
  'imports.insertParticipants',
  `insert into message_participants (workspace_id, message_id, user_id, first_seq)
   select $1, * from unnest($2::uuid[], $3::uuid[], $4::integer[]) on conflict do nothing`,
);

export const insertMentions = statement<never>(
  'imports.insertMentions',
  `insert into message_mentions (workspace_id, message_id, user_id, position)
   select $1, * from unnest($2::uuid[], $3::uuid[], $4::integer[])`,
);

export const insertAttachments = statement<never>(
  'imports.insertAttachments',
  `insert into message_attachments (workspace_id, message_id, position, name, url, media_type, size)
   select $1, * from unnest($2::uuid[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::bigint[])`,
);

export const insertEdits = statement<never>(
  'imports.insertEdits',
  `insert into message_edits (workspace_id, message_id, number, body, replaced_at)
   select $1, * from unnest($2::uuid[], $3::integer[], $4::text[], $5::timestamptz[])`,
);

/** A message gets at most $6 different emoji. */
export const insertReactions = statement<{ added: number }>(
  'imports.insertReactions',
  `with given as (
     select * from unnest($2::uuid[], $3::text[], $4::uuid[], $5::timestamptz[]) as g(message_id, emoji, user_id, at)
   ), fresh as (
     select message_id, emoji, row_number() over (partition by message_id order by min(at), emoji) as place
     from given g where not exists (
       select from message_reactions r where r.message_id = g.message_id and r.emoji = g.emoji)
     group by message_id, emoji
   ), added as (
     insert into message_reactions (workspace_id, message_id, emoji, user_id, created_at)
     select $1, message_id, emoji, user_id, at from given left join fresh using (message_id, emoji)
     where place is null or place <= $6 - (
       select count(distinct r.emoji) from message_reactions r where r.message_id = given.message_id)
     on conflict do nothing returning user_id
   )
   select count(*) as added from added`,
);

/** Replaces a placeholder by the root itself. */
export const replaceMissingRoot = statement<never>(
  'imports.replaceMissingRoot',
  `update messages set author_id = $3, body = $4, body_html = $5, edited_at = $6, pinned_at = $7, pinned_by_id = $8
   where workspace_id = $1 and id = $2`,
);

export const deleteParticipants = statement<never>(
  'imports.deleteParticipants',
  `delete from message_participants where workspace_id = $1 and message_id = $2`,
);

/** The participants of a thread, each with their first message in it; the author of the root with the root. */
export const insertParticipantsOf = statement<never>(
  'imports.insertParticipantsOf',
  `insert into message_participants (workspace_id, message_id, user_id, first_seq)
   select $1, $2, author_id, min(seq) from messages
   where workspace_id = $1 and (id = $2 or parent_id = $2) group by author_id`,
);
