// Apollo Server on Express, as its documentation has it.
import { ApolloServer } from '@apollo/server';
import { expressMiddleware } from '@as-integrations/express5';
import express from 'express';
import { serve } from '../read/server.ts';
import { type Context, schema } from './peer.ts';
import { authorOf } from './transaction.ts';

const apollo = new ApolloServer<Context>({ schema, stopOnTerminationSignals: false });
await apollo.start();
const context = async ({ req }: { req: express.Request }) => ({ authorId: authorOf(req.headers.authorization) });
const app = express();
app.use('/graphql', express.json(), expressMiddleware(apollo, { context }));
await serve(app);
