// pg's client, except that it does not parse rows as they arrive: the query that reads a row knows the types of its
// columns. A row is valid only while it is being handled, as its bytes belong to the socket's buffer.
import type { EventEmitter } from 'node:events';
import pg from 'pg';
import type { BackendMessage } from 'pg-protocol/dist/messages.js';
import { Parser } from 'pg-protocol/dist/parser.js';

/**
 * A row as the server sent it: the number of columns (2 bytes), then each column with its length (4 bytes, -1 for
 * null).
 */
export class RawRow {
  readonly name = 'dataRow';
  readonly length = -1;
  bytes: Buffer = Buffer.alloc(0);
  /** Offset of the row in `bytes`. */
  start = 0;

  /** Every column as text, for pg's own queries. */
  get fields(): (string | null)[] {
    const { bytes } = this;
    let at = this.start + 2;
    return Array.from({ length: bytes.readInt16BE(this.start) }, () => {
      const length = bytes.readInt32BE(at);
      at += 4;
      if (length < 0) return null;
      at += length;
      return bytes.toString('utf8', at - length, at);
    });
  }
}

const dataRow = 'D'.charCodeAt(0);

/** A private method of pg's parser, and a method of its connection that its types leave out. */
interface OpenParser {
  handlePacket(start: number, code: number, length: number, bytes: Buffer): BackendMessage;
}
interface OpenConnection extends EventEmitter {
  attachListeners(stream: NodeJS.ReadableStream): void;
}

export class Client extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    const connection: OpenConnection = this.connection as unknown as OpenConnection;
    connection.attachListeners = (stream) => {
      const parser = new Parser();
      const open = parser as unknown as OpenParser;
      const others = open.handlePacket;
      const row = new RawRow();
      open.handlePacket = (start, code, length, bytes) => {
        if (code !== dataRow) return others.call(parser, start, code, length, bytes);
        row.bytes = bytes;
        row.start = start;
        return row;
      };
      const emit = (message: BackendMessage) =>
        connection.emit(message.name === 'error' ? 'errorMessage' : message.name, message);
      stream.on('data', (bytes: Buffer) => parser.parse(bytes, emit));
    };
  }
}
