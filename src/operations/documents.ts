// Checks documents against the limits, parses and validates them, and caches them by their text (LRU). Documents of stored
// operations are read at the start, are never evicted, and have no limits. Every transport reads its documents here.
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  NoFragmentCyclesRule,
  parse,
  type ValidationRule,
  validate,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { AppError } from '../lib/errors.ts';
import { checkDocument, limits, parseLimited } from './limits.ts';

export interface Checked {
  readonly document: DocumentNode;
  /** The validation errors. */
  readonly errors: readonly GraphQLError[];
}

export interface DocumentsOptions {
  schema: GraphQLSchema;
  /** When false, documents of any size and shape are accepted. */
  limits: boolean;
  /** Whether validation errors omit suggestions of names in the schema ("Did you mean …?"). */
  hideSuggestions: boolean;
}

// Computing the suggestion takes half a millisecond for each error.
const maxErrors = 20;

const tokenBytes = 480;

/**
 * The memory that a document takes, in bytes. Measured: 470 bytes for each token, with the AST nodes that it belongs to.
 * Dense text has one token for every two characters.
 */
export function documentBytes({ loc }: DocumentNode): number {
  let tokens = 0;
  for (let token = loc?.startToken ?? null; token; token = token.next) tokens++;
  return tokens * tokenBytes;
}

/** Takes points before the work that they pay for; throws RATE_LIMITED when there are too few. */
export type TakePoints = (points: number) => void;

// About 50 points for a millisecond of CPU. Validation takes time in proportion to tokens and fields, where the fields of
// a fragment count once for each place that spreads it.
const charactersPerPoint = 500;
const tokensAndFieldsPerPoint = 5;

const takeNothing: TakePoints = () => {};

export class Documents {
  readonly #options: DocumentsOptions;
  readonly #stored = new Map<string, Checked>();
  /** Documents by their text, or the error that refuses them. */
  readonly #read = new LRUCache<string, Checked | Error>({
    max: 1_000,
    maxSize: 64_000_000,
    sizeCalculation: (read, text) => (read instanceof Error ? 0 : documentBytes(read.document)) + 2 * text.length + 1,
  });
  readonly #errors = new WeakMap<DocumentNode, readonly GraphQLError[]>();

  constructor(options: DocumentsOptions) {
    this.#options = options;
  }

  /** Whether reading this text is free: it was read before, or is refused for its length alone. */
  isKnown(text: string): boolean {
    return this.#stored.has(text) || this.#read.has(text) || this.#isTooLong(text);
  }

  #isTooLong(text: string): boolean {
    return this.#options.limits && text.length > limits.characters;
  }

  /**
   * Parses and validates a text, and returns the document with its validation errors. Throws the syntax error, or
   * QUERY_TOO_COMPLEX. A document that is not cached takes points, whether it turns out to be valid or not.
   */
  read(text: string, take: TakePoints = takeNothing): Checked {
    let read = this.#stored.get(text) ?? this.#read.get(text);
    if (!read) {
      read = this.#readNew(text, take);
      if (!this.#isTooLong(text)) this.#read.set(text, read);
    }
    if (read instanceof GraphQLError) throw coded(read, 'GRAPHQL_PARSE_FAILED');
    if (read instanceof Error) throw read;
    return read;
  }

  /** Whether the text belongs to a stored operation, whose document is never evicted. */
  isStored(text: string): boolean {
    return this.#stored.has(text);
  }

  /** The validation errors of a document that was read here, as new objects that the caller may change. */
  errorsOf(document: DocumentNode): GraphQLError[] {
    return (this.#errors.get(document) ?? []).map((error) => coded(error, 'GRAPHQL_VALIDATION_FAILED'));
  }

  /** Parses, validates and keeps the document of a stored operation; throws its first error when it is not valid. */
  store(text: string): DocumentNode {
    const checked = this.#validate(parse(text));
    if (checked.errors[0]) throw checked.errors[0];
    this.#stored.set(text, checked);
    return checked.document;
  }

  /** Throws only when there are too few points; returns the error when the document is refused. */
  #readNew(text: string, take: TakePoints): Checked | Error {
    if (!this.#isTooLong(text)) take(Math.ceil((text.length + 1) / charactersPerPoint));
    const parsed = attempt(() => (this.#options.limits ? parseLimited(text) : { document: parse(text), tokens: 0 }));
    if (parsed instanceof Error) return parsed;
    const { document, tokens } = parsed;
    if (!this.#options.limits) return this.#validate(document);
    const fields = attempt(() => checkDocument(document));
    take(Math.ceil((tokens + (typeof fields === 'number' ? fields : 0)) / tokensAndFieldsPerPoint));
    if (fields instanceof Error) return fields;
    // A walk through fragments that spread each other in a cycle would never end, so no other rule may run.
    if (fields === null) return this.#validate(document, [NoFragmentCyclesRule]);
    return this.#validate(document);
  }

  #validate(document: DocumentNode, rules?: readonly ValidationRule[]): Checked {
    const { schema, hideSuggestions } = this.#options;
    const found = validate(schema, document, rules, { hideSuggestions, maxErrors });
    const errors = found.map((error) => coded(error, 'GRAPHQL_VALIDATION_FAILED'));
    this.#errors.set(document, errors);
    return { document, errors };
  }
}

/** Runs `work`, and returns an error that refuses the document instead of throwing it. */
function attempt<Result>(work: () => Result): Result | GraphQLError | AppError {
  try {
    return work();
  } catch (error) {
    if (error instanceof GraphQLError || error instanceof AppError) return error;
    throw error;
  }
}

// Adds the code that Yoga puts on the same errors over HTTP.
function coded({ message, nodes, source, positions }: GraphQLError, code: string): GraphQLError {
  return new GraphQLError(message, { nodes, source, positions, extensions: { code } });
}
