// Apollo Server on Express with graphql-ws and graphql-subscriptions, as its documentation has it.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer';
import { expressMiddleware } from '@as-integrations/express5';
import { makeExecutableSchema } from '@graphql-tools/schema';
import express from 'express';
import { PubSub } from 'graphql-subscriptions';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { clock } from './clock.ts';
import { channels, type Published, resolvers, typeDefs, writeMessage } from './peer.ts';
import { serve } from './server-process.ts';

await serve(async () => {
  const pubsub = new PubSub();
  // Thousands of listeners on one event are what is measured.
  (pubsub as unknown as { ee: { setMaxListeners(n: number): void } }).ee.setMaxListeners(0);
  const topic = (channelId: string) => `channelEvents:${channelId}`;
  const channelEvents = {
    subscribe: (_: unknown, { channelId }: { channelId: string }) => pubsub.asyncIterableIterator(topic(channelId)),
    resolve: (event: Published) => event,
  };
  const schema = makeExecutableSchema({ typeDefs, resolvers: { ...resolvers, Subscription: { channelEvents } } });
  const app = express();
  const httpServer = createServer(app);
  const sockets = new WebSocketServer({ server: httpServer, path: '/graphql' });
  const cleanup = useServer({ schema }, sockets);
  const apollo = new ApolloServer({
    schema,
    stopOnTerminationSignals: false,
    plugins: [
      ApolloServerPluginDrainHttpServer({ httpServer }),
      { serverWillStart: async () => ({ drainServer: async () => void (await cleanup.dispose()) }) },
    ],
  });
  await apollo.start();
  app.use('/graphql', express.json(), expressMiddleware(apollo));
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
  return {
    target: { url: `ws://127.0.0.1:${(httpServer.address() as AddressInfo).port}/graphql`, ...channels },
    async publish(body) {
      const event = await writeMessage(body);
      const published = clock();
      void pubsub.publish(topic(channels.channelId), event);
      return published;
    },
  };
});
