// Presence expires without a change in the log. This watches the clock and tells subscriptions when a user went offline.
import type { StoredChange } from '../changes/log.ts';
import type { EventSource } from '../graphql/event-source.ts';

export interface PresenceExpiriesOptions {
  now: () => number;
  /** Its `initial` returns the current presence. */
  source: EventSource;
  /** Called with a change that says that a user went offline. */
  onExpired: (change: StoredChange) => void;
}

export class PresenceExpiries {
  readonly #options: PresenceExpiriesOptions;
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor(options: PresenceExpiriesOptions) {
    this.#options = options;
  }

  /** Schedules a check for when the presence in this change could have expired; ignores other changes. */
  expect(change: StoredChange): void {
    const { data, number, stream } = change;
    if (number !== null) return;
    clearTimeout(this.#timers.get(stream));
    this.#timers.delete(stream);
    if (data.online !== true || typeof data.expiresAt !== 'string') return;
    // Renewals are not published, so the current presence must be read.
    const wait = Math.max(1_000, Date.parse(data.expiresAt) - this.#options.now() + 100);
    this.#timers.set(stream, setTimeout(() => void this.#check(change), wait).unref());
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  async #check(change: StoredChange): Promise<void> {
    const { source, onExpired } = this.#options;
    const presences = (await source.initial?.().catch(() => [change])) ?? [];
    const current = presences.find(({ stream }) => stream === change.stream);
    if (current?.data.online === true) this.expect(current);
    else if (current) onExpired(current);
  }
}
