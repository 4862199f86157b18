// The question behind isolation: does an id that is hidden from the viewer give the same response as one that does not
// exist? Tried for every root field that takes an id, over every transport.
import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { uuid } from '../../src/lib/ids.ts';
import { argumentsOf, idType, operation, type Place, places, type RootField, rootFields } from './schema-walk.ts';
import type { Json } from './server.ts';
import type { Outcome, Transport } from './transports.ts';

/** The root fields that take ids, with the places where they take them. */
export const fieldsWithIds: readonly { root: RootField; places: readonly Place[] }[] = rootFields
  .map((root) => ({ root, places: places(root.field).filter(({ type }) => String(type) === 'ID') }))
  .filter((one) => one.places.length > 0);

/** A well-formed id of nothing. */
export const missingId = (type: string): string => `${type}_${uuid()}`;

export interface Question {
  readonly transport: Transport;
  readonly token: string | null;
  readonly root: RootField;
  /** The place whose argument names what is hidden. */
  readonly place: Place;
  readonly hidden: readonly string[];
  /** Ids of the viewer's own for the other places, by type. */
  readonly own: Readonly<Record<string, string>>;
  /** The codes that a refusal may carry. */
  readonly codes?: readonly string[];
}

/** Fails unless every hidden id gets the response of a missing one: data, messages, paths and codes. */
export async function expectHidden({ transport, token, root, place, hidden, own, codes = ['NOT_FOUND'] }: Question) {
  const idOf = (name: string) => {
    const id = own[idType(root.name, { ...place, path: [name] })];
    return name.endsWith('s') ? [id] : id;
  };
  const name = `n-${randomBytes(4).toString('hex')}`;
  const answer = (id: string) => {
    const args: Json = argumentsOf(root.field, { [place.path.join('.')]: place.list ? [id] : id }, idOf);
    // Unused in both requests, so that a name already taken does not hide the response to the id.
    if (args.input?.name) args.input.name = name;
    return transport.ask(token, operation(root, 0, args), args);
  };
  const ofMissing = new Map<string, Outcome>();
  for (const id of hidden) {
    const type = id.slice(0, id.indexOf('_'));
    if (!ofMissing.has(type)) ofMissing.set(type, await answer(missingId(type)));
    const [found, missing] = [await answer(id), ofMissing.get(type)!];
    const where = `${root.name}(${place.path.join('.')}: ${id}) by ${transport.name}`;
    expect({ where, ...found }).toEqual({ where, ...missing });
    // Two requests that fail alike for another reason must not pass.
    for (const { extensions } of found.errors) expect(codes, where).toContain(extensions.code);
    if (root.kind === 'mutation') expect([where, found.errors.length]).toEqual([where, 1]);
  }
}
