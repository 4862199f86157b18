// Executes operations: by graphql-js, and queries that are asked often by a function compiled for them (graphql-jit). Both
// give the same bytes: where the compiled function finds an error, graphql-js executes again from what is loaded already.
import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  type GraphQLSchema,
  getVariableValues,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { type Coerced, CompilableQuery, type CompiledQuery, compilationSchema } from './compiled-query.ts';

/** One variant of a query, which is compiled when it was executed often enough. */
interface Variant {
  uses: number;
  run: CompiledQuery | null;
}

export interface ExecutorOptions {
  schema: GraphQLSchema;
  /** False leaves everything to graphql-js. */
  compile: boolean;
  /** Whether errors keep to themselves which names the schema does have. */
  hideSuggestions?: boolean;
  /** How often a query is executed before it is worth compiling. */
  hotAfter?: number;
}

const noVariables: Coerced = {};

/** Where it is only asked whether variables fit: a list of thousands has as many errors. */
const firstError = { maxErrors: 1 };

export class Executor {
  readonly #schema: GraphQLSchema;
  /** What queries are compiled with; null where none are. */
  readonly #compilation: GraphQLSchema | null;
  readonly #hotAfter: number;
  readonly #hideSuggestions: boolean;
  readonly #queries = new WeakMap<DocumentNode, CompilableQuery | 'not compilable'>();
  readonly #variants = new LRUCache<string, Variant>({ max: 300 });
  /** Those that were compiled at the start, which stay. */
  readonly #prepared = new WeakMap<CompilableQuery, CompiledQuery>();
  readonly #toCompile: (() => void)[] = [];
  /** How many executions ran compiled. */
  compiled = 0;

  constructor({ schema, compile, hotAfter = 10, hideSuggestions = false }: ExecutorOptions) {
    this.#schema = schema;
    this.#compilation = compile ? compilationSchema(schema) : null;
    this.#hotAfter = hotAfter;
    this.#hideSuggestions = hideSuggestions;
  }

  /** Executes as graphql-js does, with the same result. */
  async execute(request: ExecutionArgs): Promise<ExecutionResult> {
    const args = { ...request, hideSuggestions: this.#hideSuggestions };
    const result = await this.#executeCompiled(args);
    if (!result || result.errors) return execute(args);
    this.compiled++;
    return result;
  }

  /** Compiles a document now, unless its shape depends on variables; for those that are known to be asked, at the start. */
  prepare(document: DocumentNode): void {
    const query = this.#compilation && this.#queryOf(document);
    if (!query || query.hasConditions) return;
    const run = query.compile(this.#compilation!, noVariables);
    if (run) this.#prepared.set(query, run);
  }

  /** Undefined where it was not executed; its errors are in the words of graphql-jit. */
  #executeCompiled(args: ExecutionArgs): ExecutionResult | Promise<ExecutionResult> | undefined {
    const query = this.#compilation && this.#queryOf(args.document);
    const coerced = query && this.#coerce(query, args);
    const run = coerced && (this.#prepared.get(query) ?? this.#hot(query, coerced));
    return run ? run(args.rootValue ?? {}, args.contextValue, coerced) : undefined;
  }

  #queryOf(document: DocumentNode): CompilableQuery | null {
    let query = this.#queries.get(document);
    if (!query) {
      query = CompilableQuery.of(document) ?? 'not compilable';
      this.#queries.set(document, query);
    }
    return query === 'not compilable' ? null : query;
  }

  /** The variables, by the rules of graphql-js; null where it would not execute, and says why. */
  #coerce({ operation }: CompilableQuery, { operationName, variableValues }: ExecutionArgs): Coerced | null {
    const { name, variableDefinitions } = operation;
    if (operationName != null && operationName !== name?.value) return null;
    if (!variableDefinitions?.length) return noVariables;
    return getVariableValues(this.#schema, variableDefinitions, { ...variableValues }, firstError).coerced ?? null;
  }

  #hot(query: CompilableQuery, coerced: Coerced): CompiledQuery | null {
    const key = query.variantFor(coerced);
    if (key === null) return null;
    let variant = this.#variants.get(key);
    if (!variant) {
      variant = { uses: 0, run: null };
      this.#variants.set(key, variant);
    }
    if (++variant.uses === this.#hotAfter) this.#compileSoon(query, coerced, variant);
    return variant.run;
  }

  /** Between requests, one at a time: it takes milliseconds. */
  #compileSoon(query: CompilableQuery, coerced: Coerced, variant: Variant): void {
    const compile = () => {
      variant.run = query.compile(this.#compilation!, coerced);
      this.#toCompile.shift();
      if (this.#toCompile.length) setImmediate(this.#toCompile[0]!);
    };
    if (this.#toCompile.push(compile) === 1) setImmediate(compile);
  }
}
