// Starts the server: reads the settings, checks the address, opens and migrates the database, creates the demo in an
// empty embedded database, and listens. On a signal it drains and stops.
import { type App, createApp } from './app.ts';
import { connect, runCommand, startDatabase } from './cli/command.ts';
import { createDemo, demoState } from './cli/demo/create.ts';
import { type Config, describeConfig } from './config.ts';
import { listWorkspaces } from './features/workspaces/commands.ts';
import { migrate } from './postgres/migrate.ts';
import type { Log } from './telemetry/log.ts';
import { checkAddress, isWildcard } from './transport/address.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);

const command = {
  name: 'npm start --',
  about: 'Starts the server. Settings come from the environment; docs/settings.md lists them.',
  options: {},
};

/** What has been started so far, and must be closed on a signal. */
interface Running {
  app?: App;
  database?: { stop(): Promise<void> };
}

await runCommand(command, async (_, config, log) => {
  log.info(describeConfig(config), 'settings');
  const running: Running = {};
  const close = async () => {
    await running.app?.close();
    await running.database?.stop();
  };
  const isStopping = stopOnSignals(close);
  try {
    await start(config, log, running);
  } catch (error) {
    if (isStopping()) return; // the signal closed its connections
    await close();
    throw error;
  }
});

async function start(config: Config, log: Log, running: Running): Promise<void> {
  // Fail early, before a database and a demo are created.
  await checkAddress(config);
  const database = await startDatabase(config, { exclusive: true, onProgress: say });
  running.database = database;
  const migrations = await migrate(database.url);
  if (migrations.length) say(`Migrated the database: ${migrations.join(', ')}`);
  const app = createApp({ config, databaseUrl: database.url, log });
  running.app = app;
  const empty = (await listWorkspaces(app.internals.postgres)).length === 0;
  // A demo that was interrupted is completed.
  if (
    database.embedded &&
    !config.production &&
    (empty || (await demoState(app.internals.postgres)) === 'unfinished')
  ) {
    const { postgres, pool } = connect(config, log, database.url);
    await createDemo(postgres, { onProgress: say }).finally(() => pool.end());
  }
  const { origin } = await app.listen();
  const links = await app.graphiqlLinks(origin);
  const lines = links.length ? signedIn(origin, links) : notSignedIn(origin, config, empty);
  say(['', ...lines, ''].join('\n'));
}

function signedIn(origin: string, links: string[]): string[] {
  return [
    'Switchboard is ready. GraphiQL:',
    ...links.map((link) => `  ${link}`),
    'A channel, live (the link above signs you in for it):',
    `  ${origin}/live`,
  ];
}

function notSignedIn(origin: string, { host }: Config, empty: boolean): string[] {
  const where = isWildcard(host) ? ` It listens on every address of this machine (HOST=${host}).` : '';
  const next = empty
    ? ['There is no workspace yet: npm run setup creates one with its owner, npm run demo one with content.']
    : ['To sign in, use signIn or a token: npm run token -- --workspace SLUG --owner'];
  return [`Switchboard is ready.${where} GraphQL:`, `  ${origin}/graphql`, ...next];
}

/**
 * Closes and exits with 0 on the first signal; exits at once with 1 on a later one. Returns a function that says
 * whether a signal has come.
 */
function stopOnSignals(close: () => Promise<void>): () => boolean {
  const sameMs = 1_000; // the terminal and npm both send the same one
  let stoppingAt: number | undefined;
  const stop = async (signal: string) => {
    if (stoppingAt !== undefined) {
      if (performance.now() - stoppingAt > sameMs) process.exit(1);
      return;
    }
    stoppingAt = performance.now();
    say(`${signal}: waiting for requests to end …`);
    await close().catch((error: Error) => process.stderr.write(`${error.message}\n`));
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void stop(signal));
  return () => stoppingAt !== undefined;
}
