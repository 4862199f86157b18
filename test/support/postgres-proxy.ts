// A proxy between the product and Postgres that drops connections at a chosen message, or delays everything, as
// networks do. Everything but the network is real.
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** What happens to the connection that sends a message: lost before it arrives, lost after it was executed, held. */
export type Loss = 'before' | 'after' | 'freeze';

export interface PostgresProxy {
  /** The connection string of the target, by way of the proxy. */
  readonly url: string;
  /** How many connections were made through it so far. */
  readonly connections: number;
  /** Drops the first connection that sends a message with this text; resolves when it has. */
  loseAt(text: RegExp, loss: Loss): Promise<void>;
  /** Forwards nothing from now on; connections are accepted and receive nothing. */
  freeze(): void;
  thaw(): void;
  /** Refuses connections, and drops those that are open. */
  close(): Promise<void>;
}

interface Rule {
  text: RegExp;
  loss: Loss;
  done: () => void;
}

export async function startProxy(target: string): Promise<PostgresProxy> {
  const { hostname, port } = new URL(target);
  const rules: Rule[] = [];
  const sockets = new Set<Socket>();
  let frozen = false;
  let connections = 0;

  const server = createServer((client) => {
    connections++;
    const upstream = connect(Number(port || 5432), hostname);
    const lose = () => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', lose).on('close', () => {
        sockets.delete(socket);
        lose();
      });
      if (frozen) socket.pause();
    }
    const messages = splitMessages();
    client.on('data', (chunk) => {
      for (const message of messages(chunk)) {
        const index = rules.findIndex(({ text }) => text.test(message.toString('latin1')));
        const rule = index < 0 ? undefined : rules.splice(index, 1)[0]!;
        if (rule?.loss === 'before' || rule?.loss === 'freeze') {
          if (rule.loss === 'before') lose();
          else for (const socket of [client, upstream]) socket.pause();
          rule.done();
          return;
        }
        upstream.write(message);
        // The messages that belong to it follow it (Bind, Execute, Sync), and its response may follow others: once the
        // server has sent everything it has executed all, and none of that may get through.
        if (rule) {
          const end = setTimeout(() => {
            lose();
            rule.done();
          }, 50);
          upstream.removeAllListeners('data').on('data', () => end.refresh());
        }
      }
    });
    upstream.on('data', (chunk) => client.write(chunk));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = Object.assign(new URL(target), {
    hostname: '127.0.0.1',
    port: String((server.address() as AddressInfo).port),
  }).href;
  return {
    url,
    get connections() {
      return connections;
    },
    loseAt: (text, loss) => new Promise((done) => rules.push({ text, loss, done })),
    freeze() {
      frozen = true;
      for (const socket of sockets) socket.pause();
    },
    thaw() {
      frozen = false;
      for (const socket of sockets) socket.resume();
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Splits what a client sends into the protocol's messages; the first one has no type. */
function splitMessages(): (chunk: Buffer) => Buffer[] {
  let rest: Buffer = Buffer.alloc(0);
  let type = 0;
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    const whole: Buffer[] = [];
    for (;;) {
      if (rest.length < type + 4) return whole;
      const length = type + rest.readInt32BE(type);
      if (rest.length < length) return whole;
      whole.push(rest.subarray(0, length));
      rest = rest.subarray(length);
      type = 1;
    }
  };
}
