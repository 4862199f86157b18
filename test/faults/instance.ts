// One instance of the product: a process of its own, started as `npm start` starts it, that can be killed and frozen.
// An unexpected exit is recorded: no fault may end another's process.
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { tether } from './stores.ts';

export interface InstanceOptions {
  name: string;
  port: number;
  /** The folder of the build to run: the product itself, or a copy with a fault in it. */
  root: string;
  env: Record<string, string>;
}

export class Instance {
  readonly name: string;
  readonly origin: string;
  /** Unexpected exits, each with the last lines that it printed. */
  readonly deaths: string[] = [];
  /** What it logged as an error: failures that it did not expect. */
  readonly errors: string[] = [];
  readonly #options: InstanceOptions;
  #child: ChildProcess | undefined;
  #wanted = false;

  constructor(options: InstanceOptions) {
    this.#options = options;
    this.name = options.name;
    this.origin = `http://127.0.0.1:${options.port}`;
  }

  get pid(): number {
    return this.#child!.pid!;
  }

  /** Starts it, repeatedly while it cannot (no database), for at most a minute; resolves when it listens. */
  async start(): Promise<void> {
    for (const deadline = Date.now() + 60_000; ; await sleep(300)) {
      const output = await this.#tryStart();
      if (output === null) return;
      if (Date.now() > deadline) throw new Error(`${this.name} does not start:\n${output}`);
    }
  }

  /** Null once it is ready; what it printed when it ended before. */
  #tryStart(): Promise<string | null> {
    const { root, env, port } = this.#options;
    const [file, ...args] = [...tether, process.execPath, '--import', 'tsx', 'src/main.ts'];
    const { PATH = '', HOME = '/' } = process.env;
    const child = spawn(file!, args, {
      cwd: root,
      env: { PATH, HOME, HOST: '127.0.0.1', PORT: String(port), DRAIN_SECONDS: '2', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.#wanted = true;
    return new Promise((resolve) => {
      const lines: string[] = [];
      let ready = false;
      const read = (chunk: Buffer) => {
        const fresh = chunk.toString().split('\n').filter(Boolean);
        lines.push(...fresh);
        this.errors.push(...fresh.filter((line) => /"level":[56]0/.test(line)).map((line) => `${this.name}: ${line}`));
        lines.splice(0, lines.length - 30);
        if (!ready && chunk.includes('is ready')) {
          ready = true;
          resolve(null);
        }
      };
      child.stdout!.on('data', read);
      child.stderr!.on('data', read);
      child.once('exit', (code, signal) => {
        if (ready && this.#wanted) this.deaths.push(`${this.name} ended (${code ?? signal}):\n${lines.join('\n')}`);
        resolve(lines.join('\n'));
      });
    });
  }

  /** kill -9. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Sends SIGTERM; returns its exit code. */
  async stop(): Promise<number | null> {
    await this.#end('SIGTERM');
    return this.#child?.exitCode ?? null;
  }

  freeze(): void {
    this.#child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child?.kill('SIGCONT');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#wanted = false;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((done) => child.once('exit', done));
    child.kill(signal);
    if (signal !== 'SIGKILL') child.kill('SIGCONT');
    await ended;
  }
}
