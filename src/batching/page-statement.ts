// The SQL of a page per parent: `unnest` gives the parents, LATERAL one index range scan for each. To-one references that
// the operation selects are joined to the page, so that a page and what its rows point to are one statement.
import { type ColumnSets, type Columns, type Statement, statement } from '../postgres/statement.ts';
import type { OrderType } from './cursors.ts';

export interface OrderColumn<Row> {
  readonly sql: string;
  readonly type: OrderType;
  /** The same value as the row holds it. */
  readonly of: (row: Row) => unknown;
}

/** A row that a page's row points to. `join` must not change how many rows there are. */
export interface Reference {
  readonly join: string;
  /** The select lists, under the reference's name as prefix. */
  readonly columns: ColumnSets;
}

/** A to-one reference by key, to be joined as `name`. In `where`, `page` is the row that points, under its own names. */
export function reference<Row>(name: string, columns: Columns<Row>, table: string, where: string): Reference {
  // LIMIT leaves one plan, a look-up for each row: any other would read the table into a hash, or change the order.
  const join = `left join lateral (select * from ${table} where ${where} limit 1) ${name} on true`;
  return { columns: columns.columnSets(name, name), join };
}

/** A list that hangs on a parent. In its SQL `$1` is the workspace and `parent.k1`, `parent.k2` the key. */
export interface PageFamily<Row> {
  /** The statement's name; orders, bounds, shape and references are appended. */
  readonly name: string;
  /** SQL types of the parent's key. */
  readonly parent?: readonly string[];
  /** The select list, or those of several shapes. All of them have what the orders need. */
  readonly columns: string | ColumnSets;
  readonly from: string;
  /** What the columns alone need: it neither adds rows nor leaves any out, so counting does without. */
  readonly join?: string;
  readonly where: string;
  /** The total order of each name; ascending, and unique by its last column. */
  readonly orders: { readonly [order: string]: readonly OrderColumn<Row>[] };
  readonly references?: { readonly [name: string]: Reference };
  /** How many values the statement takes after the limit, `$extra(1)` being the first: the viewer, for one. */
  readonly extras?: number;
}

/** Which part of the order a page is; values of cursors are already checked. */
export interface Bounds {
  readonly limit: number;
  readonly backwards: boolean;
  readonly after: unknown[] | null;
  readonly before: unknown[] | null;
}

const statements = new Map<string, Statement<never>>();

// The family is finite: order, direction, which bounds are there, the shape, which references in which shapes. Statements
// with free conditions are not kept.
/** The statement of a page, and the values of its bounds. References are named as `selectedReferences` gives them. */
export function pageStatement<Row>(
  family: PageFamily<Row>,
  order: string,
  descending: boolean,
  bounds: Bounds,
  references: readonly string[],
  conditions: readonly string[],
  columnSet = '',
): { text: Statement<Row & { '#': number }>; values: unknown[] } {
  // The same SQL pages forwards through the one direction and backwards through the other, with the bounds changed round.
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

/** The statement that counts a list's rows; takes null in the place of the limit. */
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

// A condition holds `$free1$` and so on where its values stand.
const free = (conditions: readonly string[], before: number) =>
  conditions.map((sql) => ` and ${sql.replace(/\$free(\d+)\$/g, (_, place) => `$${before + Number(place)}`)}`).join('');
