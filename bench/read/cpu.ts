// How much CPU processes have used, by Linux's own account (/proc, in ticks of 10 ms).
import { readdirSync, readFileSync } from 'node:fs';

const microsecondsPerTick = 10_000;

interface Stat {
  parent: number;
  own: number;
  /** Of children that have ended. */
  ended: number;
}

function read(pid: number | string): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name stands in brackets, and may hold anything; behind it: state, parent, …, utime, stime, cutime, cstime.
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    return { parent: fields[1]!, own: fields[11]! + fields[12]!, ended: fields[13]! + fields[14]! };
  } catch {
    return null; // it has ended
  }
}

/** CPU of a process since its start, user and system, all threads, in microseconds. */
export function cpuOf(pid: number): number {
  return (read(pid)?.own ?? 0) * microsecondsPerTick;
}

/** The same of a process and its children, those that have ended included: Postgres by its postmaster. */
export function cpuOfFamily(pid: number): number {
  const root = read(pid);
  let ticks = (root?.own ?? 0) + (root?.ended ?? 0);
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? read(name) : null;
    if (stat?.parent === pid) ticks += stat.own;
  }
  return ticks * microsecondsPerTick;
}

/** The process that started this one. */
export const parentOf = (pid: number): number | undefined => read(pid)?.parent;
