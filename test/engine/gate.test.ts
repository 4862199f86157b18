// So many at a time, the rest in the order they came; who has left is passed over and takes no place.
import { describe, expect, it } from 'vitest';
import { Random } from '../../src/cli/demo/random.ts';
import { Gate } from '../../src/resilience/gate.ts';

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
    return 'done';
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
      expect(await visitors[n]!.done).toBe('done');
      expect(inside()).toEqual([true, true, n >= 0, n >= 1, n >= 2]);
    }
    expect(gate.use()).toEqual({ inside: 0, waiting: 0 });
  });

  it('passes over who has left, and makes room again whatever happens inside', async () => {
    const gate = new Gate({ limit: 1 });
    const failing = gate.pass(() => Promise.reject(new Error('inside')), here);
    const left = visitor(gate, () => true);
    const next = gate.pass(async () => 'next', here);
    await expect(failing).rejects.toThrow('inside');
    expect([await left.done, left.state.inside, await next]).toEqual([null, false, 'next']);
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
