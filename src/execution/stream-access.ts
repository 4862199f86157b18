// Decides whether a subscription may go on. Rows are read in their current state, so it is not enough that the viewer had
// access at the event's position. Changes that end the grant count as soon as they arrive, long before they are delivered.
import type { StoredChange } from '../changes/log.ts';
import type { Grant } from '../graphql/event-source.ts';

/** Whether to deliver a change, skip it, or end the subscription. */
export type Decision = 'deliver' | 'skip' | 'end';

/** Stands for the change that ended the grant when the grant was gone on reading it again. */
const unknownChange = -1;

/** Changes past this many are dropped, and the grant is read once more instead. */
const maxEarly = 1_000;

export class StreamAccess {
  #grant: Grant | null;
  /** The grant reflects every change up to this number. */
  #known: number;
  /** The highest number that has arrived. */
  #arrived: number;
  /** Whether changes may be missing between these two numbers. */
  #unsure: boolean;
  /** Changes that arrived after a gap, to be applied when the grant has been read again. */
  #early: StoredChange[] = [];
  /** The number of the change that ended the grant. */
  #endedBy: number | null = null;

  /** `unsure`: whether changes may have been missed since the grant was read. */
  constructor(grant: Grant | null, unsure: boolean) {
    this.#grant = grant;
    this.#known = this.#arrived = grant?.position ?? 0;
    this.#unsure = unsure;
  }

  /** Applies a change of the stream to the grant. Numbers are dense: one that does not follow the last leaves a gap. */
  arrive(change: StoredChange): void {
    const { number } = change;
    if (this.#grant === null || number === null || number <= this.#known) return;
    if (number > this.#arrived) this.#arrived = number;
    if (number !== this.#known + 1 || this.#unsure) {
      if (this.#early.length < maxEarly) this.#early.push(change);
      return;
    }
    this.#known = number;
    if (this.#endedBy === null && !this.#grant.stillAuthorized(change)) this.#endedBy = number;
  }

  /** Notes that changes may have been missed. */
  missed(): void {
    this.#unsure = true;
  }

  /** Whether the grant reflects every change that has arrived. */
  get isSettled(): boolean {
    return this.#grant === null || this.#endedBy !== null || (!this.#unsure && this.#known === this.#arrived);
  }

  /**
   * Reads the grant again unless it reflects every change that has arrived. Once is enough for rows that were read before
   * the call: they cannot show changes that arrive meanwhile.
   */
  async settle(): Promise<void> {
    if (this.isSettled) return;
    this.#unsure = false;
    const refreshed = await this.#grant!.refresh().catch((error: unknown) => {
      this.#unsure = true;
      throw error;
    });
    if (refreshed === null) this.#endedBy = unknownChange;
    else if (refreshed.position > this.#known) {
      this.#grant = refreshed;
      this.#known = refreshed.position;
      this.#arrived = Math.max(this.#arrived, refreshed.position);
    }
    const early = this.#early;
    this.#early = [];
    for (const change of early) this.arrive(change);
  }

  /**
   * What to do with a change of this number, or null for an ephemeral change. The caller has made sure that every change
   * that the change's rows could show has arrived. A change from before the end of the grant is delivered only if nothing
   * follows that end in the stream: otherwise its rows may show what follows.
   */
  decide(number: number | null): Decision {
    const endedBy = this.#endedBy;
    if (endedBy === null) return 'deliver';
    if (this.#arrived > endedBy) return 'end';
    if (number === null) return 'skip';
    return number < endedBy ? 'deliver' : 'end';
  }
}
