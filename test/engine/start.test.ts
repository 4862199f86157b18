// From the command line to a running server and down again, as on a machine that has nothing but Node: real processes,
// real signals, one data folder.
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { createDatabase } from '../support/empty-database.ts';
import { gone } from '../support/processes.ts';
import type { Json } from '../support/server.ts';
import { type Program, startNpm, startProgram } from '../support/start-program.ts';

vi.setConfig({ testTimeout: 180_000 });
const folder = mkdtempSync(join(tmpdir(), 'switchboard-start-'));
chmodSync(folder, 0o711); // as root, Postgres runs as another user
const dataDir = join(folder, 'data');
const settings = { DATA_DIR: dataDir, PORT: '0' };
const running: Program[] = [];
const start = (script: string, more: Record<string, string> = {}, args: readonly string[] = [], input?: string) => {
  const program = startProgram(script, { ...settings, ...more }, args, input);
  running.push(program);
  return program;
};
const run = async (script: string, args: readonly string[] = [], more: Record<string, string> = {}) => {
  const program = start(script, more, args);
  const { code } = await program.ended;
  return { code, out: program.out, err: program.err };
};
const originOf = async (server: Program) => /http:\/\/[^/]+/.exec(await server.wrote(/http:\S+\/graphql.*\n/))![0];
const postmaster = () => {
  const file = join(dataDir, 'postgres/cluster/postmaster.pid');
  return statSync(file, { throwIfNoEntry: false }) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : undefined;
};
const ask = async (origin: string, headers: Record<string, string>, query: string): Promise<Json> => {
  const response = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  return response.json();
};
const withToken = (token: string) => ({ authorization: `Bearer ${token.trim()}` });
afterAll(async () => {
  for (const { child } of running) child.kill('SIGKILL');
  await vi.waitFor(() => expect([undefined, true]).toContain(postmaster() && gone(postmaster()!)), { timeout: 10_000 });
  rmSync(folder, { recursive: true, force: true });
});

describe('one data folder, from its first start on', () => {
  let server: Program;
  let origin: string;

  it('the first start creates the database and the demo, reports it, and ends with a link that signs in', async () => {
    server = start('start');
    origin = await originOf(server);
    const lines = server.out.split('\n');
    expect(lines[0]).toBe(`Creating a database in ${dataDir}`);
    expect(lines[1]).toMatch(/^Starting Postgres \d+\.\d+$/);
    expect(lines[2]).toMatch(/^Migrated the database: 0001_workspace/);
    expect(server.out).toMatch(/^Creating the demo workspace demo$/m);
    expect(server.out).toMatch(
      /\n\nSwitchboard is ready\. GraphiQL:\n {2}http:\/\/127\.0\.0\.1:\d+\/graphql\?\S+\nA channel, live .*\n {2}http:\S+\/live\n\n$/,
    );
    expect(server.err).toBe('');

    const link = /http:\S+/.exec(server.out.slice(server.out.indexOf('ready')))![0];
    const visit = await fetch(link, { redirect: 'manual', headers: { accept: 'text/html' } });
    const cookie = visit.headers.getSetCookie()[0]!.split(';')[0]!;
    const { data, errors } = await ask(
      origin,
      { cookie },
      '{ viewer { role } workspace { slug } users { totalCount } }',
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({ viewer: { role: 'OWNER' }, workspace: { slug: 'demo' }, users: { totalCount: 50 } });
    expect((await ask(origin, {}, '{ viewer { role } }')).data).toEqual({ viewer: null });
    expect((await fetch(`${origin}/readyz`)).status).toBe(200);
  });

  it('the README’s command for a token prints one, and nothing else on standard output', async () => {
    const [, written] = /^TOKEN=\$\(npm run (.*)\)$/m.exec(readFileSync('README.md', 'utf8'))!;
    const npm = startNpm(settings, written!.split(' '));
    running.push(npm);
    expect((await npm.ended).code).toBe(0);
    expect(npm.out).toMatch(/^swb_[\w-]{43}\n$/);
    expect((await ask(origin, withToken(npm.out), '{ viewer { role } }')).data).toEqual({ viewer: { role: 'OWNER' } });
  });

  it('the other commands work while the server runs', async () => {
    const [migrated, created, second] = await Promise.all([
      run('db:migrate'),
      run('setup', ['--workspace', 'acme', '--handle', 'ada']),
      run('start'),
    ]);
    expect(migrated).toEqual({ code: 0, out: 'The database is up to date.\n', err: '' });
    expect(created).toMatchObject({ code: 0, out: expect.stringMatching(/^swb_[\w-]{43}\n$/) });
    expect(created.err).toContain('The workspace acme is ready, and ada owns it.');
    const mine = await ask(origin, withToken(created.out), '{ workspace { slug } viewer { user { handle } } }');
    expect(mine.data).toEqual({ workspace: { slug: 'acme' }, viewer: { user: { handle: 'ada' } } });

    expect(second).toEqual({
      code: 1,
      out: '',
      err: `Process ${server.child.pid} already runs the database in ${dataDir}. Stop it first, or set DATA_DIR to another folder.\n`,
    });
    expect((await fetch(`${origin}/readyz`)).status).toBe(200);
  });

  it('kill -9 takes Postgres down with the server, and the next start has all that was written', async () => {
    const pid = postmaster()!;
    expect(gone(pid)).toBe(false);
    server.child.kill('SIGKILL');
    expect(await server.ended).toEqual({ code: null, signal: 'SIGKILL' });
    await vi.waitFor(() => expect(gone(pid)).toBe(true), { timeout: 5_000 });

    const began = performance.now();
    server = start('start');
    origin = await originOf(server);
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(server.out).not.toMatch(/Creating the demo|Migrated|messages/);
    expect(server.out).toMatch(/graphql\?workspace=demo&signin=\S+\n {2}http\S+workspace=acme&signin=/);
  });

  it('SIGTERM lets running requests end, then stops Postgres and the server, with exit code 0', async () => {
    const { out } = await run('token', ['--workspace', 'demo', '--owner']);
    const pid = postmaster()!;
    // A request that takes a tenth of a second, as passwords do.
    const slow = ask(
      origin,
      withToken(out),
      'mutation { signIn(input: { workspace: "demo", login: "x", password: "y" }) { token } }',
    );
    await fetch(`${origin}/healthz`);
    server.child.kill('SIGTERM');
    expect((await slow).errors[0].extensions.code).toBe('UNAUTHENTICATED');
    expect(await server.ended).toEqual({ code: 0, signal: null });
    expect(server.out).toContain('SIGTERM: waiting for requests to end …');
    expect(server.err).toBe('');
    expect(gone(pid)).toBe(true);
    await expect(fetch(`${origin}/healthz`)).rejects.toThrow();
  });

  it('commands work without a server, and leave no Postgres behind', async () => {
    const token = await run('token', ['--workspace', 'acme', '--user', 'ada']);
    expect(token).toEqual({ code: 0, out: expect.stringMatching(/^swb_[\w-]{43}\n$/), err: '' });
    expect(postmaster()).toBeUndefined();
    const missing = await run('token', ['--workspace', 'nowhere', '--owner']);
    expect(missing).toEqual({ code: 1, out: '', err: 'There is no workspace nowhere.\n' });
    expect(postmaster()).toBeUndefined();
  });
});

it('on a database of one’s own it creates no demo, says what to do next, and prints no sign-in link in production', async () => {
  const database = await createDatabase();
  try {
    const own = { DATABASE_URL: database.url, NODE_ENV: 'production' };
    const server = start('start', own);
    const origin = await originOf(server);
    expect(server.out).toMatch(/^Migrated the database: .*\n\nSwitchboard is ready\. GraphQL:\n/);
    expect(server.out).toContain('\nThere is no workspace yet: npm run setup creates one with its owner');
    expect(server.out).toContain(`\n  ${origin}/graphql\n`);
    expect(server.out).not.toContain('signin');
    // A second server on the same port is rejected, and does not disturb the first.
    const { port } = new URL(origin);
    expect(await run('start', [], { ...own, PORT: port })).toMatchObject({
      code: 1,
      err: `Port ${port} on 127.0.0.1 is in use. Stop the program that uses it, or set PORT to another port.\n`,
    });
    server.child.kill('SIGINT');
    expect(await server.ended).toEqual({ code: 0, signal: null });
  } finally {
    await database.drop();
  }
});

it('in production the embedded database gets no demo either, and nothing untrue is printed', async () => {
  const own = { DATA_DIR: join(folder, 'production'), NODE_ENV: 'production', HOST: '0.0.0.0' };
  const server = start('start', own);
  const origin = await originOf(server);
  await server.wrote(/npm run demo/);
  expect(server.out).toMatch(/\.\nMigrated|\nMigrated the database/);
  const welcome = server.out.slice(server.out.indexOf('\nSwitchboard is ready'));
  expect(welcome).toBe(
    `\nSwitchboard is ready. It listens on every address of this machine (HOST=0.0.0.0). GraphQL:\n  ${origin}/graphql\n` +
      'There is no workspace yet: npm run setup creates one with its owner, npm run demo one with content.\n\n',
  );
  expect(origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect((await fetch(`${origin}/readyz`)).status).toBe(200);
  expect(server.out).not.toMatch(/Creating the demo|signin|signs you in|http:\/\/0\.0\.0\.0/);
  const setup = start(
    'setup',
    own,
    ['--workspace', 'acme', '--handle', 'ada', '--password-stdin'],
    'a long password\n',
  );
  expect(await setup.ended).toEqual({ code: 0, signal: null });
  expect(setup.err).toContain('(workspace "acme", login "ada" and the password)');
  const signIn =
    'mutation { signIn(input: { workspace: "acme", login: "ada", password: "a long password" }) { token } }';
  expect((await ask(origin, {}, signIn)).data.signIn.token).toMatch(/^\S+$/);

  // Nothing is rolled back while the server runs.
  const back = await run('db:rollback', ['--yes'], own);
  expect(back).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringMatching(/^Process \d+ already runs the database/),
  });
  server.child.kill('SIGTERM');
  expect(await server.ended).toEqual({ code: 0, signal: null });

  const unasked = await run('db:rollback', [], own);
  expect(unasked).toMatchObject({ code: 2, out: '' });
  expect(unasked.err).toMatch(
    /This is deleted, and only a backup can restore it:\n {2}table consumers: 1 row\n {2}table dead_letters: 0 rows\n/,
  );
  expect(unasked.err).toContain('Nothing was done. To roll back without confirmation, give --yes.');
  expect((await run('db:migrate', [], own)).out).toBe('The database is up to date.\n');
  const yes = await run('db:rollback', ['--yes'], own);
  expect(yes).toMatchObject({ code: 0, out: expect.stringMatching(/^Rolled back: 0006_consumers\./) });
});
