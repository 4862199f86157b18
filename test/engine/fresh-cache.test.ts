// The cache's one promise: no lookup returns anything older than the changes that were published before it.
import { describe, expect, it } from 'vitest';
import { FreshCache } from '../../src/cache/fresh-cache.ts';
import { Random } from '../../src/cli/demo/random.ts';

/** An execution that ends when the test ends it. */
function gate<Value>() {
  let open: (value: Value) => void = () => undefined;
  const opened = new Promise<Value>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

const make = (options: { max?: number; fresh?: () => boolean } = {}) =>
  new FreshCache<number>({ max: options.max ?? 100, fresh: options.fresh ?? (() => true) });
const filled = (value: number, ...tags: string[]) => ({ value, tags });

describe('a fresh cache', () => {
  it('executes once for a hundred identical misses, and not again until a tag changes', async () => {
    const cache = make();
    let reads = 0;
    const { open, opened } = gate<number>();
    const read = async () => {
      reads++;
      return filled(await opened, 'a', 'b');
    };
    const lookups = Array.from({ length: 100 }, () => cache.get('key', read));
    open(7);
    expect(new Set(await Promise.all(lookups))).toEqual(new Set([7]));
    expect(await cache.get('key', read)).toBe(7);
    expect(reads).toBe(1);
    cache.drop('c');
    await cache.get('key', read);
    expect(reads).toBe(1);
    cache.drop('b');
    await cache.get('key', read);
    expect(reads).toBe(2);
    expect(cache.counts).toEqual({ hits: 2, misses: 2, joined: 99, refused: 0, bypassed: 0 });
  });

  it('does not keep what changed while it was executed, nor return it to lookups after the change', async () => {
    const cache = make();
    const old = gate<number>();
    const first = cache.get('key', async () => filled(await old.opened, 'a'));
    cache.drop('a');
    const second = cache.get('key', async () => filled(2, 'a'));
    expect(await second).toBe(2);
    old.open(1);
    // A lookup from before the change may return the older value.
    expect(await first).toBe(1);
    expect(await cache.get('key', async () => filled(3, 'a'))).toBe(2);
    expect(cache.counts.refused).toBe(1);
  });

  it('keeps nothing that was being executed when everything was dropped', async () => {
    const cache = make();
    const old = gate<number>();
    const first = cache.get('key', async () => filled(await old.opened, 'a'));
    await cache.get('other', async () => filled(1, 'b'));
    cache.clear();
    old.open(1);
    await first;
    expect(cache.size).toBe(0);
    expect(await cache.get('key', async () => filled(2, 'a'))).toBe(2);
  });

  it('keeps nothing that was being executed while more changed than it records', async () => {
    const cache = make();
    const old = gate<number>();
    const first = cache.get('key', async () => filled(await old.opened, 'a'));
    cache.drop('a');
    for (let i = 0; i < 10_000; i++) cache.drop(`other ${i}`);
    old.open(1);
    await first;
    expect(cache.size).toBe(0);
  });

  it('serves and keeps nothing while changes are not published', async () => {
    let fresh = true;
    const cache = make({ fresh: () => fresh });
    await cache.get('key', async () => filled(1, 'a'));
    fresh = false;
    expect(await cache.get('key', async () => filled(2, 'a'))).toBe(2);
    expect(await cache.get('other', async () => filled(3, 'a'))).toBe(3);
    fresh = true;
    expect(cache.size).toBe(1);
    expect(cache.counts.bypassed).toBe(2);
  });

  it('caches no nulls and no failures', async () => {
    const cache = make();
    expect(await cache.get('key', async () => null)).toBeNull();
    await expect(cache.get('key', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await cache.get('key', async () => filled(1, 'a'))).toBe(1);
  });

  it('is bounded, and drops the tags of what it evicted', async () => {
    const cache = make({ max: 10 });
    for (let i = 0; i < 1_000; i++) await cache.get(`key ${i}`, async () => filled(i, `tag ${i}`, 'all'));
    expect(cache.size).toBe(10);
    cache.drop('all');
    expect(cache.size).toBe(0);
  });

  it.each([1, 2, 3, 4, 5])(
    'is never older than a change that was published before the lookup: seed %i',
    async (seed) => {
      const random = new Random(`fresh ${seed}`);
      const cells = Array.from({ length: 6 }, () => 0);
      const cache = make({ max: 5 });
      let stale = 0;
      let lookups = 0;
      const running = new Set<Promise<void>>();
      const pause = async (maximum: number) => {
        for (let i = random.int(0, maximum); i > 0; i--) await Promise.resolve();
      };
      for (let step = 0; step < 20_000; step++) {
        const cell = random.int(0, cells.length - 1);
        if (random.chance(0.2)) {
          cells[cell]!++;
          if (random.chance(0.01)) cache.clear();
          else cache.drop(`cell ${cell}`);
        } else {
          const atLeast = cells[cell]!;
          const one = cache
            .get(`key ${cell}`, async () => {
              await pause(4);
              const value = cells[cell]!;
              await pause(4);
              return filled(value, `cell ${cell}`);
            })
            .then((value) => {
              lookups++;
              if (value! < atLeast) stale++;
            })
            .finally(() => running.delete(one));
          running.add(one);
        }
        if (random.chance(0.3)) await Promise.resolve();
        if (running.size > 20) await Promise.all(running);
      }
      await Promise.all(running);
      expect(stale).toBe(0);
      expect(lookups).toBeGreaterThan(10_000);
      expect(Math.min(cache.counts.hits, cache.counts.joined, cache.counts.refused)).toBeGreaterThan(50);
    },
  );
});
