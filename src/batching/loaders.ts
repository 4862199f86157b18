// Loaders: every read goes through one. They live for one execution (or one event), batch the keys that are asked for
// in one tick into one statement, and answer each key once.
import DataLoader from 'dataloader';
import type { Runner } from '../postgres/database.ts';
import type { Statement } from '../postgres/statement.ts';
import type { Ledger } from '../telemetry/ledger.ts';
import type { Reads } from './reads.ts';

/** What a loader needs of the execution it serves. */
export interface LoaderContext {
  readonly db: Runner;
  readonly ledger: Ledger;
  readonly loaders: Loaders;
  /** Where it is noted what is read; null when the answer will not be remembered. */
  readonly reads: Reads | null;
}

/** The loaders of one execution, by name. */
export class Loaders {
  readonly #loaders = new Map<string, Loader<never, unknown>>();

  get<Key, Value>(name: string, create: () => Loader<Key, Value>): Loader<Key, Value> {
    const known = this.#loaders.get(name) as Loader<Key, Value> | undefined;
    if (known) return known;
    const made = create();
    this.#loaders.set(name, made as Loader<never, unknown>);
    return made;
  }

  /** Forgets everything read so far; a write calls this, so that its answer shows what it wrote. */
  clear(): void {
    this.#loaders.clear();
  }
}

export class Loader<Key, Value> {
  readonly #loader: DataLoader<Key, Value, string>;
  readonly #ledger: Ledger;
  readonly #note: Note<Key, Value> | null;

  constructor(
    ledger: Ledger,
    batch: (keys: readonly Key[]) => Promise<readonly Value[]>,
    keyText: (key: Key) => string,
    note: Note<Key, Value> | null,
  ) {
    this.#ledger = ledger;
    this.#note = note;
    const noted = async (keys: readonly Key[]) => {
      const values = await batch(keys);
      for (let i = 0; i < keys.length; i++) note!(keys[i]!, values[i]!);
      return values;
    };
    this.#loader = new DataLoader(note ? noted : batch, { cacheKeyFn: keyText });
  }

  /** The value of one key. */
  load(key: Key): Promise<Value> {
    this.#ledger.load();
    return this.#loader.load(key);
  }

  /** Gives the loader a value that came with another statement, unless it has one. */
  prime(key: Key, value: Value): void {
    this.#note?.(key, value);
    this.#loader.prime(key, value);
  }
}

/** Notes what was read for a key. */
type Note<Key, Value> = (key: Key, value: Value) => void;

/** Which changes tell of what a loader reads for a key. */
export type Tells<Key, Value, Context> = (reads: Reads, key: Key, value: Value, ctx: Context) => void;

/** How an execution notes what a loader reads; null when nobody wants to know. */
export function noteOf<Key, Value, Context extends LoaderContext>(
  ctx: Context,
  name: string,
  tells: Tells<Key, Value, Context> | undefined,
): Note<Key, Value> | null {
  const { reads } = ctx;
  if (!reads) return null;
  if (tells) return (key, value) => tells(reads, key, value, ctx);
  return () => {
    reads.untold ??= name;
  };
}

/** What tells the keys of a loader apart, and hands them to SQL: one array a column, unnested side by side. */
export interface KeyShape<Key> {
  readonly text: (key: Key) => string;
  readonly columns: (keys: readonly Key[]) => unknown[][];
}

export const uuidKey: KeyShape<string> = { text: (key) => key, columns: (keys) => [[...keys]] };

interface Options<Key, Row, Value, Context> {
  keys?: KeyShape<Key>;
  /** Which changes tell of what is read; without it answers that read by this loader are not remembered. */
  tells?: Tells<Key, Value, Context>;
  /** Values after the keys, the same for the whole batch: such as the viewer. */
  values?: (ctx: Context) => readonly unknown[];
  /** Called with every row: to prime other loaders with what came along. */
  onRow?: (ctx: Context, row: Row) => void;
}

/** A loader of at most one row a key: `null` where there is none. */
export function byKey<Row extends object, Key = string, Context extends LoaderContext = LoaderContext>(
  name: string,
  statement: Statement<Row>,
  keyOf: (row: Row) => string,
  options: Options<Key, Row, Row | null, Context> = {},
): (ctx: Context) => Loader<Key, Row | null> {
  const keys = options.keys ?? (uuidKey as unknown as KeyShape<Key>);
  return (ctx) =>
    ctx.loaders.get(name, () => {
      const batch = async (wanted: readonly Key[]) => {
        const rows = await run(ctx, statement, keys, wanted, options);
        const found = new Map(rows.map((row) => [keyOf(row), row]));
        return wanted.map((key) => found.get(keys.text(key)) ?? null);
      };
      return new Loader(ctx.ledger, batch, keys.text, noteOf(ctx, name, options.tells));
    });
}

/** A loader of all the rows that belong to a key, in the statement's order: few by nature, else it wants a page. */
export function groupedByKey<Row extends object, Key = string, Context extends LoaderContext = LoaderContext>(
  name: string,
  statement: Statement<Row>,
  keyOf: (row: Row) => string,
  options: Options<Key, Row, Row[], Context> = {},
): (ctx: Context) => Loader<Key, Row[]> {
  const keys = options.keys ?? (uuidKey as unknown as KeyShape<Key>);
  return (ctx) =>
    ctx.loaders.get(name, () => {
      const batch = async (wanted: readonly Key[]) => {
        const groups = new Map<string, Row[]>(wanted.map((key) => [keys.text(key), []]));
        for (const row of await run(ctx, statement, keys, wanted, options)) groups.get(keyOf(row))?.push(row);
        return wanted.map((key) => groups.get(keys.text(key))!);
      };
      return new Loader(ctx.ledger, batch, keys.text, noteOf(ctx, name, options.tells));
    });
}

async function run<Row extends object, Key, Context extends LoaderContext>(
  ctx: Context,
  statement: Statement<Row>,
  keys: KeyShape<Key>,
  wanted: readonly Key[],
  { values, onRow }: Pick<Options<Key, Row, never, Context>, 'values' | 'onRow'>,
): Promise<Row[]> {
  const rows = await ctx.db.run(statement, [...keys.columns(wanted), ...(values?.(ctx) ?? [])], wanted.length);
  if (onRow) for (const row of rows) onRow(ctx, row);
  return rows;
}
