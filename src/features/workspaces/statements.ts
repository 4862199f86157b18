// SQL of workspaces.
import { Columns, serverStatement, statement } from '../../postgres/statement.ts';
import type { WorkspaceRow } from './model.ts';

const workspaceColumns = new Columns<WorkspaceRow>({ id: 'id', slug: 'slug', name: 'name', createdAt: 'created_at' });

export const workspacesById = statement<WorkspaceRow>(
  'workspaces.byId',
  `select ${workspaceColumns.of('w')} from workspaces w where w.id = $1 and w.id = any($2::uuid[])`,
);

export const workspaceBySlug = serverStatement<WorkspaceRow>(
  'workspaces.bySlug',
  `select ${workspaceColumns.of('w')} from workspaces w where w.slug = $1`,
);

export const oldestWorkspaces = serverStatement<WorkspaceRow>(
  'workspaces.oldest',
  `select ${workspaceColumns.of('w')} from workspaces w order by w.created_at limit 10`,
);

export const insertWorkspace = statement<WorkspaceRow>(
  'workspaces.insert',
  `insert into workspaces as w (id, slug, name, created_at) values ($1, $2, $3, $4)
   on conflict (slug) do nothing returning ${workspaceColumns.of('w')}`,
);
