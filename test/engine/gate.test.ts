// So many at a time, the rest in the order they came; who has left is passed over and takes no place.
import { describe, expect, it, vi } from 'vitest';
import { Random } from '../../src/cli/demo/random.ts';
import { Gate, type GateOptions } from '../../src/resilience/gate.ts';
import { LoopLag } from '../../src/resilience/loop-lag.ts';

const here = () => false;

/** Somebody who passes the gate: inside until told to go on. */
function visitor(gate: Gate, gone = here) {
  const state = { inside: false };
  let goOn = (): void => undefined;
  const done = gate.pass(async () => {
    state.inside = true;
    await new Promise<void>((resolve) => {
      goOn = resolve;
    });
  }, gone);
  return { state, done, leave: () => goOn() };
}

describe('a gate', () => {
  it('lets in as many as fit, and the others in their order as those leave', async () => {
    const gate = new Gate({ limit: 2 });
    const visitors = Array.from({ length: 5 }, () => visitor(gate));
    const inside = () => visitors.map(({ state }) => state.inside);
    expect([inside(), gate.use()]).toEqual([[true, true, false, false, false], { inside: 2, waiting: 3 }]);
    for (let n = 0; n < 5; n++) {
      visitors[n]!.leave();
      expect(await visitors[n]!.done).toBe(true);
      expect(inside()).toEqual([true, true, n >= 0, n >= 1, n >= 2]);
    }
    expect(gate.use()).toEqual({ inside: 0, waiting: 0 });
  });

  it('passes over who has left, and makes room again whatever happens inside', async () => {
    const gate = new Gate({ limit: 1 });
    const failing = gate.pass(() => Promise.reject(new Error('inside')), here);
    const left = visitor(gate, () => true);
    const next = gate.pass(async () => {}, here);
    await expect(failing).rejects.toThrow('inside');
    expect([await left.done, left.state.inside, await next]).toEqual([false, false, true]);
    expect(gate.use()).toEqual({ inside: 0, waiting: 0 });
  });

  it('is open to everybody with the limit 0', () => {
    const gate = new Gate({ limit: 0 });
    const visitors = Array.from({ length: 1_000 }, () => visitor(gate));
    expect(visitors.every(({ state }) => state.inside)).toBe(true);
  });

  it('never holds more than its limit, and nobody for ever', async () => {
    const random = new Random('gate');
    const gate = new Gate({ limit: 5 });
    let inside = 0;
    let most = 0;
    const visit = () =>
      gate.pass(
        async () => {
          most = Math.max(most, ++inside);
          for (let i = random.int(0, 5); i > 0; i--) await Promise.resolve();
          inside--;
        },
        () => random.chance(0.2),
      );
    expect(await Promise.all(Array.from({ length: 2_000 }, visit))).toHaveLength(2_000);
    expect([most, inside, gate.use()]).toEqual([5, 0, { inside: 0, waiting: 0 }]);
  });
});

describe('a gate that sheds', () => {
  /** A gate for one with a clock of its own; a visit is as long as it is told. */
  function shedding(options: Partial<GateOptions> = {}) {
    const clock = { now: 0 };
    const gate = new Gate({ limit: 1, sheds: true, now: () => clock.now, ...options });
    const visits = async (count: number, milliseconds: number) => {
      for (let n = 0; n < count; n++) {
        const one = visitor(gate);
        clock.now += milliseconds;
        one.leave();
        await one.done;
      }
    };
    return { gate, clock, visits };
  }
  const refusal = { code: 'UNAVAILABLE', details: { retryAfter: 1 } };

  it('lets nobody into a line that would take more than half a second, as long as visits take now', async () => {
    const { gate, visits } = shedding();
    await visits(200, 25);
    const waiting = Array.from({ length: 22 }, () => visitor(gate)); // one is inside, 21 wait: 21 × 25 ms
    await expect(gate.pass(async () => {}, here)).rejects.toMatchObject(refusal);
    expect([gate.use(), gate.refused]).toEqual([{ inside: 1, waiting: 21 }, 1]);
    for (const { leave, done } of waiting.slice(0, 2)) {
      leave();
      await done;
    }
    const last = visitor(gate);
    for (const { leave, done } of [...waiting.slice(2), last]) {
      leave();
      expect(await done).toBe(true);
    }
    expect([gate.use(), gate.refused]).toEqual([{ inside: 0, waiting: 0 }, 1]);
  });

  it('refuses nobody for a line of a few, however long visits take', async () => {
    const { gate, visits } = shedding({ limit: 2 });
    await visits(100, 10_000);
    const waiting = Array.from({ length: 22 }, () => visitor(gate));
    expect([gate.use(), gate.refused]).toEqual([{ inside: 2, waiting: 20 }, 0]);
    await expect(visitor(gate).done).rejects.toMatchObject(refusal);
    for (const { leave, done } of waiting) {
      leave();
      await done;
    }
  });

  it('refuses those who have waited for too long where the line stands, and goes on when it moves', async () => {
    const { gate, clock } = shedding();
    const stuck = visitor(gate);
    const early = visitor(gate);
    clock.now = 1_600;
    const late = visitor(gate);
    clock.now = 2_999;
    gate.check();
    expect(gate.use()).toEqual({ inside: 1, waiting: 2 }); // a burst is worked off
    clock.now = 3_000;
    gate.check();
    await expect(early.done).rejects.toMatchObject(refusal);
    expect(gate.use()).toEqual({ inside: 1, waiting: 1 });
    stuck.leave();
    expect(await stuck.done).toBe(true);
    late.leave();
    expect(await late.done).toBe(true);
    // Somebody finds room: what stood is forgotten.
    const [inside, next] = [visitor(gate), visitor(gate)];
    clock.now += 2_900;
    gate.check();
    expect([gate.use(), early.state.inside]).toEqual([{ inside: 1, waiting: 1 }, false]);
    inside.leave();
    await inside.done;
    next.leave();
    await next.done;
  });

  it('does it by itself', async () => {
    vi.useFakeTimers();
    try {
      const gate = new Gate({ limit: 1, sheds: true, now: () => Date.now() });
      const stuck = visitor(gate);
      const waiting = visitor(gate);
      const refused = expect(waiting.done).rejects.toMatchObject(refusal);
      await vi.advanceTimersByTimeAsync(2_900);
      expect(gate.use()).toEqual({ inside: 1, waiting: 1 });
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
    let behind = true;
    const { gate } = shedding({ limit: 0, behind: () => behind });
    await expect(gate.pass(async () => {}, here)).rejects.toMatchObject(refusal);
    behind = false;
    expect(await gate.pass(async () => {}, here)).toBe(true);
    const { gate: patient, clock, visits } = shedding({ sheds: false, behind: () => true });
    await visits(100, 1_000);
    const waiting = Array.from({ length: 1_000 }, () => visitor(patient));
    clock.now += 60_000;
    patient.check();
    expect([patient.use(), patient.refused]).toEqual([{ inside: 1, waiting: 999 }, 0]);
    waiting[0]!.leave();
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
