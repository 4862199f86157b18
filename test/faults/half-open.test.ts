// A peer that vanishes silently: nothing closes its connection, and it does not respond.
import { afterAll, beforeAll, expect, it } from 'vitest';
import WebSocket from 'ws';
import { createWorld, type World } from './world.ts';

let world: World;

beforeAll(async () => {
  world = await createWorld({ people: 1, channels: 0, instances: 1, redis: false });
}, 120_000);
afterAll(() => world.close(), 60_000);

it('a peer that vanishes silently is detected within 30 s', async () => {
  const ws = new WebSocket(`${world.origins[0]!.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
    autoPong: false,
  });
  await new Promise((done) => ws.once('open', done));
  ws.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${world.people[0]!.token}` } }));
  const began = Date.now();
  await new Promise((done) => ws.once('close', done));
  expect(Date.now() - began).toBeLessThan(30_000);
  expect(Date.now() - began).toBeGreaterThan(6_000);
}, 40_000);
