// npm run import -- EXPORT.zip [--workspace SLUG] [--match-email]: imports a Slack workspace export into a workspace. It may
// be run again: it skips what is already imported, and so completes an interrupted run.
import { basename } from 'node:path';
import { serviceActor } from '../changes/actor.ts';
import { startImport } from '../features/imports/commands.ts';
import { matchByEmail } from '../features/imports/update-commands.ts';
import { createWorkspace, findOwner, findWorkspace, validSlug } from '../features/workspaces/commands.ts';
import { importedUuid } from '../lib/ids.ts';
import { type OpenDatabase, openDatabase, runCommand } from './command.ts';
import { hold } from './import-hold.ts';
import { count, Progress } from './import-progress.ts';
import { reportLines } from './import-report.ts';
import { runImport } from './import-run.ts';
import { openSlackExport } from './slack/export.ts';

const command = {
  name: 'npm run import --',
  about: 'Imports a Slack workspace export into a workspace. May be run again: it skips what is already imported.',
  positionals: ['EXPORT.zip'],
  options: {
    workspace: {
      type: 'string',
      value: 'SLUG',
      about: 'the workspace, created if it does not exist (default: named after the file)',
    },
    'match-email': {
      type: 'boolean',
      about: 'match people in the export with existing users who have the same e-mail address',
    },
  },
} as const;

await runCommand(command, async ({ values, positionals }, config, log) => {
  const path = positionals[0]!;
  const slug = validSlug(values.workspace ?? slugFrom(path));
  const database = await openDatabase(config, log);
  try {
    await importExport(database, path, slug, values['match-email'] === true);
  } finally {
    await database.close();
  }
});

/** A workspace's slug from the file's name, without the dates that Slack adds: a later export has other dates. */
function slugFrom(path: string): string {
  const slug = basename(path)
    .replace(/\.zip$/i, '')
    .replace(/ slack export \w+ \d+ \d+ - .*$/i, '')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, 40)
    .replace(/-$/, '');
  if (slug) return slug;
  throw new Error(`${basename(path)} does not give a name for the workspace: name one with --workspace.`);
}

async function importExport({ postgres, pool }: OpenDatabase, path: string, slug: string, matchEmail: boolean) {
  const known = await findWorkspace(postgres, slug);
  const now = Date.now();
  // The workspace is created only after the file could be read, but reading the file needs the workspace's id.
  const namespace = known?.id ?? importedUuid(now, 'workspace', slug);
  const slack = await openSlackExport(path, { namespace });
  try {
    const workspace = known ?? (await createWorkspace(postgres, { slug, name: nameFrom(slug), now }));
    if (workspace.id !== namespace) throw new Error('The new workspace has an unexpected id.');
    const held = await hold(pool, workspace.id, slug);
    const stop = stopOnSignal();
    const progress = new Progress();
    try {
      const run = startImport(serviceActor(postgres, workspace.id), workspace.id);
      const matched = matchEmail ? await matchByEmail(run, slack.users) : new Map();
      slack.identify(matched);
      const { result, complete } = await runImport(run, slack, {
        onProgress: (share, { messages }, label) => progress.show(share, messages.added + messages.present, label),
        isStopped: () => {
          held.check();
          return stop.isRequested;
        },
      });
      progress.end();
      if (!complete) {
        const { added, present } = result.messages;
        process.stderr.write(
          `Stopped after ${count(added + present)} messages, ${count(added)} of them new. ${howToContinue(path, slug)}\n`,
        );
        process.exitCode = 130;
        return;
      }
      const hasOwner = (await findOwner(postgres, workspace.id)) !== null;
      const handleOf = (id: string) => run.handles.get(id) ?? '';
      const report = reportLines(result, slack.report, {
        ...{ slug, hasOwner, seconds: progress.seconds, matched: [...matched.values()] },
        emailsTaken: [...run.emailsTaken].map(([id, email]) => ({ email, handle: handleOf(id) })),
        secondOwners: [...run.secondOwners].map(handleOf),
      });
      process.stdout.write(`${report.join('\n')}\n`);
    } catch (error) {
      progress.end();
      if (error instanceof Error) error.message += ` ${howToContinue(path, slug)}`;
      throw error;
    } finally {
      stop.end();
      held.release();
    }
  } finally {
    slack.close();
  }
}

function nameFrom(slug: string): string {
  return slug.replace(/(^|-+)([a-z0-9])/g, (_, dash: string, first: string) => (dash && ' ') + first.toUpperCase());
}

function howToContinue(path: string, slug: string): string {
  return `Imported data stays; to continue, run it again: npm run import -- ${JSON.stringify(path)} --workspace ${slug}`;
}

/** Requests a stop on the first signal. After end(), or the third signal, signals have their default effect again. */
function stopOnSignal() {
  const stop = { isRequested: false, end: () => {} };
  let signals = 0;
  const onSignal = () => {
    if (!stop.isRequested) process.stderr.write('\nStopping after this batch …\n');
    stop.isRequested = true;
    // The terminal and the parent process may both send one.
    if (++signals >= 3) stop.end();
  };
  stop.end = () => {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal).off('SIGHUP', onSignal);
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal).on('SIGHUP', onSignal);
  return stop;
}
