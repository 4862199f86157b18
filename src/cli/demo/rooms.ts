// A channel while it is being filled: its members with their dates, and the times that are already occupied.
import { day, hour } from './calendar.ts';
import type { ChannelSpec } from './channels.ts';
import { morningOf, type Person, people, stayOf } from './people.ts';
import type { Script } from './script.ts';

export interface Member {
  person: Person;
  /** How much they write in this channel. */
  talk: number;
  joined: number;
  /** The time after which they write nothing more. */
  until: number;
}

export interface Room {
  spec: ChannelSpec;
  members: Member[];
  opens: number;
  closes: number;
  /** The times of conversations outside threads; no two may overlap, or they would look like one. */
  taken: [number, number][];
  /** The times at which each script was played. */
  played: Map<Script, number[]>;
}

/** The channel with its members, for the year from `start` to `end`. */
export function openRoom(spec: ChannelSpec, start: number, end: number): Room {
  const opens = spec.created > 0 ? morningOf(start, spec.created) + hour : start;
  const closes = spec.archived === null ? end : morningOf(start, spec.archived) + 8 * hour;
  const talk = new Map<string, number>();
  for (const entry of spec.members.split(' ')) {
    const [who, share] = entry.split(':');
    const handles = who!.startsWith('@') ? [who!.slice(1)] : people.filter((p) => p.team === who).map((p) => p.handle);
    for (const handle of handles) talk.set(handle, Number(share));
  }
  const members = people.flatMap((person): Member[] => {
    const share = talk.get(person.handle);
    const { from, until } = stayOf(person, start);
    const joined = Math.max(opens, from);
    if (share === undefined || joined + day > closes || (until !== null && until < joined)) return [];
    return [{ person, talk: share * person.talk, joined, until: until ?? Number.POSITIVE_INFINITY }];
  });
  return { spec, members, opens, closes, taken: [], played: new Map() };
}

/** The members who may write at the time `at`. */
export const present = (room: Room, at: number): Member[] => room.members.filter((m) => m.joined <= at && at < m.until);
