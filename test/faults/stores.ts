// The Postgres and the Redis of a run: real servers of its own on loopback, to be killed, frozen, flushed and
// restarted. fsync is off: a crash of Postgres then loses nothing while the machine itself keeps running.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import pg from 'pg';
import { type EmbeddedPostgres, openEmbedded } from '../../src/postgres/embedded.ts';
import { findHome, readState } from '../../src/postgres/embedded-home.ts';
import { endPostmaster, identify } from '../../src/postgres/embedded-process.ts';

/** A port of loopback that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

/** What to put before a command so that it ends with this process, even on kill -9. */
export const tether =
  spawnSync('setpriv', ['--pdeathsig', 'KILL', '--', 'true']).status === 0
    ? ['setpriv', '--pdeathsig', 'KILL', '--']
    : [];

export class PostgresServer {
  readonly #folder: string;
  #running: EmbeddedPostgres | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Where it listens; the same after every restart. */
  get url(): string {
    return this.#running!.url;
  }

  async start(): Promise<void> {
    const settings = { full_page_writes: 'off', max_connections: '200' };
    this.#running = await openEmbedded({ dataDir: join(this.#folder, 'data'), fsync: false, settings });
  }

  /** Stops it at once, as a crash would, and starts it again; returns the milliseconds it was down. */
  async crash(): Promise<number> {
    const began = Date.now();
    const { url } = this;
    const { postmaster } = readState(findHome(join(this.#folder, 'data'))!);
    const known = identify(postmaster!);
    process.kill(postmaster!, 'SIGQUIT');
    await endPostmaster(known);
    await this.start();
    if (this.url !== url) throw new Error('Postgres came back on another port: something took the one it had.');
    return Date.now() - began;
  }

  /** Ends connections of the instances: about this share of them. Returns how many. */
  async terminate(share: number): Promise<number> {
    const rows = await this.query<{ done: boolean }>(
      `select pg_terminate_backend(pid) as done from pg_stat_activity
       where application_name = 'switchboard' and random() < $1`,
      [share],
    );
    return rows.length;
  }

  /** Runs a statement on a connection of its own. */
  async query<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    const client = new pg.Client({ connectionString: this.url, connectionTimeoutMillis: 5_000 });
    client.on('error', () => {});
    await client.connect();
    try {
      return (await client.query<Row>(text, values)).rows;
    } finally {
      await client.end().catch(() => {});
    }
  }

  async stop(): Promise<void> {
    await this.#running?.stop();
  }
}

/**
 * Whether there is a redis-server to run; as root it is installed with apt-get if it is missing. Where there must be one
 * (CI) an Error says so.
 */
export function findRedis(): boolean {
  const found = () => spawnSync('redis-server', ['--version']).status === 0;
  if (found()) return true;
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    const options = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } } as const;
    spawnSync('apt-get', ['update', '-qq'], options);
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'redis-server'], options);
    if (found()) return true;
  }
  if (process.env.CI === 'true') throw new Error('There is no redis-server here, and in CI there must be one.');
  return false;
}

export class RedisServer {
  #port = 0;
  #child: ChildProcess | undefined;

  get url(): string {
    return `redis://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<void> {
    this.#port ||= await freePort();
    const options = ['--port', String(this.#port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    const [file, ...args] = [...tether, 'redis-server', ...options];
    this.#child = spawn(file!, args, { stdio: 'ignore', cwd: '/' });
    await this.#ask((redis) => redis.ping());
  }

  async kill(): Promise<void> {
    const child = this.#child!;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGKILL');
    await ended;
  }

  freeze(): void {
    this.#child!.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child!.kill('SIGCONT');
  }

  async flush(): Promise<void> {
    await this.#ask((redis) => redis.flushall());
  }

  async #ask(question: (redis: Redis) => Promise<unknown>): Promise<void> {
    for (const deadline = Date.now() + 10_000; ; await sleep(30)) {
      const redis = new Redis(this.url, { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null });
      redis.on('error', () => {});
      try {
        await redis.connect();
        await question(redis);
        return;
      } catch (error) {
        if (Date.now() > deadline) throw error;
      } finally {
        redis.disconnect();
      }
    }
  }
}
