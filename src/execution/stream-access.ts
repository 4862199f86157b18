// Whether one subscription may go on. Rows are read as they stand, so it is not enough that the viewer could follow at an
// event's position: changes that end the grant count from the moment they arrive, long before their turn to be delivered.
import type { StoredChange } from '../changes/log.ts';
import type { Grant } from '../graphql/event-source.ts';

/** What to do with a change when its turn has come: deliver it, pass over it, or end the subscription. */
export type Decision = 'deliver' | 'skip' | 'end';

/** The grant was gone when it was read again: no one knows which change ended it. */
const unknownChange = -1;

/** Past this many the grant is read once more instead. */
const maxEarly = 1_000;

export class StreamAccess {
  #grant: Grant | null;
  /** The grant accounts for every change up to this number. */
  #known: number;
  /** The highest number that has arrived. */
  #arrived: number;
  /** Changes may be missing between the two. */
  #unsure: boolean;
  /** Those that arrived behind a hole, to be applied when the grant has been read again. */
  #early: StoredChange[] = [];
  /** The number of the change that ended the grant. */
  #endedBy: number | null = null;

  /** `unsure`: changes may have passed since the grant was read. */
  constructor(grant: Grant | null, unsure: boolean) {
    this.#grant = grant;
    this.#known = this.#arrived = grant?.position ?? 0;
    this.#unsure = unsure;
  }

  /** Takes a change of the stream into account. Numbers are dense: one that does not follow leaves a hole to be filled. */
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

  /** Changes may have been missed. */
  missed(): void {
    this.#unsure = true;
  }

  /** Whether the grant is known as of every change that has arrived. */
  get isSettled(): boolean {
    return this.#grant === null || this.#endedBy !== null || (!this.#unsure && this.#known === this.#arrived);
  }

  /**
   * Reads the grant again unless it is known as of every change that has arrived. Once is enough for rows that were read
   * before: what arrives meanwhile they cannot show.
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
   * What to do with a change of this number, null for an ephemeral one, whose rows were read before the changes that have
   * arrived by now were committed. What came before the end of the grant is delivered only while nothing follows that
   * end: otherwise its rows may show what follows.
   */
  decide(number: number | null): Decision {
    const endedBy = this.#endedBy;
    if (endedBy === null) return 'deliver';
    if (this.#arrived > endedBy) return 'end';
    if (number === null) return 'skip';
    return number < endedBy ? 'deliver' : 'end';
  }
}
