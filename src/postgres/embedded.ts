// The embedded Postgres, for machines without a Postgres server. One process owns a running cluster, which ends with
// that process, even on kill -9. Other processes on the same data folder find the cluster through its state file.
import { closeSync, constants, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type Binaries, findBinaries } from './embedded-binaries.ts';
import {
  checkVersion,
  findHome,
  type Home,
  logOf,
  makeDataFolder,
  makeHome,
  newAccount,
  openLog,
  readState,
  type State,
  sharedFolder,
  superuser,
  writeState,
} from './embedded-home.ts';
import { lockFile } from './embedded-lock.ts';
import { endPostmaster, type Identity, identify, isAlive, isPostmasterOf, launch } from './embedded-process.ts';

export interface EmbeddedPostgres {
  /** Connection string of the database `switchboard`, as superuser. It holds the password: never log it. */
  readonly url: string;
  /** Whether this call started the cluster, so that stop() ends it; false when another process runs it. */
  readonly owned: boolean;
  /** The reason from the server's own log when it ended for one that its clients cannot see, such as a full disk. */
  diagnose(): string | undefined;
  /** Stops the cluster and disconnects its clients; does nothing when it is not owned. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** Created, for one user alone, if it does not exist. */
  dataDir: string;
  onProgress?: (step: string) => void;
  /** False only in tests: a crash of the machine would then destroy the cluster. */
  fsync?: boolean;
  /** Settings of Postgres for a server that this call starts. */
  settings?: Record<string, string>;
  /** Throws if another live process owns the cluster. Commands share it instead. */
  exclusive?: boolean;
}

// The log keeps the server's own events. Failed statements are reported by the caller, and may hold users' texts.
const defaultSettings = {
  max_connections: '100',
  shared_buffers: '128MB',
  random_page_cost: '1.1',
  jit: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'log',
  log_checkpoints: 'off',
  cluster_name: 'switchboard',
};
const advice = 'set DATABASE_URL to a Postgres server (14 to 18) of your own';

/**
 * Starts the cluster in the data folder, after creating it if needed (about 1 s), or finds the one that another process
 * runs there. Errors are one line that says what to do. The cluster also ends with the thread that called.
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  try {
    makeDataFolder(dataDir);
    const release = await lockFile(join(dataDir, 'postgres.lock'));
    try {
      return await openLocked(dataDir, options);
    } finally {
      release();
    }
  } catch (error) {
    throw explain(error as Error, dataDir);
  }
}

async function openLocked(dataDir: string, options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const say = options.onProgress ?? (() => {});
  let home = findHome(dataDir);
  const running = home && (await findRunning(dataDir, home, say, options.exclusive ?? false));
  if (running) return { url: urlOf(running), owned: false, diagnose: () => undefined, stop: async () => {} };

  const account = home ? home.account : newAccount();
  const binaries = await findBinaries(account, account ? sharedFolder : dataDir, say);
  if (home) checkVersion(home, binaries);
  else {
    say(`Creating a database in ${dataDir}`);
    home = await makeHome(dataDir, binaries, account, options.fsync ?? true);
  }
  say(`Starting Postgres ${binaries.version}`);
  return start(home, binaries, options, dataDir);
}

/** The state of the cluster that another process runs. A postmaster whose owner is dead is stopped. */
async function findRunning(dataDir: string, home: Home, say: (step: string) => void, exclusive: boolean) {
  const postmaster = findPostmaster(home);
  if (!postmaster) return undefined;
  const state = readState(home);
  if (state.postmaster === postmaster.pid && isAlive(state.owner)) {
    if (exclusive) {
      const { pid } = state.owner!;
      throw new Error(
        `Process ${pid} already runs the database in ${dataDir}. Stop it first, or set DATA_DIR to another folder.`,
      );
    }
    if (await waitUntilReady(state, () => isAlive(postmaster))) return state;
  }
  say('Waiting for the database of an earlier process to end');
  await endPostmaster(postmaster);
  return undefined;
}

function findPostmaster({ cluster }: Home): Identity | undefined {
  const file = join(cluster, 'postmaster.pid');
  const text = readIfThere(file);
  if (text === undefined) return undefined;
  const pid = Number.parseInt(text, 10);
  const found = identify(pid);
  if (found && isPostmasterOf(pid, cluster)) return found;
  // Postgres refuses an empty pid file, and one whose pid exists: that may be another process, as after a container
  // restart, or a killed postmaster that has not been reaped. With a pid that no system assigns, it behaves as for a
  // dead postmaster: it looks for orphaned backends that still write, and waits for them.
  if (Number.isNaN(pid)) rmSync(file, { force: true });
  else overwrite(file, text.replace(/^\s*\d+/, String(noPid)));
  return undefined;
}

const noPid = 2 ** 31 - 1;

/** Root writes in another user's folder here, so it must not follow links. */
function overwrite(file: string, text: string): void {
  const fd = openSync(file, constants.O_WRONLY | constants.O_TRUNC | (constants.O_NOFOLLOW ?? 0));
  writeFileSync(fd, text);
  closeSync(fd);
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function start(
  home: Home,
  binaries: Binaries,
  options: EmbeddedOptions,
  dataDir: string,
): Promise<EmbeddedPostgres> {
  // The last one is caused by a postmaster that was being started when its parent was killed: it had no pid file yet.
  const transientFailure =
    /could not create any TCP\/IP sockets|shared memory block .* is still in use|lock file .* already exists/;
  for (let attempt = 1; ; attempt++) {
    const kept = readState(home);
    const state: State = { ...kept, port: await freePort(kept.port), version: binaries.version };
    const fixed = { listen_addresses: '127.0.0.1', port: String(state.port), unix_socket_directories: '' };
    const settings = {
      ...defaultSettings,
      fsync: options.fsync === false ? 'off' : 'on',
      ...options.settings,
      ...fixed,
    };
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const log = openLog(home);
    const child = launch([binaries.postgres, '-D', home.cluster, ...flags], home.account, log);
    closeSync(log);
    const postmaster = child.pid === undefined ? undefined : identify(child.pid);
    try {
      writeState(home, { ...state, owner: identify(process.pid), postmaster: child.pid });
      if (await waitUntilReady(state, () => isAlive(postmaster))) {
        let stopping: Promise<void> | undefined;
        const diagnose = () => (isDiskFull(readIfThere(logOf(home)) ?? '') ? diskFull(dataDir) : undefined);
        return { url: urlOf(state), owned: true, diagnose, stop: () => (stopping ??= endPostmaster(postmaster)) };
      }
    } catch (error) {
      await endPostmaster(postmaster);
      throw error;
    }
    const reason = lastFatal(home);
    if (attempt === 20 || !transientFailure.test(reason)) throw new Error(`Postgres did not start: ${reason}`);
    await sleep(250);
    await endPostmaster(findPostmaster(home));
  }
}

/** Waits until the server answers; false if its process ends first. Throws after 30 s without any response. */
async function waitUntilReady(state: State, isRunning: () => boolean): Promise<boolean> {
  let lastResponseAt = Date.now();
  for (let pause = 20; isRunning(); pause = Math.min(pause * 1.2, 500), await sleep(pause)) {
    try {
      await connectOnce(state, 'switchboard');
      return true;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === '3D000') await connectOnce(state, 'postgres', 'create database switchboard');
      if (code === '3D000' || code === '57P03')
        lastResponseAt = Date.now(); // 57P03: it is starting, recovering or stopping
      else if (Date.now() - lastResponseAt > 30_000)
        throw new Error(`Postgres does not answer: ${(error as Error).message}`);
    }
  }
  return false;
}

async function connectOnce({ port, password }: State, database: string, statement = 'select 1'): Promise<void> {
  const place = { host: '127.0.0.1', port, user: superuser, password, database, ssl: false };
  const client = new pg.Client({ ...place, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {}); // the connection may be cut at any time; the calls below reject
  try {
    await client.connect();
    await client.query(statement);
  } finally {
    await client.end().catch(() => {});
  }
}

const urlOf = ({ port, password }: State) => `postgres://${superuser}:${password}@127.0.0.1:${port}/switchboard`;

/** The port of the last start, unless it is in use now. */
async function freePort(kept: number): Promise<number> {
  const server = createServer();
  const listen = (port: number) =>
    new Promise<number>((done, fail) => {
      server.once('error', fail);
      server.listen(port, '127.0.0.1', () => done((server.address() as { port: number }).port));
    });
  const port = await listen(kept).catch(() => listen(0));
  await new Promise((done) => server.close(done));
  return port;
}

function lastFatal(home: Home): string {
  const lines = readFileSync(logOf(home), 'utf8').trim().split('\n');
  // The attempts of answers() leave lines such as "the database system is starting up".
  const line = lines.findLast((text) => /(FATAL|PANIC): +(?!the database system)/.test(text)) ?? lines.at(-1);
  return line?.replace(/^.*(FATAL|PANIC): +/, '') || `it ended without an error in ${logOf(home)}`;
}

const isDiskFull = (text: string) => /ENOSPC|EDQUOT|No space left on device|Disk quota exceeded/.test(text);
const diskFull = (dataDir: string) =>
  `The disk is full where the database of ${dataDir} lives. Free some space, or ${advice}.`;

function explain(error: Error & { code?: unknown; path?: string; stderr?: string }, dataDir: string): Error {
  if (isDiskFull(`${error.message}\n${error.stderr ?? ''}`)) return new Error(diskFull(dataDir));
  if (error.code === 'EACCES' || error.code === 'EPERM' || error.code === 'EROFS') {
    const what = `This user cannot use ${error.path ?? dataDir} (${error.code}).`;
    return new Error(
      `${what} Start as the user that owns the data folder, set DATA_DIR to another folder, or ${advice}.`,
    );
  }
  if (['ENOTDIR', 'EEXIST', 'ELOOP', 'ENAMETOOLONG'].includes(error.code as string)) {
    return new Error(`DATA_DIR ${dataDir} is not a folder and cannot be created (${error.code}). Set it to a folder.`);
  }
  if (error.stderr === undefined) return error;
  const reason = error.stderr.split('\n').find((line) => /error|FATAL|could not/.test(line)) ?? error.stderr.trim();
  return new Error(`The database could not be created: ${reason}. Fix that, or ${advice}.`);
}
