// GraphQL over WebSocket (the graphql-transport-ws protocol, by graphql-ws) on the port and path of HTTP: the same
// lookup, the same authorization, the same errors. One context for each operation.
import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ExecutionArgs, type GraphQLError, type GraphQLSchema, parse, validate } from 'graphql';
import { type Extra, useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { toClientError } from '../graphql/client-errors.ts';
import { createContext, type Viewer } from '../graphql/context.ts';
import { beginOperation } from '../operations/begin.ts';
import type { OperationRequest, Operations } from '../operations/lookup.ts';
import type { Postgres } from '../postgres/database.ts';
import type { Log } from '../telemetry/log.ts';
import { type Authenticate, readViewer, requireOrigin } from './credentials.ts';

export interface SocketOptions {
  schema: GraphQLSchema;
  postgres: Postgres;
  operations: Operations;
  authenticate: Authenticate<Viewer>;
  log: Log;
  allowedOrigins: readonly string[];
  now?: () => number;
}

/** Largest frame that is read, in bytes. */
const maximumFrame = 256 * 1024;

/** What `connection_init` may carry: the same as the header of HTTP. */
type Credentials = { authorization?: unknown; Authorization?: unknown };

export interface Sockets {
  /** Asks clients to reconnect elsewhere, and cuts those that have not gone after so many milliseconds. */
  close(milliseconds: number): Promise<void>;
}

/** Serves WebSockets on the server's /graphql. */
export function serveWebSockets(server: Server, options: SocketOptions): Sockets {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maximumFrame });
  const upgrade = (req: Parameters<typeof sockets.handleUpgrade>[0], socket: Duplex, head: Buffer) => {
    // Node does not look after the socket any more: without a listener, a reset would end the process.
    socket.on('error', () => socket.destroy());
    const refuse = (status: string) =>
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`, () => socket.destroy());
    const url = req.url ?? '/';
    if (!URL.canParse(url, 'http://host') || new URL(url, 'http://host').pathname !== '/graphql')
      return refuse('404 Not Found');
    try {
      requireOrigin(req.headers, options.allowedOrigins);
    } catch {
      return refuse('403 Forbidden');
    }
    sockets.handleUpgrade(req, socket, head, (ws) => sockets.emit('connection', ws, req));
  };
  server.on('upgrade', upgrade);
  const disposable = useServer<Credentials>(
    {
      connectionInitWaitTimeout: 5_000,
      // A token that is not valid closes the socket (4403) instead of failing each operation.
      onConnect: ({ connectionParams, extra }) =>
        viewerOf(extra, connectionParams, options).then(
          () => true,
          () => false,
        ),
      onSubscribe: ({ connectionParams, extra }, _, payload) =>
        argumentsOf(payload, () => viewerOf(extra, connectionParams, options), extra, options),
      onNext: (_, __, ___, ____, result) => ({
        ...result,
        ...(result.errors && { errors: result.errors.map((error) => toClientError(error, options.log)) }),
      }),
    },
    sockets,
  );
  return {
    async close(milliseconds) {
      server.off('upgrade', upgrade);
      const late = setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate();
      }, milliseconds);
      await disposable.dispose();
      clearTimeout(late);
    },
  };
}

// Looked up again for each operation: a token that was revoked meanwhile gets nothing more.
function viewerOf({ request }: Extra, params: Readonly<Credentials> | undefined, options: SocketOptions) {
  const authorization = params?.authorization ?? params?.Authorization;
  const headers = typeof authorization === 'string' ? { ...request.headers, authorization } : request.headers;
  return readViewer(headers, options.authenticate, options.allowedOrigins);
}

async function argumentsOf(
  payload: OperationRequest & { operationName?: string | null; variables?: Record<string, unknown> | null },
  viewer: () => Promise<Viewer | null>,
  { request }: Extra,
  { schema, postgres, operations, log, now }: SocketOptions,
): Promise<ExecutionArgs | readonly GraphQLError[]> {
  try {
    // The protocol wants a query in every message: where a documentId or a hash stands for it, it is empty.
    const document = parse(operations.lookup({ ...payload, query: payload.query || undefined }));
    const errors = validate(schema, document);
    if (errors.length) return errors.map((error) => toClientError(error, log));
    const client = { address: request.socket.remoteAddress ?? '' };
    const contextValue = createContext({ postgres, viewer: await viewer(), client, ...(now && { now }) });
    await beginOperation(schema, document, contextValue);
    return { schema, document, contextValue, operationName: payload.operationName, variableValues: payload.variables };
  } catch (error) {
    return [toClientError(error, log)];
  }
}
