// Puts the demo workspace into the database, as an import. All of its channels are begun before the first message, so as
// long as one is missing or not complete the demo is unfinished, and making it again goes on where it was cut off.
import { serviceActor } from '../../changes/actor.ts';
import {
  beginChannel,
  completeChannel,
  type Import,
  importUsers,
  isComplete,
  startImport,
} from '../../features/imports/commands.ts';
import { importMessages } from '../../features/imports/message-commands.ts';
import { createWorkspace, findWorkspace } from '../../features/workspaces/commands.ts';
import type { WorkspaceRow } from '../../features/workspaces/model.ts';
import type { Postgres } from '../../postgres/database.ts';
import { count } from '../import-progress.ts';
import { type DemoWorkspace, demoWorkspace } from './workspace.ts';

const slugOfDemo = 'demo';
const batchSize = 1_000;
// The demo's year ends when it is made, and its workspace is made before that year begins: so its age tells the year
// again to whoever completes it, down to the millisecond.
const ageOfDemo = 367 * 86_400_000;

/** How the demo stands; a workspace of that name that something else made counts as complete. */
export async function demoState(postgres: Postgres, slug = slugOfDemo): Promise<'missing' | 'unfinished' | 'complete'> {
  const workspace = await findWorkspace(postgres, slug);
  if (!workspace) return 'missing';
  if (endOf(workspace) > Date.now()) return 'complete';
  return (await isComplete(startImport(serviceActor(postgres, workspace.id), workspace.id)))
    ? 'complete'
    : 'unfinished';
}

const endOf = ({ createdAt }: WorkspaceRow) => Date.parse(createdAt) + ageOfDemo;

/** Makes the demo workspace, or completes it, and gives it; one that is complete stays as it is. Takes about 4 s. */
export async function createDemo(
  postgres: Postgres,
  { slug = slugOfDemo, onProgress }: { slug?: string; onProgress: (line: string) => void },
): Promise<WorkspaceRow> {
  const state = await demoState(postgres, slug);
  const workspace =
    (await findWorkspace(postgres, slug)) ??
    (await createWorkspace(postgres, { slug, name: 'Pinewharf', now: Date.now() - ageOfDemo }));
  if (state === 'complete') return workspace;
  onProgress(`${state === 'missing' ? 'Making' : 'Completing'} the demo workspace ${slug}`);
  const demo = demoWorkspace({ now: new Date(endOf(workspace)), namespace: workspace.id });
  await fill(startImport(serviceActor(postgres, workspace.id), workspace.id), demo, onProgress);
  return workspace;
}

async function fill(run: Import, demo: DemoWorkspace, onProgress: (line: string) => void): Promise<void> {
  await importUsers(run, demo.users);
  for (const { channel } of demo.channels) await beginChannel(run, channel);
  let [written, told] = [0, 0];
  for (const { channel, messages } of demo.channels) {
    const all = [...messages];
    for (let at = 0; at < all.length; at += batchSize) {
      const some = all.slice(at, at + batchSize);
      await importMessages(run, channel.id, some);
      written += some.length;
      if (written - told < 5_000) continue;
      told = written;
      onProgress(`${count(written)} messages written`);
    }
    await completeChannel(run, channel.id);
  }
}
