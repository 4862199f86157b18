// The connection for Redis commands. No call takes longer than its deadline, and none throws. While Redis does not
// answer, calls return null at once and the caller works without Redis.
import { Redis, ReplyError } from 'ioredis';
import type { Log } from '../telemetry/log.ts';

export interface RedisClient {
  /** False while Redis is unreachable or does not answer: calls then return null at once. */
  readonly available: boolean;
  /**
   * Runs commands, such as `getBuffer`. Null when the key is missing, Redis fails, or the deadline has passed. A call
   * that was given up may still take effect.
   */
  call<Value>(run: (redis: Redis) => Promise<Value>): Promise<Value | null>;
  stop(): void;
}

export interface RedisOptions {
  url: string;
  log: Log;
  /** Deadline of a call. */
  deadlineMs?: number;
  /**
   * How long no command is sent after a failed call. Then a PING is sent, and again after the same time until it is
   * answered.
   */
  pauseMs?: number;
}

/** Returns before the connection is open. Never throws. */
export function connectRedis({ url, log, deadlineMs = 50, pauseMs = 1_000 }: RedisOptions): RedisClient {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    // A command that was given up must not be repeated later on a new connection.
    autoResendUnfulfilledCommands: false,
    connectTimeout: 2_000,
    // Nothing else detects a connection whose peer has vanished without closing it.
    socketTimeout: 2_000,
    retryStrategy: (attempt) => Math.min(100 * attempt, 2_000),
    // After a failover the address leads to another server, which only a new connection reaches.
    reconnectOnError: ({ message }) => message.startsWith('READONLY'),
  });
  const complained = new Set<string>();
  let pauseTimer: NodeJS.Timeout | undefined;
  let warned = false;

  const warn = ({ message }: Error) => {
    if (!warned) log.warn({ err: message }, 'Redis does not answer: continuing without it');
    warned = true;
  };
  redis.on('error', warn);
  redis.on('ready', () => {
    warned = false;
  });
  const pause = () => {
    pauseTimer = setTimeout(probe, pauseMs).unref();
  };
  // Sent here and not by the next request, so that a request never waits for a Redis that hangs.
  const probe = async () => {
    try {
      await within(deadlineMs, redis.ping());
      pauseTimer = undefined;
      warned = false;
    } catch {
      if (redis.status !== 'end') pause();
    }
  };
  const failed = (error: Error) => {
    // An error reply came in time, so Redis is not considered unavailable.
    if (error instanceof ReplyError) {
      const kind = error.message.split(' ', 1)[0]!;
      if (!complained.has(kind)) log.warn({ err: error.message }, 'Redis refused a command');
      complained.add(kind);
    } else if (!pauseTimer) {
      warn(error);
      pause();
    }
  };
  const isAvailable = () => !pauseTimer && redis.status === 'ready';

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
      warned = true; // calls that end now are not worth a warning
      clearTimeout(pauseTimer);
      redis.disconnect();
    },
  };
}

function within<Value>(milliseconds: number, answer: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error(`No answer within ${milliseconds} ms.`));
    // If this process was busy, the answer may have arrived unread: it is read before setImmediate runs.
    const timer = setTimeout(() => setImmediate(late), milliseconds);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
