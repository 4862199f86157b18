// npm run setup -- --workspace SLUG --handle HANDLE …: creates a workspace and its owner; prompts for missing values.
import { serviceActor } from '../changes/actor.ts';
import { createOwner, issueToken } from '../features/identity/commands.ts';
import { validEmail, validHandle, validName, validPassword } from '../features/identity/model.ts';
import { createWorkspace, findOwner, findWorkspace, validSlug } from '../features/workspaces/commands.ts';
import { UsageError } from './arguments.ts';
import { openDatabase, runCommand } from './command.ts';
import { isInteractive, openPrompt } from './prompt.ts';

const command = {
  name: 'npm run setup --',
  about:
    'Creates a workspace and its owner, and prints a token for the owner. On a terminal it asks for missing values; without\n' +
    'a terminal --workspace and --handle are required.',
  options: {
    workspace: { type: 'string', value: 'SLUG', about: 'the workspace: lower-case letters, digits and hyphens' },
    name: { type: 'string', value: 'NAME', about: 'its name (default: the slug)' },
    handle: { type: 'string', value: 'HANDLE', about: 'the handle of its owner, to sign in with' },
    owner: { type: 'string', value: 'NAME', about: 'the name of its owner (default: the handle)' },
    email: { type: 'string', value: 'ADDRESS', about: "the owner's e-mail address (default: none)" },
    'password-stdin': { type: 'boolean', default: false, about: "reads the owner's password from standard input" },
  },
} as const;

await runCommand(command, async ({ values }, config, log) => {
  const interactive = isInteractive();
  const prompt = openPrompt();
  const ask = async (
    option: 'workspace' | 'name' | 'handle' | 'owner' | 'email',
    question: string,
    fallback?: string,
  ) => {
    const given = values[option];
    if (given !== undefined) return given;
    const answer = interactive ? (await prompt.line(`${question}${fallback ? ` [${fallback}]` : ''}: `)).trim() : '';
    if (answer || fallback !== undefined) return answer || fallback!;
    throw new UsageError(`${question} is missing: give --${option}.`);
  };
  const askPassword = async () => {
    if (values['password-stdin']) return validPassword(await prompt.line());
    if (!interactive) return null;
    const typed = await prompt.secret('Password of the owner (empty: none, sign in with the token): ');
    if (!typed) return null;
    const password = validPassword(typed);
    if ((await prompt.secret('Repeat the password: ')) !== typed)
      throw new Error('The passwords differ. Nothing was done.');
    return password;
  };
  try {
    const slug = validSlug(await ask('workspace', 'The slug of the workspace'));
    const name = await ask('name', 'The name of the workspace', slug);
    const handle = validHandle(await ask('handle', 'The handle of the owner'));
    const ownerName = validName(await ask('owner', 'The name of the owner', handle));
    const email = validEmail((await ask('email', 'The e-mail address of the owner (may be empty)', '')) || null);
    const password = await askPassword();
    const database = await openDatabase(config, log);
    try {
      const { postgres } = database;
      const known = await findWorkspace(postgres, slug);
      if (known && (await findOwner(postgres, known.id))) throw new Error(`The workspace ${slug} already exists.`);
      const workspace = known ?? (await createWorkspace(postgres, { slug, name }));
      await createOwner(serviceActor(postgres, workspace.id), workspace.id, {
        handle,
        name: ownerName,
        email,
        password,
      });
      const token = await issueToken(serviceActor(postgres, workspace.id), handle, {
        name: 'npm run setup',
        days: null,
      });
      const how = password
        ? `They sign in with the mutation signIn (workspace "${slug}", login "${handle}" and the password)`
        : 'They have no password: set one with the mutation setPassword to sign in with signIn';
      process.stderr.write(
        `The workspace ${slug} is ready, and ${handle} owns it. ${how},\n` +
          'or send this token as the header Authorization: Bearer TOKEN. It is shown only once:\n',
      );
      process.stdout.write(`${token}\n`);
    } finally {
      await database.close();
    }
  } finally {
    prompt.close();
  }
});
