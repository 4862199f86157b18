// Users, their tokens and sessions, and their presence.
import { defineFeature } from '../../graphql/feature.ts';
import * as changes from './changes.ts';
import { consumers } from './consumers.ts';
import { eventResolvers } from './event-resolvers.ts';
import { nodes, resolvers } from './resolvers.ts';

export const identity = defineFeature({
  name: 'identity',
  resolvers: [...resolvers, ...eventResolvers],
  nodes,
  changes,
  consumers,
});
