// The caching headers of responses: the ETag, which depends on the content, and who may store it. Only a GET has them;
// no shared cache may store what depends on the viewer.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createChannel } from '../support/seed.ts';
import { type Client, startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let owner: Client;
let channel: string;
let count = 0;

beforeAll(async () => {
  server = await startServer();
  owner = (await server.workspace()).owner;
});
beforeEach(async () => {
  count++;
  channel = await createChannel(owner);
});
afterAll(() => server?.close());

const topic = () => `query ($id: ID!) { channel(id: $id) { a${count}: topic } }`;
const setTopic = (text: string) =>
  owner.data('mutation ($input: UpdateChannelInput!) { updateChannel(input: $input) { channel { id } } }', {
    input: { channelId: channel, topic: text },
  });
const introspection = () => `{ a${count}: __schema { queryType { name } } }`;

interface Got {
  status: number;
  body: string;
  etag: string | null;
  cache: string | null;
  control: string | null;
  headers: Headers;
}

async function read(response: Response): Promise<Got> {
  const { status, headers } = response;
  const body = await response.text();
  const [etag, cache, control] = ['etag', 'x-cache', 'cache-control'].map((name) => headers.get(name));
  return { status, body, etag: etag!, cache: cache!, control: control!, headers };
}

async function get(query: string, headers: Record<string, string> = {}, token = owner.token): Promise<Got> {
  const parameters = new URLSearchParams({ query, variables: JSON.stringify({ id: channel }) });
  const authorization: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
  return read(
    await fetch(`${server.origin}/graphql?${parameters}`, {
      headers: { accept: 'application/json', ...authorization, ...headers },
    }),
  );
}

/** By the fast path, or with a query string, which that does not accept, by Yoga. */
const post = async (query: string, headers: Record<string, string>, path: string): Promise<Got> =>
  read(
    await fetch(`${server.origin}/graphql${path === 'Yoga' ? '?by=yoga' : ''}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${owner.token}`, ...headers },
      body: JSON.stringify({ query, variables: { id: channel } }),
    }),
  );

describe('a GET', () => {
  it('has a tag, and is answered with 304 as long as the content is the same', async () => {
    const first = await get(topic());
    expect(first).toMatchObject({ status: 200, cache: 'MISS', control: 'private, no-cache' });
    expect(first.etag).toMatch(/^W\/"[\w-]{20,}"$/);
    const again = await get(topic(), { 'if-none-match': first.etag! });
    expect(again).toMatchObject({
      status: 304,
      body: '',
      etag: first.etag,
      cache: 'HIT',
      control: 'private, no-cache',
    });
    expect(again.headers.get('content-type')).toBeNull();
    await setTopic('changed');
    const changed = await get(topic(), { 'if-none-match': first.etag! });
    expect(changed).toMatchObject({ status: 200, cache: 'MISS' });
    expect(changed.body).toContain('changed');
    expect(changed.etag).not.toBe(first.etag);
    // The earlier content has its earlier tag again.
    await setTopic('');
    expect((await get(topic(), { 'if-none-match': first.etag! })).status).toBe(304);
  });

  it.each<[name: string, header: (etag: string) => string, status: number]>([
    ['*', () => '*', 304],
    ['a list that holds it', (etag) => `"other", ${etag},W/"more"`, 304],
    ['it as a strong tag', (etag) => etag.replace('W/', ''), 304],
    ['a list without it', () => '"other", W/"more"', 200],
    ['a part of it', (etag) => `${etag.slice(0, -3)}"`, 200],
    ['nothing', () => '', 200],
  ])('that knows %s', async (_, header, status) => {
    const { etag } = await get(topic());
    expect((await get(topic(), { 'if-none-match': header(etag!) })).status).toBe(status);
  });

  it('has the same tag for the same content, cached or not, with or without its cost', async () => {
    const query = `query ($id: ID!) { channel(id: $id) { topic } viewer { scopes } }`;
    const plain = await get(query);
    expect(plain.cache).toBe('BYPASS');
    expect((await get(query)).etag).toBe(plain.etag);
    const costly = await get(query, { 'x-cost': '1', 'x-ledger': '1' });
    expect(JSON.parse(costly.body).extensions).toMatchObject({ cost: {}, ledger: {} });
    expect([costly.etag, costly.control]).toEqual([plain.etag, 'private, no-cache']);
    expect((await get(query, { 'x-cost': '1', 'if-none-match': plain.etag! })).status).toBe(304);
  });

  it('with errors may not be stored', async () => {
    for (const [query, headers] of [
      ['{ channel { topic } viewer { role } }', { 'if-none-match': '*' }],
      ['{ nothing }', { 'if-none-match': '*' }],
    ] as const) {
      const { status, body, etag, control } = await get(query, headers);
      expect(status).not.toBe(304);
      expect(JSON.parse(body).errors).toHaveLength(1);
      expect(etag).toBeNull();
      expect(control ?? 'no-store').toBe('no-store');
    }
  });
});

describe.each(['the fast path', 'Yoga'])('a POST by %s', (path) => {
  it('has no tag, and is never answered with 304', async () => {
    const before = server.app.internals.fastPath.served;
    const { etag } = await get(topic());
    for (const known of [etag!, '*']) {
      const answer = await post(topic(), { 'if-none-match': known }, path);
      expect(answer).toMatchObject({ status: 200, cache: 'HIT', etag: null, control: null });
      expect(JSON.parse(answer.body).data.channel).toEqual({ [`a${count}`]: '' });
    }
    expect(server.app.internals.fastPath.served - before).toBe(path === 'Yoga' ? 0 : 2);
  });

  it('that is a mutation has none either, whatever is cached', async () => {
    await get(topic());
    const mutation =
      'mutation ($id: ID!) { updateChannel(input: { channelId: $id, topic: "t" }) { channel { topic } } }';
    const answer = await post(mutation, { 'if-none-match': '*' }, path);
    expect([answer.status, answer.cache, answer.etag]).toEqual([200, 'BYPASS', null]);
    expect(JSON.parse(answer.body).data.updateChannel.channel).toEqual({ topic: 't' });
  });
});

describe('introspection', () => {
  it('may be stored by shared caches, signed in or not, and has its age', async () => {
    const first = await get(introspection());
    expect(first).toMatchObject({
      status: 200,
      cache: 'MISS',
      control: 'public, max-age=300, stale-while-revalidate=3600',
    });
    expect(first.headers.get('age')).toBe('0');
    expect(first.headers.get('vary')).toMatch(/Accept\b.*Accept-Encoding.*Origin.*X-Cost.*X-Ledger/);
    server.clock.now += 17_900;
    const later = await get(introspection(), {}, null);
    expect([later.cache, later.headers.get('age'), later.body, later.etag]).toEqual([
      ...['HIT', '17', first.body, first.etag],
    ]);
    expect((await get(introspection(), { 'if-none-match': first.etag! }, null)).status).toBe(304);
  });

  it('is private with its cost', async () => {
    await get(introspection());
    for (const headers of [{ 'x-cost': '1' }, { 'x-ledger': '1' }] as Record<string, string>[])
      expect((await get(introspection(), headers)).control).toBe('private, no-cache');
    // A viewer who may not see the ledger receives the same response as everyone.
    expect((await get(introspection(), { 'x-ledger': '1' }, null)).control).toMatch(/^public/);
  });

  it('may not be stored by shared caches together with other fields', async () => {
    const { control } = await get(`query ($id: ID!) { __schema { queryType { name } } channel(id: $id) { topic } }`);
    expect(control).toBe('private, no-cache');
  });
});

describe('a response that has expired', () => {
  it('is served once more while it is revalidated, and is then fresh', async () => {
    const first = await get(topic());
    server.clock.now += 299_000;
    expect((await get(topic())).cache).toBe('HIT');
    server.clock.now += 1_000;
    const stale = await get(topic());
    expect([stale.cache, stale.body]).toEqual(['STALE', first.body]);
    await expect.poll(async () => (await get(topic())).cache).toBe('HIT');
    server.clock.now += 299_000;
    expect((await get(topic())).cache).toBe('HIT');
  });

  it('is not served after a change, nor after the time for that', async () => {
    await get(topic());
    server.clock.now += 310_000;
    await setTopic('changed');
    const changed = await get(topic());
    expect([changed.cache, changed.body.includes('changed')]).toEqual(['MISS', true]);
    server.clock.now += 360_000;
    expect((await get(topic())).cache).toBe('MISS');
  });
});
