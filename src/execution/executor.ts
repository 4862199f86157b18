// Executes operations with graphql-js, and frequent queries with functions that graphql-jit compiled. Both give the same
// bytes: when a compiled function finds an error, graphql-js executes the query again, from the rows that the loaders hold.
import { type DocumentNode, type ExecutionResult, execute, type GraphQLSchema, getVariableValues } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Variables } from '../operations/cost.ts';
import { type Coerced, type CompilableQuery, type CompiledQuery, compilationSchema } from './compiled-query.ts';
import type { PreparedOperation } from './prepared-operation.ts';

/** A variant of a query, which is compiled when it has been executed often enough. */
interface Variant {
  uses: number;
  run: CompiledQuery | null;
}

export interface ExecutorOptions {
  schema: GraphQLSchema;
  /** When false, graphql-js executes everything. */
  compile: boolean;
  /** Whether errors omit suggestions of names in the schema ("Did you mean …?"). */
  hideSuggestions?: boolean;
  /** How often a query is executed before it is compiled. */
  hotAfter?: number;
}

const noVariables: Coerced = {};

/** The error response of graphql-js for a document without an operation of that name, or with several and no name given. */
export const withoutOperation = (schema: GraphQLSchema, document: DocumentNode, operationName?: string | null) =>
  execute({ schema, document, operationName }) as ExecutionResult;

/** Coercion stops at the first error here: a list of thousands of items could have as many errors. */
const firstError = { maxErrors: 1 };

export class Executor {
  readonly #schema: GraphQLSchema;
  /** The schema that queries are compiled with; null when compiling is off. */
  readonly #compilation: GraphQLSchema | null;
  readonly #hotAfter: number;
  readonly #hideSuggestions: boolean;
  readonly #variants = new LRUCache<string, Variant>({ max: 300 });
  readonly #toCompile: (() => void)[] = [];
  /** How many executions used a compiled function. */
  compiled = 0;

  constructor({ schema, compile, hotAfter = 10, hideSuggestions = false }: ExecutorOptions) {
    this.#schema = schema;
    this.#compilation = compile ? compilationSchema(schema) : null;
    this.#hotAfter = hotAfter;
    this.#hideSuggestions = hideSuggestions;
  }

  /** Executes an operation, with the same result as graphql-js. */
  async execute(operation: PreparedOperation, variables: Variables, contextValue: unknown): Promise<ExecutionResult> {
    const result = await this.#executeCompiled(operation, variables, contextValue);
    if (result && !result.errors) {
      this.compiled++;
      return result;
    }
    const { document, name: operationName } = operation;
    const args = { schema: this.#schema, document, operationName, variableValues: variables, contextValue };
    return execute({ ...args, hideSuggestions: this.#hideSuggestions });
  }

  /** Compiles a persisted operation at the start, unless @skip or @include depend on its variables. */
  prepare(operation: PreparedOperation): void {
    const query = this.#compilation && operation.compilable;
    if (!query || query.hasConditions) return;
    operation.compiled = query.compile(this.#compilation!, noVariables);
  }

  /** Returns undefined when it did not execute. Errors in the result are worded by graphql-jit. */
  #executeCompiled(
    operation: PreparedOperation,
    variables: Variables,
    contextValue: unknown,
  ): ExecutionResult | Promise<ExecutionResult> | undefined {
    const query = this.#compilation && operation.compilable;
    const coerced = query && this.#coerce(query, variables);
    const run = coerced && (operation.compiled ?? this.#hot(query, coerced));
    return run ? run({}, contextValue, coerced) : undefined;
  }

  /** Coerces the variables as graphql-js does; null when they are invalid, so that graphql-js reports the errors. */
  #coerce({ operation }: CompilableQuery, variables: Variables): Coerced | null {
    const { variableDefinitions } = operation;
    if (!variableDefinitions?.length) return noVariables;
    return getVariableValues(this.#schema, variableDefinitions, { ...variables }, firstError).coerced ?? null;
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

  /** Compiles between requests, one query at a time, because each takes milliseconds. */
  #compileSoon(query: CompilableQuery, coerced: Coerced, variant: Variant): void {
    const compile = () => {
      variant.run = query.compile(this.#compilation!, coerced);
      this.#toCompile.shift();
      if (this.#toCompile.length) setImmediate(this.#toCompile[0]!);
    };
    if (this.#toCompile.push(compile) === 1) setImmediate(compile);
  }
}
