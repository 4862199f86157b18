// What the log lets go of: changes older than are kept, and what was told and is long over.
import type { Postgres } from '../postgres/database.ts';
import type { Log } from '../telemetry/log.ts';
import { consumersBehind } from './consumer-statements.ts';
import { deleteExpiredEphemera, pruneChanges } from './log.ts';

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

interface RetentionOptions {
  postgres: Postgres;
  log: Log;
  keepDays: number;
  now: () => number;
}

/** Does so every minute. */
export class Retention {
  readonly #options: RetentionOptions;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: RetentionOptions) {
    this.#options = options;
  }

  start(): void {
    const failed = (error: Error) => this.#options.log.warn({ err: error.message }, 'retention of the log failed');
    this.#timer = setInterval(() => void this.#once().catch(failed), everyMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #once(): Promise<void> {
    const { postgres, log, keepDays, now } = this.#options;
    await postgres.scoped(null).run(deleteExpiredEphemera, [new Date(now() - everyMs)]);
    await prune(postgres, keepDays, now());
    // A minute more: what is just past its days was not pruned for another reason than a consumer.
    const before = new Date(now() - keepDays * 86_400_000 - everyMs);
    const behind = await postgres.scoped(null).run(consumersBehind, [before]);
    if (behind.length) {
      log.error({ consumers: behind.map(({ name }) => name) }, 'consumers of the log are behind: old changes are kept');
    }
  }
}
