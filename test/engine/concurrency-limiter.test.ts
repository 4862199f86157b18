// So many at a time, the rest in turns of workspaces and of clients; who has left is passed over and takes no place.
import { describe, expect, it, vi } from 'vitest';
import { Random } from '../../src/cli/demo/random.ts';
import { busy, ConcurrencyLimiter, type ConcurrencyLimiterOptions } from '../../src/resilience/concurrency-limiter.ts';
import { LoopLag } from '../../src/resilience/loop-lag.ts';
import type { Requester } from '../../src/resilience/round-robin-queue.ts';

const here = () => false;
const one: Requester = { workspace: 'one', client: 'one' };

/** Somebody who passes the gate: inside until told to go on. */
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

describe('a gate', () => {
  it('lets in as many as fit, and the others in their order as those leave', async () => {
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

  it('passes over who has left, and makes room again whatever happens inside', async () => {
    const limiter = new ConcurrencyLimiter({ limit: 1 });
    const failing = limiter.run(one, () => Promise.reject(new Error('inside')), here);
    const left = visitor(limiter, () => true);
    const next = limiter.run(one, async () => {}, here);
    await expect(failing).rejects.toThrow('inside');
    expect([await left.done, left.state.inside, await next]).toEqual([false, false, true]);
    expect(limiter.use()).toEqual({ running: 0, waiting: 0 });
  });

  it('is open to everybody with the limit 0', () => {
    const limiter = new ConcurrencyLimiter({ limit: 0 });
    const visitors = Array.from({ length: 1_000 }, () => visitor(limiter));
    expect(visitors.every(({ state }) => state.inside)).toBe(true);
  });

  it('never holds more than its limit, and nobody for ever', async () => {
    const random = new Random('gate');
    const limiter = new ConcurrencyLimiter({ limit: 5 });
    const requesters = Array.from({ length: 20 }, (_, i) => ({ workspace: `${i % 4}`, client: `${i}` }));
    let inside = 0;
    let most = 0;
    const visit = () =>
      limiter.run(
        random.pick(requesters),
        async () => {
          most = Math.max(most, ++inside);
          for (let i = random.int(0, 5); i > 0; i--) await Promise.resolve();
          inside--;
        },
        () => random.chance(0.2),
      );
    expect(await Promise.all(Array.from({ length: 2_000 }, visit))).toHaveLength(2_000);
    expect([most, inside, limiter.use()]).toEqual([5, 0, { running: 0, waiting: 0 }]);
  });
});

describe('a gate that sheds', () => {
  /** A gate for one with a clock of its own; a visit is as long as it is told. */
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

  it('lets nobody into a line that would take more than half a second, as long as visits take now', async () => {
    const { limiter, visits } = shedding();
    await visits(200, 25);
    const waiting = Array.from({ length: 22 }, () => visitor(limiter)); // one is inside, 21 wait: 21 × 25 ms
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

  it('refuses nobody for a line of a few, however long visits take', async () => {
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

  it('refuses those who have waited for too long where the line stands, and goes on when it moves', async () => {
    const { limiter, clock } = shedding();
    const stuck = visitor(limiter);
    const early = visitor(limiter);
    clock.now = 1_600;
    const late = visitor(limiter);
    clock.now = 2_999;
    limiter.check();
    expect(limiter.use()).toEqual({ running: 1, waiting: 2 }); // a burst is worked off
    clock.now = 3_000;
    limiter.check();
    await expect(early.done).rejects.toMatchObject(refusal);
    expect(limiter.use()).toEqual({ running: 1, waiting: 1 });
    stuck.leave();
    expect(await stuck.done).toBe(true);
    late.leave();
    expect(await late.done).toBe(true);
    // Somebody finds room: what stood is forgotten.
    const [inside, next] = [visitor(limiter), visitor(limiter)];
    clock.now += 2_900;
    limiter.check();
    expect([limiter.use(), early.state.inside]).toEqual([{ running: 1, waiting: 1 }, false]);
    inside.leave();
    await inside.done;
    next.leave();
    await next.done;
  });

  it('does it by itself', async () => {
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

  it('lets nobody in while the process is behind, and everybody where it does not shed', async () => {
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

  /** Lets all who are inside leave, one after the other, until these have been inside; gives the order. */
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

  it('of one client holds up nobody: others wait for one visit each, whatever stands before them', async () => {
    const limiter = new ConcurrencyLimiter({ limit: 1 });
    const visitors = { flood: crowd(limiter, 1_600, flooder), other: crowd(limiter, 5, other) };
    const order = await served(visitors, 'other');
    // One was inside, and one stood at the head of the line before anybody else came.
    expect(order.join(' ')).toBe(`flood flood ${Array(5).fill('other').join(' flood ')}`);
  });

  it('takes turns by workspace first, and by client within one', async () => {
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

  it('holds at most half of the places while others wait, however long its visits are', async () => {
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
    // Those of the other end at once, the flood's never: they keep their half.
    for (let done = 0; done < 20; done++) {
      expect([inside(long).length, inside(short).length]).toEqual(done < 19 ? [2, 2] : [3, 1]);
      await leave(inside(short)[0]!);
    }
    expect([inside(long).length, limiter.use()]).toEqual([4, { running: 4, waiting: 14 }]);
  });

  it('never has more inside than one client may, so others find room though nobody inside leaves', async () => {
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

  it('is refused first, and those who wait behind none of their own are let in', async () => {
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

  it('of 2,000 clients is refused as one: the line is long for everybody', async () => {
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
    // Ten inside, and half a second's worth of visits of 25 ms behind them.
    const { running: inside, waiting } = limiter.use();
    expect([inside, waiting, refused]).toEqual([10, expect.toSatisfy((n) => n >= 199 && n <= 202), 1_990 - waiting]);
    // A client of another workspace would be next.
    const next = { workspace: 'one', client: 'next' };
    expect([limiter.refuses(next), limiter.refuses(other), limiter.refuses()]).toEqual([true, false, false]);
  });
});

it('a loop lags by what every timer was late lately: one long task is none', () => {
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
