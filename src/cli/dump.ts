// npm run db:dump [-- --check]: prints what the migrations make into schema/database.sql, from a new, empty database.
import { readFile, writeFile } from 'node:fs/promises';
import { dumpMigrations } from '../postgres/dump.ts';
import { runCommand, startDatabase } from './command.ts';

const file = new URL('../../schema/database.sql', import.meta.url);

const command = {
  name: 'npm run db:dump --',
  about: 'Writes schema/database.sql: what the migrations make in a new, empty database.',
  options: { check: { type: 'boolean', default: false, about: 'writes nothing; fails when the file is stale' } },
} as const;

await runCommand(command, async ({ values }, config) => {
  const database = await startDatabase(config);
  try {
    const made = await dumpMigrations(database.url);
    const kept = await readFile(file, 'utf8').catch(() => '');
    if (!values.check) await writeFile(file, made);
    else if (made !== kept)
      throw new Error('schema/database.sql is not what the migrations make: run npm run db:dump.');
  } finally {
    await database.stop();
  }
});
