// Hints between instances: "something was committed, read the log now". Nothing relies on them. Without Redis, or if it
// hangs, the relay polls more often.
import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import type { Log } from '../telemetry/log.ts';
import { heartbeatChannel, hintChannel } from './keys.ts';

export interface Hints {
  /** Whether hints are coming through: a message has arrived recently. */
  readonly healthy: boolean;
  /** Publishes a hint to the other instances, at most once a tick. */
  publish(): void;
  stop(): void;
}

const heartbeatMs = 500;
const silenceMs = 1_500;

/** Connects in the background; `onHint` is called when another instance has published a hint. Never throws. */
export function connectHints(options: { url: string; log: Log; onHint: () => void }): Hints {
  const { url, log, onHint } = options;
  const ownChannel = heartbeatChannel(randomUUID());
  let receivedAt = 0;
  let publishing = false;
  let warned = false;

  const connect = () => {
    const redis = new Redis(url, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 1,
      commandTimeout: 500,
      connectTimeout: 2_000,
      retryStrategy: (attempt) => Math.min(100 * attempt, 2_000),
      // Done below. ioredis does not handle the rejection: if Redis died at that moment, the process would end.
      autoResubscribe: false,
    });
    redis.on('error', (error) => {
      if (!warned) log.warn({ err: error.message }, 'Redis cannot be reached: polling instead');
      warned = true;
    });
    return redis;
  };
  const publisher = connect();
  const subscriber = connect();
  const publish = (channel: string) => {
    if (publisher.status === 'ready') publisher.publish(channel, '1').catch(() => undefined);
  };
  subscriber.on('ready', () => {
    subscriber.subscribe(hintChannel, ownChannel).catch(() => subscriber.disconnect(true));
  });
  subscriber.on('message', (channel) => {
    receivedAt = Date.now();
    warned = false;
    if (channel === hintChannel) onHint();
  });
  // The instance receives its own heartbeat, which tells a Redis that hangs from one that has no messages.
  const heartbeat = setInterval(() => publish(ownChannel), heartbeatMs);
  const healthy = () => Date.now() - receivedAt < silenceMs;

  return {
    get healthy() {
      return healthy();
    },
    publish() {
      // If Redis hangs, messages would only pile up.
      if (publishing || !healthy()) return;
      publishing = true;
      setImmediate(() => {
        publishing = false;
        publish(hintChannel);
      });
    },
    stop() {
      clearInterval(heartbeat);
      publisher.disconnect();
      subscriber.disconnect();
    },
  };
}
