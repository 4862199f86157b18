// The graphql-transport-ws protocol: the package graphql-ws reads and writes the server's messages, and no order of a
// client's messages loses an operation or leaves one running.
import { readFileSync } from 'node:fs';
import * as graphqlWs from 'graphql-ws';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openRaw, type RawSocket } from '../support/raw-socket.ts';
import { createChannel } from '../support/seed.ts';
import { type Client, type Json, startServer, type TestServer } from '../support/server.ts';

// The package unchanged, except that the server's calls are recorded. The test's own sockets do without the package.
vi.mock('graphql-ws', async (importOriginal) => {
  const original = await importOriginal<typeof graphqlWs>();
  const { handleProtocols, stringifyMessage, validateMessage } = original;
  return {
    ...original,
    handleProtocols: vi.fn(handleProtocols),
    stringifyMessage: vi.fn(stringifyMessage),
    validateMessage: vi.fn(validateMessage),
  };
});
const { validateMessage } = await vi.importActual<typeof graphqlWs>('graphql-ws');
const { CloseCode } = graphqlWs;

let server: TestServer;
let owner: Client;
let channelId: string;

beforeAll(async () => {
  server = await startServer();
  owner = (await server.workspace()).owner;
  channelId = await createChannel(owner, { name: 'general' });
});
afterAll(() => server?.close());

let socket: RawSocket;
beforeEach(async () => {
  vi.clearAllMocks();
  socket = await openRaw(server.origin);
  socket.say({ type: 'connection_init', payload: { authorization: `Bearer ${owner.token}` } });
  await expect.poll(() => socket.received).toEqual([{ type: 'connection_ack' }]);
  return async () => {
    socket.ws.terminate();
    // Nothing that a socket started outlives it.
    await expect.poll(() => server.app.internals.broadcaster.groups).toBe(0);
  };
});

const role = '{ viewer { role } }';
const follow = {
  query: `subscription ($channelId: ID!) { channelEvents(channelId: $channelId) {
    __typename ... on MessageSent { message { body } } } }`,
};
const subscribe = (id: string) => ({ type: 'subscribe', id, payload: { ...follow, variables: { channelId } } });
const complete = (id: string) => ({ type: 'complete', id });

const send = (body: string) =>
  owner.data('mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { id } } }', {
    input: { channelId, body },
  });
/** The types of the events of an operation, or the bodies where they have one. */
const eventsOf = (id: string): string[] =>
  socket
    .of(id)
    .filter(({ type }) => type === 'next')
    .map(({ payload: { data } }: Json) => data.channelEvents.message?.body ?? data.channelEvents.__typename);

describe('the package graphql-ws', () => {
  it('chooses the subprotocol, parses every message received, and serializes every message that is not a frame', async () => {
    socket.say({ type: 'ping' }, { type: 'pong' });
    socket.say({ type: 'subscribe', id: 'answered', payload: { query: role } });
    socket.say({ type: 'subscribe', id: 'refused', payload: { query: '{ nothing }' } });
    await expect.poll(() => socket.of('answered').at(-1)).toEqual({ id: 'answered', type: 'complete' });
    await expect.poll(() => socket.of('refused').at(-1)).toMatchObject({ type: 'error' });
    socket.say(complete('answered'));
    socket.say({ type: 'ping' });
    await expect.poll(() => socket.received.filter(({ type }) => type === 'pong')).toHaveLength(2);

    expect(vi.mocked(graphqlWs.handleProtocols)).toHaveBeenCalledTimes(1);
    const read = vi.mocked(graphqlWs.validateMessage).mock.calls.map(([message]) => (message as Json).type);
    expect(read).toEqual(['connection_init', 'ping', 'pong', 'subscribe', 'subscribe', 'complete', 'ping']);
    const written = vi.mocked(graphqlWs.stringifyMessage).mock.results.map(({ value }) => JSON.parse(value as string));
    expect(written).toEqual(socket.received.filter(({ type }) => type !== 'next'));
  });

  it('accepts every message that the server sends', async () => {
    socket.say(subscribe('a'), { type: 'ping' }, { type: 'subscribe', id: 'b', payload: {} });
    socket.say({ type: 'subscribe', id: 'c"é🔥', payload: { query: role } });
    await expect.poll(() => eventsOf('a')).toEqual(['Started']);
    await expect.poll(() => socket.of('c"é🔥').map(({ type }) => type)).toEqual(['next', 'complete']);
    await send('ünï"côde');
    await expect.poll(() => eventsOf('a').at(-1)).toBe('ünï"côde');
    await expect.poll(() => socket.of('b')).toHaveLength(1);
    const types = socket.received.map((message) => validateMessage(message).type as string);
    expect(new Set(types)).toEqual(new Set(['connection_ack', 'pong', 'next', 'error', 'complete']));
  });
});

describe('an id that is used again at once', () => {
  it('is the new operation, where the previous one was completed in the same packet', async () => {
    socket.say(subscribe('a'));
    await expect.poll(() => eventsOf('a')).toEqual(['Started']);
    socket.say(complete('a'), subscribe('a'));
    await expect.poll(() => eventsOf('a')).toEqual(['Started', 'Started']);
    await send('one');
    await expect.poll(() => eventsOf('a').at(-1)).toBe('one');
    await send('two');
    await expect.poll(() => eventsOf('a').at(-1)).toBe('two');
    expect(eventsOf('a')).toEqual(['Started', 'Started', 'one', 'two']);
  });

  it('is one operation, where the previous one was completed before it had started', async () => {
    socket.say(subscribe('a'), complete('a'), subscribe('a'));
    await expect.poll(() => eventsOf('a')).toContain('Started');
    await send('one');
    await expect.poll(() => eventsOf('a')).toContain('one');
    await send('two');
    await expect.poll(() => eventsOf('a')).toContain('two');
    expect(eventsOf('a')).toEqual(['Started', 'one', 'two']);
    socket.say(complete('a'));
    await expect.poll(() => server.app.internals.broadcaster.groups).toBe(0);
  });

  it('sends nothing more once it was completed before it had started', async () => {
    socket.say(subscribe('a'), complete('a'));
    socket.say({ type: 'subscribe', id: 'b', payload: { query: role } });
    await expect.poll(() => socket.of('b').at(-1)).toEqual({ id: 'b', type: 'complete' });
    await expect.poll(() => server.app.internals.broadcaster.groups).toBe(0);
    expect(socket.of('a')).toEqual([]);
  });
});

it.each<[string, object]>([
  ['connection_ack', { type: 'connection_ack' }],
  ['next', { type: 'next', id: 'a', payload: { data: null } }],
  ['error', { type: 'error', id: 'a', payload: [{ message: 'no' }] }],
  ['a type that is unknown', { type: 'start', id: 'a', payload: { query: role } }],
  ['a ping whose payload is a list', { type: 'ping', payload: [] }],
  ['an id that is empty', { type: 'subscribe', id: '', payload: { query: role } }],
  ['an id of 201 characters', { type: 'subscribe', id: 'x'.repeat(201), payload: { query: role } }],
])('a client that sends %s is closed with 4400', async (_, message) => {
  socket.say(message);
  expect(await socket.closed).toBe(CloseCode.BadRequest);
});

it.each<[string, object]>([
  ['without a query', {}],
  ['with an empty query', { query: '' }],
])('a documentId %s runs the stored operation', async (_, query) => {
  const stored = JSON.parse(readFileSync('schema/persisted.json', 'utf8')) as Record<string, string>;
  const [documentId] = Object.entries(stored).find(([, text]) => text.startsWith('query Sidebar'))!;
  socket.say({ type: 'subscribe', id: 'a', payload: { ...query, documentId } });
  await expect.poll(() => socket.of('a').at(-1)).toEqual({ id: 'a', type: 'complete' });
  expect(socket.of('a')[0].payload.data.viewer.user.handle).toBe('owner');
});

it.each<[string, object]>([
  ['is not there', { query: `query A ${role} query B ${role}`, operationName: 'C' }],
  ['is not there, of one operation,', { query: `query A ${role}`, operationName: 'C' }],
  ['is missing among several', { query: `query A ${role} query B ${role}` }],
])('an operation whose name %s is refused with a code, and the socket stays open', async (_, payload) => {
  socket.say({ type: 'subscribe', id: 'a', payload });
  await expect
    .poll(() => socket.of('a'))
    .toMatchObject([
      { type: 'next', payload: { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] } },
      { type: 'complete' },
    ]);
  socket.say({ type: 'subscribe', id: 'b', payload: { query: role } });
  await expect.poll(() => socket.of('b').at(-1)).toEqual({ id: 'b', type: 'complete' });
});
