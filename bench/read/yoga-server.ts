// The baseline: stock Yoga with DataLoader and prepared statements, as its documentation has it.
import { useResponseCache } from '@graphql-yoga/plugin-response-cache';
import { createYoga } from 'graphql-yoga';
import { createLoaders, schema } from './peer.ts';
import { cached, serve } from './server.ts';

const yoga = createYoga({
  schema,
  context: createLoaders,
  graphiql: false,
  plugins: cached ? [useResponseCache({ session: () => null, ttl: 600_000 })] : [],
});
await serve(yoga);
