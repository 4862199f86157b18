// Loaders: every read goes through one. A loader lives for one execution (or one event), batches the keys that are
// requested in one tick into one statement, and caches each value.
import DataLoader from 'dataloader';
import type { Database } from '../postgres/database.ts';
import type { Statement } from '../postgres/statement.ts';
import type { Ledger } from '../telemetry/ledger.ts';
import type { DependencyTracker } from './dependency-tracker.ts';

/** What a loader needs of its execution. */
export interface LoaderContext {
  readonly db: Database;
  readonly ledger: Ledger;
  readonly loaders: Loaders;
  /** Tracks what is read; null when the response will not be cached. */
  readonly tracker: DependencyTracker | null;
}

/** The loaders of one execution, by name. */
export class Loaders {
  readonly #loaders = new Map<string, Loader<never, unknown>>();
  /** The last loader of each list, with its arguments: sibling fields usually ask with the same ones. */
  readonly recent = new Map<object, { readonly loader: unknown; readonly of: readonly unknown[] }>();

  get<Key, Value>(name: string, create: () => Loader<Key, Value>): Loader<Key, Value> {
    const known = this.#loaders.get(name) as Loader<Key, Value> | undefined;
    if (known) return known;
    const made = create();
    this.#loaders.set(name, made as unknown as Loader<never, unknown>);
    return made;
  }

  /** Clears all loaders. A write calls this, so that the response shows what it has written. */
  clear(): void {
    this.#loaders.clear();
    this.recent.clear();
  }
}

/** Values that came with another statement, not yet added to the loader's cache. */
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

  load(key: Key): Promise<Value> {
    this.#ledger.load();
    const refusal = this.#refuse?.(key);
    if (refusal) return Promise.reject(refusal);
    if (this.#pendingPrimes.length) this.#applyPendingPrimes();
    return this.#loader.load(key);
  }

  /**
   * Primes the loader's cache with values that came with another statement, as DataLoader's `prime` does: keys that
   * have a value keep it, and rows without a key are skipped. It is lazy, as most primed values are never loaded.
   */
  prime<Row>(
    rows: readonly Row[],
    keyOf: (row: Row) => Key | null | undefined,
    pick: (row: Row) => Value = (row) => row as unknown as Value,
  ): void {
    // Rows that came with another statement can be in the response without a load.
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

/** Tracks what was read for a key. */
type Track<Key, Value> = (key: Key, value: Value) => void;

/** Tracks which changes invalidate what a loader reads for a key. */
export type DependsOn<Key, Value, Context> = (tracker: DependencyTracker, key: Key, value: Value, ctx: Context) => void;

/** How a loader reports what it reads; null when the execution is not tracked. */
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

/** How keys are told apart, and passed to SQL: one array for each column, unnested side by side. */
export interface KeyEncoder<Key> {
  readonly text: (key: Key) => string;
  readonly columns: (keys: readonly Key[]) => unknown[][];
}

export const uuidKey: KeyEncoder<string> = { text: (key) => key, columns: (keys) => [[...keys]] };

interface Options<Key, Row, Value, Context> {
  keys?: KeyEncoder<Key>;
  /** Which changes invalidate what is read. Without it, responses that use this loader are not cacheable. */
  dependsOn?: DependsOn<Key, Value, Context>;
  /**
   * Values after the keys, the same for the whole batch, such as the viewer. Batches with values are not shared between
   * executions.
   */
  values?: (ctx: Context) => readonly unknown[];
  /** Called with the rows of every batch, to prime other loaders. */
  onRows?: (ctx: Context, rows: readonly Row[]) => void;
}

/** A loader of at most one row for each key: `null` where there is none. */
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
          const lookUpKeys = { texts: wanted.map(keys.text), columns: keys.columns(wanted) };
          const found = await ctx.db.lookUp(statement, lookUpKeys, keyOf, options.values?.(ctx));
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

/** A loader of all rows of a key, in the statement's order. There must be few by nature; otherwise use a page. */
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
