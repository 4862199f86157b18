// The checker for a minute from a fixed seed.
import { expect, it } from 'vitest';
import { faultsOf } from './ledger.ts';
import { run } from './run.ts';

const say = (text: string) => process.stdout.write(`${text}\n`);

it('loses, duplicates, reorders and invents nothing while everything breaks', { timeout: 240_000 }, async () => {
  const seed = '20261122';
  say(`seed ${seed}`);
  const result = await run({ seed, seconds: 60, subscribers: 60, writers: 12, channels: 10, perSecond: 60, say });
  say(JSON.stringify(result));
  expect(result.details).toEqual([]);
  expect(result.surprises).toEqual([]);
  expect(faultsOf(result)).toEqual({ lost: 0, gaps: 0, duplicate: 0, reordered: 0, phantom: 0, doubled: 0 });
  expect(result.kills).toBeGreaterThan(2);
  expect(result.events).toBeGreaterThan(300);
  expect(result.resyncs).toBeGreaterThan(0);
});
