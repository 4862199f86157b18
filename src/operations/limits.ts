// Limits of a document's text and structure, checked before graphql-js validates it, because validation takes time
// quadratic in what these limits bound. Every check is linear in the text, or in what an earlier check has bounded.
import {
  type DefinitionNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  Lexer,
  parse,
  type SelectionNode,
  Source,
  type Token,
  TokenKind,
  visit,
} from 'graphql';
import { AppError } from '../lib/errors.ts';

/** The limits of documents that are not stored. A test compares them with the table in docs/limits.md. */
export const limits = {
  characters: 100_000,
  tokens: 3_000,
  /** Nested brackets of any kind: the parser recurses once for each. */
  brackets: 100,
  /** Nested fields, through fragments too. */
  depth: 20,
  fragments: 50,
  aliases: 100,
  directives: 20,
  /** Fields at the root of one operation. */
  roots: 50,
  /** All fields, where those of a fragment count once for each place that spreads it. */
  fields: 2_000,
  /** Fields of one selection set that share a response name, and would be merged. */
  sameName: 25,
};

export function tooComplex(what: string, value: number, limit: number): AppError {
  const actual = value > limit * 1_000 ? 'far more' : value;
  const message = `The operation has too many ${what}: at most ${limit}, this has ${actual}.`;
  return new AppError('QUERY_TOO_COMPLEX', message, { limit });
}

function require(what: string, value: number, limit: number): void {
  if (value > limit) throw tooComplex(what, value, limit);
}

/**
 * Parses a text, and counts its tokens. Throws its syntax error, or QUERY_TOO_COMPLEX when it would be expensive to parse.
 */
export function parseLimited(text: string): { document: DocumentNode; tokens: number } {
  require('characters', text.length, limits.characters);
  const lexer = new CountingLexer(new Source(text));
  const document = parse(text, { lexer, maxComments: limits.tokens });
  return { document, tokens: lexer.tokens };
}

/** Checks the limits while the parser reads: the text is scanned once, and the parser recurses no deeper than allowed. */
class CountingLexer extends Lexer {
  tokens = 0;
  #open = 0;

  override advance(): Token {
    const token = super.advance();
    if (token.kind !== TokenKind.EOF) require('tokens', ++this.tokens, limits.tokens);
    if (opening.has(token.kind)) require('nested brackets', ++this.#open, limits.brackets);
    else if (closing.has(token.kind)) this.#open--;
    return token;
  }
}

const opening: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const closing: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/**
 * Counts the fields of a document, where those of a fragment count once for each place that spreads it. Throws
 * QUERY_TOO_COMPLEX when the document would be expensive to validate. Returns null when its fragments form a cycle: such a
 * document is invalid, and a walk through it would not end.
 */
export function checkDocument(document: DocumentNode): number | null {
  const counted = { fragments: 0, aliases: 0, directives: 0 };
  visit(document, {
    Directive: () => void counted.directives++,
    Field: ({ alias }) => void (alias && counted.aliases++),
    FragmentDefinition: () => void counted.fragments++,
  });
  require('fragments', counted.fragments, limits.fragments);
  require('directives', counted.directives, limits.directives);
  require('aliases', counted.aliases, limits.aliases);

  const sizes = new Sizes(document);
  let fields = 0;
  for (const definition of document.definitions) {
    const size = sizes.of(definition);
    if (sizes.isCircular) return null;
    fields += size.fields;
    require('levels of fields', size.depth, limits.depth);
    require('fields, counted wherever fragments are spread', fields, limits.fields);
    if (definition.kind === Kind.OPERATION_DEFINITION) require('root fields', size.roots, limits.roots);
  }
  for (const definition of document.definitions) checkNames([definition], sizes);
  return fields;
}

type Definition = DefinitionNode | SelectionNode;

interface Size {
  /** The fields of a fragment count once for each place that spreads it. */
  readonly fields: number;
  readonly depth: number;
  /** Fields at the top level. */
  readonly roots: number;
}

const empty: Size = { fields: 0, depth: 0, roots: 0 };

/** Computes the sizes of definitions, fragments included. Each fragment is walked once. */
class Sizes {
  /** Whether fragments form a cycle. The sizes are wrong then. */
  isCircular = false;
  readonly fragments = new Map<string, FragmentDefinitionNode>();
  readonly #known = new Map<FragmentDefinitionNode, Size | null>();

  constructor(document: DocumentNode) {
    for (const one of document.definitions) {
      if (one.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(one.name.value, one);
    }
  }

  of(definition: Definition): Size {
    if (definition.kind !== Kind.FRAGMENT_DEFINITION) return this.#sum(definition);
    const known = this.#known.get(definition);
    if (known) return known;
    if (known === null) {
      this.isCircular = true;
      return empty;
    }
    this.#known.set(definition, null);
    const size = this.#sum(definition);
    this.#known.set(definition, size);
    return size;
  }

  #sum(definition: Definition): Size {
    let fields = 0;
    let depth = 0;
    let roots = 0;
    for (const selection of selectionsOf(definition)) {
      const size = this.#ofSelection(selection);
      fields += size.fields;
      roots += size.roots;
      depth = Math.max(depth, size.depth);
    }
    return { fields, depth, roots };
  }

  #ofSelection(selection: SelectionNode): Size {
    if (selection.kind === Kind.FIELD) {
      const inner = this.#sum(selection);
      return { fields: inner.fields + 1, depth: inner.depth + 1, roots: 1 };
    }
    if (selection.kind === Kind.INLINE_FRAGMENT) return this.#sum(selection);
    const fragment = this.fragments.get(selection.name.value);
    return fragment ? this.of(fragment) : empty;
  }
}

const selectionsOf = (definition: Definition): readonly SelectionNode[] =>
  ('selectionSet' in definition && definition.selectionSet?.selections) || [];

/** Walks the fields as an execution would merge them. It visits each of the counted fields at most once. */
function checkNames(merged: readonly Definition[], sizes: Sizes): void {
  const fields = new Map<string, FieldNode[]>();
  const spread = new Set<string>();
  const collect = (definition: Definition) => {
    for (const selection of selectionsOf(definition)) {
      if (selection.kind === Kind.FIELD) {
        const name = (selection.alias ?? selection.name).value;
        const same = fields.get(name);
        if (same)
          require(`fields named ${name.slice(0, 40)} in one selection set`, same.push(selection), limits.sameName);
        else fields.set(name, [selection]);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection);
      else if (!spread.has(selection.name.value)) {
        spread.add(selection.name.value);
        const fragment = sizes.fragments.get(selection.name.value);
        if (fragment) collect(fragment);
      }
    }
  };
  for (const one of merged) collect(one);
  for (const same of fields.values()) checkNames(same, sizes);
}
