// Signing in: who gets a session, what a wrong guess reveals, and how many guesses are allowed. Every failure counts
// against this one address for a quarter of an hour, so a file has about 25 to spend.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, type Json, startServer, type TestServer } from '../support/server.ts';
import { openSql, type Sql } from '../support/sql.ts';

const signIn = `mutation ($workspace: String!, $login: String!, $password: String!) {
  signIn(input: { workspace: $workspace, login: $login, password: $password }) {
    token expiresAt viewer { role scopes user { handle } }
  }
}`;
const password = 'correct horse';

let server: TestServer;
let nobody: Client;
let workspace: { slug: string; owner: Client };
let sql: Sql;

beforeAll(async () => {
  server = await startServer();
  nobody = server.client(null);
  workspace = await server.workspace();
  sql = await openSql(server.databaseUrl);
  await server.user(workspace.owner, 'ada', { password, email: 'ADA@example.com' });
  for (const handle of ['bob', 'cyd', 'eve', 'gone']) {
    await server.user(workspace.owner, handle, { email: `${handle}@example.com` });
  }
  await samePassword();
});
afterAll(async () => {
  await sql.end();
  await server.close();
});

// A hash takes a third of a second on a busy machine: all users with a password have Ada's hash.
const samePassword = () =>
  sql.rows(
    `update users set password_hash = (select password_hash from users where handle = 'ada')
     where handle in ('bob', 'cyd', 'eve', 'gone')`,
  );

const attempt = (login: string, guess = password, slug = workspace.slug) =>
  nobody.ask(signIn, { workspace: slug, login, password: guess });
const codes = (answers: { errors?: Json[] }[]) => answers.map(({ errors }) => errors?.[0]?.extensions.code);

describe('a password', () => {
  test.each([' ADA ', 'Ada@Example.COM'])('and the login %o give a session', async (login) => {
    const answer = await attempt(login);
    expect(answer.errors).toBeUndefined();
    const { token, expiresAt, viewer } = answer.data.signIn;
    expect(viewer).toEqual({ role: 'MEMBER', scopes: ['READ', 'WRITE', 'ADMIN'], user: { handle: 'ada' } });
    expect(Date.parse(expiresAt)).toBe(server.clock.now + 30 * 86_400_000);
    expect(await server.client(token).data('{ viewer { user { handle } } }')).toEqual({
      viewer: { user: { handle: 'ada' } },
    });
  });

  test('executes the rest of the operation as the user who signed in', async () => {
    const { first, second } = await nobody.data(
      `mutation ($a: SignInInput!, $b: SignInInput!) {
        first: signIn(input: $a) { viewer { user { handle email } channels { totalCount } inboxCursor } }
        second: signIn(input: $b) { viewer { user { handle email } inboxCursor } }
      }`,
      {
        a: { workspace: workspace.slug, login: 'ada', password },
        b: { workspace: workspace.slug, login: 'bob', password },
      },
    );
    expect(first.viewer.user).toEqual({ handle: 'ada', email: 'ada@example.com' });
    expect(second.viewer.user).toEqual({ handle: 'bob', email: 'bob@example.com' });
    expect(first.viewer.inboxCursor).not.toBe(second.viewer.inboxCursor);
  });
});

describe('the reason of a failure', () => {
  test('is never revealed: password, workspace, login, a user without a password, a deactivated one', async () => {
    const other = await server.workspace();
    await server.user(workspace.owner, 'silent');
    const { user } = await workspace.owner.data('{ user(handle: "gone") { id } }');
    await workspace.owner.data(`mutation ($id: ID!) { deactivateUser(input: { userId: $id }) { user { id } } }`, user);
    const answers = await Promise.all([
      attempt('cyd', 'wrong horse'),
      attempt('cyd', password, 'no-such-workspace'),
      attempt('cyd', password, other.slug),
      attempt('no-such-user'),
      attempt('silent', ''),
      attempt('gone'),
    ]);
    for (const answer of answers) {
      expect(answer.errors).toEqual(answers[0]!.errors);
      expect(answer.data).toEqual(answers[0]!.data);
      expect(answer.status).toBe(200);
    }
    expect(answers[0]!.errors![0]).toMatchObject({
      message: 'Workspace, login or password are wrong.',
      extensions: { code: 'UNAUTHENTICATED' },
    });
  });
});

describe('guessing', () => {
  test('is refused after 5 failures, for the right password too; a success refunds its attempt', async () => {
    const guess = (i: number) => attempt('bob', `guess ${i}`);
    const before = [await guess(1), await guess(2), await guess(3), await guess(4)];
    expect(codes(before)).toEqual(Array(4).fill('UNAUTHENTICATED'));
    // Were these two counted, the second would be the sixth.
    expect(codes([await attempt('bob'), await attempt('bob')])).toEqual([undefined, undefined]);
    expect(codes([await guess(5), await guess(6)])).toEqual(['UNAUTHENTICATED', 'RATE_LIMITED']);
    const refused = await attempt(' Bob ');
    expect(codes([refused])).toEqual(['RATE_LIMITED']);
    const { retryAfter } = refused.errors![0]!.extensions as unknown as { retryAfter: number };
    expect(Number.isInteger(retryAfter) && retryAfter > 0 && retryAfter <= 900).toBe(true);
    expect(refused.errors![0]!.message).toContain(`${retryAfter} s`);
  });

  test('counts concurrent guesses', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => attempt('eve', `guess ${i}`)));
    expect(codes(answers).sort()).toEqual([...Array(7).fill('RATE_LIMITED'), ...Array(5).fill('UNAUTHENTICATED')]);
  });

  test('with texts that are too long is refused before anything is done or stored', async () => {
    for (let i = 0; i < 40; i++) {
      expect(codes([await attempt(`${i}`.padEnd(300_000, 'x'))])).toEqual(['BAD_USER_INPUT']);
    }
    expect(codes([await attempt('cyd', password, 'x'.repeat(300_000))])).toEqual(['BAD_USER_INPUT']);
    // Its length is checked first: normalising this text would block the loop for seconds.
    expect(codes([await attempt('cyd', `a${'\u0315\u0300'.repeat(50_000)}`)])).toEqual(['BAD_USER_INPUT']);
  });

  test('at one login does not affect other logins', async () => {
    expect(codes([await attempt('cyd')])).toEqual([undefined]);
  });
});
