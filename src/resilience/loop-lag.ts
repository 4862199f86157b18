// How far behind the process is with everything it has to do: what a timer finds that should have run by now. One long
// task is no lag, only what lasts.

const everyMs = 100;
const highMs = 500;
const criticalMs = 1_500;

export class LoopLag {
  readonly #now: () => number;
  #due: number;
  #before = 0;
  #timer: NodeJS.Timeout | undefined;
  /** Milliseconds that every timer was late, of those that ran last. */
  ms = 0;

  /** The clock gives milliseconds and never goes back. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#due = now() + everyMs;
  }

  /** Whether no more queries should be executed. */
  get isHigh(): boolean {
    return this.ms > highMs;
  }

  /** Whether nothing that comes over HTTP should even be read. */
  get isCritical(): boolean {
    return this.ms > criticalMs;
  }

  /** Measures until it is stopped; keeps no process alive. */
  start(): void {
    this.#due = this.#now() + everyMs;
    this.#timer = setInterval(() => this.tick(), everyMs).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** The timer has run. */
  tick(): void {
    const now = this.#now();
    const late = Math.max(0, now - this.#due);
    this.ms = Math.min(late, this.#before);
    this.#before = late;
    this.#due = now + everyMs;
  }
}
