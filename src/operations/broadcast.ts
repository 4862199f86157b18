// Live delivery: one execution and one serialisation for each event and group. A group is all subscriptions of the same
// operation, variables (the cursor aside) and permission class on the same streams. When its operation reads the viewer
// it executes for each from then on. A subscription that is behind reads the log until it meets its group.
import { execute, type GraphQLError, type GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import { batchSize, type Feed } from '../changes/feed.ts';
import type { StoredChange } from '../changes/log.ts';
import { encodePosition, resumeNumber } from '../changes/positions.ts';
import { toClientError } from '../graphql/client-errors.ts';
import { type Context, createContext, createSharedContext, type Viewer } from '../graphql/context.ts';
import { type EventSource, eventTypes, type ToEvent } from '../graphql/event-source.ts';
import { AppError, forbidden } from '../lib/errors.ts';
import type { EventRow } from '../lib/events.ts';
import type { Postgres } from '../postgres/database.ts';
import { withLedger } from '../telemetry/ledger.ts';
import type { Log } from '../telemetry/log.ts';
import { type OpenSubscription, openSubscription, type SubscriptionRequest } from './subscription.ts';

/** Where the events of one subscription go. Nothing here waits for a receiver that is slow: the sink ends itself. */
export interface Sink {
  /** One result, as JSON; `cursor` is where the stream stands after it, if it has a place. */
  next(json: string, cursor: string | null): void;
  /** Nothing more comes, for these errors: JSON of their array. */
  error(json: string): void;
  /** Resolves when there is room for more; asked while the subscription reads the log. */
  room(): Promise<void>;
}

export interface BroadcasterOptions {
  schema: GraphQLSchema;
  postgres: Postgres;
  feed: Feed;
  log: Log;
  now?: () => number;
}

export class Broadcaster {
  readonly options: BroadcasterOptions;
  readonly toEvent: ReadonlyMap<string, ToEvent>;
  readonly #groups = new Map<string, Group>();
  /** How many events were executed, shared and for single viewers: what the sharing is worth. */
  readonly executions = { shared: 0, single: 0 };

  constructor(options: BroadcasterOptions) {
    this.options = options;
    this.toEvent = eventTypes(options.schema);
  }

  /** Begins a subscription; gives what ends it. Throws what the client is to be told when it cannot begin. */
  async subscribe(request: SubscriptionRequest, ctx: Context, sink: Sink, after?: string): Promise<() => void> {
    const { schema } = this.options;
    const subscription = await openSubscription(schema, request, ctx, after);
    const { source, shape } = subscription;
    const viewer = ctx.viewer!;
    const streams = [...(source.stream ? [source.stream] : []), ...(source.ephemeral ?? [])];
    const key = JSON.stringify([viewer.workspaceId, streams, source.permission, shape]);
    let group = this.#groups.get(key);
    if (!group) {
      group = new Group(this, subscription, streams, viewer.workspaceId, () => this.#groups.delete(key));
      this.#groups.set(key, group);
    }
    return group.add(viewer, source, sink);
  }

  get groups(): number {
    return this.#groups.size;
  }
}

interface Member {
  readonly viewer: Viewer;
  readonly source: EventSource;
  readonly sink: Sink;
  /** The number of the last change that was delivered or passed over. */
  position: number;
  /** False while it reads the log. */
  live: boolean;
  ended: boolean;
  /** The change that is being executed for it alone: the log is read on only after that. */
  sending: Promise<void> | null;
}

// How many events are executed ahead of the one being delivered.
const ahead = 8;
// Past this many waiting, everybody reads the log at their own pace instead.
const mostQueued = 10_000;

class Group {
  readonly #broadcaster: Broadcaster;
  readonly #subscription: OpenSubscription;
  readonly #workspaceId: string;
  readonly #members = new Set<Member>();
  readonly #queue: StoredChange[] = [];
  // Kept for a moment, so that those who come back together after a break read the log but execute once.
  readonly #results = new LRUCache<string | StoredChange, { json: Promise<string>; length: number }>({
    max: 500,
    maxSize: 4_000_000,
    sizeCalculation: ({ length }) => length + 100,
    ttl: 10_000,
  });
  readonly #expiries = new Map<string, NodeJS.Timeout>();
  readonly #unfollow: () => void;
  readonly #dispose: () => void;
  #shared = true;
  #pumping = false;
  /** The number of the last change that was given to those who are live. */
  #given = 0;
  /** How often changes may have been missed. */
  #gaps = 0;

  constructor(
    broadcaster: Broadcaster,
    subscription: OpenSubscription,
    streams: readonly string[],
    workspaceId: string,
    dispose: () => void,
  ) {
    this.#broadcaster = broadcaster;
    this.#subscription = subscription;
    this.#workspaceId = workspaceId;
    this.#dispose = dispose;
    this.#unfollow = broadcaster.options.feed.follow(streams, {
      change: (change) => this.#enqueue(change),
      gap: () => this.#lost(),
    });
  }

  async add(viewer: Viewer, source: EventSource, sink: Sink): Promise<() => void> {
    const member: Member = {
      viewer,
      source,
      sink,
      position: source.grant.position,
      live: false,
      ended: false,
      sending: null,
    };
    this.#members.add(member);
    try {
      await this.#begin(member);
    } catch (error) {
      this.#remove(member);
      throw error;
    }
    void this.#catchUp(member);
    return () => this.#remove(member);
  }

  /** Tells where the subscription begins, and what is the case now. */
  async #begin(member: Member): Promise<void> {
    const { source } = member;
    const { postgres, now = Date.now } = this.#broadcaster.options;
    const at = new Date(now()).toISOString();
    let type = 'Started';
    let cursor = source.stream === null ? null : encodePosition(source.head);
    if (source.stream !== null && source.after !== null) {
      const number = await resumeNumber(postgres.scoped(this.#workspaceId), source.stream, source.after);
      if (number === null) type = 'Resync';
      else {
        member.position = number;
        cursor = source.after;
      }
    }
    // The first event is always Started; Resync says at once that what the client holds is not to be trusted.
    const started = { __typename: 'Started', cursor, at, actorId: null };
    await this.#tell(member, [started, ...(type === 'Resync' ? [{ ...started, __typename: type }] : [])]);
    const initial = (await source.initial?.()) ?? [];
    await this.#tell(
      member,
      initial.map((change) => this.#eventOf(change)).filter((event) => event !== null),
    );
    for (const change of initial) this.#expireLater(change);
  }

  async #tell(member: Member, events: readonly EventRow[]): Promise<void> {
    for (const event of events) {
      const json = await this.#execute(event, member.viewer);
      if (!member.ended) member.sink.next(json, event.cursor);
    }
  }

  /** Reads the log until the member has what its group has delivered, and is in step with it from then on. */
  async #catchUp(member: Member): Promise<void> {
    const { source } = member;
    const { feed, log } = this.#broadcaster.options;
    if (member.sending !== null) await member.sending;
    for (let failures = 0; !member.ended; ) {
      if (source.stream === null) {
        member.live = true;
        return;
      }
      try {
        const gaps = this.#gaps;
        const changes = await feed.read(this.#workspaceId, source.stream, member.position);
        for (const change of changes) {
          if (member.ended) return;
          if (!this.#stays(member, change)) return;
          const event = this.#eventOf(change);
          if (event) {
            await member.sink.room();
            const json = (this.#shared && (await this.#result(change))) || (await this.#execute(event, member.viewer));
            if (!member.ended) member.sink.next(json, event.cursor);
          }
          member.position = change.number!;
        }
        failures = 0;
        // In step: the log has ended here, nothing has been given to the others that it did not hold yet, and nothing was
        // missed since it was read.
        if (changes.length < batchSize && member.position >= this.#given && gaps === this.#gaps) {
          member.live = true;
          return;
        }
      } catch (error) {
        if (++failures === 1) log.warn({ err: (error as Error).message }, 'a subscription cannot read the log');
        await new Promise((resolve) => setTimeout(resolve, Math.min(2_000, 100 * failures)));
      }
    }
  }

  #enqueue(change: StoredChange): void {
    this.#queue.push(change);
    if (this.#queue.length > mostQueued) {
      this.#queue.length = 1;
      this.#lost();
    }
    if (!this.#pumping) void this.#pump();
  }

  async #pump(): Promise<void> {
    this.#pumping = true;
    for (let change = this.#queue[0]; change; change = this.#queue[0]) {
      for (const next of this.#queue.slice(0, ahead)) void this.#result(next);
      await this.#deliver(change);
      this.#queue.shift();
    }
    this.#pumping = false;
  }

  async #deliver(change: StoredChange): Promise<void> {
    const event = this.#eventOf(change);
    const json = event && this.#shared ? await this.#result(change) : null;
    // From here on whoever joins must have read this change from the log.
    if (change.number !== null) this.#given = change.number;
    // Who is no longer allowed to follow leaves before anything of this change is sent.
    const due: Member[] = [];
    for (const member of this.#members) {
      if (member.live && this.#isDue(member, change) && this.#stays(member, change)) due.push(member);
    }
    if (event && (json === null || !this.#shared)) {
      for (const member of due) member.sending = this.#sendOwn(member, change, event);
      await Promise.all(due.map((member) => member.sending));
    } else {
      // One pass, while what belongs to a member is in the processor's cache.
      for (const member of due) {
        if (event && json !== null) member.sink.next(json, event.cursor);
        if (change.number !== null) member.position = change.number;
      }
    }
    this.#expireLater(change);
  }

  async #sendOwn(member: Member, change: StoredChange, event: EventRow): Promise<void> {
    const own = await this.#execute(event, member.viewer);
    if (!member.ended) member.sink.next(own, event.cursor);
    if (change.number !== null) member.position = change.number;
    member.sending = null;
  }

  // Numbers are dense: one that does not follow means that something was missed, and the log has it.
  #isDue(member: Member, { number }: StoredChange): boolean {
    if (number === null || number === member.position + 1) return true;
    if (number > member.position) {
      member.live = false;
      void this.#catchUp(member);
    }
    return false;
  }

  /** Whether the change lets the member stay; one that does not ends the subscription with the reason. */
  #stays(member: Member, change: StoredChange): boolean {
    const { grant } = member.source;
    if (change.number !== null && change.number <= grant.position) return true;
    if (change.number === null || grant.keeps(change)) return true;
    this.#remove(member);
    member.sink.error(JSON.stringify([toClientError(ended(), this.#broadcaster.options.log)]));
    return false;
  }

  /** The result of a change, executed once for the whole group; empty when it cannot be shared. */
  #result(change: StoredChange): Promise<string> {
    const key = change.id ?? change;
    const known = this.#results.get(key);
    if (known) return known.json;
    const event = this.#shared && this.#members.size > 0 ? this.#eventOf(change) : null;
    if (!event) return Promise.resolve('');
    const json = this.#execute(event, null);
    this.#results.set(key, { json, length: 0 });
    // Counted when it is there; one that is larger than all the room is not kept.
    json
      .then(({ length }) => this.#results.has(key) && this.#results.set(key, { json, length }))
      .catch(() => undefined);
    return json;
  }

  /** Executes the operation on an event: for one viewer, or with null for all. */
  async #execute(event: EventRow, viewer: Viewer | null): Promise<string> {
    const { schema, postgres, log, now } = this.#broadcaster.options;
    const { document, operationName, variables, field, ledger } = this.#subscription;
    const options = { postgres, ...(now && { now }) };
    const shared = viewer ? null : createSharedContext({ ...options, workspaceId: this.#workspaceId });
    const contextValue = shared ?? createContext({ ...options, viewer, client: { address: '' } });
    this.#broadcaster.executions[viewer ? 'single' : 'shared']++;
    const args = { schema, document, operationName, variableValues: variables, rootValue: { [field]: event } };
    const result = await execute({ ...args, contextValue });
    if (shared?.viewerRead) {
      this.#shared = false;
      return '';
    }
    // An event whose rows cannot be read now is not delivered without them: it waits for the database.
    if (result.errors?.some(isUnavailable) && this.#members.size) {
      await new Promise((resolve) => setTimeout(resolve, 250));
      return this.#execute(event, viewer);
    }
    const masked = result.errors && { errors: result.errors.map((error) => toClientError(error, log)) };
    const told = { ...result, ...masked };
    return JSON.stringify(ledger ? withLedger(told, contextValue.ledger) : told);
  }

  #eventOf(change: StoredChange): EventRow | null {
    return this.#broadcaster.toEvent.get(this.#subscription.source.of)?.(change) ?? null;
  }

  // Presence ends by itself: whoever follows it is told when it does.
  #expireLater(change: StoredChange): void {
    const { data, kind, number, stream } = change;
    if (number !== null || kind !== 'users.presence') return;
    clearTimeout(this.#expiries.get(stream));
    this.#expiries.delete(stream);
    if (data.online !== true || typeof data.expiresAt !== 'string') return;
    const { now = Date.now } = this.#broadcaster.options;
    // Renewals are not told, so whether it is over is looked up when it could be.
    const look = async () => {
      const current = (await this.#subscription.source.initial?.().catch(() => [change])) ?? [];
      const found = current.find((one) => one.stream === stream);
      if (found?.data.online === true) this.#expireLater(found);
      else if (found) this.#enqueue(found);
    };
    const wait = Math.max(1_000, Date.parse(data.expiresAt) - now() + 100);
    this.#expiries.set(stream, setTimeout(() => void look(), wait).unref());
  }

  /** Changes may be missing from the queue: everybody reads on from where they are. */
  #lost(): void {
    this.#gaps++;
    for (const member of this.#members) {
      if (!member.live) continue;
      member.live = false;
      void this.#catchUp(member);
    }
  }

  #remove(member: Member): void {
    member.ended = true;
    if (!this.#members.delete(member) || this.#members.size) return;
    this.#unfollow();
    for (const timer of this.#expiries.values()) clearTimeout(timer);
    this.#dispose();
  }
}

const isUnavailable = ({ originalError }: GraphQLError): boolean =>
  originalError instanceof AppError && originalError.code === 'UNAVAILABLE';

const ended = (): AppError => forbidden('You may no longer follow this: the subscription ends here.');
