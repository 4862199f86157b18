// Cached responses in Redis: two instances and a third after a restart share them, never one older than allowed,
// whatever Redis loses, keeps, delays or receives.
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { type OneRedis, startOneRedis, timed, until } from '../faults/one-redis.ts';
import { findRedis } from '../faults/stores.ts';
import { createChannel } from '../support/seed.ts';
import { type Client, type Json, startServer, type TestServer } from '../support/server.ts';

let redis: OneRedis;
let server: TestServer;
let owner: Client;
let other: { app: App; origin: string };
let database: pg.Client;

const start = async () => {
  const config = readConfig({
    NODE_ENV: 'test',
    PORT: '0',
    LOG_LEVEL: 'silent',
    DRAIN_SECONDS: '1',
    REDIS_URL: redis.server.url,
  });
  const app = createApp({ config, databaseUrl: server.databaseUrl, log: createLog('silent') });
  return { app, origin: (await app.listen()).origin };
};

describe.skipIf(!findRedis())('a response in Redis', () => {
  beforeAll(async () => {
    redis = await startOneRedis();
    server = await startServer({ REDIS_URL: redis.server.url });
    owner = (await server.workspace()).owner;
    other = await start();
    database = new pg.Client({ connectionString: server.databaseUrl });
    await database.connect();
  });

  afterAll(async () => {
    await database?.end();
    await other?.app.close();
    await server?.close();
    await redis?.close();
  });

  const query = 'query ($id: ID!) { channel(id: $id) { topic } }';

  async function ask(origin: string, id: string, text = query, token = owner.token) {
    const response = await fetch(`${origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: text, variables: { id } }),
    });
    const { data } = (await response.json()) as Json;
    return { cache: response.headers.get('x-cache'), topic: (data.channel?.topic ?? null) as string | null };
  }

  const channel = (topic: string) => createChannel(owner, { topic });

  const rename = 'mutation ($input: UpdateChannelInput!) { updateChannel(input: $input) { channel { id } } }';

  async function setTopic(id: string, topic: string, origin = server.origin): Promise<void> {
    const response = await fetch(`${origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${owner.token}` },
      body: JSON.stringify({ query: rename, variables: { input: { channelId: id, topic } } }),
    });
    expect((await response.json()) as Json).not.toHaveProperty('errors');
  }

  /** Has every instance read the log past what was written so far. */
  async function settled(...apps: App[]): Promise<void> {
    const { rows } = await database.query<{ xmax: string }>(
      'select pg_snapshot_xmax(pg_current_snapshot())::text as xmax',
    );
    const head = Number(rows[0]!.xmax);
    await until(() =>
      [server.app, other.app, ...apps].every(({ internals: { relay } }) => (relay.position?.xmin ?? 0) >= head),
    );
  }

  const answers = () => redis.direct.keys('switchboard:answer:*');

  /** A channel whose response one instance has executed and stored in Redis. */
  async function kept(topic: string): Promise<string> {
    const id = await channel(topic);
    await settled();
    const before = (await answers()).length;
    expect(await ask(server.origin, id)).toEqual({ cache: 'MISS', topic });
    await until(async () => (await answers()).length > before);
    return id;
  }

  it('executed by one instance is returned by another, and cached there', async () => {
    const id = await kept('first');
    expect(await ask(other.origin, id)).toEqual({ cache: 'HIT', topic: 'first' });
    await redis.direct.flushall();
    expect(await ask(other.origin, id)).toEqual({ cache: 'HIT', topic: 'first' });
  });

  it('is returned by an instance that started before it was executed, and by none that started later', async () => {
    const early = await start();
    await settled(early.app);
    const id = await kept('made');
    await channel('anything');
    const late = await start();
    await settled(late.app);
    expect(await ask(early.origin, id)).toEqual({ cache: 'HIT', topic: 'made' });
    // It has not received the changes between the execution and its own start.
    expect(await ask(late.origin, id)).toEqual({ cache: 'MISS', topic: 'made' });
    await Promise.all([early.app.close(), late.app.close()]);
  });

  it('is not returned once this instance has acknowledged a change of it, though Redis still has it', async () => {
    const id = await kept('old');
    const names = await answers();
    await setTopic(id, 'new', other.origin);
    expect(await ask(other.origin, id)).toEqual({ cache: 'MISS', topic: 'new' });
    expect(await answers()).toEqual(expect.arrayContaining(names));
  });

  it('is not returned where another instance has acknowledged a change of it, and this one has received that', async () => {
    const id = await kept('old');
    await setTopic(id, 'new');
    await settled();
    expect(await ask(other.origin, id)).toEqual({ cache: 'MISS', topic: 'new' });
  });

  it('whose execution overlapped a change is stored in neither tier', async () => {
    const id = await channel('old');
    await settled();
    const text = 'query ($id: ID!) { channel(id: $id) { topic messages(last: 1) { nodes { id } } } }';
    // The channel is read, and its messages cannot be.
    await database.query('begin; lock table messages in access exclusive mode');
    const slow = ask(server.origin, id, text);
    await until(async () => {
      const waiting = await database.query(
        `select from pg_locks where not granted and relation = 'messages'::regclass`,
      );
      return waiting.rowCount === 1;
    });
    const before = (await answers()).length;
    await setTopic(id, 'new');
    await database.query('commit');
    expect((await slow).topic).toBe('old');
    expect(await ask(server.origin, id, text)).toEqual({ cache: 'MISS', topic: 'new' });
    expect((await ask(other.origin, id, text)).topic).toBe('new');
    expect((await answers()).length).toBeLessThanOrEqual(before + 2);
  });

  it('of one viewer is returned to no other', async () => {
    const id = await createChannel(owner, { topic: 'secret', privacy: 'PRIVATE' });
    const member = await server.user(owner, `m-${randomBytes(4).toString('hex')}`);
    await settled();
    expect(await ask(server.origin, id)).toEqual({ cache: 'MISS', topic: 'secret' });
    expect(await ask(other.origin, id)).toEqual({ cache: 'HIT', topic: 'secret' });
    expect(await ask(other.origin, id, query, member.token)).toEqual({ cache: 'MISS', topic: null });
  });

  it.each([
    ['no entry', Buffer.from('nonsense')],
    ['a head without an end', Buffer.from('{"tags":[],"filledAt":1')],
    ['a head that is no head', Buffer.from('{"tags":7}\n{"data":{"channel":{"topic":"lie"}}}')],
  ])('that is %s is ignored', async (_, lie) => {
    const id = await channel('truth');
    await settled();
    const before = new Set(await answers());
    await ask(server.origin, id);
    await until(async () => (await answers()).some((name) => !before.has(name)));
    for (const name of await answers()) if (!before.has(name)) await redis.direct.set(name, lie);
    expect(await ask(other.origin, id)).toEqual({ cache: 'MISS', topic: 'truth' });
  });

  describe('while Redis hangs', () => {
    it('a request takes at most one deadline longer, and is answered; what Redis receives late is not trusted', async () => {
      const id = await channel('old');
      await settled();
      redis.server.freeze();
      const took = await timed(async () =>
        expect(await ask(server.origin, id)).toEqual({ cache: 'MISS', topic: 'old' }),
      );
      // One deadline is 50 ms; the rest is what the machine takes.
      expect(took).toBeLessThan(50 + 250);
      // No request waits a second time.
      const others = await Promise.all(Array.from({ length: 20 }, () => channel('x')));
      const quick = await timed(() => Promise.all(others.map((one) => ask(server.origin, one))));
      expect(quick / others.length).toBeLessThan(50);
      await setTopic(id, 'new');
      redis.server.thaw();
      await settled();
      expect((await ask(other.origin, id)).topic).toBe('new');
      expect((await ask(server.origin, id)).topic).toBe('new');
    });

    it('or is dead, every request is answered, and each instance caches for itself', async () => {
      await redis.server.kill();
      const id = await channel('alone');
      expect(await ask(server.origin, id)).toEqual({ cache: 'MISS', topic: 'alone' });
      expect(await ask(server.origin, id)).toEqual({ cache: 'HIT', topic: 'alone' });
    });
  });
});
