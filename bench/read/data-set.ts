// The data set that every contender reads, written by SQL into the product's own tables; the same in every run. Only
// public channels, so that every viewer may see everything.
import pg from 'pg';

/** Whose tokens the requests carry; user 1 is the owner. */
export const viewers = 500;
const users = 600;
const channels = 60;
const rootsPerChannel = 250;

/** The ids of a table's rows are a function of their number, here and in SQL; each holds the time of its row. */
const madeAt = Date.parse('2026-01-05T08:00:00.125Z');
const idOf = (table: string, n: number) => `pg_temp.id('${table}', ${n})`;
const bearer = (n: number | string) => `'swb_' || lpad(${n}::text, 43, '0')`;

export interface DataSet {
  workspaceId: string;
  tokens: string[];
  /** The first of the users, and all channels, the one last active first. */
  userIds: string[];
  channelIds: string[];
}

/** Fills a migrated, empty database; about 5 s. */
export async function fillDataSet(url: string): Promise<DataSet> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // Nothing is checked row by row: what is written here is valid by construction.
    await client.query('set session_replication_role = replica; begin');
    for (const sql of [functions, people, messages, reactions, totals]) await client.query(sql);
    await client.query('commit');
    await client.query('vacuum analyze');
    const texts = async (sql: string) => (await client.query<{ text: string }>(sql)).rows.map(({ text }) => text);
    return {
      workspaceId: (await texts('select id as text from workspaces'))[0]!,
      tokens: await texts(`select ${bearer('n')} as text from generate_series(1, ${viewers}) n`),
      userIds: await texts('select id as text from users order by handle limit 100'),
      channelIds: await texts('select id as text from channels order by last_activity_at desc'),
    };
  } finally {
    await client.end();
  }
}

const functions = `
create function pg_temp.at(minutes bigint) returns timestamptz immutable language sql as
  $$ select to_timestamp(${madeAt / 1000}) + minutes * interval '1 minute' $$;
create function pg_temp.id(kind text, n bigint, minutes bigint default 0) returns uuid immutable language sql as
  $$ select (lpad(to_hex(${madeAt} + minutes * 60000), 12, '0') || '7' || substr(md5(kind || n), 1, 3) || 'a'
     || substr(md5(kind || n), 4, 15))::uuid $$;
`;

const people = `
insert into workspaces (id, slug, name, created_at) values (${idOf('workspace', 1)}, 'bench', 'Bench', pg_temp.at(0));

insert into users (id, workspace_id, handle, name, title, email, avatar_url, kind, role, created_at)
select pg_temp.id('user', n), ${idOf('workspace', 1)}, 'user-' || lpad(n::text, 4, '0'),
  (array['Ada', 'Grace', 'Zoë', 'Alan', 'Edsger', 'Barbara', 'Renée'])[1 + n % 7] || ' '
    || (array['Lovelace', 'Hopper', 'Müller', 'Turing', 'Dijkstra', 'Liskov'])[1 + n % 6] || ' ' || n,
  case when n % 3 > 0 then 'Engineer ' || n % 9 end, 'user-' || n || '@example.com',
  case when n % 4 > 0 then 'https://example.com/avatars/' || n || '.png' end,
  'PERSON', case n when 1 then 'OWNER' else 'MEMBER' end, pg_temp.at(n)
from generate_series(1, ${users}) n;

insert into access_tokens (id, workspace_id, user_id, hash, name, kind, scopes, created_at)
select pg_temp.id('token', n), ${idOf('workspace', 1)}, pg_temp.id('user', n), sha256((${bearer('n')})::bytea),
  'bench', 'PERSONAL', '{READ,WRITE}', pg_temp.at(n)
from generate_series(1, ${viewers}) n;

insert into channels (id, workspace_id, name, topic, purpose, kind, privacy, created_by_id, created_at, last_activity_at)
select pg_temp.id('channel', n), ${idOf('workspace', 1)}, 'channel-' || lpad(n::text, 3, '0'),
  'What team ' || n || ' is doing this week', '', 'TEXT', 'PUBLIC', pg_temp.id('user', 1 + n % ${users}), pg_temp.at(n),
  pg_temp.at(n)
from generate_series(1, ${channels}) n;

insert into channel_members (channel_id, user_id, workspace_id, role, joined_at)
select distinct pg_temp.id('channel', 1 + (u * k) % ${channels}), pg_temp.id('user', u), ${idOf('workspace', 1)}, 'MEMBER',
  pg_temp.at(u)
from generate_series(1, ${users}) u, generate_series(1, 12) k;
`;

// A root has 0 to 7 replies, each a minute after the one before it. Roots of a channel are 10 minutes apart.
const messages = `
create temp table staged as
select c, root, reply, row_number() over (partition by c order by root, reply) as seq,
  c * 1000000 + root * 10 + reply as number, root * 10::bigint + reply + c as minute,
  pg_temp.id('message', c * 1000000 + root * 10, root * 10 + c) as root_id, count(*) over (partition by c, root) - 1 as replies
from generate_series(1, ${channels}) c, generate_series(1, ${rootsPerChannel}) root,
  generate_series(0, (root * 3 + c) % 8) reply;

insert into messages (id, workspace_id, channel_id, seq, ordinal, parent_id, author_id, body, body_html, created_at,
  reply_count)
select pg_temp.id('message', number, minute), ${idOf('workspace', 1)}, pg_temp.id('channel', c), seq,
  case reply when 0 then root end, case when reply > 0 then root_id end,
  pg_temp.id('user', 1 + (number * 7) % ${users}), body, '<p>' || body || '</p>', pg_temp.at(minute),
  case reply when 0 then replies else 0 end
from staged, lateral (select substr('Message ' || number || ': the index is "almost" built — ' || repeat(
  'who looks at the café''s order, and at what Zoë wrote about it yesterday? ', 2), 1, 42 + number % 55)) written(body)
order by c, seq;
`;

// 0 to 3 emoji on each of a channel's last roots, each used by 1 to 12 people.
const reactions = `
insert into message_reactions (message_id, emoji, user_id, workspace_id, created_at)
select root_id, (array['👍', ':shipit:', '🎉'])[e], pg_temp.id('user', 1 + (root + e * 17 + k * 31) % ${users}),
  ${idOf('workspace', 1)}, pg_temp.at(minute) + (e * 20 + k) * interval '1 second'
from staged, generate_series(1, (root + c) % 4) e, generate_series(1, 1 + (root * 5 + e * 3 + c) % 12) k
where reply = 0 and root > ${rootsPerChannel} - 60;
`;

const totals = `
update channels set last_seq = sent.seq, last_ordinal = ${rootsPerChannel}, last_activity_at = pg_temp.at(sent.minute)
from (select c, max(seq) as seq, max(minute) as minute from staged group by c) sent
where id = pg_temp.id('channel', c);
update channels set member_count = (select count(*) from channel_members where channel_id = channels.id);
`;
