// The product's programs as their users start them: the scripts of package.json, each as a process of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

export interface Program {
  readonly child: ChildProcess;
  readonly out: string;
  readonly err: string;
  /** Resolves when it has written this to standard output; rejects when it ends before. */
  wrote(text: string | RegExp): Promise<string>;
  /** How it ended. */
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/**
 * Starts a script with these settings and this standard input; the shell execs the program, so that signals reach it.
 */
export function startProgram(
  script: string,
  settings: Record<string, string>,
  args: readonly string[] = [],
  input?: string,
): Program {
  const line = `exec ${scripts[script]!.replace(/^(exec|tsx) /, (word) => (word === 'tsx ' ? 'node --import tsx ' : ''))} "$@"`;
  const stdio = [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'] as const;
  const child = spawn('sh', ['-c', line, 'sh', ...args], { env: environment(settings), stdio: [...stdio] });
  child.stdin?.end(input);
  return watch(child);
}

/** Runs `npm run` as it is typed. */
export function startNpm(settings: Record<string, string>, args: readonly string[]): Program {
  return watch(spawn('npm', ['run', ...args], { env: environment(settings), stdio: ['ignore', 'pipe', 'pipe'] }));
}

/** Runs a line in a shell of its own. */
export function startShell(settings: Record<string, string>, line: string): Program {
  return watch(spawn('sh', ['-c', line], { env: environment(settings), stdio: ['ignore', 'pipe', 'pipe'] }));
}

/** The program's environment: of this one's, only what has nothing to do with the product. */
function environment(settings: Record<string, string>): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env;
  return { PATH, HOME, ...(TMPDIR && { TMPDIR }), ...settings };
}

function watch(child: ChildProcess): Program {
  let [out, err] = ['', ''];
  child.stdout!.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr!.on('data', (chunk) => {
    err += chunk;
  });
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal }));
  });
  return {
    child,
    ended,
    get out() {
      return out;
    },
    get err() {
      return err;
    },
    wrote: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = typeof text === 'string' ? out.includes(text) && text : text.exec(out)?.[0];
          if (found) resolve(found);
        };
        child.stdout!.on('data', look);
        look();
        void ended.then(() => reject(new Error(`It ended without writing ${text}.\n${out}${err}`)));
      }),
  };
}
