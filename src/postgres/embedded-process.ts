// Processes of the embedded Postgres: which of them are alive, and how to start children that end with this process,
// even if it is killed. A process is identified by its pid and start time, since pids are reused.
import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

/** The user to run a program as; undefined is the user of this process. */
export type Account = { uid: number; gid: number } | undefined;

/** Identifies a process uniquely over time. */
export interface Identity {
  pid: number;
  began: string;
}

/** The identity of the process with this pid; undefined if there is none, or it is a zombie. */
export function identify(pid: number): Identity | undefined {
  if (!Number.isSafeInteger(pid) || pid < 1) return undefined;
  try {
    if (process.platform === 'linux') {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // the name may hold any character; after it: state, …, start time
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

/** Whether this process still runs, and its pid has not been reused. */
export function isAlive(known: Identity | undefined): boolean {
  return known !== undefined && identify(known.pid)?.began === known.began;
}

/** Whether the process is the postmaster of that folder. */
export function isPostmasterOf(pid: number, folder: string): boolean {
  if (!identify(pid)) return false;
  if (process.platform === 'win32') return true;
  if (process.platform !== 'linux') {
    const command = spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
    return command?.includes(folder) ?? false;
  }
  try {
    // The working directory of Postgres is its data directory. Compared by inode, since the folder may have been
    // renamed.
    const [cwd, own] = [statSync(`/proc/${pid}/cwd`), statSync(folder)];
    if (cwd.ino === own.ino && cwd.dev === own.dev) return true;
  } catch {
    // Root in a container may not be allowed to inspect another user's process, but can read its command line.
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

// Postgres gets nothing of our environment (keys, PG* settings), and writes its messages in English, which openEmbedded
// parses.
const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const env = process.platform === 'win32' ? undefined : { LC_ALL: 'C', PATH: path };
const placed = (account: Account) => ({ cwd: '/', env, windowsHide: true, ...account });

const setpriv = ['setpriv', '--pdeathsig', 'INT', '--'];
const tethers = new Map<number | undefined, string[]>();

/** Words before a command that make the kernel signal it when its parent dies; none where setpriv cannot do this. */
function tether(account: Account): string[] {
  let words = tethers.get(account?.uid);
  if (!words) {
    const [file, ...args] = [...setpriv, 'true']; // BusyBox has a setpriv without --pdeathsig
    const can = process.platform === 'linux' && spawnSync(file!, args, placed(account)).status === 0;
    words = can ? setpriv : [];
    tethers.set(account?.uid, words);
  }
  return words;
}

/**
 * Starts a program that ends with this process (even on kill -9), and with the thread that called. Its output goes to
 * the open file `log`; Ctrl-C in the terminal does not reach it.
 */
export function launch(command: string[], account: Account, log: number): ChildProcess {
  const words = tether(account);
  const [file, ...args] = [...words, ...command];
  const child = spawn(file!, args, { ...placed(account), detached: true, stdio: ['ignore', log, log] });
  child.on('error', () => {}); // a failed start shows as a child without a pid
  child.unref();
  if (words.length === 0 && child.pid !== undefined) watch(child, account);
  return child;
}

/** Without setpriv, a shell waits at a pipe, whose other end the kernel closes when this process ends. */
function watch(child: ChildProcess, account: Account): void {
  if (process.platform === 'win32') return void process.once('exit', () => child.kill());
  const args = ['-c', 'read -r _; kill -INT "$1"', 'sh', String(child.pid)];
  const shell = spawn('sh', args, { ...placed(account), detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  shell.on('error', () => process.once('exit', () => child.kill('SIGINT')));
  shell.unref();
  (shell.stdin as Socket).unref();
  child.once('exit', () => shell.kill());
}

/** Runs a program to its end; returns its output. The error's `stderr` holds its messages. */
export async function run(command: string[], account: Account): Promise<string> {
  const [file, ...args] = [...tether(account), ...command];
  return (await promisify(execFile)(file!, args, placed(account))).stdout;
}

/**
 * Stops a postmaster: with a fast shutdown within 15 s, then immediately, which costs a recovery at the next start,
 * then with SIGKILL.
 */
export async function endPostmaster(known: Identity | undefined): Promise<void> {
  const steps = [
    ['SIGINT', 15_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const;
  for (const [signal, timeoutMs] of steps) {
    if (!known || !isAlive(known)) return;
    try {
      process.kill(known.pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
    for (const deadline = Date.now() + timeoutMs; isAlive(known) && Date.now() < deadline; ) await sleep(20);
  }
}
