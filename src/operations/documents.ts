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
import { checkDocument, parseLimited } from './limits.ts';

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

export class Documents {
  readonly #options: DocumentsOptions;
  readonly #stored = new Map<string, Checked>();
  readonly #checked = new LRUCache<string, Checked>({
    max: 1_000,
    maxSize: 64_000_000,
    sizeCalculation: ({ document }, text) => documentBytes(document) + 2 * text.length,
  });
  readonly #errors = new WeakMap<DocumentNode, readonly GraphQLError[]>();

  constructor(options: DocumentsOptions) {
    this.#options = options;
  }

  /** The document of a text; throws its syntax error, or QUERY_TOO_COMPLEX. Its validation errors come with it. */
  read(text: string): Checked {
    let checked = this.#stored.get(text) ?? this.#checked.get(text);
    if (!checked) {
      checked = this.#check(text, this.#options.limits);
      this.#checked.set(text, checked);
    }
    return checked;
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
    const checked = this.#check(text, false);
    if (checked.errors[0]) throw checked.errors[0];
    this.#stored.set(text, checked);
    return checked.document;
  }

  #check(text: string, limited: boolean): Checked {
    const document = this.#parse(text, limited);
    // A circle of fragments has no end for whatever walks through it.
    const rules = limited && !checkDocument(document) ? [NoFragmentCyclesRule] : undefined;
    const errors = this.#validate(document, rules).map((error) => coded(error, 'GRAPHQL_VALIDATION_FAILED'));
    this.#errors.set(document, errors);
    return { document, errors };
  }

  #parse(text: string, limited: boolean): DocumentNode {
    try {
      return limited ? parseLimited(text) : parse(text);
    } catch (error) {
      throw error instanceof GraphQLError ? coded(error, 'GRAPHQL_PARSE_FAILED') : error;
    }
  }

  #validate(document: DocumentNode, rules: readonly ValidationRule[] | undefined): readonly GraphQLError[] {
    const { schema, hideSuggestions } = this.#options;
    return validate(schema, document, rules, { hideSuggestions, maxErrors });
  }
}

// The codes that Yoga gives the same errors over HTTP.
function coded({ message, nodes, source, positions }: GraphQLError, code: string): GraphQLError {
  return new GraphQLError(message, { nodes, source, positions, extensions: { code } });
}
