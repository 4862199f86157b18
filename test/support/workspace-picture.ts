// The contents of a workspace, described by names and numbers and without ids: so that imports into different
// workspaces can be compared. What must hold of every import is checked on the way.
import { expect } from 'vitest';
import type { Json } from './server.ts';
import type { Sql } from './sql.ts';

// Direct channels are named by their people.
const channels = `channels as (
  select c.*, coalesce(c.name, (select string_agg(u.handle, ' ' order by u.handle)
    from channel_members m join users u on u.id = m.user_id where m.channel_id = c.id)) as label
  from channels c where c.workspace_id = $1)`;
const messages = `${channels}, messages as (
  select m.*, c.label || ' ' || m.seq as label, a.handle as author from messages m
  join channels c on c.id = m.channel_id join users a on a.id = m.author_id)`;

const parts = {
  users: `select handle, name, title, email, avatar_url, kind, role, created_at, last_active_at, deactivated_at
    from users where workspace_id = $1 order by handle`,
  channels: `with ${channels} select c.label, c.topic, c.purpose, c.kind, c.privacy, c.created_at, c.archived_at,
      c.last_activity_at, c.last_seq, c.last_ordinal, c.member_count, c.importing, u.handle as creator
    from channels c left join users u on u.id = c.created_by_id order by label`,
  members: `with ${channels} select c.label, u.handle, m.role, m.joined_at, m.muted, m.read_ordinal
    from channel_members m join channels c on c.id = m.channel_id join users u on u.id = m.user_id
    order by label, handle`,
  messages: `with ${messages} select m.label, m.ordinal, m.author, m.body, m.body_html, m.created_at, m.edited_at,
      m.deleted_at, m.pinned_at, p.handle as pinned_by, m.reply_count, root.label as root
    from messages m left join messages root on root.id = m.parent_id left join users p on p.id = m.pinned_by_id
    order by m.channel_id, m.seq`,
  participants: `with ${messages} select m.label, u.handle, p.first_seq from message_participants p
    join messages m on m.id = p.message_id join users u on u.id = p.user_id order by label, first_seq, handle`,
  mentions: `with ${messages} select m.label, u.handle, n.position from message_mentions n
    join messages m on m.id = n.message_id join users u on u.id = n.user_id order by label, position`,
  attachments: `with ${messages} select m.label, a.position, a.name, a.url, a.media_type, a.size::float8 as size
    from message_attachments a join messages m on m.id = a.message_id order by label, position`,
  edits: `with ${messages} select m.label, e.number, e.body, e.replaced_at from message_edits e
    join messages m on m.id = e.message_id order by label, number`,
  reactions: `with ${messages} select m.label, r.emoji, u.handle, r.created_at from message_reactions r
    join messages m on m.id = r.message_id join users u on u.id = r.user_id order by label, emoji, handle`,
};

export type Picture = Record<keyof typeof parts, Json[]>;

/** The picture of the workspace with this slug; fails where its numbers do not fit together. */
export async function pictureOf(sql: Sql, slug: string): Promise<Picture> {
  const [workspace] = await sql.rows<{ id: string }>('select id from workspaces where slug = $1', [slug]);
  const picture: Partial<Picture> = {};
  for (const [part, text] of Object.entries(parts)) {
    picture[part as keyof Picture] = (await sql.rows(text, [workspace!.id])).map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [name, value instanceof Date ? value.toISOString() : value]),
      ),
    );
  }
  expect(await faultsOf(sql, workspace!.id)).toEqual([]);
  return picture as Picture;
}

const laws = {
  'numbers of messages are dense': `select c.id from channels c left join messages m on m.channel_id = c.id
    where c.workspace_id = $1 group by c.id, c.last_seq, c.last_ordinal
    having count(m.id) <> c.last_seq or coalesce(min(m.seq), 1) <> 1 or coalesce(max(m.seq), 0) <> c.last_seq
      or count(distinct m.seq) <> c.last_seq or count(m.ordinal) <> c.last_ordinal
      or count(distinct m.ordinal) <> c.last_ordinal or coalesce(max(m.ordinal), 0) <> c.last_ordinal`,
  'replies are counted, and are in the channel of a root': `select m.id from messages m
    left join messages r on r.parent_id = m.id where m.workspace_id = $1 group by m.id
    having count(r.id) <> m.reply_count or count(r.id) filter (where r.channel_id <> m.channel_id) > 0
      or (count(r.id) > 0 and m.parent_id is not null)`,
  'the participants of a thread are the authors in it': `select * from (
      select m.id, m.author_id, m.seq from messages m where m.workspace_id = $1 and m.reply_count > 0
      union select r.parent_id, r.author_id, min(r.seq) from messages r join messages m on m.id = r.parent_id
      where m.workspace_id = $1 and r.author_id <> m.author_id group by 1, 2) wrote
    full join (select message_id, user_id, first_seq from message_participants where workspace_id = $1) part
      on (part.message_id, part.user_id, part.first_seq) = (wrote.id, wrote.author_id, wrote.seq)
    where part.message_id is null or wrote.id is null`,
  'members are counted': `select c.id from channels c left join channel_members m on m.channel_id = c.id
    where c.workspace_id = $1 group by c.id having count(m.user_id) <> c.member_count`,
  'every user and channel has a stream': `select 'user:' || id from users where workspace_id = $1
    union all select 'channel:' || id from channels where workspace_id = $1
    except select key from streams where workspace_id = $1`,
  'streams are dense': `select s.key from streams s left join changes c on c.stream = s.key
    where s.workspace_id = $1 group by s.key, s.head
    having count(c.number) <> s.head or coalesce(max(c.number), 0) <> s.head`,
  'nothing points into another workspace': `select m.id from messages m
    join channels c on c.id = m.channel_id join users u on u.id = m.author_id
    where m.workspace_id = $1 and (c.workspace_id <> $1 or u.workspace_id <> $1)
    union all select r.message_id from message_reactions r join users u on u.id = r.user_id
    where r.workspace_id = $1 and u.workspace_id <> $1
    union all select n.message_id from message_mentions n join users u on u.id = n.user_id
    where n.workspace_id = $1 and u.workspace_id <> $1
    union all select m.channel_id from channel_members m join users u on u.id = m.user_id
    where m.workspace_id = $1 and u.workspace_id <> $1`,
};

/** The invariants that the workspace breaks, with how often. */
async function faultsOf(sql: Sql, workspaceId: string): Promise<string[]> {
  const faults: string[] = [];
  for (const [law, text] of Object.entries(laws)) {
    const found = await sql.rows(text, [workspaceId]);
    if (found.length) faults.push(`not so: ${law} (${found.length})`);
  }
  return faults;
}
