// npm runs a script through a shell, and neither passes on every signal: SIGHUP or kill -9 ends them and leaves the
// script running. So a command that npm started watches the processes up to npm, and stops when one of them has ended.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Identity, identify, isAlive } from '../postgres/embedded-process.ts';

const everyMs = 500;
// The script, the shell, and the file watcher of `npm run dev`.
const maxAncestors = 5;
const npm = /(^|[\\/\s])(npm|npx|pnpm|yarn|bun)([-.\s]|$)/;

/**
 * Sends this process SIGTERM when npm, or a process between the two, has ended; does nothing when npm did not start it.
 * `packageJson` is the package whose script npm runs, if any. On Windows it does nothing: there is no SIGTERM.
 */
export function stopWithNpm(packageJson: string | undefined): void {
  if (process.platform === 'win32') return;
  if (!packageJson || resolve(packageJson) !== resolve(import.meta.dirname, '../../package.json')) return;
  const parent = process.ppid;
  const above = ancestors(parent);
  const timer = setInterval(() => {
    if (process.ppid === parent && above.every(isRunning)) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, everyMs);
  timer.unref();
}

/** The processes from the parent up to npm. If npm is not among them, only the parent is watched. */
function ancestors(parent: number): Identity[] {
  const found: Identity[] = [];
  for (let pid = parent; pid > 0 && found.length < maxAncestors; ) {
    const [known, above] = [identify(pid), describe(pid)];
    if (!known || !above) break;
    found.push(known);
    if (npm.test(above.command)) return found;
    pid = above.parent;
  }
  return found.slice(0, 1);
}

function describe(pid: number): { parent: number; command: string } | undefined {
  try {
    if (process.platform === 'linux') {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      return { parent, command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') };
    }
    const line = execFileSync('ps', ['-ww', '-o', 'ppid=,command=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    const [parent = '', ...words] = line.split(/\s+/);
    return { parent: Number(parent), command: words.join(' ') };
  } catch {
    return undefined;
  }
}

/** On systems other than Linux identify() starts a process, so only the pid is checked there. */
function isRunning(known: Identity): boolean {
  if (process.platform === 'linux') return isAlive(known);
  try {
    return process.kill(known.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
