// Keyed mutations under kill -9, scaled down; `npm run faults -- --keyed 5000` is the full run.
import { expect, it } from 'vitest';
import { runKeyed } from './keyed.ts';

it('writes every keyed message exactly once, however often its sender must repeat it', {
  timeout: 120_000,
}, async () => {
  const { messages, distinct, kills } = await runKeyed({ seed: '3', messages: 600, say: () => {} });
  expect({ messages, distinct }).toEqual({ messages: 600, distinct: 600 });
  expect(kills).toBeGreaterThan(0);
});
