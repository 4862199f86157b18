// One statement written by hand for each operation, which returns the response's JSON; its bytes are sent unchanged.
// With the cache on they come from memory, for ever.
import pg from 'pg';
import { databaseUrl } from '../fan-out/server-process.ts';
import { byHand } from './by-hand.ts';
import { cached, serve, workspaceId } from './server.ts';

const pool = new pg.Pool({ connectionString: databaseUrl, max: 20 });
pool.on('error', () => {});

const at = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const author = `json_build_object('id', 'User_' || u.id, 'name', u.name, 'avatarUrl', u.avatar_url)`;
const list = (json: string, order: string) => `coalesce(json_agg(${json} order by ${order}), '[]')`;

const oneUser = `
select json_build_object('data', json_build_object('user', (
  select json_build_object('id', 'User_' || id, 'handle', handle, 'name', name, 'title', title, 'role', role)
  from users where workspace_id = $1 and id = $2)))::text as body`;

const channelsWithMessages = `
select json_build_object('data', json_build_object('channels', json_build_object('nodes', ${list(
  `json_build_object('id', 'Channel_' || c.id, 'name', c.name, 'topic', c.topic, 'messages', json_build_object('nodes', (
    select ${list(
      `json_build_object('id', 'Message_' || m.id, 'seq', m.seq, 'body', m.body, 'createdAt', ${at('m.created_at')},
        'author', ${author})`,
      'm.ordinal',
    )}
    from (select * from messages where channel_id = c.id and ordinal is not null order by ordinal desc limit $3) m
      join users u on u.id = m.author_id)))`,
  'c.last_activity_at desc',
)})))::text as body
from (select * from channels where workspace_id = $1 and privacy = 'PUBLIC'
  order by last_activity_at desc, id desc limit $2) c`;

const reactions = `
select ${list(
  `json_build_object('emoji', r.emoji, 'count', r.count, 'users', json_build_object('nodes', (
    select ${list(`json_build_object('id', 'User_' || u.id, 'name', u.name)`, 'x.created_at, x.user_id')}
    from (select * from message_reactions where message_id = m.id and emoji = r.emoji
      order by created_at, user_id limit 10) x join users u on u.id = x.user_id)))`,
  'r.first, r.emoji',
)}
from (select emoji, count(*) as count, min(created_at) as first from message_reactions
  where message_id = m.id group by emoji) r`;

const replies = `
select ${list(
  `json_build_object('id', 'Message_' || y.id, 'body', y.body, 'createdAt', ${at('y.created_at')}, 'author', ${author})`,
  'y.seq',
)}
from (select * from messages where parent_id = m.id order by seq limit 5) y join users u on u.id = y.author_id`;

const messagesWithThreads = `
select json_build_object('data', json_build_object('channel', json_build_object('messages', json_build_object('nodes', ${list(
  `json_build_object('id', 'Message_' || m.id, 'body', m.body, 'createdAt', ${at('m.created_at')},
    'channel', json_build_object('id', 'Channel_' || c.id, 'name', c.name, 'memberCount', c.member_count),
    'author', ${author}, 'reactions', (${reactions}), 'replies', json_build_object('nodes', (${replies})))`,
  'm.ordinal',
)}))))::text as body
from channels c
  cross join lateral (select * from messages where channel_id = c.id and ordinal is not null
    order by ordinal desc limit 25) m
  join users u on u.id = m.author_id
where c.workspace_id = $1 and c.id = $2 and c.privacy = 'PUBLIC'`;

const memory = new Map<string, Buffer>();

async function answer(name: string, text: string, values: unknown[]): Promise<string | Buffer> {
  const key = `${name} ${values}`;
  const kept = memory.get(key);
  if (kept) return kept;
  const { rows } = await pool.query<{ body: string }>({ name, text, values: [workspaceId, ...values] });
  const { body } = rows[0]!;
  if (cached) memory.set(key, Buffer.from(body));
  return body;
}

const uuidOf = (id: string) => id.slice(id.indexOf('_') + 1);

await serve(
  byHand({
    OneUser: ({ id }: { id: string }) => answer('oneUser', oneUser, [uuidOf(id)]),
    ChannelsWithMessages: ({ channels, messages }: { channels: number; messages: number }) =>
      answer('channelsWithMessages', channelsWithMessages, [channels, messages]),
    MessagesWithThreads: ({ id }: { id: string }) => answer('messagesWithThreads', messagesWithThreads, [uuidOf(id)]),
  }),
);
