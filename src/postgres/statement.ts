// A statement is a named constant, or a member of a finite family. Its name is the name of the prepared statement, the
// comment in the server's log, and the line in the ledger.
import { createHash } from 'node:crypto';

export interface Statement<Row> {
  readonly name: string;
  /** The name of the prepared statement. */
  readonly key: string;
  readonly text: string;
  /** False for the few that are built from free filters: they are sent without a name. */
  readonly prepared: boolean;
  /** True when `$1` is the workspace of the caller. It is filled in by `Database`, so no statement can forget it. */
  readonly scoped: boolean;
  /** Exists only in types: the type of the rows. */
  readonly row?: Row;
}

const valid = /^[a-z]+\.[A-Za-z0-9]+(\/[A-Za-z0-9_+-]+)?$/;

/** A statement in one workspace: `$1` is the workspace's id, and the caller's values begin at `$2`. */
export function statement<Row>(name: string, sql: string, prepared = true): Statement<Row> {
  return make(name, sql, prepared, true);
}

/** A statement without a workspace, such as looking up a token. The caller's values begin at `$1`. */
export function serverStatement<Row>(name: string, sql: string): Statement<Row> {
  return make(name, sql, true, false);
}

function make<Row>(name: string, sql: string, prepared: boolean, scoped: boolean): Statement<Row> {
  if (!valid.test(name)) throw new Error(`Not a statement's name: ${name}`);
  return { name, key: keyOf(name), text: `/* ${name} */ ${sql.trim()}`, prepared, scoped };
}

// PostgreSQL truncates identifiers to 63 bytes, and two names that become the same would share a plan.
function keyOf(name: string): string {
  if (name.length <= 63) return name;
  return `${name.slice(0, 46)}~${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;
}

/** Select lists of a table by the name of the column set; `''` is all columns. */
export type ColumnSets = { readonly [columnSet: string]: string };

interface ColumnSetOptions<Row> {
  /** The GraphQL type of the rows. */
  readonly type: string;
  /** Fields that need no column beyond those of every column set, which hold keys and the columns of cursors. */
  readonly fields: readonly string[];
  /** The properties of each column set, smallest first. */
  readonly columnSets: { readonly [columnSet: string]: readonly (keyof Row & string)[] };
}

/**
 * The column of each property of a row, and the column sets in which rows can be read when not all columns are needed.
 */
export class Columns<Row> {
  readonly type: string;
  readonly #sql: { readonly [Name in keyof Row & string]: string };
  readonly #options: ColumnSetOptions<Row>;

  constructor(sql: { readonly [Name in keyof Row & string]: string }, options?: ColumnSetOptions<Row>) {
    this.#sql = sql;
    this.#options = options ?? { type: '', fields: [], columnSets: {} };
    this.type = this.#options.type;
  }

  /** The select list for a table alias. With a prefix, the properties become an object of that name in the row. */
  of(alias: string, prefix = '', columnSet = ''): string {
    const names = columnSet ? this.#options.columnSets[columnSet]! : (Object.keys(this.#sql) as (keyof Row & string)[]);
    const dot = prefix && `${prefix}.`;
    return names.map((name) => `${alias}.${this.#sql[name]} as "${dot}${name}"`).join(', ');
  }

  /** The select lists of all column sets, with further columns appended. */
  columnSets(alias: string, prefix = '', more = ''): ColumnSets {
    const names = ['', ...Object.keys(this.#options.columnSets)];
    return Object.fromEntries(
      names.map((columnSet) => [columnSet, this.of(alias, prefix, columnSet) + (more && `, ${more}`)]),
    );
  }

  /** The smallest column set that has everything these fields need; `''` when only all columns do. */
  columnSetFor(selected: ReadonlySet<string>): string {
    const { fields, columnSets } = this.#options;
    const fits = (names: readonly string[]) =>
      [...selected].every((one) => names.includes(one) || fields.includes(one));
    return Object.keys(columnSets).find((columnSet) => fits(columnSets[columnSet]!)) ?? '';
  }
}
