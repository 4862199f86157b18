// Points leased over Redis: what all instances grant together is bounded by one bucket and what they may hold; without
// Redis each instance continues by itself at once.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RateLimitKey } from '../../src/operations/budget.ts';
import { LeasedBudget } from '../../src/operations/leased-budget.ts';
import { type OneRedis, startOneRedis, timed, until } from './one-redis.ts';
import { findRedis } from './stores.ts';

const only = (name: string): RateLimitKey[] => [{ name, share: 1 }];

describe.skipIf(!findRedis())('leased points', () => {
  let redis: OneRedis;
  const budgets: LeasedBudget[] = [];
  const instance = async (size: number, refill: number, now = Date.now) => {
    const budget = new LeasedBudget({ redis: await redis.client(), size, refill, now });
    budgets.push(budget);
    return budget;
  };
  /** What is left in Redis, according to the last write; null for a full bucket. */
  const left = async (name: string) => {
    const kept = await redis.direct.get(`switchboard:points:${name}`);
    return kept === null ? null : Number(kept.split(' ')[0]);
  };
  /** Takes until it is refused; returns how many points that were. */
  const drain = async (budget: LeasedBudget, rateLimitKeys: RateLimitKey[], points: number) => {
    for (let sum = 0; ; sum += points) if ((await budget.take(rateLimitKeys, points)).waitSeconds > 0) return sum;
  };
  beforeAll(async () => {
    redis = await startOneRedis();
  });
  afterAll(async () => {
    for (const budget of budgets) await budget.stop();
    await redis?.close();
  });

  it('are together one bucket: its capacity, its refill, and two tenths for each instance', async () => {
    const [size, refill] = [1_000, 200];
    const instances = [await instance(size, refill), await instance(size, refill), await instance(size, refill)];
    const began = performance.now();
    let granted = 0;
    let refused = 0;
    const hammer = async (budget: LeasedBudget) => {
      while (performance.now() - began < 2_000) {
        const { waitSeconds } = await budget.take(only('hammered'), 17);
        // Most are refunded in part, as those of operations are.
        if (waitSeconds > 0) refused++;
        else {
          granted += 12;
          budget.refund(only('hammered'), 5);
        }
        await sleep(1);
      }
    };
    await Promise.all(instances.flatMap((budget) => Array.from({ length: 5 }, () => hammer(budget))));
    const seconds = (performance.now() - began) / 1000;
    expect(refused).toBeGreaterThan(0);
    expect(granted).toBeLessThanOrEqual(size + refill * seconds + (instances.length * size) / 5);
    // No usable points were left over: three tenths of the total at most.
    expect(granted).toBeGreaterThan(0.7 * (size + refill * seconds));
  });

  it('are spent without a round trip nearly always', async () => {
    const budget = await instance(20_000, 0.001);
    let waited = 0;
    for (let time = 0; time < 1_000; time++) {
      const taken = budget.take(only('quick'), 15);
      if (taken instanceof Promise) waited++;
      expect((await taken).waitSeconds).toBe(0);
      budget.refund(only('quick'), 5);
      if (time % 10 === 0) await sleep(0);
    }
    expect(waited).toBe(1);
    expect(budget.refund(only('quick'), 0).available).toBe(10_000);
  });

  it('are taken from all buckets or from none, a user’s tokens over all instances from theirs', async () => {
    const [a, b] = [await instance(1_000, 0.001), await instance(1_000, 0.001)];
    const token = (name: string): RateLimitKey[] => [
      { name, share: 1 },
      { name: 'somebody', share: 2 },
    ];
    const sum = (await drain(a, token('one'), 10)) + (await drain(b, token('two'), 10));
    expect(sum).toBeLessThanOrEqual(2_000);
    expect(sum).toBeGreaterThanOrEqual(2_000 - 2 * 400);
    // A third token has all its points and keeps them, since its user has none.
    const c = await instance(1_000, 0.001);
    expect((await c.take(token('three'), 900)).waitSeconds).toBeGreaterThan(0);
    expect(c.refund(only('three'), 0).available).toBe(1_000);
    expect((await c.take(only('three'), 1_000)).waitSeconds).toBe(0);
  });

  it('report how long to wait, and for a moment without asking Redis again', async () => {
    const clock = { now: 0 };
    const budget = await instance(100, 10, () => clock.now);
    expect(await drain(budget, only('waits'), 20)).toBe(100);
    const refused = budget.take(only('waits'), 50);
    expect(refused).not.toBeInstanceOf(Promise);
    const { waitSeconds } = await refused;
    expect(waitSeconds).toBeGreaterThan(3);
    expect(waitSeconds).toBeLessThanOrEqual(5);
    clock.now += 101;
    expect(budget.take(only('waits'), 50)).toBeInstanceOf(Promise);
  });

  it('are returned when an operation needed few, when they are not spent, and at the end', async () => {
    const clock = { now: 0 };
    const budget = await instance(1_000, 0.001, () => clock.now);
    await budget.take(only('back'), 900);
    expect(Math.round((await left('back'))!)).toBe(0);
    expect(budget.refund(only('back'), 890).available).toBe(990);
    await until(async () => Math.round((await left('back'))!) === 890); // it keeps a tenth
    expect(budget.refund(only('back'), 0).available).toBe(990);
    clock.now += 5_001;
    await until(async () => Math.round((await left('back'))!) === 990);
    await budget.take(only('back'), 1);
    expect(Math.round((await left('back'))!)).toBe(889);
    await budget.stop();
    expect(Math.round((await left('back'))!)).toBe(989);
  });

  it('leave no key behind for a full bucket', async () => {
    const budget = await instance(100, 1_000);
    await budget.take(only('full'), 100);
    expect(await redis.direct.pttl('switchboard:points:full')).toBeLessThanOrEqual(101);
    await until(async () => (await left('full')) === null);
  });

  it('are each instance’s own while Redis hangs, and shared again when it is back', async () => {
    const [a, b] = [await instance(1_000, 0.001), await instance(1_000, 0.001)];
    await a.take(only('alone'), 200);
    redis.server.freeze();
    const first = await timed(async () => expect(await a.take(only('alone'), 700)).toMatchObject({ waitSeconds: 0 }));
    expect(first).toBeLessThan(250);
    expect(a.take(only('alone'), 100)).toEqual({ waitSeconds: 0 }); // what it had leased before
    const taken = a.take(only('alone'), 300);
    expect(taken).toMatchObject({ waitSeconds: 0 }); // at once
    expect(a.take(only('alone'), 300)).toMatchObject({ waitSeconds: expect.toSatisfy((wait: number) => wait > 100) });
    const { from } = await taken;
    expect(from!.refund(only('alone'), 200)).toEqual({ available: 200 });
    expect(await drain(b, only('alone'), 100)).toBe(1_000);
    redis.server.thaw();
    // The call that hung was executed after all: it may have taken points that no instance has.
    await until(async () => ((await b.take(only('alone anew'), 1)) as { from?: unknown }).from === undefined);
    await until(async () => ((await a.take(only('alone anew'), 1)) as { from?: unknown }).from === undefined);
    const sum = (await drain(a, only('alone anew'), 10)) + (await drain(b, only('alone anew'), 10));
    expect(sum).toBeLessThanOrEqual(1_000);
    expect(sum).toBeGreaterThan(700);
  });
});
