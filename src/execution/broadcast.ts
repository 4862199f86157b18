// Live delivery: subscriptions of the same operation, variables (the cursor aside) and permission class on the same
// streams form a group, which executes and serialises an event once (event-group.ts).
import type { GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Context, Viewer } from '../graphql/context.ts';
import { eventTypes } from '../graphql/event-source.ts';
import { AppError } from '../lib/errors.ts';
import { TimeSlices } from '../resilience/time-slices.ts';
import { type EventExecutionOptions, EventExecutor } from './event-execution.ts';
import { EventGroup, type Result, type Sink } from './event-group.ts';
import { openSubscription, type SubscriptionRequest } from './subscription.ts';

export type { Sink } from './event-group.ts';

export interface BroadcasterOptions extends EventExecutionOptions {
  schema: GraphQLSchema;
  /** Whether it is bounded how many distinct subscriptions a user may have. */
  limits: boolean;
  /** Whether errors keep to themselves which names the schema does have. */
  hideSuggestions?: boolean;
}

/** How many distinct subscriptions a user may have: each costs an execution of its own for every event. */
export const subscriptionLimits = { perStream: 20, perUser: 1_000 };

export class Broadcaster {
  readonly #options: BroadcasterOptions;
  readonly #executor: EventExecutor;
  readonly #toEvent: ReturnType<typeof eventTypes>;
  readonly #slices = new TimeSlices();
  readonly #groups = new Map<string, EventGroup>();
  /** How many groups each user is in: in all, and for each of the streams. */
  readonly #memberships = new Map<string, number>();
  // Kept for a moment, so that those who come back together after a break read the log but execute once.
  readonly #results = new LRUCache<string, Result>({
    max: 10_000,
    maxSize: 32_000_000,
    sizeCalculation: ({ json }) => 200 + (json?.length ?? 0),
    ttl: 10_000,
  });

  constructor(options: BroadcasterOptions) {
    this.#options = options;
    this.#executor = new EventExecutor(options);
    this.#toEvent = eventTypes(options.schema);
  }

  /** How many events were executed, shared and for single viewers. */
  get executions(): EventExecutor['counts'] {
    return this.#executor.counts;
  }

  get groups(): number {
    return this.#groups.size;
  }

  /** Begins a subscription; gives what ends it. Throws what the client is to be told when it cannot begin. */
  async subscribe(request: SubscriptionRequest, ctx: Context, sink: Sink): Promise<() => void> {
    const subscription = await openSubscription(this.#options, request, ctx);
    const { source, groupKey } = subscription;
    const viewer = ctx.viewer!;
    const streams = [...(source.stream ? [source.stream] : []), ...(source.ephemeral ?? [])];
    const key = JSON.stringify([viewer.workspaceId, streams, source.permission, groupKey]);
    const leave = this.#enter(viewer, source.stream ?? source.of, key);
    let group = this.#groups.get(key);
    if (!group) {
      group = new EventGroup({
        ...this.#options,
        ...{ key, subscription, streams, executor: this.#executor, results: this.#results, slices: this.#slices },
        toEvent: this.#toEvent.get(source.of),
        dispose: () => this.#groups.delete(key),
      });
      this.#groups.set(key, group);
    }
    return group.add(viewer, source, sink, leave);
  }

  /** Counts one more subscription of the user's; gives what takes it away again. RATE_LIMITED when they have too many. */
  #enter({ userId }: Viewer, stream: string, key: string): () => void {
    if (!this.#options.limits) return () => {};
    const own = JSON.stringify([userId, key]);
    const isFirst = !this.#memberships.has(own);
    const perStream = JSON.stringify([userId, stream]);
    if (isFirst) {
      this.#require(perStream, subscriptionLimits.perStream, 'to one stream');
      this.#require(userId, subscriptionLimits.perUser, 'in all');
      this.#count(perStream, 1);
      this.#count(userId, 1);
    }
    this.#count(own, 1);
    return () => {
      this.#count(own, -1);
      if (this.#memberships.has(own)) return;
      this.#count(perStream, -1);
      this.#count(userId, -1);
    };
  }

  #require(name: string, max: number, where: string): void {
    if ((this.#memberships.get(name) ?? 0) < max) return;
    const message = `A user may have at most ${max} different subscriptions ${where}: end one first, or use the same document and variables again, which counts once.`;
    throw new AppError('RATE_LIMITED', message, { limit: max, retryAfter: 10 });
  }

  #count(name: string, change: number): void {
    const count = (this.#memberships.get(name) ?? 0) + change;
    if (count) this.#memberships.set(name, count);
    else this.#memberships.delete(name);
  }
}
