// So many at a time, the rest in the order they came; who has left is passed over and takes no place.
import { describe, expect, it } from 'vitest';
import { Random } from '../../src/cli/demo/random.ts';
import { Gate } from '../../src/resilience/gate.ts';

const here = () => false;

describe('a gate', () => {
  it('lets in as many as fit, and the others in their order as those leave', async () => {
    const gate = new Gate({ limit: 2 });
    expect([gate.enter(here), gate.enter(here)]).toEqual([true, true]);
    const order: number[] = [];
    const waiting = [1, 2, 3].map((n) => Promise.resolve(gate.enter(here)).then((entered) => entered && order.push(n)));
    expect(gate.use()).toEqual({ inside: 2, waiting: 3 });
    gate.leave();
    await waiting[0];
    expect([order, gate.use()]).toEqual([[1], { inside: 2, waiting: 2 }]);
    for (let i = 0; i < 4; i++) gate.leave();
    await Promise.all(waiting);
    expect([order, gate.use()]).toEqual([[1, 2, 3], { inside: 0, waiting: 0 }]);
  });

  it('passes over who has left', async () => {
    const gate = new Gate({ limit: 1 });
    expect(gate.enter(here)).toBe(true);
    const left = gate.enter(() => true);
    const stays = gate.enter(here);
    gate.leave();
    expect([await left, await stays]).toEqual([false, true]);
    expect(gate.use()).toEqual({ inside: 1, waiting: 0 });
    gate.leave();
    expect(gate.use()).toEqual({ inside: 0, waiting: 0 });
  });

  it('makes room again whatever happens inside, and gives null to who has left', async () => {
    const gate = new Gate({ limit: 1 });
    const failing = gate.pass(() => Promise.reject(new Error('inside')), here);
    const left = gate.pass(
      async () => 'never',
      () => true,
    );
    const next = gate.pass(async () => 'next', here);
    await expect(failing).rejects.toThrow('inside');
    expect([await left, await next]).toEqual([null, 'next']);
    expect(gate.use()).toEqual({ inside: 0, waiting: 0 });
  });

  it('is open to everybody with the limit 0', () => {
    const gate = new Gate({ limit: 0 });
    expect(Array.from({ length: 1_000 }, () => gate.enter(here)).every((entered) => entered === true)).toBe(true);
  });

  it('never holds more than its limit, and nobody for ever', async () => {
    const random = new Random('gate');
    const gate = new Gate({ limit: 5 });
    let inside = 0;
    let most = 0;
    let done = 0;
    const visit = async () => {
      const entered = gate.enter(() => random.chance(0.2));
      if (entered !== true && !(await entered)) return void done++;
      most = Math.max(most, ++inside);
      for (let i = random.int(0, 5); i > 0; i--) await Promise.resolve();
      inside--;
      done++;
      gate.leave();
    };
    await Promise.all(Array.from({ length: 2_000 }, visit));
    expect([most, inside, done]).toEqual([5, 0, 2_000]);
    expect(gate.use()).toEqual({ inside: 0, waiting: 0 });
  });
});
