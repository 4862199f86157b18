// Batches look-ups by key across requests: those that executions make in one turn of the event loop become one
// statement, so that a busy server reads many rows in one round trip. Look-ups that read the viewer must not be
// batched.
import type { Statement } from './statement.ts';

/** The keys of a look-up: their texts, which tell them apart, and the arrays that the statement takes, side by side. */
export interface Keys {
  readonly texts: readonly string[];
  readonly columns: readonly (readonly unknown[])[];
}

/** Runs a statement in a workspace. */
type Run = <Row>(
  workspaceId: string | null,
  statement: Statement<Row>,
  columns: Keys['columns'],
  keys: number,
) => Promise<Row[]>;

interface Batch {
  readonly keys: { readonly texts: Set<string>; readonly columns: unknown[][] };
  readonly found: Promise<ReadonlyMap<string, unknown>>;
  /** Number of look-ups in the batch. */
  lookUps: number;
}

// A batch with this many keys takes no more, so that no look-up waits for a long statement.
const maxKeys = 100;

export class CrossRequestBatcher {
  readonly #run: Run;
  /** Batches that have not been sent, by workspace and statement. */
  readonly #open = new Map<string, Batch>();

  constructor(run: Run) {
    this.#run = run;
  }

  /** The rows by key, which may include rows of keys that other executions have looked up. */
  async lookUp<Row>(
    workspaceId: string | null,
    statement: Statement<Row>,
    keys: Keys,
    keyOf: (row: Row) => string,
  ): Promise<ReadonlyMap<string, Row>> {
    const find = async (columns: Keys['columns'], count: number) => {
      const rows = await this.#run(workspaceId, statement, columns, count);
      return new Map(rows.map((row) => [keyOf(row), row]));
    };
    const batch = this.#join(`${workspaceId}|${statement.name}`, find);
    batch.lookUps++;
    add(batch.keys, keys);
    try {
      return (await batch.found) as ReadonlyMap<string, Row>;
    } catch (error) {
      // A key that Postgres rejects must fail only the look-up that asked for it. Any other failure would affect each
      // of them anyway.
      if (batch.lookUps === 1 || !isDataException(error)) throw error;
      return find(keys.columns, keys.texts.length);
    }
  }

  #join(name: string, find: (columns: Keys['columns'], count: number) => Batch['found']): Batch {
    const open = this.#open.get(name);
    if (open && open.keys.texts.size < maxKeys) return open;
    const keys: Batch['keys'] = { texts: new Set(), columns: [] };
    // Runs after everything that arrived in this turn of the event loop has been read.
    const found = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      if (this.#open.get(name) === batch) this.#open.delete(name);
      return find(keys.columns, keys.texts.size);
    });
    const batch: Batch = { keys, found, lookUps: 0 };
    this.#open.set(name, batch);
    return batch;
  }
}

/** Whether it is a data exception, by its SQLSTATE (postgresql.org/docs/current/errcodes-appendix.html). */
function isDataException(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && code.startsWith('22');
}

function add(to: Batch['keys'], { texts, columns }: Keys): void {
  texts.forEach((text, i) => {
    if (to.texts.has(text)) return;
    to.texts.add(text);
    columns.forEach((column, c) => {
      to.columns[c] ??= [];
      to.columns[c].push(column[i]);
    });
  });
}
