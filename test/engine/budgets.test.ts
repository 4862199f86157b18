// How many statements operations run: stored operations stay within their budgets whatever their variables, and every
// list of the schema, nested in another list, runs as many for ten rows as for two.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filledId, filledGlobalId as id, ownerPassword, startFilledServer } from '../support/filled-database.ts';
import { countedCalls } from '../support/golden.ts';
import { nameOf, nest, nestings } from '../support/list-fields.ts';
import type { Answer, Client, Json, TestServer } from '../support/server.ts';
import { openSql } from '../support/sql.ts';
import { stored } from '../support/stored-operations.ts';

type Filled = TestServer & { owner: Client };
let small: Filled;
let large: Filled;

beforeAll(async () => {
  [small, large] = await Promise.all([startFilledServer('small'), startFilledServer('large')]);
});

afterAll(async () => {
  await Promise.all([small?.close(), large?.close()]);
});

const channelId = id('Channel 1');

/** What clients may request: nothing optional, empty results, and what makes an operation do the maximum of work. */
const requested: Record<string, object[]> = {
  ByIds: [
    { ids: [] },
    { ids: ['User 1', 'Channel 1', 'Channel 2', 'Message 1.1', 'Message 1.2', 'Workspace 1'].map(id) },
  ],
  Channel: [{ channelId }, { channelId, last: 100 }, { channelId: id('Channel 404') }],
  People: [{}, { first: 100, filter: { role: 'MEMBER', handlePrefix: 'user', deactivated: false } }],
  RecentMessages: [{}, { channels: 100, messages: 1 }, { channels: 0 }],
  Sidebar: [{}, { first: 100 }],
  Thread: [{ messageId: id('Message 1.1') }, { messageId: id('Message 1.2') }, { messageId: id('Message 404.1') }],
  SendMessage: [
    { channelId, body: 'A root' },
    { channelId, body: 'For @user-00002 and @nobody', parentId: id('Message 1.1'), clientMessageId: 'once' },
    { channelId, body: 'For @user-00002 and @nobody', parentId: id('Message 1.1'), clientMessageId: 'once' },
  ],
  SignIn: [{ workspace: 'workspace-1', login: 'owner', password: ownerPassword }],
};

const callsOf = (answer: Answer<Json>) => countedCalls(answer.extensions!.ledger!);

describe('stored operations', () => {
  it.each(stored)(
    '$name runs at most $budget statements, and that many for at least one set of variables',
    async ({ name, budget, text }) => {
      let maximum = 0;
      for (const server of [small, large]) {
        for (const variables of requested[name] ?? []) {
          const answer = await server.owner.ask(text, variables);
          expect(answer.errors, JSON.stringify(variables)).toBeUndefined();
          maximum = Math.max(maximum, callsOf(answer));
        }
      }
      expect(maximum).toBe(budget);
    },
  );
});

// Replies have no replies, and so no participants.
const alwaysEmpty = ['Message.replies in Message.replies', 'Message.participants in Message.replies'];

describe('lists in lists', () => {
  it.each(
    nestings.map(([outer, inner]) => ({
      title: inner ? `${nameOf(inner)} in ${nameOf(outer)}` : nameOf(outer),
      outer,
      inner,
    })),
  )('$title', async ({ title, outer, inner }) => {
    const two = await large.owner.ask(nest(outer, inner, 2));
    const ten = await large.owner.ask(nest(outer, inner, 10));
    expect([two.errors, ten.errors]).toEqual([undefined, undefined]);
    expect(rowsOf(ten.data, outer.field.name)).toBeGreaterThan(2);
    if (inner && !alwaysEmpty.includes(title)) {
      expect(rowsOf(ten.data, inner.field.name)).toBeGreaterThan(rowsOf(two.data, inner.field.name));
    }
    expect(statements(ten)).toEqual(statements(two));
  });
});

const statements = (answer: Answer<Json>) =>
  answer.extensions!.ledger!.statements.map(({ name, calls }) => `${calls} × ${name}`).sort();

/** How many rows the lists with this name hold in a result. */
function rowsOf(value: Json, name: string): number {
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries<Json>(value).reduce((sum, [key, inside]) => {
    const rows = key === name ? (inside?.nodes ?? inside) : [];
    return sum + (Array.isArray(rows) ? rows.length : 0) + rowsOf(inside, name);
  }, 0);
}

describe('the filled databases', () => {
  // Stored counts and numbers must agree with the rows.
  const broken = {
    'members counted': `select from channels c where c.workspace_id = $1
      and member_count <> (select count(*) from channel_members m where m.channel_id = c.id)`,
    'numbers dense': `select from channels c left join (
        select channel_id, count(*) as total, count(distinct seq) as seqs, max(seq) as last, count(ordinal) as roots,
          count(distinct ordinal) as ordinals, max(ordinal) as newest, max(created_at) as sent_at
        from messages group by channel_id) m on m.channel_id = c.id
      where c.workspace_id = $1 and ((last_seq, last_seq, last_seq, last_ordinal, last_ordinal, last_ordinal)
        is distinct from (coalesce(total, 0), coalesce(seqs, 0), coalesce(last, 0), coalesce(roots, 0),
          coalesce(ordinals, 0), coalesce(newest, 0)) or sent_at <> last_activity_at)`,
    'replies counted': `select from messages m where workspace_id = $1
      and reply_count <> (select count(*) from messages r where r.parent_id = m.id)`,
    'participants complete': `select from messages m where m.workspace_id = $1 and reply_count <> 0
      and (select count(distinct author_id) from messages where id = m.id or parent_id = m.id)
        <> (select count(*) from message_participants p where p.message_id = m.id)`,
    'read positions possible': `select from channel_members m join channels c on c.id = m.channel_id
      where c.workspace_id = $1 and read_ordinal > last_ordinal`,
  };

  it.each(Object.entries(broken))('%s', async (_, query) => {
    for (const { databaseUrl } of [small, large]) {
      const sql = await openSql(databaseUrl);
      expect(await sql.rows(query, [filledId('Workspace 1')])).toHaveLength(0);
      await sql.end();
    }
  });
});
