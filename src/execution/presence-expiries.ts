// Presence ends by itself, and nobody tells so: those who follow it learn of its end from here.
import type { StoredChange } from '../changes/log.ts';
import type { EventSource } from '../graphql/event-source.ts';

export interface PresenceExpiriesOptions {
  now: () => number;
  /** Its `initial` says what is the case now. */
  source: EventSource;
  /** Called with the change that says that a user has gone. */
  onOver: (change: StoredChange) => void;
}

export class PresenceExpiries {
  readonly #options: PresenceExpiriesOptions;
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor(options: PresenceExpiriesOptions) {
    this.#options = options;
  }

  /** Looks again when the presence that the change tells of could be over; of other changes nothing is expected. */
  expect(change: StoredChange): void {
    const { data, number, stream } = change;
    if (number !== null) return;
    clearTimeout(this.#timers.get(stream));
    this.#timers.delete(stream);
    if (data.online !== true || typeof data.expiresAt !== 'string') return;
    // Renewals are not told, so whether it is over is looked up when it could be.
    const wait = Math.max(1_000, Date.parse(data.expiresAt) - this.#options.now() + 100);
    this.#timers.set(stream, setTimeout(() => void this.#look(change), wait).unref());
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  async #look(change: StoredChange): Promise<void> {
    const { source, onOver } = this.#options;
    const current = (await source.initial?.().catch(() => [change])) ?? [];
    const cacheResult = current.find(({ stream }) => stream === change.stream);
    if (cacheResult?.data.online === true) this.expect(cacheResult);
    else if (cacheResult) onOver(cacheResult);
  }
}
