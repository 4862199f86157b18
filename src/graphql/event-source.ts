// What a subscription field returns instead of an iterator: the streams to follow, the position to start at, and when
// access ends. The transports follow it, with one execution for all viewers who see the same (operations/broadcast.ts).
import { type GraphQLSchema, isInterfaceType, isObjectType } from 'graphql';
import type { StoredChange } from '../changes/log.ts';
import { encodePosition } from '../changes/positions.ts';
import type { EventRow } from '../lib/events.ts';
import { directivesOf } from './policy-plugin.ts';

/** Allows a viewer to follow a stream, until it ends. */
export interface Grant {
  /** The number of the stream's last change when the grant was read: it accounts for changes up to this one. */
  readonly position: number;
  /** Called with every later change, in order. False ends the subscription, and that change is not delivered. */
  stillAuthorized(change: StoredChange): boolean;
  /** Reads the grant again; null when the viewer may no longer follow. */
  refresh(): Promise<Grant | null>;
}

export interface EventSource {
  /** The interface of its events, such as `ChannelEvent`. */
  readonly of: string;
  /** The stream that cursors refer to; null when nothing is ever replayed. */
  readonly stream: string | null;
  /** Streams of which only ephemeral changes are delivered. */
  readonly ephemeral?: readonly string[];
  /** The cursor to resume after; null starts now. */
  readonly after: string | null;
  /** The stream's last change when the grant was read. */
  readonly head: { number: number; id: string } | null;
  /** Viewers with the same permission class get the same events, unless the operation reads the viewer. */
  readonly permission: string;
  /** Null when no change in its streams can end the subscription. */
  readonly grant: Grant | null;
  /** Changes that describe the current state, delivered after Started. */
  readonly initial?: () => Promise<StoredChange[]>;
}

/** An event source with the type that graphql-js expects of a subscription. */
export function eventSource(source: EventSource): AsyncIterable<never> & EventSource {
  return {
    ...source,
    [Symbol.asyncIterator]() {
      throw new Error('Event sources are followed by the transports, not iterated.');
    },
  };
}

/** Creates the event of a change; null when no type of the interface represents such a change. */
export type ToEvent = (change: StoredChange) => EventRow | null;

/** For every event interface, which type represents a kind of change, by the SDL's @change. */
export function eventTypes(schema: GraphQLSchema): ReadonlyMap<string, ToEvent> {
  const made = new Map<string, ToEvent>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isInterfaceType(type) || !type.getInterfaces().some(({ name }) => name === 'Event')) continue;
    const typeOfKind = new Map<string, string>();
    for (const object of schema.getPossibleTypes(type)) {
      const kinds = isObjectType(object) ? (directivesOf(object).change?.kinds as string[] | undefined) : undefined;
      for (const kind of kinds ?? []) typeOfKind.set(kind, object.name);
    }
    made.set(type.name, (change) => {
      const typename = typeOfKind.get(change.kind);
      return typename === undefined ? null : toRow(typename, change);
    });
  }
  return made;
}

function toRow(typename: string, { data, number, id, at, actorId }: StoredChange): EventRow {
  return {
    ...data,
    __typename: typename,
    cursor: number === null ? null : encodePosition({ number, id: id! }),
    at,
    actorId,
  };
}
