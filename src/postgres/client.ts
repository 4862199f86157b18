// pg's client, but that the server's rows are not taken apart as they arrive: whoever reads a row knows of what types its
// columns are. A row is there while it is handled, and no longer: its bytes are the socket's.
import type { EventEmitter } from 'node:events';
import pg from 'pg';
import type { BackendMessage } from 'pg-protocol/dist/messages.js';
import { Parser } from 'pg-protocol/dist/parser.js';

/** One row as the server sent it: the number of columns (2 bytes), then each with its length (4 bytes, -1 for null). */
export class RawRow {
  readonly name = 'dataRow';
  readonly length = -1;
  bytes: Buffer = Buffer.alloc(0);
  /** Where the row begins. */
  start = 0;

  /** Every column as text: what pg's own queries ask for. */
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

/** What of pg's parser is private to it, and of its connection not in its types. */
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
      const tell = (message: BackendMessage) =>
        connection.emit(message.name === 'error' ? 'errorMessage' : message.name, message);
      stream.on('data', (bytes: Buffer) => parser.parse(bytes, tell));
    };
  }
}
