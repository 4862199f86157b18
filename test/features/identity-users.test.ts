// Users: who may create, change, promote and deactivate whom, and what a profile may contain.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, startServer, type TestServer } from '../support/server.ts';
import { openSql, type Sql } from '../support/sql.ts';

const user = '{ user { id handle name title email avatarUrl kind role deactivatedAt } }';
const createUser = `mutation ($input: CreateUserInput!) { createUser(input: $input) ${user} }`;
const updateProfile = `mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) ${user} }`;
const setRole = `mutation ($id: ID!, $role: UserRole!) { setRole(input: { userId: $id, role: $role }) ${user} }`;
const deactivate = `mutation ($id: ID!, $to: Boolean) { deactivateUser(input: { userId: $id, deactivated: $to }) ${user} }`;
const who = '{ viewer { user { handle } } }';

let server: TestServer;
let sql: Sql;
let owner: Client;
let ownerId: string;
let [admin, member, guest]: (Client & { id: string })[] = [];

beforeAll(async () => {
  server = await startServer();
  sql = await openSql(server.databaseUrl);
  owner = (await server.workspace()).owner;
  ownerId = (await owner.data('{ viewer { user { id } } }')).viewer.user.id;
  admin = await server.user(owner, 'admin', { role: 'ADMIN', email: 'admin@example.com' });
  member = await server.user(owner, 'member', { email: 'member@example.com', title: 'Cook' });
  guest = await server.user(owner, 'guest', { role: 'GUEST' });
});
afterAll(async () => {
  await sql.end();
  await server.close();
});

let count = 0;
/** A user to act on. */
const newUser = (input: object = {}) => server.user(owner, `somebody-${++count}`, input);

describe('createUser', () => {
  test('is for admins, and an owner is created only by an owner', async () => {
    const input = { handle: 'Fresh.One_2-x', name: '  Fresh\n One ', email: ' Fresh@Example.com ', role: 'ADMIN' };
    const { createUser: created } = await admin!.data(createUser, { input });
    expect(created.user).toMatchObject({
      ...{ handle: 'fresh.one_2-x', name: 'Fresh One', email: 'fresh@example.com' },
      ...{ title: null, avatarUrl: null, kind: 'PERSON', role: 'ADMIN', deactivatedAt: null },
    });
    for (const client of [member!, guest!]) {
      expect(await client.code(createUser, { input: { handle: 'other', name: 'Other' } })).toBe('FORBIDDEN');
    }
    const asOwner = { input: { handle: 'second', name: 'Second', role: 'OWNER' } };
    expect(await admin!.code(createUser, asOwner)).toBe('FORBIDDEN');
    expect((await owner.data(createUser, asOwner)).createUser.user.role).toBe('OWNER');
    await owner.data(setRole, { id: (await owner.data('{ user(handle: "second") { id } }')).user.id, role: 'MEMBER' });
  });

  test.each([
    ['the handle', { handle: 'MEMBER' }],
    ['the e-mail address', { handle: 'other', email: 'Member@example.com' }],
  ])('is a CONFLICT when %s is taken', async (_, input) => {
    expect(await owner.code(createUser, { input: { name: 'Other', ...input } })).toBe('CONFLICT');
  });

  test.each([
    [{ handle: '' }],
    [{ handle: 'two words' }],
    [{ handle: '.dot' }],
    [{ handle: 'ä' }],
    [{ handle: 'x'.repeat(41) }],
    [{ name: ' ' }],
    [{ name: 'x'.repeat(101) }],
    [{ title: 'x'.repeat(101) }],
    [{ email: 'nobody' }],
    [{ email: `${'x'.repeat(250)}@example.com` }],
    [{ avatarUrl: 'http://example.com/a.png' }],
    [{ avatarUrl: 'javascript:alert(1)' }],
    [{ avatarUrl: 'https://user:secret@example.com/' }],
    [{ password: 'ninechars' }],
    [{ password: 'x'.repeat(201) }],
  ])('refuses %o', async (input) => {
    expect(await owner.code(createUser, { input: { handle: 'valid', name: 'Valid', ...input } })).toBe(
      'BAD_USER_INPUT',
    );
    expect((await owner.data('{ user(handle: "valid") { id } }')).user).toBeNull();
  });

  test('accepts the longest values that are allowed', async () => {
    const input = { handle: 'x'.repeat(40), name: 'x'.repeat(100), title: 'x'.repeat(100), kind: 'BOT' };
    expect((await owner.data(createUser, { input })).createUser.user).toMatchObject(input);
  });
});

describe('updateProfile', () => {
  test('changes the given fields, leaves omitted ones, empties those that are null', async () => {
    const one = await newUser({ title: 'Baker', email: 'one@example.com', avatarUrl: 'https://example.com/a.png' });
    const change = async (input: object) => (await one.data(updateProfile, { input })).updateProfile.user;
    const before = await change({});
    expect(before).toMatchObject({ title: 'Baker', email: 'one@example.com', avatarUrl: 'https://example.com/a.png' });
    expect(await change({ name: 'One' })).toEqual({ ...before, name: 'One' });
    expect(await change({ title: null, email: null, avatarUrl: null })).toEqual({
      ...{ ...before, name: 'One' },
      ...{ title: null, email: null, avatarUrl: null },
    });
    expect(await change({ handle: '@One' })).toMatchObject({ handle: 'one', name: 'One' });
    expect((await owner.data('{ user(handle: "ONE") { id } }')).user.id).toBe(one.id);
  });

  test('of other users is for admins, and of owners for owners', async () => {
    const input = { userId: member!.id, title: 'Chef' };
    expect((await admin!.data(updateProfile, { input })).updateProfile.user.title).toBe('Chef');
    expect(await guest!.code(updateProfile, { input })).toBe('FORBIDDEN');
    expect(await member!.code(updateProfile, { input: { userId: guest!.id, title: 'Mine' } })).toBe('FORBIDDEN');
    expect(await admin!.code(updateProfile, { input: { userId: ownerId, title: 'Mine' } })).toBe('FORBIDDEN');
    expect(
      (await guest!.data(updateProfile, { input: { userId: guest!.id, title: 'Own' } })).updateProfile.user.title,
    ).toBe('Own');
  });

  test('is a CONFLICT where the handle or address is taken, and changes nothing then', async () => {
    expect(await guest!.code(updateProfile, { input: { name: 'Changed', handle: 'member' } })).toBe('CONFLICT');
    const input = { userId: guest!.id, name: 'Changed', email: 'ADMIN@example.com' };
    expect(await owner.code(updateProfile, { input })).toBe('CONFLICT');
    expect((await owner.data('{ user(handle: "guest") { name } }')).user.name).toBe('guest');
  });

  test('sets an address for admins alone, and reveals to no other viewer which exist', async () => {
    const one = await newUser({ email: 'mine@example.com' });
    const answers = [];
    for (const email of ['admin@example.com', 'free@example.com']) {
      const answer = await one.ask(updateProfile, { input: { email } });
      answers.push(JSON.stringify([answer.errors?.[0]?.message, answer.errors?.[0]?.extensions, answer.data]));
    }
    expect(answers[0]).toContain('FORBIDDEN');
    expect(answers[1]).toBe(answers[0]);
    // A form that sends all fields again changes nothing by it, and one's own can be emptied.
    expect(await one.code(updateProfile, { input: { email: 'MINE@example.com', title: 'x' } })).toBeUndefined();
    expect(await one.code(updateProfile, { input: { email: null } })).toBeUndefined();
    const make = 'mutation { createToken(input: { name: "x", scopes: [WRITE] }) { token } }';
    const writer = server.client((await admin!.data(make)).createToken.token);
    expect(await writer.code(updateProfile, { input: { email: 'new@example.com' } })).toBe('FORBIDDEN');
    const input = { userId: one.id, email: 'free@example.com' };
    expect((await admin!.data(updateProfile, { input })).updateProfile.user.email).toBe('free@example.com');
    // A handle that is taken reveals nothing about an address.
    const answer = await one.ask(updateProfile, { input: { handle: 'admin', email: 'free@example.com' } });
    expect(answer.errors?.[0]?.message).toBe('There is a user with the handle admin already.');
  });

  test.each([
    [{ handle: 'two words' }],
    [{ name: '' }],
    [{ email: '' }],
    [{ avatarUrl: 'ftp://example.com/x' }],
    [{ userId: '' }],
  ])('refuses %o', async (input) => {
    expect(await member!.code(updateProfile, { input })).toBe('BAD_USER_INPUT');
  });
});

describe('an e-mail address', () => {
  test('is shown to its user and to admins, null to all others', async () => {
    const ask = async (client: Client) => (await client.data('{ user(handle: "member") { email } }')).user.email;
    expect([await ask(member!), await ask(admin!), await ask(owner)]).toEqual(Array(3).fill('member@example.com'));
    expect(await ask(guest!)).toBeNull();
    const { users } = await guest!.data('{ users(first: 100) { nodes { handle email } } }');
    expect(users.nodes.filter(({ email }: { email: string | null }) => email !== null)).toEqual([]);
  });
});

describe('a list of users', () => {
  const list = `query ($filter: UserFilter, $orderBy: UserOrder) {
    users(filter: $filter, orderBy: $orderBy, first: 100) { totalCount nodes { handle } }
    workspace { users(filter: $filter, orderBy: $orderBy, first: 100) { totalCount nodes { handle } } }
  }`;

  beforeAll(async () => {
    for (const [handle, input] of [
      ['l-zeta', { kind: 'BOT' }],
      ['l-a_b', { role: 'GUEST' }],
      ['l-axb', {}],
    ] as const) {
      server.clock.now += 1_000;
      await server.user(owner, handle, input);
    }
    const { user: shut } = await owner.data('{ user(handle: "@L-axb") { id } }');
    await owner.data(deactivate, shut);
    const active = new Date(server.clock.now + 1_000);
    await sql.rows(`update users set last_active_at = $1 where handle = 'l-zeta'`, [active]);
  });

  test.each([
    [{ handlePrefix: 'L-' }, {}, ['l-a_b', 'l-axb', 'l-zeta']],
    [{ handlePrefix: 'l-a_' }, {}, ['l-a_b']],
    [{ handlePrefix: '%' }, {}, []],
    [{ handlePrefix: 'l-', kind: 'BOT' }, {}, ['l-zeta']],
    [{ handlePrefix: 'l-', role: 'GUEST' }, {}, ['l-a_b']],
    [{ handlePrefix: 'l-', deactivated: true }, {}, ['l-axb']],
    [{ handlePrefix: 'l-', deactivated: false }, {}, ['l-a_b', 'l-zeta']],
    [{ handlePrefix: 'l-' }, { orderBy: { field: 'HANDLE', direction: 'DESC' } }, ['l-zeta', 'l-axb', 'l-a_b']],
    [{ handlePrefix: 'l-' }, { orderBy: { field: 'CREATED_AT' } }, ['l-zeta', 'l-a_b', 'l-axb']],
    [{ handlePrefix: 'l-' }, { orderBy: { field: 'LAST_ACTIVE_AT' } }, ['l-a_b', 'l-axb', 'l-zeta']],
  ])('filtered by %o, ordered by %o, is %j', async (filter, order, handles) => {
    const { users, workspace } = await guest!.data(list, { filter, ...order });
    expect(users).toEqual({ totalCount: handles.length, nodes: handles.map((handle) => ({ handle })) });
    expect(workspace.users).toEqual(users);
  });
});

describe('setPassword', () => {
  const setPassword = `mutation ($input: SetPasswordInput!) { setPassword(input: $input) { user { handle } } }`;
  const session = async (login: string, password: string) => {
    const { workspace } = await owner.data('{ workspace { slug } }');
    const query = 'mutation ($input: SignInInput!) { signIn(input: $input) { token } }';
    const input = { workspace: workspace.slug, login, password };
    return server.client((await server.client(null).data(query, { input })).signIn.token);
  };

  test('of the viewer needs the current one, and ends the other sessions', async () => {
    const one = await newUser();
    const handle = `somebody-${count}`;
    // No password is set yet, so no current one can be required.
    await one.data(setPassword, { input: { newPassword: 'first password' } });
    const [here, there] = [await session(handle, 'first password'), await session(handle, 'first password')];
    for (const currentPassword of [undefined, null, '', 'wrong password']) {
      const input = { newPassword: 'other password', currentPassword };
      expect(await here.code(setPassword, { input })).toBe('FORBIDDEN');
    }
    await here.data(setPassword, { input: { currentPassword: 'first password', newPassword: 'second password' } });
    expect(await here.code(who)).toBeUndefined();
    expect(await one.code(who)).toBeUndefined();
    expect(await there.code(who)).toBe('UNAUTHENTICATED');
    await session(handle, 'second password');
    await expect(session(handle, 'first password')).rejects.toThrow('UNAUTHENTICATED');
  });

  test('of another user is for admins, never for an owner’s, and ends that user’s sessions', async () => {
    const one = await newUser();
    const input = { userId: one.id, newPassword: 'given password' };
    await admin!.data(setPassword, { input });
    const theirs = await session(`somebody-${count}`, 'given password');
    await admin!.data(setPassword, { input: { ...input, newPassword: 'given again!' } });
    expect(await theirs.code(who)).toBe('UNAUTHENTICATED');
    expect(await member!.code(setPassword, { input })).toBe('FORBIDDEN');
    expect(await admin!.code(setPassword, { input: { ...input, userId: ownerId } })).toBe('FORBIDDEN');
    const second = await newUser({ role: 'OWNER' });
    expect(await owner.code(setPassword, { input: { ...input, userId: second.id } })).toBe('FORBIDDEN');
    await owner.data(setRole, { id: second.id, role: 'MEMBER' });
  });

  test.each(['ninechars', 'x'.repeat(201)])('refuses one of the wrong length', async (newPassword) => {
    expect(await member!.code(setPassword, { input: { newPassword } })).toBe('BAD_USER_INPUT');
  });
});

describe('setRole', () => {
  test('is for admins, who cannot create or demote owners', async () => {
    const one = await newUser();
    expect((await admin!.data(setRole, { id: one.id, role: 'ADMIN' })).setRole.user.role).toBe('ADMIN');
    expect((await one.data('{ viewer { role } }')).viewer.role).toBe('ADMIN');
    expect(await admin!.code(setRole, { id: one.id, role: 'OWNER' })).toBe('FORBIDDEN');
    expect(await admin!.code(setRole, { id: admin!.id, role: 'OWNER' })).toBe('FORBIDDEN');
    expect(await admin!.code(setRole, { id: ownerId, role: 'MEMBER' })).toBe('FORBIDDEN');
    expect(await member!.code(setRole, { id: member!.id, role: 'ADMIN' })).toBe('FORBIDDEN');
    await owner.data(setRole, { id: one.id, role: 'OWNER' });
    expect((await one.data(setRole, { id: one.id, role: 'GUEST' })).setRole.user.role).toBe('GUEST');
    expect(await one.code(setRole, { id: one.id, role: 'MEMBER' })).toBe('FORBIDDEN');
  });

  test('and deactivateUser keep the last owner', async () => {
    expect(await owner.code(setRole, { id: ownerId, role: 'ADMIN' })).toBe('CONFLICT');
    expect(await owner.code(deactivate, { id: ownerId })).toBe('CONFLICT');
    // A deactivated owner does not count.
    const second = await newUser({ role: 'OWNER' });
    await owner.data(deactivate, { id: second.id });
    expect(await owner.code(setRole, { id: ownerId, role: 'ADMIN' })).toBe('CONFLICT');
    expect((await owner.data(setRole, { id: ownerId, role: 'OWNER' })).setRole.user.role).toBe('OWNER');
  });
});

describe('deactivateUser', () => {
  test('revokes access at once, whatever the token; reactivation restores no token', async () => {
    const one = await newUser();
    const { createChannel } = await one.data('mutation { createChannel(input: { name: "ones" }) { channel { id } } }');
    const send = `mutation ($id: ID!) { sendMessage(input: { channelId: $id, body: "kept" }) { message { id } } }`;
    const { sendMessage } = await one.data(send, createChannel.channel);
    server.clock.now -= server.clock.now % 10; // a time that ends in a zero is written alike everywhere
    const { deactivateUser } = await admin!.data(deactivate, { id: one.id });
    expect(Date.parse(deactivateUser.user.deactivatedAt)).toBe(server.clock.now);
    expect((await one.ask(who)).status).toBe(401);
    expect(
      await sql.rows('select 1 from access_tokens where user_id = $1 and revoked_at is null', [one.id.slice(5)]),
    ).toEqual([]);
    // Nothing they wrote is removed, and they stay visible.
    const { message } = await owner.data(
      'query ($id: ID!) { message(id: $id) { body author { handle deactivatedAt } } }',
      sendMessage.message,
    );
    expect(message).toMatchObject({ body: 'kept', author: { deactivatedAt: deactivateUser.user.deactivatedAt } });
    expect((await owner.data('{ users(filter: { deactivated: true }) { nodes { id } } }')).users.nodes).toContainEqual({
      id: one.id,
    });
    expect((await admin!.data(deactivate, { id: one.id })).deactivateUser).toEqual(deactivateUser);
    const again = await admin!.data(deactivate, { id: one.id, to: false });
    expect(again.deactivateUser.user.deactivatedAt).toBeNull();
    expect((await one.ask(who)).status).toBe(401);
  });

  test('is for admins, and of owners for owners', async () => {
    expect(await member!.code(deactivate, { id: guest!.id })).toBe('FORBIDDEN');
    expect(await member!.code(deactivate, { id: member!.id })).toBe('FORBIDDEN');
    const second = await newUser({ role: 'OWNER' });
    expect(await admin!.code(deactivate, { id: second.id })).toBe('FORBIDDEN');
    await owner.data(deactivate, { id: second.id });
    expect(await second.code(who)).toBe('UNAUTHENTICATED');
  });
});
