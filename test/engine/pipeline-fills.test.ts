// What the server's cache has executed in Yoga's pipeline: once, and closed within the deadlines, whatever the pipeline
// does.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { executeNow, type Pipeline } from '../../src/cache/response-cache.ts';
import type { Outcome } from '../../src/execution/operation-runner.ts';
import { PipelineCache, type PipelineOperation } from '../../src/transport/pipeline-cache.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const policy = { shared: true, coordinates: new Set(['Query.a']) } as unknown as PipelineOperation['policy'];
/** A pipeline, and how far its operation has come. */
function begin() {
  const cache = new PipelineCache(1_000);
  const seen: unknown[] = [];
  const run = async (pipeline: Pipeline): Promise<Outcome> => {
    const ttlMs = await pipeline(async () => void seen.push('executed'));
    seen.push(ttlMs);
    return null;
  };
  cache.begin({ policy, viewerId: null, run });
  return { cache, seen };
}
it('a fill is executed in the pipeline, and closed by set', async () => {
  const { cache, seen } = begin();
  expect(await cache.get()).toBe(undefined);
  await vi.advanceTimersByTimeAsync(999);
  expect(seen).toEqual([]);
  expect(await cache.execute()).toBe(cache.result);
  await vi.advanceTimersByTimeAsync(999);
  expect(seen).toEqual(['executed']);
  cache.set('', {}, [], 7);
  await cache.finish();
  expect(seen).toEqual(['executed', 7]);
  expect(vi.getTimerCount()).toBe(0);
});

it('a fill that is not executed within the deadline is executed then, and not cached', async () => {
  const { cache, seen } = begin();
  await cache.get();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(seen).toEqual(['executed', 0]);
  await cache.execute();
  cache.set('', {}, [], 7);
  expect(await cache.finish()).toBe(null);
  expect(seen).toEqual(['executed', 0]);
});

it('a fill that is not closed within the deadline after it was executed is not cached', async () => {
  const { cache, seen } = begin();
  await cache.get();
  await vi.advanceTimersByTimeAsync(999);
  await cache.execute();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(seen).toEqual(['executed', 0]);
  expect(vi.getTimerCount()).toBe(0);
});

it.each(['before it is executed', 'after'])('a fill is closed with its request, %s', async (when) => {
  const { cache, seen } = begin();
  await cache.get();
  if (when === 'after') await cache.execute();
  cache.close();
  await vi.advanceTimersByTimeAsync(0);
  expect(seen).toEqual(['executed', 0]);
  expect(vi.getTimerCount()).toBe(0);
});

it('a fill is per request: a second execution runs at once', async () => {
  const cache = new PipelineCache(1_000);
  const ttls: number[] = [];
  const run = async (pipeline: Pipeline): Promise<Outcome> => {
    for (let i = 0; i < 2; i++) ttls.push(await pipeline(async () => undefined));
    return null;
  };
  cache.begin({ policy, viewerId: null, run });
  await cache.get();
  await cache.execute();
  cache.set('', {}, [], 7);
  await cache.finish();
  expect(ttls).toEqual([7, await executeNow(async () => undefined)]);
});
