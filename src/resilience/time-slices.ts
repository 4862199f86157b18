// Runs many small tasks that fall due at once without holding up the event loop: a few milliseconds of them at a time.

/** How long tasks run before the loop is given back, in milliseconds. */
const sliceMs = 5;

export class TimeSlices {
  #tasks: (() => void)[] = [];
  #next = 0;
  #scheduled = false;

  /** Runs the task in this turn of the loop, after what called this; in a later one where too much waits before it. */
  run(task: () => void): void {
    this.#tasks.push(task);
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => this.#work());
  }

  #work(): void {
    const until = performance.now() + sliceMs;
    while (this.#next < this.#tasks.length) {
      if (performance.now() > until) return void setImmediate(() => this.#work());
      this.#tasks[this.#next++]!();
    }
    this.#tasks = [];
    this.#next = 0;
    this.#scheduled = false;
  }
}
