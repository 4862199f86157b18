// The queue of slow work, with simulated work: how many run, which is next, and which is rejected.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { Attempts } from '../../src/resilience/attempts.ts';
import { FairLimiter } from '../../src/resilience/fair-limiter.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** The heap in use after a collection, in bytes. */
function heap(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

/** A limiter whose work ends when the test ends it. */
function stage(limit: number, maximumWaiting: number) {
  const limiter = new FairLimiter({ limit, maximumWaiting, work: 'things are done', retryAfter: 7 });
  const begun: string[] = [];
  const refused: string[] = [];
  const ends: (() => void)[] = [];
  let peak = 0;
  const run = (group: string, caller: string, name = `${group}/${caller}`) =>
    limiter
      .run({ group, caller }, async () => {
        begun.push(name);
        peak = Math.max(peak, limiter.use().running);
        await new Promise<void>((resolve) => ends.push(resolve));
      })
      .catch((error: { code: string; details: object }) => {
        refused.push(name);
        expect(error).toMatchObject({
          code: 'UNAVAILABLE',
          message: 'Too many things are done. Try again in 7 s.',
          details: { retryAfter: 7 },
        });
      });
  const endAll = async () => {
    while (ends.length) {
      ends.shift()!();
      await new Promise(setImmediate);
    }
  };
  return { limiter, begun, refused, run, endAll, peak: () => peak };
}

describe('slow work', () => {
  test('runs no more than the limit at a time, and everything that is admitted in the end', async () => {
    const { limiter, begun, run, endAll, peak } = stage(2, 10);
    const all = Array.from({ length: 12 }, () => run('a', 'x'));
    expect(limiter.use()).toEqual({ running: 2, waiting: 10 });
    await new Promise(setImmediate);
    await endAll();
    await Promise.all(all);
    expect([begun.length, peak()]).toEqual([12, 2]);
    expect(limiter.use()).toEqual({ running: 0, waiting: 0 });
  });

  test('frees its slot when it fails', async () => {
    const limiter = new FairLimiter({ limit: 1, maximumWaiting: 1, work: 'x', retryAfter: 1 });
    const fail = () => limiter.run({ group: 'a', caller: 'x' }, () => Promise.reject(new Error('broken')));
    await Promise.allSettled([fail(), fail()]);
    expect(limiter.use()).toEqual({ running: 0, waiting: 0 });
  });

  test('lets groups take turns, and the callers of a group within it', async () => {
    const { begun, run, endAll } = stage(1, 20);
    const all = [run('busy', 'first')];
    for (let i = 0; i < 4; i++) all.push(run('busy', 'flood'));
    all.push(run('busy', 'colleague'), run('other', 'x'));
    await new Promise(setImmediate);
    await endAll();
    await Promise.all(all);
    expect(begun).toEqual([
      ...['busy/first', 'busy/flood', 'other/x', 'busy/colleague', 'busy/flood', 'busy/flood', 'busy/flood'],
    ]);
  });

  test('rejects the newest item of the caller with the longest queue when the queue is full, never one of a caller with fewer', async () => {
    const { limiter, refused, begun, run, endAll } = stage(1, 5);
    const all = [run('flood', 'running')];
    for (let i = 0; i < 8; i++) all.push(run('flood', 'x', `flood ${i}`));
    await new Promise(setImmediate);
    expect(refused).toEqual(['flood 5', 'flood 6', 'flood 7']);
    all.push(run('other', 'y'), run('flood', 'colleague'));
    await new Promise(setImmediate);
    expect(refused.slice(3)).toEqual(['flood 4', 'flood 3']);
    expect(limiter.use().waiting).toBe(5);
    await endAll();
    await Promise.all(all);
    expect(begun).toContain('other/y');
    expect(begun).toContain('flood/colleague');
    expect(limiter.refused).toBe(5);
  });

  test('rejects the new item when no caller has more', async () => {
    const { refused, run, endAll } = stage(1, 3);
    const all = ['a', 'b', 'c', 'd', 'e'].map((group) => run(group, 'x'));
    await new Promise(setImmediate);
    expect(refused).toEqual(['e/x']);
    await endAll();
    await Promise.all(all);
  });
});

describe('attempts', () => {
  test('are counted by key until the window ends, and can be refunded', () => {
    const attempts = new Attempts({ max: 2, windowMs: 1_000 });
    expect([attempts.take('a', 0), attempts.take('a', 100), attempts.take('a', 400)]).toEqual([0, 0, 600]);
    expect(attempts.take('b', 400)).toBe(0);
    attempts.refund('a');
    expect([attempts.take('a', 500), attempts.take('a', 999), attempts.take('a', 1_000)]).toEqual([0, 1, 0]);
  });

  test('take the same memory whatever the keys are, up to their maximum number', () => {
    const attempts = new Attempts({ max: 5, windowMs: 1_000, maximumKeys: 50 });
    const before = heap();
    for (let i = 0; i < 60; i++) attempts.take(`${i}`.padEnd(800_000, 'x'), 0);
    expect(attempts.size).toBe(50);
    // 50 keys of 800 KB are 40 MB.
    expect(heap() - before).toBeLessThan(5_000_000);
  });
});
