// The features in their order, and the schema they make together.
import * as channelEvents from './features/channels/event-resolvers.ts';
import * as channels from './features/channels/resolvers.ts';
import * as identityEvents from './features/identity/event-resolvers.ts';
import * as identity from './features/identity/resolvers.ts';
import * as messageEvents from './features/messages/event-resolvers.ts';
import * as messages from './features/messages/resolvers.ts';
import * as workspaces from './features/workspaces/resolvers.ts';
import { buildContract } from './graphql/contract.ts';
import { feature } from './graphql/implement.ts';

export const schema = buildContract({
  features: [
    feature('identity', [...identity.resolvers, ...identityEvents.eventResolvers], identity.nodes),
    feature('workspaces', workspaces.resolvers, workspaces.nodes),
    feature('channels', [...channels.resolvers, ...channelEvents.eventResolvers], channels.nodes),
    feature('messages', [...messages.resolvers, ...messageEvents.eventResolvers], messages.nodes),
  ],
});
