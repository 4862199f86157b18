// A page of a list as a Relay connection (relay.dev/graphql/connections.htm). Cursors are encoded only when they are
// read, and the total is loaded only when it is selected.

/** A row of a page. `cursor` is opaque to clients. */
export interface Edge<Row> {
  readonly cursor: string;
  readonly node: Row;
}

export interface PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

/** A page before it becomes a connection. */
export interface Page<Row> {
  readonly nodes: readonly Row[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  cursorOf(row: Row): string;
}

/** What resolvers of connection fields return. `EdgeFields` are the fields of an edge beside `node` and `cursor`. */
export class Connection<Row, EdgeFields extends object = object> {
  readonly nodes: readonly Row[];
  readonly #page: Page<Row>;
  readonly #total: () => number | Promise<number>;
  readonly #edgeFields: ((row: never) => EdgeFields) | undefined;

  constructor(page: Page<Row>, total: () => number | Promise<number>, edgeFields?: (row: Row) => EdgeFields) {
    this.nodes = page.nodes;
    this.#page = page;
    this.#total = total;
    this.#edgeFields = edgeFields;
  }

  get edges(): (Edge<Row> & EdgeFields)[] {
    const { nodes, cursorOf } = this.#page;
    return nodes.map((node) => ({
      node,
      get cursor() {
        return cursorOf(node);
      },
      ...(this.#edgeFields?.(node as never) as EdgeFields),
    }));
  }

  get pageInfo(): PageInfo {
    const { nodes, cursorOf, hasNextPage, hasPreviousPage } = this.#page;
    return {
      hasNextPage,
      hasPreviousPage,
      get startCursor() {
        return nodes.length ? cursorOf(nodes[0]!) : null;
      },
      get endCursor() {
        return nodes.length ? cursorOf(nodes[nodes.length - 1]!) : null;
      },
    };
  }

  /** Number of rows in the whole list. */
  total(): number | Promise<number> {
    return this.#total();
  }
}
