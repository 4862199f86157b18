// One group of subscriptions that see the same: one execution and one serialisation for each event. When its operation
// reads the viewer it executes for each member from then on. A member that is behind reads the log until it is in step.
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

/** Where the events of one subscription go. Nothing here waits for a receiver that is slow: the sink ends itself. */
export interface Sink {
  /** One result, as JSON; `cursor` is where the stream stands after it, if it has a place. */
  next(json: string, cursor: string | null): void;
  /** Nothing more comes, for these errors. */
  error(errors: readonly GraphQLFormattedError[]): void;
  /** Resolves when there is room for more; asked while the subscription reads the log. */
  drained(): Promise<void>;
}

/** The result of an event for a whole group. Empty when it cannot be shared. */
export interface Result {
  readonly ready: Promise<string>;
  json?: string;
}

export interface EventGroupOptions {
  /** Names the group among all. */
  key: string;
  subscription: OpenSubscription;
  streams: readonly string[];
  toEvent: ToEvent | undefined;
  executor: EventExecutor;
  results: LRUCache<string, Result>;
  /** Where the groups begin to deliver: a change may be for thousands of them. */
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
  /** Called when it has ended. */
  readonly leave: () => void;
  /** The number of the last change that was delivered or passed over. */
  position: number;
  /** False while it reads the log. */
  live: boolean;
  ended: boolean;
  /** What is executed for it alone, by the change's name, until it is delivered. */
  readonly ahead: Map<string, Promise<string>>;
  /** The change that is being executed for it alone: the log is read on only after that. */
  sending: Promise<void> | null;
}

// How many events are executed ahead of the one being delivered.
const ahead = 8;
// How many members are asked for the points of one event.
const maxPayers = 8;
// Past this many waiting, everybody reads the log at their own pace instead.
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
  #pumping = false;
  /** The number of the last change that was given to those who are live. */
  #given = 0;
  /** How often changes may have been missed. */
  #gaps = 0;

  constructor(options: EventGroupOptions) {
    this.#options = options;
    const { now = Date.now, subscription } = options;
    this.#expiries = new PresenceExpiries({
      now,
      source: subscription.source,
      onOver: (change) => this.#enqueue(change),
    });
    this.#unfollow = options.feed.follow(options.streams, {
      change: (change) => this.#enqueue(change),
      gap: () => this.#handleGap(),
    });
  }

  async add(viewer: Viewer, source: EventSource, sink: Sink, leave: () => void): Promise<() => void> {
    const position = source.head?.number ?? 0;
    // Without a cursor the log is read from where the grant was read, and with it all that passed since.
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

  /** Tells where the subscription begins, and what is the case now. */
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
    // The first event is always Started; Resync says at once that what the client holds is not to be trusted.
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

  /** Reads the log until the member has what its group has delivered, and is in step with it from then on. */
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
            this.#executeAhead(changes.slice(at, at + ahead), [member]);
            json = (await this.#result(change)) || (await this.#executeFor(member, change, event));
            await access.settle();
          }
          if (member.ended || !this.#deliverTo(member, change, json, event)) return;
        }
        failures = 0;
        // In step: the log has ended here, nothing has been given to the others that it did not hold yet, and nothing was
        // missed since it was read.
        const inStep = changes.length < batchSize && member.position >= this.#given && gaps === this.#gaps;
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
    if (this.#pumping) return;
    this.#pumping = true;
    this.#options.slices.run(() => void this.#pump());
  }

  async #pump(): Promise<void> {
    for (let change = this.#queue[0]; change; change = this.#queue[0]) {
      this.#executeAhead(this.#queue.slice(0, ahead));
      await this.#deliver(change);
      this.#queue.shift();
    }
    this.#pumping = false;
  }

  /** Begins to execute what is delivered next to these members, by default those who are live; who delivers it learns whether that failed. */
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
      // What cannot be executed here is tried again from the log.
      else return this.#handleGap();
    }
    // From here on whoever joins must have read this change from the log.
    if (change.number !== null) this.#given = change.number;
    const due = [...this.#members].filter((member) => member.live && this.#isDue(member, change));
    if (unpaid) for (const member of due) this.#end(member, unpaid.reason);
    else if (event && !json) {
      for (const member of due) member.sending = this.#sendOwn(member, change, event);
      await Promise.all(due.map((member) => member.sending));
    } else {
      // One pass, while what belongs to a member is in the processor's cache.
      for (const member of due) this.#deliverTo(member, change, json, event);
    }
    this.#expiries.expect(change);
  }

  async #sendOwn(member: Member, change: StoredChange, event: EventRow): Promise<void> {
    try {
      const json = await this.#executeFor(member, change, event);
      // Changes may be missing meanwhile: then it reads on from the log, which has this one too.
      if (!member.ended && member.live && member.access.isSettled) this.#deliverTo(member, change, json, event);
    } catch (error) {
      if (error instanceof EventBudgetExhausted) this.#end(member, error.reason);
      else this.#fallBehind(member);
    }
    member.sending = null;
  }

  // Numbers are dense: one that does not follow means that something was missed, and the log has it.
  #isDue(member: Member, { number }: StoredChange): boolean {
    if (number !== null && number <= member.position) return false;
    const inStep = number === null || number === member.position + 1;
    if (inStep && member.access.isSettled) return true;
    this.#fallBehind(member);
    return false;
  }

  /** Delivers a change whose rows have been read, or what ends the subscription; false when it has ended. */
  #deliverTo(member: Member, change: StoredChange, json: string, event: EventRow | null): boolean {
    if (member.ahead.size) member.ahead.delete(change.id ?? this.#nameOf(change));
    const decision: Decision = member.access.decide(change.number);
    if (decision === 'end') {
      this.#end(member, forbidden('You may no longer follow this: the subscription ends here.'));
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
        // Once more, now that its size is known.
        if (results.peek(name) === result) results.set(name, { ready, json });
        return json;
      });
    const result: Result = { ready };
    ready.catch(() => results.delete(name));
    results.set(name, result);
    return ready;
  }

  /** Names an ephemeral change, which has no id, for as long as it is delivered. */
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

  /** Some of those who asked for the group's events, the one whose turn it is to pay first. */
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

  /** Changes may be missing from the queue: everybody reads on from where they are. */
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
