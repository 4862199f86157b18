// The engine's access to a database, without the rest of the app, and a separate connection to look at it.
import pg from 'pg';
import { Postgres } from '../../src/postgres/database.ts';
import { Pool, type PoolOptions } from '../../src/postgres/pool.ts';
import { StatementTimes } from '../../src/telemetry/statement-times.ts';
import { type CapturedLog, captureLog } from './captured-log.ts';

export interface OpenPostgres {
  readonly pool: Pool;
  readonly postgres: Postgres;
  readonly times: StatementTimes;
  readonly captured: CapturedLog;
}

/** Pool and statements on this database; the pool is the caller's to end. */
export function openPostgres(
  url: string,
  options: Partial<PoolOptions> & { prepared?: boolean; crossRequestBatching?: boolean; slowMs?: number } = {},
): OpenPostgres {
  const { prepared = true, crossRequestBatching = true, slowMs = 60_000, ...poolOptions } = options;
  const captured = captureLog();
  const pool = new Pool({ url, log: captured.log, min: 0, ...poolOptions });
  const times = new StatementTimes(captured.log, slowMs);
  return { pool, times, captured, postgres: new Postgres(pool, times, { prepared, crossRequestBatching }) };
}

/** A connection that is not the product's; its rows are the driver's own. */
export async function connectBeside(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  return client;
}
