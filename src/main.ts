// Starts the server: settings, database, migrations, the demo in an empty embedded database, listening; then drains.
import { createApp } from './app.ts';
import { connect, runCommand, startDatabase } from './cli/command.ts';
import { createDemo, demoState } from './cli/demo/create.ts';
import { describeConfig } from './config.ts';
import { listWorkspaces } from './features/workspaces/commands.ts';
import { migrate } from './postgres/migrate.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);

await runCommand(async (config, log) => {
  log.info(describeConfig(config), 'settings');
  const database = await startDatabase(config, { server: true, onProgress: say });
  const app = createApp({ config, databaseUrl: database.url, log });
  try {
    const migrations = await migrate(database.url);
    if (migrations.length) say(`Migrated the database: ${migrations.join(', ')}`);
    const empty = (await listWorkspaces(app.postgres)).length === 0;
    // One that was cut off is completed.
    if (database.embedded && (empty || (await demoState(app.postgres)) === 'unfinished')) {
      const { postgres, pool } = connect(config, log, database.url);
      await createDemo(postgres, { onProgress: say }).finally(() => pool.end());
    }
    const { origin } = await app.listen();
    // Before the link is shown: whoever waits for it may send a signal at once.
    stopOnSignals(async () => {
      await app.close();
      await database.stop();
    });
    const links = await app.graphiqlLinks(origin);
    if (empty && !database.embedded)
      say('There is no workspace yet: npm run setup makes one, npm run demo a full one.');
    const lines = ['', 'Switchboard is ready. GraphiQL:', ...links.map((link) => `  ${link}`)];
    say([...lines, 'A channel, live (the link above signs you in for it):', `  ${origin}/live`, ''].join('\n'));
  } catch (error) {
    await app.close();
    await database.stop();
    throw error;
  }
});

/** Closes and ends with 0 on the first SIGTERM or SIGINT, and at once on the second. */
function stopOnSignals(close: () => Promise<void>): void {
  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return process.exit(1);
    stopping = true;
    say(`${signal}: letting requests end …`);
    await close();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal));
}
