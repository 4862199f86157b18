// Answers are remembered, given to those who may have them, and forgotten when anything they show changes: on every road,
// at once here, within a second elsewhere.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, type Json, startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let owner: Client;
let member: Client & { id: string };
let guest: Client & { id: string };

beforeAll(async () => {
  server = await startServer();
  owner = (await server.workspace()).owner;
  member = await server.user(owner, 'member');
  guest = await server.user(owner, 'guest', { role: 'GUEST' });
});

afterAll(() => server?.close());

const create = async (who: Client, name: string, input: object = {}): Promise<string> =>
  (
    await who.data('mutation ($input: CreateChannelInput!) { createChannel(input: $input) { channel { id } } }', {
      input: { name, ...input },
    })
  ).createChannel.channel.id;
const send = async (who: Client, channelId: string, body: string, parentId?: string): Promise<string> =>
  (
    await who.data('mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { id } } }', {
      input: { channelId, body, parentId },
    })
  ).sendMessage.message.id;

/** What became of a request, and its data. */
async function get(who: Client, query: string, variables: object = {}): Promise<{ cache: string | null; data: Json }> {
  const response = await fetch(`${server.origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(who.token && { authorization: `Bearer ${who.token}` }) },
    body: JSON.stringify({ query, variables }),
  });
  const { data } = (await response.json()) as Json;
  return { cache: response.headers.get('x-cache'), data };
}

const cacheOf = async (...given: Parameters<typeof get>) => (await get(...given)).cache;

describe('an answer', () => {
  it('is remembered, and forgotten by a write', async () => {
    const id = await create(owner, 'one');
    const query = 'query ($id: ID!) { channel(id: $id) { topic messages(last: 5) { nodes { body } } } }';
    expect(await cacheOf(owner, query, { id })).toBe('MISS');
    expect(await cacheOf(owner, query, { id })).toBe('HIT');
    await send(owner, id, 'hello');
    const { cache, data } = await get(owner, query, { id });
    expect([cache, data.channel.messages.nodes]).toEqual(['MISS', [{ body: 'hello' }]]);
    expect(await cacheOf(owner, query, { id })).toBe('HIT');
    // A public channel is the same for all but guests.
    expect(await cacheOf(member, query, { id })).toBe('HIT');
    expect(await get(guest, query, { id })).toEqual({ cache: 'MISS', data: { channel: null } });
  });

  it('of a message in a public channel is one for all, until the channel is private', async () => {
    const id = await create(owner, 'two');
    const message = await send(owner, id, 'hello');
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
