// The processes behind the embedded Postgres: which are alive, and children that end when this process does, however it
// ends. A process is known by its pid and the moment it began, since pids are used again.
import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

/** The user that a program is run as; undefined is the user of this process. */
export type Account = { uid: number; gid: number } | undefined;

/** One process, now and for ever. */
export interface Identity {
  pid: number;
  began: string;
}

/** The identity of the process with this pid; undefined if there is none, or it has ended and waits to be reaped. */
export function identify(pid: number): Identity | undefined {
  if (!Number.isSafeInteger(pid) || pid < 1) return undefined;
  try {
    if (process.platform === 'linux') {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // the name may hold anything; then state, …, start
      if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
      return { pid, began: `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[19]}` };
    }
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return undefined;
  }
  if (process.platform === 'win32') return { pid, began: '' };
  const began = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim();
  return began ? { pid, began } : undefined;
}

/** Whether this very process still runs, and not another that was given its pid. */
export function isAlive(known: Identity | undefined): boolean {
  return known !== undefined && identify(known.pid)?.began === known.began;
}

/** Whether the process works on that folder as its postmaster. */
export function isPostmasterOf(pid: number, folder: string): boolean {
  if (!identify(pid)) return false;
  if (process.platform === 'win32') return true;
  if (process.platform !== 'linux') {
    const command = spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
    return command?.includes(folder) ?? false;
  }
  try {
    // Postgres lives in its data folder. By inode, since the folder may have been renamed meanwhile.
    const [cwd, own] = [statSync(`/proc/${pid}/cwd`), statSync(folder)];
    if (cwd.ino === own.ino && cwd.dev === own.dev) return true;
  } catch {
    // Root in a container may not look into another user's process, but may read how it was called.
  }
  return readOrEmpty(`/proc/${pid}/cmdline`).split('\0').includes(folder);
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

// Nothing of ours (keys, PG* settings) reaches Postgres, and its messages come in English, which openEmbedded reads.
const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const env = process.platform === 'win32' ? undefined : { LC_ALL: 'C', PATH: path };
const placed = (account: Account) => ({ cwd: '/', env, windowsHide: true, ...account });

const setpriv = ['setpriv', '--pdeathsig', 'INT', '--'];
const tethers = new Map<number | undefined, string[]>();

/** What to put before a command so that the kernel signals it when its parent dies; nothing where setpriv cannot. */
function tether(account: Account): string[] {
  let words = tethers.get(account?.uid);
  if (!words) {
    const [file, ...args] = [...setpriv, 'true']; // BusyBox has a setpriv that knows no death signal
    const can = process.platform === 'linux' && spawnSync(file!, args, placed(account)).status === 0;
    words = can ? setpriv : [];
    tethers.set(account?.uid, words);
  }
  return words;
}

/**
 * Starts a program that outlives neither this process (kill -9 included) nor the thread that called.
 * Its output goes to the open file `log`; a Ctrl-C in the terminal does not reach it.
 */
export function launch(command: string[], account: Account, log: number): ChildProcess {
  const words = tether(account);
  const [file, ...args] = [...words, ...command];
  const child = spawn(file!, args, { ...placed(account), detached: true, stdio: ['ignore', log, log] });
  child.on('error', () => {}); // seen as a child without a pid
  child.unref();
  if (words.length === 0 && child.pid !== undefined) watch(child, account);
  return child;
}

/** Without setpriv a shell waits at a pipe, whose other end the kernel closes when this process ends. */
function watch(child: ChildProcess, account: Account): void {
  if (process.platform === 'win32') return void process.once('exit', () => child.kill());
  const args = ['-c', 'read -r _; kill -INT "$1"', 'sh', String(child.pid)];
  const shell = spawn('sh', args, { ...placed(account), detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  shell.on('error', () => process.once('exit', () => child.kill('SIGINT')));
  shell.unref();
  (shell.stdin as Socket).unref();
  child.once('exit', () => shell.kill());
}

/** Runs a program to its end and gives what it printed; the error's `stderr` holds what it complained of. */
export async function run(command: string[], account: Account): Promise<string> {
  const [file, ...args] = [...tether(account), ...command];
  return (await promisify(execFile)(file!, args, placed(account))).stdout;
}

/** Ends a postmaster: fast, within 15 s; then at once, which costs a recovery at the next start; then by force. */
export async function endPostmaster(known: Identity | undefined): Promise<void> {
  const steps = [
    ['SIGINT', 15_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const;
  for (const [signal, patience] of steps) {
    if (!known || !isAlive(known)) return;
    try {
      process.kill(known.pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
    for (const deadline = Date.now() + patience; isAlive(known) && Date.now() < deadline; ) await sleep(20);
  }
}
