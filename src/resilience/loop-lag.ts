// Measures the lag of the event loop: how late a periodic timer fires. A single long task is not reported, only lag
// that lasts.

const intervalMs = 100;
const highMs = 500;
const criticalMs = 1_500;

export class LoopLag {
  readonly #now: () => number;
  #due: number;
  #previousDelay = 0;
  #timer: NodeJS.Timeout | undefined;
  /** Current lag in milliseconds: the smaller delay of the last two timers. */
  ms = 0;

  /** The clock is monotonic, in milliseconds. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#due = now() + intervalMs;
  }

  /** Whether no more queries should be executed. */
  get isHigh(): boolean {
    return this.ms > highMs;
  }

  /** Whether nothing that comes over HTTP should even be read. */
  get isCritical(): boolean {
    return this.ms > criticalMs;
  }

  /** Measures until it is stopped. The timer does not keep the process alive. */
  start(): void {
    this.#due = this.#now() + intervalMs;
    this.#timer = setInterval(() => this.tick(), intervalMs).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Called by the timer. */
  tick(): void {
    const now = this.#now();
    const delay = Math.max(0, now - this.#due);
    this.ms = Math.min(delay, this.#previousDelay);
    this.#previousDelay = delay;
    this.#due = now + intervalMs;
  }
}
