// npm run db:rollback [-- --yes]: rolls back the last migration, after it has listed what that deletes.
import { planRollback, type RollbackPlan, rollback } from '../postgres/rollback.ts';
import { UsageError } from './arguments.ts';
import { runCommand, startDatabase } from './command.ts';
import { isInteractive, openPrompt } from './prompt.ts';

const command = {
  name: 'npm run db:rollback --',
  about:
    'Rolls back the last migration. Lists first what that deletes, and asks for confirmation. Stop every server before:\n' +
    'it refuses while one uses the database.',
  options: { yes: { type: 'boolean', default: false, about: 'does not ask for confirmation' } },
} as const;

await runCommand(command, async ({ values }, config) => {
  const database = await startDatabase(config, { exclusive: true });
  try {
    const plan = await planRollback(database.url);
    if (!plan) return void process.stdout.write('There is no migration to roll back.\n');
    process.stderr.write(describe(plan));
    if (!values.yes && !(await isConfirmed())) return void process.stdout.write('Nothing was done.\n');
    await rollback(database.url, plan.name);
    process.stdout.write(`Rolled back: ${plan.name}. The next start of this version runs it again.\n`);
  } finally {
    await database.stop();
  }
});

function describe({ name, note, losses }: RollbackPlan): string {
  const lines = [`Rollback of ${name}.${note ? ` ${note}` : ' Its file does not say what it deletes.'}`];
  if (!losses) lines.push('It runs outside a transaction, so it cannot be tried first.');
  else if (!losses.length) lines.push('No table, column or row is deleted.');
  else lines.push('This is deleted, and only a backup can restore it:', ...losses.map((loss) => `  ${loss}`));
  return `${lines.join('\n')}\n`;
}

async function isConfirmed(): Promise<boolean> {
  if (!isInteractive()) throw new UsageError('Nothing was done. To roll back without confirmation, give --yes.');
  const prompt = openPrompt();
  try {
    return /^y(es)?$/i.test((await prompt.line('Roll it back? [y/N] ')).trim());
  } finally {
    prompt.close();
  }
}
