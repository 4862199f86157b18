// The connections to Postgres. Between 5 and 20 are open; a request waits at most 2 s for one, and a new one may take
// 5 s to open. Idle ones close after 30 s, all are replaced after 30 minutes.
import pg from 'pg';
import { AppError } from '../lib/errors.ts';
import { busy, ConcurrencyLimiter } from '../resilience/concurrency-limiter.ts';
import type { Log } from '../telemetry/log.ts';
import { Client } from './client.ts';
import { planCacheMode } from './prepared-query.ts';
import { parserOf } from './types.ts';

export interface PoolOptions {
  url: string;
  log: Log;
  /** Default 20. */
  max?: number;
  /** How many stay open however idle. Default 5. */
  min?: number;
  /** How long a request waits for a free connection, in milliseconds. Default 2,000. */
  waitMs?: number;
  /** How long a new connection may take to open, in milliseconds. Default 5,000. */
  connectMs?: number;
  /** After how long without an answer a connection counts as lost, in milliseconds. Default 35,000. */
  answerMs?: number;
}

// Transactions wait for locks while they hold a connection; the rest is for those who only read.
const shareOfWriters = 0.6;

const stopping = new AppError('UNAVAILABLE', 'The server is stopping. Try again in a moment.', { retryAfter: 1 });

export class Pool {
  readonly #pool: pg.Pool;
  readonly #log: Log;
  readonly #max: number;
  readonly #min: number;
  readonly #waitMs: number;
  /** Where transactions wait for their turn. */
  readonly writers: ConcurrencyLimiter;
  #saturatedAt = 0;
  /** How many requests had to be refused because no connection came free in time. */
  refused = 0;

  constructor(options: PoolOptions) {
    this.#log = options.log;
    this.#max = options.max ?? 20;
    this.#min = Math.min(options.min ?? 5, this.#max);
    this.#waitMs = options.waitMs ?? 2_000;
    this.writers = new ConcurrencyLimiter({
      limit: Math.max(1, Math.floor(this.#max * shareOfWriters)),
      shedsLoad: true,
      maxWaitMs: this.#waitMs / 2,
    });
    this.#pool = new pg.Pool({
      Client,
      connectionString: options.url,
      application_name: 'switchboard',
      max: this.#max,
      min: this.#min,
      idleTimeoutMillis: 30_000,
      connectionTimeoutMillis: options.connectMs ?? 5_000,
      maxLifetimeSeconds: 1_800,
      statement_timeout: 30_000,
      // A server that is alive ends a statement itself before this.
      query_timeout: options.answerMs ?? 35_000,
      lock_timeout: 10_000,
      idle_in_transaction_session_timeout: 60_000,
      // One plan for all values: every statement that is prepared has a good one (test/engine/plans.test.ts), and Postgres
      // thinks too little of those of LIMIT and unnest, so it would plan many anew each time, a fifth of its CPU on Q2 of the
      // bench.
      options: `-c ${planCacheMode.replaceAll(' ', '')}`,
      keepAlive: true,
      // A transaction's statements are sent without waiting for the answers before them.
      pipeline: true,
      types: { getTypeParser: parserOf as typeof pg.types.getTypeParser },
    });
    // Without a listener the loss of a connection would end the process. While one is held the pool does not listen to it;
    // the holder's statement tells of the loss.
    this.#pool.on('connect', (client) => client.on('error', () => undefined));
    this.#pool.on('error', (error) => {
      if (!this.#pool.ending) this.#log.warn({ err: error.message }, 'a database connection was lost');
    });
  }

  /** Opens the connections that are to stay open; the first requests then need not wait. */
  async warm(): Promise<void> {
    const clients = await Promise.all(Array.from({ length: this.#min }, () => this.acquire()));
    for (const client of clients) client.release();
  }

  /** A connection of one's own, to be released; UNAVAILABLE when none comes free in time, or the server is stopping. */
  async acquire(): Promise<pg.PoolClient> {
    // What still executes for a client whose connection was closed has come too late, and is no fault.
    if (this.#pool.ending) throw stopping;
    const full = this.#pool.totalCount >= this.#max && this.#pool.idleCount <= this.#pool.waitingCount;
    const client = this.#pool.connect();
    if (!full) return client;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(resolve, this.#waitMs, 'late');
    });
    const first = await Promise.race([client, late]).finally(() => clearTimeout(timer));
    if (first !== 'late') return first;
    client.then(
      (unwanted) => unwanted.release(),
      () => undefined,
    );
    this.#saturated();
    throw busy;
  }

  /**
   * Runs a transaction's work when it may have a connection: at most three in five are for transactions, in turns of
   * workspaces. UNAVAILABLE where it waits for too long.
   */
  async writing<Result>(workspaceId: string | null, work: () => Promise<Result>): Promise<Result> {
    const requester = { workspace: workspaceId ?? '', client: workspaceId ?? '' };
    let result: Result | undefined;
    const write = async () => {
      result = await work();
    };
    await this.writers.run(requester, write, () => false);
    return result as Result;
  }

  #saturated(): void {
    this.refused++;
    if (Date.now() - this.#saturatedAt < 10_000) return;
    this.#saturatedAt = Date.now();
    this.#log.warn({ ...this.use(), refused: this.refused }, 'the connection pool is saturated');
  }

  /** How the pool stands now. */
  use(): { open: number; idle: number; waiting: number; max: number } {
    const { totalCount, idleCount, waitingCount } = this.#pool;
    return { open: totalCount, idle: idleCount, waiting: waitingCount, max: this.#max };
  }

  /** Closes all connections; those in use have a second to come back. */
  async end(): Promise<void> {
    if (this.#pool.ending) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, 1_000);
    });
    await Promise.race([this.#pool.end(), late]).finally(() => clearTimeout(timer));
  }
}
