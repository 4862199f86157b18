// How long the event loop is blocked at once while work runs: the longest turn between two checks.
import { closeSync, openSync, readSync } from 'node:fs';

/**
 * The CPU time of this thread, in milliseconds: what blocks its loop on a machine that has nothing else to do. Where
 * the system does not report it, the time.
 */
const ran = threadClock() ?? (() => performance.now());

function threadClock(): (() => number) | null {
  const { pid } = process;
  try {
    // The main thread's id is the process's (man 5 proc_pid_schedstat).
    const file = openSync(`/proc/${pid}/task/${pid}/schedstat`, 'r');
    process.once('exit', () => closeSync(file));
    const bytes = Buffer.alloc(64);
    return () => Number.parseInt(bytes.toString('latin1', 0, readSync(file, bytes, 0, 64, 0)), 10) / 1e6;
  } catch {
    return null;
  }
}

/** Runs the work; returns its result and the longest turn of the loop meanwhile, in milliseconds. */
export async function longestTurn<Result>(work: () => Promise<Result>): Promise<{ result: Result; ms: number }> {
  let longest = 0;
  let last = ran();
  let running = true;
  const look = () => {
    const now = ran();
    longest = Math.max(longest, now - last);
    last = now;
    if (running) setImmediate(look);
  };
  setImmediate(look);
  try {
    return { result: await work(), ms: longest };
  } finally {
    running = false;
  }
}
