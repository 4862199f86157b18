// Runs statements: reads on any connection, writes in a transaction. After a lost connection or a serialization failure
// it tries again where nothing can be done twice.
import pg from 'pg';
import type { CommittedChanges } from '../lib/changes.ts';
import { AppError } from '../lib/errors.ts';
import { Ledger } from '../telemetry/ledger.ts';
import type { StatementTimes } from '../telemetry/statement-times.ts';
import { CrossRequestBatcher, type Keys } from './cross-request-batcher.ts';
import { followsFailure, isLost, isRefusal, isRetryable, unavailable } from './failures.ts';
import type { Pool } from './pool.ts';
import { PreparedFlight } from './prepared-flight.ts';
import { PreparedQuery } from './prepared-query.ts';
import type { Statement } from './statement.ts';

/** Runs statements of one workspace. */
export interface Runner {
  /** The rows. `keys` is how many keys of a loader the statement serves; 0 if no loader runs it. */
  run<Row>(statement: Statement<Row>, values?: readonly unknown[], keys?: number): Promise<Row[]>;
}

export interface TransactionOptions {
  /** The body claims an idempotency key first, so it may run again even when the outcome of COMMIT is unknown. */
  idempotent?: boolean;
}

/** The database of one workspace, for one execution. */
export interface Database extends Runner {
  /**
   * The rows of the keys, in the keys' order, with null where there is none. Look-ups of several executions may be
   * batched into one statement, so rows are shared and must not be changed. With further values, such as the viewer,
   * the statement runs for this execution alone.
   */
  lookUp<Row>(
    statement: Statement<Row>,
    keys: Keys,
    keyOf: (row: Row) => string,
    values?: readonly unknown[],
  ): Promise<(Row | null)[]>;
  /**
   * Runs the body in a transaction. It may run more than once, so it must have no side effects outside. Statements are
   * pipelined: one that the body does not await is sent with the next, or with COMMIT, and still fails the transaction.
   */
  transaction<Result>(body: (tx: Runner) => Promise<Result>, options?: TransactionOptions): Promise<Result>;
  /**
   * Runs these statements in order as one transaction in one round trip; returns the rows of each. Throws
   * `UnknownOutcome` when the connection is lost after they were sent: they may have been committed or not.
   */
  flight(steps: readonly FlightStatement[]): Promise<unknown[][]>;
}

/** A statement of a flight: a transaction that is sent in one round trip. */
export interface FlightStatement {
  readonly statement: Statement<unknown>;
  readonly values: readonly unknown[];
}

const attempts = 3;
const pingMs = 2_000;

export class Postgres {
  readonly #pool: Pool;
  readonly #times: StatementTimes;
  readonly #prepared: boolean;
  /** Null when look-ups are not batched across requests. */
  readonly batcher: CrossRequestBatcher | null;
  /** Called after every transaction that this instance commits, as a hint that there may be something to read. */
  onCommit: () => void = () => {};
  /**
   * Called with the changes of every write that this instance commits. The write is acknowledged when it has returned.
   */
  onChanges: (committed: CommittedChanges) => void | Promise<void> = () => {};

  constructor(pool: Pool, times: StatementTimes, { prepared = true, crossRequestBatching = true } = {}) {
    this.#pool = pool;
    this.#times = times;
    this.#prepared = prepared;
    // The ledger bounds the bytes of a batch, as it does those of an operation.
    const createBatcher = () =>
      new CrossRequestBatcher((workspaceId, ...run) => this.scoped(workspaceId, new Ledger()).run(...run));
    this.batcher = crossRequestBatching ? createBatcher() : null;
  }

  /** The database for one execution. Without a workspace only server statements can run. */
  scoped(workspaceId: string | null, ledger?: Ledger): Database {
    return new Scoped(this, workspaceId, ledger);
  }

  /** Rejects unless the database answers within 2 s, plus 5 s if a connection must be opened first. */
  async ping(): Promise<void> {
    await this.with((client) => client.query({ text: 'select 1', query_timeout: pingMs } as pg.QueryConfig));
  }

  /** Runs the function with a connection of the pool. */
  async with<Result>(use: (client: pg.PoolClient) => Promise<Result>): Promise<Result> {
    const client = await this.#pool.acquire();
    try {
      const result = await use(client);
      client.release();
      return result;
    } catch (error) {
      // A connection that was lost, or whose state is unknown, must not be used again.
      client.release(isLost(error) || error instanceof UnknownOutcome);
      throw error;
    }
  }

  /** The same for a transaction, of which fewer may run. */
  writing<Result>(workspaceId: string | null, use: (client: pg.PoolClient) => Promise<Result>): Promise<Result> {
    return this.#pool.writing(workspaceId, () => this.with(use));
  }

  /** Runs a statement on a connection; `values` include the workspace. Returns the rows. */
  async send<Row>(
    client: pg.PoolClient,
    statement: Statement<Row>,
    values: readonly unknown[],
    keys: number,
    startedAt: number,
    ledger: Ledger | undefined,
  ): Promise<Row[]> {
    const rows = await rowsOf<Row>(
      client,
      statement.prepared && this.#prepared ? statement.key : '',
      statement,
      values,
      ledger,
    );
    const ms = performance.now() - startedAt;
    ledger?.statement(statement.name, keys, rows.length, ms);
    this.#times.record(statement.name, ms, keys, rows.length);
    return rows;
  }

  /** Runs a flight on a connection; the values include the workspace. Returns the rows of each statement. */
  async sendFlight(client: pg.PoolClient, steps: readonly FlightStatement[], startedAt: number): Promise<unknown[][]> {
    const named = steps.map(({ statement, values }) => {
      return { name: statement.prepared && this.#prepared ? statement.key : '', text: statement.text, values };
    });
    // The statements cannot be timed separately: the whole flight counts as its last one.
    const { name } = steps.at(-1)!.statement;
    const rows = await new Promise<unknown[][]>((resolve, reject) => {
      const flight = new PreparedFlight(named, (error, rows) => (error ? reject(error) : resolve(rows!)));
      client.query(flight as unknown as pg.Submittable);
    }).catch((error: unknown) => {
      if (error instanceof pg.DatabaseError) this.#times.flightFailed(name, error.code);
      throw error;
    });
    this.#times.record(name, performance.now() - startedAt, 0, rows.at(-1)!.length);
    return rows;
  }
}

// Each execution creates one of these, and every read goes through it. It creates no named functions: where the sources
// are run directly, these cost several times as much as others.
class Scoped implements Database {
  readonly #postgres: Postgres;
  readonly #workspaceId: string | null;
  readonly #ledger: Ledger | undefined;

  constructor(postgres: Postgres, workspaceId: string | null, ledger: Ledger | undefined) {
    this.#postgres = postgres;
    this.#workspaceId = workspaceId;
    this.#ledger = ledger;
  }

  async run<Row>(statement: Statement<Row>, values: readonly unknown[] = [], keys = 0): Promise<Row[]> {
    const given = this.#valuesOf(statement, values);
    for (let attempt = 1; ; attempt++) {
      const startedAt = performance.now();
      try {
        return await this.#postgres.with((client) =>
          this.#postgres.send(client, statement, given, keys, startedAt, this.#ledger),
        );
      } catch (error) {
        await retryOrThrow(attempt, error, isLost(error));
      }
    }
  }

  async lookUp<Row>(
    statement: Statement<Row>,
    keys: Keys,
    keyOf: (row: Row) => string,
    values?: readonly unknown[],
  ): Promise<(Row | null)[]> {
    const { texts, columns } = keys;
    const batcher = values ? null : this.#postgres.batcher;
    if (!batcher) {
      const rows = await this.run(statement, values ? [...columns, ...values] : columns, texts.length);
      const found = new Map(rows.map((row) => [keyOf(row), row]));
      return texts.map((text) => found.get(text) ?? null);
    }
    const startedAt = performance.now();
    const found = await batcher.lookUp(this.#workspaceId, statement, keys, keyOf);
    const rows = texts.map((text) => found.get(text) ?? null);
    const count = rows.reduce((sum, row) => (row ? sum + 1 : sum), 0);
    this.#ledger?.statement(statement.name, texts.length, count, performance.now() - startedAt);
    return rows;
  }

  async transaction<Result>(body: (tx: Runner) => Promise<Result>, options: TransactionOptions = {}): Promise<Result> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#postgres.writing(this.#workspaceId, (client) => this.#attempt(client, body, options));
      } catch (error) {
        await retryOrThrow(attempt, error, isRetryable(error) || isLost(error));
      }
    }
  }

  async flight(steps: readonly FlightStatement[]): Promise<unknown[][]> {
    const given = steps.map(({ statement, values }) => ({ statement, values: this.#valuesOf(statement, values) }));
    for (let attempt = 1; ; attempt++) {
      const startedAt = performance.now();
      let sent = false;
      try {
        const rows = await this.#postgres.with((client) => {
          sent = true;
          return this.#postgres.sendFlight(client, given, startedAt);
        });
        this.#postgres.onCommit();
        return rows;
      } catch (error) {
        if (sent && isLost(error) && !isRefusal(error)) throw new UnknownOutcome();
        await retryOrThrow(attempt, error, isRetryable(error) || isLost(error));
      }
    }
  }

  async #attempt<Result>(
    client: pg.PoolClient,
    body: (tx: Runner) => Promise<Result>,
    options: TransactionOptions,
  ): Promise<Result> {
    const sent: Promise<unknown>[] = [];
    let first: { error: unknown } | undefined;
    const track = <Answer>(answer: Promise<Answer>) => {
      const settled = answer.catch((error) => {
        first ??= { error };
      });
      sent.push(settled);
      return answer;
    };
    const run = async <Row>(statement: Statement<Row>, values: readonly unknown[] = [], keys = 0): Promise<Row[]> =>
      this.#postgres.send(client, statement, this.#valuesOf(statement, values), keys, performance.now(), this.#ledger);
    let committing = false;
    try {
      void track(client.query('begin'));
      const result = await body({ run: (...args) => track(run(...args)) });
      committing = true;
      await client.query('commit');
      await Promise.all(sent);
      // COMMIT of a failed transaction is a rollback, and not an error.
      if (first) throw first.error;
      this.#postgres.onCommit();
      return result;
    } catch (error) {
      // A refused statement means that nothing is committed; the later ones fail only because of it.
      const refused = first?.error instanceof pg.DatabaseError ? first.error : null;
      const cause = refused && (isLost(error) || followsFailure(error)) ? refused : error;
      if (committing && isLost(error) && !refused && !options.idempotent) throw new UnknownOutcome();
      if (!committing && !isLost(error)) await client.query('rollback');
      throw cause;
    }
  }

  #valuesOf({ scoped, name }: Statement<unknown>, values: readonly unknown[]): readonly unknown[] {
    if (!scoped) return values;
    if (this.#workspaceId === null) throw new Error(`${name} ran without a workspace`);
    return [this.#workspaceId, ...values];
  }
}

/** Waits before a retry, if a retry makes sense; otherwise throws the error for the caller. */
async function retryOrThrow(attempt: number, error: unknown, retry: boolean): Promise<void> {
  if (attempt < attempts && retry) {
    await new Promise((resolve) => setTimeout(resolve, 2 ** attempt * 10 * (0.5 + Math.random())));
    return;
  }
  throw unavailable(error) ?? error;
}

/** A statement without a name is not prepared. */
function rowsOf<Row>(
  client: pg.PoolClient,
  name: string,
  { text }: Statement<Row>,
  values: readonly unknown[],
  ledger: Ledger | undefined,
) {
  return new Promise<Row[]>((resolve, reject) => {
    const ended = (error: Error | null, rows?: object[]) => (error ? reject(error) : resolve(rows as Row[]));
    client.query(new PreparedQuery(name, text, values, ended, ledger) as unknown as pg.Submittable);
  });
}

/** The connection was lost after COMMIT had been sent. */
export class UnknownOutcome extends AppError {
  constructor() {
    super(
      'UNAVAILABLE',
      'The connection to the database was lost while committing: the change may or may not have been made.',
    );
  }
}
