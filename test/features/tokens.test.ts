// Bearer tokens: who creates which, when they end, and that nobody can read one back.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, startServer, type TestServer } from '../support/server.ts';
import { dump, openSql, type Sql } from '../support/sql.ts';

const createToken = `mutation ($input: CreateTokenInput!) {
  createToken(input: $input) { token accessToken { id name scopes createdAt expiresAt revokedAt user { id } } }
}`;
const revokeToken = `mutation ($id: ID!) { revokeToken(input: { tokenId: $id }) { accessToken { id revokedAt } } }`;
const who = '{ viewer { user { handle } scopes } }';

let server: TestServer;
let sql: Sql;
let owner: Client;
let [admin, member, guest, bot, ownerBot]: (Client & { id: string })[] = [];

beforeAll(async () => {
  server = await startServer();
  sql = await openSql(server.databaseUrl);
  owner = (await server.workspace()).owner;
  admin = await server.user(owner, 'admin', { role: 'ADMIN' });
  member = await server.user(owner, 'member', { password: 'correct horse' });
  guest = await server.user(owner, 'guest', { role: 'GUEST' });
  bot = await server.user(owner, 'bot', { kind: 'BOT' });
  ownerBot = await server.user(owner, 'owner-bot', { kind: 'BOT', role: 'OWNER' });
});
afterAll(async () => {
  await sql.end();
  await server.close();
});

const make = async (client: Client, input: object = {}) =>
  (await client.data(createToken, { input: { name: 'made', ...input } })).createToken;
const tokensOf = async (client: Client) =>
  (await client.data('{ viewer { tokens(first: 100) { totalCount nodes { id name } } } }')).viewer.tokens;

describe('createToken', () => {
  test('creates one for the viewer, with READ and WRITE and no expiry by default', async () => {
    server.clock.now += 60_000; // later than the tokens that the test began with
    const { token, accessToken } = await make(member!, { name: ' CI  runner ' });
    expect(token).toMatch(/^swb_[\w-]{43}$/);
    expect(accessToken).toMatchObject({
      ...{ name: 'CI runner', scopes: ['READ', 'WRITE'], expiresAt: null, revokedAt: null, user: { id: member!.id } },
      createdAt: expect.stringContaining(new Date(server.clock.now).toISOString().slice(0, 19)),
    });
    expect(await server.client(token).data(who)).toEqual({
      viewer: { user: { handle: 'member' }, scopes: ['READ', 'WRITE'] },
    });
    expect((await tokensOf(member!)).nodes[0]).toEqual({ id: accessToken.id, name: 'CI runner' });
  });

  test('grants no scope that the token in use does not have', async () => {
    const reader = server.client((await make(member!, { scopes: ['READ'] })).token);
    const writer = server.client((await make(member!, { scopes: ['WRITE'] })).token);
    expect(await reader.code(createToken, { input: { name: 'x', scopes: ['READ'] } })).toBe('FORBIDDEN');
    expect(await writer.code(createToken, { input: { name: 'x', scopes: ['READ', 'ADMIN'] } })).toBe('FORBIDDEN');
    expect(await writer.code(createToken, { input: { name: 'x', scopes: ['ADMIN'] } })).toBe('FORBIDDEN');
    expect((await make(writer, { scopes: ['WRITE', 'READ', 'READ'] })).accessToken.scopes).toEqual(['READ', 'WRITE']);
    expect((await make(member!, { scopes: ['ADMIN'] })).accessToken.scopes).toEqual(['ADMIN']);
  });

  test('with ADMIN makes no user an admin', async () => {
    const client = server.client((await make(member!, { scopes: ['ADMIN'] })).token);
    const query = 'mutation { createUser(input: { handle: "sneaked", name: "x" }) { user { id } } }';
    expect(await client.code(query)).toBe('FORBIDDEN');
  });

  test.each([[{ name: '' }], [{ name: 'x'.repeat(101) }], [{ scopes: [] }], [{ userId: '' }]])(
    'refuses %o',
    async (input) => {
      expect(await member!.code(createToken, { input: { name: 'x', ...input } })).toBe('BAD_USER_INPUT');
    },
  );

  test('expires a token to the millisecond, and creates none that has expired', async () => {
    const at = (ms: number) => new Date(server.clock.now + ms).toISOString();
    for (const ms of [-1_000, 0]) {
      expect(await member!.code(createToken, { input: { name: 'x', expiresAt: at(ms) } })).toBe('BAD_USER_INPUT');
    }
    const start = server.clock.now;
    const { token, accessToken } = await make(member!, { expiresAt: at(60_000) });
    const client = server.client(token);
    server.clock.now = start + 59_999;
    expect(await client.code(who)).toBeUndefined();
    server.clock.now = start + 60_000;
    expect((await client.ask(who)).status).toBe(401);
    expect((await tokensOf(member!)).nodes.map(({ id }: { id: string }) => id)).not.toContain(accessToken.id);
    server.clock.now = start;
  });

  test('for another user is for admins, for bots only, and for an owner’s bot by owners', async () => {
    const { token, accessToken } = await make(admin!, { userId: bot!.id });
    expect(accessToken.user.id).toBe(bot!.id);
    expect((await server.client(token).data(who)).viewer.user.handle).toBe('bot');
    const attempts = [
      [admin!, member!],
      [admin!, ownerBot!],
      [owner, member!],
      [member!, bot!],
      [guest!, bot!],
      [bot!, member!],
    ] as const;
    for (const [client, user] of attempts) {
      expect(await client.code(createToken, { input: { name: 'x', userId: user.id } })).toBe('FORBIDDEN');
    }
    await make(owner, { userId: ownerBot!.id });
    const writer = server.client((await make(admin!, { scopes: ['WRITE'] })).token);
    expect(await writer.code(createToken, { input: { name: 'x', userId: bot!.id, scopes: ['READ'] } })).toBe(
      'FORBIDDEN',
    );
  });

  test('shows the secret once: no other response contains it', async () => {
    const { token, accessToken } = await make(member!);
    const answers = [
      await member!.ask(
        'query ($id: ID!) { node(id: $id) { ... on AccessToken { id name scopes user { handle } } } }',
        {
          id: accessToken.id,
        },
      ),
      await member!.ask('{ viewer { tokens(first: 100) { nodes { id name scopes expiresAt revokedAt } } } }'),
    ];
    expect(JSON.stringify(answers)).toContain(accessToken.id);
    expect(JSON.stringify(answers)).not.toContain(token);
  });
});

describe('what is stored', () => {
  test('contains a token only as its SHA-256, a session’s too, and no password', async () => {
    const { workspace } = await owner.data('{ workspace { slug } }');
    const input = { workspace: workspace.slug, login: 'member', password: 'correct horse' };
    const signIn = 'mutation ($input: SignInInput!) { signIn(input: $input) { token } }';
    const session = (await server.client(null).data(signIn, { input })).signIn.token as string;
    const secrets = [owner.token!, member!.token!, session, (await make(member!)).token as string];
    const stored = await dump(sql);
    for (const secret of secrets) {
      const raw = secret.slice('swb_'.length);
      const encoded = [secret, raw].flatMap((text) => [text, Buffer.from(text).toString('hex')]);
      encoded.push(Buffer.from(raw, 'base64url').toString('hex'));
      for (const text of encoded) expect(stored.includes(text)).toBe(false);
      const hash = createHash('sha256').update(secret).digest('hex');
      expect(stored.split(hash).length - 1).toBe(1);
    }
    expect(stored).not.toContain('correct horse');
    expect(stored).toMatch(/scrypt:[\w-]{22}:[\w-]{43}/);
  });
});

describe('revokeToken', () => {
  test('takes effect at once, and twice is the same as once', async () => {
    const { token, accessToken } = await make(member!);
    const client = server.client(token);
    await client.data(who);
    const { revokeToken: first } = await member!.data(revokeToken, { id: accessToken.id });
    expect((await client.ask(who)).status).toBe(401);
    expect(Date.parse(first.accessToken.revokedAt)).toBe(server.clock.now);
    server.clock.now += 1_000;
    expect((await member!.data(revokeToken, { id: accessToken.id })).revokeToken).toEqual(first);
    expect((await tokensOf(member!)).nodes).not.toContainEqual({ id: accessToken.id, name: 'made' });
  });

  test('also of the token in use', async () => {
    const { token, accessToken } = await make(member!);
    const client = server.client(token);
    await client.data(revokeToken, { id: accessToken.id });
    expect(await client.code(who)).toBe('UNAUTHENTICATED');
  });

  test('of another user’s is not found for viewers who are no admins, like one that does not exist', async () => {
    const { token, accessToken } = await make(member!);
    const missing = 'AccessToken_01890000-0000-7000-8000-000000000000';
    for (const client of [guest!, bot!]) {
      const refused = await client.ask(revokeToken, { id: accessToken.id });
      expect(refused.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
      expect(refused).toEqual(await client.ask(revokeToken, { id: missing }));
    }
    expect(await server.client(token).code(who)).toBeUndefined();
    const writer = server.client((await make(admin!, { scopes: ['WRITE'] })).token);
    expect(await writer.code(revokeToken, { id: accessToken.id })).toBe('FORBIDDEN');
    await admin!.data(revokeToken, { id: accessToken.id });
    expect(await server.client(token).code(who)).toBe('UNAUTHENTICATED');
  });

  test('of an owner’s is for owners', async () => {
    const { accessToken, token } = await make(ownerBot!);
    expect(await admin!.code(revokeToken, { id: accessToken.id })).toBe('FORBIDDEN');
    await owner.data(revokeToken, { id: accessToken.id });
    expect(await server.client(token).code(who)).toBe('UNAUTHENTICATED');
  });
});

describe('a token', () => {
  test('is visible to its user and to no other viewer, owners included', async () => {
    const { accessToken } = await make(member!);
    const node = 'query ($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } }';
    expect(await member!.data(node, accessToken)).toEqual({
      node: { id: accessToken.id },
      nodes: [{ id: accessToken.id }],
    });
    for (const client of [owner, admin!, guest!]) {
      expect(await client.data(node, accessToken)).toEqual({ node: null, nodes: [null] });
    }
  });

  test('never allows more than its user may do: a demotion applies to earlier tokens', async () => {
    const { token } = await make(admin!, { scopes: ['ADMIN'] });
    const setRole = `mutation ($id: ID!, $role: UserRole!) { setRole(input: { userId: $id, role: $role }) { user { id } } }`;
    await owner.data(setRole, { id: admin!.id, role: 'MEMBER' });
    const query = 'mutation { createUser(input: { handle: "sneaked", name: "x" }) { user { id } } }';
    expect(await server.client(token).code(query)).toBe('FORBIDDEN');
    await owner.data(setRole, { id: admin!.id, role: 'ADMIN' });
  });
});
