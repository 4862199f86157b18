// npm run db:migrate
import { migrate } from '../postgres/migrate.ts';
import { runCommand, startDatabase } from './command.ts';

const command = {
  name: 'npm run db:migrate --',
  about: 'Migrates the database. npm start and the other commands do the same first.',
  options: {},
};

await runCommand(command, async (_, config) => {
  const database = await startDatabase(config);
  try {
    const done = await migrate(database.url);
    process.stdout.write(done.length ? `Migrated: ${done.join(', ')}\n` : 'The database is up to date.\n');
  } finally {
    await database.stop();
  }
});
