// npm run token -- --workspace SLUG (--owner | --user HANDLE): prints a bearer token, and only that, to standard output.
import { serviceActor } from '../changes/actor.ts';
import { issueToken } from '../features/identity/commands.ts';
import { findOwner, findWorkspace } from '../features/workspaces/commands.ts';
import { UsageError } from './arguments.ts';
import { openDatabase, runCommand } from './command.ts';

const command = {
  name: 'npm run token --',
  about: 'Prints a new bearer token for a user, and nothing else. Give --workspace, and either --owner or --user.',
  options: {
    workspace: { type: 'string', value: 'SLUG', about: 'the workspace' },
    owner: { type: 'boolean', default: false, about: 'a token for its owner' },
    user: { type: 'string', value: 'HANDLE', about: 'a token for this user' },
    days: { type: 'string', value: 'N', about: 'how many days it is valid (default: until it is revoked)' },
  },
} as const;

await runCommand(command, async ({ values }, config, log) => {
  const { workspace: slug, owner, user: handle } = values;
  const days = values.days === undefined ? null : Number(values.days);
  if (!slug) throw new UsageError('Name the workspace with --workspace.');
  if (owner === (handle !== undefined)) throw new UsageError('Give either --owner or --user.');
  if (days !== null && !(days > 0)) throw new UsageError('--days: give a number above 0.');
  const database = await openDatabase(config, log);
  try {
    const workspace = await findWorkspace(database.postgres, slug);
    if (!workspace) throw new Error(`There is no workspace ${slug}.`);
    const who = handle ?? (await findOwner(database.postgres, workspace.id))?.handle;
    if (!who) throw new Error(`The workspace ${slug} has no owner: name a user with --user.`);
    const token = await issueToken(serviceActor(database.postgres, workspace.id), who, { name: 'npm run token', days });
    process.stdout.write(`${token}\n`);
  } finally {
    await database.close();
  }
});
