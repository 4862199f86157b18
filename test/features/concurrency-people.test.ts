// Races between people: for the last owner, a name, a direct channel, a membership. Many rounds each, real requests.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createChannel, type Person } from '../support/seed.ts';
import { type Client, startServer, type TestServer } from '../support/server.ts';
import { brokenStreams, changesOf, openSql, rawId, type Sql } from '../support/sql.ts';

let server: TestServer;
let sql: Sql;
let owner: Client;
let workspaceId: string;
let people: Person[];

beforeAll(async () => {
  server = await startServer();
  sql = await openSql(server.databaseUrl);
  const workspace = await server.workspace();
  [owner, workspaceId] = [workspace.owner, workspace.id];
  people = [];
  for (let i = 0; i < 8; i++) people.push(await server.user(owner, `person-${i}`));
});
afterAll(async () => {
  await sql.end();
  await server.close();
});
afterEach(async () => {
  expect(await brokenStreams(sql)).toEqual([]);
});

const create = 'mutation ($input: CreateChannelInput!) { createChannel(input: $input) { channel { id } } }';
const makeChannel = () => createChannel(people[0]!);

describe('two owners, the only ones', () => {
  const setRole = `mutation ($id: ID!, $role: UserRole!) { setRole(input: { userId: $id, role: $role }) { user { id } } }`;
  const shutOut = `mutation ($id: ID!) { deactivateUser(input: { userId: $id }) { user { id } } }`;
  const demote = (by: Client, whom: { id: string }) => by.code(setRole, { id: whom.id, role: 'MEMBER' });
  const moves: Record<string, (a: Person, b: Person) => Promise<unknown>[]> = {
    'demote each other': (a, b) => [demote(a, b), demote(b, a)],
    'step down both': (a, b) => [demote(a, a), demote(b, b)],
    'shut each other out': (a, b) => [a.code(shutOut, b), b.code(shutOut, a)],
    'demote and shut out each other, and themselves': (a, b) => [
      ...[demote(a, b), b.code(shutOut, a), demote(b, b), a.code(shutOut, a)],
    ],
  };

  test.each(Object.keys(moves))('who %s at the same moment leave one owner', async (move) => {
    const race = await server.workspace();
    const [a, b] = [
      await server.user(race.owner, 'a', { role: 'OWNER' }),
      await server.user(race.owner, 'b', { role: 'OWNER' }),
    ];
    await sql.rows(`update users set role = 'MEMBER' where workspace_id = $1 and handle = 'owner'`, [race.id]);
    for (let round = 0; round < 12; round++) {
      const codes = await Promise.all(moves[move]!(a, b));
      const owners = await sql.rows(
        `select handle from users where workspace_id = $1 and role = 'OWNER' and deactivated_at is null`,
        [race.id],
      );
      expect([round, owners.length]).toEqual([round, 1]);
      expect(codes).toContain(undefined);
      for (const code of codes) expect([undefined, 'FORBIDDEN', 'CONFLICT', 'UNAUTHENTICATED']).toContain(code);
      // Both as before, bypassing the log: the race is about the state.
      await sql.rows(
        `update users set role = 'OWNER', deactivated_at = null where workspace_id = $1 and handle in ('a', 'b')`,
        [race.id],
      );
      await sql.rows(`update access_tokens set revoked_at = null where workspace_id = $1`, [race.id]);
    }
  });
});

describe('a name', () => {
  test('is taken once, however many users want it at once', async () => {
    for (let round = 0; round < 5; round++) {
      const codes = await Promise.all(
        people.map((client, i) => client.code(create, { input: { name: i % 2 ? `race-${round}` : `RACE-${round}` } })),
      );
      expect(codes.sort()).toEqual([...Array(7).fill('CONFLICT'), undefined]);
    }
  });

  test('goes to one of those who rename or create at once', async () => {
    const update = 'mutation ($input: UpdateChannelInput!) { updateChannel(input: $input) { channel { id } } }';
    const ids = await Promise.all([makeChannel(), makeChannel(), makeChannel()]);
    const codes = await Promise.all([
      ...ids.map((channelId) => people[0]!.code(update, { input: { channelId, name: 'wanted' } })),
      people[1]!.code(create, { input: { name: 'wanted' } }),
    ]);
    expect(codes.sort()).toEqual(['CONFLICT', 'CONFLICT', 'CONFLICT', undefined]);
    expect(await sql.rows(`select 1 from channels where name = 'wanted'`)).toHaveLength(1);
  });

  test('of a user and an address are taken once too', async () => {
    const createUser = 'mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } } }';
    const byHandle = people.map((_, i) =>
      owner.code(createUser, { input: { handle: i % 2 ? 'same' : 'SAME', name: 'x' } }),
    );
    expect((await Promise.all(byHandle)).sort()).toEqual([...Array(7).fill('CONFLICT'), undefined]);
    const profile = 'mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { user { id } } }';
    const byAddress = people.map(({ id: userId }) =>
      owner.code(profile, { input: { userId, email: 'same@example.com' } }),
    );
    expect((await Promise.all(byAddress)).sort()).toEqual([...Array(7).fill('CONFLICT'), undefined]);
  });
});

describe('a direct channel', () => {
  const open = 'mutation ($ids: [ID!]!) { openDirectChannel(input: { userIds: $ids }) { channel { id memberCount } } }';

  test('opened by all its members at once is one', async () => {
    for (const size of [2, 2, 3, 4, 5]) {
      const members = people.slice(people.length - size).sort(() => Math.random() - 0.5);
      const opened = await Promise.all(
        members.flatMap((client) => {
          const ids = members.filter(({ id }) => id !== client.id).map(({ id }) => id);
          return [client.data(open, { ids }), client.data(open, { ids: ids.reverse() })];
        }),
      );
      expect(new Set(opened.map(({ openDirectChannel }) => openDirectChannel.channel.id)).size).toBe(1);
      expect(opened[0].openDirectChannel.channel.memberCount).toBe(size);
    }
    expect(
      await sql.rows(`select 1 from channels where kind = 'DIRECT' and workspace_id = $1`, [workspaceId]),
    ).toHaveLength(4);
  });
});

describe('memberCount', () => {
  test('is exact after many joins, leaves, additions and removals at once', async () => {
    const channelId = await makeChannel();
    const join = 'mutation ($id: ID!) { joinChannel(input: { channelId: $id }) { channel { id } } }';
    const leave = 'mutation ($id: ID!) { leaveChannel(input: { channelId: $id }) { channel { id } } }';
    const add = 'mutation ($id: ID!, $u: ID!) { addMember(input: { channelId: $id, userId: $u }) { user { id } } }';
    const remove =
      'mutation ($id: ID!, $u: ID!) { removeMember(input: { channelId: $id, userId: $u }) { user { id } } }';
    const storm = Array.from({ length: 160 }, (_, i) => {
      const client = people[1 + (i % 7)]!;
      const kind = Math.floor(Math.random() * 8);
      if (kind < 3) return client.code(join, { id: channelId });
      if (kind < 6) return client.code(leave, { id: channelId });
      return people[0]!.code(kind === 6 ? add : remove, { id: channelId, u: client.id });
    });
    for (const code of await Promise.all(storm)) expect([undefined, 'NOT_FOUND', 'UNAVAILABLE']).toContain(code);
    const { channel } = await people[0]!.data(
      'query ($id: ID!) { channel(id: $id) { memberCount members(first: 100) { totalCount nodes { id } } } }',
      { id: channelId },
    );
    expect(channel.members.nodes).toHaveLength(channel.memberCount);
    expect(channel.members.totalCount).toBe(channel.memberCount);
    // The log agrees: users who joined and did not leave are members.
    const inside = new Set<string>();
    for (const { kind, data } of await changesOf(sql, `channel:${rawId(channelId)}`)) {
      if (kind === 'members.joined') inside.add(`User_${data.userId}`);
      if (kind === 'members.left') inside.delete(`User_${data.userId}`);
    }
    expect(channel.members.nodes.map(({ id }: { id: string }) => id).sort()).toEqual([...inside].sort());
  });

  test('does not grow any more once the channel is private', async () => {
    for (let round = 0; round < 5; round++) {
      const channelId = await makeChannel();
      const join = 'mutation ($id: ID!) { joinChannel(input: { channelId: $id }) { channel { id } } }';
      const hide = `mutation ($id: ID!) { updateChannel(input: { channelId: $id, privacy: PRIVATE }) { channel { id } } }`;
      const joins = people.slice(1).map((client) => client.code(join, { id: channelId }));
      const hidden = people[0]!.code(hide, { id: channelId });
      for (const code of await Promise.all(joins)) expect([undefined, 'NOT_FOUND']).toContain(code);
      expect(await hidden).toBeUndefined();
      const kinds = (await changesOf(sql, `channel:${rawId(channelId)}`)).map(({ kind }) => kind);
      expect(kinds.lastIndexOf('members.joined')).toBeLessThan(kinds.indexOf('channels.updated'));
    }
  });
});

describe('streams locked in opposite orders', () => {
  test('do not deadlock when everybody adds, opens and writes at once', async () => {
    const channels = await Promise.all([makeChannel(), makeChannel()]);
    const add = 'mutation ($id: ID!, $u: ID!) { addMember(input: { channelId: $id, userId: $u }) { user { id } } }';
    const open = 'mutation ($ids: [ID!]!) { openDirectChannel(input: { userIds: $ids }) { channel { id } } }';
    const work = Array.from({ length: 60 }, (_, i) => {
      const [a, b] = [people[i % 8]!, people[(i * 3 + 1) % 8]!];
      if (i % 3 === 0 && a.id !== b.id) return a.code(open, { ids: [b.id] });
      if (i % 3 === 1) return people[0]!.code(add, { id: channels[i % 2], u: b.id });
      return a.code(create, { input: { name: `cross-${i}`, memberIds: [b.id] } });
    });
    for (const code of await Promise.all(work)) expect([undefined, 'UNAVAILABLE']).toContain(code);
    const [stats] = await sql.rows<{ deadlocks: number }>(
      'select deadlocks::int from pg_stat_database where datname = current_database()',
    );
    expect(stats!.deadlocks).toBe(0);
  });
});
