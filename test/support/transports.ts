// The transports by which an operation reaches the server: POST, GET, a registered hash (APQ) and WebSocket. A test
// sends an operation over each of them and compares the results.
import { createHash } from 'node:crypto';
import { createClient, type Client as SocketClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Json, TestServer } from './server.ts';

/** The result of an operation, the same over every transport. */
export interface Outcome {
  data: Json;
  errors: { message: string; path?: (string | number)[]; extensions: { code: string } }[];
}

export interface Transport {
  readonly name: string;
  /** Whether it carries mutations. */
  readonly mutations: boolean;
  ask(token: string | null, query: string, variables?: object): Promise<Outcome>;
  /** A stored operation, by its documentId. */
  stored(token: string | null, documentId: string, variables: object): Promise<Outcome>;
}

const outcome = ({ data, errors }: Json): Outcome => ({
  data: data ?? null,
  errors: (errors ?? []).map(({ message, path, extensions }: Json) => ({ message, ...(path && { path }), extensions })),
});

/** The transports to a server; close() ends the sockets. */
export function openTransports(server: TestServer): { all: readonly Transport[]; close(): Promise<void> } {
  const sockets = new Map<string | null, SocketClient>();
  const headers = (token: string | null): Record<string, string> =>
    token === null ? {} : { authorization: `Bearer ${token}` };

  const post = async (token: string | null, body: object) => {
    const response = await fetch(`${server.origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers(token) },
      body: JSON.stringify(body),
    });
    return (await response.json()) as Json;
  };

  const get = async (token: string | null, parameters: Record<string, string>) => {
    const url = `${server.origin}/graphql?${new URLSearchParams(parameters)}`;
    return (await fetch(url, { headers: { accept: 'application/json', ...headers(token) } })).json() as Json;
  };

  const socket = (token: string | null) => {
    const known = sockets.get(token);
    if (known) return known;
    const client = createClient({
      url: server.origin.replace('http', 'ws').concat('/graphql'),
      webSocketImpl: WebSocket,
      connectionParams: headers(token),
      retryAttempts: 0,
      lazyCloseTimeout: 60_000,
    });
    sockets.set(token, client);
    return client;
  };

  // An unknown document is registered first, without variables: so it does nothing there.
  const byHash = async (token: string | null, query: string, send: (extensions: object) => Promise<Json>) => {
    const extensions = { persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(query).digest('hex') } };
    const answer = await send(extensions);
    if (answer.errors?.[0]?.extensions.code !== 'PERSISTED_QUERY_NOT_FOUND') return outcome(answer);
    await post(token, { query, extensions });
    return outcome(await send(extensions));
  };

  const overSocket = (token: string | null, payload: { query: string; [key: string]: unknown }) =>
    new Promise<Json>((resolve, reject) => {
      let result: Json;
      socket(token).subscribe(payload, {
        next: (value) => {
          result = value;
        },
        // Errors before the execution come as a list, a closed socket as an event.
        error: (errors) => (Array.isArray(errors) ? resolve({ errors }) : reject(errors)),
        complete: () => resolve(result),
      });
    });

  const all: Transport[] = [
    {
      name: 'POST',
      mutations: true,
      ask: async (token, query, variables = {}) => outcome(await post(token, { query, variables })),
      stored: async (token, documentId, variables) => outcome(await post(token, { documentId, variables })),
    },
    {
      name: 'GET',
      mutations: false,
      ask: async (token, query, variables = {}) => {
        const withVariables = { variables: JSON.stringify(variables) };
        // A long document does not fit into the request line.
        if (query.length < 4_000) return outcome(await get(token, { query, ...withVariables }));
        return byHash(token, query, (extensions) =>
          get(token, { extensions: JSON.stringify(extensions), ...withVariables }),
        );
      },
      stored: async (token, documentId, variables) =>
        outcome(await get(token, { documentId, variables: JSON.stringify(variables) })),
    },
    {
      name: 'APQ',
      // It could; but all it adds is the lookup, which queries show.
      mutations: false,
      ask: (token, query, variables = {}) =>
        byHash(token, query, (extensions) => post(token, { extensions, variables })),
      stored: async (token, documentId, variables) => {
        const extensions = { persistedQuery: { version: 1, sha256Hash: documentId.replace('sha256:', '') } };
        return outcome(await post(token, { extensions, variables }));
      },
    },
    {
      name: 'WebSocket',
      mutations: true,
      ask: async (token, query, variables = {}) => outcome(await overSocket(token, { query, variables })),
      // The protocol requires a query: it is empty where a documentId replaces it.
      stored: async (token, documentId, variables) =>
        outcome(await overSocket(token, { query: '', documentId, variables })),
    },
  ];
  return {
    all,
    close: async () => {
      await Promise.all([...sockets.values()].map((one) => one.dispose()));
    },
  };
}
