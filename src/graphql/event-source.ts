// What a subscription field gives in the place of an iterator: which streams it follows, from where, and who may stay.
// The transports follow it with one execution for all who see the same (operations/broadcast.ts).
import { type GraphQLSchema, isInterfaceType, isObjectType } from 'graphql';
import type { StoredChange } from '../changes/log.ts';
import { encodePosition } from '../changes/positions.ts';
import type { EventRow } from '../lib/events.ts';
import { directivesOf } from './policy-plugin.ts';

/** What lets a viewer follow a stream, and when that ends. */
export interface Grant {
  /** The number of the stream's last change when the grant was read: changes up to it are accounted for. */
  readonly position: number;
  /** Called for every later change, in order: false ends the subscription, and that change is not delivered. */
  stillAuthorized(change: StoredChange): boolean;
  /** Reads the grant again, as it stands now; null when the viewer may no longer follow. */
  refresh(): Promise<Grant | null>;
}

export interface EventSource {
  /** The interface that its events implement, such as `ChannelEvent`. */
  readonly of: string;
  /** The stream with a cursor; null when nothing is ever replayed. */
  readonly stream: string | null;
  /** Streams of which only what is ephemeral is told. */
  readonly ephemeral?: readonly string[];
  /** The cursor to go on from; null begins now. */
  readonly after: string | null;
  /** Where the stream stood when the grant was read. */
  readonly head: { number: number; id: string } | null;
  /** Viewers with the same class see the same, as far as an operation reads no viewer. */
  readonly permission: string;
  /** Null where nothing that its streams tell can end it. */
  readonly grant: Grant | null;
  /** What is the case now, told after Started. */
  readonly initial?: () => Promise<StoredChange[]>;
}

/** An event source as graphql's types want a subscription's result. */
export function eventSource(source: EventSource): AsyncIterable<never> & EventSource {
  return {
    ...source,
    [Symbol.asyncIterator]() {
      throw new Error('Event sources are followed by the transports, not iterated.');
    },
  };
}

/** Makes the event of a change, for one interface; null when no type tells of such a change. */
export type ToEvent = (change: StoredChange) => EventRow | null;

/** For every interface of events: the type that tells of a kind of change, from the SDL's @change. */
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
