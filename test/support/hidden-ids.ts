// The question that isolation comes down to: does an id that the viewer may not know of give the same answer as one
// that does not exist? Asked of every root field that takes an id, by every road.
import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { uuid } from '../../src/lib/ids.ts';
import type { Outcome, Road } from './roads.ts';
import { argumentsOf, idType, operation, type Place, places, type RootField, rootFields } from './schema-walk.ts';
import type { Json } from './server.ts';

/** The root fields that take ids, with the places where they take them. */
export const fieldsWithIds: readonly { root: RootField; places: readonly Place[] }[] = rootFields
  .map((root) => ({ root, places: places(root.field).filter(({ type }) => String(type) === 'ID') }))
  .filter((one) => one.places.length > 0);

/** A well-formed id of nothing. */
export const missingId = (type: string): string => `${type}_${uuid()}`;

export interface Question {
  readonly road: Road;
  readonly token: string | null;
  readonly root: RootField;
  /** The place whose argument names what is hidden. */
  readonly place: Place;
  readonly hidden: string;
  /** Ids of the viewer's own for the other places, by type. */
  readonly own: Readonly<Record<string, string>>;
}

/** Asks with the hidden id and with a missing one; gives both answers. */
async function ask({ road, token, root, place, hidden, own }: Question): Promise<[Outcome, Outcome]> {
  const type = hidden.slice(0, hidden.indexOf('_'));
  const idOf = (name: string) => {
    const id = own[idType(root.name, { ...place, path: [name] })];
    return name.endsWith('s') ? [id] : id;
  };
  const name = `n-${randomBytes(4).toString('hex')}`;
  const answer = (id: string) => {
    const args: Json = argumentsOf(root.field, { [place.path.join('.')]: place.list ? [id] : id }, idOf);
    // Free in both questions, so that no name already taken answers in the place of the id.
    if (args.input?.name) args.input.name = name;
    return road.ask(token, operation(root, 0, args), args);
  };
  return [await answer(hidden), await answer(missingId(type))];
}

/** Fails unless the hidden id and a missing one get the same answer: data, messages, paths and codes, of those given. */
export async function expectHidden(question: Question, codes: readonly string[] = ['NOT_FOUND']): Promise<void> {
  const [hidden, missing] = await ask(question);
  const { root, place, road } = question;
  const where = `${root.name}(${place.path.join('.')}: ${question.hidden}) by ${road.name}`;
  expect({ where, ...hidden }).toEqual({ where, ...missing });
  // Nobody may be fooled by two requests that fail alike for another reason.
  for (const { extensions } of hidden.errors) expect(codes, where).toContain(extensions.code);
  if (root.kind === 'mutation') expect([where, hidden.errors.length]).toEqual([where, 1]);
}
