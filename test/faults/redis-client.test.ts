// A Redis that hangs, dies or refuses: a caller waits at most one deadline, and gets null, never an error.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OneRedis, startOneRedis, timed, until } from './one-redis.ts';
import { findRedis } from './stores.ts';

/** The deadline of a call is 50 ms; the rest is the machine's. */
const oneDeadline = 250;

/** Whether it resolves without any wait: before the process turns to its timers and sockets. */
const atOnce = (answer: Promise<unknown>): Promise<boolean> =>
  Promise.race([answer.then(() => true), new Promise<boolean>((done) => setImmediate(done, false))]);

describe.skipIf(!findRedis())('the connection for commands', () => {
  let redis: OneRedis;
  beforeAll(async () => {
    redis = await startOneRedis();
  });
  afterAll(() => redis?.close());

  it('returns stored values, bytes unchanged, and null where there is no value', async () => {
    const client = await redis.client();
    const bytes = Buffer.from([0, 255, 128, 10, 13]);
    expect(await client.call((commands) => commands.set('bytes', bytes, 'PX', 60_000))).toBe('OK');
    expect(await client.call((commands) => commands.getBuffer('bytes'))).toEqual(bytes);
    expect(await client.call((commands) => commands.get('nothing'))).toBeNull();
  });

  it('returns null for a refused command, and keeps working', async () => {
    const client = await redis.client();
    await redis.direct.hset('hash', 'a', 1);
    expect(await client.call((commands) => commands.get('hash'))).toBeNull();
    expect(client.available).toBe(true);
  });

  it('waits one deadline for a Redis that hangs, and no more until it is back', async () => {
    const client = await redis.client();
    redis.server.freeze();
    const together = () => Promise.all(Array.from({ length: 50 }, () => client.call((commands) => commands.get('a'))));
    let answers: unknown[] = [];
    const first = await timed(async () => {
      answers = await together();
    });
    expect(answers).toEqual(Array.from({ length: 50 }, () => null));
    expect(first).toBeGreaterThan(45);
    expect(first).toBeLessThan(oneDeadline);
    // Longer than its pause: its own probe finds out that Redis still hangs, and no caller waits for that.
    for (const end = Date.now() + 700; Date.now() < end; ) {
      expect(await atOnce(client.call((commands) => commands.get('a')))).toBe(true);
    }
    redis.server.thaw();
    await until(() => client.available);
    expect(await client.call((commands) => commands.set('a', '1'))).toBe('OK');
  });

  it('is not late for a response that came while the process itself was busy', async () => {
    const client = await redis.client();
    await client.call((commands) => commands.set('a', 'here'));
    const pending = client.call((commands) => commands.get('a'));
    setImmediate(() => {
      for (const end = Date.now() + 120; Date.now() < end; );
    });
    expect(await pending).toBe('here');
    expect(client.available).toBe(true);
  });

  it('returns null for a Redis that has died, and recovers with it', async () => {
    const client = await redis.client();
    await redis.server.kill();
    expect(await client.call((commands) => commands.get('a'))).toBeNull();
    expect(await atOnce(client.call((commands) => commands.get('a')))).toBe(true);
    await redis.server.start();
    await until(() => client.available);
    expect(await client.call((commands) => commands.set('a', '2'))).toBe('OK');
  });
});
