// npm run db:dump [-- --check]: writes the schema that the migrations create into schema/database.sql.
import { readFile, writeFile } from 'node:fs/promises';
import { dumpMigrations } from '../postgres/dump.ts';
import { runCommand, startDatabase } from './command.ts';

const file = new URL('../../schema/database.sql', import.meta.url);

const command = {
  name: 'npm run db:dump --',
  about: 'Writes schema/database.sql: the schema that the migrations create in a new, empty database.',
  options: { check: { type: 'boolean', default: false, about: 'writes nothing; fails when the file is out of date' } },
} as const;

await runCommand(command, async ({ values }, config) => {
  const database = await startDatabase(config);
  try {
    const current = await dumpMigrations(database.url);
    const written = await readFile(file, 'utf8').catch(() => '');
    if (!values.check) await writeFile(file, current);
    else if (current !== written) throw new Error('schema/database.sql is out of date: run npm run db:dump.');
  } finally {
    await database.stop();
  }
});
