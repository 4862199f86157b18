// Two workspaces in one database never see each other: every type and every id, over every transport.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { crawl, readable } from '../support/crawl.ts';
import { expectHidden, fieldsWithIds, missingId } from '../support/hidden-ids.ts';
import { type Populated, populate } from '../support/populated-workspace.ts';
import { idType, nodeTypes, type Place, type RootField } from '../support/schema-walk.ts';
import { type Json, startServer, type TestServer } from '../support/server.ts';
import { fingerprint, openSql, rawId, type Sql } from '../support/sql.ts';
import { openTransports, type Transport } from '../support/transports.ts';

let server: TestServer;
let sql: Sql;
let ours: Populated;
let theirs: Populated;
let transports: { all: readonly Transport[]; close(): Promise<void> };

beforeAll(async () => {
  server = await startServer({ LIMITS: 'off' });
  sql = await openSql(server.databaseUrl);
  [ours, theirs] = [await populate(server, 'ourmark'), await populate(server, 'theirmark')];
  transports = openTransports(server);
});
afterAll(async () => {
  await transports.close();
  await sql.end();
  await server.close();
});

const transportNames = ['POST', 'GET', 'APQ', 'WebSocket'];
const transport = (name: string) => transports.all.find((one) => one.name === name)!;

test('the compared data has something of every type', () => {
  for (const type of nodeTypes) expect([type, theirs.ids[type]?.length ?? 0]).not.toEqual([type, 0]);
});

describe.each(transportNames)('by %s', (name) => {
  test('an id of the other workspace is treated as missing, wherever an id is accepted', {
    timeout: 60_000,
  }, async () => {
    const before = await fingerprint(sql, theirs.workspaceId);
    const own = {
      ...{ Channel: ours.channels.public!, Message: ours.ids.Message![0]!, User: ours.bot.id, Node: ours.bot.id },
      AccessToken: ours.ids.AccessToken![0]!,
    };
    // How a transport carries an operation does not depend on the viewer: one of them tries every transport.
    for (const viewer of name === 'POST' ? [ours.owner, ours.guest] : [ours.owner]) {
      // A guest may do less: what is refused before any id is read is refused alike, and reveals nothing.
      const codes = viewer === ours.guest ? ['NOT_FOUND', 'FORBIDDEN'] : ['NOT_FOUND'];
      for (const { root, places } of fieldsWithIds.filter(
        ({ root }) => root.kind === 'query' || transport(name).mutations,
      )) {
        for (const place of places) {
          const hidden = hiddenIn(root, place, name === 'POST' && viewer === ours.owner);
          await expectHidden({ transport: transport(name), token: viewer.token, root, place, hidden, own, codes });
        }
      }
    }
    expect(await fingerprint(sql, theirs.workspaceId)).toEqual(before);
  });

  test('nothing of the other workspace appears in anything that we can read', async () => {
    for (const { token } of name === 'POST' ? [ours.owner, ours.member, ours.guest, ours.bot] : [ours.admin]) {
      const text = readable(await crawl(transport(name), token, 3));
      expect(text).toContain('ourmark');
      expect(text).not.toContain('theirmark');
      for (const id of Object.values(theirs.ids).flat()) expect(text).not.toContain(rawId(id));
    }
  });
});

/** Queries for the other workspace's rows: all by the fields for a single row, else the first and last of a type. */
function hiddenIn(root: RootField, place: Place, thorough: boolean): string[] {
  const type = idType(root.name, place);
  const types = type === 'Node' || root.name === 'node' ? nodeTypes : [type];
  return types.flatMap((one) => {
    const all = theirs.ids[one]!;
    if (thorough && root.kind === 'query' && !place.list) return all;
    // Hashing a password takes long: one user stands for all.
    return one === 'User' ? all.slice(0, 1) : [...new Set([all[0]!, all.at(-1)!])];
  });
}

test('nothing of the other workspace appears four levels deep either', { timeout: 60_000 }, async () => {
  const answers = await crawl(transport('POST'), ours.owner.token, 4);
  expect(answers.viewer.errors).toEqual([]);
  const text = readable(answers);
  expect(text.length).toBeGreaterThan(100_000);
  expect(text).not.toContain('theirmark');
});

describe.each(transportNames)('a stored operation by %s', (name) => {
  const stored = JSON.parse(readFileSync('schema/persisted.json', 'utf8')) as Record<string, string>;
  const idOf = (operation: string) =>
    Object.entries(stored).find(([, text]) => text.includes(`query ${operation}(`))![0];
  const ask = async (operation: string, variables: object) =>
    (await transport(name).stored(ours.owner.token, idOf(operation), variables)).data;

  test('shows rows of our workspace and none of the other', async () => {
    const ids = Object.values(theirs.ids).flat();
    expect(await ask('ByIds', { ids })).toEqual({ nodes: ids.map(() => null) });
    expect(await ask('Channel', { channelId: theirs.channels.public })).toEqual({ channel: null });
    expect(await ask('Thread', { messageId: theirs.ids.Message![0] })).toEqual({ message: null });
    expect((await ask('Channel', { channelId: ours.channels.public })).channel.id).toBe(ours.channels.public);
    for (const operation of ['Sidebar', 'RecentMessages', 'People']) {
      const text = readable(await ask(operation, {}));
      expect(text).toContain('ourmark');
      expect(text).not.toContain('theirmark');
    }
  });
});

describe('lists, filters, names and totals', () => {
  const count = async (query: string, variables: object = {}) => {
    const data = await ours.owner.data<Record<string, Json>>(query, variables);
    return Object.values(data).flatMap(({ totalCount, nodes }) => [totalCount, nodes.length]);
  };

  test('count only our workspace', async () => {
    const query = `{
      users(first: 100) { totalCount nodes { id } } channels(first: 100) { totalCount nodes { id } }
      workspace { users { totalCount } channels { totalCount } }
    }`;
    const data = await ours.owner.data(query);
    expect(data.users.totalCount).toBe(5);
    expect(data.users.nodes).toHaveLength(5);
    expect(data.channels.totalCount).toBe(3);
    expect(data.workspace).toEqual({ users: { totalCount: 5 }, channels: { totalCount: 3 } });
  });

  test('filtered by ids of the other workspace are empty, as by missing ids', async () => {
    const query = `query ($by: ID!, $handle: String!, $name: String!) {
      a: channels(filter: { createdById: $by }) { totalCount nodes { id } }
      b: users(filter: { handlePrefix: $handle }) { totalCount nodes { id } }
      c: channels(filter: { namePrefix: $name }) { totalCount nodes { id } }
    }`;
    const nothing = Array(6).fill(0);
    expect(await count(query, { by: theirs.admin.id, handle: 'theirmark', name: 'theirmark' })).toEqual(nothing);
    expect(await count(query, { by: missingId('User'), handle: 'nobody', name: 'nowhere' })).toEqual(nothing);
    expect(await count(query, { by: ours.admin.id, handle: 'OURMARK', name: 'OURMARK' })).toEqual([3, 3, 5, 5, 3, 3]);
  });

  test('handles and names are found only in the viewer’s workspace, where both have them', async () => {
    const query = '{ user(handle: "same") { id } channel(name: "same") { id } }';
    expect(
      await ours.owner.data('{ user(handle: "theirmark-owner") { id } channel(name: "theirmark-public") { id } }'),
    ).toEqual({
      ...{ user: null, channel: null },
    });
    const make = `mutation ($user: CreateUserInput!) {
      createUser(input: $user) { user { id } } createChannel(input: { name: "same" }) { channel { id } }
    }`;
    const user = { handle: 'same', name: 'same', email: 'same@example.com' };
    const [a, b] = [await ours.owner.data(make, { user }), await theirs.owner.data(make, { user })];
    expect(await ours.owner.data(query)).toEqual({ user: a.createUser.user, channel: a.createChannel.channel });
    expect(await theirs.owner.data(query)).toEqual({ user: b.createUser.user, channel: b.createChannel.channel });
  });

  test('do not accept a cursor of the other workspace', async () => {
    const page =
      'query ($after: String) { users(first: 100, after: $after) { nodes { id } pageInfo { startCursor } } }';
    const { users } = await theirs.owner.data(page);
    const answer = await ours.owner.ask(page, { after: users.pageInfo.startCursor });
    expect(answer.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(readable(answer)).not.toContain('theirmark');
  });

  test('a mention notifies no user of the other workspace', async () => {
    const send = `mutation ($input: SendMessageInput!) {
      sendMessage(input: $input) { message { bodyHtml mentions { totalCount } } }
    }`;
    const input = { channelId: ours.channels.public, body: 'hello @theirmark-member' };
    expect((await ours.member.data(send, { input })).sendMessage.message).toEqual({
      bodyHtml: '<p>hello @theirmark-member</p>',
      mentions: { totalCount: 0 },
    });
  });
});
