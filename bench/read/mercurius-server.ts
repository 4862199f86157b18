// Mercurius on Fastify with its JIT and DataLoader, as its documentation has it. It has no cache of whole responses.
import Fastify from 'fastify';
import mercurius from 'mercurius';
import { createLoaders, schema } from './peer.ts';
import { serving } from './server.ts';

const app = Fastify();
app.register(mercurius, { schema, context: createLoaders, jit: 1 });
await app.listen({ host: '127.0.0.1', port: 0 });
serving((app.server.address() as { port: number }).port);
