// @envelop/response-cache in Yoga's pipeline, with the server's own cache as its store. The cache decides whether an operation
// is executed, and for how many requests at once. The plugin takes the execution through the pipeline and decides, by
// @cacheControl, for how long the answer may be stored, and whether for others. So the plugin's `get` resolves either to an
// answer or, as soon as the cache wants an execution, to a miss. From then on a fill is open until `set`, and other requests
// may have joined it. They never wait for a pipeline that fails or hangs: every fill is executed, and closed.
import { type Cache, useResponseCache } from '@envelop/response-cache';
import { type ExecutionResult, parse } from 'graphql';
import type { Plugin, YogaInitialContext } from 'graphql-yoga';
import { introspectionRule, type Policy } from '../cache/policy.ts';
import { executeNow, type Pipeline } from '../cache/response-cache.ts';
import type { Outcome } from '../execution/operation-runner.ts';

/** How long a pipeline may take to start an execution, and then again to store its answer. */
const fillDeadlineMs = 1_000;

/** An execution that the cache wants, and waits for. */
class Fill {
  readonly #run: () => Promise<void>;
  readonly #deadlineMs: number;
  #execution: Promise<void> | null = null;
  #timer: NodeJS.Timeout;
  #isClosed = false;
  #resolve!: (ttlMs: number) => void;
  /** For how long the answer may be stored; resolved when the fill is closed and executed. */
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

  /** Executes; once, however often it is called. */
  execute(): Promise<void> {
    this.#execution ??= this.#execute();
    return this.#execution;
  }

  /** Only the first call counts. What was not executed by then is executed now, for those who joined. */
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
  /** Null where the answer is never cached. */
  readonly policy: Policy | null;
  /** Who asks; null where nobody is signed in. */
  readonly viewerId: string | null;
  run(pipeline: Pipeline): Promise<Outcome>;
}

/** The plugin's cache for one request. It is made before Yoga is called, and closed when Yoga has returned. */
export class PipelineCache implements Cache {
  readonly #deadlineMs: number;
  #operation: PipelineOperation | null = null;
  #outcome: Promise<Outcome> | null = null;
  /** Ends `get` with a miss; null while it does not wait. */
  #miss: (() => void) | null = null;
  #fill: Fill | null = null;
  /** Stands for the answer in the pipeline: what is sent is known only after the plugin has stored it. */
  readonly result: { data?: ExecutionResult['data'] } = {};

  constructor(deadlineMs = fillDeadlineMs) {
    this.#deadlineMs = deadlineMs;
  }

  /** To be called before anything else. */
  begin(operation: PipelineOperation): void {
    this.#operation = operation;
  }

  get isEnabled(): boolean {
    return !!this.#operation?.policy;
  }

  /** Whom the answer is stored for; null where it may be for others too: then the plugin stores nothing PRIVATE. */
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

  /** Executes what the cache wants, or the operation where the plugin is not enabled. If it fails, the answer says so. */
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

  /** The log of changes invalidates. */
  invalidate(): void {}

  /** The answer; what was not stored by now is not going to be. */
  finish(): Promise<Outcome> {
    this.close();
    return this.#run(executeNow);
  }

  /** Nothing more comes from the pipeline. */
  close(): void {
    this.#miss = null;
    this.#fill?.close(0);
  }

  #run(pipeline: Pipeline): Promise<Outcome> {
    this.#outcome ??= this.#operation!.run(pipeline);
    return this.#outcome;
  }

  /** The pipeline is passed once: what is executed again, because the viewer's access changed, is executed at once. */
  #pass(run: () => Promise<void>): Promise<number> {
    if (!this.#miss) return executeNow(run);
    this.#fill = new Fill(run, this.#deadlineMs);
    this.#miss();
    this.#miss = null;
    return this.#fill.ttlMs;
  }
}

/**
 * What the plugin reads times and scopes from instead of the result: an entity for each field that may be resolved, whose type
 * is the field's schema coordinate. The plugin keeps the rules of types and fields in one map, by their coordinates. So it
 * walks over no rows, no alias hides a field, and a field of an interface counts for all types that implement it.
 */
const entitiesOf = ({ coordinates }: Policy): ExecutionResult['data'] =>
  Array.from(coordinates, (coordinate) => ({ __typename: coordinate })) as unknown as ExecutionResult['data'];

/** The plugin reads a document for times that it has already. */
export const noDocument = parse('{ __typename }');

interface PipelineContext {
  pipelineCache: PipelineCache;
}

/** The plugin. Its key is not used: the server's cache has two for each request, and learns from the execution which is right. */
export function pipelineCache(): Plugin<PipelineContext> {
  const cacheOf = (context: object) => (context as PipelineContext).pipelineCache;
  const ofSchemaMs = introspectionRule.maxAge * 1_000;
  return useResponseCache<YogaInitialContext & PipelineContext>({
    cache: cacheOf,
    enabled: (context) => cacheOf(context).isEnabled,
    session: (context) => cacheOf(context).session,
    buildResponseCacheKey: () => '',
    getDocumentString: () => '',
    // Its default is never to store introspection.
    ttlPerSchemaCoordinate: { 'Query.__schema': ofSchemaMs, 'Query.__type': ofSchemaMs },
    shouldCacheResult: ({ result }) => !result.errors,
    idFields: [],
    invalidateViaMutation: false,
    includeExtensionMetadata: false,
  });
}
