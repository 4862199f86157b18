// A group of subscriptions that get the same events, with one execution and one serialisation for each event. When its
// operation turns out to read the viewer, the group executes each event for each member from then on. A member that is
// behind reads the log until it has caught up with the group.
import type { GraphQLFormattedError } from 'graphql';
import type { LRUCache } from 'lru-cache';
import { batchSize, type Feed } from '../changes/feed.ts';
import type { StoredChange } from '../changes/log.ts';
import { encodePosition, resumeNumber } from '../changes/positions.ts';
import { toClientError } from '../graphql/client-errors.ts';
import type { Viewer } from '../graphql/context.ts';
import type { EventSource, ToEvent } from '../graphql/event-source.ts';
import { type AppError, forbidden } from '../lib/errors.ts';
import type { EventRow } from '../lib/events.ts';
import type { Postgres } from '../postgres/database.ts';
import type { TimeSlices } from '../resilience/time-slices.ts';
import type { Log } from '../telemetry/log.ts';
import { EventBudgetExhausted, type EventExecutor, viewerDependent } from './event-execution.ts';
import { PresenceExpiries } from './presence-expiries.ts';
import { type Decision, StreamAccess } from './stream-access.ts';
import type { OpenSubscription } from './subscription.ts';

/** Receives the events of one subscription. The group never waits for a slow receiver: its sink must close itself. */
export interface Sink {
  /** One result, as JSON; `cursor` is the stream's position after it, null for an event without a position. */
  next(json: string, cursor: string | null): void;
  /** Ends the subscription with these errors. */
  error(errors: readonly GraphQLFormattedError[]): void;
  /** Resolves when the receiver can take more. Awaited only while the subscription reads the log. */
  drained(): Promise<void>;
}

/** The result of an event for a whole group; an empty string when it cannot be shared. */
export interface Result {
  readonly ready: Promise<string>;
  json?: string;
}

export interface EventGroupOptions {
  /** Identifies the group. */
  key: string;
  subscription: OpenSubscription;
  streams: readonly string[];
  toEvent: ToEvent | undefined;
  executor: EventExecutor;
  results: LRUCache<string, Result>;
  /** Spreads the start of deliveries over turns of the event loop: a change may concern thousands of groups. */
  slices: TimeSlices;
  postgres: Postgres;
  feed: Feed;
  log: Log;
  now?: () => number;
  /** Called when the last member has left. */
  dispose: () => void;
}

interface Member {
  readonly viewer: Viewer;
  readonly source: EventSource;
  readonly sink: Sink;
  readonly access: StreamAccess;
  /** Called when the subscription has ended. */
  readonly leave: () => void;
  /** The number of the last change that was delivered or skipped. */
  position: number;
  /** False while the member reads the log. */
  live: boolean;
  ended: boolean;
  /** Results that are executed for this member alone, by the change's name, until they are delivered. */
  readonly ahead: Map<string, Promise<string>>;
  /** Pending while a change is executed for this member alone: the member reads the log only after that. */
  sending: Promise<void> | null;
}

// How many events are executed ahead of the one being delivered.
const maxAhead = 8;
// How many members are tried for the points of one event.
const maxPayers = 8;
// When more changes than this wait, every member reads the log at its own pace instead.
const maxQueued = 10_000;

export class EventGroup {
  readonly #options: EventGroupOptions;
  readonly #members = new Set<Member>();
  readonly #queue: StoredChange[] = [];
  readonly #expiries: PresenceExpiries;
  readonly #unfollow: () => void;
  readonly #names = new WeakMap<StoredChange, string>();
  #named = 0;
  #shared = true;
  #isPumping = false;
  /** The number of the last change that was delivered to the live members. */
  #delivered = 0;
  /** How often changes may have been missed. */
  #gaps = 0;

  constructor(options: EventGroupOptions) {
    this.#options = options;
    const { now = Date.now, subscription } = options;
    this.#expiries = new PresenceExpiries({
      now,
      source: subscription.source,
      onExpired: (change) => this.#enqueue(change),
    });
    this.#unfollow = options.feed.follow(options.streams, {
      change: (change) => this.#enqueue(change),
      gap: () => this.#handleGap(),
    });
  }

  async add(viewer: Viewer, source: EventSource, sink: Sink, leave: () => void): Promise<() => void> {
    const position = source.head?.number ?? 0;
    // Without a cursor the member reads the log from the position of its grant, and so sees every change since.
    const access = new StreamAccess(source.grant, source.after !== null);
    const member: Member = {
      ...{ viewer, source, sink, access, leave, position },
      ...{ live: false, ended: false, ahead: new Map(), sending: null },
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

  /** Sends where the subscription starts, and the current state. */
  async #begin(member: Member): Promise<void> {
    const { source } = member;
    const { postgres, now = Date.now, subscription } = this.#options;
    const at = new Date(now()).toISOString();
    let type = 'Started';
    let cursor = source.stream === null ? null : encodePosition(source.head);
    if (source.stream !== null && source.after !== null) {
      const number = await resumeNumber(postgres.scoped(subscription.workspaceId), source.stream, source.after);
      if (number === null) type = 'Resync';
      else {
        member.position = number;
        cursor = source.after;
      }
    }
    // The first event is always Started. Resync follows at once when the client's data may be stale.
    const started = { __typename: 'Started', cursor, at, actorId: null };
    await this.#send(member, [started, ...(type === 'Resync' ? [{ ...started, __typename: type }] : [])]);
    const initial = (await source.initial?.()) ?? [];
    await this.#send(
      member,
      initial.map((change) => this.#eventOf(change)).filter((event) => event !== null),
    );
    for (const change of initial) this.#expiries.expect(change);
  }

  async #send(member: Member, events: readonly EventRow[]): Promise<void> {
    for (const event of events) {
      const json = await this.#options.executor.runFree(this.#options.subscription, event, member.viewer);
      if (!member.ended) member.sink.next(json, event.cursor);
    }
  }

  /** Reads the log until the member has everything that its group has delivered; from then on it is live. */
  async #catchUp(member: Member): Promise<void> {
    const { source, access, sink } = member;
    const { feed, log, subscription } = this.#options;
    if (member.sending !== null) await member.sending;
    for (let failures = 0; !member.ended; ) {
      if (source.stream === null) {
        member.live = true;
        return;
      }
      try {
        await access.settle();
        const gaps = this.#gaps;
        const changes = await feed.read(subscription.workspaceId, source.stream, member.position);
        for (const [at, change] of changes.entries()) {
          access.arrive(change);
          const event = this.#eventOf(change);
          let json = '';
          if (event) {
            await sink.drained();
            if (member.ended) return;
            this.#executeAhead(changes.slice(at, at + maxAhead), [member]);
            json = (await this.#result(change)) || (await this.#executeFor(member, change, event));
            await access.settle();
          }
          if (member.ended || !this.#deliverTo(member, change, json, event)) return;
        }
        failures = 0;
        // The member has caught up when it has read the log to its end, the group has delivered nothing beyond that, and
        // no change was missed since the log was read.
        const inStep = changes.length < batchSize && member.position >= this.#delivered && gaps === this.#gaps;
        if (inStep && access.isSettled) {
          member.ahead.clear();
          member.live = true;
          return;
        }
      } catch (error) {
        if (error instanceof EventBudgetExhausted) return this.#end(member, error.reason);
        if (++failures === 1) log.warn({ err: (error as Error).message }, 'a subscription cannot read the log');
        await new Promise((resolve) => setTimeout(resolve, Math.min(2_000, 100 * failures)));
      }
    }
  }

  #enqueue(change: StoredChange): void {
    for (const { access } of this.#members) access.arrive(change);
    this.#queue.push(change);
    if (this.#queue.length > maxQueued) {
      this.#queue.length = 1;
      this.#handleGap();
    }
    if (this.#isPumping) return;
    this.#isPumping = true;
    this.#options.slices.run(() => void this.#pump());
  }

  async #pump(): Promise<void> {
    for (let change = this.#queue[0]; change; change = this.#queue[0]) {
      this.#executeAhead(this.#queue.slice(0, maxAhead));
      await this.#deliver(change);
      this.#queue.shift();
    }
    this.#isPumping = false;
  }

  /**
   * Begins to execute the changes that are delivered next, for these members or for all live ones. Errors are ignored here:
   * the delivery awaits the same promise.
   */
  #executeAhead(changes: readonly StoredChange[], only?: readonly Member[]): void {
    for (const change of changes) {
      if (this.#shared) {
        void this.#result(change).catch(() => {});
        continue;
      }
      const event = this.#eventOf(change);
      const members = only ?? [...this.#members].filter(({ live }) => live);
      if (event) for (const member of members) void this.#executeFor(member, change, event).catch(() => {});
    }
  }

  async #deliver(change: StoredChange): Promise<void> {
    const event = this.#eventOf(change);
    let json = '';
    let unpaid: EventBudgetExhausted | null = null;
    try {
      if (event && this.#shared) json = await this.#result(change);
    } catch (error) {
      if (error instanceof EventBudgetExhausted) unpaid = error;
      // After another error the members read the log and execute the change again.
      else return this.#handleGap();
    }
    // A member that becomes live after this point must have read this change from the log.
    if (change.number !== null) this.#delivered = change.number;
    const due = [...this.#members].filter((member) => member.live && this.#isDue(member, change));
    if (unpaid) for (const member of due) this.#end(member, unpaid.reason);
    else if (event && !json) {
      for (const member of due) member.sending = this.#sendOwn(member, change, event);
      await Promise.all(due.map((member) => member.sending));
    } else {
      // One pass, while the data of a member is in the CPU cache.
      for (const member of due) this.#deliverTo(member, change, json, event);
    }
    this.#expiries.expect(change);
  }

  async #sendOwn(member: Member, change: StoredChange, event: EventRow): Promise<void> {
    try {
      const json = await this.#executeFor(member, change, event);
      // If changes were missed meanwhile, the member reads the log, which holds this change too.
      if (!member.ended && member.live && member.access.isSettled) this.#deliverTo(member, change, json, event);
    } catch (error) {
      if (error instanceof EventBudgetExhausted) this.#end(member, error.reason);
      else this.#fallBehind(member);
    }
    member.sending = null;
  }

  // Numbers are dense: a gap means that a change was missed, and the member reads it from the log.
  #isDue(member: Member, { number }: StoredChange): boolean {
    if (number !== null && number <= member.position) return false;
    const inStep = number === null || number === member.position + 1;
    if (inStep && member.access.isSettled) return true;
    this.#fallBehind(member);
    return false;
  }

  /** Delivers a change whose rows have been read, or ends the subscription; returns false when it has ended. */
  #deliverTo(member: Member, change: StoredChange, json: string, event: EventRow | null): boolean {
    if (member.ahead.size) member.ahead.delete(change.id ?? this.#nameOf(change));
    const decision: Decision = member.access.decide(change.number);
    if (decision === 'end') {
      this.#end(member, forbidden('You no longer have access to this: the subscription ends here.'));
      return false;
    }
    if (decision === 'deliver' && event) member.sink.next(json, event.cursor);
    if (change.number !== null) member.position = change.number;
    return true;
  }

  /** The result of a change, executed once for the whole group; empty when it cannot be shared. */
  #result(change: StoredChange): Promise<string> {
    const { results, executor, subscription, key } = this.#options;
    const event = this.#shared && this.#members.size > 0 ? this.#eventOf(change) : null;
    if (!event) return Promise.resolve('');
    const name = `${change.id ?? this.#nameOf(change)} ${key}`;
    const known = results.get(name);
    if (known) return known.ready;
    const wanted = () => this.#members.size > 0;
    const ready = executor
      .run(subscription, event, null, () => this.#payers(), wanted)
      .then((json) => {
        if (json === viewerDependent) this.#shared = false;
        if (json === viewerDependent || json === '') {
          results.delete(name);
          return '';
        }
        // Set again, because its size is known now.
        if (results.peek(name) === result) results.set(name, { ready, json });
        return json;
      });
    const result: Result = { ready };
    ready.catch(() => results.delete(name));
    results.set(name, result);
    return ready;
  }

  /** A name for an ephemeral change, which has no id. */
  #nameOf(change: StoredChange): string {
    const name = this.#names.get(change) ?? `ephemeral ${++this.#named}`;
    this.#names.set(change, name);
    return name;
  }

  /** The result of a change for one member, executed once until it is delivered. */
  #executeFor(member: Member, change: StoredChange, event: EventRow): Promise<string> {
    const { executor, subscription } = this.#options;
    const { viewer } = member;
    const name = change.id ?? this.#nameOf(change);
    let result = member.ahead.get(name);
    if (!result) {
      const wanted = () => !member.ended;
      result = executor.run(subscription, event, viewer, () => [viewer], wanted) as Promise<string>;
      result.catch(() => member.ahead.delete(name));
      member.ahead.set(name, result);
    }
    return result;
  }

  /** Members who may pay for an event, beginning with the one whose turn it is. */
  #payers(): Viewer[] {
    const [next] = this.#members;
    if (!next) return [];
    this.#members.delete(next);
    const payers = [next.viewer];
    for (const { viewer } of this.#members) if (payers.push(viewer) === maxPayers) break;
    this.#members.add(next);
    return payers;
  }

  #eventOf(change: StoredChange): EventRow | null {
    return this.#options.toEvent?.(change) ?? null;
  }

  /** Changes may be missing from the queue: every member reads the log from its position. */
  #handleGap(): void {
    this.#gaps++;
    for (const member of this.#members) {
      member.access.missed();
      if (member.live) this.#fallBehind(member);
    }
  }

  #fallBehind(member: Member): void {
    member.live = false;
    void this.#catchUp(member);
  }

  #end(member: Member, reason: AppError): void {
    this.#remove(member);
    member.sink.error([toClientError(reason, this.#options.log)]);
  }

  #remove(member: Member): void {
    if (!member.ended) member.leave();
    member.ended = true;
    if (!this.#members.delete(member) || this.#members.size) return;
    this.#unfollow();
    this.#expiries.stop();
    this.#options.dispose();
  }
}
