// Messages of the type `next` as complete WebSocket frames: final, text, not masked (RFC 6455, 5.2). A result that goes
// to many sockets is encoded once. Each socket's frame is a copy of those bytes after its own id, sent in one write.
import { MessageType } from 'graphql-ws';

const head = '{"id":';

export class NextFrames {
  #result = '';
  #tail = Buffer.alloc(0);

  /** The frame of a result for the operation with this id; both are JSON already. */
  frame(id: string, result: string): Buffer {
    if (result !== this.#result) {
      this.#result = result;
      this.#tail = Buffer.from(`,"type":"${MessageType.Next}","payload":${result}}`);
    }
    const tail = this.#tail;
    const start = head.length + Buffer.byteLength(id);
    const length = start + tail.length;
    const offset = length < 126 ? 2 : length < 65_536 ? 4 : 10;
    const frame = Buffer.allocUnsafe(offset + length);
    frame[0] = 0x81;
    if (offset === 2) frame[1] = length;
    else if (offset === 4) {
      frame[1] = 126;
      frame.writeUInt16BE(length, 2);
    } else {
      frame[1] = 127;
      frame.writeBigUInt64BE(BigInt(length), 2);
    }
    frame.write(head + id, offset);
    tail.copy(frame, offset + start);
    return frame;
  }
}
