// Retention of the log: deletes changes past their days, and ephemeral changes that have expired.
import type { Postgres } from '../postgres/database.ts';
import type { Log } from '../telemetry/log.ts';
import { consumersBehind } from './consumer-statements.ts';
import { deleteExpiredEphemera, pruneChanges } from './log.ts';

const intervalMs = 60_000;
const batchSize = 2_000;

/** Deletes changes older than the given number of days; returns how many. The newest change of each stream is kept. */
export async function prune(postgres: Postgres, days: number, now: number): Promise<number> {
  const before = new Date(now - days * 86_400_000);
  let pruned = 0;
  for (;;) {
    const gone = await postgres.scoped(null).run(pruneChanges, [before, batchSize]);
    pruned += gone.length;
    if (gone.length < batchSize) return pruned;
  }
}

interface RetentionOptions {
  postgres: Postgres;
  log: Log;
  keepDays: number;
  now: () => number;
}

/** Applies the retention every minute. */
export class Retention {
  readonly #options: RetentionOptions;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: RetentionOptions) {
    this.#options = options;
  }

  start(): void {
    const failed = (error: Error) => this.#options.log.warn({ err: error.message }, 'retention of the log failed');
    this.#timer = setInterval(() => void this.#once().catch(failed), intervalMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #once(): Promise<void> {
    const { postgres, log, keepDays, now } = this.#options;
    await postgres.scoped(null).run(deleteExpiredEphemera, [new Date(now() - intervalMs)]);
    await prune(postgres, keepDays, now());
    // A minute later, as changes that have only just passed their days are pruned in the next run.
    const before = new Date(now() - keepDays * 86_400_000 - intervalMs);
    const behind = await postgres.scoped(null).run(consumersBehind, [before]);
    if (behind.length) {
      log.error({ consumers: behind.map(({ name }) => name) }, 'consumers of the log are behind: old changes are kept');
    }
  }
}
