// All that is worked out once about an operation of a valid document: what it costs, whether its response may be cached,
// how it is compiled. A request only brings variables.
import { hash } from 'node:crypto';
import { type DocumentNode, type GraphQLSchema, getOperationAST, type OperationDefinitionNode } from 'graphql';
import { type Policy, readPolicy } from '../cache/policy.ts';
import { OperationCost, type Variables } from '../operations/cost.ts';
import { CompilableQuery, type CompiledQuery } from './compiled-query.ts';
import { selectsSnapshot } from './snapshot.ts';
import { textOfSubscription } from './subscription-text.ts';

export interface PreparedOperationOptions {
  schema: GraphQLSchema;
  /** Whether the schema is shown only to those who are signed in. */
  hidesSchema: boolean;
}

/**
 * An operation of a document. Each property is computed when it is first read: an operation that is refused for its cost
 * must not pay for the rest.
 */
export class PreparedOperation {
  readonly document: DocumentNode;
  readonly definition: OperationDefinitionNode;
  /** What the executor compiled at the start; null for an operation that it compiles when it is hot. */
  compiled: CompiledQuery | null = null;
  readonly #options: PreparedOperationOptions;
  #cost?: OperationCost;
  #cachePolicy?: Policy;
  #cacheKey?: string;
  #selectsSnapshot?: boolean;
  #compilable?: CompilableQuery | null;
  #subscriptionText?: string;

  constructor(options: PreparedOperationOptions, document: DocumentNode, definition: OperationDefinitionNode) {
    this.#options = options;
    this.document = document;
    this.definition = definition;
  }

  get type(): 'query' | 'mutation' | 'subscription' {
    return this.definition.operation;
  }

  /** The operation's own name; null where it has none. */
  get name(): string | null {
    return this.definition.name?.value ?? null;
  }

  get cost(): OperationCost {
    this.#cost ??= new OperationCost(this.#options.schema, this.document, this.definition);
    return this.#cost;
  }

  get cachePolicy(): Policy {
    const { schema, hidesSchema } = this.#options;
    this.#cachePolicy ??= readPolicy(schema, this.document, this.definition, hidesSchema);
    return this.#cachePolicy;
  }

  /** What tells its responses from those of other operations. */
  get cacheKey(): string {
    this.#cacheKey ??= `${hash('sha256', this.document.loc!.source.body, 'base64url')}|${this.name ?? ''}`;
    return this.#cacheKey;
  }

  /** Whether it selects the cursor of a stream, and so reads from one snapshot of the log. */
  get selectsSnapshot(): boolean {
    this.#selectsSnapshot ??= selectsSnapshot(this.#options.schema, this.document);
    return this.#selectsSnapshot;
  }

  /** Null for an operation that is left to graphql-js. */
  get compilable(): CompilableQuery | null {
    if (this.#compilable === undefined) this.#compilable = CompilableQuery.of(this.document);
    return this.#compilable;
  }

  /** Of a subscription: the text that it shares with all that give the same events, wherever they resume. */
  get subscriptionText(): string {
    this.#subscriptionText ??= textOfSubscription(this.document, this.definition);
    return this.#subscriptionText;
  }
}

/** A request for an operation. The variables must not change. */
export class OperationRequest {
  readonly operation: PreparedOperation;
  readonly variables: Variables;
  #cacheKey?: string;

  constructor(operation: PreparedOperation, variables: Variables) {
    this.operation = operation;
    this.variables = variables;
  }

  /** What tells its response from those of other requests by the same viewer. */
  get cacheKey(): string {
    if (this.#cacheKey === undefined) {
      const given = this.variables ? JSON.stringify(this.variables) : '{}';
      const variables = given.length > 300 ? hash('sha256', given, 'base64url') : given;
      this.#cacheKey = `${this.operation.cacheKey}|${variables}`;
    }
    return this.#cacheKey;
  }
}

/** The operations of documents, each prepared once. Every transport gets them here. */
export class PreparedOperations {
  readonly #options: PreparedOperationOptions;
  readonly #known = new WeakMap<DocumentNode, Map<string | null, PreparedOperation>>();

  constructor(options: PreparedOperationOptions) {
    this.#options = options;
  }

  /** The operation of a valid document by its name, which a document with only one need not give; null where there is none. */
  of(document: DocumentNode, operationName?: string | null): PreparedOperation | null {
    const name = operationName ?? null;
    const ofDocument = this.#known.get(document);
    const known = ofDocument?.get(name);
    if (known) return known;
    const definition = getOperationAST(document, name);
    if (!definition) return null;
    // Asked for by its name or without one, an only operation is the same.
    const same = [...(ofDocument?.values() ?? [])].find((one) => one.definition === definition);
    const operation = same ?? new PreparedOperation(this.#options, document, definition);
    if (ofDocument) ofDocument.set(name, operation);
    else this.#known.set(document, new Map([[name, operation]]));
    return operation;
  }
}
