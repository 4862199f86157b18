// How many messages a connection may send: a bucket that refills, for what costs no points: pings, completes, and what is
// refused before it costs anything.

/** Messages that may come at once, and that may come each second after that. */
const burst = 1_000;
const perSecond = 200;
/** A message counts once more for each of these bytes, since it has to be parsed. */
const bytesPerMessage = 4_096;

export class MessageMeter {
  #left = burst;
  #at: number;

  /** `at` is a time in milliseconds. */
  constructor(at: number) {
    this.#at = at;
  }

  /** Counts a message of so many bytes; false when there are too many. */
  take(bytes: number, at: number): boolean {
    const seconds = Math.max(0, at - this.#at) / 1_000;
    this.#at = at;
    this.#left = Math.min(burst, this.#left + seconds * perSecond) - 1 - bytes / bytesPerMessage;
    return this.#left >= 0;
  }
}
