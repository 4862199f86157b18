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

/** Which column of a table each property of a row comes from. */
export class Columns<Row> {
  readonly names: readonly (keyof Row & string)[];
  readonly #sql: { readonly [Name in keyof Row & string]: string };

  constructor(sql: { readonly [Name in keyof Row & string]: string }) {
    this.#sql = sql;
    this.names = Object.keys(sql) as (keyof Row & string)[];
  }

  /** The select list for a table's alias; with a prefix they become an object of that name in the row. */
  of(alias: string, prefix = ''): string {
    const dot = prefix && `${prefix}.`;
    return this.names.map((name) => `${alias}.${this.#sql[name]} as "${dot}${name}"`).join(', ');
  }
}
