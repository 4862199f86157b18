// Consumers of the log: what features do in reaction to changes, exactly once for each change and in each stream's
// order, even if processes are killed. A consumer's row holds its progress. Each change is processed in one transaction
// that locks the row, applies the effect, and stores the new position: either both are committed or neither, and one
// instance at a time works. A transaction processes a single change, as an effect may lock streams: two effects
// together could deadlock with writers, which lock streams in the order of their keys.

import type { CommittedChanges } from '../lib/changes.ts';
import { AppError } from '../lib/errors.ts';
import type { Postgres, Runner } from '../postgres/database.ts';
import { unavailable } from '../postgres/failures.ts';
import { withinTransaction } from '../postgres/within-transaction.ts';
import type { Log } from '../telemetry/log.ts';
import type { Actor } from './actor.ts';
import type { ChangeKind } from './catalogue.ts';
import {
  beginConsumers,
  type ConsumerState,
  insertDeadLetter,
  lockConsumer,
  nextChanges,
  readConsumer,
  storeConsumer,
} from './consumer-statements.ts';
import type { StoredChange } from './log.ts';
import type { Relay } from './relay.ts';

export interface Consumer {
  /** Name in the database. It must never change: a consumer with another name starts from the beginning. */
  readonly name: string;
  /** The kinds of changes that it processes. */
  readonly kinds: readonly ChangeKind[];
  /**
   * Applies the effect, as the server itself in the change's workspace. Everything written with this actor is committed
   * together with the consumer's progress. It runs again if that fails, so it must have no other side effects.
   */
  handle(change: StoredChange, actor: Actor): Promise<void>;
}

export interface ConsumersOptions {
  postgres: Postgres;
  relay: Relay;
  consumers: readonly Consumer[];
  log: Log;
  now: () => number;
  /** How long to wait after a failure, in milliseconds. */
  retryMs?: number;
}

/** Failures after which a change becomes a dead letter. */
export const maxFailures = 3;
/** Number of changes that are read at once. */
const readLimit = 100;
/** How often progress is stored when there was nothing to do, so that the next look need not go back far. */
const storeEveryMs = 60_000;

type Next = StoredChange & { readonly number: number };
/** `held`: another instance has locked the consumer. `moved`: another instance has changed its progress. */
type Outcome = 'done' | 'held' | 'moved';

export class Consumers {
  readonly #options: ConsumersOptions;
  readonly #workers: Worker[];
  #stopListening = () => {};

  constructor(options: ConsumersOptions) {
    this.#options = options;
    this.#workers = options.consumers.map((consumer) => new Worker(consumer, options));
  }

  async start(): Promise<void> {
    const { postgres, relay, consumers } = this.#options;
    if (!consumers.length) return;
    await postgres.scoped(null).run(beginConsumers, [consumers.map(({ name }) => name)]);
    this.#stopListening = relay.listen({
      changes: (changes) => {
        const kinds = new Set(changes.map(({ kind }) => kind));
        for (const worker of this.#workers) if (worker.wants(kinds)) worker.wake();
      },
      gap: () => {
        for (const worker of this.#workers) worker.wake();
      },
    });
    for (const worker of this.#workers) worker.start();
  }

  /** Stops after the effect that is being applied. */
  async stop(): Promise<void> {
    this.#stopListening();
    await Promise.all(this.#workers.map((worker) => worker.stop()));
  }
}

class Worker {
  readonly #kinds: readonly string[];
  readonly #consumer: Consumer;
  readonly #options: ConsumersOptions;
  #woken = true;
  #storedAt = 0;
  #stopped = false;
  #resume: (() => void) | null = null;
  #running: Promise<void> | null = null;

  constructor(consumer: Consumer, options: ConsumersOptions) {
    this.#consumer = consumer;
    this.#options = options;
    this.#kinds = consumer.kinds.map(({ name }) => name);
  }

  start(): void {
    this.#running = this.#loop();
  }

  wants(kinds: ReadonlySet<string>): boolean {
    return this.#kinds.some((kind) => kinds.has(kind));
  }

  wake(): void {
    this.#woken = true;
    this.#resume?.();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#resume?.();
    await this.#running;
  }

  async #loop(): Promise<void> {
    const { retryMs = 1_000, log } = this.#options;
    while (!this.#stopped) {
      this.#woken = false;
      let wait = storeEveryMs;
      try {
        // The instance that has locked the row may die before it is done, and nothing would wake this one then.
        if (!(await this.#catchUp())) wait = retryMs;
      } catch (error) {
        log.warn({ consumer: this.#consumer.name, err: (error as Error).message }, 'a consumer of the log failed');
        wait = retryMs;
      }
      if (!this.#woken && !this.#stopped) await this.#pause(wait);
    }
  }

  /** Processes all changes; false when another instance is doing so. */
  async #catchUp(): Promise<boolean> {
    const { postgres, log, now } = this.#options;
    const { name } = this.#consumer;
    while (!this.#stopped) {
      const [row] = await postgres.scoped(null).run(readConsumer, [name]);
      if (!row) throw new Error('the consumer has no row');
      const { now: visible, rewound, ...stored } = row;
      if (rewound) {
        log.warn(
          { consumer: name },
          'the database was restored: a consumer skips the changes that it had not processed',
        );
        if ((await this.#store(stored, doneUpTo(stored, visible))) === 'held') return false;
        continue;
      }
      const target = stored.target ?? visible;
      const values = [stored.previous, target, this.#kinds, stored.stream, stored.number, readLimit];
      const changes = await postgres.scoped(null).run(nextChanges, values);
      const outcome = await this.#do(changes, stored, target);
      if (outcome === 'held') return false;
      if (outcome === 'moved' || changes.length === readLimit) continue;
      // The last effect stores the progress. Without any effect it is stored from time to time.
      const isDue = stored.target !== null || now() - this.#storedAt >= storeEveryMs;
      if (!changes.length && isDue) {
        if ((await this.#store(stored, doneUpTo(stored, target))) === 'held') return false;
        this.#storedAt = now();
      }
      return true;
    }
    return true;
  }

  /** Processes these changes in order, starting at the consumer's position. */
  async #do(changes: readonly Next[], from: ConsumerState, target: string): Promise<Outcome> {
    let stored = from;
    for (const [i, change] of changes.entries()) {
      if (this.#stopped) return 'moved';
      const isLast = i === changes.length - 1 && changes.length < readLimit;
      const { stream, number } = change;
      const reached = isLast ? doneUpTo(from, target) : { ...from, target, stream, number, failures: 0 };
      const outcome = await this.#effect(stored, reached, change);
      if (outcome !== 'done') return outcome;
      stored = reached;
    }
    return 'done';
  }

  /** Processes one change; stores it as a dead letter when it has failed too often. */
  async #effect(from: ConsumerState, reached: ConsumerState, change: Next): Promise<Outcome> {
    const { postgres, now, log, retryMs = 1_000 } = this.#options;
    const { name, handle } = this.#consumer;
    const { stream, number, kind, workspaceId, data } = change;
    let stored = from;
    while (!this.#stopped) {
      let committed: CommittedChanges[] = [];
      try {
        const outcome = await this.#store(stored, reached, workspaceId, (tx) => {
          committed = [];
          return withinTransaction(tx, (db) =>
            handle(change, { db, actorId: null, now, committed: (changes) => void committed.push(changes) }),
          );
        });
        for (const changes of committed) await postgres.onChanges(changes);
        return outcome;
      } catch (error) {
        // The database is unavailable or too busy: the change is not at fault.
        if (unavailable(error) || (error instanceof AppError && error.code === 'UNAVAILABLE')) throw error;
        const failures = stored.failures + 1;
        log.error({ consumer: name, stream, number, kind, failures, err: error }, 'a consumer failed on a change');
        if (failures >= maxFailures) {
          const letter = [name, stream, number, workspaceId, kind, data, (error as Error).message];
          return this.#store(stored, reached, null, async (tx) => void (await tx.run(insertDeadLetter, letter)));
        }
        const counted = { ...stored, failures };
        const outcome = await this.#store(stored, counted);
        if (outcome !== 'done') return outcome;
        stored = counted;
        await this.#pause(retryMs);
      }
    }
    return 'moved';
  }

  /**
   * Moves the progress from one state to the next in one transaction with the work. Does neither when another instance
   * has locked or moved it.
   */
  #store(
    from: ConsumerState,
    to: ConsumerState,
    workspaceId: string | null = null,
    work: (tx: Runner) => Promise<void> = async () => {},
  ): Promise<Outcome> {
    const { name } = this.#consumer;
    const body = async (tx: Runner): Promise<Outcome> => {
      const [state] = await tx.run(lockConsumer, [name]);
      if (!state) return 'held';
      if (!isSame(state, from)) return 'moved';
      await work(tx);
      const { previous, target, stream, number, failures } = to;
      await tx.run(storeConsumer, [name, previous, target, stream, number, failures]);
      return 'done';
    };
    // If the outcome of COMMIT is unknown it runs again, and finds the progress moved if it was committed.
    return this.#options.postgres.scoped(workspaceId).transaction(body, { idempotent: true });
  }

  async #pause(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#resume = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#resume = null;
  }
}

/** The progress of a consumer that has processed everything in a snapshot. */
const doneUpTo = ({ epoch }: ConsumerState, previous: string): ConsumerState => ({
  ...{ epoch, previous, target: null, stream: '', number: 0, failures: 0 },
});

// The epoch is compared too: after a crash, transaction ids that left no trace are assigned again, and an older
// snapshot would take them for processed.
const isSame = (a: ConsumerState, b: ConsumerState): boolean =>
  a.epoch === b.epoch &&
  a.previous === b.previous &&
  a.target === b.target &&
  a.stream === b.stream &&
  a.number === b.number &&
  a.failures === b.failures;
