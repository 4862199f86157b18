// npm run db:rollback [-- --steps N]
import { rollback } from '../postgres/migrate.ts';
import { readArguments, runCommand, startDatabase, UsageError } from './command.ts';

const usage = 'npm run db:rollback -- [--steps N]';

await runCommand(async (config) => {
  const { values } = readArguments(usage, { steps: { type: 'string', default: '1' } });
  const steps = Number(values.steps);
  if (!Number.isInteger(steps) || steps < 1)
    throw new UsageError(`--steps: give a whole number above 0.\nUsage: ${usage}`);
  const database = await startDatabase(config);
  try {
    const undone = await rollback(database.url, steps);
    process.stdout.write(undone.length ? `Taken back: ${undone.join(', ')}\n` : 'There is nothing to take back.\n');
  } finally {
    await database.stop();
  }
});
