// Limits of subscribers: how many from one address, how much on one socket, how long before they authenticate;
// and event streams end with the rights of their viewer.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { seed } from '../support/seed.ts';
import { type Client, type Json, startServer, type TestServer } from '../support/server.ts';

const page = 'https://app.example.com';
let server: TestServer;
let owner: Client;
let channelId: string;

beforeAll(async () => {
  server = await startServer({ SOCKETS_PER_ADDRESS: '4', ALLOWED_ORIGINS: page });
  ({
    owner,
    channels: { general: channelId },
  } = await seed(server, { channels: { general: {} } }));
});

afterAll(() => server?.close());

const follow = `subscription ($channelId: ID!) { channelEvents(channelId: $channelId) { __typename } }`;

function open() {
  const ws = new WebSocket(`${server.origin.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const received: Json[] = [];
  ws.on('message', (data) => received.push(JSON.parse(String(data))));
  const closed = new Promise<number>((resolve) => ws.on('close', (code) => resolve(code)));
  const opened = new Promise((resolve) => ws.once('open', resolve));
  const say = (message: object) => ws.send(JSON.stringify(message));
  return { ws, received, closed, opened, say };
}

async function openStream(token: string): Promise<{ status: number; body: Json; ended: Promise<string> }> {
  const response = await fetch(`${server.origin}/graphql`, {
    method: 'POST',
    headers: { accept: 'text/event-stream', 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: follow, variables: { channelId } }),
  });
  if (response.status !== 200)
    return { status: response.status, body: await response.json(), ended: Promise.resolve('') };
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = (await reader.read()).value!;
  const ended = (async () => {
    for (let part = await reader.read(); !part.done; part = await reader.read()) text += part.value;
    return text;
  })();
  return { status: 200, body: null, ended };
}

describe('too many', () => {
  it('sockets from one address: the next is asked to come later, and is accepted once one has closed', async () => {
    const first = Array.from({ length: 4 }, open);
    await Promise.all(first.map(({ opened }) => opened));
    expect(await open().closed).toBe(1013);
    first[0]!.ws.close();
    await first[0]!.closed;
    const next = open();
    await next.opened;
    next.say({ type: 'connection_init' });
    await expect.poll(() => next.received).toEqual([{ type: 'connection_ack' }]);
    for (const { ws } of [...first, next]) ws.terminate();
  });

  it('event streams from one address: refused with the time to wait', async () => {
    const user = await server.user(owner, 'streams');
    const streams = await Promise.all(Array.from({ length: 4 }, () => openStream(user.token!)));
    expect(streams.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const refused = await openStream(user.token!);
    expect(refused.status).toBe(429);
    expect(refused.body.errors[0].extensions).toMatchObject({ code: 'RATE_LIMITED', retryAfter: 10 });
    await owner.data('mutation ($id: ID!) { deactivateUser(input: { userId: $id }) { user { id } } }', { id: user.id });
    await Promise.all(streams.map(({ ended }) => ended));
  });

  it('operations on one socket: the next is refused, and the running ones continue', async () => {
    const socket = open();
    await socket.opened;
    socket.say({ type: 'connection_init', payload: { authorization: `Bearer ${owner.token}` } });
    await expect.poll(() => socket.received).toHaveLength(1);
    const subscribe = (id: string) =>
      socket.say({ type: 'subscribe', id, payload: { query: follow, variables: { channelId } } });
    for (let n = 1; n <= 101; n++) subscribe(`s${n}`);
    await expect.poll(() => socket.received.length).toBe(102);
    const refused = socket.received.filter(({ type }) => type === 'error');
    expect(refused).toMatchObject([{ id: 's101', payload: [{ extensions: { code: 'RATE_LIMITED' } }] }]);
    socket.say({ type: 'complete', id: 's1' });
    subscribe('s102');
    await expect.poll(() => socket.received.at(-1)).toMatchObject({ id: 's102', type: 'next' });
    socket.ws.terminate();
  });
});

it('a socket that sends no connection_init within 5 s is closed with 4408', async () => {
  const socket = open();
  await socket.opened;
  const began = Date.now();
  expect(await socket.closed).toBe(4408);
  expect(Date.now() - began).toBeGreaterThanOrEqual(4_900);
  expect(Date.now() - began).toBeLessThan(8_000);
});

describe('an event stream', () => {
  const ask = async (accept: string, origin?: string) => {
    const response = await fetch(`${server.origin}/graphql`, {
      method: 'POST',
      headers: {
        ...{ accept, 'content-type': 'application/json', authorization: `Bearer ${owner.token}` },
        ...(origin && { origin }),
      },
      body: JSON.stringify({ query: '{ workspace { id } }' }),
    });
    await response.body?.cancel();
    return [response.headers.get('content-type'), response.headers.get('access-control-allow-origin')];
  };

  it('is sent only to clients that accept nothing else', async () => {
    const urql = 'application/graphql-response+json, application/graphql+json, application/json, text/event-stream';
    expect((await ask('text/event-stream'))[0]).toMatch('text/event-stream');
    expect((await ask(urql))[0]).toMatch('application/graphql-response+json');
    expect((await ask(urql, page))[0]).toMatch('application/graphql-response+json');
  });

  it('may be read by pages of the allowed origins', async () => {
    expect((await ask('text/event-stream', page))[1]).toBe(page);
    expect((await ask('text/event-stream', 'https://other.example.com'))[1]).toBeNull();
  });
});

describe('an event stream ends', () => {
  const end = async (user: Client & { id: string }, act: () => Promise<unknown>) => {
    const stream = await openStream(user.token!);
    expect(stream.status).toBe(200);
    await act();
    const acknowledged = Date.now();
    // Not completed: the client reconnects by itself, and learns then what it may do.
    expect(await stream.ended).not.toContain('complete');
    expect(Date.now() - acknowledged).toBeLessThan(1_000);
  };

  it('when its token is revoked, and the next is refused', async () => {
    const user = await server.user(owner, 'revoked');
    const { viewer } = await user.data('{ viewer { tokens(first: 1) { nodes { id } } } }');
    await end(user, () =>
      user.data('mutation ($id: ID!) { revokeToken(input: { tokenId: $id }) { accessToken { id } } }', {
        id: viewer.tokens.nodes[0].id,
      }),
    );
    expect((await openStream(user.token!)).status).toBe(401);
  });

  it('when the viewer becomes a guest', async () => {
    const user = await server.user(owner, 'demoted');
    await end(user, () =>
      owner.data('mutation ($id: ID!) { setRole(input: { userId: $id, role: GUEST }) { user { id } } }', {
        id: user.id,
      }),
    );
  });

  it('when its token expires', async () => {
    const user = await server.user(owner, 'expiring');
    const { createToken } = await user.data(
      'mutation ($at: DateTime) { createToken(input: { name: "t", expiresAt: $at }) { token } }',
      { at: new Date(server.clock.now + 60_000).toISOString() },
    );
    const expiring = { ...user, token: createToken.token as string };
    await end(expiring, async () => {
      server.clock.now += 61_000;
    });
  });
});
