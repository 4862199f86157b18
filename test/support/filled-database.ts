// Databases full of rows that are the same in every run, written by SQL in seconds: `small` has about ten rows in a
// list, `large` more than 10,000 in every table and lists of 10,000. Numbers and counts are those that the product
// would store.

import { createHash } from 'node:crypto';
import pg from 'pg';
import { serviceActor } from '../../src/changes/actor.ts';
import { issueToken } from '../../src/features/identity/commands.ts';
import { hashPassword } from '../../src/lib/secrets.ts';
import { type Client, startServer, type Template, type TestServer } from './server.ts';

/** How one channel is filled; channels without a plan hold 0 to 2 roots. */
interface ChannelPlan {
  messages: number;
  /** Every so many messages a root; those between are its replies. */
  thread: number;
  /** Rows of each list under a message; left out, 0 to 2. Messages of channels without a plan have none. */
  rows?: number;
}

interface Size {
  users: number;
  /** The channels with a name; the owner is a member of all. */
  named: number;
  /** Between two users each, except the first, which is the owner's. */
  direct: number;
  /** The first channels, by number. */
  plans: readonly ChannelPlan[];
  /** The channel that every user is a member of, and whose first message every user reacted to. */
  general: number;
  ownerTokens: number;
  /** Changes in the stream of `general`; every other stream has one. */
  changes: number;
  /** Additional workspaces, each with an owner. */
  others: number;
}

const times = <T>(count: number, plan: T): T[] => Array.from({ length: count }, () => plan);

export const sizes = {
  small: {
    users: 10,
    named: 9,
    direct: 2,
    plans: [
      { messages: 30, thread: 3 },
      { messages: 11, thread: 11 },
      { messages: 4, thread: 2 },
    ],
    general: 1,
    ownerTokens: 3,
    changes: 5,
    others: 2,
  },
  large: {
    users: 10_400,
    named: 10_100,
    direct: 2_000,
    plans: [
      { messages: 300, thread: 12, rows: 10 },
      ...times(9, { messages: 132, thread: 12, rows: 10 }),
      { messages: 12_000, thread: 1, rows: 0 },
      { messages: 10_001, thread: 10_001, rows: 0 },
      ...times(10, { messages: 24, thread: 1 }),
    ],
    general: 11,
    ownerTokens: 3_000,
    changes: 10_000,
    others: 10_100,
  },
} satisfies Record<string, Size>;

/** When the rows were written, and a time after all of them, for the server's clock. */
const filledAt = { from: '2026-01-01T00:00:00Z', now: Date.parse('2026-12-01T00:00:00Z') };

/** The owner's password in every filled database. */
export const ownerPassword = 'correct horse battery';

/** The UUID of a row by its name: `Workspace 1`, `User 3`, `Channel 4`, `Message 4.12` (channel and seq). */
export function filledId(name: string): string {
  const hex = createHash('md5').update(name).digest('hex').split('');
  hex[12] = '7';
  hex[16] = '8';
  return hex.join('').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The global id of a row by its name. */
export const filledGlobalId = (name: string): string => `${name.split(' ')[0]}_${filledId(name)}`;

/** The database of a size, to be cloned. */
export const filled = (size: keyof typeof sizes): Template => ({
  name: `switchboard_${size}`,
  fill: (url) => fillDatabase(url, sizes[size]),
});

/** A server on a filled database, its clock set after all that was written, and the owner as a client. */
export async function startFilledServer(size: keyof typeof sizes): Promise<TestServer & { owner: Client }> {
  // The clock stands still, so that no points are refilled.
  const server = await startServer({ COST_BUCKET: '100000000' }, filled(size));
  server.clock.now = filledAt.now;
  const token = await issueToken(serviceActor(server.app.internals.postgres, filledId('Workspace 1')), 'owner', {
    name: 'test',
    days: null,
  });
  return { ...server, owner: server.client(token) };
}

/** Fills a migrated, empty database; a superuser's connection string is needed. Ends with statistics taken. */
async function fillDatabase(url: string, size: Size): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // References are not checked row by row: what is written here is valid by construction. The commit is awaited,
    // because VACUUM marks nothing as visible to all before.
    await client.query(`set session_replication_role = replica; set synchronous_commit = on; begin; ${functions}`);
    await client.query(`create temp table filling as select * from json_to_record($1) as size(${columns})`, [
      JSON.stringify({ ...size, password: await hashPassword(ownerPassword) }),
    ]);
    await client.query(
      `create temp table plans as select n::int as channel, messages, thread, rows
       from rows from (json_to_recordset($1) as (messages int, thread int, rows int)) with ordinality
         as plan(messages, thread, rows, n)`,
      [JSON.stringify(size.plans)],
    );
    for (const sql of [people, staged, channels, messages, onMessages, threads, log]) await client.query(sql);
    await client.query('commit');
    await client.query('vacuum analyze');
  } finally {
    await client.end();
  }
}

const columns =
  'users int, named int, direct int, general int, "ownerTokens" int, changes int, others int, password text';

// `at` returns times in order, three each the same.
const functions = `
create function pg_temp.id(name text) returns uuid immutable language sql as
  $$ select overlay(overlay(md5(name) placing '7' from 13 for 1) placing '8' from 17 for 1)::uuid $$;
create function pg_temp.at(n int) returns timestamptz immutable language sql as
  $$ select timestamptz '${filledAt.from}' + (n / 3) * interval '1 minute' $$;
`;

const people = `
insert into workspaces (id, slug, name, created_at)
select pg_temp.id('Workspace ' || n), 'workspace-' || n, 'Workspace ' || n, pg_temp.at(n)
from filling, generate_series(1, 1 + others) n;

insert into users (id, workspace_id, handle, name, title, email, avatar_url, kind, role, password_hash, created_at,
  last_active_at, deactivated_at)
select pg_temp.id('User ' || n), pg_temp.id('Workspace 1'),
  case n when 1 then 'owner' else 'user-' || lpad(n::text, 5, '0') end,
  'User ' || n, case when n % 3 = 0 then 'Title ' || n end, case when n % 4 <> 0 then 'user-' || n || '@example.com' end,
  case when n % 2 = 0 then 'https://example.com/' || n || '.png' end,
  case when n % 25 = 7 then 'BOT' else 'PERSON' end,
  case when n = 1 then 'OWNER' when n % 50 = 2 then 'ADMIN' when n % 10 = 9 then 'GUEST' else 'MEMBER' end,
  case n when 1 then password end, pg_temp.at(n),
  case when n = 1 then to_timestamp(${filledAt.now / 1000}) when n % 7 <> 6 then pg_temp.at(2 * n) end,
  case when n % 20 = 8 then pg_temp.at(3 * n) end
from filling, generate_series(1, users) n;

insert into users (id, workspace_id, handle, name, kind, role, created_at)
select pg_temp.id('Owner ' || n), pg_temp.id('Workspace ' || n), 'owner', 'Owner ' || n, 'PERSON', 'OWNER', pg_temp.at(n)
from filling, generate_series(2, 1 + others) n;

insert into access_tokens (id, workspace_id, user_id, hash, name, kind, scopes, created_at, expires_at, revoked_at)
select pg_temp.id('Token ' || n), pg_temp.id('Workspace 1'),
  pg_temp.id('User ' || case when n <= "ownerTokens" then 1 else n - "ownerTokens" end),
  sha256(('Token ' || n)::bytea), 'Token ' || n, case when n % 4 = 0 then 'PERSONAL' else 'SESSION' end, '{READ,WRITE}',
  pg_temp.at(n), case when n % 5 = 0 then pg_temp.at(n + 30) end, case when n % 3 = 0 then pg_temp.at(n + 10) end
from filling, generate_series(1, "ownerTokens" + users) n;
`;

// Message numbers and memberships are staged, so that threads, counts and lists follow from them. Every user is in the
// general channel, the first twelve users in the channels before it too, each in one more.
const staged = `
create temp table members as
select distinct c, u from filling, lateral (
  select c, 1 as u from generate_series(1, named) c
  union all select general, u from generate_series(1, users) u
  union all select c, u from generate_series(1, general - 1) c, generate_series(1, least(users, 12)) u
  union all select 1 + u * 7 % named, u from generate_series(2, users) u
  union all select named + n, n + k from generate_series(1, direct) n, (values (0), (1)) as pair(k)
) everybody;

create temp table staged as
select *, pg_temp.id('Message ' || c || '.' || seq) as id, pg_temp.id('Message ' || c || '.' || root) as root_id,
  pg_temp.id('Channel ' || c) as channel_id, pg_temp.id('User ' || author) as author_id,
  pg_temp.id('Workspace 1') as workspace_id, root = seq as is_root,
  case when root = seq then count(*) filter (where root = seq) over (partition by c order by seq) end as ordinal,
  case when thread is null or deleted then 0 else coalesce(rows, seq % 3) end as lists,
  timestamptz '${filledAt.from}' + interval '1 second' * (seq * 25000000::bigint / total - c) as sent_at
from (
  select c, seq, users, coalesce(messages, c % 3) as total, seq - (seq - 1) % coalesce(thread, 1) as root, thread, rows,
    1 + (seq * 7 + c) % users as author, seq % 41 = 40 as deleted
  from filling, generate_series(1, named + direct) c left join plans on channel = c,
    generate_series(1, coalesce(messages, c % 3)) seq
) numbered;
analyze members, staged;
`;

// Of ten named channels one is private, one is archived, one is for announcements.
const channels = `
insert into channels (id, workspace_id, name, topic, purpose, kind, privacy, created_by_id, created_at, archived_at,
  direct_key, last_seq, last_ordinal, last_activity_at, member_count)
select pg_temp.id('Channel ' || n), pg_temp.id('Workspace 1'),
  case when not is_direct then 'channel-' || lpad(n::text, 5, '0') end, 'Topic ' || n, '',
  case when is_direct then 'DIRECT' when n % 10 = 7 then 'ANNOUNCEMENT' else 'TEXT' end,
  case when is_direct or n % 10 = 5 then 'PRIVATE' else 'PUBLIC' end,
  case when is_direct then a when n % 8 <> 7 then pg_temp.id('User ' || 1 + n % users) end,
  pg_temp.at(n), case when not is_direct and n % 10 = 9 then pg_temp.at(n + 60) end,
  case when is_direct then least(a, b) || ' ' || greatest(a, b) end, coalesce(sent.total, 0), coalesce(roots, 0),
  coalesce(newest, pg_temp.at(n)), joined.total
from filling, generate_series(1, named + direct) n
  left join (select c, max(seq) total, max(ordinal) roots, max(sent_at) newest from staged group by c) sent on c = n
  left join (select c, count(*) total from members group by c) joined on joined.c = n,
  lateral (select n > named as is_direct, pg_temp.id('User ' || n - named) a, pg_temp.id('User ' || n - named + 1) b) pair;

insert into channels (id, workspace_id, name, topic, purpose, kind, privacy, created_at, last_activity_at)
select pg_temp.id('Channel of workspace ' || n), pg_temp.id('Workspace ' || n), 'general', '', '', 'TEXT', 'PUBLIC',
  pg_temp.at(n), pg_temp.at(n)
from filling, generate_series(2, 1 + others) n;

insert into channel_members (channel_id, user_id, workspace_id, role, joined_at, muted, read_ordinal)
select pg_temp.id('Channel ' || c), pg_temp.id('User ' || u), pg_temp.id('Workspace 1'),
  case when u % 6 = 1 then 'ADMIN' else 'MEMBER' end, pg_temp.at(c + u), (c + u) % 9 = 5,
  coalesce(roots * ((c + u) % 3) / 2, 0)
from members left join (select c, max(ordinal) roots from staged group by c) sent using (c);
`;

const messages = `
insert into messages (id, workspace_id, channel_id, seq, ordinal, parent_id, author_id, body, body_html, created_at,
  edited_at, deleted_at, pinned_at, pinned_by_id, reply_count)
select id, workspace_id, channel_id, seq, ordinal, case when not is_root then root_id end, author_id,
  case when deleted then '' else 'Message ' || c || '.' || seq end,
  case when deleted then '' else '<p>Message ' || c || '.' || seq || '</p>' end,
  sent_at, case when lists > 0 then sent_at + interval '1 hour' end,
  case when deleted then sent_at + interval '2 hours' end,
  case when is_pinned then sent_at + interval '3 hours' end, case when is_pinned then pg_temp.id('User 1') end,
  case when is_root then least(coalesce(thread, 1) - 1, total - seq) else 0 end
from staged, lateral (select is_root and not deleted and seq > total - 132 and ordinal % 4 < 3 as is_pinned) pinned;
`;

const emoji = `(array['👍', '❤️', '🎉', '👀', '🚀', ':shipit:', '😄', '🙏', '✅', '🔥'])`;

// The first emoji has two users more than the others.
const onMessages = `
insert into message_mentions (message_id, user_id, workspace_id, position)
select id, pg_temp.id('User ' || 1 + (seq + n) % users), workspace_id, n
from staged, generate_series(1, lists) n;

insert into message_attachments (message_id, position, workspace_id, name, url, media_type, size)
select id, n, pg_temp.id('Workspace 1'), n || '.png', 'https://example.com/' || n || '.png',
  case when n % 2 = 1 then 'image/png' end, n * 1000
from staged, generate_series(1, lists) n;

insert into message_edits (message_id, number, workspace_id, body, replaced_at)
select id, n, pg_temp.id('Workspace 1'), 'Draft ' || n, sent_at + n * interval '1 minute'
from staged, generate_series(1, lists) n;

insert into message_reactions (message_id, emoji, user_id, workspace_id, created_at)
select id, ${emoji}[n], pg_temp.id('User ' || 1 + (seq + n + k) % users),
  pg_temp.id('Workspace 1'), sent_at + (10 * n + k) * interval '1 second'
from staged, generate_series(1, lists) n, generate_series(1, case n when 1 then 4 else 2 end) k;

insert into message_reactions (message_id, emoji, user_id, workspace_id, created_at)
select pg_temp.id('Message ' || general || '.1'), ':wave:', pg_temp.id('User ' || n), pg_temp.id('Workspace 1'),
  pg_temp.at(n)
from filling, generate_series(1, users) n;
`;

const threads = `
insert into message_participants (message_id, user_id, workspace_id, first_seq)
select root_id, author_id, workspace_id, min(seq)
from staged where root_id in (select root_id from staged where not is_root)
group by root_id, author_id, workspace_id;

insert into client_message_ids (user_id, client_message_id, workspace_id, message_id, created_at)
select author_id, id, workspace_id, id, sent_at from staged where is_root;
`;

const log = `
insert into streams (key, workspace_id, head)
select 'channel:' || c.id, workspace_id, case when c.id = pg_temp.id('Channel ' || general) then changes else 1 end
from channels c, filling
union all select 'user:' || id, workspace_id, 1 from users where handle = 'owner';

insert into changes (stream, number, id, workspace_id, kind, at, data)
select key, number, pg_temp.id(key || number), workspace_id, 'things.changed', pg_temp.at(number::int), '{}'
from streams, generate_series(1, head) number;

insert into consumers (name, previous, at) select 'consumer ' || n, '1:1:', now() from generate_series(1, 10001) n;
insert into dead_letters (consumer, stream, number, workspace_id, kind, data, error, at)
select 'consumer', 'stream ' || n, n, w.id, 'test.happened', '{}', 'poisoned', now()
from generate_series(1, 10001) n, (select id from workspaces limit 1) w;
insert into ephemera (key, workspace_id, stream, kind, at, expires_at, data)
select 'told ' || number, w.id, 'presence:' || number, 'users.presence', w.created_at, w.created_at, '{}'
from (select id, created_at from workspaces order by id limit 1) w, generate_series(1, 12000) number;
`;
