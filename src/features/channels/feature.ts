// Channels, their members, and what is unread in them.
import { defineFeature } from '../../graphql/feature.ts';
import * as changes from './changes.ts';
import { eventResolvers } from './event-resolvers.ts';
import { nodes, resolvers } from './resolvers.ts';

export const channels = defineFeature({
  name: 'channels',
  resolvers: [...resolvers, ...eventResolvers],
  nodes,
  changes,
});
