// One run of a prepared statement over pg's connection. What the statement gives is described once for the whole process:
// after that rows come without their description, are built by a function made for them, and the request is one write.
/// <reference path="./pg-prepare-value.d.ts" />
import pg from 'pg';
import utils from 'pg/lib/utils.js';
import { serialize } from 'pg-protocol';
import type { RowDescriptionMessage } from 'pg-protocol/dist/messages.js';
import { AppError } from '../lib/errors.ts';
import type { RawRow } from './client.ts';
import { type Row, type RowBuilder, rowBuilderFor, rowBuilders } from './row-builder.ts';

const { prepareValue } = utils;

/** How connections are to plan what is prepared on them. */
export const planCacheMode = 'plan_cache_mode = force_generic_plan';

/** What of pg's connection a query works with. */
interface Connection {
  readonly parsedStatements: Record<string, string | undefined>;
  readonly submittedNamedStatements: Record<string, string | undefined>;
  readonly stream: { readonly writable: boolean; write(bytes: Uint8Array): boolean };
}

/** What was read so far on behalf of one operation, by all of its statements. */
export interface Read {
  /** The size of the rows as the server sent them. */
  bytes: number;
}

// Rows of messages may have 500 KB each, and 10,000 of them may be asked for. To write 5 MB as JSON takes about 20 ms.
const maxBytes = 5_000_000;
const tooMuch = 'The operation reads too much at once: ask for fewer rows, or for shorter pages.';

const describe = serialize.describe({ type: 'P', name: '' });
const sync = serialize.sync();
const executeAndSync = Buffer.concat([serialize.execute(), sync]);

/** Runs SQL without values, before or after something else and the one sync of both. */
const also = (text: string) =>
  Buffer.concat([serialize.parse({ name: '', text, types: [] }), serialize.bind({}), serialize.execute()]);
// Free filters are planned with their values: a prefix is a range of an index only when it is known. Connections ask for one
// plan for all values. Where the statement fails, both settings are undone with it.
const planned = also('set plan_cache_mode = force_custom_plan');
const executedAndAsBefore = Buffer.concat([serialize.execute(), also(`set ${planCacheMode}`), sync]);

/** Given to `client.query`: calls back with the rows. */
export class PreparedQuery {
  readonly name: string;
  readonly text: string;
  readonly #values: readonly unknown[];
  readonly #rows: Row[] = [];
  readonly #read: Read | undefined;
  #make: RowBuilder | undefined;
  #failed: Error | undefined;
  /** pg puts another in its place to stop the clock that it sets for every query. */
  callback: (error: Error | null, rows?: Row[]) => void;

  constructor(
    name: string,
    text: string,
    values: readonly unknown[],
    callback: PreparedQuery['callback'],
    read?: Read,
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
    // An unnamed one is built from free filters: there are more of them than are worth remembering.
    this.#make = name ? rowBuilders.get(text) : undefined;
    const parts: Uint8Array[] = [bind];
    if (!this.#make) parts.push(describe);
    parts.push(name ? executeAndSync : executedAndAsBefore);
    if (!known) {
      if (name) connection.submittedNamedStatements[name] = text;
      parts.unshift(serialize.parse({ name, text, types: [] }));
    }
    if (!name) parts.unshift(planned);
    // On a connection that is lost nothing is written; pg tells of the loss.
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
      // The message's length stands before it.
      read.bytes += bytes.readInt32BE(start - 4);
      if (read.bytes > maxBytes) {
        this.#failed ??= new AppError('QUERY_TOO_COMPLEX', tooMuch);
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

// In pipeline mode pg takes its own queries only, which do not keep portals open across messages; no more does this one.
Object.setPrototypeOf(PreparedQuery.prototype, pg.Query.prototype);
