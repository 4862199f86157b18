// What clients send that is odd, too much or too large, over sockets and event streams: each is refused with a message
// that says what is wrong, and everything around it continues.
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect as connectTcp } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { seed } from '../support/seed.ts';
import { type Client, type Json, startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let owner: Client;
let channelId: string;

beforeAll(async () => {
  server = await startServer();
  ({
    owner,
    channels: { general: channelId },
  } = await seed(server, { channels: { general: {} } }));
});

afterAll(() => server?.close());

/** A socket without a client library. */
async function open(protocols: string | string[] = 'graphql-transport-ws') {
  const ws = new WebSocket(`${server.origin.replace('http', 'ws')}/graphql`, protocols);
  const received: Json[] = [];
  ws.on('message', (data) => received.push(JSON.parse(String(data))));
  ws.on('error', () => {});
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    ws.on('close', (code, reason) => resolve({ code, reason: String(reason) })),
  );
  await once(ws, 'open');
  const say = (message: unknown) => ws.send(typeof message === 'string' ? message : toText(message));
  const of = (id: string) => received.filter((message) => message.id === id);
  return { ws, received, closed, say, of };
}

async function openReady(payload: object = { authorization: `Bearer ${owner.token}` }) {
  const socket = await open();
  socket.say({ type: 'connection_init', payload });
  await expect.poll(() => socket.received, { timeout: 5_000 }).toEqual([{ type: 'connection_ack' }]);
  return socket;
}

const role = '{ viewer { role } }';
/** JSON of such messages, where this text stands for a value nested 5,000 deep; writing that out takes no recursion. */
const deep = '5,000 deep';
const toText = (message: unknown) =>
  JSON.stringify(message).replace(`"${deep}"`, `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`);

describe('over a socket', () => {
  it.each<[string, object]>([
    ['an operationName that is an object', { query: role, operationName: { toString: 1 } }],
    ['an operationName that is a number', { query: role, operationName: 7 }],
    ['variables that are a number', { query: role, variables: 0 }],
    ['variables that are a list', { query: role, variables: [] }],
    ['variables that are a text', { query: role, variables: '{}' }],
    ['variables nested 5,000 deep', { query: role, variables: deep }],
    ['a query that is a number', { query: 5 }],
    ['a query that is an object', { query: { toString: 1 } }],
    ['no query', {}],
    ['a documentId that is a list', { documentId: ['x'] }],
    ['extensions that are a number', { query: role, extensions: 3 }],
    ['extensions nested 5,000 deep', { query: role, extensions: deep }],
    ['a persistedQuery that is a number', { query: role, extensions: { persistedQuery: 3 } }],
    [
      'an operationName that is an object, for a subscription',
      {
        query: `subscription { channelEvents(channelId: "x") { __typename } }`,
        operationName: { toString: 1 },
      },
    ],
    [
      'a variable nested 5,000 deep, for a subscription',
      {
        query: 'subscription ($id: ID!) { channelEvents(channelId: $id) { __typename } }',
        variables: { id: deep },
      },
    ],
  ])('%s is BAD_USER_INPUT, and the socket stays open', async (_, payload) => {
    const socket = await openReady();
    socket.say({ type: 'subscribe', id: 'odd', payload });
    await expect
      .poll(() => socket.of('odd'), { timeout: 5_000 })
      .toMatchObject([{ type: 'error', payload: [{ extensions: { code: 'BAD_USER_INPUT' } }] }]);
    socket.say({ type: 'subscribe', id: 'odd', payload: { query: role } });
    await expect.poll(() => socket.of('odd').at(-1), { timeout: 5_000 }).toEqual({ id: 'odd', type: 'complete' });
    socket.ws.terminate();
  });

  it.each<[string, unknown]>([
    ['a payload that is a number', { type: 'subscribe', id: '1', payload: 5 }],
    ['a payload that is a list', { type: 'subscribe', id: '1', payload: [] }],
    ['an id that is a number', { type: 'subscribe', id: 1, payload: { query: role } }],
    ['a type that is an object', { type: { toString: 1 } }],
    ['a list nested 100,000 deep', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['a completion of an object', { type: 'complete', id: {} }],
  ])('%s closes with 4400', async (_, message) => {
    const socket = await openReady();
    socket.say(message);
    expect((await socket.closed).code).toBe(4400);
  });
});

describe('the subprotocol', () => {
  it.each([
    [['graphql-ws', 'graphql-transport-ws']],
    [['graphql-transport-ws', 'graphql-ws']],
    [['a', 'b', 'graphql-transport-ws', 'c']],
  ])('is chosen among %j', async (offered) => {
    const socket = await open(offered);
    expect(socket.ws.protocol).toBe('graphql-transport-ws');
    socket.say({ type: 'connection_init' });
    await expect.poll(() => socket.received, { timeout: 5_000 }).toEqual([{ type: 'connection_ack' }]);
    socket.ws.terminate();
  });

  it('is refused with 4406 where only others are offered', async () => {
    expect((await (await open(['graphql-ws', 'other'])).closed).code).toBe(4406);
  });
});

describe('connectionParams', () => {
  it.each([
    ['headers.Authorization', (value: string) => ({ headers: { Authorization: value } })],
    ['headers.authorization', (value: string) => ({ headers: { authorization: value, 'x-other': 1 } })],
    ['AUTHORIZATION', (value: string) => ({ AUTHORIZATION: value })],
    ['both, alike', (value: string) => ({ authorization: value, headers: { Authorization: value } })],
  ])('sign in by %s', async (_, params) => {
    const socket = await openReady(params(`Bearer ${owner.token}`));
    socket.say({ type: 'subscribe', id: 'q', payload: { query: role } });
    await expect
      .poll(() => socket.of('q')[0], { timeout: 5_000 })
      .toMatchObject({ payload: { data: { viewer: { role: 'OWNER' } } } });
    socket.ws.terminate();
  });

  it.each<[string, object]>([
    ['a wrong token in headers', { headers: { Authorization: 'Bearer wrong' } }],
    ['an authorization that is no text', { authorization: { token: 'x' } }],
    ['an empty authorization', { authorization: '' }],
    ['two that differ', { authorization: 'Bearer a', Authorization: 'Bearer b' }],
    ['authToken', { authToken: 'x' }],
    ['token', { token: 'x' }],
    ['headers with an API key', { headers: { 'X-Api-Key': 'x' } }],
  ])('with %s close with 4401, and are not treated as anonymous', async (_, payload) => {
    const socket = await open();
    socket.say({ type: 'connection_init', payload });
    expect((await socket.closed).code).toBe(4401);
    expect(socket.received).toEqual([]);
  });

  it('that have a credential under another name are told how to send it', async () => {
    const socket = await open();
    socket.say({ type: 'connection_init', payload: { authToken: owner.token } });
    expect((await socket.closed).reason).toMatch('"authorization": "Bearer …"');
  });

  it.each([[{}], [{ authorization: null }], [{ headers: {} }], [{ headers: null }], [{ clientName: 'web' }]])(
    'without a credential, %j, are taken',
    async (payload: object) => {
      (await openReady(payload)).ws.terminate();
    },
  );
});

describe('a flood', () => {
  const floods: Record<string, (socket: Awaited<ReturnType<typeof open>>) => void> = {
    'of pings': ({ say }) => say({ type: 'ping' }),
    'of pongs': ({ say }) => say({ type: 'pong' }),
    'of completions': ({ say }) => say({ type: 'complete', id: 'none' }),
    'of ping frames': ({ ws }) => ws.ping(),
    'of pong frames': ({ ws }) => ws.pong(),
    'of operations that are not valid': ({ say }) => say({ type: 'subscribe', id: `${Math.random()}`, payload: {} }),
    'of large pings': ({ say }) => say({ type: 'ping', payload: { filler: 'x'.repeat(200_000) } }),
  };

  it.each(Object.entries(floods))(
    '%s closes the socket with 4290, after which clients may reconnect',
    async (_, flood) => {
      const socket = await openReady();
      for (let n = 0; n < 3_000 && socket.ws.readyState === socket.ws.OPEN; n++) {
        flood(socket);
        // ws closes a socket by itself where many pongs wait to be sent.
        if (n % 5 === 0) await new Promise(setImmediate);
      }
      expect((await socket.closed).code).toBe(4290);
    },
  );

  it('of connection_init closes with 4429', async () => {
    const socket = await open();
    for (let n = 0; n < 100; n++) socket.say({ type: 'connection_init' });
    expect((await socket.closed).code).toBe(4429);
  });

  it('does not include a hundred operations at once', async () => {
    const socket = await openReady();
    for (let n = 0; n < 300; n++) socket.say({ type: 'ping' });
    for (let n = 0; n < 100; n++) socket.say({ type: 'subscribe', id: `${n}`, payload: { query: role } });
    await expect
      .poll(() => socket.received.filter(({ type }) => type === 'complete'), { timeout: 10_000 })
      .toHaveLength(100);
    expect(socket.ws.readyState).toBe(socket.ws.OPEN);
    socket.ws.terminate();
  });
});

it('before connection_init a socket may send little, in one unfinished frame or in many', async () => {
  const socket = await open();
  socket.say({ type: 'connection_init', payload: { filler: 'x'.repeat(100_000) } });
  // Complete, the message would fit a frame; it came before the client authenticated.
  expect((await socket.closed).code).toBe(1009);
});

describe('an event stream', () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  afterAll(() => agent.destroy());

  const post = (body: string, accept: string) =>
    new Promise<{ status: number; text: string; port: number | undefined }>((resolve, reject) => {
      const headers = { accept, 'content-type': 'application/json', authorization: `Bearer ${owner.token}` };
      const sent = request(`${server.origin}/graphql`, { method: 'POST', headers, agent }, async (response) => {
        const port = response.socket.localPort;
        let text = '';
        for await (const part of response) text += part;
        resolve({ status: response.statusCode!, text, port });
      });
      sent.on('error', reject);
      sent.end(body);
    });

  it.each(['text/event-stream', 'application/json'])(
    'a body of 1.1 MB for %s is refused, and the connection serves the next request',
    async (accept) => {
      const large = await post(JSON.stringify({ query: role, variables: { filler: 'x'.repeat(1_100_000) } }), accept);
      expect(large.status).toBe(413);
      const next = await post(JSON.stringify({ query: role }), 'application/json');
      expect(next).toMatchObject({ status: 200, text: '{"data":{"viewer":{"role":"OWNER"}}}' });
      if (accept === 'text/event-stream') expect(next.port).toBe(large.port);
    },
  );

  it.each<[string, unknown]>([
    ['an operationName that is an object', { query: role, operationName: { toString: 1 } }],
    ['variables that are a number', { query: role, variables: 0 }],
    ['extensions that are a number', { query: role, extensions: 3 }],
    ['variables nested 5,000 deep', { query: role, variables: deep }],
  ])('for %s reports BAD_USER_INPUT and ends', async (_, body) => {
    const { text } = await post(toText(body), 'text/event-stream');
    expect(text).toMatch('BAD_USER_INPUT');
    expect(text).not.toMatch('INTERNAL');
  });

  it.each(['query=%7B', 'query={nothing}', 'query={__typename}&variables=0', 'query={__typename}&variables={"a":'])(
    'by GET with ?%s is refused with what is wrong',
    async (search) => {
      const response = await fetch(`${server.origin}/graphql?${search}`, { headers: { accept: 'text/event-stream' } });
      const text = await response.text();
      expect(response.status).toBeLessThan(500);
      expect(text).toMatch(/BAD_USER_INPUT|GRAPHQL_/);
    },
  );
});

describe('before a client has authenticated', () => {
  const raw = () => {
    const { hostname, port, host } = new URL(server.origin);
    const socket = connectTcp(Number(port), hostname);
    let text = '';
    socket.on('data', (chunk) => {
      text += String(chunk);
    });
    socket.on('error', () => {});
    const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
    return { socket, closed, host, text: () => text };
  };

  it('a connection without a request is closed after 10 s', { timeout: 30_000 }, async () => {
    const idle = raw();
    await once(idle.socket, 'connect');
    const began = Date.now();
    await idle.closed;
    expect(Date.now() - began).toBeGreaterThan(8_000);
    expect(Date.now() - began).toBeLessThan(16_000);
  });

  it('bodies that are being read take no more than 8 MB for one address; clients that are signed in are not delayed', async () => {
    const begin = (token = '') => {
      const one = raw();
      const authorization = token && `authorization: Bearer ${token}\r\n`;
      one.socket.write(
        `POST /graphql HTTP/1.1\r\nhost: ${one.host}\r\ncontent-type: application/json\r\n${authorization}content-length: 900000\r\n\r\n{`,
      );
      return one;
    };
    const held = Array.from({ length: 8 }, () => begin());
    await expect.poll(() => held.filter(({ socket }) => !socket.connecting)).toHaveLength(8);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const refused = begin();
    await refused.closed;
    expect(refused.text()).toMatch(/^HTTP\/1\.1 503 /);
    expect(refused.text()).toMatch(/connection: close/i);
    const wrong = begin('wrong');
    await wrong.closed;
    expect(wrong.text()).toMatch(/^HTTP\/1\.1 503 /);
    const filler = Array(5).fill('x'.repeat(100_000));
    const query = JSON.stringify({ query: role, variables: { filler } });
    const answer = await fetch(`${server.origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${owner.token}` },
      body: query,
    });
    expect(await answer.text()).toBe('{"data":{"viewer":{"role":"OWNER"}}}');
    for (const { socket } of held) socket.destroy();
    // The bytes they held are free again.
    await expect
      .poll(
        async () => {
          const body = JSON.stringify({ query: '{ __typename }', variables: { filler } });
          const headers = { 'content-type': 'application/json' };
          return (await fetch(`${server.origin}/graphql`, { method: 'POST', headers, body })).status;
        },
        { timeout: 5_000 },
      )
      .toBe(200);
  });
});

it('a connection past those of one address is dropped, and the next is accepted when others have closed', async () => {
  const small = await startServer({ SOCKETS_PER_ADDRESS: '1' });
  try {
    const { hostname, port } = new URL(small.origin);
    const connections = Array.from({ length: 104 }, () => connectTcp(Number(port), hostname));
    for (const one of connections) one.on('error', () => {});
    await Promise.all(connections.map((one) => once(one, 'connect')));
    const late = connectTcp(Number(port), hostname).on('error', () => {});
    await once(late, 'close');
    connections[0]!.destroy();
    await expect
      .poll(
        () =>
          fetch(`${small.origin}/healthz`).then(
            ({ status }) => status,
            () => 0,
          ),
        { timeout: 5_000 },
      )
      .toBe(200);
    for (const one of connections) one.destroy();
  } finally {
    await small.close();
  }
});

it('a subscriber of a channel receives the cursor to resume from with its first event', async () => {
  const socket = await openReady();
  const query =
    'subscription ($id: ID!, $after: String) { channelEvents(channelId: $id, after: $after) { __typename cursor } }';
  const { channel } = await owner.data('query ($id: ID!) { channel(id: $id) { cursor } }', { id: channelId });
  for (const variables of [{ id: channelId }, { id: channelId, after: null }]) {
    const id = JSON.stringify(variables);
    socket.say({ type: 'subscribe', id, payload: { query, variables } });
    await expect
      .poll(() => socket.of(id)[0]?.payload.data.channelEvents, { timeout: 5_000 })
      .toEqual({ __typename: 'Started', cursor: channel.cursor });
  }
  socket.ws.terminate();
});
