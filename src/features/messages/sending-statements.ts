// SQL that writes several messages of one workspace, in a transaction that has locked streams with `lockFreeStreams` or
// `waitForStreams`.
import { heldStreams, recording } from '../../changes/record.ts';
import { statement } from '../../postgres/statement.ts';
import { channelRead } from '../channels/changes.ts';
import { mentioned, messageSent } from './changes.ts';

export interface SentRow {
  id: string;
  seq: number;
  ordinal: number | null;
  createdAt: string;
  /** Mentioned users who may read the channel, without the author. */
  mentioned: string[];
  txid: string;
}

// `requireMayWrite` and `requireRoot` (policy.ts, sending-commands.ts) decide who may write; `allowed` repeats these rules in
// SQL, and a test compares the two over every case. It may be stricter: messages that are left out are written alone, with the
// reason of a refusal.
//
// LIMIT makes the planner look up each message's rows by id. In a small database it would otherwise read all users and channels
// through other indexes, and keep doing so when they have grown.
export const sendMessages = statement<SentRow>(
  'messages.send',
  `with asked as materialized (
     select * from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::timestamptz[],
       $9::text[], $10::bytea[], $11::uuid[], $12::uuid[]) with ordinality
       as a(id, channel_id, parent_id, author_id, body, body_html, created_at, key, input_hash, sent_id, read_id, ord)
   ), mentions as materialized (
     select * from unnest($13::uuid[], $14::uuid[], $15::integer[], $16::uuid[])
       as m(message_id, user_id, position, change_id)
   ), held as materialized (
     select ${heldStreams} as key
   ), allowed as materialized (
     select a.*, c.privacy
     from asked a
     cross join lateral (
       select from users u where u.id = a.author_id and u.workspace_id = $1 and u.deactivated_at is null limit 1
     ) u
     cross join lateral (
       select kind, privacy from channels c
       where c.id = a.channel_id and c.workspace_id = $1 and c.archived_at is null and not c.importing limit 1
     ) c
     cross join lateral (
       select role from channel_members m where m.channel_id = a.channel_id and m.user_id = a.author_id limit 1
     ) m
     left join lateral (
       select channel_id from messages p
       where p.id = a.parent_id and p.workspace_id = $1 and p.parent_id is null limit 1
     ) p on true
     where (c.kind <> 'ANNOUNCEMENT' or a.parent_id is not null or m.role = 'ADMIN')
       and (a.parent_id is null or p.channel_id = a.channel_id)
       and 'channel:' || a.channel_id in (select key from held)
       and 'user:' || a.author_id in (select key from held)
       and not exists (
         select from mentions n where n.message_id = a.id and 'user:' || n.user_id not in (select key from held)
       )
   ), claimed as (
     insert into client_message_ids (user_id, client_message_id, workspace_id, message_id, created_at, input_hash)
     select author_id, key, $1, id, created_at, input_hash from allowed
     -- A key that is being used elsewhere is waited for where its message is written alone, not by all of these.
     where key is not null and pg_try_advisory_xact_lock(${keyLock('author_id', 'key')})
     on conflict do nothing
     returning message_id
   ), sending as materialized (
     select a.*, row_number() over (partition by channel_id order by ord) as place,
       count(*) filter (where parent_id is null) over (partition by channel_id order by ord) as roots
     from allowed a where key is null or id in (select message_id from claimed)
   ), counted as (
     update channels c set last_seq = last_seq + new.messages, last_ordinal = last_ordinal + new.roots,
       last_activity_at = greatest(last_activity_at, new.latest)
     from (
       select channel_id, count(*) as messages, count(*) filter (where parent_id is null) as roots,
         max(created_at) as latest
       from sending group by channel_id
     ) new
     where c.id = new.channel_id and c.workspace_id = $1
     returning c.id, c.last_seq - new.messages as seq, c.last_ordinal - new.roots as ordinal
   ), sent as (
     insert into messages (id, workspace_id, channel_id, parent_id, author_id, body, body_html, created_at, seq, ordinal)
     select s.id, $1, s.channel_id, s.parent_id, s.author_id, s.body, s.body_html, s.created_at, c.seq + s.place,
       case when s.parent_id is null then c.ordinal + s.roots end
     from sending s join counted c on c.id = s.channel_id order by s.ord
     returning id, channel_id, parent_id, author_id, seq, ordinal, created_at
   ), answered as (
     update messages m set reply_count = m.reply_count + new.replies
     from (select parent_id, count(*) as replies from sending where parent_id is not null group by parent_id) new
     where m.id = new.parent_id and m.workspace_id = $1
     returning m.id, m.author_id, m.seq
   ), taking_part as (
     insert into message_participants (message_id, user_id, workspace_id, first_seq)
     select id, author_id, $1, seq from answered
     union all
     (select r.id, s.author_id, $1, min(s.seq) from answered r join sent s on s.parent_id = r.id
      where s.author_id <> r.author_id group by r.id, s.author_id)
     on conflict do nothing
   ), mentioning as (
     insert into message_mentions (message_id, user_id, workspace_id, position)
     select n.message_id, n.user_id, $1, n.position from mentions n join sending s on s.id = n.message_id
   ), reading as (
     update channel_members m set read_ordinal = new.ordinal
     from (
       select channel_id, author_id, max(ordinal) as ordinal from sent where ordinal is not null
       group by channel_id, author_id
     ) new
     where m.channel_id = new.channel_id and m.user_id = new.author_id
   ), mentioned as materialized (
     select n.*, s.channel_id, s.author_id, s.ord
     from sending s join mentions n on n.message_id = s.id
     cross join lateral (select role from users u where u.id = n.user_id and u.workspace_id = $1 limit 1) u
     left join lateral (
       select user_id from channel_members m where m.channel_id = s.channel_id and m.user_id = n.user_id limit 1
     ) m on true
     where n.user_id <> s.author_id and (m.user_id is not null or (s.privacy = 'PUBLIC' and u.role <> 'GUEST'))
   ), noted as materialized (
     select stream, kind, data, id, actor_id, row_number() over (order by ord, part, position) as ord
     from (
       select 'channel:' || channel_id as stream, '${messageSent.name}' as kind,
         jsonb_build_object('messageId', id, 'parentId', parent_id) as data, sent_id as id, author_id as actor_id,
         ord, 1 as part, 0 as position
       from sending
       union all
       select 'user:' || user_id, '${mentioned.name}',
         jsonb_build_object('messageId', message_id, 'channelId', channel_id), change_id, author_id, ord, 2, position
       from mentioned
       union all
       select 'user:' || s.author_id, '${channelRead.name}',
         jsonb_build_object('channelId', s.channel_id, 'ordinal', sent.ordinal), s.read_id, s.author_id, s.ord, 3, 0
       from sent join sending s on s.id = sent.id where sent.ordinal is not null
     ) what_happened
   ), ${recording}
   select s.id, s.seq, s.ordinal, s.created_at as "createdAt",
     array(select n.user_id from mentioned n where n.message_id = s.id order by n.position) as mentioned,
     pg_current_xact_id()::text as txid
   from sent s`,
);

/** SQL of the advisory lock that a writer takes before it looks for an author's key. */
export function keyLock(author: string, key: string): string {
  return `hashtextextended(${author}::text || ' ' || ${key}::text, 0)`;
}
