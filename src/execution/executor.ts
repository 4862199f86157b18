// Executes operations: by graphql-js, and queries that are asked often by a function compiled for them (graphql-jit). Both
// give the same bytes: where the compiled function finds an error, graphql-js executes again from what is loaded already.
import { type DocumentNode, type ExecutionResult, execute, type GraphQLSchema, getVariableValues } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Variables } from '../operations/cost.ts';
import { type Coerced, type CompilableQuery, type CompiledQuery, compilationSchema } from './compiled-query.ts';
import type { PreparedOperation } from './prepared-operation.ts';

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

/** What graphql-js answers where the document has no operation of that name, or several and none is named. */
export const withoutOperation = (schema: GraphQLSchema, document: DocumentNode, operationName?: string | null) =>
  execute({ schema, document, operationName }) as ExecutionResult;

/** Where it is only asked whether variables fit: a list of thousands has as many errors. */
const firstError = { maxErrors: 1 };

export class Executor {
  readonly #schema: GraphQLSchema;
  /** What queries are compiled with; null where none are. */
  readonly #compilation: GraphQLSchema | null;
  readonly #hotAfter: number;
  readonly #hideSuggestions: boolean;
  readonly #variants = new LRUCache<string, Variant>({ max: 300 });
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

  /** Compiles an operation now, unless its shape depends on variables; for those that are known at the start. */
  prepare(operation: PreparedOperation): void {
    const query = this.#compilation && operation.compilable;
    if (!query || query.hasConditions) return;
    operation.compiled = query.compile(this.#compilation!, noVariables);
  }

  /** Undefined where it was not executed; its errors are in the words of graphql-jit. */
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

  /** The variables, by the rules of graphql-js; null where it would not execute, and says why. */
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
