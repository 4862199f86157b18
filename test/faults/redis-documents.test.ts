// Documents registered by their hash at one instance are known at all, after a restart too; a Redis that is empty,
// hangs or returns wrong values does no harm.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PersistedOperations } from '../../src/operations/persisted-operations.ts';
import { type OneRedis, startOneRedis, timed, until } from './one-redis.ts';
import { findRedis } from './stores.ts';

const day = 24 * 3_600_000;
const text = '{ viewer { id } }';
const hashOf = (document: string) => createHash('sha256').update(document).digest('hex');
const keyOf = (document: string) => `switchboard:document:${hashOf(document)}`;
const persisted = (document: string) => ({ persistedQuery: { version: 1, sha256Hash: hashOf(document) } });
const register = (at: PersistedOperations, document: string) =>
  at.lookup({ query: document, extensions: persisted(document) }) as string;
const byHash = (at: PersistedOperations, document: string) => at.lookup({ extensions: persisted(document) });
const notFound = expect.objectContaining({ code: 'PERSISTED_QUERY_NOT_FOUND' });

describe.skipIf(!findRedis())('registered documents', () => {
  let redis: OneRedis;
  const clock = { now: Date.now() };
  const instance = async (storedOnly = false) =>
    new PersistedOperations({}, { storedOnly, redis: await redis.client(), now: () => clock.now });
  const written = (document: string) => until(async () => (await redis.direct.exists(keyOf(document))) === 1);
  beforeAll(async () => {
    redis = await startOneRedis();
  });
  beforeEach(() => redis.direct.flushall());
  afterAll(() => redis?.close());

  it('are known at every instance for seven days, and cached once they were requested', async () => {
    const [a, b] = [await instance(), await instance()];
    expect(register(a, text)).toBe(text);
    await written(text);
    expect(await byHash(b, text)).toBe(text);
    expect(byHash(b, text)).toBe(text); // no promise
    const left = await redis.direct.pttl(keyOf(text));
    expect(left).toBeGreaterThan(7 * day - 60_000);
    expect(left).toBeLessThanOrEqual(7 * day);
  });

  it('are read once for all concurrent requests', async () => {
    const [a, b] = [await instance(), await instance()];
    register(a, text);
    await written(text);
    const reads = async () => Number(/cmdstat_getrange:calls=(\d+)/.exec(await redis.direct.info('commandstats'))?.[1]);
    await redis.direct.config('RESETSTAT');
    expect(await Promise.all(Array.from({ length: 20 }, () => byHash(b, text)))).toEqual(Array(20).fill(text));
    expect(await reads()).toBe(1);
  });

  it('are registered again where Redis has lost them, also at an instance that still knows them', async () => {
    const [a, b] = [await instance(), await instance()];
    register(a, text);
    await written(text);
    await redis.direct.flushall();
    await expect(byHash(b, text)).rejects.toEqual(notFound);
    clock.now += 61_000;
    register(a, text);
    await written(text);
    expect(await byHash(b, text)).toBe(text);
  });

  it('stay while they are used, which Redis is told once a day', async () => {
    const client = await redis.client();
    const a = new PersistedOperations({}, { redis: client, now: () => clock.now });
    register(a, text);
    await written(text);
    await redis.direct.pexpire(keyOf(text), 1_000_000);
    expect(byHash(a, text)).toBe(text);
    await client.call((commands) => commands.ping()); // after whatever it has sent
    expect(await redis.direct.pttl(keyOf(text))).toBeLessThanOrEqual(1_000_000);
    clock.now += day;
    expect(byHash(a, text)).toBe(text);
    await until(async () => (await redis.direct.pttl(keyOf(text))) > 6 * day);
  });

  it('are accepted from Redis only if they match the hash', async () => {
    const a = await instance();
    for (const lie of ['{ workspace { id } }', `${text} `, '', 'x'.repeat(200_000)]) {
      await redis.direct.set(keyOf(text), lie);
      await expect(byHash(a, text)).rejects.toEqual(notFound);
    }
    await redis.direct.del(keyOf(text));
    await redis.direct.lpush(keyOf(text), text);
    await expect(byHash(a, text)).rejects.toEqual(notFound);
  });

  it('use no more of Redis than they may, one or all', async () => {
    const a = await instance();
    const big = (index: number, bytes: number) => `{ a${index}: __typename } # `.padEnd(bytes, 'x');
    let index = 0;
    const registerSome = async () => {
      for (const end = index + 50; index < end; index++) {
        register(a, big(index, 100_000));
        await new Promise(setImmediate);
      }
    };
    // On a busy machine a call may miss its deadline. Nothing is sent for a moment then, and later documents take the rest.
    await until(async () => {
      await registerSome();
      return (await redis.direct.dbsize()) === 100;
    });
    await registerSome();
    register(a, '{ __typename }'); // nothing more for today
    expect(await redis.direct.exists(keyOf('{ __typename }'))).toBe(0);
    expect(await redis.direct.dbsize()).toBe(100);
    const b = await instance();
    register(b, big(0, 100_001));
    register(b, text);
    await written(text);
    expect(await redis.direct.dbsize()).toBe(101);
  });

  it('are not looked up where only stored operations run', async () => {
    await redis.direct.set(keyOf(text), text);
    const refused = expect.objectContaining({ code: 'OPERATION_NOT_STORED' });
    const only = await instance(true);
    expect(() => byHash(only, text)).toThrow(refused);
    expect(() => register(only, text)).toThrow(refused);
  });

  it('wait one deadline for a Redis that hangs, then not at all', async () => {
    const a = await instance();
    register(a, text);
    await written(text);
    redis.server.freeze();
    expect(byHash(a, text)).toBe(text);
    const other = '{ other: __typename }';
    expect(await timed(() => expect(byHash(a, other)).rejects.toEqual(notFound))).toBeLessThan(250);
    expect(() => byHash(a, other)).toThrow(notFound);
    expect(register(a, other)).toBe(other);
    expect(byHash(a, other)).toBe(other);
    redis.server.thaw();
  });
});
