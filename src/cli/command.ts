// Shared by all commands: arguments, settings, the database, and errors in one line. The database is that of DATABASE_URL, or
// the embedded one, which a running server provides or the command starts for as long as it runs.
import { type Config, forgetPostgresVariables, npmPackage, readConfig } from '../config.ts';
import { Postgres } from '../postgres/database.ts';
import { openEmbedded } from '../postgres/embedded.ts';
import { migrate } from '../postgres/migrate.ts';
import { Pool } from '../postgres/pool.ts';
import { createLog, type Log } from '../telemetry/log.ts';
import { StatementTimes } from '../telemetry/statement-times.ts';
import { type Arguments, type CommandLine, type CommandOptions, runProgram } from './arguments.ts';
import { explain } from './explain.ts';
import { stopWithNpm } from './npm-parent.ts';

export interface OpenDatabase {
  readonly url: string;
  readonly postgres: Postgres;
  readonly pool: Pool;
  close(): Promise<void>;
}

/** Returns why the embedded database of this process failed, when its log says more than a lost connection does. */
let diagnose: () => string | undefined = () => undefined;

/**
 * Returns the address of the database, and starts the embedded one if necessary. With `exclusive` it throws when another
 * process runs the embedded database.
 */
export async function startDatabase(
  config: Config,
  options: { exclusive?: boolean; onProgress?: (step: string) => void } = {},
) {
  if (config.databaseUrl) return { url: config.databaseUrl, embedded: false, stop: async () => {} };
  // PG* variables are meant for other servers: with PGSSLMODE=require the embedded server could not be used.
  forgetPostgresVariables();
  const embedded = await openEmbedded({ dataDir: config.dataDir, ...options });
  diagnose = embedded.diagnose;
  return { url: embedded.url, embedded: true, stop: () => embedded.stop() };
}

/** Opens the database of the settings, and migrates it first. */
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

/** A small pool for bulk work. Slow statements are expected there, and not logged. */
export function connect(config: Config, log: Log, url: string): { postgres: Postgres; pool: Pool } {
  const pool = new Pool({ url, log, max: Math.min(4, config.poolMax), min: 0 });
  const times = new StatementTimes(log, Number.POSITIVE_INFINITY);
  return { postgres: new Postgres(pool, times, { prepared: config.prepared }), pool };
}

/** Runs a command with the settings (see runProgram). If npm started it, the command stops when npm ends. */
export function runCommand<const Options extends CommandOptions>(
  command: CommandLine<Options>,
  main: (given: Arguments<Options>, config: Config, log: Log) => Promise<void>,
): Promise<void> {
  const run = async (given: Arguments<Options>) => {
    stopWithNpm(npmPackage());
    const config = readConfig();
    await main(given, config, createLog(config.logLevel));
  };
  return runProgram(command, run, (error) => diagnose() ?? explain(error));
}
