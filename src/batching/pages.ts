// Pages of lists: the keyset page of a list for every parent that is requested in one tick, and the list's number of
// rows.
import { badInput } from '../lib/errors.ts';
import { Connection, type Page } from './connection.ts';
import { type CursorPosition, decodeCursor, encodeCursor, foreignCursor, listTag } from './cursors.ts';
import type { DependencyTracker } from './dependency-tracker.ts';
import { type DependsOn, type KeyEncoder, Loader, type LoaderContext, trackFor, uuidKey } from './loaders.ts';
import { type Bounds, countStatement, type OrderColumn, type PageFamily, pageStatement } from './page-statement.ts';

/** The arguments of every connection field. */
export interface PageArgs {
  first?: number | null;
  after?: string | null;
  last?: number | null;
  before?: string | null;
}

/** A free condition in SQL; `$` adds a value and returns its placeholder. */
export type Condition = ($: (value: unknown) => string) => string;

export interface PageOptions {
  order?: string;
  descending?: boolean;
  /** The column set of the rows. A list without it reads all columns. */
  columnSet?: string;
  /** Names of the references to join, with their column sets. */
  references?: readonly string[];
  conditions?: readonly Condition[];
}

export interface PageLoaderOptions<Key, Row, Context> {
  keys?: KeyEncoder<Key>;
  extras?: (ctx: Context) => readonly unknown[];
  /** Which changes alter the list of a key in this order. Its rows are tracked by the loaders that they prime. */
  dependsOn?: (tracker: DependencyTracker, key: Key, ctx: Context, order: string) => void;
  /** Called with the rows of every batch, to prime other loaders. */
  onRows?: (ctx: Context, rows: readonly Row[]) => void;
}

const maxLimit = 100;
const defaultLimit = 25;

/** The loader of a list's pages for one set of arguments, which is the same for all parents. */
export function pageLoader<Row extends object, Key = string, Context extends LoaderContext = LoaderContext>(
  family: PageFamily<Row>,
  options: PageLoaderOptions<Key, Row, Context> = {},
): (ctx: Context, args: PageArgs, how?: PageOptions) => Loader<Key, Page<Row>> {
  const keys = options.keys ?? (uuidKey as unknown as KeyEncoder<Key>);
  const loaderOf = (ctx: Context, args: PageArgs, how: PageOptions): Loader<Key, Page<Row>> => {
    const order = how.order ?? Object.keys(family.orders)[0]!;
    const orderName = `${family.name}/${order}${how.descending ? '-' : ''}`;
    const columns = family.orders[order]!;
    const { bounds, after, before } = readBounds(args, columns);
    const tagOf = (key: Key) => listTag(orderName, keys.text(key));
    const references = [...(how.references ?? [])].sort();
    const filter = freeConditions(how.conditions);
    const name = JSON.stringify([orderName, bounds, after?.list, before?.list, how.columnSet, references, filter]);
    return ctx.loaders.get(name, () => {
      const extras = options.extras?.(ctx) ?? [];
      const { text, values } = pageStatement(
        family,
        order,
        how.descending ?? false,
        bounds,
        references,
        filter.sql,
        how.columnSet,
      );
      const cursorsOf = (key: Key) => {
        let tag: string | undefined;
        return (row: Row) => {
          tag ??= tagOf(key);
          return encodeCursor(
            tag,
            columns.map((column) => column.of(row)),
          );
        };
      };
      // All parents share the arguments, but a cursor belongs to one of them.
      const refuse = (key: Key) => {
        const tag = tagOf(key);
        if (after && after.list !== tag) return foreignCursor('after');
        return before && before.list !== tag ? foreignCursor('before') : null;
      };
      const batch = async (wanted: readonly Key[]) => {
        const given = [...keys.columns(wanted), bounds.limit + 1, ...extras, ...values, ...filter.values];
        const rows = await ctx.db.run(text, given, wanted.length);
        const groups: Row[][] = wanted.map(() => []);
        for (const row of rows) groups[row['#'] - 1]!.push(row);
        options.onRows?.(ctx, rows);
        return groups.map((group, i) => toPage(group, bounds, cursorsOf(wanted[i]!)));
      };
      const track = trackFor(ctx, family.name, pageDependencies(options, order));
      return new Loader(ctx.ledger, batch, keys.text, track, after || before ? refuse : null);
    });
  };
  return (ctx, args, how = {}) => {
    if (how.conditions?.length) return loaderOf(ctx, args, how);
    const last = ctx.loaders.recent.get(family);
    const of = [
      args.first,
      args.after,
      args.last,
      args.before,
      how.order,
      how.descending,
      how.columnSet,
      how.references,
    ];
    if (last?.of.every((value, i) => value === of[i])) return last.loader as Loader<Key, Page<Row>>;
    const loader = loaderOf(ctx, args, how);
    ctx.loaders.recent.set(family, { loader, of });
    return loader;
  };
}

/** The loader of a list's number of rows for each parent, under the same conditions as its pages. */
export function countLoader<Row extends object, Key = string, Context extends LoaderContext = LoaderContext>(
  family: PageFamily<Row>,
  options: PageLoaderOptions<Key, Row, Context> = {},
): (ctx: Context, conditions?: readonly Condition[]) => Loader<Key, number> {
  const keys = options.keys ?? (uuidKey as unknown as KeyEncoder<Key>);
  return (ctx, conditions) => {
    const filter = freeConditions(conditions);
    return ctx.loaders.get(JSON.stringify([family.name, 'count', filter]), () => {
      const statement = countStatement(family, filter.sql);
      const batch = async (wanted: readonly Key[]) => {
        const given = [...keys.columns(wanted), null, ...(options.extras?.(ctx) ?? []), ...filter.values];
        const rows = await ctx.db.run(statement, given, wanted.length);
        const counts = new Map(rows.map((row) => [row['#'], row.total]));
        return wanted.map((_, i) => counts.get(i + 1) ?? 0);
      };
      return new Loader(ctx.ledger, batch, keys.text, trackFor(ctx, family.name, pageDependencies(options, '')));
    });
  };
}

function pageDependencies<Key, Row, Context>({ dependsOn }: PageLoaderOptions<Key, Row, Context>, order: string) {
  if (!dependsOn) return undefined;
  const dependsOnPage: DependsOn<Key, unknown, Context> = (tracker, key, _, ctx) => dependsOn(tracker, key, ctx, order);
  return dependsOnPage;
}

// Placeholders are numbered later, when it is known how many values precede them.
function freeConditions(conditions: readonly Condition[] = []): { sql: string[]; values: unknown[] } {
  const values: unknown[] = [];
  return { sql: conditions.map((condition) => condition((value) => `$free${values.push(value)}$`)), values };
}

export function connection<Row, EdgeFields extends object = object>(
  page: Page<Row>,
  total: () => number | Promise<number>,
  edgeFields?: (row: Row) => EdgeFields,
): Connection<Row, EdgeFields> {
  return new Connection(page, total, edgeFields);
}

interface PageBounds {
  readonly bounds: Bounds;
  /** The cursors that the bounds come from. */
  readonly after: CursorPosition | null;
  readonly before: CursorPosition | null;
}

function readBounds<Row>(args: PageArgs, columns: readonly OrderColumn<Row>[]): PageBounds {
  const { first, last } = args;
  if (first != null && last != null) throw badInput('Give first or last, not both.');
  const limit = first ?? last ?? defaultLimit;
  const argument = last != null ? 'last' : 'first';
  if (limit < 0 || limit > maxLimit)
    throw badInput(`${argument}: must be 0 to ${maxLimit}; page with cursors for more.`);
  const types = columns.map((column) => column.type);
  const after = args.after == null ? null : decodeCursor(args.after, types, 'after');
  const before = args.before == null ? null : decodeCursor(args.before, types, 'before');
  const bounds = { limit, backwards: last != null, after: after?.values ?? null, before: before?.values ?? null };
  return { bounds, after, before };
}

function toPage<Row>(rows: Row[], bounds: Bounds, cursorOf: (row: Row) => string): Page<Row> {
  const hasMore = rows.length > bounds.limit;
  if (hasMore) rows.length = bounds.limit;
  if (bounds.backwards) rows.reverse();
  return {
    nodes: rows,
    cursorOf,
    hasNextPage: bounds.backwards ? bounds.before !== null : hasMore,
    hasPreviousPage: bounds.backwards ? hasMore : bounds.after !== null,
  };
}
