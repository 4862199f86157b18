// Ensures that one process at a time starts the embedded Postgres of a folder. The file names the process that holds
// the lock, so the lock of a killed process is ignored. (Postgres itself refuses a second server on one folder.)
import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Identity, identify, isAlive } from './embedded-process.ts';

const timeoutMs = 180_000;

/** Waits for the lock, up to three minutes; returns a function that releases it. */
export async function lockFile(file: string): Promise<() => void> {
  const mine = JSON.stringify(identify(process.pid));
  for (const deadline = Date.now() + timeoutMs; ; await sleep(25)) {
    if (create(file, mine)) return () => rmSync(file, { force: true });
    const text = read(file);
    if (text === undefined) continue;
    const holder = parse(text);
    if (holder ? !isAlive(holder) : isOld(file)) discard(file, text);
    else if (Date.now() > deadline) {
      const who = holder ? `Process ${holder.pid}` : 'Another process';
      throw new Error(`${who} has been starting the database for minutes. If it is not, delete ${file} and try again.`);
    }
  }
}

function create(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { flag: 'wx' });
    return true;
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (syscall === 'write') rmSync(file, { force: true }); // the disk is full
    throw error;
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function parse(text: string): Identity | undefined {
  try {
    return JSON.parse(text) as Identity;
  } catch {
    return undefined;
  }
}

/** Whether a file without content was left by a crash, and is not just being written. */
function isOld(file: string): boolean {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat !== undefined && Date.now() - stat.mtimeMs > 5_000;
}

/** Removes a stale lock. If another process has replaced it since it was read, that one is restored. */
function discard(file: string, text: string): void {
  const aside = `${file}.${randomUUID()}`;
  try {
    renameSync(file, aside);
  } catch {
    return; // another process was first
  }
  const taken = readFileSync(aside, 'utf8');
  if (taken !== text) create(file, taken);
  rmSync(aside, { force: true });
}
