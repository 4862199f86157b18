// Consumers of the log: what features do by themselves when something has changed, exactly once for each change and in each
// stream's order, whatever is killed. A consumer's row remembers how far it has come. For each change one transaction holds
// that row, has the effect, and stores the next place: so the effect and the memory of it are there together or not at all,
// and one instance at a time works. It is one change a transaction, since an effect may lock streams: two of them held
// together could deadlock with writers, who take theirs in the order of keys.

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
  /** Its name in the database, for good: under another name it begins anew. */
  readonly name: string;
  /** Of which kinds it gets the changes. */
  readonly kinds: readonly ChangeKind[];
  /**
   * Has the effect, as the server itself in the change's workspace. All that is written with this actor becomes one
   * transaction with the memory that it was done; it runs again when that fails, so it must change nothing else.
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

/** How often a change may fail before it is set aside. */
export const maxFailures = 3;
/** Changes that are read at once. */
const atOnce = 100;
/** How often the place is stored although nothing was to be done, so that the next look need not go back far. */
const storeEveryMs = 60_000;

type Next = StoredChange & { readonly number: number };
/** Done; or nothing was, as another instance holds the consumer now, or has moved it. */
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

  /** Ends after the effect that is being had. */
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
        // The instance that holds the row may die before it is through, and nothing would wake this one for the rest.
        if (!(await this.#catchUp())) wait = retryMs;
      } catch (error) {
        log.warn({ consumer: this.#consumer.name, err: (error as Error).message }, 'a consumer of the log failed');
        wait = retryMs;
      }
      if (!this.#woken && !this.#stopped) await this.#pause(wait);
    }
  }

  /** Does all that there is to do; false when another instance is at it. */
  async #catchUp(): Promise<boolean> {
    const { postgres, log, now } = this.#options;
    const { name } = this.#consumer;
    while (!this.#stopped) {
      const [looked] = await postgres.scoped(null).run(readConsumer, [name]);
      if (!looked) throw new Error('its row is gone');
      const { now: visible, rewound, ...stored } = looked;
      if (rewound) {
        log.warn({ consumer: name }, 'the database was restored: a consumer passes over what it had not done then');
        if ((await this.#store(stored, doneUpTo(stored, visible))) === 'held') return false;
        continue;
      }
      const target = stored.target ?? visible;
      const values = [stored.previous, target, this.#kinds, stored.stream, stored.number, atOnce];
      const changes = await postgres.scoped(null).run(nextChanges, values);
      const outcome = await this.#do(changes, stored, target);
      if (outcome === 'held') return false;
      if (outcome === 'moved' || changes.length === atOnce) continue;
      // What is through is stored with the last effect. Without one it is stored now and then.
      const isDue = stored.target !== null || now() - this.#storedAt >= storeEveryMs;
      if (!changes.length && isDue) {
        if ((await this.#store(stored, doneUpTo(stored, target))) === 'held') return false;
        this.#storedAt = now();
      }
      return true;
    }
    return true;
  }

  /** Has the effects of these changes, in this order, from where the consumer stands. */
  async #do(changes: readonly Next[], from: ConsumerState, target: string): Promise<Outcome> {
    let stored = from;
    for (const [i, change] of changes.entries()) {
      if (this.#stopped) return 'moved';
      const isLast = i === changes.length - 1 && changes.length < atOnce;
      const { stream, number } = change;
      const reached = isLast ? doneUpTo(from, target) : { ...from, target, stream, number, failures: 0 };
      const outcome = await this.#effect(stored, reached, change);
      if (outcome !== 'done') return outcome;
      stored = reached;
    }
    return 'done';
  }

  /** Has the effect of one change; sets the change aside when that fails too often. */
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
        // The database is away, or too busy: no fault of the change.
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

  /** Goes from one state to the next together with the work; does neither when another instance is at it or has been. */
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
    // It may run again where nobody knows whether it was committed: then the consumer has moved.
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

/** The state in which all is done that a snapshot shows. */
const doneUpTo = ({ epoch }: ConsumerState, previous: string): ConsumerState => ({
  ...{ epoch, previous, target: null, stream: '', number: 0, failures: 0 },
});

// A crash gives out again the numbers of transactions that left no trace, which a snapshot from before it takes for done.
const isSame = (a: ConsumerState, b: ConsumerState): boolean =>
  a.epoch === b.epoch &&
  a.previous === b.previous &&
  a.target === b.target &&
  a.stream === b.stream &&
  a.number === b.number &&
  a.failures === b.failures;
