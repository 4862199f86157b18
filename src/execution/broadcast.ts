// Live delivery. Subscriptions with the same operation, variables (except the cursor), streams and permission class form a
// group, which executes and serialises each event once (event-group.ts).
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
  /** Whether the number of distinct subscriptions of a user is limited. */
  limits: boolean;
  /** Whether errors omit suggestions of names in the schema ("Did you mean …?"). */
  hideSuggestions?: boolean;
}

/** The maximum number of distinct subscriptions of a user: each costs a separate execution for every event. */
export const subscriptionLimits = { perStream: 20, perUser: 1_000 };

export class Broadcaster {
  readonly #options: BroadcasterOptions;
  readonly #executor: EventExecutor;
  readonly #toEvent: ReturnType<typeof eventTypes>;
  readonly #slices = new TimeSlices();
  readonly #groups = new Map<string, EventGroup>();
  /** Counts the subscriptions of each user in each group, and each user's groups: in all, and for each stream. */
  readonly #memberships = new Map<string, number>();
  // Cached for a short time: when many clients reconnect together, each reads the log, but each event is executed once.
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

  /** How many executions of events were shared by a group, and how many were for a single viewer. */
  get executions(): EventExecutor['counts'] {
    return this.#executor.counts;
  }

  get groups(): number {
    return this.#groups.size;
  }

  /** Starts a subscription, and returns a function that ends it. Throws the client's error when it cannot start. */
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

  /** Counts a subscription of the user, and returns a function that uncounts it. Throws RATE_LIMITED past the limit. */
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
