// Documents, checked once: the limits first, then parsed, validated, and kept by their text; the least used go first.
// Stored ones are there from the start, stay, and know no limits. Every road reads its documents here.
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
  /** What is not valid in it. */
  readonly errors: readonly GraphQLError[];
}

export interface DocumentsOptions {
  schema: GraphQLSchema;
  /** False: documents of any size and shape are taken. */
  limits: boolean;
  /** Whether errors keep to themselves which names the schema does have. */
  hideSuggestions: boolean;
}

// Looking for what was meant takes half a millisecond for each.
const maxErrors = 20;

const tokenBytes = 480;

/**
 * What a document takes in memory, in bytes. Measured: 470 for each token, with the nodes that it is part of; dense text
 * has one for every two characters.
 */
export function documentBytes({ loc }: DocumentNode): number {
  let tokens = 0;
  for (let token = loc?.startToken ?? null; token; token = token.next) tokens++;
  return tokens * tokenBytes;
}

/** Takes points before the work that they stand for; throws what the client is told when there are not enough. */
export type TakePoints = (points: number) => void;

// About 50 points for a millisecond of the processor. Tokens and fields, those of a fragment for each place where it is
// spread, are what validation takes its time for.
const charactersPerPoint = 500;
const piecesPerPoint = 5;

const free: TakePoints = () => {};

export class Documents {
  readonly #options: DocumentsOptions;
  readonly #stored = new Map<string, Checked>();
  /** What was read, or why it was refused. */
  readonly #read = new LRUCache<string, Checked | Error>({
    max: 1_000,
    maxSize: 64_000_000,
    sizeCalculation: (read, text) => (read instanceof Error ? 0 : documentBytes(read.document)) + 2 * text.length + 1,
  });
  readonly #errors = new WeakMap<DocumentNode, readonly GraphQLError[]>();

  constructor(options: DocumentsOptions) {
    this.#options = options;
  }

  /** Whether to read it costs nothing: it was read before, or is refused for its length alone. */
  isKnown(text: string): boolean {
    return this.#stored.has(text) || this.#read.has(text) || this.#isTooLong(text);
  }

  #isTooLong(text: string): boolean {
    return this.#options.limits && text.length > limits.characters;
  }

  /**
   * The document of a text; throws its syntax error, or QUERY_TOO_COMPLEX. Its validation errors come with it. One that is
   * not known takes points, whether it turns out to be valid or not.
   */
  read(text: string, take: TakePoints = free): Checked {
    let read = this.#stored.get(text) ?? this.#read.get(text);
    if (!read) {
      read = this.#readNew(text, take);
      if (!this.#isTooLong(text)) this.#read.set(text, read);
    }
    if (read instanceof GraphQLError) throw coded(read, 'GRAPHQL_PARSE_FAILED');
    if (read instanceof Error) throw read;
    return read;
  }

  /** Whether the text is that of a stored operation, whose document is kept for good. */
  isStored(text: string): boolean {
    return this.#stored.has(text);
  }

  /** The validation errors of a document that was read here, as objects of the caller's own. */
  errorsOf(document: DocumentNode): GraphQLError[] {
    return (this.#errors.get(document) ?? []).map((error) => coded(error, 'GRAPHQL_VALIDATION_FAILED'));
  }

  /** Keeps the document of a stored operation; an Error of one line when it is not valid. */
  store(text: string): DocumentNode {
    const checked = this.#validate(parse(text));
    if (checked.errors[0]) throw checked.errors[0];
    this.#stored.set(text, checked);
    return checked.document;
  }

  /** Throws only when there are not enough points. */
  #readNew(text: string, take: TakePoints): Checked | Error {
    if (!this.#isTooLong(text)) take(Math.ceil((text.length + 1) / charactersPerPoint));
    const parsed = attempt(() => (this.#options.limits ? parseLimited(text) : { document: parse(text), tokens: 0 }));
    if (parsed instanceof Error) return parsed;
    const { document, tokens } = parsed;
    if (!this.#options.limits) return this.#validate(document);
    const fields = attempt(() => checkDocument(document));
    take(Math.ceil((tokens + (typeof fields === 'number' ? fields : 0)) / piecesPerPoint));
    if (fields instanceof Error) return fields;
    // A circle of fragments has no end for whatever walks through it.
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

/** What it gives, or the error that refuses the document. */
function attempt<Result>(work: () => Result): Result | GraphQLError | AppError {
  try {
    return work();
  } catch (error) {
    if (error instanceof GraphQLError || error instanceof AppError) return error;
    throw error;
  }
}

// The codes that Yoga gives the same errors over HTTP.
function coded({ message, nodes, source, positions }: GraphQLError, code: string): GraphQLError {
  return new GraphQLError(message, { nodes, source, positions, extensions: { code } });
}
