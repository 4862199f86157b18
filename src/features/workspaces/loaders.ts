// Loaders of workspaces: users see only their own.
import { byKey } from '../../batching/loaders.ts';
import { workspaceStream } from '../../lib/streams.ts';
import { workspacesById } from './statements.ts';

/** The viewer's workspace; null for the id of any other. */
export const workspaceById = byKey('workspaceById', workspacesById, (row) => row.id, {
  dependsOn: (tracker, id) => tracker.trackRow('Workspace', workspaceStream(id), 'workspaces'),
});
