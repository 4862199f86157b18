// npm run db:rollback [-- --yes]: takes the last migration back, after it has said what that destroys.
import { planRollback, type RollbackPlan, rollback } from '../postgres/rollback.ts';
import { UsageError } from './arguments.ts';
import { runCommand, startDatabase } from './command.ts';
import { isInteractive, openPrompt } from './prompt.ts';

const command = {
  name: 'npm run db:rollback --',
  about:
    'Takes the last migration back, one at a time. Says first what that destroys, and asks. Stop every server before:\n' +
    'it refuses while one uses the database.',
  options: { yes: { type: 'boolean', default: false, about: 'does not ask' } },
} as const;

await runCommand(command, async ({ values }, config) => {
  const database = await startDatabase(config, { exclusive: true });
  try {
    const plan = await planRollback(database.url);
    if (!plan) return void process.stdout.write('There is nothing to take back.\n');
    process.stderr.write(describe(plan));
    if (!values.yes && !(await isConfirmed())) return void process.stdout.write('Nothing was done.\n');
    await rollback(database.url, plan.name);
    process.stdout.write(`Taken back: ${plan.name}. The next start of this version runs it again.\n`);
  } finally {
    await database.stop();
  }
});

function describe({ name, note, losses }: RollbackPlan): string {
  const lines = [`The way back from ${name}.${note ? ` ${note}` : ' Its file does not say what it destroys.'}`];
  if (!losses) lines.push('It runs outside of a transaction, so it cannot be tried out before.');
  else if (!losses.length) lines.push('No table, column or row goes.');
  else lines.push('This is deleted, and only a backup brings it back:', ...losses.map((loss) => `  ${loss}`));
  return `${lines.join('\n')}\n`;
}

async function isConfirmed(): Promise<boolean> {
  if (!isInteractive()) throw new UsageError('Nothing was done. To take it back without being asked, give --yes.');
  const prompt = openPrompt();
  try {
    return /^y(es)?$/i.test((await prompt.line('Take it back? [y/N] ')).trim());
  } finally {
    prompt.close();
  }
}
