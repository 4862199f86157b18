// One query or mutation, from the document that is known to be valid to the bytes of its answer. Every road comes through
// here: admitted, remembered or executed, charged for what it took.
import { type ExecutionResult, type GraphQLSchema, getOperationAST } from 'graphql';
import type { DependencyTracker } from '../batching/dependency-tracker.ts';
import {
  type CacheResult,
  executeNow,
  type Operation,
  type Pipeline,
  type ResponseCache,
} from '../cache/response-cache.ts';
import type { AccessChanges } from '../changes/access-changes.ts';
import { toClientError } from '../graphql/client-errors.ts';
import { type Client, type Context, createContext, type Viewer } from '../graphql/context.ts';
import { AppError } from '../lib/errors.ts';
import { toJson } from '../lib/json.ts';
import type { Admission, Charge } from '../operations/admission.ts';
import { beginOperation } from '../operations/begin.ts';
import type { Executor } from '../operations/executor.ts';
import type { Postgres } from '../postgres/database.ts';
import { busy, type ConcurrencyLimiter } from '../resilience/concurrency-limiter.ts';
import type { Requester } from '../resilience/round-robin-queue.ts';
import { Ledger } from '../telemetry/ledger.ts';
import type { Log } from '../telemetry/log.ts';

export interface Answering {
  schema: GraphQLSchema;
  postgres: Postgres;
  admission: Admission;
  cache: ResponseCache;
  executor: Executor;
  /** Where queries wait to be executed. */
  queryLimiter: ConcurrencyLimiter;
  /** Where mutations do. */
  mutationLimiter: ConcurrencyLimiter;
  /** When users lost access to something. */
  accessChanges: AccessChanges;
  /** Whether the viewer's token stands for them still, with the same role, as the database says now. */
  isViewerCurrent: (viewer: Viewer) => Promise<boolean>;
  log: Log;
  now?: () => number;
}

/** Who asks, and for what beside the answer. */
export interface Asker extends Client {
  /** Whether the answer tells what it cost in points. */
  readonly cost: boolean;
  /** Whether it tells what it asked of the database; asked when it is there, since whoever signed in is the viewer then. */
  ledger(viewer: Viewer | null): boolean;
  /** Whether they have left. */
  gone(): boolean;
}

/** What is sent. */
export interface Answer {
  /** The JSON. */
  readonly body: string | Buffer;
  /** The same without extensions: what the answer is, whoever asks; null when it has errors. */
  readonly content: string | Buffer | null;
  readonly isQuery: boolean;
  readonly cacheResult: CacheResult;
}

/**
 * An answer; a result without data, or why it was refused, when nothing was executed; null when whoever asked has left.
 */
export type Answered = Answer | { readonly result: ExecutionResult } | { readonly refused: unknown } | null;

/** Before execution something failed. */
class NotBegun extends Error {
  constructor(cause: unknown) {
    super('An operation was not begun.', { cause });
  }
}

const neverGone = () => false;
const mutation: CacheResult = { status: 'BYPASS', reason: 'a mutation', entry: null, ageMs: 0, policy: null };

/** On whose account an operation is executed. */
export const requesterOf = (viewer: Viewer | null, address: string): Requester =>
  viewer ? { workspace: viewer.workspaceId, client: viewer.tokenId } : { workspace: '', client: address };

/** Answers; what is refused is charged nothing. What is executed to be remembered goes through the pipeline. */
export async function answer(
  options: Answering,
  operation: Operation,
  viewer: Viewer | null,
  asker: Asker,
  pipeline: Pipeline = executeNow,
): Promise<Answered> {
  const { document, operationName, variables } = operation;
  let charge: Charge;
  try {
    charge = await options.admission.admit(document, operationName, variables, { viewer, address: asker.address });
  } catch (error) {
    return { refused: error };
  }
  try {
    return await new Answerer(options, operation, viewer, asker, pipeline).answer(charge);
  } catch (error) {
    charge.settle(new Ledger());
    if (error instanceof NotBegun) return { refused: error.cause };
    if (error === busy) return { refused: error };
    throw error;
  }
}

interface Ran {
  readonly ctx: Context;
  readonly result: ExecutionResult;
  /** The result as it is sent, without extensions; null when it has errors, or is none. */
  readonly json: string | Buffer | null;
}

const accessChanged = () =>
  new AppError('UNAVAILABLE', 'What you may do changed while this was read. Send the request again.', {
    retryAfter: 1,
  });

class Answerer {
  readonly #options: Answering;
  readonly #operation: Operation;
  readonly #viewer: Viewer | null;
  readonly #asker: Asker;
  readonly #pipeline: Pipeline;
  readonly #isQuery: boolean;
  #ran: Ran | null = null;
  #left = false;

  constructor(options: Answering, operation: Operation, viewer: Viewer | null, asker: Asker, pipeline: Pipeline) {
    this.#options = options;
    this.#operation = operation;
    this.#viewer = viewer;
    this.#asker = asker;
    this.#pipeline = pipeline;
    this.#isQuery = getOperationAST(operation.document, operation.operationName)?.operation === 'query';
  }

  async answer(charge: Charge): Promise<Answered> {
    const { accessChanges, isViewerCurrent } = this.#options;
    const viewer = this.#isQuery ? this.#viewer : null;
    for (;;) {
      const { mark } = accessChanges;
      const cacheResult = await this.#find();
      if (this.#left) return null;
      const lost = viewer && accessChanges.lostSince(mark, viewer);
      if (!lost) return this.#finish(cacheResult, charge);
      // What was read while the viewer lost access may show what came after that: it is read again.
      this.#ran = null;
      if (lost === 'viewer' && !(await isViewerCurrent(viewer))) {
        charge.settle(new Ledger());
        return { refused: accessChanged() };
      }
    }
  }

  /** What the cache holds, or what was executed. */
  async #find(): Promise<CacheResult> {
    const cacheResult = this.#isQuery
      ? await this.#options.cache.answer(
          this.#operation,
          this.#viewer,
          (tracker) => this.#execute(tracker),
          this.#pipeline,
        )
      : mutation;
    const isFromCache = cacheResult.status === 'HIT' || cacheResult.status === 'STALE';
    if (!isFromCache && !cacheResult.entry && !this.#ran && !this.#left) await this.#execute(null);
    return cacheResult;
  }

  #finish(cacheResult: CacheResult, charge: Charge): Answered {
    if (cacheResult.status === 'HIT' || cacheResult.status === 'STALE') {
      return this.#compose(cacheResult, null, new Ledger(), charge);
    }
    const ran = this.#ran;
    // Whoever waited at the gate is old for the collector, and would keep what it holds until the next full collection.
    this.#ran = null;
    if (ran && !('data' in ran.result)) {
      charge.settle(ran.ctx.ledger);
      return { result: ran.result };
    }
    return this.#compose(cacheResult, ran, ran?.ctx.ledger ?? new Ledger(), charge);
  }

  /** The answer as JSON; null when it is none to remember. */
  async #execute(tracker: DependencyTracker | null): Promise<string | Buffer | null> {
    // What is remembered is not made for whoever asked alone: others may have joined, and the next one will ask.
    // Mutations may wait for locks, and must not hold up those who only read.
    const limiter = this.#isQuery ? this.#options.queryLimiter : this.#options.mutationLimiter;
    const gone = tracker ? neverGone : () => this.#asker.gone();
    this.#left = !(await limiter.run(requesterOf(this.#viewer, this.#asker.address), () => this.#run(tracker), gone));
    return this.#ran?.json ?? null;
  }

  async #run(tracker: DependencyTracker | null): Promise<void> {
    const { schema, postgres, executor, now } = this.#options;
    const { document, operationName, variables: variableValues } = this.#operation;
    const contextValue = createContext({
      postgres,
      viewer: this.#viewer,
      client: this.#asker,
      tracker,
      ...(now && { now }),
    });
    await beginOperation(schema, document, contextValue).catch((error: unknown) => {
      throw new NotBegun(error);
    });
    const result = await executor.execute({ schema, document, operationName, variableValues, contextValue });
    const json = result.errors || !('data' in result) ? null : toJson(result);
    this.#ran = { ctx: contextValue, result, json };
  }

  #compose(cacheResult: CacheResult, ran: Ran | null, ledger: Ledger, charge: Charge): Answer {
    const isQuery = this.#isQuery;
    const points = charge.settle(ledger);
    const cost = this.#asker.cost && points ? { cost: points } : null;
    const told = this.#asker.ledger(ran ? ran.ctx.viewer : this.#viewer)
      ? { ledger: { ...ledger.report(), cache: `${cacheResult.status}: ${cacheResult.reason}` } }
      : null;
    const extensions = (cost || told) && { ...cost, ...told };
    const errors = ran?.result.errors?.map((error) => toClientError(error, this.#options.log));
    if (errors) {
      const body = JSON.stringify({ ...ran!.result, errors, ...(extensions && { extensions }) });
      return { body, content: null, isQuery, cacheResult };
    }
    const content = cacheResult.entry?.bytes ?? ran!.json!;
    if (!extensions) return { body: content, content, isQuery, cacheResult };
    const more = `,"extensions":${JSON.stringify(extensions)}}`;
    const body =
      typeof content === 'string'
        ? content.slice(0, -1) + more
        : Buffer.concat([content.subarray(0, -1), Buffer.from(more)]);
    return { body, content, isQuery, cacheResult };
  }
}
