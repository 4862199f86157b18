// Hints between instances: "something was committed, read the log now". Nothing depends on them; without Redis, or with
// one that hangs, the relay polls faster.
import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import type { Log } from '../telemetry/log.ts';
import { beatChannel, hintChannel } from './keys.ts';

export interface Hints {
  /** Whether hints are coming through: something was heard a moment ago. */
  readonly healthy: boolean;
  /** Tells the other instances, once a tick however often it is called. */
  publish(): void;
  stop(): void;
}

const beatMs = 500;
const silentMs = 1_500;

/** Connects; `onHint` is called when another instance tells. Never throws, never waits. */
export function connectHints(options: { url: string; log: Log; onHint: () => void }): Hints {
  const { url, log, onHint } = options;
  const ownChannel = beatChannel(randomUUID());
  let heardAt = 0;
  let publishing = false;
  let warned = false;

  const connect = () => {
    const redis = new Redis(url, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 1,
      commandTimeout: 500,
      connectTimeout: 2_000,
      retryStrategy: (attempt) => Math.min(100 * attempt, 2_000),
      // Done below. Its own way listens to no failure: a Redis that dies just then would end the process.
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
    heardAt = Date.now();
    warned = false;
    if (channel === hintChannel) onHint();
  });
  // Heard by this instance itself: what tells a Redis that hangs from one that has nothing to say.
  const beat = setInterval(() => publish(ownChannel), beatMs);
  const healthy = () => Date.now() - heardAt < silentMs;

  return {
    get healthy() {
      return healthy();
    },
    publish() {
      // Into a Redis that hangs they would only pile up.
      if (publishing || !healthy()) return;
      publishing = true;
      setImmediate(() => {
        publishing = false;
        publish(hintChannel);
      });
    },
    stop() {
      clearInterval(beat);
      publisher.disconnect();
      subscriber.disconnect();
    },
  };
}
