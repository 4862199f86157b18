// The folder of an embedded cluster. A home (`cluster/`, `state.json`, `postgres.log`) is created with one rename, so
// it is either complete or absent. It is `postgres/` in the data folder, or a place that a file there names.
import { createHash, randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  fchownSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Binaries } from './embedded-binaries.ts';
import { type Account, type Identity, run } from './embedded-process.ts';

/** The content of `state.json`. The password is the superuser's; owner and postmaster are from the last start. */
export interface State {
  port: number;
  password: string;
  version: string;
  owner?: Identity;
  postmaster?: number;
}

export interface Home {
  path: string;
  /** Postgres' own data directory. */
  cluster: string;
  /** The user that runs the cluster, if this process is root; undefined otherwise. */
  account: Account;
}

/** For root, whose own folders no other user may enter: what the unprivileged user needs is stored here. */
export const sharedFolder = '/var/lib/switchboard';
export const superuser = 'switchboard';
const nobody = { uid: 65534, gid: 65534 };
const isRoot = () => process.getuid?.() === 0;

/** The account of a new cluster: Postgres refuses to run as root. */
export const newAccount = (): Account => (isRoot() ? nobody : undefined);

/**
 * Creates the data folder for the account alone, unless it exists. It appears with the right owner, as it is renamed
 * into place.
 */
export function makeDataFolder(dataDir: string): void {
  if (existsSync(dataDir)) return;
  mkdirSync(dirname(dataDir), { recursive: true });
  const draft = makeDraft(dataDir, newAccount());
  try {
    renameSync(draft, dataDir);
  } catch (error) {
    rmSync(draft, { recursive: true });
    if (!existsSync(dataDir)) throw error; // otherwise another process has created it
  }
}

function setOwner(path: string, account: Account): void {
  if (account) chownSync(path, account.uid, account.gid);
}

const pointerOf = (dataDir: string) => join(dataDir, 'postgres.location');

/** The home that the data folder holds or names; undefined if there is none yet. */
export function findHome(dataDir: string): Home | undefined {
  const pointer = pointerOf(dataDir);
  const named = existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : undefined;
  const path = named ?? join(dataDir, 'postgres');
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat) return homeAt(path, isRoot() && stat.uid !== 0 ? { uid: stat.uid, gid: stat.gid } : newAccount());
  if (!named) return undefined;
  throw new Error(
    `The database of ${dataDir} was in ${named}, which is gone. Put it back, or delete ${pointer} to start with an empty database.`,
  );
}

const homeAt = (path: string, account: Account): Home => ({ path, cluster: join(path, 'cluster'), account });

/** Creates a home with an empty cluster. The caller holds the lock of the data folder. */
export async function makeHome(dataDir: string, binaries: Binaries, account: Account, sync: boolean): Promise<Home> {
  const inside = join(dataDir, 'postgres');
  removeDrafts(inside);
  let draft = makeDraft(inside, account);
  if (await canUse(draft, account)) return finish(inside);
  rmSync(draft, { recursive: true, force: true });

  const outside = join(sharedFolder, createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 16));
  mkdirSync(sharedFolder, { recursive: true, mode: 0o755 });
  removeDrafts(outside);
  draft = makeDraft(outside, account);
  if (!(await canUse(draft, account))) {
    throw new Error(
      `User ${account?.uid} can enter neither ${dataDir} nor ${sharedFolder}. Set DATA_DIR to a folder it can enter.`,
    );
  }
  // Data to which no data folder points any longer must neither be deleted nor appear in a new data folder.
  if (existsSync(outside)) renameSync(outside, `${outside}.${statSync(outside).ctimeMs.toFixed()}`);
  const home = await finish(outside);
  writeFileSync(pointerOf(dataDir), `${outside}\n`);
  return home;

  async function finish(path: string): Promise<Home> {
    try {
      await createCluster(homeAt(draft, account), binaries, sync);
      renameSync(draft, path);
    } catch (error) {
      rmSync(draft, { recursive: true, force: true });
      throw error;
    }
    return homeAt(path, account);
  }
}

/** An empty folder for the account alone, beside its final place. */
function makeDraft(path: string, account: Account): string {
  const draft = `${path}.new-${randomBytes(6).toString('hex')}`;
  mkdirSync(draft, { mode: 0o700 });
  try {
    setOwner(draft, account);
  } catch {
    rmSync(draft, { recursive: true });
    const what = 'Postgres refuses to run as root, and root may not use another user here';
    throw new Error(
      `${what} (uid ${account?.uid}). Start as an ordinary user, or set DATABASE_URL to a server of your own.`,
    );
  }
  return draft;
}

/** Removes what killed processes have left unfinished. The lock keeps others from creating a home meanwhile. */
function removeDrafts(path: string): void {
  for (const name of readdirSync(dirname(path))) {
    if (!name.startsWith(`${basename(path)}.new-`)) continue;
    rmSync(join(dirname(path), name), { recursive: true, force: true });
  }
}

/** Whether the account can enter and write the folder. This asks the system instead of interpreting modes. */
async function canUse(folder: string, account: Account): Promise<boolean> {
  if (!account) return true;
  const script = 'test -x "$1" && test -w "$1"';
  return run(['sh', '-c', script, 'sh', folder], account).then(
    () => true,
    () => false,
  );
}

async function createCluster({ path, cluster, account }: Home, binaries: Binaries, sync: boolean): Promise<void> {
  const password = randomBytes(24).toString('base64url');
  const passwordFile = join(path, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600, flag: 'wx' });
  setOwner(passwordFile, account);
  // The locale is Postgres' own C.UTF-8, as the system may not have one by that name.
  const linux = process.platform === 'linux';
  const locale = linux ? ['--locale=C.UTF-8'] : ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const options = ['--auth=scram-sha-256', '--encoding=UTF8', ...locale, '--no-instructions'];
  if (!sync) options.push('--no-sync');
  await run([binaries.initdb, '-D', cluster, '-U', superuser, `--pwfile=${passwordFile}`, ...options], account);
  rmSync(passwordFile);
  writeState(homeAt(path, account), { port: 0, password, version: binaries.version });
}

export function readState(home: Home): State {
  const file = join(home.path, 'state.json');
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as State;
  } catch (error) {
    throw new Error(
      `The database's ${file} cannot be read (${(error as Error).message}). Restore the data folder from a backup.`,
    );
  }
}

/** Replaces the whole file. Root writes in another user's folder here, so it must not follow links. */
export function writeState(home: Home, state: State): void {
  const file = join(home.path, 'state.json');
  const draft = `${file}.new`;
  rmSync(draft, { force: true });
  closeSync(create(draft, home.account, `${JSON.stringify(state, undefined, 2)}\n`));
  renameSync(draft, file);
}

/** Opens an empty log file. The log of the last start is kept as `postgres.log.1`, so that both together stay small. */
export function openLog(home: Home): number {
  const file = logOf(home);
  rmSync(`${file}.1`, { force: true });
  if (existsSync(file)) renameSync(file, `${file}.1`);
  return create(file, home.account);
}

export const logOf = (home: Home) => join(home.path, 'postgres.log');

function create(file: string, account: Account, text = ''): number {
  const fd = openSync(file, 'ax', 0o600);
  if (account) fchownSync(fd, account.uid, account.gid);
  writeFileSync(fd, text, { flush: true });
  return fd;
}

/** Throws an error of one line if another major version created the cluster. */
export function checkVersion(home: Home, binaries: Binaries): void {
  const made = readFileSync(join(home.cluster, 'PG_VERSION'), 'utf8').trim();
  const major = binaries.version.split('.')[0];
  if (made === major) return;
  throw new Error(
    `${home.path} was created by Postgres ${made}, and this version comes with ${major}. Move the data over with pg_dump from the ` +
      'version that made it, or move that folder away to begin with an empty database.',
  );
}
