// Starts that fail: each real condition ends with one line that says what happened and what to do.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { explain } from '../../src/cli/explain.ts';
import { readConfig } from '../../src/config.ts';
import { openEmbedded } from '../../src/postgres/embedded.ts';
import { migrate } from '../../src/postgres/migrate.ts';
import { problemOf } from '../../src/postgres/server-check.ts';
import { checkAddress, originOf } from '../../src/transport/address.ts';
import { createDatabase } from '../support/empty-database.ts';
import { connectBeside } from '../support/open-postgres.ts';
import { startProgram } from '../support/start-program.ts';

vi.setConfig({ testTimeout: 180_000 });
const folder = mkdtempSync(join(tmpdir(), 'switchboard-refusals-'));
chmodSync(folder, 0o711); // as root, Postgres runs as another user
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const dataDir = join(folder, 'data');

/** The line that a command ends with when this fails. */
const lineOf = async (work: Promise<unknown>) => {
  const line = explain(await work.then(() => new Error('it did not fail'), Object));
  expect(line).not.toMatch(/\n|s3cret/);
  return line;
};

it('a port that is taken ends the start before anything is created', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await vi.waitFor(() => expect(server.listening).toBe(true));
  const { port } = server.address() as { port: number };
  const program = startProgram('start', { DATA_DIR: dataDir, PORT: String(port) });
  expect(await program.ended).toEqual({ code: 1, signal: null });
  server.close();
  expect(program.err).toBe(
    `Port ${port} on 127.0.0.1 is in use. Stop the program that uses it, or set PORT to another port.\n`,
  );
  expect([program.out, existsSync(dataDir)]).toEqual(['', false]);
});

it.each(['no-such-host.invalid', '192.0.2.1', '1.2.3.4.5'])('HOST=%s, of no machine, is refused', async (host) => {
  expect(await lineOf(checkAddress({ host, port: 0 }))).toBe(
    `HOST ${host} is not an address of this machine. Set it to 127.0.0.1, or to 0.0.0.0 for all addresses.`,
  );
});

it('a server on every address is reported at that of this machine, and never at 0.0.0.0', () => {
  expect(originOf({ host: '0.0.0.0', port: 1 })).toBe('http://127.0.0.1:1');
  expect(originOf({ host: '::', port: 1 })).toBe('http://[::1]:1');
  expect(originOf({ host: '::1', port: 1 })).toBe('http://[::1]:1');
  expect(originOf({ host: 'box.example', port: 1 })).toBe('http://box.example:1');
});

describe('DATA_DIR', () => {
  it('that is a file, or lies in one, is refused', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    for (const path of [file, join(file, 'data'), join(file, 'a/b')]) {
      const line = await lineOf(openEmbedded({ dataDir: path }));
      expect(line.replace(/\(E\w+\)/, '(CODE)')).toBe(
        `DATA_DIR ${path} is not a folder and cannot be created (CODE). Set it to a folder.`,
      );
    }
  });

  const mount = (options: string) => {
    const path = mkdtempSync(join(folder, 'disk-'));
    const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `mode=755,${options}`, 'tmpfs', path]).status === 0;
    return isMounted ? path : null;
  };

  it('that is not writable is refused', async ({ skip }) => {
    const disk = mount('ro,size=1m');
    if (!disk) return skip('this system lets nobody mount');
    try {
      const line = await lineOf(openEmbedded({ dataDir: join(disk, 'data') }));
      expect(line).toMatch(/^This user cannot use .* \(EROFS\)\. Start as /);
    } finally {
      spawnSync('umount', [disk]);
    }
  });

  // A new cluster has about 40 MB, so the first disk is full while it is migrated, the other while the demo is written.
  it.each([44, 60])('on a disk of %i MB, which is full during the first start, says so', async (size) => {
    const disk = mount(`size=${size}m`);
    if (!disk) return;
    try {
      const program = startProgram('start', { DATA_DIR: join(disk, 'data'), PORT: '0', LOG_LEVEL: 'fatal' });
      expect(await program.ended).toEqual({ code: 1, signal: null });
      expect(program.err).toBe(
        `The disk is full where the database of ${disk}/data lives. Free some space, or set DATABASE_URL to a Postgres server (14 to 18) of your own.\n`,
      );
    } finally {
      await vi.waitFor(() => expect(spawnSync('umount', [disk]).status).toBe(0), { timeout: 10_000 });
    }
  });
});

describe('DATABASE_URL', () => {
  let admin: Awaited<ReturnType<typeof connectBeside>>;
  let database: Awaited<ReturnType<typeof createDatabase>>;
  const role = `limited_${process.pid}`;
  beforeAll(async () => {
    admin = await connectBeside(inject('postgresUrl'));
    database = await createDatabase();
    await admin.query(`create role ${role} login password 's3cret'`);
  });
  afterAll(async () => {
    await database.drop();
    await admin.query(`drop role ${role}`);
    await admin.end();
  });
  const refusal = (url: string) => lineOf(migrate(url));
  const at = (change: (url: URL) => void) => {
    const url = new URL(database.url);
    change(url);
    return refusal(url.href);
  };

  it('with a name or a password that cannot be decoded is refused, and its form is explained', () => {
    for (const url of ['localhost/db', 'postgres://u:s3cret%zz@h/db', 'postgres://h:99999/db', 'postgres://h/%e0%a4'])
      expect(() => readConfig({ DATABASE_URL: url })).toThrow(
        /^Wrong settings: DATABASE_URL: must be an address that begins with postgres:\/\/ or postgresql:\/\/\./,
      );
  });

  it('where nothing listens, no Postgres listens, or no such host exists, is refused', async () => {
    expect(await refusal('postgres://u:s3cret@127.0.0.1:1/x')).toBe(
      'The database cannot be reached (ECONNREFUSED). Check DATABASE_URL, or unset it to use the embedded one.',
    );
    expect(await refusal('postgres://u:s3cret@no-such-host.invalid/x')).toMatch(
      /^The database's host no-such-host\.invalid cannot be found \(E\w+\)\. Check the host in DATABASE_URL, or /,
    );
    const other = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
    await vi.waitFor(() => expect(other.listening).toBe(true));
    const { port } = other.address() as { port: number };
    expect(await refusal(`postgres://u:s3cret@127.0.0.1:${port}/x`)).toMatch(
      /^The database closed the connection\. Check that a Postgres server listens where DATABASE_URL points/,
    );
    other.close();
  });

  it('with a wrong password, without one, with an unknown user or database, is refused', async () => {
    expect(await at((url) => Object.assign(url, { password: 's3cret' }))).toBe(
      'The database refuses the password in DATABASE_URL.',
    );
    expect(await at((url) => Object.assign(url, { password: '' }))).toBe(
      'The database asks for a password, and DATABASE_URL has none. Add it: postgres://USER:PASSWORD@HOST/DATABASE.',
    );
    expect(await at((url) => Object.assign(url, { username: 'nobody_here' }))).toMatch(
      /^The database (refuses the password in DATABASE_URL|refuses the user in DATABASE_URL)/,
    );
    expect(await at((url) => Object.assign(url, { pathname: '/nowhere' }))).toBe(
      'The database that DATABASE_URL names does not exist. Create it first.',
    );
  });

  it('leaves no connection behind that the server waits for', async () => {
    await at((url) => Object.assign(url, { password: '' }));
    // Connections that have not signed in; until Postgres 17 they have no state.
    const signingIn = `select pid from pg_stat_activity
      where backend_type = 'client backend' and coalesce(state, 'starting') = 'starting'`;
    await vi.waitFor(async () => expect((await admin.query(signingIn)).rows).toEqual([]));
  });

  it('that demands TLS from a server without it, or names a file that does not exist, is refused', async () => {
    expect(await at((url) => url.searchParams.set('sslmode', 'verify-full'))).toMatch(
      /^The database does not support TLS\./,
    );
    expect(await at((url) => url.searchParams.set('sslrootcert', '/nowhere.pem'))).toBe(
      'There is no file /nowhere.pem.',
    );
  });

  it('without TLS, to a server that demands it, is refused', async () => {
    const dir = join(folder, 'tls');
    const server = await openEmbedded({ dataDir: dir, fsync: false });
    try {
      await migrate(server.url);
      writeFileSync(join(dir, 'postgres/cluster/pg_hba.conf'), 'hostssl all all all scram-sha-256\n');
      const client = await connectBeside(server.url);
      await client.query('select pg_reload_conf()').finally(() => client.end());
      await vi.waitFor(async () =>
        expect(await refusal(server.url)).toMatch(/^The database refuses connections from this machine without TLS \(/),
      );
    } finally {
      await server.stop();
    }
  });

  it('whose user may not create tables is refused, and is accepted where the tables exist', async () => {
    const limited = (url: URL) => Object.assign(url, { username: role, password: 's3cret' });
    expect(await at(limited)).toMatch(
      /^The user in DATABASE_URL lacks a privilege \(permission denied for schema public\)\. Make it the owner/,
    );
    await migrate(database.url);
    const owner = await connectBeside(database.url);
    await owner.query(`grant select on migrations to ${role}`).finally(() => owner.end());
    expect(await migrate(limited(new URL(database.url)).href)).toEqual([]);
  });

  it('whose database cannot store every text is refused', async () => {
    const name = `latin_${process.pid}`;
    await admin.query(`create database ${name} encoding 'LATIN1' template template0 lc_collate 'C' lc_ctype 'C'`);
    try {
      expect(await at((url) => Object.assign(url, { pathname: `/${name}` }))).toMatch(
        new RegExp(`^The database ${name} has the encoding LATIN1, which cannot hold every text\\. Make one with: `),
      );
    } finally {
      await admin.query(`drop database ${name} with (force)`);
    }
  });

  it('whose database is read-only is refused', async () => {
    const empty = await createDatabase();
    const line = await refusal(`${empty.url}?options=-c%20default_transaction_read_only%3Don`);
    await empty.drop();
    expect(line).toMatch(/^The database is read-only/);
  });

  it('on a server before Postgres 14 is refused, and on any later one accepted', () => {
    const server = { encoding: 'UTF8', database: 'app' };
    expect(problemOf({ ...server, version: 130_014 })).toMatch(/^The database runs on Postgres 13, and 14 or later/);
    expect(problemOf({ ...server, version: 140_000 })).toBeUndefined();
    expect(problemOf({ ...server, version: 190_000 })).toBeUndefined();
  });
});

it('the PG variables of the environment, meant for other servers, do not affect the embedded database', async () => {
  const PG = {
    PGHOST: 'no-such-host.invalid',
    PGHOSTADDR: '192.0.2.1',
    PGPORT: '1',
    PGUSER: 'nobody_here',
    PGPASSWORD: 's3cret',
    PGDATABASE: 'nowhere',
    PGSSLMODE: 'require',
    PGSSLROOTCERT: '/nowhere.pem',
    PGOPTIONS: '-c default_transaction_read_only=on',
    PGPASSFILE: '/nowhere',
    PGSERVICE: 'nowhere',
    PGAPPNAME: 'other',
    PGCLIENTENCODING: 'LATIN1',
    PGTZ: 'Mars/Olympus',
    PGDATESTYLE: 'German',
    PGDATA: '/nowhere',
    PGCONNECT_TIMEOUT: '1',
  };
  mkdirSync(join(folder, 'pg'), { mode: 0o755 });
  const settings = { ...PG, DATA_DIR: join(folder, 'pg/data'), PORT: '0', LOG_LEVEL: 'error', NODE_ENV: 'production' };
  const server = startProgram('start', settings);
  await server.wrote(/npm run setup/);
  const setup = startProgram('setup', settings, ['--workspace', 'acme', '--handle', 'ada']);
  expect({ ...(await setup.ended), out: setup.out }).toEqual({
    code: 0,
    signal: null,
    out: expect.stringMatching(/^swb_/),
  });
  server.child.kill('SIGTERM');
  expect({ ...(await server.ended), err: server.err }).toEqual({ code: 0, signal: null, err: '' });
});
