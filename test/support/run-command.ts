// Runs the product's commands as a user does: the real program, in a process of its own, on a test's database.
import { spawn } from 'node:child_process';

export interface CommandResult {
  /** Null when it was killed. */
  code: number | null;
  out: string;
  err: string;
}

export interface RunningCommand {
  readonly result: Promise<CommandResult>;
  kill(signal: NodeJS.Signals): void;
}

/** Starts `src/cli/NAME.ts` with these arguments; the signal goes to the program itself. */
export function startCommand(databaseUrl: string, name: string, args: readonly string[]): RunningCommand {
  const child = spawn(process.execPath, ['--import', 'tsx', `src/cli/${name}.ts`, ...args], {
    env: { ...process.env, DATABASE_URL: databaseUrl, NODE_ENV: 'test', LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (err += chunk));
  const result = new Promise<CommandResult>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, err }));
  });
  return { result, kill: (signal) => void child.kill(signal) };
}

/** Runs a command to its end. */
export const runCommand = (databaseUrl: string, name: string, ...args: string[]): Promise<CommandResult> =>
  startCommand(databaseUrl, name, args).result;
