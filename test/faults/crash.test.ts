// After a crash of Postgres every subscriber reads the log again at once, while writes go on: none may miss even the
// last event, which no later event would make up for.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Random } from '../../src/cli/demo/random.ts';
import { Balancer } from './calls.ts';
import { faultsOf, Ledger } from './ledger.ts';
import { settle } from './run.ts';
import { Subscriber } from './subscriber.ts';
import { createWorld, type World } from './world.ts';
import { Writer } from './writer.ts';

const crashes = 8;
let world: World;

beforeAll(async () => {
  world = await createWorld({ people: 8, channels: 4, instances: 1 });
}, 120_000);
afterAll(() => world.close(), 60_000);

it('leaves no subscriber behind and delivers nothing twice', { timeout: 120_000 }, async () => {
  const { people, channels, archived, origins, postgres } = world;
  const ledger = new Ledger();
  const balancer = new Balancer(origins);
  const subscribers = Array.from({ length: 60 }, (_, number) => {
    const { token } = people[number % people.length]!;
    const channelId = channels[number % channels.length]!;
    const random = new Random(`${number}`);
    return new Subscriber({ name: `${number}`, channelId, token, origins, ledger, random, own: number % 5 > 2 });
  });
  await Promise.all(subscribers.map((subscriber) => subscriber.start()));
  const writers = people.map(({ handle: name, id: userId, token }) => {
    return new Writer({ name, userId, token, channels, archived, balancer, ledger, random: new Random(name) });
  });
  for (let crash = 1; crash <= crashes; crash++) {
    let done = false;
    const writing = writers.map(async (writer) => {
      for (; !done; await sleep(30)) await writer.write();
    });
    await sleep(300);
    await postgres.crash();
    await sleep(100 * crash);
    done = true;
    await Promise.all(writing);
    expect(await settle(world, subscribers, 5_000)).toEqual([]);
  }
  for (const subscriber of subscribers) subscriber.stop();
  const stored = await postgres.query<{ id: string; body: string; channelId: string }>(
    `select id, body, channel_id as "channelId" from messages`,
  );
  const report = ledger.judge(stored);
  expect(report.details).toEqual([]);
  expect(Object.values(faultsOf(report))).toEqual([0, 0, 0, 0, 0, 0]);
  expect(world.instances.flatMap(({ deaths, errors }) => [...deaths, ...errors])).toEqual([]);
});
