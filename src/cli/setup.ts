// npm run setup -- --workspace SLUG --handle HANDLE …: makes a workspace and its owner; asks for what is not given.
import { createInterface } from 'node:readline/promises';
import { createOwner, issueToken } from '../features/identity/commands.ts';
import { validEmail, validHandle, validName, validPassword } from '../features/identity/model.ts';
import { createWorkspace, findOwner, findWorkspace, validSlug } from '../features/workspaces/commands.ts';
import { openDatabase, readArguments, runCommand, UsageError } from './command.ts';

const usage =
  'npm run setup -- [--workspace SLUG] [--name NAME] [--handle HANDLE] [--owner NAME] [--email ADDRESS] [--password-stdin]';

await runCommand(async (config, log) => {
  const { values } = readArguments(usage, {
    workspace: { type: 'string' },
    name: { type: 'string' },
    handle: { type: 'string' },
    owner: { type: 'string' },
    email: { type: 'string' },
    'password-stdin': { type: 'boolean', default: false },
  });
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const interactive = process.stdin.isTTY === true;
  const ask = async (given: string | undefined, question: string, fallback?: string): Promise<string> => {
    if (given !== undefined) return given;
    const answer = interactive ? (await lines.question(`${question}${fallback ? ` [${fallback}]` : ''}: `)).trim() : '';
    if (answer || fallback !== undefined) return answer || fallback!;
    throw new UsageError(`${question} is missing.\nUsage: ${usage}`);
  };
  try {
    const slug = validSlug(await ask(values.workspace, 'Workspace (slug)'));
    const name = await ask(values.name, 'Name of the workspace', slug);
    const handle = validHandle(await ask(values.handle, 'Handle of the owner'));
    const ownerName = validName(await ask(values.owner, 'Name of the owner', handle));
    const email = validEmail((await ask(values.email, 'E-mail of the owner (may be empty)', '')) || null);
    const password = values['password-stdin'] ? validPassword(await lines.question('')) : null;
    const database = await openDatabase(config, log);
    try {
      const { postgres } = database;
      const known = await findWorkspace(postgres, slug);
      if (known && (await findOwner(postgres, known.id))) throw new UsageError(`There is a workspace ${slug} already.`);
      const workspace = known ?? (await createWorkspace(postgres, { slug, name }));
      await createOwner(postgres, workspace.id, { handle, name: ownerName, email, password });
      const token = await issueToken(postgres, workspace.id, handle, { name: 'npm run setup', days: null });
      process.stderr.write(`The workspace ${slug} is ready, and ${handle} owns it. A token of theirs:\n`);
      process.stdout.write(`${token}\n`);
      if (!password) process.stderr.write('Set a password with the mutation setPassword to sign in with signIn.\n');
    } finally {
      await database.close();
    }
  } finally {
    lines.close();
  }
});
