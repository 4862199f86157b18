// @envelop/response-cache in Yoga's pipeline, with the server's own cache as its store. The cache decides whether an
// operation is executed, and for how many requests at once. The plugin takes the execution through the pipeline and
// decides, by @cacheControl, for how long the response may be stored, and whether it may be shared. So the plugin's
// `get` resolves either to a response or, as soon as the cache wants an execution, to a miss. A fill is then open until
// `set`, and other requests may join it. They never wait for a pipeline that fails or hangs: every fill is executed,
// and closed.
import { type Cache, useResponseCache } from '@envelop/response-cache';
import { type ExecutionResult, parse } from 'graphql';
import type { Plugin, YogaInitialContext } from 'graphql-yoga';
import { introspectionRule, type Policy } from '../cache/policy.ts';
import { executeNow, type Pipeline } from '../cache/response-cache.ts';
import type { Outcome } from '../execution/operation-runner.ts';

/** How long a pipeline may take to start an execution, and how long to store the response after it. */
const fillDeadlineMs = 1_000;

/** An execution that the cache has requested and waits for. */
class Fill {
  readonly #run: () => Promise<void>;
  readonly #deadlineMs: number;
  #execution: Promise<void> | null = null;
  #timer: NodeJS.Timeout;
  #isClosed = false;
  #resolve!: (ttlMs: number) => void;
  /** For how long the response may be stored; resolved when the fill is closed and executed. */
  readonly ttlMs: Promise<number>;

  constructor(run: () => Promise<void>, deadlineMs: number) {
    this.#run = run;
    this.#deadlineMs = deadlineMs;
    this.#timer = this.#closeLater();
    const closed = new Promise<number>((resolve) => {
      this.#resolve = resolve;
    });
    this.ttlMs = closed.then(async (ttlMs) => {
      await this.execute();
      return ttlMs;
    });
  }

  /** Executes the operation on the first call; later calls return the same promise. */
  execute(): Promise<void> {
    this.#execution ??= this.#execute();
    return this.#execution;
  }

  /** Only the first call has an effect. An execution that has not begun begins now, for the requests that joined. */
  close(ttlMs: number): void {
    clearTimeout(this.#timer);
    this.#isClosed = true;
    this.#resolve(ttlMs);
  }

  async #execute(): Promise<void> {
    clearTimeout(this.#timer);
    try {
      await this.#run();
    } finally {
      if (!this.#isClosed) this.#timer = this.#closeLater();
    }
  }

  #closeLater(): NodeJS.Timeout {
    return setTimeout(() => this.close(0), this.#deadlineMs).unref();
  }
}

/** The operation of one request, and how it is run. */
export interface PipelineOperation {
  /** Null where the response is never cached. */
  readonly policy: Policy | null;
  /** The viewer's user id; null where no viewer is signed in. */
  readonly viewerId: string | null;
  run(pipeline: Pipeline): Promise<Outcome>;
}

/** The plugin's cache for one request. It is created before Yoga is called, and closed when Yoga has returned. */
export class PipelineCache implements Cache {
  readonly #deadlineMs: number;
  #operation: PipelineOperation | null = null;
  #outcome: Promise<Outcome> | null = null;
  /** Ends `get` with a miss; null while it does not wait. */
  #miss: (() => void) | null = null;
  #fill: Fill | null = null;
  /** A placeholder for the response in the pipeline: the response is known only after the plugin has stored it. */
  readonly result: { data?: ExecutionResult['data'] } = {};

  constructor(deadlineMs = fillDeadlineMs) {
    this.#deadlineMs = deadlineMs;
  }

  /** Must be called before any other method. */
  begin(operation: PipelineOperation): void {
    this.#operation = operation;
  }

  get isEnabled(): boolean {
    return !!this.#operation?.policy;
  }

  /** The viewer whom the response is stored for; null where it may be shared, and nothing PRIVATE is stored. */
  get session(): string | null {
    return this.#operation?.policy?.shared ? null : (this.#operation?.viewerId ?? null);
  }

  get(): Promise<ExecutionResult | undefined> {
    return new Promise((resolve) => {
      this.#miss = () => resolve(undefined);
      const hit = () => resolve(this.result);
      this.#run((run) => this.#pass(run)).then(hit, hit);
    });
  }

  /** Executes the open fill, or the operation where the plugin is not enabled. A failure is reported by `finish`. */
  async execute(): Promise<ExecutionResult> {
    const done: Promise<unknown> = this.#fill?.execute() ?? this.#run(executeNow);
    await done.catch(() => undefined);
    const { policy } = this.#operation!;
    if (this.#fill && policy) this.result.data = entitiesOf(policy);
    return this.result;
  }

  set(_key: string, _result: ExecutionResult, _entities: unknown, ttlMs: number): void {
    this.#fill?.close(ttlMs);
  }

  /** Does nothing: the change log invalidates the cache. */
  invalidate(): void {}

  /** The outcome of the operation. A response that has not been stored by now will not be stored. */
  finish(): Promise<Outcome> {
    this.close();
    return this.#run(executeNow);
  }

  /** The pipeline has ended. */
  close(): void {
    this.#miss = null;
    this.#fill?.close(0);
  }

  #run(pipeline: Pipeline): Promise<Outcome> {
    this.#outcome ??= this.#operation!.run(pipeline);
    return this.#outcome;
  }

  /** Only the first execution passes the pipeline. A repetition, because the viewer's access changed, runs directly. */
  #pass(run: () => Promise<void>): Promise<number> {
    if (!this.#miss) return executeNow(run);
    this.#fill = new Fill(run, this.#deadlineMs);
    this.#miss();
    this.#miss = null;
    return this.#fill.ttlMs;
  }
}

/**
 * The data that the plugin reads TTLs and scopes from, instead of the result: an entity for each field that may be
 * resolved, whose type name is the field's schema coordinate. The plugin keeps the rules of types and fields in one
 * map, keyed by coordinate. So it does not walk over rows, an alias hides no field, and a field of an interface counts
 * for all types that implement it.
 */
const entitiesOf = ({ coordinates }: Policy): ExecutionResult['data'] =>
  Array.from(coordinates, (coordinate) => ({ __typename: coordinate })) as unknown as ExecutionResult['data'];

/** A document for the plugin to read instead of the real one, whose TTLs it already has from `entitiesOf`. */
export const noDocument = parse('{ __typename }');

interface PipelineContext {
  pipelineCache: PipelineCache;
}

/** The plugin. Its key is not used: the server's cache has two for each request, and the execution decides which. */
export function pipelineCache(): Plugin<PipelineContext> {
  const cacheOf = (context: object) => (context as PipelineContext).pipelineCache;
  const introspectionTtlMs = introspectionRule.maxAge * 1_000;
  return useResponseCache<YogaInitialContext & PipelineContext>({
    cache: cacheOf,
    enabled: (context) => cacheOf(context).isEnabled,
    session: (context) => cacheOf(context).session,
    buildResponseCacheKey: () => '',
    getDocumentString: () => '',
    // Its default is never to store introspection.
    ttlPerSchemaCoordinate: { 'Query.__schema': introspectionTtlMs, 'Query.__type': introspectionTtlMs },
    shouldCacheResult: ({ result }) => !result.errors,
    idFields: [],
    invalidateViaMutation: false,
    includeExtensionMetadata: false,
  });
}
