// The parent's side of a child process: starting it, sending it requests, ending it.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

export interface Child {
  ask<T>(name: string, input?: object): Promise<T>;
  end(): Promise<void>;
}

const pins = availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0;

/** Whether servers and load are pinned to cores of their own. */
export const pinned = pins;

/** Starts a file of this folder as a process of its own, on the given core where the system can pin it. */
export async function startChild(file: string, options: { core: number; env: Record<string, string> }): Promise<Child> {
  const script = fileURLToPath(new URL(file, import.meta.url));
  const node = [process.execPath, '--expose-gc', '--import', 'tsx', script];
  const [command, ...rest] = pins ? ['taskset', '-c', String(options.core), ...node] : node;
  const child = spawn(command!, rest, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: { ...process.env, NODE_ENV: 'production', ...options.env },
  });
  const waiting = new Map<number, { resolve(value: never): void; reject(error: Error): void }>();
  let nextId = 0;
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      const error = new Error(`${file} ended with ${code}`);
      for (const { reject: fail } of waiting.values()) fail(error);
      reject(error);
    });
    child.on('message', (message: { ready?: true; id: number; value: never; error?: string }) => {
      if (message.ready) return resolve();
      const one = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.error !== undefined) one?.reject(new Error(`${file}: ${message.error}`));
      else one?.resolve(message.value);
    });
  });
  return {
    ask: (name, input = {}) =>
      new Promise((resolve, reject) => {
        const id = nextId++;
        waiting.set(id, { resolve, reject });
        child.send({ id, name, input });
      }),
    end: () => endChild(child, exited),
  };
}

async function endChild(child: ChildProcess, exited: Promise<void>): Promise<void> {
  if (child.connected) child.disconnect();
  const late = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await exited;
  clearTimeout(late);
}
