// How many executions run at a time. Each holds its rows until it ends: with as many as there are connections the young
// generation overflows, and everything waits for the collector. The rest wait in line, and whoever has left is passed over.

export interface GateOptions {
  /** How many may be inside; 0 lets everybody in. */
  limit: number;
}

interface Waiting {
  enter: (entered: boolean) => void;
  gone: () => boolean;
}

export class Gate {
  readonly #limit: number;
  readonly #waiting: Waiting[] = [];
  #inside = 0;

  constructor({ limit }: GateOptions) {
    this.#limit = limit || Number.POSITIVE_INFINITY;
  }

  /** What is done inside gives; null when whoever asked had gone before there was room. */
  async pass<Result>(inside: () => Promise<Result>, gone: () => boolean): Promise<Result | null> {
    if (this.#inside < this.#limit) this.#inside++;
    else if (!(await new Promise<boolean>((enter) => this.#waiting.push({ enter, gone })))) return null;
    try {
      return await inside();
    } finally {
      this.#leave();
    }
  }

  /** Gives the place to the next who is still there. */
  #leave(): void {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      const gone = next.gone();
      next.enter(!gone);
      if (!gone) return;
    }
    this.#inside--;
  }

  /** How many are inside, and how many wait. */
  use(): { inside: number; waiting: number } {
    return { inside: this.#inside, waiting: this.#waiting.length };
  }
}
