// One socket that a test controls: subscriptions whose events are kept, and awaited with a deadline.

import type { Json } from './calls.ts';
import { Socket } from './socket.ts';

export interface Subscription {
  /** The events that came, oldest first, each with the moment it `came`. */
  readonly events: Json[];
  /** The error that ended it. */
  readonly error: Json | undefined;
  /** The first event, past or to come, for which this holds; an Error when there is none in time. */
  until(holds: (event: Json) => boolean, ms?: number): Promise<Json>;
  /** The error that ends it. */
  ended(ms?: number): Promise<Json>;
}

export interface Listening {
  readonly socket: Socket;
  subscribe(query: string, variables: object): Subscription;
  /** The code it is closed with, and when. */
  closed(ms?: number): Promise<{ code: number; reason: string; at: number }>;
  readonly isClosed: boolean;
  close(): void;
}

/** Opens a socket and signs in; an Error when that takes more than 10 s. */
export async function listenTo(origin: string, token: string): Promise<Listening> {
  const subscriptions = new Map<string, { events: Json[]; error: Json | undefined }>();
  let waiting: (() => void)[] = [];
  let closing: { code: number; reason: string; at: number } | undefined;
  let ready = false;
  const news = () => {
    const called = waiting;
    waiting = [];
    for (const wake of called) wake();
  };
  const within = async <Found>(find: () => Found | undefined, ms: number, what: () => string): Promise<Found> => {
    const deadline = Date.now() + ms;
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`${what()} did not come in ${ms} ms`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  };
  const socket = new Socket(origin, token, {
    ready: () => {
      ready = true;
      news();
    },
    next: ({ data, errors }, id) => {
      const event = errors ? { errors } : (Object.values(data)[0] as Json);
      subscriptions.get(id)?.events.push({ ...event, came: Date.now() });
      news();
    },
    error: (errors, id) => {
      subscriptions.get(id)!.error = errors[0];
      news();
    },
    closed: (code, reason) => {
      closing = { code, reason, at: Date.now() };
      news();
    },
  });
  await within(
    () => (ready || closing ? true : undefined),
    10_000,
    () => 'connection_ack',
  );
  return {
    socket,
    subscribe(query, variables) {
      const id = String(subscriptions.size + 1);
      const kept: { events: Json[]; error: Json | undefined } = { events: [], error: undefined };
      subscriptions.set(id, kept);
      socket.subscribe(id, query, variables);
      return {
        events: kept.events,
        get error() {
          return kept.error;
        },
        until(holds, ms = 10_000) {
          let looked = 0;
          const find = () => {
            for (; looked < kept.events.length; looked++) if (holds(kept.events[looked])) return kept.events[looked];
            return undefined;
          };
          return within(
            find,
            ms,
            () => `the event (after ${JSON.stringify(kept.events.at(-1))}, ${JSON.stringify(kept.error)})`,
          );
        },
        ended: (ms = 10_000) =>
          within(
            () => kept.error,
            ms,
            () => 'the end of the subscription',
          ),
      };
    },
    closed: (ms = 10_000) =>
      within(
        () => closing,
        ms,
        () => 'a close frame',
      ),
    get isClosed() {
      return closing !== undefined;
    },
    close: () => socket.close(),
  };
}
