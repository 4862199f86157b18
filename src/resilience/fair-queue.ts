// Runs tasks a few at a time, with the owners in turn: the owner of many tasks waits for their own, and everyone else
// only for a few. It yields to the event loop between tasks that had to wait.

export class FairQueue {
  readonly #limit: number;
  readonly #owners = new Map<string, (() => void)[]>();
  #running = 0;
  #scheduled = false;

  /** The maximum number of tasks that run concurrently. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Runs the task when it is its owner's turn. */
  async run<Result>(owner: string, task: () => Promise<Result>): Promise<Result> {
    if (this.#running < this.#limit && this.#owners.size === 0) this.#running++;
    else await this.#turn(owner);
    try {
      return await task();
    } finally {
      this.#running--;
      this.#schedule();
    }
  }

  #turn(owner: string): Promise<void> {
    return new Promise((start) => {
      const waiting = this.#owners.get(owner);
      if (waiting) waiting.push(start);
      else this.#owners.set(owner, [start]);
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#scheduled || this.#owners.size === 0 || this.#running >= this.#limit) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#startNext();
      this.#schedule();
    });
  }

  /** Starts a task of the owner who has waited longest since their last turn. */
  #startNext(): void {
    const next = this.#owners.entries().next();
    if (next.done || this.#running >= this.#limit) return;
    const [owner, waiting] = next.value;
    this.#owners.delete(owner);
    const start = waiting.shift()!;
    if (waiting.length) this.#owners.set(owner, waiting);
    this.#running++;
    start();
  }
}
