// What all commands share: their arguments, the settings, the database they work on (the one DATABASE_URL names, else
// the embedded one, found beside a running server or started for as long as the command runs), and errors in one line.
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

/** Why the embedded database that this process runs failed, where its own log knows better than a lost connection. */
let diagnose: () => string | undefined = () => undefined;

/** The database's address, the embedded one started if need be; `exclusive` refuses one that another process runs. */
export async function startDatabase(
  config: Config,
  options: { exclusive?: boolean; onProgress?: (step: string) => void } = {},
) {
  if (config.databaseUrl) return { url: config.databaseUrl, embedded: false, stop: async () => {} };
  // They are meant for other servers: PGSSLMODE=require would refuse this one.
  forgetPostgresVariables();
  const embedded = await openEmbedded({ dataDir: config.dataDir, ...options });
  diagnose = embedded.diagnose;
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

/** Runs a command, with the settings, to its exit code; see runProgram. It stops when npm, which started it, has ended. */
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
