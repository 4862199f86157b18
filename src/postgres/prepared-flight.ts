// A flight: several prepared statements with a single Sync, over pg's connection. Postgres runs them in order as one
// implicit transaction, each with its own snapshot, in one round trip
// (postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-PIPELINING).
/// <reference path="./pg-prepare-value.d.ts" />
import pg from 'pg';
import utils from 'pg/lib/utils.js';
import { serialize } from 'pg-protocol';
import type { RowDescriptionMessage } from 'pg-protocol/dist/messages.js';
import type { RawRow } from './client.ts';
import { type Row, type RowBuilder, rowBuilderFor, rowBuilders } from './row-builder.ts';

const { prepareValue } = utils;

export interface FlightStep {
  /** The name of the prepared statement; empty for none. */
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

interface Connection {
  readonly parsedStatements: Record<string, string | undefined>;
  readonly stream: { readonly writable: boolean; write(bytes: Uint8Array): boolean };
}

const describe = serialize.describe({ type: 'P', name: '' });
const execute = serialize.execute();
const sync = serialize.sync();

/** Passed to `client.query`: calls back with the rows of each step. When one fails, none of them has had an effect. */
export class PreparedFlight {
  readonly #steps: readonly FlightStep[];
  readonly #rows: Row[][] = [[]];
  #make: RowBuilder | undefined;
  #connection: Connection | undefined;
  #failed: Error | undefined;
  /** pg replaces it to stop the timer that it sets for every query. */
  callback: (error: Error | null, rows?: Row[][]) => void;

  constructor(steps: readonly FlightStep[], callback: PreparedFlight['callback']) {
    this.#steps = steps;
    this.callback = callback;
  }

  submit(connection: Connection): Error | null {
    this.#connection = connection;
    const parts: Uint8Array[] = [];
    try {
      for (const { name, text, values } of this.#steps) {
        if (!name || !connection.parsedStatements[name]) {
          // A failed step may have been parsed nevertheless; closing a statement that does not exist is no error.
          if (name) parts.push(serialize.close({ type: 'S', name }));
          parts.push(serialize.parse({ name, text, types: [] }));
        }
        const bind = serialize.bind({ statement: name, values: values as unknown[], valueMapper: prepareValue });
        parts.push(bind);
        if (!rowBuilders.has(text)) parts.push(describe);
        parts.push(execute);
      }
    } catch (error) {
      return error as Error;
    }
    this.#make = rowBuilders.get(this.#steps[0]!.text);
    // Nothing is written to a lost connection; pg reports the loss.
    if (connection.stream.writable) connection.stream.write(Buffer.concat([...parts, sync]));
    return null;
  }

  handleRowDescription({ fields }: RowDescriptionMessage): void {
    this.#make = rowBuilderFor(fields);
    rowBuilders.set(this.#steps[this.#rows.length - 1]!.text, this.#make);
  }

  handleDataRow({ bytes, start }: RawRow): void {
    try {
      this.#rows.at(-1)!.push(this.#make!(bytes, start + 2));
    } catch (error) {
      this.#failed ??= error as Error;
    }
  }

  handleCommandComplete(): void {
    const { name, text } = this.#steps[this.#rows.length - 1]!;
    if (name) this.#connection!.parsedStatements[name] = text;
    this.#make = rowBuilders.get(this.#steps[this.#rows.length]?.text ?? '');
    this.#rows.push([]);
  }

  handleEmptyQuery(): void {}

  handleError(error: Error): void {
    this.callback(error);
  }

  handleReadyForQuery(): void {
    if (this.#failed) this.callback(this.#failed);
    else this.callback(null, this.#rows.slice(0, -1));
  }
}

// In pipeline mode pg accepts only its own queries, as others could keep portals open across messages. This one does
// not.
Object.setPrototypeOf(PreparedFlight.prototype, pg.Query.prototype);
