// Mercurius on Fastify with its own subscriptions, as its documentation has it.
import Fastify from 'fastify';
import mercurius, { type IResolvers } from 'mercurius';
import { clock } from './clock.ts';
import { channels, type Published, resolvers, typeDefs, writeMessage } from './peer.ts';
import { serve } from './server-process.ts';

await serve(async () => {
  const app = Fastify();
  const topic = (channelId: string) => `channelEvents:${channelId}`;
  const channelEvents = {
    subscribe: (_: unknown, { channelId }: { channelId: string }, { pubsub }: { pubsub: mercurius.PubSub }) =>
      pubsub.subscribe(topic(channelId)),
    resolve: (event: Published) => event,
  };
  const { __resolveType: resolveType } = resolvers.ChannelEvent;
  const all = { ...resolvers, ChannelEvent: { resolveType }, Subscription: { channelEvents } };
  app.register(mercurius, { schema: typeDefs, resolvers: all as unknown as IResolvers, subscription: true });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as { port: number };
  return {
    target: { url: `ws://127.0.0.1:${port}/graphql`, ...channels },
    async publish(body) {
      const payload = await writeMessage(body);
      const published = clock();
      app.graphql.pubsub.publish({ topic: topic(channels.channelId), payload });
      return published;
    },
  };
});
