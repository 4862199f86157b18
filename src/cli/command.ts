// What all commands share: settings, the database they work on (the one DATABASE_URL names, else the embedded one,
// found beside a running server or started for as long as the command runs), and errors in one line.
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { type Config, readConfig } from '../config.ts';
import { AppError } from '../lib/errors.ts';
import { Postgres } from '../postgres/database.ts';
import { openEmbedded } from '../postgres/embedded.ts';
import { migrate } from '../postgres/migrate.ts';
import { Pool } from '../postgres/pool.ts';
import { createLog, type Log } from '../telemetry/log.ts';
import { StatementTimes } from '../telemetry/statement-times.ts';

/** A mistake in how a command was called or what it was given; shown in one line. */
export class UsageError extends Error {}

export interface OpenDatabase {
  readonly url: string;
  readonly postgres: Postgres;
  readonly pool: Pool;
  close(): Promise<void>;
}

/** The database's address, the embedded one started if need be; `server` keeps that for one server at a time. */
export async function startDatabase(
  config: Config,
  options: { server?: boolean; onProgress?: (step: string) => void } = {},
) {
  if (config.databaseUrl) return { url: config.databaseUrl, embedded: false, stop: async () => {} };
  const { server = false, onProgress } = options;
  const embedded = await openEmbedded({
    dataDir: config.dataDir,
    exclusive: server,
    ...(onProgress && { onProgress }),
  });
  return { url: embedded.url, embedded: true, stop: () => embedded.stop() };
}

/** The database that the settings name, migrated first. */
export async function openDatabase(config: Config, log: Log): Promise<OpenDatabase> {
  const { url, stop } = await startDatabase(config);
  try {
    await migrate(url);
    const { postgres, pool } = connect(config, log, url);
    const close = async () => {
      await pool.end();
      await stop();
    };
    return { url, postgres, pool, close };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A few connections for work in bulk. Its statements take long by nature, and the log keeps quiet about that. */
export function connect(config: Config, log: Log, url: string): { postgres: Postgres; pool: Pool } {
  const pool = new Pool({ url, log, max: Math.min(4, config.poolMax), min: 0 });
  const times = new StatementTimes(log, Number.POSITIVE_INFINITY);
  return { postgres: new Postgres(pool, times, { prepared: config.prepared }), pool };
}

/** Runs a command to its exit code: 0, or 1 after one line that says what is wrong. */
export async function runCommand(main: (config: Config, log: Log) => Promise<void>): Promise<void> {
  try {
    const config = readConfig();
    await main(config, createLog(config.logLevel));
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = 1;
  }
}

/** The options and positional arguments of the command line; a UsageError with how it is called when they are wrong. */
export function readArguments<Options extends ParseArgsConfig['options']>(usage: string, options: Options) {
  try {
    return parseArgs({ options: { ...options }, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('\n')[0]}\nUsage: ${usage}`);
  }
}

const unreachable = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** An error as one line for a person. */
export function explain(error: unknown): string {
  if (error instanceof AppError || error instanceof UsageError) return error.message;
  const { code, message } = error as { code?: string; message?: string };
  if (message === 'timeout expired' || (code && unreachable.has(code))) {
    return `The database does not answer (${code ?? message}). Check DATABASE_URL, or unset it to use the embedded one.`;
  }
  if (code === '28P01') return 'The database refuses the password in DATABASE_URL.';
  if (code === '3D000') return 'The database that DATABASE_URL names does not exist. Create it first.';
  return message || String(error);
}
