// The floor: bare ws, sending one prepared string to every socket, without GraphQL, database or subscriptions.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { clock } from './clock.ts';
import { serve } from './server-process.ts';

const id = () => randomUUID();
const quiet = 'quiet';

await serve(async () => {
  const server = createServer();
  const sockets = new WebSocketServer({ server });
  const followers = new Set<WebSocket>();
  sockets.on('connection', (ws) => {
    ws.on('message', (data: Buffer) => {
      const text = data.toString();
      if (text.includes('connection_init')) ws.send('{"type":"connection_ack"}');
      else if (!text.includes(quiet)) followers.add(ws);
    });
    ws.on('close', () => followers.delete(ws));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const author = { id: `User_${id()}`, name: 'Ada Lovelace' };
  let number = 0;
  return {
    target: {
      url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
      ...{ init: [{}], query: '', channelId: 'busy', quietChannelId: quiet },
    },
    async publish(body) {
      const message = { id: `Message_${id()}`, body, createdAt: new Date().toISOString(), author };
      const cursor = Buffer.from(`${number++} ${id()}`).toString('base64url');
      const data = { channelEvents: { cursor, message } };
      const text = JSON.stringify({ id: id(), type: 'next', payload: { data } });
      const published = clock();
      for (const ws of followers) ws.send(text);
      return published;
    },
  };
});
