// The features in their order, and the schema they make together.
import * as channels from './features/channels/resolvers.ts';
import * as identity from './features/identity/resolvers.ts';
import * as messages from './features/messages/resolvers.ts';
import * as workspaces from './features/workspaces/resolvers.ts';
import { buildContract } from './graphql/contract.ts';
import { feature } from './graphql/implement.ts';

export const schema = buildContract({
  features: [
    feature('identity', identity.resolvers, identity.nodes),
    feature('workspaces', workspaces.resolvers, workspaces.nodes),
    feature('channels', channels.resolvers, channels.nodes),
    feature('messages', messages.resolvers, messages.nodes),
  ],
});
