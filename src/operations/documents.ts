// Documents, parsed and validated once: kept by their text, the least used go first.
import { type DocumentNode, type GraphQLError, type GraphQLSchema, parse, validate } from 'graphql';
import { LRUCache } from 'lru-cache';

type Checked = { document: DocumentNode; errors: readonly GraphQLError[] };

export class Documents {
  readonly #schema: GraphQLSchema;
  readonly #checked = new LRUCache<string, Checked>({
    max: 1_000,
    maxSize: 20_000_000,
    sizeCalculation: (_, text) => text.length + 1_000,
  });

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  /** The document of a text; throws its syntax error. Its validation errors come with it. */
  read(text: string): Checked {
    let checked = this.#checked.get(text);
    if (!checked) {
      const document = parse(text);
      checked = { document, errors: validate(this.#schema, document) };
      this.#checked.set(text, checked);
    }
    return checked;
  }
}
