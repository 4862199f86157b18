// Workspaces: the tenants.
import { defineFeature } from '../../graphql/feature.ts';
import * as changes from './changes.ts';
import { nodes, resolvers } from './resolvers.ts';

export const workspaces = defineFeature({
  name: 'workspaces',
  resolvers,
  nodes,
  changes,
});
