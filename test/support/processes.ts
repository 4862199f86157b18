// Real processes, as the system lists them.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Whether the process has ended, reaped or not. */
export function gone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z');
  } catch {
    return true;
  }
}

export interface ListedProcess {
  pid: number;
  parent: number;
  command: string;
}

/** The process and all its descendants. */
export function familyOf(pid: number): ListedProcess[] {
  const lines = execFileSync('ps', ['-ww', '-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).trim().split('\n');
  const all = lines.map((line): ListedProcess => {
    const [, own, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line)!;
    return { pid: Number(own), parent: Number(parent), command: command! };
  });
  const found = all.filter((one) => one.pid === pid);
  for (const one of found) found.push(...all.filter(({ parent }) => parent === one.pid));
  return found;
}
