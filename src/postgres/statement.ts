// A statement is a named constant, or a member of a finite family of them. Its name is the prepared statement's
// name, the comment that the server's log shows, and the line in the ledger.
import { createHash } from 'node:crypto';

export interface Statement<Row> {
  readonly name: string;
  /** The name that it is prepared under. */
  readonly key: string;
  readonly text: string;
  /** False for the few that are built from free filters: they are sent unnamed. */
  readonly prepared: boolean;
  /** True when `$1` is the workspace of whoever asks: it is filled in for them and cannot be forgotten. */
  readonly scoped: boolean;
  /** Of types only: what a row holds. */
  readonly row?: Row;
}

const valid = /^[a-z]+\.[A-Za-z0-9]+(\/[A-Za-z0-9_+-]+)?$/;

/** A statement within one workspace: `$1` is the workspace's id, the caller's values begin at `$2`. */
export function statement<Row>(name: string, sql: string, prepared = true): Statement<Row> {
  return make(name, sql, prepared, true);
}

/** A statement that belongs to no workspace, such as looking up a token. The caller's values begin at `$1`. */
export function serverStatement<Row>(name: string, sql: string): Statement<Row> {
  return make(name, sql, true, false);
}

function make<Row>(name: string, sql: string, prepared: boolean, scoped: boolean): Statement<Row> {
  if (!valid.test(name)) throw new Error(`Not a statement's name: ${name}`);
  return { name, key: keyOf(name), text: `/* ${name} */ ${sql.trim()}`, prepared, scoped };
}

// PostgreSQL cuts identifiers at 63 bytes, and two names cut to the same one would share a plan.
function keyOf(name: string): string {
  if (name.length <= 63) return name;
  return `${name.slice(0, 46)}~${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;
}

/** Select lists of one table, by the name of the shape; `''` is all columns. */
export type ColumnSets = { readonly [columnSet: string]: string };

interface ColumnSetOptions<Row> {
  /** The type of GraphQL that rows are shown as. */
  readonly type: string;
  /** Fields that need nothing of a row but what is in every shape: which holds the keys, and what cursors are made of. */
  readonly fields: readonly string[];
  /** The properties that rows of each shape have, the smallest first. */
  readonly columnSets: { readonly [columnSet: string]: readonly (keyof Row & string)[] };
}

/** Which column of a table each property of a row comes from, and in which shapes rows are read that need not be whole. */
export class Columns<Row> {
  readonly type: string;
  readonly #sql: { readonly [Name in keyof Row & string]: string };
  readonly #options: ColumnSetOptions<Row>;

  constructor(sql: { readonly [Name in keyof Row & string]: string }, options?: ColumnSetOptions<Row>) {
    this.#sql = sql;
    this.#options = options ?? { type: '', fields: [], columnSets: {} };
    this.type = this.#options.type;
  }

  /** The select list for a table's alias; with a prefix the properties become an object of that name in the row. */
  of(alias: string, prefix = '', columnSet = ''): string {
    const names = columnSet ? this.#options.columnSets[columnSet]! : (Object.keys(this.#sql) as (keyof Row & string)[]);
    const dot = prefix && `${prefix}.`;
    return names.map((name) => `${alias}.${this.#sql[name]} as "${dot}${name}"`).join(', ');
  }

  /** The select lists of all shapes; with what else rows have. */
  columnSets(alias: string, prefix = '', more = ''): ColumnSets {
    const names = ['', ...Object.keys(this.#options.columnSets)];
    return Object.fromEntries(
      names.map((columnSet) => [columnSet, this.of(alias, prefix, columnSet) + (more && `, ${more}`)]),
    );
  }

  /** The smallest shape whose rows have all that these fields need; `''` where only whole rows have. */
  columnSetFor(selected: ReadonlySet<string>): string {
    const { fields, columnSets } = this.#options;
    const fits = (names: readonly string[]) =>
      [...selected].every((one) => names.includes(one) || fields.includes(one));
    return Object.keys(columnSets).find((columnSet) => fits(columnSets[columnSet]!)) ?? '';
  }
}
