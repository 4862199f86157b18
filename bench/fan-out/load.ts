// The load: holds all sockets of a cell in one process, records when each event reaches each of them, and compares what
// arrived with what was published. Nothing is parsed while it is timed: a text must equal the first one that arrived.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import WebSocket from 'ws';
import { clock } from './clock.ts';
import { answer, type Published, type Target } from './server-process.ts';

interface Socket {
  ws: WebSocket;
  id: string;
  seen: number;
}

export interface Result {
  deliveries: number;
  /** Milliseconds from publish to receive. */
  p50: number;
  p95: number;
  p99: number;
  /** The same from before the message was written. */
  p99Written: number;
  /** Bytes of one event's message. */
  bytes: number;
  /** CPU of this process over the run, in microseconds. */
  cpu: number;
}

const active: Socket[] = [];
const idle: Socket[] = [];
let unexpected: string | null = null;
let closing = false;
// Of the run that is going on.
let texts: string[] = [];
let times = new Float64Array();
let left = 0;
let bytes = 0;
let done: () => void = () => {};
let cpuBefore = process.cpuUsage();

async function open(target: Target, index: number, quiet: boolean): Promise<Socket> {
  const ws = new WebSocket(target.url, 'graphql-transport-ws', { perMessageDeflate: false, skipUTF8Validation: true });
  const socket: Socket = { ws, id: randomUUID(), seen: 0 };
  const place = quiet ? -1 : index;
  const variables = { channelId: quiet ? target.quietChannelId : target.channelId };
  const payload = target.init[index % target.init.length];
  ws.once('open', () => ws.send(JSON.stringify({ type: 'connection_init', payload })));
  ws.on('close', (code, reason) => {
    if (!closing) unexpected ??= `a socket was closed with ${code} ${reason}`;
  });
  await new Promise<void>((resolve, reject) => {
    ws.once('error', reject);
    ws.once('close', (code) => reject(new Error(`a socket was closed with ${code} before it was acknowledged`)));
    setTimeout(() => reject(new Error('a socket was not acknowledged within 60 s')), 60_000).unref();
    ws.on('message', (data: Buffer) => {
      const text = data.toString('latin1');
      if (text.includes('"message":{')) return receive(socket, place, text);
      if (text.includes('"connection_ack"')) {
        ws.send(JSON.stringify({ id: socket.id, type: 'subscribe', payload: { query: target.query, variables } }));
        resolve();
      } else if (text.includes('"type":"ping"')) ws.send('{"type":"pong"}');
      else if (!text.includes('"type":"next"')) unexpected ??= `came: ${text.slice(0, 500)}`;
    });
  });
  return socket;
}

function receive(socket: Socket, place: number, text: string): void {
  const now = clock();
  const event = socket.seen++;
  if (place < 0 || event >= texts.length) {
    unexpected ??= `an event nobody waits for came: ${text.slice(0, 300)}`;
    return;
  }
  // The same for all, except for the id of each subscription.
  const shared = text.replace(socket.id, '');
  if (texts[event] === '') {
    texts[event] = shared;
    bytes = text.length;
  } else if (texts[event] !== shared) unexpected ??= `event ${event} differs: ${text} and ${texts[event]}`;
  times[event * active.length + place] = now;
  if (--left === 0) done();
}

/** Checks that every published event arrived, each in its place. */
function check(bodies: string[]): void {
  for (const [i, body] of bodies.entries()) {
    const { payload } = JSON.parse(Buffer.from(texts[i]!, 'latin1').toString());
    const { cursor, message } = payload.data.channelEvents;
    const right = message.body === body && message.author.name === 'Ada Lovelace' && message.author.id;
    if (!right || typeof cursor !== 'string' || !message.id || !(Date.parse(message.createdAt) > 0)) {
      throw new Error(`event ${i} should hold ${body}, and is ${texts[i]}`);
    }
  }
}

const quantile = (sorted: Float64Array, part: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]!;

answer({
  async connect({ target, sockets, quiet }: { target: Target; sockets: number; quiet: boolean }) {
    const all = quiet ? idle : active;
    for (let begun = 0; begun < sockets; ) {
      const some = Math.min(50, sockets - begun);
      all.push(...(await Promise.all(Array.from({ length: some }, (_, i) => open(target, begun + i, quiet)))));
      begun += some;
    }
    // A subscription has no response of its own in most servers: the warm-up shows whether all have started.
    await sleep(1_000);
    if (unexpected) throw new Error(unexpected);
  },
  expect({ events }: { events: number }) {
    texts = Array.from({ length: events }, () => '');
    times = new Float64Array(events * active.length);
    left = times.length;
    for (const socket of active) socket.seen = 0;
    cpuBefore = process.cpuUsage();
  },
  /** Resolves when everything has arrived. */
  async complete({ seconds }: { seconds: number }) {
    const late = setTimeout(() => {
      unexpected ??= `${left} of ${times.length} deliveries did not come within ${seconds} s`;
      done();
    }, seconds * 1_000);
    await new Promise<void>((resolve) => {
      done = resolve;
      if (left === 0) resolve();
    });
    clearTimeout(late);
    if (unexpected) throw new Error(unexpected);
  },
  result({ published, bodies }: { published: Published[]; bodies: string[] }): Result {
    const { user, system } = process.cpuUsage(cpuBefore);
    if (unexpected) throw new Error(unexpected);
    check(bodies);
    const since = (from: keyof Published) =>
      times.map((time, i) => time - published[Math.floor(i / active.length)]![from]).sort();
    const waits = since('published');
    return {
      deliveries: times.length,
      p50: quantile(waits, 0.5),
      p95: quantile(waits, 0.95),
      p99: quantile(waits, 0.99),
      p99Written: quantile(since('begun'), 0.99),
      bytes,
      cpu: user + system,
    };
  },
  async disconnect() {
    closing = true;
    const sockets = [...active.splice(0), ...idle.splice(0)];
    await Promise.all(
      sockets.map(async ({ ws }) => {
        if (ws.readyState === ws.CLOSED) return;
        await new Promise((resolve) => ws.once('close', resolve).terminate());
      }),
    );
    closing = false;
  },
});
