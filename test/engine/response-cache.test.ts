// Responses are cached, shared with viewers who may have them, and dropped when anything they show changes: over every
// transport, at once on this instance, within a second elsewhere.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createChannel, type Person, seed, sendMessage } from '../support/seed.ts';
import { type Client, type Json, startServer, type TestServer } from '../support/server.ts';
import { openTransports, type Transport } from '../support/transports.ts';

let server: TestServer;
let owner: Client;
let member: Person;
let guest: Person;
let transports: { all: readonly Transport[]; close(): Promise<void> };

beforeAll(async () => {
  server = await startServer();
  ({
    owner,
    users: { member, guest },
  } = await seed(server, { users: { member: 'MEMBER', guest: 'GUEST' } }));
  transports = openTransports(server);
});

afterAll(async () => {
  await transports?.close();
  await server?.close();
});

/** The cache result of a request, and its data. */
async function get(who: Client, query: string, variables: object = {}): Promise<{ cache: string | null; data: Json }> {
  const response = await fetch(`${server.origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(who.token && { authorization: `Bearer ${who.token}` }) },
    body: JSON.stringify({ query, variables }),
  });
  const { data } = (await response.json()) as Json;
  return { cache: response.headers.get('x-cache'), data };
}

const cacheOf = async (...args: Parameters<typeof get>) => (await get(...args)).cache;

describe('a response', () => {
  it('is cached, and dropped by a write', async () => {
    const id = await createChannel(owner, { name: 'one' });
    const query = 'query ($id: ID!) { channel(id: $id) { topic messages(last: 5) { nodes { body } } } }';
    expect(await cacheOf(owner, query, { id })).toBe('MISS');
    expect(await cacheOf(owner, query, { id })).toBe('HIT');
    await sendMessage(owner, id, 'hello');
    const { cache, data } = await get(owner, query, { id });
    expect([cache, data.channel.messages.nodes]).toEqual(['MISS', [{ body: 'hello' }]]);
    expect(await cacheOf(owner, query, { id })).toBe('HIT');
    // A public channel is the same for all but guests.
    expect(await cacheOf(member, query, { id })).toBe('HIT');
    expect(await get(guest, query, { id })).toEqual({ cache: 'MISS', data: { channel: null } });
  });

  it('of a message in a public channel is shared by all, until the channel is private', async () => {
    const id = await createChannel(owner, { name: 'two' });
    const message = await sendMessage(owner, id, 'hello');
    const query = 'query ($id: ID!) { message(id: $id) { body replies { totalCount } } }';
    expect(await cacheOf(owner, query, { id: message })).toBe('MISS');
    expect(await cacheOf(member, query, { id: message })).toBe('HIT');
    await owner.data('mutation ($input: UpdateChannelInput!) { updateChannel(input: $input) { channel { id } } }', {
      input: { channelId: id, privacy: 'PRIVATE' },
    });
    expect((await get(member, query, { id: message })).data).toEqual({ message: null });
    expect((await get(owner, query, { id: message })).cache).toBe('MISS');
    expect((await get(owner, query, { id: message })).cache).toBe('HIT');
  });
});

describe('the ledger says', () => {
  const missing = 'Message_00000000-0000-7000-8000-000000000000';
  it.each<[query: string, said: string[]]>([
    ['{ users(first: 2) { nodes { handle } } }', ['MISS: executed', 'HIT: shared, 0 ms old']],
    ['{ viewer { unreadCount } }', ['MISS: executed', 'HIT: for this viewer, 0 ms old']],
    ['{ viewer { scopes } }', ['BYPASS: Viewer.scopes is not cacheable']],
    [
      `{ message(id: "${missing}") { body } }`,
      [`MISS: message ${missing.slice(8)} does not exist, which is not cacheable`],
    ],
    [
      '{ users(orderBy: { field: LAST_ACTIVE_AT }) { totalCount } }',
      ['MISS: the order LAST_ACTIVE_AT is not cacheable'],
    ],
    ['{ channel { topic } users { totalCount } }', ['MISS: the response has errors']],
    ['mutation { heartbeat(input: {}) { __typename } }', ['BYPASS: a mutation']],
    ['{ __typename }', ['BYPASS: no field has a maxAge']],
    ['{ __schema { queryType { name } } }', ['MISS: executed', 'HIT: shared, 0 ms old']],
  ])('why %s is not cached, or that it was', async (query, said) => {
    const { extensions: first } = await owner.ask(query);
    const { extensions: second } = await owner.ask(query);
    const reasons = [first, second].map((one) => (one as Json).ledger.cache);
    expect(reasons).toEqual(said.length === 1 ? [said[0], said[0]] : said);
  });

  it('that a caller who is not signed in gets nothing from the cache', async () => {
    const answers = [
      await get({ ...owner, token: null }, '{ viewer { role } }'),
      await get({ ...owner, token: null }, '{ viewer { role } }'),
    ];
    expect(answers).toEqual(Array(2).fill({ cache: 'BYPASS', data: { viewer: null } }));
  });
});

describe('one cache serves', () => {
  const http = async (query: string, variables: object, headers: Record<string, string>, path = '') => {
    const response = await fetch(`${server.origin}/graphql${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${owner.token}`, ...headers },
      body: JSON.stringify({ query, variables }),
    });
    return response.text();
  };
  const by =
    (name: string): Ask =>
    async (query, variables) =>
      (await transports.all.find((transport) => transport.name === name)!.ask(owner.token, query, variables)).data;
  type Ask = (query: string, variables: object) => Promise<Json>;
  const asksBy: Record<string, Ask> = {
    'the fast path': by('POST'),
    Yoga: async (query, variables) => JSON.parse(await http(query, variables, {}, '?by=yoga')).data,
    GET: by('GET'),
    APQ: by('APQ'),
    WebSocket: by('WebSocket'),
    'an event stream': async (query, variables) => {
      const text = await http(query, variables, { accept: 'text/event-stream' });
      return JSON.parse(/^data: (.+)$/m.exec(text)![1]!).data;
    },
  };
  const names = Object.keys(asksBy);
  const pairs = names.flatMap((first) => names.map((second) => [first, second] as const));

  const query = 'query ($id: ID!) { channel(id: $id) { name topic messages(last: 2) { nodes { body } } } }';
  let rooms = 0;

  // The client that sends a hash registers the document first.
  beforeAll(async () => void (await asksBy.APQ!(query, { id: await createChannel(owner, { name: 'registered' }) })));

  it.each(pairs)('what %s requested first to %s', async (first, second) => {
    const id = await createChannel(owner, { name: `road${++rooms}` });
    const { counts } = server.app.internals.cache;
    const before = { ...counts };
    const answered = await asksBy[first]!(query, { id });
    expect([counts.MISS - before.MISS, counts.HIT - before.HIT]).toEqual([1, 0]);
    expect(await asksBy[second]!(query, { id })).toEqual(answered);
    expect([counts.MISS - before.MISS, counts.HIT - before.HIT]).toEqual([1, 1]);
    expect(answered.channel.topic).toBe('');
    await sendMessage(owner, id, 'new');
    expect((await asksBy[second]!(query, { id })).channel.messages.nodes).toEqual([{ body: 'new' }]);
  });
});
