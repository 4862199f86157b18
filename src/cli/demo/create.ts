// Imports the demo workspace into the database. All of its channels are created before the first message, so the demo
// is unfinished as long as a channel is missing or incomplete. Creating it again resumes an interrupted import.
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
// The demo's year ends when the demo is created, and its workspace is dated before that year begins. So the exact year
// can be computed from the workspace's age when an interrupted import is resumed.
const ageOfDemo = 367 * 86_400_000;

/** The state of the demo. A workspace with its slug that was not created as the demo counts as complete. */
export async function demoState(postgres: Postgres, slug = slugOfDemo): Promise<'missing' | 'unfinished' | 'complete'> {
  const workspace = await findWorkspace(postgres, slug);
  if (!workspace) return 'missing';
  if (endOf(workspace) > Date.now()) return 'complete';
  return (await isComplete(startImport(serviceActor(postgres, workspace.id), workspace.id)))
    ? 'complete'
    : 'unfinished';
}

const endOf = ({ createdAt }: WorkspaceRow) => Date.parse(createdAt) + ageOfDemo;

/** Creates or completes the demo workspace and returns it. A complete one is not changed. Takes about 4 s. */
export async function createDemo(
  postgres: Postgres,
  { slug = slugOfDemo, onProgress }: { slug?: string; onProgress: (line: string) => void },
): Promise<WorkspaceRow> {
  const state = await demoState(postgres, slug);
  const workspace =
    (await findWorkspace(postgres, slug)) ??
    (await createWorkspace(postgres, { slug, name: 'Pinewharf', now: Date.now() - ageOfDemo }));
  if (state === 'complete') return workspace;
  onProgress(`${state === 'missing' ? 'Creating' : 'Completing'} the demo workspace ${slug}`);
  const demo = demoWorkspace({ now: new Date(endOf(workspace)), namespace: workspace.id });
  await fill(startImport(serviceActor(postgres, workspace.id), workspace.id), demo, onProgress);
  return workspace;
}

async function fill(run: Import, demo: DemoWorkspace, onProgress: (line: string) => void): Promise<void> {
  await importUsers(run, demo.users);
  for (const { channel } of demo.channels) await beginChannel(run, channel);
  let [written, reported] = [0, 0];
  for (const { channel, messages } of demo.channels) {
    const all = [...messages];
    for (let at = 0; at < all.length; at += batchSize) {
      const batch = all.slice(at, at + batchSize);
      await importMessages(run, channel.id, batch);
      written += batch.length;
      if (written - reported < 5_000) continue;
      reported = written;
      onProgress(`${count(written)} messages written`);
    }
    await completeChannel(run, channel.id);
  }
}
