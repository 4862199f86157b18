// A viewer who loses access sees nothing that follows, whichever way events reach them: rows are read in their current
// state, so an event's selection may show more than the event. A latch holds the reading of rows until access is lost
// and more was written.
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { connect } from '../support/live-client.ts';
import { mutate, type Person, sendMessage } from '../support/seed.ts';
import { type Client, type Json, startServer, type TestServer } from '../support/server.ts';
import { latchStatement } from '../support/statement-latch.ts';

let server: TestServer;
let other: App;
let origins: [string, string];
let owner: Client;
let count = 0;

beforeAll(async () => {
  server = await startServer();
  const config = readConfig({ PORT: '0', LOG_LEVEL: 'silent', DRAIN_SECONDS: '0' });
  other = createApp({ config, databaseUrl: server.databaseUrl, log: createLog('silent') });
  origins = [server.origin, (await other.listen()).origin];
  owner = (await server.workspace()).owner;
});

afterAll(async () => {
  await other?.close();
  await server?.close();
});

// The message's author is read together with the message, then the list of messages after it: the latch holds that
// list.
const list = 'channel { name messages(last: 99) { nodes { body } } }';
const shared = `subscription ($channelId: ID!, $after: String) { channelEvents(channelId: $channelId, after: $after) {
  __typename cursor ... on MessageSent { message { body ${list} } } } }`;
const perViewer = shared.replace('channel { name', 'channel { viewerMembership { muted } name');

async function makeChannel(privacy: 'PUBLIC' | 'PRIVATE', memberIds: string[] = []) {
  const input = { name: `access-${++count}`, privacy, memberIds };
  const { channel } = await mutate(owner, 'createChannel', input, 'channel { id cursor }');
  return channel as { id: string; cursor: string };
}

/** Each way to lose access to a channel: who may read it at first, and what ends that. */
const causes: Record<string, { member: boolean; lose(user: Person, id: string): Promise<unknown> }> = {
  'is removed': {
    member: true,
    lose: (user, channelId) => mutate(owner, 'removeMember', { channelId, userId: user.id }, 'user { id }'),
  },
  'is outside a channel that turns private': {
    member: false,
    lose: (_, channelId) => mutate(owner, 'updateChannel', { channelId, privacy: 'PRIVATE' }, 'channel { id }'),
  },
  'becomes a guest': {
    member: false,
    lose: ({ id }) => mutate(owner, 'setRole', { userId: id, role: 'GUEST' }, 'user { id }'),
  },
  'is deactivated': {
    member: true,
    lose: ({ id }) => mutate(owner, 'deactivateUser', { userId: id }, 'user { id }'),
  },
  'has their token revoked': {
    member: true,
    lose: async (user) => {
      const { viewer } = await user.data('{ viewer { tokens(first: 1) { nodes { id } } } }');
      await mutate(user, 'revokeToken', { tokenId: viewer.tokens.nodes[0].id }, 'accessToken { id }');
    },
  },
};

/** Follows over an event stream; everything that arrives, as text. */
function openStream(origin: string, token: string, query: string, variables: object) {
  const stream = { text: '', ended: false, close: () => sent.destroy() };
  const headers = { accept: 'text/event-stream', 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const sent = request(`${origin}/graphql`, { method: 'POST', headers, agent: false }, (response) => {
    response.setEncoding('utf8').on('data', (text: string) => {
      stream.text += text;
    });
    response.on('close', () => {
      stream.ended = true;
    });
    response.on('error', () => {});
  });
  sent.on('error', () => {});
  sent.end(JSON.stringify({ query, variables }));
  return stream;
}

function openSocket(origin: string, token: string, query: string, variables: Record<string, unknown>) {
  const client = connect(origin, token);
  const subscriber = client.subscribe(query, variables);
  let closed = false;
  void client.closed.then(() => {
    closed = true;
  });
  return {
    get text() {
      return JSON.stringify(subscriber.events);
    },
    get ended() {
      return closed || subscriber.errors.length > 0;
    },
    close: () => client.dispose(),
  };
}

const ways = {
  'a live event for all alike': { query: shared, behind: false },
  'a live event for one viewer': { query: perViewer, behind: false },
  'an event of the past for all alike': { query: shared, behind: true },
  'an event of the past for one viewer': { query: perViewer, behind: true },
};
const transports = { 'a socket': openSocket, 'an event stream': openStream };
const places = { 'the same instance': 0, 'another instance': 1 } as const;

describe.each(Object.entries(causes))('a viewer who %s', (_, { member, lose }) => {
  describe.each(Object.entries(places))('on %s', (_, place) => {
    it.each(
      Object.entries(ways).flatMap(([way, options]) =>
        Object.entries(transports).map(([transport, open]) => [way, transport, options, open] as const),
      ),
    )('sees nothing that follows by %s over %s', async (_, __, { query, behind }, open) => {
      const user = await server.user(owner, `reader-${++count}`);
      const { id: channelId, cursor } = await makeChannel(member ? 'PRIVATE' : 'PUBLIC', member ? [user.id] : []);
      const latch = latchStatement(
        place === 0 ? server.app.internals.postgres : other.internals.postgres,
        /^messages\.byChannel/,
      );
      if (behind) await sendMessage(owner, channelId, 'before');
      const follower = open(origins[place], user.token!, query, { channelId, ...(behind && { after: cursor }) });
      try {
        await expect.poll(() => follower.text, { timeout: 10_000 }).toContain('Started');
        if (!behind) await sendMessage(owner, channelId, 'before');
        // The event is being executed: its list of messages is read only after all this.
        await latch.reached;
        await lose(user, channelId);
        await sendMessage(owner, channelId, 'secret');
        latch.release();
        await expect.poll(() => follower.ended, { timeout: 10_000 }).toBe(true);
        expect(follower.text).not.toContain('secret');
      } finally {
        latch.release();
        follower.close();
      }
    });
  });
});

it('a member who reads the backlog slowly is shown nothing that was written after they were removed', async () => {
  const user = await server.user(owner, 'slow-reader');
  const { id: channelId, cursor } = await makeChannel('PRIVATE', [user.id]);
  for (let n = 0; n < 30; n++) await sendMessage(owner, channelId, `${n} ${'x'.repeat(8_000)}`);
  const client = connect(server.origin, user.token);
  const subscriber = client.subscribe(shared, { channelId, after: cursor });
  await subscriber.until((event) => event.message?.body.startsWith('0 '));
  const socket = await client.socket();
  // Events of 240 KB: the first few fill what the system buffers, the next wait at the server.
  socket.pause();
  const before = () => server.app.internals.broadcaster.executions.shared;
  for (let last = -1; last !== before(); await new Promise((resolve) => setTimeout(resolve, 100))) last = before();
  await mutate(owner, 'removeMember', { channelId, userId: user.id }, 'user { id }');
  for (let n = 0; n < 5; n++) await sendMessage(owner, channelId, `secret ${n}`);
  socket.resume();
  await expect.poll(() => subscriber.errors, { timeout: 10_000 }).toEqual(['FORBIDDEN']);
  expect(JSON.stringify(subscriber.events)).not.toContain('secret');
  client.dispose();
});

it('a member who is removed is shown everything from before that, and told why nothing follows', async () => {
  const user = await server.user(owner, 'told-why');
  const { id: channelId, cursor } = await makeChannel('PRIVATE', [user.id]);
  const latch = latchStatement(server.app.internals.postgres, /^messages\.byChannel/);
  const client = connect(server.origin, user.token);
  const subscriber = client.subscribe(shared, { channelId });
  await subscriber.until((event) => event.__typename === 'Started');
  await sendMessage(owner, channelId, 'before');
  await latch.reached;
  await mutate(owner, 'removeMember', { channelId, userId: user.id }, 'user { id }');
  latch.release();
  await expect.poll(() => subscriber.errors).toEqual(['FORBIDDEN']);
  expect(subscriber.events.map((event) => event.message?.body)).toEqual([undefined, 'before']);
  expect(subscriber.events[0].cursor).toBe(cursor);
  client.dispose();
});

describe('a query that waits while its viewer loses access', () => {
  const query = `query ($id: ID!) { channel(id: $id) { messages(last: 99) { nodes { body } } } }`;

  it.each(Object.entries(causes))('shows nothing that follows to a viewer who %s', async (_, { member, lose }) => {
    const user = await server.user(owner, `asker-${++count}`);
    const { id } = await makeChannel(member ? 'PRIVATE' : 'PUBLIC', member ? [user.id] : []);
    await sendMessage(owner, id, 'before');
    const latch = latchStatement(server.app.internals.postgres, /^messages\.byChannel/);
    const answer = user.ask<Json>(query, { id });
    await latch.reached;
    await lose(user, id);
    await sendMessage(owner, id, 'secret');
    latch.release();
    const { data, errors } = await answer;
    expect(JSON.stringify(data ?? null)).not.toContain('secret');
    expect(errors?.[0]?.extensions.code ?? data.channel).toSatisfy(
      (outcome: unknown) => outcome === null || outcome === 'UNAUTHENTICATED' || outcome === 'NOT_FOUND',
    );
  });
});
