// Executes subscriptions on events. Executions wait in a queue that is fair between users and cost points like any other
// operation. An execution is complete only when every change that its rows could show has arrived through the relay.
import { execute, type GraphQLError, type GraphQLSchema } from 'graphql';
import type { AccessChanges } from '../changes/access-changes.ts';
import type { Feed } from '../changes/feed.ts';
import { toClientError } from '../graphql/client-errors.ts';
import { createContext, createSharedContext, type Viewer } from '../graphql/context.ts';
import { AppError } from '../lib/errors.ts';
import type { EventRow } from '../lib/events.ts';
import type { Admission } from '../operations/admission.ts';
import type { Postgres } from '../postgres/database.ts';
import { FairQueue } from '../resilience/fair-queue.ts';
import { type Ledger, withLedger } from '../telemetry/ledger.ts';
import type { Log } from '../telemetry/log.ts';
import type { OpenSubscription } from './subscription.ts';

export interface EventExecutionOptions {
  schema: GraphQLSchema;
  postgres: Postgres;
  feed: Feed;
  admission: Admission;
  accessChanges: AccessChanges;
  log: Log;
  now?: () => number;
}

/** No payer had points for an event for as long as an event may wait. */
export class EventBudgetExhausted extends Error {
  /** The error for the client. */
  readonly reason: AppError;

  constructor(retryAfter: number) {
    super('No payer had points for an event in time.');
    const message = `The points for events are used up. Subscribe again in ${retryAfter} s with the cursor of the last event as \`after\`, and select less.`;
    this.reason = new AppError('RATE_LIMITED', message, { retryAfter });
  }
}

/** Returned when an execution was to be shared, but its operation reads the viewer. */
export const viewerDependent = Symbol('the viewer was read');

/** How many events are executed at a time. */
const executions = 8;
/** How often an event waits for points, one second each time, before its subscription ends. */
const maxWaits = 10;

export class EventExecutor {
  readonly #options: EventExecutionOptions;
  readonly #queue = new FairQueue(executions);
  /** How many executions were shared by a group, and how many were for a single viewer. */
  readonly counts = { shared: 0, single: 0 };

  constructor(options: EventExecutionOptions) {
    this.#options = options;
  }

  /**
   * Returns the result of an event as JSON, for one viewer, or for a whole group when `viewer` is null. Returns
   * `viewerDependent` when the group cannot share a result, and an empty string when it is no longer wanted. When this
   * resolves, every change that its rows could show has arrived. One of the payers is charged.
   */
  async run(
    subscription: OpenSubscription,
    event: EventRow,
    viewer: Viewer | null,
    payers: () => readonly Viewer[],
    wanted: () => boolean,
  ): Promise<string | typeof viewerDependent> {
    const { accessChanges, feed } = this.#options;
    let isPaid = false;
    while (wanted()) {
      const [payer] = payers();
      if (!payer) break;
      const { mark } = accessChanges;
      const done = await this.#queue.run(payer.userId, () => this.#execute(subscription, event, viewer));
      if (done === viewerDependent) return done;
      if (done === null) {
        // The database is unavailable. An event is not delivered without its rows, so it waits.
        await wait(250);
        continue;
      }
      if (!isPaid) await this.#pay(subscription, done.ledger, payers);
      isPaid = true;
      await feed.caughtUp();
      if (viewer === null || accessChanges.lostSince(mark, viewer) === null) return done.json;
    }
    return '';
  }

  /** Executes the operation on an event that is free: one about the state of the subscription itself. */
  async runFree(subscription: OpenSubscription, event: EventRow, viewer: Viewer): Promise<string> {
    for (;;) {
      const done = await this.#execute(subscription, event, viewer);
      if (done !== null && done !== viewerDependent) return done.json;
      await wait(250);
    }
  }

  /**
   * Takes the points of an execution from the first payer who has enough; waits for up to 10 s while none has. They are
   * taken after the execution: the maximum cost of one event was taken when the subscription began, and is not refunded.
   */
  async #pay(subscription: OpenSubscription, ledger: Ledger, payers: () => readonly Viewer[]): Promise<void> {
    const { operation, variables } = subscription.request;
    for (let waits = 0; ; waits++) {
      let refused: AppError | null = null;
      for (const viewer of payers()) {
        try {
          return await this.#options.admission.charge(operation.cost, variables, { viewer, address: '' }, ledger);
        } catch (error) {
          if (!(error instanceof AppError) || error.code !== 'RATE_LIMITED') throw error;
          refused = error;
        }
      }
      if (refused === null) return; // no subscription is left
      if (waits === maxWaits) throw new EventBudgetExhausted(Number(refused.details.retryAfter));
      await wait(1_000);
    }
  }

  /** Returns null when the database is unavailable. */
  async #execute(
    subscription: OpenSubscription,
    event: EventRow,
    viewer: Viewer | null,
  ): Promise<{ json: string; ledger: Ledger } | typeof viewerDependent | null> {
    const { schema, postgres, log, now } = this.#options;
    const { request, field, wantsLedger } = subscription;
    const { document, name: operationName } = request.operation;
    const options = { postgres, ...(now && { now }) };
    const shared = viewer ? null : createSharedContext({ ...options, workspaceId: subscription.workspaceId });
    const contextValue = shared ?? createContext({ ...options, viewer, client: { address: '' } });
    this.counts[viewer ? 'single' : 'shared']++;
    const args = { schema, document, operationName, variableValues: request.variables, rootValue: { [field]: event } };
    const result = await execute({ ...args, contextValue });
    if (shared?.viewerRead) return viewerDependent;
    if (result.errors?.some(isUnavailable)) return null;
    const masked = result.errors && { errors: result.errors.map((error) => toClientError(error, log)) };
    const response = { ...result, ...masked };
    const json = JSON.stringify(wantsLedger ? withLedger(response, contextValue.ledger) : response);
    return { json, ledger: contextValue.ledger };
  }
}

const isUnavailable = ({ originalError }: GraphQLError): boolean =>
  originalError instanceof AppError && originalError.code === 'UNAVAILABLE';

const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
