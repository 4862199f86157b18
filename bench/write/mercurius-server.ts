// Mercurius on Fastify with its JIT, as its documentation has it.
import Fastify from 'fastify';
import mercurius from 'mercurius';
import { serving } from '../read/server.ts';
import { schema } from './peer.ts';
import { authorOf } from './transaction.ts';

const app = Fastify();
app.register(mercurius, {
  schema,
  context: (request) => ({ authorId: authorOf(request.headers.authorization) }),
  jit: 1,
});
await app.listen({ host: '127.0.0.1', port: 0 });
serving((app.server.address() as { port: number }).port);
