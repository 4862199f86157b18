// A page of a list as Relay's connection shape (relay.dev/graphql/connections.htm). Cursors are made only when
// they are read, and the total is loaded only when it is asked for.

/** One row of a page. `cursor` is opaque to clients. */
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

/** A page before it is dressed as a connection. */
export interface Page<Row> {
  readonly nodes: readonly Row[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  cursorOf(row: Row): string;
}

/** What resolvers of connection fields give. `EdgeFields` are what an edge tells beside its node. */
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

  /** How many rows there are whatever the page. */
  total(): number | Promise<number> {
    return this.#total();
  }
}
