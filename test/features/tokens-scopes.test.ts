// What a token's scope allows: every root field of the contract, found by walking it, called with every kind of token.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { argumentsOf, operation, type RootField, rootFields } from '../support/schema-walk.ts';
import { type Client, startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let owner: Client;
let reader: Client;
let writer: Client;

beforeAll(async () => {
  server = await startServer();
  owner = (await server.workspace()).owner;
  const make = async (scope: string) => {
    const query = `mutation { createToken(input: { name: "x", scopes: [${scope}] }) { token } }`;
    return server.client((await owner.data(query)).createToken.token);
  };
  [reader, writer] = [await make('READ'), await make('WRITE')];
});
afterAll(() => server.close());

const types: Record<string, string> = {
  ...{ channelId: 'Channel', messageId: 'Message', tokenId: 'AccessToken', userId: 'User', userIds: 'User' },
  ...{ id: 'Message', ids: 'Message' },
};
const missing = (name: string) => `${types[name]}_01890000-0000-7000-8000-000000000000`;

/** Calls a root field with valid arguments that refer to nothing that exists; returns the error's code. */
async function ask(client: Client, root: RootField): Promise<string | undefined> {
  const args = argumentsOf(root.field, {}, (name) => (name.endsWith('s') ? [missing(name)] : missing(name)));
  if (root.name === 'user') args.handle = 'nobody';
  if (root.name === 'channel') args.name = 'nowhere';
  return client.code(operation(root, 0, args), args);
}

const byName = (roots: readonly RootField[]) => roots.map((root) => [root.name, root] as const);
const queries = rootFields.filter(({ kind }) => kind === 'query');
const mutations = rootFields.filter(({ kind }) => kind === 'mutation');

test('the fields for anonymous callers and for READ are those that the contract promises', () => {
  expect(rootFields.filter(({ anonymous }) => anonymous).map(({ name }) => name)).toEqual(['viewer', 'signIn']);
  expect(mutations.filter(({ scope }) => scope === 'READ').map(({ name }) => name)).toEqual(['signOut']);
  expect(mutations.filter(({ scope }) => scope === 'ADMIN').map(({ name }) => name)).toEqual([
    ...['createUser', 'setRole', 'deactivateUser'],
  ]);
});

describe('without a token', () => {
  test.each(byName(rootFields.filter(({ anonymous }) => !anonymous)))('%s is UNAUTHENTICATED', async (_, root) => {
    expect(await ask(server.client(null), root)).toBe('UNAUTHENTICATED');
  });

  test('viewer is null, and signing in can be tried', async () => {
    expect(await server.client(null).data('{ viewer { role } }')).toEqual({ viewer: null });
    const signIn = rootFields.find(({ name }) => name === 'signIn')!;
    const args = argumentsOf(signIn.field, {});
    const answer = await server.client(null).ask(operation(signIn, 0, args), args);
    expect(answer.errors?.[0]).toMatchObject({ message: 'Workspace, login or password are wrong.' });
  });
});

describe('with the scope READ', () => {
  test.each(byName(mutations.filter(({ scope, anonymous }) => scope !== 'READ' && !anonymous)))(
    '%s is FORBIDDEN',
    async (_, root) => {
      expect(await ask(reader, root)).toBe('FORBIDDEN');
    },
  );

  test.each(byName(queries))('%s is executed', async (_, root) => {
    expect(await ask(reader, root)).toBeUndefined();
  });

  test('signOut ends the token', async () => {
    const query = 'mutation { createToken(input: { name: "x", scopes: [READ] }) { token } }';
    const client = server.client((await owner.data(query)).createToken.token);
    expect(await client.code('mutation { signOut(input: {}) { sessionsEnded } }')).toBeUndefined();
    expect(await client.code('{ viewer { role } }')).toBe('UNAUTHENTICATED');
  });

  test('nothing of a document that also has a mutation is written', async () => {
    const { viewer } = await owner.data('{ viewer { user { id title } } }');
    const mixed = `mutation {
      updateProfile(input: { title: "x" }) { user { id } }
      createToken(input: { name: "x" }) { token }
    }`;
    const answer = await reader.ask(mixed);
    expect(answer.errors?.map(({ extensions }) => extensions.code)).toContain('FORBIDDEN');
    expect((await owner.data('{ viewer { user { id title } } }')).viewer).toEqual(viewer);
  });
});

describe('with the scope WRITE, even an owner’s', () => {
  test.each(byName(mutations.filter(({ scope }) => scope === 'ADMIN')))('%s is FORBIDDEN', async (_, root) => {
    expect(await ask(writer, root)).toBe('FORBIDDEN');
  });

  const others = ['NOT_FOUND', 'BAD_USER_INPUT', 'CONFLICT', undefined];
  const open = mutations.filter(({ scope, anonymous }) => scope === 'WRITE' && !anonymous);
  test.each(byName(open.filter(({ name }) => name !== 'setPassword')))('%s is allowed', async (_, root) => {
    expect(others).toContain(await ask(writer, root));
  });

  test('setPassword is FORBIDDEN while there is none, and requires the current one once there is', async () => {
    const first = 'mutation { setPassword(input: { newPassword: "ten characters" }) { user { id } } }';
    expect((await writer.ask(first)).errors?.[0]?.message).toBe('This needs a token with the scope ADMIN.');
    expect(await owner.code(first)).toBeUndefined();
    const next = `mutation { setPassword(input: { newPassword: "ten characters", currentPassword: "ten characters" }) {
      user { id }
    } }`;
    expect(await writer.code(next)).toBeUndefined();
  });

  test.each([
    ['updateProfile', 'title: "x"'],
    ['setPassword', 'newPassword: "ten characters"'],
  ])('%s of another user is FORBIDDEN', async (field, rest) => {
    const other = await server.user(owner, `other-${field.toLowerCase()}`);
    const query = `mutation ($id: ID!) { ${field}(input: { userId: $id, ${rest} }) { user { id } } }`;
    expect(await writer.code(query, other)).toBe('FORBIDDEN');
    expect(await owner.code(query, other)).toBeUndefined();
  });
});
