// Measures the lag of the event loop: how late a periodic timer fires. A single long task is not reported, only lag
// that lasts.

const everyMs = 100;

export class LoopLag {
  readonly #now: () => number;
  #due: number;
  #before = 0;
  #timer: NodeJS.Timeout | undefined;
  /** Current lag in milliseconds: the smaller delay of the last two timers. */
  ms = 0;

  /** The clock is monotonic, in milliseconds. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#due = now() + everyMs;
  }

  /** Measures until it is stopped. The timer does not keep the process alive. */
  start(): void {
    this.#due = this.#now() + everyMs;
    this.#timer = setInterval(() => this.tick(), everyMs).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Called by the timer. */
  tick(): void {
    const now = this.#now();
    const late = Math.max(0, now - this.#due);
    this.ms = Math.min(late, this.#before);
    this.#before = late;
    this.#due = now + everyMs;
  }
}
