// Channels: how they are created, changed, archived, joined and left, and by whom.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, startServer, type TestServer } from '../support/server.ts';

const channel = '{ channel { id name topic purpose kind privacy archivedAt memberCount createdBy { id } } }';
const createChannel = `mutation ($input: CreateChannelInput!) { createChannel(input: $input) ${channel} }`;
const updateChannel = `mutation ($input: UpdateChannelInput!) { updateChannel(input: $input) ${channel} }`;
const archive = `mutation ($id: ID!, $to: Boolean) { archiveChannel(input: { channelId: $id, archived: $to }) ${channel} }`;
const join = `mutation ($id: ID!) { joinChannel(input: { channelId: $id }) { channel { memberCount viewerMembership { role } } } }`;
const leave = `mutation ($id: ID!) { leaveChannel(input: { channelId: $id }) { channel { memberCount viewerMembership { role } } } }`;
const add = `mutation ($id: ID!, $user: ID!) { addMember(input: { channelId: $id, userId: $user }) { channel { memberCount } user { id } } }`;
const remove = `mutation ($id: ID!, $user: ID!) { removeMember(input: { channelId: $id, userId: $user }) { channel { memberCount } user { id } } }`;
const setMemberRole = `mutation ($id: ID!, $user: ID!, $role: ChannelRole!) {
  setMemberRole(input: { channelId: $id, userId: $user, role: $role }) { channel { memberCount } }
}`;
const send = `mutation ($id: ID!) { sendMessage(input: { channelId: $id, body: "x" }) { message { id } } }`;
const see = 'query ($id: ID!) { channel(id: $id) { id members { totalCount edges { role node { handle } } } } }';

let server: TestServer;
let owner: Client;
let [creator, member, other, guest]: (Client & { id: string })[] = [];

beforeAll(async () => {
  server = await startServer();
  owner = (await server.workspace()).owner;
  creator = await server.user(owner, 'maker');
  member = await server.user(owner, 'member');
  other = await server.user(owner, 'other');
  guest = await server.user(owner, 'guest', { role: 'GUEST' });
});
afterAll(() => server.close());

let count = 0;
/** A channel that this client creates; returns its id. */
async function makeChannel(input: object = {}): Promise<string> {
  return (await creator!.data(createChannel, { input: { name: `made-${++count}`, ...input } })).createChannel.channel
    .id;
}
const membersOf = async (id: string, client: Client = creator!) =>
  (await client.data(see, { id })).channel.members.edges.map(
    ({ role, node }: { role: string; node: { handle: string } }) => `${node.handle} ${role}`,
  );

describe('createChannel', () => {
  test('creates a channel with the viewer as its admin and the given members', async () => {
    const input = {
      ...{
        name: ' #Lunch_Room-2 ',
        topic: ' What\n is cooking ',
        purpose: 'Food',
        kind: 'ANNOUNCEMENT',
        privacy: 'PRIVATE',
      },
      memberIds: [member!.id, guest!.id, member!.id, creator!.id],
    };
    const { createChannel: created } = await creator!.data(createChannel, { input });
    expect(created.channel).toMatchObject({
      ...{ name: 'lunch_room-2', topic: 'What is cooking', purpose: 'Food', kind: 'ANNOUNCEMENT', privacy: 'PRIVATE' },
      ...{ archivedAt: null, memberCount: 3, createdBy: { id: creator!.id } },
    });
    expect((await membersOf(created.channel.id)).sort()).toEqual(['guest MEMBER', 'maker ADMIN', 'member MEMBER']);
    expect(await other!.data(see, { id: created.channel.id })).toEqual({ channel: null });
  });

  test.each([
    ['技術', '技術'],
    ['Общий-Канал', 'общий-канал'],
    ['#ＦＵＬＬ-width', 'full-width'],
    ['cafe\u0301', 'café'],
    ['ﻣﺮﺣﺒﺎ', 'مرحبا'],
    ['हिन्दी_२', 'हिन्दी_२'],
    ['日本語-general', '日本語-general'],
    ['技'.repeat(80), '技'.repeat(80)],
  ])('keeps a name in any script, and finds it however it is typed: %s', async (typed, kept) => {
    const { createChannel: created } = await creator!.data(createChannel, { input: { name: typed } });
    expect(created.channel.name).toBe(kept);
    const byName = 'query ($name: String!) { channel(name: $name) { name } }';
    for (const name of [typed, kept, `#${kept}`, kept.normalize('NFD').toUpperCase()]) {
      expect(await creator!.data(byName, { name })).toEqual({ channel: { name: kept } });
    }
    const prefix = kept.slice(0, 4).normalize('NFD');
    const { channels } = await creator!.data(
      'query ($prefix: String!) { channels(first: 100, filter: { namePrefix: $prefix }) { nodes { name } } }',
      { prefix },
    );
    expect(channels.nodes.map(({ name }: { name: string }) => name)).toContain(kept);
    expect(await creator!.code(createChannel, { input: { name: kept.normalize('NFD').toUpperCase() } })).toBe(
      'CONFLICT',
    );
  });

  test.each([
    ['nothing', ''],
    ['a zero-width space', 'gene\u200bral'],
    ['a filler that is a letter and shows nothing', 'general\u3164'],
    ['a variation selector', 'general\ufe0f'],
    ['a heap of marks', `z${'\u0315\u0300'.repeat(3)}`],
    ['a Cyrillic letter among Latin ones', 'gener\u0430l'],
    ['blanks', 'two words'],
    ['an emoji', 'party🎉'],
    ['a mark alone', '\u0301a'],
    ['81 characters', 'a'.repeat(81)],
    ['characters that NFKC makes longer', '\ufdfa'.repeat(80)],
    ['a text far too long', '\u0315\u0300'.repeat(50_000)],
  ])('refuses a name with %s', async (_, name) => {
    expect(await creator!.code(createChannel, { input: { name } })).toBe('BAD_USER_INPUT');
  });

  test('is not allowed for guests', async () => {
    expect(await guest!.code(createChannel, { input: { name: 'of-guests' } })).toBe('FORBIDDEN');
  });

  test('is a CONFLICT when the name is taken, whatever the case, archived or not', async () => {
    const id = await makeChannel({ name: 'taken' });
    expect(await member!.code(createChannel, { input: { name: 'TAKEN' } })).toBe('CONFLICT');
    await creator!.data(archive, { id });
    expect(await member!.code(createChannel, { input: { name: '#taken' } })).toBe('CONFLICT');
  });

  test.each([
    ...['', '#', 'two words', 'a.b', 'a/b', '-dash', '_under', 'x'.repeat(81)].map((name) => ({ name })),
    { topic: 'x'.repeat(251) },
    { purpose: 'x'.repeat(1_001) },
    { kind: 'DIRECT' },
    { memberIds: Array(101).fill('User_01890000-0000-7000-8000-000000000000') },
    { memberIds: ['Channel_01890000-0000-7000-8000-000000000000'] },
  ])('refuses %o', async (input) => {
    expect(await creator!.code(createChannel, { input: { name: 'refused', ...input } })).toBe('BAD_USER_INPUT');
    expect(await creator!.data('{ channel(name: "refused") { id } }')).toEqual({ channel: null });
  });

  test('adds no missing or deactivated user, and creates no channel then', async () => {
    const gone = await server.user(owner, 'gone');
    await owner.data('mutation ($id: ID!) { deactivateUser(input: { userId: $id }) { user { id } } }', gone);
    for (const id of [gone.id, 'User_01890000-0000-7000-8000-000000000000']) {
      expect(await creator!.code(createChannel, { input: { name: 'with-gone', memberIds: [id] } })).toBe('NOT_FOUND');
    }
    expect(await creator!.data('{ channel(name: "with-gone") { id } }')).toEqual({ channel: null });
  });

  test('accepts the longest values that are allowed', async () => {
    const input = { name: 'x'.repeat(80), topic: 'x'.repeat(250), purpose: 'x'.repeat(1_000) };
    expect((await creator!.data(createChannel, { input })).createChannel.channel).toMatchObject(input);
  });
});

describe('updateChannel', () => {
  test('changes the given fields and leaves the rest', async () => {
    const channelId = await makeChannel({ topic: 'Old', purpose: 'Kept' });
    const change = async (input: object) =>
      (await creator!.data(updateChannel, { input: { channelId, ...input } })).updateChannel.channel;
    const before = await change({});
    expect(await change({ topic: 'New', name: null })).toEqual({ ...before, topic: 'New' });
    expect(await change({ name: 'Renamed', purpose: '' })).toMatchObject({
      name: 'renamed',
      topic: 'New',
      purpose: '',
    });
    expect((await creator!.data('{ channel(name: "#RENAMED") { id } }')).channel.id).toBe(channelId);
    expect(await creator!.data('query ($n: String!) { channel(name: $n) { id } }', { n: before.name })).toEqual({
      channel: null,
    });
  });

  test('is allowed for admins of the channel and of the workspace', async () => {
    const channelId = await makeChannel({ memberIds: [member!.id, other!.id] });
    const input = { channelId, topic: 'New' };
    expect(await member!.code(updateChannel, { input })).toBe('FORBIDDEN');
    await creator!.data(setMemberRole, { id: channelId, user: member!.id, role: 'ADMIN' });
    expect(await member!.code(updateChannel, { input })).toBeUndefined();
    expect(await owner.code(updateChannel, { input })).toBeUndefined();
    await creator!.data(setMemberRole, { id: channelId, user: member!.id, role: 'MEMBER' });
    expect(await member!.code(updateChannel, { input })).toBe('FORBIDDEN');
  });

  test('is a CONFLICT when the name is taken, and BAD_USER_INPUT when it is invalid', async () => {
    const channelId = await makeChannel();
    await makeChannel({ name: 'elsewhere' });
    expect(await creator!.code(updateChannel, { input: { channelId, name: 'Elsewhere' } })).toBe('CONFLICT');
    expect(await creator!.code(updateChannel, { input: { channelId, name: '' } })).toBe('BAD_USER_INPUT');
    expect(await creator!.code(updateChannel, { input: { channelId, topic: 'x'.repeat(251) } })).toBe('BAD_USER_INPUT');
  });

  test('to PRIVATE hides the channel from users who are not members, to PUBLIC shows it again', async () => {
    const channelId = await makeChannel({ memberIds: [member!.id] });
    const sees = async (client: Client) => (await client.data(see, { id: channelId })).channel !== null;
    expect([await sees(member!), await sees(other!), await sees(guest!)]).toEqual([true, true, false]);
    await creator!.data(updateChannel, { input: { channelId, privacy: 'PRIVATE' } });
    expect([await sees(member!), await sees(other!), await sees(owner)]).toEqual([true, false, false]);
    expect(await owner.code(updateChannel, { input: { channelId, privacy: 'PUBLIC' } })).toBe('NOT_FOUND');
    await creator!.data(updateChannel, { input: { channelId, privacy: 'PUBLIC' } });
    expect([await sees(member!), await sees(other!), await sees(guest!)]).toEqual([true, true, false]);
  });
});

describe('archiveChannel', () => {
  test('prevents writes, not reads, and can be undone', async () => {
    const id = await makeChannel({ memberIds: [member!.id] });
    await member!.data(send, { id });
    server.clock.now += 1_000;
    const { archiveChannel: first } = await creator!.data(archive, { id });
    expect(Date.parse(first.channel.archivedAt)).toBe(server.clock.now);
    server.clock.now += 1_000;
    expect((await creator!.data(archive, { id })).archiveChannel).toEqual(first);
    expect(await member!.code(send, { id })).toBe('CONFLICT');
    expect(await other!.code(join, { id })).toBe('CONFLICT');
    expect(await creator!.code(add, { id, user: other!.id })).toBe('CONFLICT');
    const { channel: read } = await other!.data('query ($id: ID!) { channel(id: $id) { messages { totalCount } } }', {
      id,
    });
    expect(read.messages.totalCount).toBe(1);
    expect((await creator!.data(archive, { id, to: false })).archiveChannel.channel.archivedAt).toBeNull();
    expect(await member!.code(send, { id })).toBeUndefined();
  });

  test('is allowed for admins of the channel and of the workspace', async () => {
    const id = await makeChannel({ memberIds: [member!.id] });
    expect(await member!.code(archive, { id })).toBe('FORBIDDEN');
    expect(await other!.code(archive, { id })).toBe('FORBIDDEN');
    expect(await owner.code(archive, { id })).toBeUndefined();
  });
});

describe('a list of channels', () => {
  const list = `query ($filter: ChannelFilter, $orderBy: ChannelOrder) {
    channels(filter: $filter, orderBy: $orderBy, first: 100) { totalCount nodes { name } }
    viewer { channels(filter: $filter, orderBy: $orderBy, first: 100) { totalCount nodes { name } } }
  }`;
  let one: Client & { id: string };
  const names = ['zeta', 'a_b', 'axb', 'a-b'].map((name) => `l-${name}`);

  beforeAll(async () => {
    one = await server.user(owner, 'lister');
    const kinds = [{}, { kind: 'ANNOUNCEMENT' }, { privacy: 'PRIVATE' }, {}];
    for (const [i, name] of names.entries()) {
      server.clock.now += 1_000;
      await one.data(createChannel, { input: { name, ...kinds[i] } });
    }
    const { channel } = await one.data('{ channel(name: "l-zeta") { id } }');
    server.clock.now += 1_000;
    await one.data(send, channel);
    const { channel: last } = await one.data('{ channel(name: "l-a-b") { id } }');
    await one.data(archive, last);
    await one.data(leave, last);
  });

  test.each([
    [{ namePrefix: 'L-' }, ['l-a-b', 'l-a_b', 'l-axb', 'l-zeta']],
    [{ namePrefix: 'l-a_' }, ['l-a_b']],
    [{ namePrefix: 'l-a%' }, []],
    [{ namePrefix: 'l-\\' }, []],
    [{ namePrefix: 'l-', kind: 'ANNOUNCEMENT' }, ['l-a_b']],
    [{ namePrefix: 'l-', kind: 'DIRECT' }, []],
    [{ namePrefix: 'l-', privacy: 'PRIVATE' }, ['l-axb']],
    [{ namePrefix: 'l-', archived: true }, ['l-a-b']],
    [{ namePrefix: 'l-', archived: false, privacy: 'PUBLIC' }, ['l-a_b', 'l-zeta']],
    [{ namePrefix: 'l-', joined: false }, ['l-a-b']],
    [{ namePrefix: 'l-', joined: true, kind: 'TEXT' }, ['l-axb', 'l-zeta']],
  ])('filtered by %o contains %j', async (filter, found) => {
    const { channels, viewer } = await one.data(list, { filter });
    expect(channels).toEqual({ totalCount: found.length, nodes: found.map((name) => ({ name })) });
    const joined = found.filter((name) => name !== 'l-a-b');
    expect(viewer.channels).toEqual({ totalCount: joined.length, nodes: joined.map((name) => ({ name })) });
  });

  test.each([
    [{ field: 'NAME', direction: 'DESC' }, ['l-zeta', 'l-axb', 'l-a_b', 'l-a-b']],
    [{ field: 'CREATED_AT' }, names],
    [{ field: 'LAST_ACTIVITY_AT', direction: 'DESC' }, ['l-zeta', 'l-a-b', 'l-axb', 'l-a_b']],
  ])('ordered by %o is %j', async (orderBy, found) => {
    const { user } = await one.data('{ user(handle: "lister") { id } }');
    const { channels } = await one.data(list, { orderBy, filter: { createdById: user.id } });
    expect(channels).toEqual({ totalCount: 4, nodes: found.map((name) => ({ name })) });
  });
});

describe('joining and leaving', () => {
  test('a public channel can be joined, and twice is the same as once', async () => {
    const id = await makeChannel();
    const joined = { channel: { memberCount: 2, viewerMembership: { role: 'MEMBER' } } };
    expect((await member!.data(join, { id })).joinChannel).toEqual(joined);
    expect((await member!.data(join, { id })).joinChannel).toEqual(joined);
    const left = { channel: { memberCount: 1, viewerMembership: null } };
    expect((await member!.data(leave, { id })).leaveChannel).toEqual(left);
    expect((await member!.data(leave, { id })).leaveChannel).toEqual(left);
    expect((await creator!.data(join, { id })).joinChannel.channel.viewerMembership.role).toBe('ADMIN');
  });

  test('a private channel cannot be found to be joined; leaving it hides it', async () => {
    const id = await makeChannel({ privacy: 'PRIVATE', memberIds: [member!.id] });
    expect(await other!.code(join, { id })).toBe('NOT_FOUND');
    expect(await owner.code(join, { id })).toBe('NOT_FOUND');
    expect((await member!.data(leave, { id })).leaveChannel).toEqual({ channel: null });
    expect(await member!.code(leave, { id })).toBe('NOT_FOUND');
    expect(await member!.code(join, { id })).toBe('NOT_FOUND');
  });

  test('guests cannot join by themselves', async () => {
    const id = await makeChannel();
    expect(await guest!.code(join, { id })).toBe('NOT_FOUND');
    await creator!.data(add, { id, user: guest!.id });
    expect((await guest!.data(join, { id })).joinChannel.channel.memberCount).toBe(2);
    expect((await guest!.data(leave, { id })).leaveChannel).toEqual({ channel: null });
  });
});

describe('members', () => {
  test('are added by members who are no guests, twice the same as once', async () => {
    const id = await makeChannel({ privacy: 'PRIVATE', memberIds: [member!.id, guest!.id] });
    expect(await guest!.code(add, { id, user: other!.id })).toBe('FORBIDDEN');
    const added = { channel: { memberCount: 4 }, user: { id: other!.id } };
    expect((await member!.data(add, { id, user: other!.id })).addMember).toEqual(added);
    expect((await member!.data(add, { id, user: other!.id })).addMember).toEqual(added);
    const open = await makeChannel();
    expect(await member!.code(add, { id: open, user: other!.id })).toBe('FORBIDDEN');
    expect(await owner.code(add, { id: open, user: other!.id })).toBe('FORBIDDEN');
  });

  test('are removed by admins of the channel or of the workspace', async () => {
    const id = await makeChannel({ memberIds: [member!.id, other!.id] });
    expect(await member!.code(remove, { id, user: other!.id })).toBe('FORBIDDEN');
    const removed = { channel: { memberCount: 2 }, user: { id: other!.id } };
    expect((await creator!.data(remove, { id, user: other!.id })).removeMember).toEqual(removed);
    expect(await creator!.code(remove, { id, user: other!.id })).toBe('NOT_FOUND');
    expect((await owner.data(remove, { id, user: member!.id })).removeMember.channel.memberCount).toBe(1);
    expect(await member!.code(send, { id })).toBe('FORBIDDEN');
    const hidden = await makeChannel({ privacy: 'PRIVATE', memberIds: [member!.id] });
    expect(await owner.code(remove, { id: hidden, user: member!.id })).toBe('NOT_FOUND');
    expect((await creator!.data(remove, { id: hidden, user: creator!.id })).removeMember.channel).toBeNull();
  });

  test('get their role from admins of the channel or of the workspace', async () => {
    const id = await makeChannel({ memberIds: [member!.id] });
    expect(await member!.code(setMemberRole, { id, user: member!.id, role: 'ADMIN' })).toBe('FORBIDDEN');
    await owner.data(setMemberRole, { id, user: member!.id, role: 'ADMIN' });
    await member!.data(setMemberRole, { id, user: creator!.id, role: 'MEMBER' });
    expect((await membersOf(id)).sort()).toEqual(['maker MEMBER', 'member ADMIN']);
    expect(await creator!.code(setMemberRole, { id, user: creator!.id, role: 'ADMIN' })).toBe('FORBIDDEN');
    expect(await member!.code(setMemberRole, { id, user: other!.id, role: 'ADMIN' })).toBe('NOT_FOUND');
  });

  test('are listed in the order they joined', async () => {
    const id = await makeChannel();
    for (const user of [other!, guest!, member!]) {
      server.clock.now += 1_000;
      await creator!.data(add, { id, user: user.id });
    }
    expect(await membersOf(id)).toEqual(['maker ADMIN', 'other MEMBER', 'guest MEMBER', 'member MEMBER']);
  });
});
