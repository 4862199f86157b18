// A Redis of a test file's own, and clients of it that are connected when they are given.
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { connectRedis, type RedisClient } from '../../src/redis/client.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { RedisServer } from './stores.ts';

/** Waits until the condition holds; an Error after 5 s. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 5_000; !(await isSo()); await sleep(5)) {
    if (Date.now() > deadline) throw new Error('It has not become so within 5 s.');
  }
}

/** Milliseconds that something takes. */
export async function timed(run: () => unknown): Promise<number> {
  const began = performance.now();
  await run();
  return performance.now() - began;
}

export interface OneRedis {
  readonly server: RedisServer;
  /** For the test itself to look into it. */
  readonly direct: Redis;
  /** A client as an instance has it. After a failure it pauses for 200 ms. */
  client(): Promise<RedisClient>;
  close(): Promise<void>;
}

export async function startOneRedis(): Promise<OneRedis> {
  const server = new RedisServer();
  await server.start();
  const direct = new Redis(server.url);
  direct.on('error', () => {});
  const clients: RedisClient[] = [];
  return {
    server,
    direct,
    async client() {
      const client = connectRedis({ url: server.url, log: createLog('silent'), pauseMs: 200 });
      clients.push(client);
      await until(() => client.available);
      return client;
    },
    async close() {
      for (const client of clients) client.stop();
      direct.disconnect();
      await server.kill();
    },
  };
}
