// The checker detects the faults that it exists for: builds with one fault each.
import { expect, it } from 'vitest';
import { faultsOf } from './ledger.ts';
import {
  build,
  droppingBuffer,
  grantAtPosition,
  type Mutant,
  refusedTogether,
  retryWithoutKey,
  serialCursor,
  unclaimedTogether,
} from './mutants.ts';
import { type RunOptions, run } from './run.ts';
import { readAfterRemoval } from './slow-leak.ts';
import { createWorld } from './world.ts';

const say = (text: string) => process.stdout.write(`${text}\n`);

const small = { seed: '1', seconds: 6, subscribers: 8, channels: 2, writers: 16, perSecond: 200, chaos: false };

async function runMutant(mutant: Mutant, options: Partial<RunOptions>) {
  const { root, remove } = build(mutant);
  try {
    return await run({ ...small, ...options, root, ...(mutant.prepare && { prepare: mutant.prepare }) });
  } finally {
    remove();
  }
}

it('detects a cursor in insertion order', { timeout: 120_000 }, async () => {
  const report = await runMutant(serialCursor, { mix: { send: 0.1, edit: 0 }, perSecond: 400 });
  expect(report.lost).toBeGreaterThan(0);
  say(JSON.stringify(faultsOf(report)));
});

it('detects a buffer that drops events silently', { timeout: 120_000 }, async () => {
  const report = await runMutant(droppingBuffer, {});
  expect(report.lost).toBeGreaterThan(0);
  expect(report.doubled).toBe(0);
});

it('detects a retry without its key', { timeout: 120_000 }, async () => {
  const report = await runMutant(retryWithoutKey, { abandon: 0.2 });
  expect(report.doubled).toBeGreaterThan(0);
  expect(report.lost).toBe(0);
});

it('detects combined messages written without their keys', { timeout: 120_000 }, async () => {
  const report = await runMutant(unclaimedTogether, { abandon: 0.2 });
  expect(report.doubled).toBeGreaterThan(0);
  expect(report.lost).toBe(0);
});

it('detects a message that should have been refused among those it is combined with', {
  timeout: 120_000,
}, async () => {
  const report = await runMutant(refusedTogether, {});
  expect(report.phantom).toBeGreaterThan(0);
  expect(report.lost).toBe(0);
});

it('detects a grant that is not checked again when rows are read', { timeout: 120_000 }, async () => {
  const { root, remove } = build(grantAtPosition);
  const world = await createWorld({ people: 1, channels: 0, instances: 1, redis: false, root });
  try {
    expect((await readAfterRemoval(world)).leaked).toBeGreaterThan(0);
  } finally {
    await world.close();
    remove();
  }
});
