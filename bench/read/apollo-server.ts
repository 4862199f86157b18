// Apollo Server on Express with DataLoader, as its documentation has it.
import { ApolloServer, type BaseContext } from '@apollo/server';
import { ApolloServerPluginCacheControl } from '@apollo/server/plugin/cacheControl';
import createCache from '@apollo/server-plugin-response-cache';
import { expressMiddleware } from '@as-integrations/express5';
import express from 'express';
import { createLoaders, schema } from './peer.ts';
import { cached, serve } from './server.ts';

const apollo = new ApolloServer<BaseContext>({
  schema,
  stopOnTerminationSignals: false,
  plugins: cached ? [ApolloServerPluginCacheControl({ defaultMaxAge: 600 }), createCache()] : [],
});
await apollo.start();
const app = express();
app.use('/graphql', express.json(), expressMiddleware(apollo, { context: async () => createLoaders() }));
await serve(app);
