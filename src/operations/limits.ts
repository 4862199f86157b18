// What a document may hold, read off its text and its shape alone, before graphql's own validation sees it: that takes
// time with the square of what these bound. Every step is linear in the text, or in what an earlier step has bounded.
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

/** The limits of documents that are not stored. The table in docs/limits.md has the same; a test compares them. */
export const limits = {
  /** In the text. */
  characters: 100_000,
  tokens: 3_000,
  /** Brackets in one another, of any kind: a parser goes down as deep. */
  brackets: 100,
  /** Fields in one another, through fragments. */
  depth: 20,
  fragments: 50,
  aliases: 100,
  directives: 20,
  /** Fields at the root of one operation. */
  roots: 50,
  /** Fields in all, those of a fragment for each place where it is spread. */
  fields: 2_000,
  /** Fields in one place that share a response name, and would be merged. */
  sameName: 25,
};

/** The code and the words of a refusal: which limit, how much is allowed, how much this is. */
export function tooComplex(what: string, value: number, limit: number): AppError {
  const given = value > limit * 1_000 ? 'far more' : value;
  return new AppError('QUERY_TOO_COMPLEX', `The operation has too many ${what}: at most ${limit}, this has ${given}.`, {
    limit,
  });
}

function require(what: string, value: number, limit: number): void {
  if (value > limit) throw tooComplex(what, value, limit);
}

/**
 * The document of a text, and how many tokens it has: QUERY_TOO_COMPLEX when it would be dear to parse. Throws its syntax
 * error.
 */
export function parseLimited(text: string): { document: DocumentNode; tokens: number } {
  require('characters', text.length, limits.characters);
  const lexer = new CountingLexer(new Source(text));
  const document = parse(text, { lexer, maxComments: limits.tokens });
  return { document, tokens: lexer.tokens };
}

/** Refuses while it reads: nothing is read twice, and no parser goes down deeper than allowed. */
class CountingLexer extends Lexer {
  tokens = 0;
  #open = 0;

  override advance(): Token {
    const token = super.advance();
    if (token.kind !== TokenKind.EOF) require('tokens', ++this.tokens, limits.tokens);
    if (opening.has(token.kind)) require('brackets in one another', ++this.#open, limits.brackets);
    else if (closing.has(token.kind)) this.#open--;
    return token;
  }
}

const opening: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const closing: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/**
 * How many fields a document has, those of a fragment for each place where it is spread; QUERY_TOO_COMPLEX when it would be
 * dear to validate. Null when its fragments spread each other in a circle: such a document is not valid, and nothing else may
 * walk through it.
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
    if (sizes.circular) return null;
    fields += size.fields;
    require('levels', size.depth, limits.depth);
    require('fields, with its fragments spread out', fields, limits.fields);
    if (definition.kind === Kind.OPERATION_DEFINITION) require('root fields', size.roots, limits.roots);
  }
  for (const definition of document.definitions) checkNames([definition], sizes);
  return fields;
}

type Definition = DefinitionNode | SelectionNode;

interface Size {
  /** With the fields in fragments, as often as they are spread. */
  readonly fields: number;
  readonly depth: number;
  /** Fields on the uppermost level. */
  readonly roots: number;
}

const nothing: Size = { fields: 0, depth: 0, roots: 0 };

/** How large definitions are with their fragments spread out; each fragment is looked through once. */
class Sizes {
  /** Whether a circle was found; no size is right then. */
  circular = false;
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
      this.circular = true;
      return nothing;
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
    return fragment ? this.of(fragment) : nothing;
  }
}

const selectionsOf = (definition: Definition): readonly SelectionNode[] =>
  ('selectionSet' in definition && definition.selectionSet?.selections) || [];

/** Goes through fields as an execution would merge them: each of the fields that were counted is seen once at most. */
function checkNames(merged: readonly Definition[], sizes: Sizes): void {
  const fields = new Map<string, FieldNode[]>();
  const spread = new Set<string>();
  const collect = (definition: Definition) => {
    for (const selection of selectionsOf(definition)) {
      if (selection.kind === Kind.FIELD) {
        const name = (selection.alias ?? selection.name).value;
        const same = fields.get(name);
        if (same) require(`fields named ${name.slice(0, 40)} in one place`, same.push(selection), limits.sameName);
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
