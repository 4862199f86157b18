// Resolvers of workspaces.
import { workspaceOf } from '../../graphql/context.ts';
import { implement, type NodesOf } from '../../graphql/implement.ts';
import { userConnection } from '../identity/resolvers.ts';
import { workspaceById } from './loaders.ts';

export const nodes: NodesOf<'workspaces'> = {
  Workspace: (ctx, id) => workspaceById(ctx).load(id),
};

export const resolvers = [
  implement('workspaces', 'Query', {
    workspace: (_, __, ctx) => workspaceById(ctx).load(workspaceOf(ctx)),
  }),
  implement('workspaces', 'Workspace', {
    users: (workspace, args, ctx) => userConnection(ctx, workspace.id, args),
  }),
];
