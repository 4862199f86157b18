// Which rights a mutation can give its caller. Every mutation of the contract is tried by every role with every scope,
// with the most hostile arguments known for it; any credential that results must be no stronger than the caller was.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { passwordLimits } from '../../src/features/identity/password-policy.ts';
import { allScopes, type TokenScope, type UserRole } from '../../src/lib/roles.ts';
import { argumentsOf, operation, rootFields } from '../support/schema-walk.ts';
import { type Client, type Json, startServer, type TestServer } from '../support/server.ts';
import { openSql, rawId, type Sql } from '../support/sql.ts';

let server: TestServer;
let sql: Sql;

beforeAll(async () => {
  server = await startServer({ LIMITS: 'off' });
  sql = await openSql(server.databaseUrl);
});
afterAll(async () => {
  await sql.end();
  await server.close();
});

const roles: readonly UserRole[] = ['GUEST', 'MEMBER', 'ADMIN', 'OWNER'];
const password = 'wanted by the caller';

/** The people, the channel and the message that a caller acts on, in a workspace of its own. */
interface World {
  readonly self: string;
  readonly users: Readonly<Record<string, string>>;
  readonly tokens: readonly string[];
  readonly channelId: string;
  readonly messageId: string;
}

type Attempts = (world: World) => readonly object[];

let count = 0;

const inDays = (days: number) => new Date(server.clock.now + days * 86_400_000).toISOString();
const soon = () => inDays(0.5);
const late = () => inDays(1.5);
const everybody = ({ self, users }: World) => [self, ...Object.values(users)];
// For mutations that have nothing to do with credentials one valid call is tried.
const noCredential: Attempts = () => [{}];

/** The hostile inputs of every mutation. A new one is classified here, with what its caller could hope to gain. */
const attempts: Record<string, Attempts> = {
  createToken: ({ users }) => [
    ...allScopes.flatMap((scope) =>
      [undefined, soon(), late()].map((expiresAt) => ({ name: 'x', scopes: [scope], expiresAt })),
    ),
    ...Object.values(users).map((userId) => ({ name: 'x', scopes: ['ADMIN'], expiresAt: soon(), userId })),
  ],
  revokeToken: ({ tokens }) => tokens.map((tokenId) => ({ tokenId })),
  createUser: () => [
    ...roles.flatMap((role) => [
      { handle: `person-${++count}`, name: 'x', role },
      { handle: `bot-${++count}`, name: 'x', role, kind: 'BOT', password },
    ]),
    { handle: `owner-${++count}`, name: 'x', role: 'OWNER', password },
    { handle: `member-${++count}`, name: 'x', role: 'MEMBER', password },
  ],
  updateProfile: (world) => everybody(world).map((userId) => ({ userId, title: 'x' })),
  setPassword: ({ self, users }) => [
    { newPassword: password },
    ...[self, users.owner, users.member, users.ownerbot].map((userId) => ({
      ...{ userId, newPassword: password, currentPassword: 'guessed wrongly' },
    })),
  ],
  setRole: ({ self, users }) => [
    ...roles.slice(2).map((role) => ({ userId: self, role })),
    { userId: users.owner!, role: 'GUEST' },
    { userId: users.bot!, role: 'OWNER' },
  ],
  deactivateUser: ({ users }) => ['owner', 'gone'].map((name) => ({ userId: users[name]!, deactivated: false })),
  signIn: () => [{ workspace: 'w', login: 'owner', password, setCookie: true }],
  ...Object.fromEntries(
    [
      ...['createChannel', 'updateChannel', 'archiveChannel', 'joinChannel', 'leaveChannel', 'addMember'],
      ...['removeMember', 'setMemberRole', 'muteChannel', 'openDirectChannel', 'setTyping', 'heartbeat', 'sendMessage'],
      ...['editMessage', 'deleteMessage', 'addReaction', 'removeReaction', 'pinMessage', 'unpinMessage', 'markRead'],
    ].map((name) => [name, noCredential]),
  ),
  // The last: it ends the token in use.
  signOut: () => [{ everywhere: true }],
};

const mutations = rootFields.filter(({ kind }) => kind === 'mutation');

test('every mutation is classified', () => {
  expect(Object.keys(attempts).sort()).toEqual(mutations.map(({ name }) => name).sort());
});

/** What a caller can do: as which user, with which role and scope, and until when. */
interface Power {
  readonly userId: string;
  readonly role: UserRole;
  readonly scope: TokenScope;
  readonly until: number;
}

const rank = <Item>(order: readonly Item[], item: Item) => order.indexOf(item);
const highest = (scopes: readonly TokenScope[]) => allScopes.filter((scope) => scopes.includes(scope)).at(-1)!;

/** Whether a credential gives its holder no rights that the caller did not have before. */
function isWithin(credential: Power, caller: Power): boolean {
  const manages = rank(roles, caller.role) >= rank(roles, 'ADMIN') && caller.scope === 'ADMIN';
  return (
    (credential.userId === caller.userId || manages) &&
    rank(roles, credential.role) <= rank(roles, caller.role) &&
    rank(allScopes, credential.scope) <= rank(allScopes, caller.scope) &&
    credential.until <= caller.until
  );
}

async function makeWorld(role: UserRole, kind: 'PERSON' | 'BOT') {
  const { id: workspaceId, owner } = await server.workspace();
  const self = await server.user(owner, 'self', { role, kind });
  const users: Record<string, string> = {};
  const tokens: string[] = [];
  for (const [name, input] of Object.entries({
    ...{ owner: { role: 'OWNER' }, admin: { role: 'ADMIN' }, member: {}, gone: { role: 'ADMIN' } },
    ...{ bot: { kind: 'BOT' }, ownerbot: { kind: 'BOT', role: 'OWNER' } },
  })) {
    const user = await server.user(owner, `the-${name}`, input);
    users[name] = user.id;
    const { viewer } = await user.data('{ viewer { tokens { nodes { id } } } }');
    tokens.push(...viewer.tokens.nodes.map(({ id }: { id: string }) => id));
  }
  const shutOut = 'mutation ($id: ID!) { deactivateUser(input: { userId: $id }) { user { id } } }';
  await owner.data(shutOut, { id: users.gone });
  const create = 'mutation ($ids: [ID!]!) { createChannel(input: { name: "c", memberIds: $ids }) { channel { id } } }';
  const channelId = (await owner.data(create, { ids: [self.id] })).createChannel.channel.id;
  const send = 'mutation ($id: ID!) { sendMessage(input: { channelId: $id, body: "m" }) { message { id } } }';
  const messageId = (await self.data(send, { id: channelId })).sendMessage.message.id;
  const world: World = { self: self.id, users, tokens, channelId, messageId };
  return { workspaceId, self, world };
}

/** Every credential that the response, or a change in the database, gives to the caller. */
async function gained(answer: Json, before: readonly Person[], after: readonly Person[]): Promise<Power[]> {
  const found: Power[] = [];
  for (const [token] of JSON.stringify(answer).matchAll(/swb_[\w-]{43}/g)) {
    const [row] = await sql.rows(
      `select u.id as "userId", u.role, t.scopes, t.expires_at as until
       from access_tokens t join users u on u.id = t.user_id where t.hash = $1`,
      [createHash('sha256').update(token).digest()],
    );
    found.push({ ...row, scope: highest(row.scopes), until: row.until ? +row.until : Number.POSITIVE_INFINITY });
  }
  // A password that a user now has, and that only the caller can have set, opens sessions of all scopes.
  for (const user of after) {
    if (user.hash === null || before.some(({ id, hash }) => id === user.id && hash === user.hash)) continue;
    found.push({ userId: user.id, role: user.role, scope: 'ADMIN', until: 0 });
    if (user.kind === 'BOT') throw new Error('A bot has a password.');
  }
  return found;
}

interface Person {
  readonly id: string;
  readonly role: UserRole;
  readonly kind: string;
  readonly hash: string | null;
}

const peopleOf = (workspaceId: string) =>
  sql.rows<Person>('select id, role, kind, password_hash as hash from users where workspace_id = $1', [workspaceId]);

// The weakest first: what a stronger one did must not help a weaker one.
const tokens = [
  { scope: 'READ', days: 0 },
  { scope: 'WRITE', days: 1 },
  { scope: 'ADMIN', days: 1 },
] as const;
const actors = [
  ...roles.map((role) => [role, 'PERSON'] as const),
  ...(['MEMBER', 'ADMIN'] as const).map((role) => [role, 'BOT'] as const),
];

describe('no mutation gives its caller more rights', () => {
  test.each(actors)('a %s %s, whatever the token', { timeout: 120_000 }, async (role, kind) => {
    const { workspaceId, self, world } = await makeWorld(role, kind);
    const escalations: object[] = [];
    const answered: Record<string, number> = {};
    let people = await peopleOf(workspaceId);
    for (const { scope, days } of tokens) {
      const until = days ? server.clock.now + days * 86_400_000 : Number.POSITIVE_INFINITY;
      const make = 'mutation ($input: CreateTokenInput!) { createToken(input: $input) { token } }';
      const input = { name: 'used', scopes: [scope], expiresAt: days ? inDays(days) : null };
      const client = server.client((await self.data(make, { input })).createToken.token);
      const caller: Power = { userId: rawId(self.id), role, scope, until };
      for (const [name, inputs] of Object.entries(attempts)) {
        for (const input of inputs(world)) {
          const answer = await call(client, name, input, world);
          if (!answer.errors) answered[scope] = (answered[scope] ?? 0) + 1;
          const before = people;
          people = await peopleOf(workspaceId);
          for (const credential of await gained(answer, before, people)) {
            if (!isWithin(credential, caller)) escalations.push({ scope, days, name, input, credential });
          }
          const me = people.find(({ id }) => id === caller.userId)!;
          if (rank(roles, me.role) > rank(roles, role)) escalations.push({ scope, days, name, input, role: me.role });
        }
      }
    }
    expect(escalations).toEqual([]);
    // The mutations were executed where the caller may, so that there was something to check.
    expect(answered.READ).toBeGreaterThanOrEqual(1);
    expect(answered.WRITE).toBeGreaterThan(5);
    expect(answered.ADMIN).toBeGreaterThan(5);
  });
});

async function call(
  client: Client,
  name: string,
  input: object,
  { channelId, messageId, users }: World,
): Promise<Json> {
  const root = mutations.find((mutation) => mutation.name === name)!;
  const idFor = (argument: string): Json =>
    ({ channelId, messageId, userIds: [users.member], memberIds: [users.member] })[argument] ?? users.member;
  const args = argumentsOf(root.field, {}, idFor);
  args.input = { ...args.input, ...input };
  const answer = await client.ask(operation(root, 1, args), args);
  for (const error of answer.errors ?? []) {
    expect(['FORBIDDEN', 'NOT_FOUND', 'UNAUTHENTICATED', 'CONFLICT', 'BAD_USER_INPUT', 'RATE_LIMITED']).toContain(
      error.extensions.code,
    );
  }
  return answer;
}

describe('a credential is created only under rights that are still valid', () => {
  const person = async (input: object = {}) => {
    const workspace = await server.workspace();
    return { ...workspace, user: await server.user(workspace.owner, 'person', input) };
  };
  const signIn = (slug: string, login: string) =>
    server.client(null).ask('mutation ($input: SignInInput!) { signIn(input: $input) { token } }', {
      input: { workspace: slug, login, password },
    });

  test('a token that was revoked on another instance creates no token, password or user', async () => {
    const { user } = await person({ role: 'ADMIN' });
    const who = '{ viewer { user { handle } } }';
    expect(await user.code(who)).toBeUndefined();
    // As another instance does it: this one has not received the change yet.
    await sql.rows('update access_tokens set revoked_at = now() where user_id = $1', [rawId(user.id)]);
    expect(await user.code(who)).toBeUndefined();
    for (const mutation of [
      'createToken(input: { name: "x" }) { token }',
      `setPassword(input: { newPassword: "${password}" }) { user { id } }`,
      'createUser(input: { handle: "accomplice", name: "x", role: ADMIN }) { user { id } }',
      `setRole(input: { userId: "${user.id}", role: MEMBER }) { user { id } }`,
    ]) {
      expect([mutation, await user.code(`mutation { ${mutation} }`)]).toEqual([mutation, 'UNAUTHENTICATED']);
    }
  });

  test.each([
    ['has another password by then', `password_hash = 'scrypt:AAAA:AAAA'`],
    ['is shut out by then', 'deactivated_at = now()'],
  ])('a sign-in gives no session to a user who %s', async (_, change) => {
    const { slug, user } = await person({ password });
    const answer = signIn(slug, 'person');
    await expect.poll(() => passwordLimits(server.app.internals.postgres).hashing.use().running).toBe(1);
    await sql.rows(`update users set ${change} where id = $1`, [rawId(user.id)]);
    expect((await answer).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    const sessions = `select from access_tokens where user_id = $1 and kind = 'SESSION'`;
    expect(await sql.rows(sessions, [rawId(user.id)])).toEqual([]);
  });

  test('a bot cannot be given a password, sets none, and cannot sign in with a stored one', async () => {
    const { owner, slug, user } = await person({ password });
    const input = { handle: 'bot', name: 'Bot', kind: 'BOT', password };
    const createUser = 'mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } } }';
    expect(await owner.code(createUser, { input })).toBe('BAD_USER_INPUT');
    const bot = await server.user(owner, 'bot', { kind: 'BOT', email: 'bot@example.com' });
    const set = 'mutation ($input: SetPasswordInput!) { setPassword(input: $input) { user { id } } }';
    expect(await bot.code(set, { input: { newPassword: password } })).toBe('FORBIDDEN');
    expect(await owner.code(set, { input: { newPassword: password, userId: bot.id } })).toBe('FORBIDDEN');
    // As an earlier version may have left it.
    await sql.rows('update users set password_hash = (select password_hash from users where id = $2) where id = $1', [
      rawId(bot.id),
      rawId(user.id),
    ]);
    for (const login of ['bot', 'bot@example.com']) {
      expect((await signIn(slug, login)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    }
    expect((await signIn(slug, 'person')).errors).toBeUndefined();
  });
});
