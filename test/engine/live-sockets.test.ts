// Sockets: how they are opened, renewed and closed, each with its code; typing and presence; server-sent events; and
// two instances on one database.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { connect } from '../support/live-client.ts';
import { seed, sendMessage } from '../support/seed.ts';
import { type Client, startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let owner: Client;
let channelId: string;

beforeAll(async () => {
  server = await startServer({ SOCKETS_PER_USER: '5' });
  ({
    owner,
    channels: { general: channelId },
  } = await seed(server, { channels: { general: {} } }));
});

afterAll(() => server?.close());

const follow = `subscription ($channelId: ID!, $after: String) { channelEvents(channelId: $channelId, after: $after) {
  __typename cursor ... on MessageSent { message { body } } ... on Typing { user { handle } expiresAt } } }`;

const send = (body: string) => sendMessage(owner, channelId, body);

/** A socket without a client library: the messages it received, and how it was closed. */
async function raw(protocol = 'graphql-transport-ws') {
  const ws = new WebSocket(`${server.origin.replace('http', 'ws')}/graphql`, protocol);
  const received: { type: string; id?: string; payload?: unknown }[] = [];
  ws.on('message', (data) => received.push(JSON.parse(String(data))));
  const closed = new Promise<number>((resolve) => ws.on('close', (code) => resolve(code)));
  await new Promise((resolve) => ws.once('open', resolve));
  const say = (message: unknown) => ws.send(typeof message === 'string' ? message : JSON.stringify(message));
  return { ws, received, closed, say };
}

describe('the protocol', () => {
  it.each([
    ['a message that is none', 4400, ['hello']],
    [
      'an operation before connection_init',
      4401,
      [{ type: 'subscribe', id: '1', payload: { query: '{ __typename }' } }],
    ],
    ['a wrong token', 4401, [{ type: 'connection_init', payload: { authorization: 'Bearer nope' } }]],
    ['connection_init twice', 4429, [{ type: 'connection_init' }, { type: 'connection_init' }]],
    [
      'a subscribe without an id',
      4400,
      [{ type: 'connection_init' }, { type: 'subscribe', payload: { query: '{a}' } }],
    ],
  ])('closes on %s with %i', async (_, code, messages) => {
    const socket = await raw();
    for (const message of messages) socket.say(message);
    expect(await socket.closed).toBe(code);
  });

  it('closes on another subprotocol, and on a frame past 256 KiB', async () => {
    expect(await (await raw('graphql-ws')).closed).toBe(4406);
    const large = await raw();
    large.say({ type: 'connection_init', payload: { filler: 'x'.repeat(300_000) } });
    expect(await large.closed).toBe(1009);
  });

  it('closes when an id is in use', async () => {
    const socket = await raw();
    socket.say({ type: 'connection_init', payload: { authorization: `Bearer ${owner.token}` } });
    await expect.poll(() => socket.received.map((message) => message.type)).toContain('connection_ack');
    const subscribe = { type: 'subscribe', id: 'a', payload: { query: follow, variables: { channelId } } };
    socket.say(subscribe);
    await expect.poll(() => socket.received.some((message) => message.id === 'a')).toBe(true);
    socket.say(subscribe);
    expect(await socket.closed).toBe(4409);
  });

  it('executes queries and mutations once, answers pings with pongs, and ends what is completed', async () => {
    const socket = await raw();
    socket.say({ type: 'connection_init', payload: { authorization: `Bearer ${owner.token}` } });
    socket.say({ type: 'ping', payload: { any: 1 } });
    await expect
      .poll(() => socket.received.map((message) => message.type))
      .toEqual(expect.arrayContaining(['connection_ack', 'pong']));
    socket.say({ type: 'subscribe', id: 'q', payload: { query: '{ viewer { role } }' } });
    await expect
      .poll(() => socket.received.filter((message) => message.id === 'q'))
      .toEqual([
        { id: 'q', type: 'next', payload: { data: { viewer: { role: 'OWNER' } } } },
        { id: 'q', type: 'complete' },
      ]);
    socket.say({ type: 'subscribe', id: 's', payload: { query: follow, variables: { channelId } } });
    await expect.poll(() => socket.received.filter((message) => message.id === 's')).toHaveLength(1);
    socket.say({ type: 'complete', id: 's' });
    socket.say({ type: 'subscribe', id: 'bad', payload: { query: '{ nope }' } });
    await expect
      .poll(() => socket.received.find((message) => message.id === 'bad'))
      .toMatchObject({
        type: 'error',
        payload: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
      });
    await send('nobody listens');
    expect(socket.received.filter((message) => message.id === 's')).toHaveLength(1);
    socket.ws.terminate();
  });
});

describe('a socket is closed', () => {
  it('when its token is revoked, expires, or its user is deactivated: 4401', async () => {
    const user = await server.user(owner, 'closing');
    const token = async (expiresAt?: string) =>
      (
        await user.data(
          `mutation ($input: CreateTokenInput!) { createToken(input: $input) { token accessToken { id } } }`,
          { input: { name: 't', expiresAt } },
        )
      ).createToken;
    const revoked = await token();
    const expiring = await token(new Date(server.clock.now + 60_000).toISOString());
    const sockets = [revoked.token, expiring.token, user.token].map((one) => connect(server.origin, one));
    await Promise.all(sockets.map((socket) => socket.socket()));
    await user.data('mutation ($id: ID!) { revokeToken(input: { tokenId: $id }) { accessToken { id } } }', {
      id: revoked.accessToken.id,
    });
    expect(await sockets[0]!.closed).toMatchObject({ code: 4401 });
    server.clock.now += 61_000;
    expect(await sockets[1]!.closed).toMatchObject({ code: 4401 });
    await owner.data('mutation ($id: ID!) { deactivateUser(input: { userId: $id }) { user { id } } }', { id: user.id });
    expect(await sockets[2]!.closed).toMatchObject({ code: 4401 });
  });

  it('not when its token is renewed in time by a ping', async () => {
    const user = await server.user(owner, 'renewing');
    const soon = new Date(server.clock.now + 60_000).toISOString();
    const created = await user.data(
      `mutation ($at: DateTime) { createToken(input: { name: "t", expiresAt: $at }) { token } }`,
      { at: soon },
    );
    const socket = await raw();
    socket.say({ type: 'connection_init', payload: { authorization: `Bearer ${created.createToken.token}` } });
    await expect.poll(() => socket.received.map((message) => message.type)).toEqual(['connection_ack']);
    socket.say({ type: 'ping', payload: { authorization: `Bearer ${user.token}` } });
    await expect.poll(() => socket.received.map((message) => message.type)).toEqual(['connection_ack', 'pong']);
    server.clock.now += 61_000;
    socket.say({ type: 'subscribe', id: 'q', payload: { query: '{ viewer { role } }' } });
    await expect.poll(() => socket.received.some((message) => message.type === 'complete')).toBe(true);
    socket.ws.terminate();
  });

  it('when the viewer’s rights change: 4205', async () => {
    const user = await server.user(owner, 'demoted');
    const socket = connect(server.origin, user.token);
    await socket.socket();
    await owner.data('mutation ($id: ID!) { setRole(input: { userId: $id, role: GUEST }) { user { id } } }', {
      id: user.id,
    });
    expect(await socket.closed).toMatchObject({ code: 4205 });
    const guest = connect(server.origin, user.token);
    const subscriber = guest.subscribe(follow, { channelId });
    await expect.poll(() => subscriber.errors).toEqual(['NOT_FOUND']);
    guest.dispose();
  });

  it('when the user has too many: 1013', async () => {
    const user = await server.user(owner, 'many');
    const sockets = Array.from({ length: 5 }, () => connect(server.origin, user.token));
    await Promise.all(sockets.map((socket) => socket.socket()));
    expect(await connect(server.origin, user.token).closed).toMatchObject({ code: 1013 });
    for (const socket of sockets) socket.dispose();
  });

  it('refuses the upgrade for a page of another origin', async () => {
    const ws = new WebSocket(`${server.origin.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      origin: 'https://evil.example',
    });
    const status = await new Promise((resolve) => ws.on('unexpected-response', (_, res) => resolve(res.statusCode)));
    expect(status).toBe(403);
  });
});

describe('ephemeral events', () => {
  it('typing is sent without a cursor, at most once in two seconds', async () => {
    const live = connect(server.origin, owner.token);
    const subscriber = live.subscribe(follow, { channelId });
    await subscriber.until((event) => event.__typename === 'Started');
    const type = () =>
      owner.data('mutation ($id: ID!) { setTyping(input: { channelId: $id }) { expiresAt } }', { id: channelId });
    for (let i = 0; i < 5; i++) await type();
    const typing = await subscriber.until((event) => event.__typename === 'Typing');
    expect(typing).toMatchObject({ cursor: null, user: { handle: 'owner' } });
    expect(Date.parse(typing.expiresAt) - server.clock.now).toBe(6_000);
    server.clock.now += 2_500;
    await type();
    await send('typed');
    await subscriber.until((event) => event.message?.body === 'typed');
    expect(subscriber.types()).toEqual(['Started', 'Typing', 'Typing', 'MessageSent']);
    const again = live.subscribe(follow, { channelId, after: subscriber.events[0].cursor });
    await again.until((event) => event.message?.body === 'typed');
    expect(again.types()).not.toContain('Typing');
    live.dispose();
  });

  it('presence reports who is there, who comes, and who leaves explicitly', async () => {
    const ann = await server.user(owner, 'ann');
    const live = connect(server.origin, owner.token);
    const watch = `subscription ($userIds: [ID!]!) { presence(userIds: $userIds) {
      __typename cursor ... on PresenceChanged { online user { handle } } } }`;
    const subscriber = live.subscribe(watch, { userIds: [ann.id] });
    await subscriber.until((event) => event.online === false);
    const theirs = connect(server.origin, ann.token);
    await subscriber.until((event) => event.online === true);
    theirs.dispose();
    await ann.data('mutation { heartbeat(input: { online: false }) { expiresAt } }');
    await expect.poll(() => subscriber.events.map((event) => event.online)).toEqual([undefined, false, true, false]);
    await ann.data('mutation { heartbeat(input: { online: true }) { expiresAt } }');
    await expect.poll(() => subscriber.events.at(-1).online).toBe(true);
    // A user who is shut out is gone at once: the clock stands still, so no heartbeat expires.
    await owner.data('mutation ($id: ID!) { deactivateUser(input: { userId: $id }) { user { id } } }', { id: ann.id });
    await expect.poll(() => subscriber.events.at(-1).online, { timeout: 5_000 }).toBe(false);
    const missing = live.subscribe(watch, { userIds: ['User_0193a8c0-0000-7000-8000-000000000000'] });
    await expect.poll(() => missing.errors).toEqual(['NOT_FOUND']);
    live.dispose();
  });
});

describe('server-sent events', () => {
  const open = (headers: Record<string, string>, init: object = {}) => {
    const query = new URLSearchParams({ query: follow, variables: JSON.stringify({ channelId }) });
    return fetch(`${server.origin}/graphql?${query}`, {
      headers: { accept: 'text/event-stream', authorization: `Bearer ${owner.token}`, ...headers },
      ...init,
    });
  };

  async function readUntil(response: Response, text: string): Promise<string> {
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let all = '';
    while (!all.includes(text)) {
      const { value, done } = await reader.read();
      if (done) break;
      all += value;
    }
    await reader.cancel();
    return all;
  }

  it('carries cursors as ids, and resumes from Last-Event-ID', async () => {
    const stream = await open({});
    expect(stream.headers.get('content-type')).toMatch('text/event-stream');
    await send('by sse');
    const text = await readUntil(stream, 'by sse');
    const ids = [...text.matchAll(/^id: (.+)$/gm)].map((match) => match[1]!);
    expect(ids).toHaveLength(2);
    await send('missed');
    const resumed = await readUntil(await open({ 'last-event-id': ids[1]! }), 'missed');
    expect(resumed).not.toContain('by sse');
    expect(resumed).toContain(`id: ${ids[1]}\nevent: next`);
  });

  it('sends errors as results and ends; refuses wrong tokens, mutations by GET and broken bodies', async () => {
    const bad = await readUntil(
      await fetch(`${server.origin}/graphql`, {
        method: 'POST',
        headers: { accept: 'text/event-stream', 'content-type': 'application/json' },
        body: JSON.stringify({ query: follow, variables: { channelId } }),
      }),
      'complete',
    );
    expect(bad).toContain('UNAUTHENTICATED');
    expect((await open({ authorization: 'Bearer nope' })).status).toBe(401);
    const mutation = new URLSearchParams({ query: 'mutation { signOut(input: {}) { sessionsEnded } }' });
    const get = await fetch(`${server.origin}/graphql?${mutation}`, { headers: { accept: 'text/event-stream' } });
    expect(get.status).toBe(400);
    const broken = await open({ 'content-type': 'application/json' }, { method: 'POST', body: '[' });
    expect(broken.status).toBe(400);
  });

  it('a subscription over plain HTTP is told how to subscribe', async () => {
    const answer = await owner.ask(follow, { channelId });
    expect(answer.errors?.[0]?.message).toContain('WebSocket');
  });
});

it('another instance on the same database delivers the same events, without Redis', async () => {
  const config = readConfig({ PORT: '0', LOG_LEVEL: 'silent', DRAIN_SECONDS: '0' });
  const second = createApp({ config, databaseUrl: server.databaseUrl, log: createLog('silent') });
  const { origin } = await second.listen();
  const [here, there] = [server.origin, origin].map((at) => connect(at, owner.token));
  const subscribers = [here!, there!].map((live) => live.subscribe(follow, { channelId }));
  await Promise.all(subscribers.map((one) => one.until((event) => event.__typename === 'Started')));
  for (let i = 0; i < 10; i++) await send(`both ${i}`);
  await Promise.all(subscribers.map((one) => one.until((event) => event.message?.body === 'both 9')));
  expect(subscribers[1]!.events).toEqual(subscribers[0]!.events);
  const closed = there!.closed;
  await second.close();
  expect(await closed).toMatchObject({ code: 1012 });
  here!.dispose();
});
