// A subscriber for tests: the graphql-ws client over a real socket, with everything it received in order.
import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { LedgerReport } from '../../src/telemetry/ledger.ts';
import type { Json } from './server.ts';

export interface Subscriber {
  /** What came so far, the field's value of each result. */
  readonly events: Json[];
  /** The cost of each result, where it was requested. */
  readonly ledgers: LedgerReport[];
  /** The codes of errors that ended the subscription. */
  readonly errors: string[];
  /** Resolves with the first event that matches, past or to come. */
  until(fits: (event: Json) => boolean): Promise<Json>;
  /** The types of the events so far. */
  types(): string[];
  stop(): void;
}

export interface LiveClient {
  subscribe(query: string, variables?: Record<string, unknown>): Subscriber;
  /** Resolves with the code and reason with which the server closed the socket. */
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly client: Client;
  /** The socket under it, once it is open. */
  socket(): Promise<WebSocket>;
  dispose(): void;
}

/** Connects to a server's /graphql; without a token, anonymously. It does not reconnect. */
export function connect(origin: string, token: string | null, params: Record<string, string> = {}): LiveClient {
  let onClosed: (event: { code: number; reason: string }) => void;
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    onClosed = resolve;
  });
  let onSocket: (socket: WebSocket) => void;
  const socket = new Promise<WebSocket>((resolve) => {
    onSocket = resolve;
  });
  const client = createClient({
    url: `${origin.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    lazy: false,
    onNonLazyError: () => undefined,
    connectionParams: token ? { ...params, authorization: `Bearer ${token}` } : params,
    shouldRetry: () => false,
    on: {
      connected: (opened) => onSocket(opened as WebSocket),
      closed: (event) => onClosed(event as { code: number; reason: string }),
    },
  });
  return {
    client,
    closed,
    socket: () => socket,
    subscribe: (query, variables = {}) => subscribe(client, query, variables),
    dispose: () => void client.dispose(),
  };
}

function subscribe(client: Client, query: string, variables: Record<string, unknown>): Subscriber {
  const events: Json[] = [];
  const ledgers: LedgerReport[] = [];
  const errors: string[] = [];
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const check of waiting) check();
  };
  const codeOf = (error: unknown): string => {
    if (Array.isArray(error)) return String(error[0]?.extensions?.code);
    return `closed ${(error as { code?: number }).code}`;
  };
  const stop = client.subscribe<Json, { ledger?: LedgerReport }>(
    { query, variables },
    {
      next: (result) => {
        if (result.errors) errors.push(String(result.errors[0]?.extensions?.code));
        if (result.data) events.push(Object.values(result.data)[0]);
        if (result.extensions?.ledger) ledgers.push(result.extensions.ledger);
        wake();
      },
      error: (error) => {
        errors.push(codeOf(error));
        wake();
      },
      complete: () => undefined,
    },
  );
  return {
    events,
    ledgers,
    errors,
    stop,
    types: () => events.map((event) => event.__typename),
    until: (fits) =>
      new Promise((resolve) => {
        const check = () => {
          const found = events.find(fits);
          if (found === undefined) return;
          waiting.delete(check);
          resolve(found);
        };
        waiting.add(check);
        check();
      }),
  };
}
