// The statements of the peers' loaders and of the server joined by hand: prepared, the pages of several parents in one,
// with no more columns than the operations need. Dates and numbers come as pg parses them.
import pg from 'pg';
import { databaseUrl } from '../fan-out/server-process.ts';
import { workspaceId } from './server.ts';

export interface UserRow {
  id: string;
  handle: string;
  name: string;
  title: string | null;
  role: string;
  avatarUrl: string | null;
}
export interface ChannelRow {
  id: string;
  name: string;
  topic: string;
  memberCount: number;
}
export interface MessageRow {
  id: string;
  /** The channel or the message that it is listed under. */
  parent: string;
  channelId: string;
  seq: number;
  authorId: string;
  body: string;
  createdAt: Date;
}
export interface ReactionRow {
  messageId: string;
  emoji: string;
  count: number;
}

const user = `u.id, u.handle, u.name, u.title, u.role, u.avatar_url as "avatarUrl"`;
const channel = `c.id, c.name, c.topic, c.member_count as "memberCount"`;
const message = `m.id, m.channel_id as "channelId", m.seq, m.author_id as "authorId", m.body, m.created_at as "createdAt"`;

// As many connections as the product opens.
const pool = new pg.Pool({ connectionString: databaseUrl, max: 20 });
pool.on('error', () => {});

async function run<Row extends object>(name: string, text: string, values: unknown[]): Promise<Row[]> {
  return (await pool.query<Row>({ name, text, values: [workspaceId, ...values] })).rows;
}

export const usersById = (ids: readonly string[]) =>
  run<UserRow>('usersById', `select ${user} from users u where u.workspace_id = $1 and u.id = any($2::uuid[])`, [ids]);

export const channelsById = (ids: readonly string[]) =>
  run<ChannelRow>(
    'channelsById',
    `select ${channel} from channels c where c.workspace_id = $1 and c.id = any($2::uuid[]) and c.privacy = 'PUBLIC'`,
    [ids],
  );

export const channelsByActivity = (first: number) =>
  run<ChannelRow>(
    'channelsByActivity',
    `select ${channel} from channels c where c.workspace_id = $1 and c.privacy = 'PUBLIC'
     order by c.last_activity_at desc, c.id desc limit $2`,
    [first],
  );

/** The last roots of each channel, oldest first. */
export const messagesByChannel = async (ids: readonly string[], last: number) => {
  const rows = await run<MessageRow>(
    'messagesByChannel',
    `select page.* from unnest($2::uuid[]) with ordinality as parent(id, ord) cross join lateral (
       select parent.id as parent, ${message} from messages m
       where m.workspace_id = $1 and m.channel_id = parent.id and m.ordinal is not null
       order by m.ordinal desc limit $3) page`,
    [ids, last],
  );
  return rows.reverse();
};

export const repliesByMessage = (ids: readonly string[], first: number) =>
  run<MessageRow>(
    'repliesByMessage',
    `select page.* from unnest($2::uuid[]) with ordinality as parent(id, ord) cross join lateral (
       select parent.id as parent, ${message} from messages m where m.workspace_id = $1 and m.parent_id = parent.id
       order by m.seq limit $3) page`,
    [ids, first],
  );

export const reactionsByMessage = (ids: readonly string[]) =>
  run<ReactionRow>(
    'reactionsByMessage',
    `select r.message_id as "messageId", r.emoji, count(*)::int as count from message_reactions r
     where r.workspace_id = $1 and r.message_id = any($2::uuid[])
     group by r.message_id, r.emoji order by min(r.created_at), r.emoji`,
    [ids],
  );

/** The first users of each reaction, in the order in which they reacted. */
export const usersByReaction = (reactions: readonly ReactionRow[], first: number) =>
  run<UserRow & { messageId: string; emoji: string }>(
    'usersByReaction',
    `select page.* from unnest($2::uuid[], $3::text[]) with ordinality as parent(id, emoji, ord) cross join lateral (
       select r.message_id as "messageId", r.emoji, ${user} from message_reactions r join users u on u.id = r.user_id
       where r.workspace_id = $1 and r.message_id = parent.id and r.emoji = parent.emoji
       order by r.created_at, r.user_id limit $4) page`,
    [reactions.map(({ messageId }) => messageId), reactions.map(({ emoji }) => emoji), first],
  );
