// What all measured servers share: a process of its own that listens on loopback, publishes when told to, and reports
// the cost. The parent sends messages, one at a time.
import { writeFile } from 'node:fs/promises';
import { Session } from 'node:inspector/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { clock } from './clock.ts';

/** Where the load connects to, and what it sends. */
export interface Target {
  url: string;
  /** The payload of each connection_init, taken in turn. */
  init: object[];
  /** A subscription to the channel that is written to, and one to another that is not. */
  query: string;
  channelId: string;
  quietChannelId: string;
}

export interface Server {
  target: Target;
  /**
   * Writes a message with this body, as a client's mutation would, and publishes it to the subscribers of its channel.
   * Returns the time when it was published: after it was written, before the first delivery.
   */
  publish(body: string): Promise<number>;
}

/** When an event began to be written, and when it was published. */
export interface Published {
  begun: number;
  published: number;
}

export interface Cost {
  /** CPU of the process since its start, user and system, in microseconds. */
  cpu: number;
  /** After a collection, in bytes. */
  rss: number;
  heap: number;
}

/** Where the peers keep their rows, and the product its database. */
export const databaseUrl = process.env.BENCH_DATABASE_URL ?? '';

/** Runs a server for the parent, until it is killed. */
export async function serve(start: () => Promise<Server>): Promise<void> {
  const { target, publish } = await start();
  const answers: Record<string, (input: never) => unknown> = {
    target: () => target,
    cost: async ({ collect }: { collect: boolean }): Promise<Cost> => {
      for (let i = 0; collect && i < 3; i++) {
        (globalThis as { gc?: () => void }).gc?.();
        await sleep(150);
      }
      const { user, system } = process.cpuUsage();
      const { rss, heapUsed } = process.memoryUsage();
      return { cpu: user + system, rss, heap: heapUsed };
    },
    /** One after the other, each at its time. */
    publish: async ({ bodies, perSecond }: { bodies: string[]; perSecond: number }): Promise<Published[]> => {
      const began = clock();
      const times: Published[] = [];
      for (const [i, body] of bodies.entries()) {
        await sleep(Math.max(0, began + (i * 1000) / perSecond - clock()));
        const begun = clock();
        times.push({ begun, published: await publish(body) });
      }
      return times;
    },
  };
  const session = new Session();
  answers.profile = async ({ file }: { file: string | null }) => {
    if (file) {
      const { profile } = await session.post('Profiler.stop');
      return writeFile(file, JSON.stringify(profile));
    }
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: 200 });
    await session.post('Profiler.start');
  };
  answer(answers);
}

/** Answers the parent's messages by name; ends with the parent. */
export function answer(answers: Record<string, (input: never) => unknown>): void {
  process.on('message', async ({ id, name, input }: { id: number; name: string; input: never }) => {
    try {
      process.send?.({ id, value: await answers[name]!(input) });
    } catch (error) {
      process.send?.({ id, error: String((error as Error).stack) });
    }
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.({ ready: true });
}
