// npm run db:dump [-- --check]: prints what the migrations make into schema/database.sql, from a new, empty database.
import { readFile, writeFile } from 'node:fs/promises';
import { dumpMigrations } from '../postgres/dump.ts';
import { readArguments, runCommand, startDatabase } from './command.ts';

const file = new URL('../../schema/database.sql', import.meta.url);

await runCommand(async (config) => {
  const { values } = readArguments('npm run db:dump -- [--check]', { check: { type: 'boolean', default: false } });
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
