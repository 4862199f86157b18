// A load that does not adapt to the server: requests start at their times, whether or not earlier ones were answered,
// and a client hangs up when its patience ends. Connections are kept alive and reused.
import { connect, type Socket } from 'node:net';
import { answer } from '../fan-out/server-process.ts';

export interface Offer {
  port: number;
  requests: string[];
  /** Requests a second, evenly spread. */
  perSecond: number;
  seconds: number;
  /** Milliseconds until a client gives up. */
  patience: number;
  /** Connections, opened beforehand; a request that finds none free is not sent. */
  sockets: number;
}

/** The outcomes of the requests that were to start during the measurement. */
export interface Tally {
  offered: number;
  /** Answered with 200 within the client's patience. */
  good: number;
  /** Told to retry: 503 with Retry-After. */
  refused: number;
  late: number;
  /** Anything else: another status, a connection that was lost. */
  failed: number;
  /** There was no free connection to send it on. */
  unsent: number;
  /** Milliseconds, of those that were answered well, and of those that were refused. */
  p50: number;
  p99: number;
  refusedP50: number;
  refusedP99: number;
}

const greeting = [
  'POST /graphql HTTP/1.1',
  'host: 127.0.0.1',
  'content-type: application/json',
  'content-length: 24',
  '',
  '{"query":"{__typename}"}',
].join('\r\n');
const endOfHead = Buffer.from('\r\n\r\n');
type Outcome = 'good' | 'refused' | 'failed' | 'late';

/** A connection that carries one request at a time. */
class Line {
  readonly #socket: Socket;
  readonly #free: (line: Line) => void;
  readonly #closed: () => void;
  #done: ((outcome: Outcome) => void) | null = null;
  #head: Buffer | null = null;
  #left = 0;
  #outcome: Outcome = 'failed';

  constructor(port: number, free: (line: Line) => void, closed: () => void) {
    [this.#free, this.#closed] = [free, closed];
    const onread = {
      buffer: Buffer.allocUnsafe(64 * 1024),
      callback: (size: number, buffer: Uint8Array) => {
        this.#take((buffer as Buffer).subarray(0, size));
        return true;
      },
    };
    this.#socket = connect({ host: '127.0.0.1', port, onread, noDelay: true });
    // It counts as open when a response came on it: a busy server accepts one new connection in each turn of its loop,
    // long after the kernel did.
    this.#socket.on('connect', () => this.send(greeting, () => undefined));
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => {
      this.#end('failed');
      this.#closed();
    });
  }

  send(request: string, done: (outcome: Outcome) => void): void {
    [this.#done, this.#head, this.#left] = [done, null, 0];
    this.#socket.write(request);
  }

  /** Hangs up: the request is late. */
  leave(): void {
    this.#end('late');
    this.#socket.destroy();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #end(outcome: Outcome): boolean {
    const done = this.#done;
    this.#done = null;
    done?.(outcome);
    return done !== null;
  }

  #take(bytes: Buffer): void {
    if (this.#left > 0) this.#left -= bytes.length;
    else {
      const all = this.#head ? Buffer.concat([this.#head, bytes]) : bytes;
      const end = all.indexOf(endOfHead);
      if (end < 0) {
        this.#head = Buffer.from(all); // the memory is the socket's
        return;
      }
      this.#head = null;
      const text = all.toString('latin1', 0, end);
      const length = Number(/\r\ncontent-length: *(\d+)/i.exec(text)?.[1]);
      this.#left = end + endOfHead.length + length - all.length;
      const refused = text.startsWith('HTTP/1.1 503') && /\r\nretry-after: *\d/i.test(text);
      this.#outcome = text.startsWith('HTTP/1.1 200') ? 'good' : refused ? 'refused' : 'failed';
      if (/\r\nconnection: *close/i.test(text) && this.#left <= 0) {
        this.#end(this.#outcome);
        return;
      }
    }
    if (this.#left <= 0 && this.#end(this.#outcome)) this.#free(this);
  }
}

const quantile = (times: number[], part: number) => {
  const sorted = Float64Array.from(times).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
};

/** Runs the load; returns the outcomes, without the first second. */
async function offer({ port, requests, perSecond, seconds, patience, sockets }: Offer): Promise<Tally> {
  const tally = { offered: 0, good: 0, refused: 0, late: 0, failed: 0, unsent: 0 };
  const times = { good: [] as number[], refused: [] as number[] };
  const free: Line[] = [];
  const waiting: { deadline: number; leave(): void }[] = [];
  const lines = new Set<Line>();
  let open = 0;
  let ended = false;
  const add = () =>
    new Promise<void>((resolve) => {
      const onFree = (one: Line) => {
        free.push(one);
        resolve();
      };
      const onClosed = () => {
        lines.delete(newLine);
        const at = free.indexOf(newLine);
        if (at >= 0) free.splice(at, 1);
        if (!ended) void add(); // a client that hung up reconnects
      };
      const newLine: Line = new Line(port, onFree, onClosed);
      lines.add(newLine);
    });
  while (lines.size < sockets) await Promise.all(Array.from({ length: 50 }, add));
  const begin = (counted: boolean, request: string) => {
    if (counted) tally.offered++;
    const one = free.pop();
    if (!one) {
      if (counted) tally.unsent++;
      return;
    }
    const at = performance.now();
    let done = false;
    open++;
    one.send(request, (outcome) => {
      done = true;
      open--;
      if (!counted) return;
      tally[outcome]++;
      if (outcome === 'good' || outcome === 'refused') times[outcome].push(performance.now() - at);
    });
    waiting.push({ deadline: at + patience, leave: () => done || one.leave() });
  };
  const began = performance.now();
  const total = Math.round(perSecond * seconds);
  const warm = perSecond; // the first second's
  let begun = 0;
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const now = performance.now();
      while (waiting.length && waiting[0]!.deadline <= now) waiting.shift()!.leave();
      const due = Math.min(total, Math.floor(((now - began) * perSecond) / 1000));
      for (; begun < due; begun++) begin(begun >= warm, requests[begun % requests.length]!);
      if (begun < total || open > 0) return;
      clearInterval(timer);
      resolve();
    }, 2);
  });
  ended = true;
  for (const one of lines) one.destroy();
  return {
    ...tally,
    p50: quantile(times.good, 0.5),
    p99: quantile(times.good, 0.99),
    refusedP50: quantile(times.refused, 0.5),
    refusedP99: quantile(times.refused, 0.99),
  };
}

answer({ pid: () => process.pid, offer });
