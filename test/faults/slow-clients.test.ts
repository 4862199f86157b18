// Clients that do not keep up, and bursts: memory stays bounded, no other client waits, nothing that a
// healthy client should receive is dropped.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CloseCode } from '../../src/transport/close-codes.ts';
import type { Json } from './calls.ts';
import { numberOf, percentile } from './ledger.ts';
import { type Listening, listenTo } from './listening.ts';
import { createWorld, type World } from './world.ts';

// Ten times the body: a handful of events fills what the system buffers for a socket.
const wide = `subscription ($channelId: ID!, $after: String) { channelEvents(channelId: $channelId, after: $after) {
  __typename cursor at ... on MessageSent { message { ${Array.from({ length: 10 }, (_, n) => `b${n}: body`).join(' ')} } } } }`;
const narrow = `subscription ($channelId: ID!, $after: String) { channelEvents(channelId: $channelId, after: $after) {
  __typename cursor at } }`;
const withBody = narrow.replace('cursor at', 'cursor at ... on MessageSent { message { id body } }');

let world: World;
const sockets: Listening[] = [];

beforeAll(async () => {
  world = await createWorld({ people: 2, channels: 4 });
}, 120_000);
afterAll(async () => {
  for (const socket of sockets) socket.close();
  await world.close();
}, 60_000);

async function follow(channelId: string, query: string, after?: string, instance = 0) {
  const socket = await listenTo(world.origins[instance]!, world.people[0]!.token);
  sockets.push(socket);
  const subscription = socket.subscribe(query, { channelId, ...(after && { after }) });
  await subscription.until((event) => event.__typename === 'Started');
  return { socket, subscription };
}

const send = (channelId: string, body: string) =>
  world.ask('mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { id } } }', {
    input: { channelId, body, clientMessageId: randomUUID() },
  });
const isSent = ({ __typename }: Json) => __typename === 'MessageSent';
const numbersOf = (events: Json[]) => events.filter(isSent).map(({ cursor }) => numberOf(cursor));

/** Resident memory of an instance, in MB. */
function memory(instance: number): number {
  const status = readFileSync(`/proc/${world.instances[instance]!.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1024;
}

it('a client that stops reading is closed in 5 s, costs bounded memory, delays no other client, and resumes', async () => {
  const channelId = world.channels[0]!;
  const healthy = await follow(channelId, narrow);
  const stopped = await Promise.all(Array.from({ length: 5 }, () => follow(channelId, wide)));
  const before = memory(0);
  for (const { socket } of stopped) socket.socket.ws.pause();
  const began = Date.now();
  const body = 'x'.repeat(39_000);
  let peak = 0;
  // Without a bound on the queue, this would be 400 MB of frames for the five of them.
  for (let sent = 0; sent < 200; sent++) {
    await send(channelId, body);
    if (process.platform === 'linux') peak = Math.max(peak, memory(0) - before);
  }
  await healthy.subscription.until(() => count(healthy) >= 200);
  const delays = healthy.subscription.events.filter(isSent).map(({ at, came }) => came - Date.parse(at));
  expect(percentile(delays, 1)).toBeLessThan(2_000);
  expect(peak).toBeLessThan(250);
  await until(began + 5_000);
  for (const { socket, subscription } of stopped) {
    socket.socket.ws.resume();
    // It reads what the system had buffered, and then the reason: the server closed it long ago.
    const { code } = await socket.closed(10_000);
    expect(code).toBe(CloseCode.SlowConsumer);
    expect(count({ subscription })).toBeLessThan(200);
  }
  const { cursor } = stopped[0]!.subscription.events.at(-1);
  const again = await follow(channelId, narrow, cursor);
  await again.subscription.until((event) => event.cursor === healthy.subscription.events.at(-1).cursor);
  const all = [...numbersOf(stopped[0]!.subscription.events), ...numbersOf(again.subscription.events)];
  expect(all).toEqual(numbersOf(healthy.subscription.events));
}, 60_000);

it('a client that reads again in time receives the reason why it was closed', async () => {
  const channelId = world.channels[1]!;
  const slow = await follow(channelId, wide);
  slow.socket.socket.ws.pause();
  const body = 'y'.repeat(39_000);
  // The system buffers a few MB, the server queues 4 more: this is past both.
  await Promise.all(Array.from({ length: 60 }, () => send(channelId, body)));
  slow.socket.socket.ws.resume();
  expect((await slow.socket.closed(5_000)).code).toBe(CloseCode.SlowConsumer);
}, 30_000);

it('an event stream that stops reading and is then ended affects no other client', async () => {
  const channelId = world.channels[0]!;
  const { token, id: userId } = world.people[1]!;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers = {
      accept: 'text/event-stream',
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
    };
    const sent = request(`${world.origins[0]}/graphql`, { method: 'POST', headers }, resolve);
    sent.on('error', reject);
    sent.end(JSON.stringify({ query: wide, variables: { channelId } }));
  });
  response.pause();
  response.on('error', () => {});
  const body = 'w'.repeat(39_000);
  const setRole = 'mutation ($input: SetRoleInput!) { setRole(input: $input) { user { id } } }';
  for (const role of ['ADMIN', 'MEMBER', 'ADMIN', 'MEMBER']) {
    await Promise.all(Array.from({ length: 12 }, () => send(channelId, body)));
    await world.ask(setRole, { input: { userId, role } });
  }
  const healthy = await follow(channelId, narrow);
  await send(channelId, 'still here');
  await healthy.subscription.until(isSent);
  expect(world.instances.flatMap(({ deaths, errors }) => [...deaths, ...errors])).toEqual([]);
  response.destroy();
}, 30_000);

it.each([5_000, 12_000])(
  'a burst of %i events in one commit reaches healthy clients whole and in order',
  async (size) => {
    const channelId = world.channels[size > 5_000 ? 3 : 2]!;
    const { sendMessage } = await send(channelId, 'z'.repeat(1_000));
    const followers = await Promise.all(
      [0, 0, 0, 1, 1, 1].map((instance) => follow(channelId, withBody, undefined, instance)),
    );
    const [id, messageId] = [channelId.slice('Channel_'.length), sendMessage.message.id.slice('Message_'.length)];
    await world.postgres.query(
      `with head as (update streams set head = head + $2 where key = 'channel:' || $1 returning head - $2 as before, workspace_id)
     insert into changes (stream, number, id, workspace_id, kind, actor_id, at, data)
     select 'channel:' || $1, before + n, gen_random_uuid(), workspace_id, 'messages.sent', null, now(),
       jsonb_build_object('messageId', $3::text, 'parentId', null)
     from head, generate_series(1, $2::int) n`,
      [id, size, messageId],
    );
    for (const { socket, subscription } of followers) {
      await subscription.until(() => subscription.events.length > size, 60_000);
      expect(socket.isClosed).toBe(false);
      const numbers = numbersOf(subscription.events);
      expect(numbers).toHaveLength(size);
      expect(numbers.every((number, at) => at === 0 || number === numbers[at - 1]! + 1)).toBe(true);
    }
    for (const { deaths } of world.instances) expect(deaths).toEqual([]);
  },
  90_000,
);

function count({ subscription }: { subscription: { events: Json[] } }): number {
  return subscription.events.filter(isSent).length;
}

async function until(moment: number): Promise<void> {
  const left = moment - Date.now();
  if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
}
