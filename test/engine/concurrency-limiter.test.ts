// Limits concurrency: workspaces and clients take turns in the queue, and clients that have gone are skipped.
import { describe, expect, it, vi } from 'vitest';
import { Random } from '../../src/cli/demo/random.ts';
import { busy, ConcurrencyLimiter, type ConcurrencyLimiterOptions } from '../../src/resilience/concurrency-limiter.ts';
import { LoopLag } from '../../src/resilience/loop-lag.ts';
import type { Requester } from '../../src/resilience/round-robin-queue.ts';

const here = () => false;
const one: Requester = { workspace: 'one', client: 'one' };

/** A visitor is one run of the limiter, which lasts until `leave` is called. */
function visitor(limiter: ConcurrencyLimiter, gone = here, requester = one) {
  const state = { inside: false };
  let goOn = (): void => undefined;
  const done = limiter.run(
    requester,
    async () => {
      state.inside = true;
      await new Promise<void>((resolve) => {
        goOn = resolve;
      });
    },
    gone,
  );
  return { state, done, leave: () => goOn() };
}

describe('a concurrency limiter', () => {
  it('runs as many as the limit, and the others in order as those end', async () => {
    const limiter = new ConcurrencyLimiter({ limit: 2 });
    const visitors = Array.from({ length: 5 }, () => visitor(limiter));
    const inside = () => visitors.map(({ state }) => state.inside);
    expect([inside(), limiter.use()]).toEqual([[true, true, false, false, false], { running: 2, waiting: 3 }]);
    for (let n = 0; n < 5; n++) {
      visitors[n]!.leave();
      expect(await visitors[n]!.done).toBe(true);
      expect(inside()).toEqual([true, true, n >= 0, n >= 1, n >= 2]);
    }
    expect(limiter.use()).toEqual({ running: 0, waiting: 0 });
  });

  it('skips clients that have gone, and frees the slot even if the work fails', async () => {
    const limiter = new ConcurrencyLimiter({ limit: 1 });
    const failing = limiter.run(one, () => Promise.reject(new Error('inside')), here);
    const left = visitor(limiter, () => true);
    const next = limiter.run(one, async () => {}, here);
    await expect(failing).rejects.toThrow('inside');
    expect([await left.done, left.state.inside, await next]).toEqual([false, false, true]);
    expect(limiter.use()).toEqual({ running: 0, waiting: 0 });
  });

  it('has no limit with 0', () => {
    const limiter = new ConcurrencyLimiter({ limit: 0 });
    const visitors = Array.from({ length: 1_000 }, () => visitor(limiter));
    expect(visitors.every(({ state }) => state.inside)).toBe(true);
  });

  it('never runs more than its limit, and everything in the end', async () => {
    const random = new Random('gate');
    const limiter = new ConcurrencyLimiter({ limit: 5 });
    const requesters = Array.from({ length: 20 }, (_, i) => ({ workspace: `${i % 4}`, client: `${i}` }));
    let inside = 0;
    let peak = 0;
    const visit = () =>
      limiter.run(
        random.pick(requesters),
        async () => {
          peak = Math.max(peak, ++inside);
          for (let i = random.int(0, 5); i > 0; i--) await Promise.resolve();
          inside--;
        },
        () => random.chance(0.2),
      );
    expect(await Promise.all(Array.from({ length: 2_000 }, visit))).toHaveLength(2_000);
    expect([peak, inside, limiter.use()]).toEqual([5, 0, { running: 0, waiting: 0 }]);
  });
});

describe('a concurrency limiter that sheds load', () => {
  /** A limiter for one run at a time, with a clock of its own; `visits` makes runs of a given duration. */
  function shedding(options: Partial<ConcurrencyLimiterOptions> = {}) {
    const clock = { now: 0 };
    const limiter = new ConcurrencyLimiter({ limit: 1, shedsLoad: true, now: () => clock.now, ...options });
    const visits = async (count: number, milliseconds: number) => {
      for (let n = 0; n < count; n++) {
        const one = visitor(limiter);
        clock.now += milliseconds;
        one.leave();
        await one.done;
      }
    };
    return { limiter, clock, visits };
  }
  const refusal = { code: 'UNAVAILABLE', details: { retryAfter: 1 } };

  it('rejects a request that would wait for more than half a second at the current durations', async () => {
    const { limiter, visits } = shedding();
    await visits(200, 25);
    const waiting = Array.from({ length: 22 }, () => visitor(limiter)); // one runs, 21 wait: 21 × 25 ms
    await expect(limiter.run(one, async () => {}, here)).rejects.toMatchObject(refusal);
    expect([limiter.use(), limiter.refused]).toEqual([{ running: 1, waiting: 21 }, 1]);
    for (const { leave, done } of waiting.slice(0, 2)) {
      leave();
      await done;
    }
    const last = visitor(limiter);
    for (const { leave, done } of [...waiting.slice(2), last]) {
      leave();
      expect(await done).toBe(true);
    }
    expect([limiter.use(), limiter.refused]).toEqual([{ running: 0, waiting: 0 }, 1]);
  });

  it('accepts a few requests for each slot, however long runs take', async () => {
    const { limiter, visits } = shedding({ limit: 2 });
    await visits(100, 10_000);
    const waiting = Array.from({ length: 22 }, () => visitor(limiter));
    expect([limiter.use(), limiter.refused]).toEqual([{ running: 2, waiting: 20 }, 0]);
    await expect(visitor(limiter).done).rejects.toMatchObject(refusal);
    for (const { leave, done } of waiting) {
      leave();
      await done;
    }
  });

  it('rejects requests that have waited too long while the queue is stalled, and accepts them when it moves', async () => {
    const { limiter, clock } = shedding();
    const stuck = visitor(limiter);
    const early = visitor(limiter);
    clock.now = 1_600;
    const late = visitor(limiter);
    clock.now = 2_999;
    limiter.check();
    expect(limiter.use()).toEqual({ running: 1, waiting: 2 }); // a burst is processed
    clock.now = 3_000;
    limiter.check();
    await expect(early.done).rejects.toMatchObject(refusal);
    expect(limiter.use()).toEqual({ running: 1, waiting: 1 });
    stuck.leave();
    expect(await stuck.done).toBe(true);
    late.leave();
    expect(await late.done).toBe(true);
    // A run starts without waiting, so the queue no longer counts as stalled.
    const [inside, next] = [visitor(limiter), visitor(limiter)];
    clock.now += 2_900;
    limiter.check();
    expect([limiter.use(), early.state.inside]).toEqual([{ running: 1, waiting: 1 }, false]);
    inside.leave();
    await inside.done;
    next.leave();
    await next.done;
  });

  it('rejects them by a timer', async () => {
    vi.useFakeTimers();
    try {
      const limiter = new ConcurrencyLimiter({ limit: 1, shedsLoad: true, now: () => Date.now() });
      const stuck = visitor(limiter);
      const waiting = visitor(limiter);
      const refused = expect(waiting.done).rejects.toMatchObject(refusal);
      await vi.advanceTimersByTimeAsync(2_900);
      expect(limiter.use()).toEqual({ running: 1, waiting: 1 });
      await vi.advanceTimersByTimeAsync(200);
      await refused;
      stuck.leave();
      await stuck.done;
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  it('rejects every request while the event loop lags, and none when it does not shed load', async () => {
    let isLagging = true;
    const { limiter } = shedding({ limit: 0, isLagging: () => isLagging });
    await expect(limiter.run(one, async () => {}, here)).rejects.toMatchObject(refusal);
    isLagging = false;
    expect(await limiter.run(one, async () => {}, here)).toBe(true);
    const { limiter: patient, clock, visits } = shedding({ shedsLoad: false, isLagging: () => true });
    await visits(100, 1_000);
    const waiting = Array.from({ length: 1_000 }, () => visitor(patient));
    clock.now += 60_000;
    patient.check();
    expect([patient.use(), patient.refused]).toEqual([{ running: 1, waiting: 999 }, 0]);
    waiting[0]!.leave();
  });
});

describe('a flood', () => {
  const flooder: Requester = { workspace: 'loud', client: 'flooder' };
  const colleague: Requester = { workspace: 'loud', client: 'colleague' };
  const other: Requester = { workspace: 'quiet', client: 'other' };
  const another: Requester = { workspace: 'quiet', client: 'another' };

  /** Ends running visitors one after the other until all of these have run; returns their order. */
  async function served(visitors: Record<string, ReturnType<typeof visitor>[]>, until: string) {
    const order: string[] = [];
    const all = Object.entries(visitors).flatMap(([name, list]) => list.map((one) => ({ name, ...one })));
    const left = new Set(all);
    while (all.some((one) => one.name === until && left.has(one))) {
      const inside = [...left].find(({ state }) => state.inside)!;
      left.delete(inside);
      order.push(inside.name);
      inside.leave();
      await inside.done;
    }
    return order;
  }
  const crowd = (limiter: ConcurrencyLimiter, count: number, requester: Requester) =>
    Array.from({ length: count }, () => visitor(limiter, here, requester));

  it('of one client delays no other: each waits for one run, however many are queued before it', async () => {
    const limiter = new ConcurrencyLimiter({ limit: 1 });
    const visitors = { flood: crowd(limiter, 1_600, flooder), other: crowd(limiter, 5, other) };
    const order = await served(visitors, 'other');
    // One was running, and one was first in the queue before any other came.
    expect(order.join(' ')).toBe(`flood flood ${Array(5).fill('other').join(' flood ')}`);
  });

  it('takes turns by workspace, and by client within a workspace', async () => {
    const limiter = new ConcurrencyLimiter({ limit: 1 });
    const visitors = {
      flood: crowd(limiter, 100, flooder),
      colleague: crowd(limiter, 2, colleague),
      other: crowd(limiter, 3, other),
      another: crowd(limiter, 3, another),
    };
    const order = await served(visitors, 'colleague');
    expect(order).toEqual(['flood', 'flood', 'other', 'colleague', 'another', 'flood', 'other', 'colleague']);
  });

  it('has at most half of the slots while others wait, however long its runs are', async () => {
    const limiter = new ConcurrencyLimiter({ limit: 4 });
    const long = crowd(limiter, 20, flooder);
    const short = crowd(limiter, 20, other);
    const left = new Set<unknown>();
    const inside = (list: typeof long) => list.filter((one) => one.state.inside && !left.has(one));
    const leave = async (one: (typeof long)[number]) => {
      left.add(one);
      one.leave();
      await one.done;
    };
    expect([inside(long).length, inside(short).length]).toEqual([4, 0]);
    for (const one of inside(long).slice(0, 2)) await leave(one);
    // The runs of the other client end at once, those of the flood never: they keep their half of the slots.
    for (let done = 0; done < 20; done++) {
      expect([inside(long).length, inside(short).length]).toEqual(done < 19 ? [2, 2] : [3, 1]);
      await leave(inside(short)[0]!);
    }
    expect([inside(long).length, limiter.use()]).toEqual([4, { running: 4, waiting: 14 }]);
  });

  it('never has more slots than one client may have, so others get one though no run ends', async () => {
    const limiter = new ConcurrencyLimiter({ limit: 4, maxPerClient: 3 });
    const stuck = crowd(limiter, 20, flooder);
    const inside = (list: typeof stuck) => list.filter((one) => one.state.inside).length;
    expect([inside(stuck), limiter.use()]).toEqual([3, { running: 3, waiting: 17 }]);
    for (const one of crowd(limiter, 3, other)) {
      await vi.waitFor(() => expect(one.state.inside).toBe(true));
      one.leave();
      await one.done;
    }
    expect([inside(stuck), limiter.use()]).toEqual([3, { running: 3, waiting: 17 }]);
    stuck[0]!.leave();
    await stuck[0]!.done;
    expect([inside(stuck), limiter.use()]).toEqual([4, { running: 3, waiting: 16 }]);
  });

  it('is rejected first, while clients with nothing in the queue are accepted', async () => {
    const clock = { now: 0 };
    const limiter = new ConcurrencyLimiter({ limit: 1, shedsLoad: true, now: () => clock.now });
    for (let n = 0; n < 200; n++) {
      const one = visitor(limiter, here, flooder);
      clock.now += 25;
      one.leave();
      await one.done;
    }
    const flood = crowd(limiter, 22, flooder);
    await expect(visitor(limiter, here, flooder).done).rejects.toBe(busy);
    const mine = crowd(limiter, 9, other);
    const theirs = crowd(limiter, 4, another);
    await expect(visitor(limiter, here, other).done).rejects.toBe(busy);
    expect([limiter.refuses(), limiter.refuses(colleague), limiter.use()]).toEqual([
      false,
      false,
      { running: 1, waiting: 34 },
    ]);
    const order = await served({ flood, mine, theirs }, 'theirs');
    expect(order.length).toBeLessThan(4 * 4 + 3);
  });

  it('of 2,000 clients is rejected as a whole: the queue is long for all of them', async () => {
    const clock = { now: 0 };
    const limiter = new ConcurrencyLimiter({ limit: 10, shedsLoad: true, now: () => clock.now });
    for (let n = 0; n < 200; n++) {
      const one = visitor(limiter);
      clock.now += 25;
      one.leave();
      await one.done;
    }
    const clients = Array.from({ length: 2_000 }, (_, i) => ({ workspace: 'one', client: `${i}` }));
    let refused = 0;
    for (const requester of clients) {
      visitor(limiter, here, requester).done.catch((error: unknown) => {
        expect(error).toBe(busy);
        refused++;
      });
    }
    await new Promise(setImmediate);
    // Ten run, and half a second's worth of runs of 25 ms waits behind them.
    const { running: inside, waiting } = limiter.use();
    expect([inside, waiting, refused]).toEqual([10, expect.toSatisfy((n) => n >= 199 && n <= 202), 1_990 - waiting]);
    // A client of another workspace would be next.
    const next = { workspace: 'one', client: 'next' };
    expect([limiter.refuses(next), limiter.refuses(other), limiter.refuses()]).toEqual([true, false, false]);
  });
});

it('the loop lags when timers are late repeatedly, and not after one long task', () => {
  let now = 0;
  const lag = new LoopLag(() => now);
  const after = (milliseconds: number) => {
    now += milliseconds;
    lag.tick();
    return lag.ms;
  };
  expect([100, 700, 100, 110].map(after)).toEqual([0, 0, 0, 0]);
  expect([600, 400, 1_100, 100, 100].map(after)).toEqual([10, 300, 300, 0, 0]);
});
