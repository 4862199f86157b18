// Runs a query or mutation, from the request to the bytes of its response, for every transport: it is admitted (operations/),
// looked up in the cache (cache/), executed under a concurrency limit, checked against changes of the viewer's access,
// charged its actual cost, and serialised.
import type { ExecutionResult, GraphQLSchema } from 'graphql';
import type { DependencyTracker } from '../batching/dependency-tracker.ts';
import { type CacheResult, executeNow, type Pipeline, type ResponseCache } from '../cache/response-cache.ts';
import type { AccessChanges } from '../changes/access-changes.ts';
import { toClientError } from '../graphql/client-errors.ts';
import { beginSnapshot, type Client, type Context, createContext, type Viewer } from '../graphql/context.ts';
import { AppError } from '../lib/errors.ts';
import { toJson } from '../lib/json.ts';
import type { Admission, Charge } from '../operations/admission.ts';
import type { Postgres } from '../postgres/database.ts';
import { busy, type ConcurrencyLimiter } from '../resilience/concurrency-limiter.ts';
import type { Requester } from '../resilience/round-robin-queue.ts';
import { Ledger } from '../telemetry/ledger.ts';
import type { Log } from '../telemetry/log.ts';
import type { Executor } from './executor.ts';
import type { OperationRequest } from './prepared-operation.ts';

export interface ExecutionDeps {
  schema: GraphQLSchema;
  postgres: Postgres;
  admission: Admission;
  cache: ResponseCache;
  executor: Executor;
  queryLimiter: ConcurrencyLimiter;
  mutationLimiter: ConcurrencyLimiter;
  /** Knows when users lost access to something. */
  accessChanges: AccessChanges;
  /** Reads from the database whether the viewer's token is still valid and their role unchanged. */
  isViewerCurrent: (viewer: Viewer) => Promise<boolean>;
  log: Log;
  now?: () => number;
}

/** The properties of a request that the runner needs in addition to its operation. */
export interface RequestInfo extends Client {
  /** Whether the response reports what it cost in points. */
  readonly wantsCost: boolean;
  /** Whether the response reports its statements; called after the execution, since signIn changes the viewer. */
  wantsLedger(viewer: Viewer | null): boolean;
  hasDisconnected(): boolean;
}

export interface SerializedResponse {
  /** The JSON. */
  readonly body: string | Buffer;
  /** The JSON without extensions, which is the same for every client that gets this response; null when it has errors. */
  readonly content: string | Buffer | null;
  readonly isQuery: boolean;
  readonly cacheResult: CacheResult;
}

/**
 * A response; when nothing was executed, a result without data or the error that refused the request; null when the client
 * has disconnected.
 */
export type Outcome = SerializedResponse | { readonly result: ExecutionResult } | { readonly refused: unknown } | null;

interface ExecutionRecord {
  readonly ctx: Context;
  readonly result: ExecutionResult;
  /** The result without extensions, as JSON; null when it has errors or no data. */
  readonly json: string | Buffer | null;
}

/**
 * Holds the record of an execution until it is taken. The record must not be the value of a promise: the promise of a
 * request that waited for the limiter is in the old generation, and would keep all rows alive until the next full
 * collection; the collector then copied half of all that was allocated. So the limiter's promise gives a boolean, and
 * take() empties the slot.
 */
class RecordSlot {
  #record: ExecutionRecord | null = null;
  /** Whether the client disconnected before the execution began. */
  isAbandoned = false;

  put(record: ExecutionRecord): void {
    this.#record = record;
  }

  get json(): string | Buffer | null {
    return this.#record?.json ?? null;
  }

  get isEmpty(): boolean {
    return this.#record === null;
  }

  take(): ExecutionRecord | null {
    const record = this.#record;
    this.#record = null;
    return record;
  }
}

/** Something failed before the execution began. */
class NotBegun extends Error {
  constructor(cause: unknown) {
    super('The operation was not started.', { cause });
  }
}

const mutationNotCached: CacheResult = { status: 'BYPASS', reason: 'a mutation', entry: null, ageMs: 0, policy: null };

const never = () => false;

/** Who an operation is executed for, as the limiter takes turns between workspaces and clients. */
export const requesterOf = (viewer: Viewer | null, address: string): Requester =>
  viewer ? { workspace: viewer.workspaceId, client: viewer.tokenId } : { workspace: '', client: address };

const accessChanged = () =>
  new AppError('UNAVAILABLE', 'Your access changed while this was read. Send the request again.', {
    retryAfter: 1,
  });

export class OperationRunner {
  readonly #deps: ExecutionDeps;

  constructor(deps: ExecutionDeps) {
    this.#deps = deps;
  }

  /**
   * Runs an operation; one that is refused is charged nothing. An execution that fills the cache goes through the pipeline.
   */
  async run(
    request: OperationRequest,
    viewer: Viewer | null,
    info: RequestInfo,
    pipeline: Pipeline = executeNow,
  ): Promise<Outcome> {
    const { operation, variables } = request;
    let charge: Charge;
    try {
      charge = await this.#deps.admission.admit(operation.cost, variables, { viewer, address: info.address });
    } catch (error) {
      return { refused: error };
    }
    try {
      return operation.type === 'query'
        ? await this.#query(request, viewer, info, charge, pipeline)
        : await this.#mutate(request, viewer, info, charge);
    } catch (error) {
      charge.settle(new Ledger());
      if (error instanceof NotBegun) return { refused: error.cause };
      if (error === busy) return { refused: error };
      throw error;
    }
  }

  async #query(
    request: OperationRequest,
    viewer: Viewer | null,
    info: RequestInfo,
    charge: Charge,
    pipeline: Pipeline,
  ): Promise<Outcome> {
    const { cache, accessChanges, isViewerCurrent } = this.#deps;
    for (;;) {
      const { mark } = accessChanges;
      const slot = new RecordSlot();
      const execute = (tracker: DependencyTracker) => this.#execute(request, viewer, info, tracker, slot);
      const cacheResult = await cache.respond(request, viewer, execute, pipeline);
      const wasExecuted = cacheResult.entry || !slot.isEmpty || slot.isAbandoned;
      if (!wasExecuted) await this.#execute(request, viewer, info, null, slot);
      if (slot.isAbandoned) return null;
      const lost = viewer && accessChanges.lostSince(mark, viewer);
      if (!lost) return this.#respond(request, viewer, info, charge, cacheResult, slot);
      // Rows that were read while the viewer lost access may show later changes, so the query is run again.
      if (lost === 'viewer' && !(await isViewerCurrent(viewer))) {
        charge.settle(new Ledger());
        return { refused: accessChanged() };
      }
    }
  }

  async #mutate(request: OperationRequest, viewer: Viewer | null, info: RequestInfo, charge: Charge): Promise<Outcome> {
    const slot = new RecordSlot();
    await this.#execute(request, viewer, info, null, slot);
    return slot.isAbandoned ? null : this.#respond(request, viewer, info, charge, mutationNotCached, slot);
  }

  /**
   * Executes when the limiter has a free slot, and puts the record into `slot`. Returns the JSON, or null when the response
   * must not be cached.
   */
  async #execute(
    request: OperationRequest,
    viewer: Viewer | null,
    info: RequestInfo,
    tracker: DependencyTracker | null,
    slot: RecordSlot,
  ): Promise<string | Buffer | null> {
    const { queryLimiter, mutationLimiter } = this.#deps;
    // Mutations may wait for locks, and must not hold up queries.
    const limiter = request.operation.type === 'query' ? queryLimiter : mutationLimiter;
    // Other requests may wait for an execution that fills the cache, so it runs even if this client disconnects.
    const hasDisconnected = tracker ? never : () => info.hasDisconnected();
    const execute = async () => slot.put(await this.#executeNow(request, viewer, info, tracker));
    slot.isAbandoned = !(await limiter.run(requesterOf(viewer, info.address), execute, hasDisconnected));
    return slot.json;
  }

  async #executeNow(
    { operation, variables }: OperationRequest,
    viewer: Viewer | null,
    client: Client,
    tracker: DependencyTracker | null,
  ): Promise<ExecutionRecord> {
    const { postgres, executor, now } = this.#deps;
    const ctx = createContext({ postgres, viewer, client, tracker, ...(now && { now }) });
    // The snapshot is taken for anonymous requests too: signIn may come before the field that reads it.
    if (operation.selectsSnapshot) {
      await beginSnapshot(ctx).catch((error: unknown) => {
        throw new NotBegun(error);
      });
    }
    const result = await executor.execute(operation, variables, ctx);
    const json = result.errors || !('data' in result) ? null : toJson(result);
    return { ctx, result, json };
  }

  #respond(
    { operation }: OperationRequest,
    viewer: Viewer | null,
    info: RequestInfo,
    charge: Charge,
    cacheResult: CacheResult,
    slot: RecordSlot,
  ): Outcome {
    const isCached = cacheResult.status === 'HIT' || cacheResult.status === 'STALE';
    const record = isCached ? null : slot.take();
    const ledger = record?.ctx.ledger ?? new Ledger();
    const points = charge.settle(ledger);
    if (record && !('data' in record.result)) return { result: record.result };
    const extensions = {
      ...(info.wantsCost && points && { cost: points }),
      ...(info.wantsLedger(record ? record.ctx.viewer : viewer) && {
        ledger: { ...ledger.report(), cache: `${cacheResult.status}: ${cacheResult.reason}` },
      }),
    };
    const isQuery = operation.type === 'query';
    if (record?.result.errors) {
      const errors = record.result.errors.map((error) => toClientError(error, this.#deps.log));
      const body = JSON.stringify({ ...record.result, errors, ...(hasAny(extensions) && { extensions }) });
      return { body, content: null, isQuery, cacheResult };
    }
    const content = cacheResult.entry?.bytes ?? record!.json!;
    const body = hasAny(extensions) ? withExtensions(content, extensions) : content;
    return { body, content, isQuery, cacheResult };
  }
}

const hasAny = (extensions: object): boolean => Object.keys(extensions).length > 0;

function withExtensions(content: string | Buffer, extensions: object): string | Buffer {
  const rest = `,"extensions":${JSON.stringify(extensions)}}`;
  return typeof content === 'string'
    ? content.slice(0, -1) + rest
    : Buffer.concat([content.subarray(0, -1), Buffer.from(rest)]);
}
