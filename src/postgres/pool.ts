// The connection pool. 5 to 20 connections are open. A request waits at most 2 s for one, and a new one may take 5 s to
// open. Idle ones close after 30 s, and all are replaced after 30 minutes.
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
  /** How many stay open when idle. Default 5. */
  min?: number;
  /** How long a request waits for a free connection, in milliseconds. Default 2,000. */
  waitMs?: number;
  /** How long a new connection may take to open, in milliseconds. Default 5,000. */
  connectMs?: number;
  /** After how long without an answer a connection counts as lost, in milliseconds. Default 35,000. */
  answerMs?: number;
}

// Transactions may wait for locks while they hold a connection; the rest of the pool is reserved for reads.
const shareOfWriters = 0.6;

const stopping = new AppError('UNAVAILABLE', 'The server is stopping. Try again in a moment.', { retryAfter: 1 });

export class Pool {
  readonly #pool: pg.Pool;
  readonly #log: Log;
  readonly #max: number;
  readonly #min: number;
  readonly #waitMs: number;
  /** Limits how many connections transactions use. */
  readonly writers: ConcurrencyLimiter;
  #saturatedAt = 0;
  /** How many requests were rejected because no connection became free in time. */
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
      // The server's statement_timeout ends a statement before this, unless the server is gone.
      query_timeout: options.answerMs ?? 35_000,
      lock_timeout: 10_000,
      idle_in_transaction_session_timeout: 60_000,
      // One generic plan for all values: every prepared statement has a good one (test/engine/plans.test.ts). Postgres
      // underestimates generic plans with LIMIT and unnest, and would plan many statements again each time: a fifth of
      // its CPU on Q2 of the bench.
      options: `-c ${planCacheMode.replaceAll(' ', '')}`,
      keepAlive: true,
      // A transaction's statements are sent without waiting for earlier results.
      pipeline: true,
      types: { getTypeParser: parserOf as typeof pg.types.getTypeParser },
    });
    // Without a listener, the loss of a connection would end the process. The pool itself does not listen while a
    // connection is in use; the statement in progress rejects.
    this.#pool.on('connect', (client) => client.on('error', () => undefined));
    this.#pool.on('error', (error) => {
      if (!this.#pool.ending) this.#log.warn({ err: error.message }, 'a database connection was lost');
    });
  }

  /** Opens the minimum of connections, so that the first requests need not wait. */
  async warm(): Promise<void> {
    const clients = await Promise.all(Array.from({ length: this.#min }, () => this.acquire()));
    for (const client of clients) client.release();
  }

  /**
   * Takes a connection, which the caller must release. UNAVAILABLE when none becomes free in time, or the server is
   * stopping.
   */
  async acquire(): Promise<pg.PoolClient> {
    // A request that is still executing although its client's connection was closed is late, and not an error.
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
   * Runs a transaction's work when a connection may be used for it: at most three in five are, and workspaces take
   * turns. UNAVAILABLE after too long a wait.
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

  use(): { open: number; idle: number; waiting: number; max: number } {
    const { totalCount, idleCount, waitingCount } = this.#pool;
    return { open: totalCount, idle: idleCount, waiting: waitingCount, max: this.#max };
  }

  /** Closes all connections; those in use have a second to be released. */
  async end(): Promise<void> {
    if (this.#pool.ending) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, 1_000);
    });
    await Promise.race([this.#pool.end(), late]).finally(() => clearTimeout(timer));
  }
}
