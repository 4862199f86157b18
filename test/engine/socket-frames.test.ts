// Frames that the product builds itself, read by an independent client: every encoding of the length, ids and
// results that are not ASCII, and ws's own frames between them.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { NextFrames } from '../../src/transport/socket-frames.ts';

const frames = new NextFrames();
const server = createServer();
const sockets = new WebSocketServer({ noServer: true });
let send: (frame: Buffer) => void;
let ping: () => void;

beforeAll(async () => {
  server.on('upgrade', (req, socket, head) => {
    sockets.handleUpgrade(req, socket, head, (ws) => {
      send = (frame) => socket.write(frame);
      ping = () => ws.ping();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  for (const ws of sockets.clients) ws.terminate();
  await new Promise((resolve) => server.close(resolve));
});

// The bytes around id and result in a message.
const around = '{"id":"1","type":"next","payload":""}'.length;

it('are read correctly, whatever their length', async () => {
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await new Promise((resolve) => client.once('open', resolve));
  const lengths = [around, 125, 126, 127, 65_535, 65_536, 65_537, 300_000];
  const wanted: [id: string, result: unknown][] = [
    ...lengths.map((length) => ['1', 'x'.repeat(length - around)] as [string, unknown]),
    ['ä"🔥', { data: { body: 'grün — 🔥' } }],
    ['another', { data: { body: 'grün — 🔥' } }],
    ['another', { data: null }],
  ];
  const received: unknown[] = [];
  const all = new Promise<void>((resolve) => {
    client.on('message', (data, binary) => {
      expect(binary).toBe(false);
      received.push(JSON.parse(String(data)));
      if (received.length === wanted.length) resolve();
    });
  });
  for (const [id, result] of wanted) {
    send(frames.frame(JSON.stringify(id), JSON.stringify(result)));
    ping();
  }
  await all;
  expect(received).toEqual(wanted.map(([id, payload]) => ({ id, type: 'next', payload })));
  client.terminate();
});
