// The connection for commands. No call waits longer than its deadline, none throws, and while Redis does not answer none
// waits at all: whoever calls goes on without it.
import { Redis, ReplyError } from 'ioredis';
import type { Log } from '../telemetry/log.ts';

export interface RedisClient {
  /** False while Redis is away or does not answer: calls then give null at once. */
  readonly available: boolean;
  /**
   * What the commands give, Buffers as well (`getBuffer`); null where there is nothing, and when Redis fails or misses the
   * deadline. A call that was given up may still take effect.
   */
  call<Value>(run: (redis: Redis) => Promise<Value>): Promise<Value | null>;
  stop(): void;
}

export interface RedisOptions {
  url: string;
  log: Log;
  /** How long a call may take. */
  deadlineMs?: number;
  /** How long nothing is asked after a call that failed; then one PING, and again after as long. */
  restMs?: number;
}

/** Connects; returns before it has. Never throws, never waits. */
export function connectRedis({ url, log, deadlineMs = 50, restMs = 1_000 }: RedisOptions): RedisClient {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    // What was given up must not be done later, on another connection.
    autoResendUnfulfilledCommands: false,
    connectTimeout: 2_000,
    // A connection whose other end has vanished says nothing: only this notices.
    socketTimeout: 2_000,
    retryStrategy: (attempt) => Math.min(100 * attempt, 2_000),
    // After a failover the address leads elsewhere; the old connection does not.
    reconnectOnError: ({ message }) => message.startsWith('READONLY'),
  });
  const complained = new Set<string>();
  let resting: NodeJS.Timeout | undefined;
  let warned = false;

  const warn = ({ message }: Error) => {
    if (!warned) log.warn({ err: message }, 'Redis does not answer: going on without it');
    warned = true;
  };
  redis.on('error', warn);
  redis.on('ready', () => {
    warned = false;
  });
  const rest = () => {
    resting = setTimeout(probe, restMs).unref();
  };
  // Asked here, and not by the next request: nobody waits twice for a Redis that hangs.
  const probe = async () => {
    try {
      await within(deadlineMs, redis.ping());
      resting = undefined;
      warned = false;
    } catch {
      if (redis.status !== 'end') rest();
    }
  };
  const failed = (error: Error) => {
    // An error that Redis itself tells came in time: it does not keep others waiting.
    if (error instanceof ReplyError) {
      const kind = error.message.split(' ', 1)[0]!;
      if (!complained.has(kind)) log.warn({ err: error.message }, 'Redis refused a command');
      complained.add(kind);
    } else if (!resting) {
      warn(error);
      rest();
    }
  };
  const isAvailable = () => !resting && redis.status === 'ready';

  return {
    get available() {
      return isAvailable();
    },
    async call(run) {
      if (!isAvailable()) return null;
      try {
        return await within(deadlineMs, run(redis));
      } catch (error) {
        failed(error as Error);
        return null;
      }
    },
    stop() {
      warned = true; // calls that are cut off now are no news
      clearTimeout(resting);
      redis.disconnect();
    },
  };
}

function within<Value>(milliseconds: number, answer: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error(`No answer within ${milliseconds} ms.`));
    // Where this process itself was busy the answer may lie there unread: it is read before setImmediate.
    const timer = setTimeout(() => setImmediate(late), milliseconds);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
