// Everything that is computed once for an operation of a valid document: its cost tree, its cache policy, its compiled form.
// A request only adds variables.
import { hash } from 'node:crypto';
import { type DocumentNode, type GraphQLSchema, getOperationAST, type OperationDefinitionNode } from 'graphql';
import { type Policy, readPolicy } from '../cache/policy.ts';
import { OperationCost, type Variables } from '../operations/cost.ts';
import { CompilableQuery, type CompiledQuery } from './compiled-query.ts';
import { selectsSnapshot } from './snapshot.ts';
import { textOfSubscription } from './subscription-text.ts';

export interface PreparedOperationOptions {
  schema: GraphQLSchema;
  /** Whether only signed-in callers may introspect the schema. */
  hidesSchema: boolean;
}

/** An operation of a document. Each property is computed when it is first read, and once. */
export class PreparedOperation {
  readonly document: DocumentNode;
  readonly definition: OperationDefinitionNode;
  /** The function that the executor compiled at the start; null for an operation that it compiles when it is hot. */
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

  /** The operation's name; null when it has none. */
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

  /** Distinguishes its responses from those of other operations in the cache. */
  get cacheKey(): string {
    this.#cacheKey ??= `${hash('sha256', this.document.loc!.source.body, 'base64url')}|${this.name ?? ''}`;
    return this.#cacheKey;
  }

  /** Whether it selects the cursor of a stream, and so reads the log in one snapshot. */
  get selectsSnapshot(): boolean {
    this.#selectsSnapshot ??= selectsSnapshot(this.#options.schema, this.document);
    return this.#selectsSnapshot;
  }

  /** Null for an operation that only graphql-js may execute. */
  get compilable(): CompilableQuery | null {
    if (this.#compilable === undefined) this.#compilable = CompilableQuery.of(this.document);
    return this.#compilable;
  }

  /** For subscriptions: the normalised text, which subscriptions with the same events share. */
  get subscriptionText(): string {
    this.#subscriptionText ??= textOfSubscription(this.document, this.definition);
    return this.#subscriptionText;
  }
}

/** An operation with the variables of a request. The variables must not be mutated. */
export class OperationRequest {
  readonly operation: PreparedOperation;
  readonly variables: Variables;
  #cacheKey?: string;

  constructor(operation: PreparedOperation, variables: Variables) {
    this.operation = operation;
    this.variables = variables;
  }

  /** Distinguishes its response from those of other requests by the same viewer. */
  get cacheKey(): string {
    if (this.#cacheKey === undefined) {
      const given = this.variables ? JSON.stringify(this.variables) : '{}';
      const variables = given.length > 300 ? hash('sha256', given, 'base64url') : given;
      this.#cacheKey = `${this.operation.cacheKey}|${variables}`;
    }
    return this.#cacheKey;
  }
}

/** Prepares each operation of a document once. Every transport gets its operations here. */
export class PreparedOperations {
  readonly #options: PreparedOperationOptions;
  readonly #known = new WeakMap<DocumentNode, Map<string | null, PreparedOperation>>();

  constructor(options: PreparedOperationOptions) {
    this.#options = options;
  }

  /** Finds an operation of a valid document. The name may be omitted if the document has only one; null when none matches. */
  of(document: DocumentNode, operationName?: string | null): PreparedOperation | null {
    const name = operationName ?? null;
    const ofDocument = this.#known.get(document);
    const known = ofDocument?.get(name);
    if (known) return known;
    const definition = getOperationAST(document, name);
    if (!definition) return null;
    // A document's only operation is the same one whether it is requested by its name or without a name.
    const same = [...(ofDocument?.values() ?? [])].find((one) => one.definition === definition);
    const operation = same ?? new PreparedOperation(this.#options, document, definition);
    if (ofDocument) ofDocument.set(name, operation);
    else this.#known.set(document, new Map([[name, operation]]));
    return operation;
  }
}
