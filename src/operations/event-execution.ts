// Executes subscriptions on events. Executions wait in a queue that is fair to users, are paid for with points like any
// other operation, and are complete only when every change that their rows could show has been heard of.
import { execute, type GraphQLError, type GraphQLSchema } from 'graphql';
import type { AccessChanges } from '../changes/access-changes.ts';
import type { Feed } from '../changes/feed.ts';
import { toClientError } from '../graphql/client-errors.ts';
import { createContext, createSharedContext, type Viewer } from '../graphql/context.ts';
import { AppError } from '../lib/errors.ts';
import type { EventRow } from '../lib/events.ts';
import type { Postgres } from '../postgres/database.ts';
import { FairQueue } from '../resilience/fair-queue.ts';
import { withLedger } from '../telemetry/ledger.ts';
import type { Log } from '../telemetry/log.ts';
import type { Admission, Charge } from './admission.ts';
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

/** The points for events are used up, for longer than an event may wait. */
export class EventsNotPaid extends Error {
  /** What the client is told. */
  readonly reason: AppError;

  constructor(retryAfter: number) {
    super('The points for an event were not there in time.');
    const message = `The points for events are used up. Subscribe again in ${retryAfter} s with the cursor of the last event as \`after\`, and select less.`;
    this.reason = new AppError('RATE_LIMITED', message, { retryAfter });
  }
}

/** The execution was meant for all alike, and read its viewer. */
export const viewerWasRead = Symbol('the viewer was read');

/** How many events are executed at a time. */
const executions = 8;
/** How often an event waits for points, each time a second at most, before its subscription ends. */
const mostWaits = 10;

export class EventExecutor {
  readonly #options: EventExecutionOptions;
  readonly #queue = new FairQueue(executions);
  /** How many events were executed, shared and for single viewers: what the sharing is worth. */
  readonly counts = { shared: 0, single: 0 };

  constructor(options: EventExecutionOptions) {
    this.#options = options;
  }

  /**
   * The result of an event as JSON: for one viewer, or with null for all, where `viewerWasRead` says that it is not the
   * same for all. Every change that its rows could show has been heard of when this resolves. One of the payers is charged.
   */
  async run(
    subscription: OpenSubscription,
    event: EventRow,
    viewer: Viewer | null,
    payers: () => readonly Viewer[],
    wanted: () => boolean,
  ): Promise<string | typeof viewerWasRead> {
    const { accessChanges, feed } = this.#options;
    let isPaid = false;
    for (let waits = 0; wanted(); ) {
      const turn = payers();
      if (!turn[0]) return '';
      const { mark } = accessChanges;
      const task = async () => {
        const charge = isPaid ? null : await this.#pay(subscription, turn);
        isPaid = true;
        return this.#execute(subscription, event, viewer, charge);
      };
      const result = await this.#queue.run(turn[0].userId, task).catch((error: unknown) => {
        if (error instanceof AppError && error.code === 'RATE_LIMITED') return error;
        throw error;
      });
      if (result === viewerWasRead) return result;
      if (result instanceof AppError) {
        if (++waits > mostWaits) throw new EventsNotPaid(Number(result.details.retryAfter));
        await wait(1_000);
      } else if (result === null) {
        // An event whose rows cannot be read now is not delivered without them: it waits for the database.
        await wait(250);
      } else {
        await feed.caughtUp();
        if (viewer === null || accessChanges.lostSince(mark, viewer) === null) return result;
      }
    }
    return '';
  }

  /** Executes the operation on an event that costs nothing: one that tells how the subscription itself stands. */
  async runFree(subscription: OpenSubscription, event: EventRow, viewer: Viewer): Promise<string> {
    for (;;) {
      const result = await this.#execute(subscription, event, viewer, null);
      if (typeof result === 'string') return result;
      await wait(250);
    }
  }

  /** Takes the points of one execution from the first who has them; RATE_LIMITED when nobody has. */
  async #pay(subscription: OpenSubscription, payers: readonly Viewer[]): Promise<Charge> {
    const { document, operationName, variables } = subscription;
    let refused: unknown;
    for (const viewer of payers) {
      try {
        return await this.#options.admission.admit(document, operationName, variables, { viewer, address: '' });
      } catch (error) {
        refused = error;
      }
    }
    throw refused;
  }

  /** Null when the rows cannot be read now. */
  async #execute(
    subscription: OpenSubscription,
    event: EventRow,
    viewer: Viewer | null,
    charge: Charge | null,
  ): Promise<string | typeof viewerWasRead | null> {
    const { schema, postgres, log, now } = this.#options;
    const { document, operationName, variables, field, ledger } = subscription;
    const options = { postgres, ...(now && { now }) };
    const shared = viewer ? null : createSharedContext({ ...options, workspaceId: subscription.workspaceId });
    const contextValue = shared ?? createContext({ ...options, viewer, client: { address: '' } });
    this.counts[viewer ? 'single' : 'shared']++;
    const args = { schema, document, operationName, variableValues: variables, rootValue: { [field]: event } };
    const result = await execute({ ...args, contextValue });
    charge?.settle(contextValue.ledger);
    if (shared?.viewerRead) return viewerWasRead;
    if (result.errors?.some(isUnavailable)) return null;
    const masked = result.errors && { errors: result.errors.map((error) => toClientError(error, log)) };
    const told = { ...result, ...masked };
    return JSON.stringify(ledger ? withLedger(told, contextValue.ledger) : told);
  }
}

const isUnavailable = ({ originalError }: GraphQLError): boolean =>
  originalError instanceof AppError && originalError.code === 'UNAVAILABLE';

const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
