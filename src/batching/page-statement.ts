// The SQL of a page for each parent: `unnest` lists the parents, and LATERAL runs one index range scan for each. To-one
// references that the operation selects are joined to the page, so that a page and the rows it points to take one
// statement.
import { type ColumnSets, type Columns, type Statement, statement } from '../postgres/statement.ts';
import type { OrderType } from './cursors.ts';

export interface OrderColumn<Row> {
  readonly sql: string;
  readonly type: OrderType;
  /** The same value, read from the row. */
  readonly of: (row: Row) => unknown;
}

/** A row that a page's row points to. `join` must not change the number of rows. */
export interface Reference {
  readonly join: string;
  /** The select lists, with the reference's name as prefix. */
  readonly columns: ColumnSets;
}

/**
 * A to-one reference by key, joined as `name`. In `where`, `page` is the referencing row, with its columns under the
 * names of the properties.
 */
export function reference<Row>(name: string, columns: Columns<Row>, table: string, where: string): Reference {
  // With LIMIT the only plan is a look-up for each row. Any other would hash the whole table, or change the order.
  const join = `left join lateral (select * from ${table} where ${where} limit 1) ${name} on true`;
  return { columns: columns.columnSets(name, name), join };
}

/**
 * A list that belongs to a parent. In its SQL `$1` is the workspace, and `parent.k1` and `parent.k2` are the parent's
 * key.
 */
export interface PageFamily<Row> {
  /** The statement's name; order, bounds, column set and references are appended. */
  readonly name: string;
  /** SQL types of the parent's key columns. Default: one `uuid`. */
  readonly parent?: readonly string[];
  /** The select list, or several column sets. Each has the columns of all orders. */
  readonly columns: string | ColumnSets;
  readonly from: string;
  /** A join that only the select list needs. It must not change the number of rows: the count leaves it out. */
  readonly join?: string;
  readonly where: string;
  /** Columns of each order, ascending; the last one makes it unique. */
  readonly orders: { readonly [order: string]: readonly OrderColumn<Row>[] };
  readonly references?: { readonly [name: string]: Reference };
  /**
   * Number of extra values after the limit, such as the viewer's id. With a key of one column, the first one is `$4`.
   */
  readonly extras?: number;
}

/** Which part of the list a page is. Values of cursors have been validated. */
export interface Bounds {
  readonly limit: number;
  readonly backwards: boolean;
  readonly after: unknown[] | null;
  readonly before: unknown[] | null;
}

const statements = new Map<string, Statement<never>>();

// The family is finite: order, direction, bounds, column set, and references with their column sets. Statements with
// free conditions are not cached.
/**
 * The statement of a page, and the values of its bounds. `references` are named as `selectedReferences` returns them.
 */
export function pageStatement<Row>(
  family: PageFamily<Row>,
  order: string,
  descending: boolean,
  bounds: Bounds,
  references: readonly string[],
  conditions: readonly string[],
  columnSet = '',
): { text: Statement<Row & { '#': number }>; values: unknown[] } {
  // Paging forwards in one direction is paging backwards in the other, with the bounds swapped: both share their SQL.
  const [above, below] = descending ? [bounds.before, bounds.after] : [bounds.after, bounds.before];
  const values = [...(above ?? []), ...(below ?? [])];
  const direction = descending !== bounds.backwards ? ' desc' : '';
  const parts = [
    `${order}${direction && '_desc'}`,
    above && 'above',
    below && 'below',
    typeof family.columns === 'object' && columnSet,
    ...references,
    conditions.length > 0 && 'filtered',
  ];
  const name = `${family.name}/${parts.filter(Boolean).join('+')}`;
  const known = conditions.length === 0 && statements.get(name);
  if (known) return { text: known as Statement<Row & { '#': number }>, values };

  let parameter = arity(family) + 2 + (family.extras ?? 0);
  const columns = family.orders[order]!;
  const joined = references.map((reference) => {
    const [name, referenceColumnSet = ''] = reference.split('_') as [string, string?];
    const { join, columns } = family.references![name]!;
    return { join, columns: columns[referenceColumnSet]! };
  });
  const bound = (side: unknown[] | null, operator: '>' | '<') => {
    if (!side) return '';
    const placeholders = columns.map((column) => `$${++parameter}::${column.type}`);
    return ` and (${columns.map((column) => column.sql).join(', ')}) ${operator} (${placeholders.join(', ')})`;
  };
  const range = bound(above, '>') + bound(below, '<');
  const sql = `
select ${['parent.ord::int as "#"', 'page.*', ...joined.map((reference) => reference.columns)].join(', ')}
from ${parents(family)}
cross join lateral (
  select ${typeof family.columns === 'string' ? family.columns : family.columns[columnSet]}
  from ${family.from} ${family.join ?? ''}
  where ${family.where}${range}${free(conditions, parameter)}
  order by ${columns.map((column) => `${column.sql}${direction}`).join(', ')}
  limit $${arity(family) + 2}
) page ${joined.map((reference) => reference.join).join(' ')}`;
  const made = statement<Row & { '#': number }>(name, sql, conditions.length === 0);
  if (conditions.length === 0) statements.set(name, made as Statement<never>);
  return { text: made, values };
}

/** The statement that counts a list's rows. Its limit parameter is null. */
export function countStatement<Row>(
  family: PageFamily<Row>,
  conditions: readonly string[],
): Statement<{ '#': number; total: number }> {
  const prepared = conditions.length === 0;
  return statement(
    `${family.name}/count${prepared ? '' : '+filtered'}`,
    `
select parent.ord::int as "#", counted.total
from ${parents(family)}
cross join lateral (
  select count(*)::int as total from (
    select from ${family.from}
    where ${family.where}${free(conditions, arity(family) + 2 + (family.extras ?? 0))}
    limit $${arity(family) + 2}::bigint
  ) rows
) counted`,
    prepared,
  );
}

const arity = (family: PageFamily<never>) => family.parent?.length ?? 1;

function parents(family: PageFamily<never>): string {
  const types = family.parent ?? ['uuid'];
  const keys = types.map((type, i) => `$${i + 2}::${type}[]`);
  return `unnest(${keys.join(', ')}) with ordinality as parent(${types.map((_, i) => `k${i + 1}`).join(', ')}, ord)`;
}

// Conditions hold `$free1$` and so on in place of their parameters.
const free = (conditions: readonly string[], before: number) =>
  conditions.map((sql) => ` and ${sql.replace(/\$free(\d+)\$/g, (_, place) => `$${before + Number(place)}`)}`).join('');
