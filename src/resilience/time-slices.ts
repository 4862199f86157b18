// Runs many small tasks that are due at the same time without blocking the event loop: a few milliseconds of them at a
// time.

/** How long tasks run before control returns to the event loop, in milliseconds. */
const sliceMs = 5;

export class TimeSlices {
  #tasks: (() => void)[] = [];
  #next = 0;
  #scheduled = false;

  /**
   * Runs the task in this turn of the event loop, after the current callback; in a later turn if too many tasks are
   * before it.
   */
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
