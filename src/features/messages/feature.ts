// Messages, threads, mentions, reactions and pins.
import { defineFeature } from '../../graphql/feature.ts';
import * as changes from './changes.ts';
import { eventResolvers } from './event-resolvers.ts';
import { nodes, resolvers } from './resolvers.ts';

export const messages = defineFeature({
  name: 'messages',
  resolvers: [...resolvers, ...eventResolvers],
  nodes,
  changes,
});
