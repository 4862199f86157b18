// A socket without a client library: it sends what a test gives it, and keeps what it receives.
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import type { Json } from './server.ts';

export interface RawSocket {
  readonly ws: WebSocket;
  /** Every message that came, in order. */
  readonly received: Json[];
  /** Those of one operation. */
  of(id: string): Json[];
  readonly closed: Promise<number>;
  /** Sends messages in one packet. */
  say(...messages: object[]): void;
}

/** Connects to a server's /graphql, and sends nothing yet. */
export async function openRaw(origin: string): Promise<RawSocket> {
  const ws = new WebSocket(`${origin.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const received: Json[] = [];
  ws.on('message', (data) => received.push(JSON.parse(String(data))));
  const closed = new Promise<number>((resolve) => ws.on('close', (code) => resolve(code)));
  const socket = once(ws, 'upgrade').then(([response]) => (response as { socket: Socket }).socket);
  await once(ws, 'open');
  const wire = await socket;
  return {
    ...{ ws, received, closed },
    of: (id) => received.filter((message) => message.id === id),
    say(...messages) {
      wire.cork();
      for (const message of messages) ws.send(JSON.stringify(message));
      wire.uncork();
    },
  };
}
