// A mutation's response shows what was done, also where that changed what its caller may see or do; and an error
// reveals nothing that its caller cannot see.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rootFields } from '../support/schema-walk.ts';
import { createChannel, type Person, seed } from '../support/seed.ts';
import { type Client, type Json, startServer, type TestServer } from '../support/server.ts';

interface World {
  readonly owner: Client;
  /** An owner as well, and a member of no channel. */
  readonly self: Person;
  readonly member: Person;
  readonly guest: Person;
}

let server: TestServer;
let world: World;

const create = 'mutation ($input: CreateChannelInput!) { createChannel(input: $input) { channel { id } } }';
const updateChannel = `mutation ($input: UpdateChannelInput!) {
  updateChannel(input: $input) { channel { id name topic privacy memberCount: members { totalCount } } }
}`;

beforeAll(async () => {
  server = await startServer({ LIMITS: 'off' });
  world = await makeWorld();
});
afterAll(() => server.close());

async function makeWorld(): Promise<World> {
  const { owner, users } = await seed(server, { users: { self: 'OWNER', member: 'MEMBER', guest: 'GUEST' } });
  return { owner, ...users };
}

/** Executes the mutation, and returns the field's payload; throws when the response has an error. */
type Case = (world: World) => Promise<unknown>;

const run = async (by: Client, name: string, input: string, selection: string): Promise<Json> =>
  (await by.data(`mutation { ${name}(input: { ${input} }) { ${selection} } }`))[name];

const throughOthers = 'changes only what others may, or what its caller may without being shown less';

/**
 * What each mutation can remove for its own caller, executed and checked; a text says why there is nothing. A new
 * mutation is classified here.
 */
const cases: Record<string, Case | string> = {
  updateChannel: async ({ self, owner }) => {
    const id = await createChannel(owner);
    const payload = await self.data(updateChannel, { input: { channelId: id, privacy: 'PRIVATE', topic: 'closed' } });
    expect(payload.updateChannel.channel).toMatchObject({ id, privacy: 'PRIVATE', topic: 'closed' });
    expect((await self.data('query ($id: ID!) { channel(id: $id) { id } }', { id })).channel).toBeNull();
    expect(await self.code(updateChannel, { input: { channelId: id, topic: 'again' } })).toBe('NOT_FOUND');
  },
  leaveChannel: async ({ self, owner }) => {
    const id = await createChannel(owner, { privacy: 'PRIVATE', memberIds: [self.id] });
    expect(await run(self, 'leaveChannel', `channelId: "${id}"`, 'channel { id }')).toEqual({ channel: null });
    const open = await createChannel(owner, { memberIds: [self.id] });
    const left = await run(self, 'leaveChannel', `channelId: "${open}"`, 'channel { id viewerMembership { role } }');
    expect(left).toEqual({ channel: { id: open, viewerMembership: null } });
  },
  removeMember: async ({ self }) => {
    const id = await createChannel(self, { privacy: 'PRIVATE' });
    const input = `channelId: "${id}", userId: "${self.id}"`;
    const payload = await run(self, 'removeMember', input, 'channel { id } user { id }');
    expect(payload).toEqual({ channel: null, user: { id: self.id } });
  },
  setMemberRole: async ({ member }) => {
    const id = await createChannel(member, { privacy: 'PRIVATE' });
    const input = `channelId: "${id}", userId: "${member.id}", role: MEMBER`;
    const payload = await run(member, 'setMemberRole', input, 'channel { viewerMembership { role } }');
    expect(payload).toEqual({ channel: { viewerMembership: { role: 'MEMBER' } } });
  },
  archiveChannel: async ({ self, owner }) => {
    const id = await createChannel(owner);
    const payload = await run(self, 'archiveChannel', `channelId: "${id}"`, 'channel { id archivedAt }');
    expect(payload.channel).toEqual({ id, archivedAt: expect.any(String) });
  },
  setRole: async ({ owner }) => {
    const admin = await server.user(owner, 'demoted', { role: 'ADMIN' });
    await createChannel(owner, { name: 'for-all' });
    const answer = await admin.data(`mutation {
      setRole(input: { userId: "${admin.id}", role: GUEST }) {
        user { role email channels { totalCount } }
      }
      heartbeat(input: {}) { expiresAt }
    }`);
    expect(answer.setRole.user).toEqual({ role: 'GUEST', email: null, channels: { totalCount: 0 } });
  },
  deactivateUser: async ({ owner }) => {
    const admin = await server.user(owner, 'leaving', { role: 'ADMIN' });
    const payload = await run(admin, 'deactivateUser', `userId: "${admin.id}"`, 'user { handle deactivatedAt }');
    expect(payload.user).toEqual({ handle: 'leaving', deactivatedAt: expect.any(String) });
    expect(await admin.code('{ viewer { role } }')).toBe('UNAUTHENTICATED');
  },
  revokeToken: async ({ owner }) => {
    const user = await server.user(owner, 'revoking');
    const { viewer } = await user.data('{ viewer { tokens { nodes { id } } } }');
    const [{ id }] = viewer.tokens.nodes;
    const payload = await run(user, 'revokeToken', `tokenId: "${id}"`, 'accessToken { id revokedAt user { handle } }');
    expect(payload.accessToken).toEqual({ id, revokedAt: expect.any(String), user: { handle: 'revoking' } });
    expect(await user.code('{ viewer { role } }')).toBe('UNAUTHENTICATED');
  },
  signOut: async ({ owner }) => {
    const user = await server.user(owner, 'signing-out');
    expect(await run(user, 'signOut', '', 'sessionsEnded')).toEqual({ sessionsEnded: 1 });
  },
  updateProfile: async ({ member }) => {
    const payload = await run(member, 'updateProfile', 'handle: "renamed", email: null', 'user { handle email }');
    expect(payload.user).toEqual({ handle: 'renamed', email: null });
  },
  deleteMessage: async ({ self, member }) => {
    const channelId = await createChannel(member);
    const sent = await run(member, 'sendMessage', `channelId: "${channelId}", body: "gone"`, 'message { id }');
    const payload = await run(self, 'deleteMessage', `messageId: "${sent.message.id}"`, 'message { body deletedAt }');
    expect(payload.message).toEqual({ body: '', deletedAt: expect.any(String) });
  },
  setPassword: 'ends other sessions than the one in use',
  signIn: 'gives more than there was before',
  createToken: 'gives more than there was before',
  createUser: throughOthers,
  createChannel: 'makes its caller a member',
  joinChannel: 'gives more than there was before',
  openDirectChannel: 'makes its caller a member',
  addMember: throughOthers,
  muteChannel: throughOthers,
  setTyping: throughOthers,
  heartbeat: throughOthers,
  sendMessage: throughOthers,
  editMessage: throughOthers,
  addReaction: throughOthers,
  removeReaction: throughOthers,
  pinMessage: throughOthers,
  unpinMessage: throughOthers,
  markRead: throughOthers,
};

test('every mutation is classified', () => {
  const mutations = rootFields.filter(({ kind }) => kind === 'mutation').map(({ name }) => name);
  expect(Object.keys(cases).sort()).toEqual(mutations.sort());
});

describe('the response shows what was done, and what the caller lost is gone after it', () => {
  test.each(Object.entries(cases).filter((one): one is [string, Case] => typeof one[1] !== 'string'))(
    '%s',
    async (_, look) => {
      await look(world);
    },
  );
});

describe('the name of a channel', () => {
  const codeOf = (by: Client, name: string, input: object = {}) => by.code(create, { input: { name, ...input } });

  test('is refused for a channel that is visible, whatever its privacy', async () => {
    const { owner, member } = world;
    await createChannel(owner, { name: 'public-one' });
    await createChannel(member, { name: 'private-mine', privacy: 'PRIVATE' });
    for (const privacy of ['PUBLIC', 'PRIVATE']) {
      expect(await codeOf(member, 'Public-One', { privacy })).toBe('CONFLICT');
      expect(await codeOf(member, 'private-mine', { privacy })).toBe('CONFLICT');
    }
    const id = await createChannel(member);
    expect(await member.code(updateChannel, { input: { channelId: id, name: 'public-one' } })).toBe('CONFLICT');
    expect(await member.code(updateChannel, { input: { channelId: id, name: 'private-mine' } })).toBe('CONFLICT');
  });

  test('is free for viewers who do not see the private channel that has it, on creating and on renaming', async () => {
    const { owner, member } = world;
    const hidden = await createChannel(owner, { name: 'layoffs', privacy: 'PRIVATE' });
    expect(await codeOf(member, 'layoffs')).toBeUndefined();
    await createChannel(owner, { name: 'merger', privacy: 'PRIVATE' });
    const renamed = await createChannel(member, { privacy: 'PRIVATE' });
    expect(await member.code(updateChannel, { input: { channelId: renamed, name: 'merger' } })).toBeUndefined();
    // Once the channel is public, its name is refused for the public one alone.
    expect(await owner.code(updateChannel, { input: { channelId: hidden, privacy: 'PUBLIC' } })).toBe('CONFLICT');
    expect(await member.code(updateChannel, { input: { channelId: renamed, privacy: 'PUBLIC' } })).toBeUndefined();
  });

  test('means the public channel for every viewer, and a private one only where no public one has it', async () => {
    const { owner, member } = world;
    const byName = async (by: Client, name: string) =>
      (await by.data('query ($name: String!) { channel(name: $name) { id } }', { name })).channel?.id ?? null;
    const hidden = await createChannel(owner, { name: 'same', privacy: 'PRIVATE' });
    expect([await byName(owner, 'same'), await byName(member, 'same')]).toEqual([hidden, null]);
    // The first responses are cached: the new channel must replace them.
    const open = await createChannel(member, { name: 'same' });
    expect([await byName(owner, 'same'), await byName(member, 'same')]).toEqual([open, open]);
    const rename = { input: { channelId: open, name: 'another' } };
    await member.data(updateChannel, rename);
    expect([await byName(owner, 'same'), await byName(member, 'same')]).toEqual([hidden, null]);
  });

  test('reveals no public channel to a guest who manages a channel', async () => {
    const { owner, guest } = world;
    await createChannel(owner, { name: 'unseen-by-guests' });
    const setRole = (channelId: string) =>
      run(owner, 'setMemberRole', `channelId: "${channelId}", userId: "${guest.id}", role: ADMIN`, 'user { id }');
    const [open, closed] = [
      await createChannel(owner, { memberIds: [guest.id] }),
      await createChannel(owner, { memberIds: [guest.id], privacy: 'PRIVATE' }),
    ];
    await setRole(open);
    await setRole(closed);
    const codes = [];
    for (const name of ['unseen-by-guests', 'free-for-guests']) {
      codes.push([
        await guest.code(updateChannel, { input: { channelId: open, name } }),
        await guest.code(updateChannel, { input: { channelId: closed, name } }),
        await guest.code(updateChannel, { input: { channelId: closed, privacy: 'PUBLIC' } }),
      ]);
    }
    expect(codes[0]).toEqual(['FORBIDDEN', undefined, 'FORBIDDEN']);
    expect(codes[1]).toEqual(codes[0]);
    expect(await guest.code(updateChannel, { input: { channelId: open, topic: 'theirs' } })).toBeUndefined();
  });
});
