// The load: connections that are kept alive, each sending its next request after the response to the last. Requests are
// bytes prepared beforehand and responses are counted, not parsed, so that this process is never the bottleneck. A
// response whose length differs from the compared one, or that has unexpected errors, ends the run.
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { answer } from '../fan-out/server-process.ts';

/** A request as bytes, and the length of its response's body; null where each differs, as after a write. */
export interface Shot {
  request: string;
  length: number | null;
}

export interface Counted {
  /** What went wrong, if anything did. */
  failure: string | null;
  requests: number;
  /** Milliseconds. */
  p50: number;
  p95: number;
  p99: number;
}

let shots: { request: Buffer; length: number | null }[] = [];
let next = 0;
let running = false;
let latencies: number[] = [];
let failure: string | null = null;
let ended: Promise<void> = Promise.resolve();

const endOfHead = Buffer.from('\r\n\r\n');
const errors = Buffer.from('"errors"');

/** One connection, until the run is stopped; rejects when a response is wrong. */
function openConnection(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let expected: number | null = 0;
    let sentAt = 0;
    let left = 0;
    let head: Buffer | null = null;
    const send = () => {
      if (!running) {
        socket.end();
        return resolve();
      }
      const shot = shots[next++ % shots.length]!;
      expected = shot.length;
      sentAt = performance.now();
      socket.write(shot.request);
    };
    const fail = (what: string) => {
      failure ??= what;
      running = false;
      socket.destroy();
      reject(new Error(what));
    };
    const take = (bytes: Buffer) => {
      if (left === 0) {
        const all = head ? Buffer.concat([head, bytes]) : bytes;
        const end = all.indexOf(endOfHead);
        if (end < 0) {
          head = Buffer.from(all); // the memory is the socket's
          return;
        }
        head = null;
        const text = all.toString('latin1', 0, end);
        const length = Number(/\r\ncontent-length: *(\d+)/i.exec(text)?.[1]);
        const right = expected === null ? !all.includes(errors, end) : length === expected;
        if (!text.startsWith('HTTP/1.1 200') || !right) {
          const body = all.toString('utf8', end + endOfHead.length, end + 300);
          return fail(
            `${expected ?? 'no error'} (bytes) should have come, and did ${length}: ${text.split('\r\n')[0]} ${body}`,
          );
        }
        left = end + endOfHead.length + length - all.length;
      } else left -= bytes.length;
      if (left < 0) return fail('more came than was asked for');
      if (left > 0) return;
      latencies.push(performance.now() - sentAt);
      send();
    };
    const onread = {
      buffer: Buffer.allocUnsafe(128 * 1024),
      callback: (size: number, buffer: Uint8Array) => {
        take((buffer as Buffer).subarray(0, size));
        return true;
      },
    };
    const socket = connect({ host: '127.0.0.1', port, onread, noDelay: true });
    socket.on('error', (error) => fail(error.message));
    socket.on('close', () => running && fail('the server closed a connection'));
    socket.on('connect', send);
  });
}

const quantile = (sorted: Float64Array, part: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;

answer({
  pid: () => process.pid,
  start({ port, connections, requests }: { port: number; connections: number; requests: Shot[] }) {
    shots = requests.map(({ request, length }) => ({ request: Buffer.from(request), length }));
    [next, running, failure, latencies] = [0, true, null, []];
    ended = Promise.allSettled(Array.from({ length: connections }, () => openConnection(port))).then(() => {});
  },
  /** The responses since the last call, or since the start. */
  count(): Counted {
    const sorted = Float64Array.from(latencies).sort();
    latencies = [];
    const [p50, p95, p99] = [0.5, 0.95, 0.99].map((part) => quantile(sorted, part)) as [number, number, number];
    return { failure, requests: sorted.length, p50, p95, p99 };
  },
  async stop() {
    running = false;
    const late = sleep(30_000, 'an answer did not come within 30 s', { ref: false });
    failure ??= (await Promise.race([ended, late])) ?? null;
    return failure;
  },
});
