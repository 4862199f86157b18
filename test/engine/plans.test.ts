// How Postgres runs every statement of the product where each table has more than 10,000 rows: by an index, under the
// generic plan (custom plans know the values, and are the same or better).
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Statement } from '../../src/postgres/statement.ts';
import { filled, filledId } from '../support/filled-database.ts';
import { type Client, cloneDatabase, startServer, type TestServer } from '../support/server.ts';
import {
  counts,
  type Member,
  members,
  type PlanNode,
  planOf,
  statementModules,
  subsets,
} from '../support/statements.ts';

type AnyStatement = Statement<unknown>;

// Statements are registered where they are created: those that a module does not export too.
const registered = vi.hoisted(() => new Map<string, Statement<unknown>>());

vi.mock('../../src/postgres/statement.ts', async (original) => {
  const real = await original<typeof import('../../src/postgres/statement.ts')>();
  const noted =
    <Args extends unknown[]>(make: (...args: Args) => AnyStatement) =>
    (...args: Args) => {
      const statement = make(...args);
      const known = registered.get(statement.name);
      if (known && statement.prepared && known.text !== statement.text)
        throw new Error(`Two statements are called ${statement.name}.`);
      registered.set(statement.name, statement);
      return statement;
    };
  return { ...real, statement: noted(real.statement), serverStatement: noted(real.serverStatement) };
});

// The functions of features that create statements, called with all their variants; those that return parts of SQL
// create none.
const withReferences = (make: (names: string[]) => unknown) => {
  for (const names of subsets(['author', 'channel'])) make(names);
};
const makers: Record<string, (make: never) => void> = {
  messagesByIdWith: withReferences,
  visibleMessagesByIdWith: withReferences,
  channelConditions: () => undefined,
  channelReference: () => undefined,
  userConditions: () => undefined,
  userReference: () => undefined,
  visible: () => undefined,
};

/** Which index each order of each list is read through. */
const indexes: Record<string, string> = {
  'users.byWorkspace/handle': 'users_by_handle',
  'users.byWorkspace/createdAt': 'users_by_created',
  'users.byWorkspace/lastActiveAt': 'users_by_last_active',
  'tokens.byUser/createdAt': 'access_tokens_by_user',
  'channels.byWorkspace/name': 'channels_in_name_order',
  'channels.byWorkspace/createdAt': 'channels_by_created',
  'channels.byWorkspace/lastActivityAt': 'channels_by_last_activity',
  // A user's memberships, found by the user and then sorted by their channels: bounded by how many one user joins.
  'channels.byMember/name': 'channel_members_by_user',
  'channels.byMember/createdAt': 'channel_members_by_user',
  'channels.byMember/lastActivityAt': 'channel_members_by_user',
  'members.byChannel/joinedAt': 'channel_members_in_join_order',
  'messages.byChannel/ordinal': 'messages_by_channel',
  'messages.byParent/seq': 'messages_by_parent',
  'messages.pinned/pinnedAt': 'messages_pinned',
  'participants.byMessage/firstSeq': 'message_participants_in_order',
  'mentions.byMessage/position': 'message_mentions_pkey',
  'attachments.byMessage/position': 'message_attachments_pkey',
  'edits.byMessage/number': 'message_edits_pkey',
  'reactions.users/reactedAt': 'message_reactions_in_order',
};
const sortedLists = ['channels.byMember'];

/** Statements that may read a whole table, and why. */
const unkeyed = [
  'workspaces.oldest', // once, when the server starts
  'imports.channelsBegun', // all channels of a workspace, once an import
  'ephemera.deleteExpired', // what has expired, once a minute
  'changes.prune', // what is too old, once a minute
  'consumers.behind', // the few consumers, once a minute
];

/** Statements that only control a transaction: they have no plan. */
const controls = /^\/\* transactions\./;

/** Lists of a workspace, which may read all that it has. */
const ofWorkspace = ['users.byWorkspace', 'channels.byWorkspace'];

/** Indexes that no statement reads yet, and that enforce no uniqueness. */
const unread = ['message_mentions_by_user', 'messages_by_author'];

let client: pg.Client;
let drop: () => Promise<void>;
let pages: Member[];
/** The plan of every statement, by its name. */
const plans = new Map<string, PlanNode[]>();
/** The columns of every index. */
let columns: Map<string, string[]>;

beforeAll(async () => {
  const modules = await statementModules();
  const exports = modules.flatMap(([path, all]) => (path.endsWith('/statements.ts') ? Object.entries(all) : []));
  const functions = exports.filter(([, value]) => typeof value === 'function');
  expect(functions.map(([name]) => name).sort()).toEqual(Object.keys(makers).sort());
  for (const [name, make] of functions) makers[name]!(make as never);
  pages = members(modules);
  counts(modules);

  const database = await cloneDatabase(filled('large'));
  drop = database.drop;
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query('set plan_cache_mode = force_generic_plan');
  for (const statement of registered.values()) {
    if (!controls.test(statement.text)) plans.set(statement.name, await planOf(client, statement));
  }
  const { rows } = await client.query<{ name: string; columns: string[]; rows: number }>(
    `select indexrelid::regclass::text as name, array_agg(pg_get_indexdef(indexrelid, n, true) order by n) as columns
     from pg_index join pg_class c on c.oid = indrelid, generate_series(1, indnkeyatts) n
     where relnamespace = 'public'::regnamespace and relname <> 'migrations' group by indexrelid`,
  );
  columns = new Map(rows.map((row) => [row.name, row.columns]));
}, 60_000);

afterAll(async () => {
  await client?.end();
  await drop?.();
});

/** Names of statements, the members of a family under its name: the form of a fault. */
const faults = (fault: (nodes: PlanNode[], name: string) => unknown) =>
  [...plans].filter(([name, nodes]) => fault(nodes, name)).map(([name]) => name);

const isOf = (names: readonly string[], statement: string) => names.some((name) => name === statement.split('/')[0]);

it('the database is full: more than 10,000 rows in every table', async () => {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class
     where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> 'migrations' and reltuples <= 10000`,
  );
  expect(rows).toEqual([]);
});

it('every statement is here', () => {
  expect(plans.size).toBeGreaterThan(300);
  expect([...plans.keys()]).toEqual(
    expect.arrayContaining(['changes.lock', 'changes.record', 'messages.visibleById/author+channel']),
  );
});

/** Whether a node reads through an index without a condition on this column of it. */
function ignores(node: PlanNode, place: 0 | 1): boolean {
  const column = columns.get(node['Index Name'] ?? '')?.[place];
  return column !== undefined && !(node['Index Cond'] ?? '').includes(column);
}

it('no keyed statement reads a table or an index from end to end', () => {
  const whole = (node: PlanNode) => node['Node Type'] === 'Seq Scan' || ignores(node, 0);
  expect(faults((nodes, name) => !unkeyed.includes(name) && nodes.some(whole))).toEqual([]);
});

it('no statement but the lists of a workspace reads all that the workspace has', () => {
  const broad = (node: PlanNode) => columns.get(node['Index Name'] ?? '')?.[0] === 'workspace_id' && ignores(node, 1);
  expect(faults((nodes, name) => !isOf([...ofWorkspace, ...unkeyed], name) && nodes.some(broad))).toEqual([]);
});

it('a page is a range of the index for its order', () => {
  const through = pages.map(({ family, order, statement }) => {
    const scans = plans.get(statement.name)!.map((node) => node['Index Name']);
    const wanted = indexes[`${family}/${order}`];
    return scans.includes(wanted) ? [] : [`${statement.name}: ${scans.filter(Boolean)} in the place of ${wanted}`];
  });
  expect(through.flat()).toEqual([]);
  expect(Object.keys(indexes).sort()).toEqual(
    [...new Set(pages.map(({ family, order }) => `${family}/${order}`))].sort(),
  );
});

it('a page needs no sorting', () => {
  const sorts = (nodes: PlanNode[]) => nodes.some((node) => node['Node Type'].endsWith('Sort'));
  const inPages = new Set(pages.map(({ statement }) => statement.name));
  expect(faults((nodes, name) => inPages.has(name) && !isOf(sortedLists, name) && sorts(nodes))).toEqual([]);
});

it('the rows that a page refers to are looked up one by one', () => {
  const joins = (nodes: PlanNode[]) => nodes.some((node) => /^(Hash|Merge) Join|^Hash$/.test(node['Node Type']));
  const inPages = new Set(pages.map(({ statement }) => statement.name));
  expect(
    faults((nodes, name) => (inPages.has(name) || name.startsWith('messages.visibleById')) && joins(nodes)),
  ).toEqual([]);
});

describe('free filters', () => {
  // Sent with their values, so each is planned for them.
  const creator = filledId('User 77');
  const filters = [
    ['users', '{ role: ADMIN }', ['ADMIN'], 'users_by_role'],
    ['users', '{ handlePrefix: "user-0004" }', ['user-0004%'], 'users_by_handle'],
    ['channels', '{ privacy: PRIVATE, kind: TEXT }', ['TEXT', 'PRIVATE'], 'channels_by_kind_privacy'],
    ['channels', `{ createdById: "User_${creator}" }`, [creator], 'channels_by_creator'],
    ['channels', '{ namePrefix: "channel-0004" }', ['channel-0004%'], 'channels_by_name'],
  ] as const;
  let server: TestServer;
  let owner: Client;

  beforeAll(async () => {
    server = await startServer();
    owner = (await server.workspace()).owner;
    await client.query('set plan_cache_mode = force_custom_plan');
  });

  afterAll(() => server?.close());

  it.each(filters)('%s %s', async (list, filter, values, index) => {
    await owner.data(`{ ${list}(filter: ${filter}) { totalCount nodes { id } } }`);
    const workspaceId = filledId('Workspace 1');
    const viewer = list === 'channels' ? [filledId('User 1'), false] : [];
    for (const [kind, limit] of [
      ['count', null],
      [list === 'users' ? 'handle' : 'name', 26],
    ] as const) {
      const statement = registered.get(`${list}.byWorkspace/${kind}+filtered`)!;
      const nodes = await planOf(client, statement, [workspaceId, [workspaceId], limit, ...viewer, ...values]);
      expect(nodes.map((node) => node['Node Type'])).not.toContain('Seq Scan');
      plans.set(`${statement.name} ${filter}`, nodes);
      if (kind === 'count') expect(nodes.map((node) => node['Index Name'])).toContain(index);
    }
  });
});

it('every index is read by a statement, or enforces uniqueness', async () => {
  const { rows } = await client.query<{ name: string }>(
    `select indexrelid::regclass::text as name from pg_index join pg_class c on c.oid = indrelid
     where relnamespace = 'public'::regnamespace and relname <> 'migrations' and not indisunique`,
  );
  const read = new Set([...plans.values()].flat().map((node) => node['Index Name']));
  expect(
    rows
      .map(({ name }) => name)
      .filter((name) => !read.has(name))
      .sort(),
  ).toEqual(unread);
});
