// Stock Yoga with one mutation, as its documentation has it.
import { createYoga } from 'graphql-yoga';
import { serve } from '../read/server.ts';
import { schema } from './peer.ts';
import { authorOf } from './transaction.ts';

await serve(
  createYoga({
    schema,
    context: ({ request }) => ({ authorId: authorOf(request.headers.get('authorization')) }),
    graphiql: false,
  }),
);
