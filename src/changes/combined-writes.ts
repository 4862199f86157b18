// Combines waiting writes of one kind into shared transactions. A stream is locked until its transaction has been
// flushed to disk, so one writer at a time gets through, and those that arrive meanwhile go together in the next
// transaction. Workspaces take turns, and within a transaction its authors do.

export interface CombinedWrite {
  readonly workspaceId: string;
  /** The writes of an author keep their order. */
  readonly authorId: string;
  /** The streams that must be locked. */
  readonly streams: readonly string[];
}

/** The outcome of a write: its result, that another transaction holds one of its streams, or that it was refused. */
export type Outcome<Result> = { readonly result: Result } | 'held elsewhere' | 'refused';

export interface CombinedWritesOptions<Write extends CombinedWrite, Result> {
  /**
   * Writes these in one transaction, all of one workspace, and returns the outcome of each. Without `wait` it never
   * waits for a lock, and leaves out writes whose streams are locked.
   */
  run: (writes: readonly Write[], wait: boolean) => Promise<readonly Outcome<Result>[]>;
  /** Maximum number of writes in a transaction. Default 32. */
  max?: number;
  /** How many transactions run concurrently, not counting those that wait for a stream. Default 2. */
  concurrency?: number;
}

interface Waiting<Write, Result> {
  readonly write: Write;
  resolve(result: Result | null): void;
  reject(error: unknown): void;
}

const maxWaiting = 4;

export class CombinedWrites<Write extends CombinedWrite, Result> {
  readonly #run: CombinedWritesOptions<Write, Result>['run'];
  readonly #max: number;
  readonly #concurrency: number;
  /** Waiting writes by workspace and author; after its turn each moves to the end. */
  readonly #waiting = new Map<string, Map<string, Waiting<Write, Result>[]>>();
  /** Streams that a transaction of this process is using. */
  readonly #busy = new Set<string>();
  #running = 0;
  #scheduled = false;
  /** Writes whose streams are locked elsewhere. Each group keeps its streams busy until it has been written. */
  readonly #blocked: Waiting<Write, Result>[][] = [];
  #waitingElsewhere = 0;

  constructor({ run, max = 32, concurrency = 2 }: CombinedWritesOptions<Write, Result>) {
    this.#run = run;
    this.#max = max;
    this.#concurrency = concurrency;
  }

  /**
   * The result. Null when the write was refused: write it alone to get the reason. Rejects when the transaction fails.
   */
  add(write: Write): Promise<Result | null> {
    return new Promise((resolve, reject) => {
      const { workspaceId, authorId } = write;
      const authors = this.#waiting.get(workspaceId) ?? new Map<string, Waiting<Write, Result>[]>();
      this.#waiting.set(workspaceId, authors);
      const queue = authors.get(authorId) ?? [];
      authors.set(authorId, queue);
      queue.push({ write, resolve, reject });
      this.#schedule();
    });
  }

  /** Number of streams and workspaces in use: 0 when nothing waits or runs. */
  get size(): number {
    return this.#busy.size + this.#waiting.size;
  }

  // Runs after everything that arrived in this turn of the event loop has been read.
  #schedule(): void {
    if (this.#scheduled || this.#running >= this.#concurrency) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      while (this.#running < this.#concurrency) {
        const taken = this.#take();
        if (!taken.length) return;
        this.#running++;
        void this.#runTransaction(taken, false).finally(() => {
          this.#running--;
          this.#schedule();
        });
      }
    });
  }

  /** The next writes to run: of the first workspace that has any, one of each author in turn, up to the maximum. */
  #take(): Waiting<Write, Result>[] {
    for (const [workspaceId, authors] of this.#waiting) {
      const taken: Waiting<Write, Result>[] = [];
      for (let before = -1; taken.length < this.#max && taken.length > before; ) {
        before = taken.length;
        for (const [authorId, queue] of [...authors]) {
          if (taken.length === this.#max) break;
          if (queue[0]!.write.streams.some((stream) => this.#busy.has(stream))) continue;
          taken.push(queue.shift()!);
          authors.delete(authorId);
          if (queue.length) authors.set(authorId, queue);
        }
      }
      if (!taken.length) continue;
      this.#waiting.delete(workspaceId);
      if (authors.size) this.#waiting.set(workspaceId, authors);
      for (const { write } of taken) for (const stream of write.streams) this.#busy.add(stream);
      return taken;
    }
    return [];
  }

  async #runTransaction(taken: readonly Waiting<Write, Result>[], wait: boolean): Promise<void> {
    const heldElsewhere: Waiting<Write, Result>[] = [];
    try {
      const outcomes = await this.#run(
        taken.map(({ write }) => write),
        wait,
      );
      taken.forEach((one, i) => {
        const outcome = outcomes[i]!;
        if (typeof outcome === 'object') one.resolve(outcome.result);
        // A write that has waited and still did not get its streams is written alone.
        else if (outcome === 'refused' || wait) one.resolve(null);
        else heldElsewhere.push(one);
      });
    } catch (error) {
      for (const one of taken) one.reject(error);
    }
    const stillBusy = new Set(heldElsewhere.flatMap(({ write }) => write.streams));
    for (const { write } of taken)
      for (const stream of write.streams) if (!stillBusy.has(stream)) this.#busy.delete(stream);
    this.#blocked.push(...groupByStreams(heldElsewhere));
    this.#waitForBlocked();
  }

  // Each holds a connection while it waits, so only a few may.
  #waitForBlocked(): void {
    while (this.#waitingElsewhere < maxWaiting && this.#blocked.length) {
      this.#waitingElsewhere++;
      void this.#runTransaction(this.#blocked.shift()!, true).finally(() => {
        this.#waitingElsewhere--;
        this.#waitForBlocked();
        this.#schedule();
      });
    }
  }
}

/** Groups writes that share streams: a lock that one of them waits for delays only its own group. */
function groupByStreams<Item extends { readonly write: CombinedWrite }>(items: readonly Item[]): Item[][] {
  const groups: { streams: Set<string>; items: Item[] }[] = [];
  for (const item of items) {
    const merged = { streams: new Set(item.write.streams), items: [item] };
    for (const group of groups.filter(({ streams }) => item.write.streams.some((stream) => streams.has(stream)))) {
      for (const stream of group.streams) merged.streams.add(stream);
      merged.items.unshift(...group.items);
      groups.splice(groups.indexOf(group), 1);
    }
    groups.push(merged);
  }
  return groups.map(({ items }) => items);
}
