// npm run demo [-- --workspace SLUG]: creates the demo workspace, or completes it after an interrupted run.
import { validSlug } from '../features/workspaces/commands.ts';
import { openDatabase, runCommand } from './command.ts';
import { createDemo, demoState } from './demo/create.ts';

const command = {
  name: 'npm run demo --',
  about: 'Creates the demo workspace: 50 people, 30 channels, 20,000 messages. Completes it after an interrupted run.',
  options: { workspace: { type: 'string', default: 'demo', value: 'SLUG', about: 'its slug' } },
} as const;

await runCommand(command, async ({ values }, config, log) => {
  const slug = validSlug(values.workspace);
  const database = await openDatabase(config, log);
  try {
    const { postgres } = database;
    if ((await demoState(postgres, slug)) === 'complete') {
      process.stdout.write(`The workspace ${slug} already exists; nothing was done.\n`);
      return;
    }
    const startedAt = performance.now();
    await createDemo(postgres, { slug, onProgress: (line) => process.stderr.write(`${line}\n`) });
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    process.stdout.write(`The demo workspace ${slug} is ready, after ${seconds} s.\n\n`);
    process.stdout.write(`Next:\n  npm start\n  npm run token -- --workspace ${slug} --owner\n`);
  } finally {
    await database.close();
  }
});
