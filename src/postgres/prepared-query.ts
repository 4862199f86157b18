// One run of a prepared statement over pg's connection. A statement's result is described once for the whole process:
// afterwards its rows come without a description and are built by a generated function, and the request is a single
// write.
/// <reference path="./pg-prepare-value.d.ts" />
import pg from 'pg';
import utils from 'pg/lib/utils.js';
import { serialize } from 'pg-protocol';
import type { RowDescriptionMessage } from 'pg-protocol/dist/messages.js';
import { AppError } from '../lib/errors.ts';
import type { RawRow } from './client.ts';
import { type Row, type RowBuilder, rowBuilderFor, rowBuilders } from './row-builder.ts';

const { prepareValue } = utils;

/** The plan cache mode that connections are opened with. */
export const planCacheMode = 'plan_cache_mode = force_generic_plan';

/** The parts of pg's connection that a query uses. */
interface Connection {
  readonly parsedStatements: Record<string, string | undefined>;
  readonly submittedNamedStatements: Record<string, string | undefined>;
  readonly stream: { readonly writable: boolean; write(bytes: Uint8Array): boolean };
}

/** What all statements of one operation have read so far. */
export interface ReadSize {
  /** Size of the rows as the server sent them. */
  bytes: number;
}

// Messages may have 500 KB each, and 10,000 of them may be requested. Writing 5 MB as JSON takes about 20 ms.
const maxBytes = 5_000_000;
const tooLarge = 'The operation reads too much at once: ask for fewer rows, or for shorter pages.';

const describe = serialize.describe({ type: 'P', name: '' });
const sync = serialize.sync();
const executeAndSync = Buffer.concat([serialize.execute(), sync]);

/** Runs SQL without parameters before or after a statement, under the same Sync. */
const simpleStatement = (text: string) =>
  Buffer.concat([serialize.parse({ name: '', text, types: [] }), serialize.bind({}), serialize.execute()]);
// Free filters are planned with their values: a prefix is an index range only when it is known. All other statements
// use the generic plan that connections ask for. If the statement fails, both settings are rolled back with it.
const withCustomPlan = simpleStatement('set plan_cache_mode = force_custom_plan');
const executeAndRestorePlan = Buffer.concat([serialize.execute(), simpleStatement(`set ${planCacheMode}`), sync]);

/** Passed to `client.query`: calls back with the rows. */
export class PreparedQuery {
  readonly name: string;
  readonly text: string;
  readonly #values: readonly unknown[];
  readonly #rows: Row[] = [];
  readonly #read: ReadSize | undefined;
  #make: RowBuilder | undefined;
  #failed: Error | undefined;
  /** pg replaces it to stop the timer that it sets for every query. */
  callback: (error: Error | null, rows?: Row[]) => void;

  constructor(
    name: string,
    text: string,
    values: readonly unknown[],
    callback: PreparedQuery['callback'],
    read?: ReadSize,
  ) {
    this.#read = read;
    this.name = name;
    this.text = text;
    this.#values = values;
    this.callback = callback;
  }

  submit(connection: Connection): Error | null {
    const { name, text } = this;
    let bind: Buffer;
    try {
      bind = serialize.bind({ statement: name, values: this.#values as unknown[], valueMapper: prepareValue });
    } catch (error) {
      return error as Error;
    }
    const known = name && (connection.parsedStatements[name] ?? connection.submittedNamedStatements[name]);
    // Unnamed statements come from free filters: there are too many of them to cache.
    this.#make = name ? rowBuilders.get(text) : undefined;
    const parts: Uint8Array[] = [bind];
    if (!this.#make) parts.push(describe);
    parts.push(name ? executeAndSync : executeAndRestorePlan);
    if (!known) {
      if (name) connection.submittedNamedStatements[name] = text;
      parts.unshift(serialize.parse({ name, text, types: [] }));
    }
    if (!name) parts.unshift(withCustomPlan);
    // Nothing is written to a lost connection; pg reports the loss.
    if (connection.stream.writable) connection.stream.write(Buffer.concat(parts));
    return null;
  }

  handleRowDescription({ fields }: RowDescriptionMessage): void {
    this.#make = rowBuilderFor(fields);
    if (this.name) rowBuilders.set(this.text, this.#make);
  }

  handleDataRow({ bytes, start }: RawRow): void {
    const read = this.#read;
    if (read) {
      // The message's length precedes it.
      read.bytes += bytes.readInt32BE(start - 4);
      if (read.bytes > maxBytes) {
        this.#failed ??= new AppError('QUERY_TOO_COMPLEX', tooLarge);
        this.#rows.length = 0;
        return;
      }
    }
    try {
      this.#rows.push(this.#make!(bytes, start + 2));
    } catch (error) {
      this.#failed ??= error as Error;
    }
  }

  handleCommandComplete(): void {}

  handleEmptyQuery(): void {}

  handleError(error: Error): void {
    this.callback(error);
  }

  handleReadyForQuery(): void {
    if (this.#failed) this.callback(this.#failed);
    else this.callback(null, this.#rows);
  }
}

// In pipeline mode pg accepts only its own queries, as others could keep portals open across messages. This one does
// not.
Object.setPrototypeOf(PreparedQuery.prototype, pg.Query.prototype);
