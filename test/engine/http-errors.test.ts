// Unexpected failures: the client receives an error id and no internal details; the log has the cause under that id,
// and at no level a secret.
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorCodes } from '../../src/lib/errors.ts';
import { captureLog } from '../support/captured-log.ts';
import { connectBeside } from '../support/open-postgres.ts';
import { type Answer, type Client, type Json, startServer, type TestServer } from '../support/server.ts';

const captured = captureLog('trace');
const password = 'correct horse battery staple';
let server: TestServer;
let beside: pg.Client;
let owner: Client;
let slug: string;
beforeAll(async () => {
  server = await startServer({ SLOW_STATEMENT_MS: '1' }, undefined, captured.log);
  beside = await connectBeside(server.databaseUrl);
  ({ owner, slug } = await server.workspace());
  await owner.data('mutation ($password: String!) { setPassword(input: { newPassword: $password }) { user { id } } }', {
    password,
  });
});
afterAll(async () => {
  await beside.end();
  await server.close();
});

/** While the work runs, a statement of the product fails with its own error. */
async function broken<Result>(breaking: string, mending: string, work: () => Promise<Result>): Promise<Result> {
  await beside.query(breaking);
  try {
    return await work();
  } finally {
    await beside.query(mending);
  }
}
const renamed = (table: string) =>
  [`alter table ${table} rename to gone`, `alter table gone rename to ${table}`] as const;
const refusing = (table: string) =>
  [
    `alter table ${table} add constraint broken check (false) not valid`,
    `alter table ${table} drop constraint broken`,
  ] as const;

/** Checks the client's error, and returns the log's line about it. */
function loggedError(answer: Answer<Json>, path: (string | number)[]): Record<string, Json> {
  expect(answer.errors).toHaveLength(1);
  const [error] = answer.errors!;
  expect(error).toMatchObject({
    message: 'Internal server error. Details are logged on the server under this errorId.',
    path,
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  });
  expect(Object.keys(error!.extensions).sort()).toEqual(['code', 'errorId']);
  expect(Object.keys(error!).sort()).toEqual(['extensions', 'locations', 'message', 'path']);
  const { errorId } = error!.extensions;
  expect(errorId).toMatch(/^[0-9a-f-]{36}$/);
  const lines = captured.lines('unexpected error').filter((line) => line.errorId === errorId);
  expect(lines).toHaveLength(1);
  return lines[0]!;
}

describe('a field whose statement fails', () => {
  it('is null with an error id; the other fields are returned; the log has the cause, its stack and path', async () => {
    const query = '{ viewer { role } workspace { name } }';
    const answer = await broken(...renamed('workspaces'), () => owner.ask(query));
    expect(answer.status).toBe(200);
    expect(answer.data).toEqual({ viewer: { role: 'OWNER' }, workspace: null });
    const line = loggedError(answer, ['workspace']);
    expect(line).toMatchObject({
      level: 50,
      path: ['workspace'],
      err: { type: 'DatabaseError', message: 'relation "workspaces" does not exist', code: '42P01' },
    });
    expect(line.err.stack).toContain('workspaces');
    expect(JSON.stringify({ ...answer, data: null })).not.toMatch(/relation|42P01|node_modules|\.ts:|select /);
    expect((await owner.ask(query)).errors).toBeUndefined();
  });

  it('that looks up the viewer fails the request as a whole', async () => {
    // A query that is not cached: it has to be looked up.
    const answer = await broken(...renamed('users'), () => server.client('swb_stranger').ask('{ __typename }'));
    expect(answer.data).toBeUndefined();
    expect(answer.errors).toMatchObject([{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }]);
    expect(captured.lines('unexpected error').at(-1)).toMatchObject({ errorId: answer.errors![0]!.extensions.errorId });
  });

  it('in a mutation leaves nothing behind', async () => {
    const create = `mutation { createUser(input: { handle: "nora", name: "Nora" }) { user { id } } }`;
    const answer = await broken(...refusing('changes'), () => owner.ask(create));
    expect(loggedError(answer, ['createUser']).err).toMatchObject({ code: '23514' });
    expect((await owner.ask('{ user(handle: "nora") { id } }')).data).toEqual({ user: null });
    expect((await owner.ask(create)).errors).toBeUndefined();
  });

  it('is reported in the same way by GET', async () => {
    const get = await broken(...renamed('workspaces'), async () => {
      const parameters = new URLSearchParams({ query: '{ workspace { name } }' });
      const response = await fetch(`${server.origin}/graphql?${parameters}`, {
        headers: { authorization: `Bearer ${owner.token}` },
      });
      return { status: response.status, ...((await response.json()) as Json) };
    });
    loggedError(get, ['workspace']);
  });
});

describe('the log', () => {
  it('holds no secret at its most verbose level: tokens, passwords, their hashes, or what people wrote', async () => {
    const signIn = `mutation ($password: String!) {
      signIn(input: { workspace: "${slug}", login: "owner", password: $password }) { token }
    }`;
    const secrets = [password, owner.token!, 'a wrong password', 'swb_unknown', 'hunter2hunter2', 'private words'];
    secrets.push((await owner.data(signIn, { password })).signIn.token);
    await owner.ask(signIn, { password: 'a wrong password' });
    await owner.ask(signIn.replace('$password }', '"hunter2hunter2" }').replace('($password: String!)', ''));
    await owner.ask('{ viewer { role } }', {}, { authorization: 'Bearer swb_unknown' });
    await owner.ask('{ viewer { role } }', {}, { cookie: `switchboard_session=${secrets.at(-1)}`, authorization: '' });
    const created = await owner.data('mutation { createToken(input: { name: "t", scopes: [READ] }) { token } }');
    secrets.push(created.createToken.token);
    // Statements that fail while they carry secrets.
    await broken(...refusing('access_tokens'), () => owner.ask(signIn, { password }));
    await broken(...refusing('users'), () =>
      owner.ask(
        `mutation ($p: String!) { setPassword(input: { newPassword: $p, currentPassword: "${password}" }) { user { id } } }`,
        {
          p: 'hunter2hunter2',
        },
      ),
    );
    const { createChannel } = await owner.data('mutation { createChannel(input: { name: "c" }) { channel { id } } }');
    await broken(...refusing('messages'), () =>
      owner.ask(
        'mutation ($id: ID!, $body: String!) { sendMessage(input: { channelId: $id, body: $body }) { message { id } } }',
        {
          id: createChannel.channel.id,
          body: 'private words',
        },
      ),
    );
    const text = captured.text.join('');
    expect(
      captured.lines('unexpected error').filter((line) => (line.err as Json).code === '23514').length,
    ).toBeGreaterThanOrEqual(3);
    expect(captured.lines('slow statement').length).toBeGreaterThan(0);
    for (const secret of secrets) expect(text).not.toContain(secret);
    expect(text).not.toMatch(/scrypt:|swb_|Failing row/);
  });

  it('hides fields with the name of a secret', () => {
    const { log, text } = captureLog();
    log.info(
      { password: 's3cret', token: 's3cret', authorization: 's3cret', cookie: 's3cret', user: { password: 's3cret' } },
      'x',
    );
    expect(text.join('')).not.toContain('s3cret');
    expect(text.join('')).toContain('[hidden]');
  });

  it('has no lines about mistakes that clients make', async () => {
    const before = captured.lines('unexpected error').length;
    await owner.ask('{ nonsense }');
    await owner.ask('{');
    await owner.ask('{ node(id: "x") { id } }');
    await owner.ask('query ($id: ID!) { node(id: $id) { id } }', { id: 1.5 });
    await fetch(`${server.origin}/graphql?query={__typename}&variables={`);
    await fetch(`${server.origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{',
    });
    expect(captured.lines('unexpected error')).toHaveLength(before);
  });
});

it('every code that clients can meet is in docs/errors.md', async () => {
  const { readFileSync } = await import('node:fs');
  const page = readFileSync('docs/errors.md', 'utf8');
  for (const code of errorCodes) expect(page).toContain(`\`${code}\``);
});
