// How many operations are executed at a time, and when one is refused instead of waiting for its turn.
import { ConcurrencyLimiter } from './concurrency-limiter.ts';
import type { LoopLag } from './loop-lag.ts';

// Mutations wait for locks more than they work, and those that wait together can be written together. Those of one client
// may all wait for one lock, so it never has all of the places.
const mutations = { limit: 64, maxPerClient: 48, maxWaitMs: 5_000 };

/** What queries and what mutations pass before they are executed; 0 executions stands for no limit. */
export function executionLimits({ executions, shedding }: { executions: number; shedding: boolean }, lag: LoopLag) {
  return {
    queryLimiter: new ConcurrencyLimiter({ limit: executions, shedsLoad: shedding, isLagging: () => lag.isHigh }),
    mutationLimiter: new ConcurrencyLimiter({
      ...mutations,
      limit: executions && mutations.limit,
      shedsLoad: shedding,
    }),
  };
}
