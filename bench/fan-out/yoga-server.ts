// Stock Yoga with graphql-ws, as its documentation has it.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ExecutionArgs } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { createPubSub, createSchema, createYoga } from 'graphql-yoga';
import { WebSocketServer } from 'ws';
import { clock } from './clock.ts';
import { channels, type Published, resolvers, typeDefs, writeMessage } from './peer.ts';
import { serve } from './server-process.ts';

await serve(async () => {
  const pubSub = createPubSub<{ channelEvents: [channelId: string, event: Published] }>();
  const channelEvents = {
    subscribe: (_: unknown, { channelId }: { channelId: string }) => pubSub.subscribe('channelEvents', channelId),
    resolve: (event: Published) => event,
  };
  const yoga = createYoga({
    schema: createSchema({ typeDefs, resolvers: { ...resolvers, Subscription: { channelEvents } } }),
  });
  const server = createServer(yoga);
  const sockets = new WebSocketServer({ server, path: yoga.graphqlEndpoint });
  type Execution = ExecutionArgs & {
    rootValue: { execute: (args: ExecutionArgs) => never; subscribe: (args: ExecutionArgs) => never };
  };
  useServer(
    {
      execute: (args) => (args as Execution).rootValue.execute(args),
      subscribe: (args) => (args as Execution).rootValue.subscribe(args),
      onSubscribe: async (ctx, _id, payload) => {
        const { schema, execute, subscribe, contextFactory, parse, validate } = yoga.getEnveloped({
          ...ctx,
          req: ctx.extra.request,
          socket: ctx.extra.socket,
          params: payload,
        });
        const args = {
          schema,
          operationName: payload.operationName,
          document: parse(payload.query),
          variableValues: payload.variables,
          contextValue: await contextFactory(),
          rootValue: { execute, subscribe },
        };
        const errors = validate(args.schema, args.document);
        return errors.length ? errors : args;
      },
    },
    sockets,
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    target: { url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}${yoga.graphqlEndpoint}`, ...channels },
    async publish(body) {
      const event = await writeMessage(body);
      const published = clock();
      pubSub.publish('channelEvents', channels.channelId, event);
      return published;
    },
  };
});
