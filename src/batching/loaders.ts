// Loaders: every read goes through one. They live for one execution (or one event), batch the keys that are asked for
// in one tick into one statement, and answer each key once.
import DataLoader from 'dataloader';
import type { Database } from '../postgres/database.ts';
import type { Statement } from '../postgres/statement.ts';
import type { Ledger } from '../telemetry/ledger.ts';
import type { DependencyTracker } from './dependency-tracker.ts';

/** What a loader needs of the execution it serves. */
export interface LoaderContext {
  readonly db: Database;
  readonly ledger: Ledger;
  readonly loaders: Loaders;
  /** Where it is noted what is read; null when the answer will not be remembered. */
  readonly tracker: DependencyTracker | null;
}

/** The loaders of one execution, by name. */
export class Loaders {
  readonly #loaders = new Map<string, Loader<never, unknown>>();
  /** The loader of each list that was asked for last, with what for: siblings ask for the same. */
  readonly recent = new Map<object, { readonly loader: unknown; readonly of: readonly unknown[] }>();

  get<Key, Value>(name: string, create: () => Loader<Key, Value>): Loader<Key, Value> {
    const known = this.#loaders.get(name) as Loader<Key, Value> | undefined;
    if (known) return known;
    const made = create();
    this.#loaders.set(name, made as unknown as Loader<never, unknown>);
    return made;
  }

  /** Forgets everything read so far; a write calls this, so that its answer shows what it wrote. */
  clear(): void {
    this.#loaders.clear();
    this.recent.clear();
  }
}

/** Values that came with another statement, for a loader that has not been asked since. */
type PendingPrime<Key, Value> = (prime: (key: Key, value: Value) => void) => void;

export class Loader<Key, Value> {
  readonly #loader: DataLoader<Key, Value, string>;
  readonly #ledger: Ledger;
  readonly #track: Track<Key, Value> | null;
  readonly #refuse: Refuse<Key> | null;
  readonly #pendingPrimes: PendingPrime<Key, Value>[] = [];

  constructor(
    ledger: Ledger,
    batch: (keys: readonly Key[]) => Promise<readonly Value[]>,
    keyText: (key: Key) => string,
    track: Track<Key, Value> | null,
    refuse: Refuse<Key> | null = null,
  ) {
    this.#ledger = ledger;
    this.#track = track;
    this.#refuse = refuse;
    this.#loader = new DataLoader(
      track ? (keys) => batch(keys).then((values) => tracked(keys, values, track)) : batch,
      {
        cacheKeyFn: keyText,
      },
    );
  }

  /** The value of one key. */
  load(key: Key): Promise<Value> {
    this.#ledger.load();
    const refusal = this.#refuse?.(key);
    if (refusal) return Promise.reject(refusal);
    if (this.#pendingPrimes.length) this.#applyPendingPrimes();
    return this.#loader.load(key);
  }

  /**
   * Gives the loader values that came with another statement, for the keys that it has none of yet. Rows without a key
   * offer nothing. It costs little before the loader is asked: most of what is offered nobody asks for.
   */
  prime<Row>(
    rows: readonly Row[],
    keyOf: (row: Row) => Key | null | undefined,
    pick: (row: Row) => Value = (row) => row as unknown as Value,
  ): void {
    // What came along is shown without asking, too.
    if (this.#track) forEachKeyed(rows, keyOf, pick, this.#track);
    this.#pendingPrimes.push((prime) => forEachKeyed(rows, keyOf, pick, prime));
  }

  #applyPendingPrimes(): void {
    for (const apply of this.#pendingPrimes.splice(0)) apply((key, value) => this.#loader.prime(key, value));
  }
}

function forEachKeyed<Key, Row, Value>(
  rows: readonly Row[],
  keyOf: (row: Row) => Key | null | undefined,
  pick: (row: Row) => Value,
  to: (key: Key, value: Value) => void,
): void {
  for (const row of rows) {
    const key = keyOf(row);
    if (key != null) to(key, pick(row));
  }
}

function tracked<Key, Value>(
  keys: readonly Key[],
  values: readonly Value[],
  track: Track<Key, Value>,
): readonly Value[] {
  for (let i = 0; i < keys.length; i++) track(keys[i]!, values[i]!);
  return values;
}

/** Why a key cannot be loaded with these arguments; null when it can. */
type Refuse<Key> = (key: Key) => Error | null;

/** Notes what was read for a key. */
type Track<Key, Value> = (key: Key, value: Value) => void;

/** Which changes tell of what a loader reads for a key. */
export type DependsOn<Key, Value, Context> = (tracker: DependencyTracker, key: Key, value: Value, ctx: Context) => void;

/** How an execution notes what a loader reads; null when nobody wants to know. */
export function trackFor<Key, Value, Context extends LoaderContext>(
  ctx: Context,
  name: string,
  dependsOn: DependsOn<Key, Value, Context> | undefined,
): Track<Key, Value> | null {
  const { tracker } = ctx;
  if (!tracker) return null;
  if (dependsOn) return (key, value) => dependsOn(tracker, key, value, ctx);
  return () => {
    tracker.uncacheableReason ??= `${name} is not cacheable`;
  };
}

/** What tells the keys of a loader apart, and hands them to SQL: one array a column, unnested side by side. */
export interface KeyEncoder<Key> {
  readonly text: (key: Key) => string;
  readonly columns: (keys: readonly Key[]) => unknown[][];
}

export const uuidKey: KeyEncoder<string> = { text: (key) => key, columns: (keys) => [[...keys]] };

interface Options<Key, Row, Value, Context> {
  keys?: KeyEncoder<Key>;
  /** Which changes tell of what is read; without it answers that read by this loader are not remembered. */
  dependsOn?: DependsOn<Key, Value, Context>;
  /** Values after the keys, the same for the whole batch, such as the viewer. With them nothing is read for others too. */
  values?: (ctx: Context) => readonly unknown[];
  /** Called with the rows of every batch: to offer other loaders what came along. */
  onRows?: (ctx: Context, rows: readonly Row[]) => void;
}

/** A loader of at most one row a key: `null` where there is none. */
export function byKey<Row extends object, Key = string, Context extends LoaderContext = LoaderContext>(
  name: string,
  statement: Statement<Row>,
  keyOf: (row: Row) => string,
  options: Options<Key, Row, Row | null, Context> = {},
): (ctx: Context) => Loader<Key, Row | null> {
  const keys = options.keys ?? (uuidKey as unknown as KeyEncoder<Key>);
  return (ctx) =>
    ctx.loaders.get(name, () => {
      return new Loader<Key, Row | null>(
        ctx.ledger,
        async (wanted) => {
          const asked = { texts: wanted.map(keys.text), columns: keys.columns(wanted) };
          const found = await ctx.db.lookUp(statement, asked, keyOf, options.values?.(ctx));
          options.onRows?.(
            ctx,
            found.filter((row) => row !== null),
          );
          return found;
        },
        keys.text,
        trackFor(ctx, name, options.dependsOn),
      );
    });
}

/** A loader of all the rows that belong to a key, in the statement's order: few by nature, else it wants a page. */
export function groupedByKey<Row extends object, Key = string, Context extends LoaderContext = LoaderContext>(
  name: string,
  statement: Statement<Row>,
  keyOf: (row: Row) => string,
  options: Options<Key, Row, Row[], Context> = {},
): (ctx: Context) => Loader<Key, Row[]> {
  const keys = options.keys ?? (uuidKey as unknown as KeyEncoder<Key>);
  return (ctx) =>
    ctx.loaders.get(name, () => {
      const batch = async (wanted: readonly Key[]) => {
        const groups = new Map<string, Row[]>(wanted.map((key) => [keys.text(key), []]));
        const values = [...keys.columns(wanted), ...(options.values?.(ctx) ?? [])];
        const rows = await ctx.db.run(statement, values, wanted.length);
        options.onRows?.(ctx, rows);
        for (const row of rows) groups.get(keyOf(row))?.push(row);
        return wanted.map((key) => groups.get(keys.text(key))!);
      };
      return new Loader(ctx.ledger, batch, keys.text, trackFor(ctx, name, options.dependsOn));
    });
}
