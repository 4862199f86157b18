// What the log lets go of: changes older than are kept, and what was told and is long over.
import type { Postgres } from '../postgres/database.ts';
import type { Log } from '../telemetry/log.ts';
import { forgetEphemera, pruneChanges } from './log.ts';

const everyMs = 60_000;
const atOnce = 2_000;

/** Takes away changes older than so many days; gives how many. A stream keeps its newest change. */
export async function prune(postgres: Postgres, days: number, now: number): Promise<number> {
  const before = new Date(now - days * 86_400_000);
  let pruned = 0;
  for (;;) {
    const gone = await postgres.scoped(null).run(pruneChanges, [before, atOnce]);
    pruned += gone.length;
    if (gone.length < atOnce) return pruned;
  }
}

/** Does so every minute; gives what ends it. */
export function startUpkeep(options: {
  postgres: Postgres;
  log: Log;
  keepDays: number;
  now: () => number;
}): () => void {
  const { postgres, log, keepDays, now } = options;
  const once = async () => {
    await postgres.scoped(null).run(forgetEphemera, [new Date(now() - everyMs)]);
    await prune(postgres, keepDays, now());
  };
  const timer = setInterval(() => {
    once().catch((error: Error) => log.warn({ err: error.message }, 'upkeep of the log failed'));
  }, everyMs);
  return () => clearInterval(timer);
}
