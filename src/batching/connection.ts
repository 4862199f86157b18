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

/** What resolvers of connection fields give. `EdgeFields` are what an edge tells beside its node. */
export class Connection<Row, EdgeFields extends object = object> {
  readonly nodes: readonly Row[];
  readonly pageInfo: PageInfo;
  readonly #edges: () => (Edge<Row> & EdgeFields)[];
  readonly #total: () => number | Promise<number>;

  constructor(page: {
    nodes: readonly Row[];
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    cursorOf: (row: Row) => string;
    total: () => number | Promise<number>;
    edgeFields?: (row: Row) => EdgeFields;
  }) {
    const { nodes, cursorOf } = page;
    this.nodes = nodes;
    this.#total = page.total;
    this.#edges = () =>
      nodes.map((node) => ({
        node,
        get cursor() {
          return cursorOf(node);
        },
        ...(page.edgeFields?.(node) as EdgeFields),
      }));
    this.pageInfo = {
      hasNextPage: page.hasNextPage,
      hasPreviousPage: page.hasPreviousPage,
      get startCursor() {
        return nodes.length ? cursorOf(nodes[0]!) : null;
      },
      get endCursor() {
        return nodes.length ? cursorOf(nodes[nodes.length - 1]!) : null;
      },
    };
  }

  get edges(): (Edge<Row> & EdgeFields)[] {
    return this.#edges();
  }

  /** How many rows there are whatever the page. */
  total(): number | Promise<number> {
    return this.#total();
  }
}
