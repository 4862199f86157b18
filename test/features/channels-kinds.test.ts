// Direct channels: one for each set of people, created by the first who opens it, and nothing in it can be changed. And
// announcement channels: their admins write the roots, all members may reply.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createChannel } from '../support/seed.ts';
import { type Client, startServer, type TestServer } from '../support/server.ts';

const channel = '{ channel { id name kind privacy memberCount members { nodes { id } } } }';
const open = `mutation ($ids: [ID!]!) { openDirectChannel(input: { userIds: $ids }) ${channel} }`;
const see = 'query ($id: ID!) { channel(id: $id) { id } }';

let server: TestServer;
let owner: Client;
let people: (Client & { id: string })[];

beforeAll(async () => {
  server = await startServer();
  owner = (await server.workspace()).owner;
  people = [];
  for (let i = 0; i < 10; i++) {
    people.push(await server.user(owner, `person-${i}`, { role: i === 9 ? 'GUEST' : 'MEMBER' }));
  }
});
afterAll(() => server.close());

const ids = (...indices: number[]) => indices.map((i) => people[i]!.id);
const opened = async (by: number, ...others: number[]) =>
  (await people[by]!.data(open, { ids: ids(...others) })).openDirectChannel.channel;

describe('openDirectChannel', () => {
  test('creates a private channel without a name, and finds it again for each of its members', async () => {
    const first = await opened(0, 1);
    expect(first).toMatchObject({ name: null, kind: 'DIRECT', privacy: 'PRIVATE', memberCount: 2 });
    expect(first.members.nodes.map(({ id }: { id: string }) => id).sort()).toEqual(ids(0, 1).sort());
    expect(await opened(0, 1)).toEqual(first);
    expect(await opened(1, 0)).toEqual(first);
    expect(await opened(1, 0, 0, 1)).toEqual(first);
  });

  test('identifies a channel by the whole set, in any order', async () => {
    const three = await opened(0, 1, 2);
    expect(await opened(2, 1, 0)).toEqual(three);
    expect((await opened(0, 2)).id).not.toBe(three.id);
    expect((await opened(0, 1)).id).not.toBe(three.id);
  });

  test('takes 1 to 8 others', async () => {
    expect((await opened(0, 1, 2, 3, 4, 5, 6, 7, 8)).memberCount).toBe(9);
    for (const wanted of [[], [0], [0, 0], [1, 2, 3, 4, 5, 6, 7, 8, 9]]) {
      expect(await people[0]!.code(open, { ids: ids(...wanted) })).toBe('BAD_USER_INPUT');
    }
  });

  test('accepts only active users of the workspace', async () => {
    const gone = await server.user(owner, 'gone');
    await owner.data('mutation ($id: ID!) { deactivateUser(input: { userId: $id }) { user { id } } }', gone);
    for (const id of [gone.id, 'User_01890000-0000-7000-8000-000000000000']) {
      expect(await people[0]!.code(open, { ids: [id] })).toBe('NOT_FOUND');
      expect(await people[0]!.code(open, { ids: [...ids(1), id] })).toBe('NOT_FOUND');
    }
  });

  test('creates a channel that is visible to its members alone, not even to the workspace’s owner', async () => {
    const { id } = await opened(3, 4);
    for (const client of [owner, people[5]!, people[9]!]) {
      expect(await client.data(see, { id })).toEqual({ channel: null });
    }
    expect(await people[4]!.data(see, { id })).toEqual({ channel: { id } });
  });
});

describe('a direct channel', () => {
  const rules = {
    'cannot be left': (id: string) => [
      `mutation ($id: ID!) { leaveChannel(input: { channelId: $id }) ${channel} }`,
      { id },
    ],
    'accepts no new members': (id: string) => [
      `mutation ($id: ID!, $u: ID!) { addMember(input: { channelId: $id, userId: $u }) { user { id } } }`,
      { id, u: people[3]!.id },
    ],
    'keeps its members': (id: string) => [
      `mutation ($id: ID!, $u: ID!) { removeMember(input: { channelId: $id, userId: $u }) { user { id } } }`,
      { id, u: people[6]!.id },
    ],
    'has no roles': (id: string) => [
      `mutation ($id: ID!, $u: ID!) { setMemberRole(input: { channelId: $id, userId: $u, role: ADMIN }) { user { id } } }`,
      { id, u: people[5]!.id },
    ],
    'has no settings': (id: string) => [
      `mutation ($id: ID!) { updateChannel(input: { channelId: $id, name: "x", privacy: PUBLIC }) ${channel} }`,
      { id },
    ],
    'cannot be archived': (id: string) => [
      `mutation ($id: ID!) { archiveChannel(input: { channelId: $id }) ${channel} }`,
      { id },
    ],
  } as Record<string, (id: string) => [string, object]>;

  test.each(Object.keys(rules))('%s', async (rule) => {
    const before = await opened(5, 6);
    const [query, variables] = rules[rule]!(before.id);
    expect(await people[5]!.code(query, variables)).toBe('CONFLICT');
    // The workspace's owner is no exception: for them the channel does not exist.
    expect(await owner.code(query, variables)).toBe('NOT_FOUND');
    expect(await opened(5, 6)).toEqual(before);
  });

  test('allows messages, reactions and pins between its members', async () => {
    const { id } = await opened(7, 8);
    const send = 'mutation ($id: ID!) { sendMessage(input: { channelId: $id, body: "hello" }) { message { id } } }';
    const { message } = (await people[7]!.data(send, { id })).sendMessage;
    const react = `mutation ($id: ID!) { addReaction(input: { messageId: $id, emoji: "👋" }) { message { reactions { count } } }
      pinMessage(input: { messageId: $id }) { message { pinnedAt } } }`;
    expect((await people[8]!.data(react, message)).addReaction.message.reactions).toEqual([{ count: 1 }]);
  });

  test('can be opened by guests too, who can see the workspace’s users', async () => {
    const { id, memberCount } = await opened(9, 0);
    expect(memberCount).toBe(2);
    expect(await people[0]!.data(see, { id })).toEqual({ channel: { id } });
  });
});

describe('in an announcement channel', () => {
  const send = 'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { id } } }';
  const react = 'mutation ($id: ID!) { addReaction(input: { messageId: $id, emoji: "👍" }) { message { id } } }';
  const pin = 'mutation ($id: ID!) { pinMessage(input: { messageId: $id }) { message { id } } }';
  const unpin = 'mutation ($id: ID!) { unpinMessage(input: { messageId: $id }) { message { id } } }';
  let [maker, member, admin]: (Client & { id: string })[] = [];
  let channelId: string;
  let root: string;

  beforeAll(async () => {
    [maker, member] = people;
    admin = await server.user(owner, 'admin', { role: 'ADMIN' });
    const input = { name: 'news', kind: 'ANNOUNCEMENT', memberIds: [member!.id, admin.id] };
    channelId = await createChannel(maker!, input);
    root = (await maker!.data(send, { input: { channelId, body: 'News' } })).sendMessage.message.id;
  });

  test('members reply and react, and write no roots', async () => {
    expect(await member!.code(send, { input: { channelId, body: 'Mine' } })).toBe('FORBIDDEN');
    expect(await member!.code(send, { input: { channelId, body: 'Thanks', parentId: root } })).toBeUndefined();
    expect(await member!.code(react, { id: root })).toBeUndefined();
  });

  // The contract names the channel's admins alone: an admin of the workspace can make themselves one.
  test('admins of the workspace write no roots before they are admins of the channel', async () => {
    expect(await admin!.code(send, { input: { channelId, body: 'Mine' } })).toBe('FORBIDDEN');
    const promote = `mutation ($id: ID!, $user: ID!) {
      setMemberRole(input: { channelId: $id, userId: $user, role: ADMIN }) { channel { id } }
    }`;
    await admin!.data(promote, { id: channelId, user: admin!.id });
    expect(await admin!.code(send, { input: { channelId, body: 'Ours' } })).toBeUndefined();
  });

  test('its admins can pin messages', async () => {
    expect(await member!.code(pin, { id: root })).toBe('FORBIDDEN');
    expect(await maker!.code(pin, { id: root })).toBeUndefined();
    expect(await member!.code(unpin, { id: root })).toBe('FORBIDDEN');
    expect(await maker!.code(unpin, { id: root })).toBeUndefined();
  });

  test('users who are not members write nothing', async () => {
    expect(await owner.code(send, { input: { channelId, body: 'Mine' } })).toBe('FORBIDDEN');
    expect(await owner.code(send, { input: { channelId, body: 'Mine', parentId: root } })).toBe('FORBIDDEN');
    expect(await owner.code(react, { id: root })).toBe('FORBIDDEN');
  });
});
