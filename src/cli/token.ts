// npm run token -- --workspace SLUG (--owner | --user HANDLE): prints a bearer token, and nothing else on standard output.
import { issueToken } from '../features/identity/commands.ts';
import { findOwner, findWorkspace } from '../features/workspaces/commands.ts';
import { openDatabase, readArguments, runCommand, UsageError } from './command.ts';

const usage = 'npm run token -- --workspace SLUG (--owner | --user HANDLE) [--days N]';

await runCommand(async (config, log) => {
  const { values } = readArguments(usage, {
    workspace: { type: 'string' },
    owner: { type: 'boolean', default: false },
    user: { type: 'string' },
    days: { type: 'string' },
  });
  const { workspace: slug, owner, user: handle } = values;
  const days = values.days === undefined ? null : Number(values.days);
  if (!slug) throw new UsageError(`Name the workspace.\nUsage: ${usage}`);
  if (owner === (handle !== undefined)) throw new UsageError(`Give either --owner or --user.\nUsage: ${usage}`);
  if (days !== null && !(days > 0)) throw new UsageError(`--days: give a number above 0.\nUsage: ${usage}`);
  const database = await openDatabase(config, log);
  try {
    const workspace = await findWorkspace(database.postgres, slug);
    if (!workspace) throw new UsageError(`There is no workspace ${slug}.`);
    const who = handle ?? (await findOwner(database.postgres, workspace.id))?.handle;
    if (!who) throw new UsageError(`Nobody owns the workspace ${slug}: name a user with --user.`);
    const token = await issueToken(database.postgres, workspace.id, who, { name: 'npm run token', days });
    process.stdout.write(`${token}\n`);
  } finally {
    await database.close();
  }
});
