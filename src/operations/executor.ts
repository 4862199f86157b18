// Executes operations: by graphql-js, and queries that are asked often by a function compiled for them (graphql-jit). Both
// give the same bytes: where the compiled function finds an error, graphql-js executes again from what is loaded already.
import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  type GraphQLSchema,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import { compileQuery, isCompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';
import { documentBytes } from './documents.ts';

type Run = (root: unknown, context: unknown, variables: object) => Promise<ExecutionResult> | ExecutionResult;

interface Hot {
  /** The document's only operation; null where there are several, or it is no query. */
  readonly operation: OperationDefinitionNode | null;
  uses: number;
  run: Run | null;
}

export interface ExecutorOptions {
  schema: GraphQLSchema;
  /** False leaves everything to graphql-js. */
  compile: boolean;
  /** Whether errors keep to themselves which names the schema does have. */
  hideSuggestions?: boolean;
  /** How often a document is executed before it is worth compiling. */
  hotAfter?: number;
}

// A dense document of this many characters compiles in 13 to 29 ms, one of 10,000 in 38 to 75: nobody may be held up so
// long for what is seldom asked.
const largest = 4_000;

/** Where it is only asked whether variables fit: a list of thousands has as many errors. */
const firstError = { maxErrors: 1 };

export class Executor {
  readonly #options: Required<ExecutorOptions>;
  readonly #known = new LRUCache<DocumentNode, Hot>({
    max: 300,
    maxSize: 32_000_000,
    sizeCalculation: (_, document) => documentBytes(document) + 1,
  });
  readonly #waiting: [DocumentNode, Hot][] = [];
  /** How many executions ran compiled. */
  compiled = 0;

  constructor(options: ExecutorOptions) {
    this.#options = { hotAfter: 10, hideSuggestions: false, ...options };
  }

  /** Executes as graphql-js does, with the same result. */
  async execute(request: ExecutionArgs): Promise<ExecutionResult> {
    const args = { ...request, hideSuggestions: this.#options.hideSuggestions };
    const hot = this.#options.compile ? this.#noted(args.document) : null;
    if (!hot?.run || !this.#fits(hot.operation!, args)) return execute(args);
    const result = await hot.run(args.rootValue ?? {}, args.contextValue, args.variableValues ?? {});
    if (result.errors) return execute(args);
    this.compiled++;
    return result;
  }

  /** Compiles a document now; for those that are known to be asked, at the start. */
  prepare(document: DocumentNode): void {
    if (this.#options.compile) this.#compile(document, this.#entry(document));
  }

  #noted(document: DocumentNode): Hot {
    const hot = this.#entry(document);
    if (++hot.uses === this.#options.hotAfter && hot.operation) {
      // Between requests, one at a time: it takes milliseconds.
      if (this.#waiting.push([document, hot]) === 1) setImmediate(() => this.#compileNext());
    }
    return hot;
  }

  #entry(document: DocumentNode): Hot {
    let hot = this.#known.get(document);
    if (!hot) {
      const operations = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
      const [only] = operations.length === 1 && (document.loc?.end ?? 0) <= largest ? operations : [];
      hot = { operation: only?.operation === 'query' ? only : null, uses: 0, run: null };
      this.#known.set(document, hot);
    }
    return hot;
  }

  #compileNext(): void {
    const [document, hot] = this.#waiting[0]!;
    this.#compile(document, hot);
    this.#waiting.shift();
    if (this.#waiting.length) setImmediate(() => this.#compileNext());
  }

  #compile(document: DocumentNode, hot: Hot): void {
    if (!hot.operation || hot.run) return;
    const compiled = compileQuery(this.#options.schema, document, hot.operation.name?.value ?? '');
    // What it cannot compile is executed as before.
    if (isCompiledQuery(compiled)) hot.run = compiled.query as Run;
  }

  // Whether graphql-js would execute it: it knows the rules for variables, and words their errors.
  #fits({ name, variableDefinitions }: OperationDefinitionNode, { operationName, variableValues }: ExecutionArgs) {
    if (operationName != null && operationName !== name?.value) return false;
    if (!variableDefinitions?.length) return true;
    return !getVariableValues(this.#options.schema, variableDefinitions, { ...variableValues }, firstError).errors;
  }
}
