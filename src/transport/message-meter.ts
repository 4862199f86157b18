// A token bucket for the messages of a connection. It also counts messages that cost no points: pings, completes, and
// operations that are refused before they are charged.

/** How many messages may come at once, and how many each second after that. */
const burst = 1_000;
const perSecond = 200;
/** A message counts once more for this many bytes, since it has to be parsed. */
const bytesPerMessage = 4_096;

export class MessageMeter {
  #left = burst;
  #at: number;

  /** `at` is a time in milliseconds. */
  constructor(at: number) {
    this.#at = at;
  }

  /** Counts a message of this size; false when the client has sent too many. */
  take(bytes: number, at: number): boolean {
    const seconds = Math.max(0, at - this.#at) / 1_000;
    this.#at = at;
    this.#left = Math.min(burst, this.#left + seconds * perSecond) - 1 - bytes / bytesPerMessage;
    return this.#left >= 0;
  }
}
