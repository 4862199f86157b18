// The catalogue of changes: duplicate and badly named kinds are refused, and what the SDL names must be declared.
import { expect, it } from 'vitest';
import { ChangeCatalogue, ChangeKind, Topic } from '../../src/changes/catalogue.ts';
import type { Writer } from '../../src/changes/record.ts';
import { buildContract } from '../../src/graphql/contract.ts';

const depth = new Topic('water depth');
const tideTurned = new ChangeKind<{ boatId: string }>('tides.turned', { invalidates: [depth] });
const boatSunk = new ChangeKind<{ crew: string[]; tokenId: string }>('boats.sunk', {
  revokes: ({ crew, tokenId }) => (crew.length ? null : { endsToken: tokenId }),
});
const catalogue = new ChangeCatalogue([tideTurned, boatSunk]);

it('rejects two kinds of one name, and names that are not a noun and a participle', () => {
  expect(() => new ChangeCatalogue([tideTurned, new ChangeKind('tides.turned')])).toThrow(
    'tides.turned is declared twice',
  );
  for (const name of ['tides', 'Tides.turned', 'tides.turned.again', 'tides.'])
    expect(() => new ChangeCatalogue([new ChangeKind(name)])).toThrow('name it as messages.sent is named');
});

it('returns what a change revokes: null for nothing, undefined for an unknown kind', () => {
  const sunk = (crew: string[]) => ({ kind: 'boats.sunk', data: { crew, tokenId: 't1' } });
  expect(catalogue.revocation(sunk([]))).toEqual({ endsToken: 't1' });
  expect(catalogue.revocation(sunk(['ann']))).toBe(null);
  expect(catalogue.revocation({ kind: 'tides.turned', data: {} })).toBe(null);
  expect(catalogue.revocation({ kind: 'tides.stopped', data: {} })).toBe(undefined);
});

it('returns the tags that a change invalidates, including those of other topics', () => {
  const stream = 'harbour:1';
  expect(catalogue.tags('w1', { stream, kind: 'tides.turned' })).toEqual([
    'harbour:1/tides',
    'w1*tides.turned',
    'w1*water depth',
  ]);
  expect(catalogue.tags('w1', { stream, kind: 'boats.sunk' })).toEqual(['harbour:1/boats', 'w1*boats.sunk']);
});

it('types the payload of a change', () => {
  const record: Writer['record'] = () => undefined;
  record('harbour:1', tideTurned, { boatId: 'b1' });
  // @ts-expect-error: a tide that turned has a boat
  record('harbour:1', tideTurned, {});
  // @ts-expect-error: whose id is a string
  record('harbour:1', tideTurned, { boatId: 1 });
  // @ts-expect-error: a kind is not a string
  record('harbour:1', 'tides.turned', { boatId: 'b1' });
  expect(tideTurned.of({ kind: 'tides.turned', data: { boatId: 'b1' } })?.data.boatId).toBe('b1');
  expect(tideTurned.of({ kind: 'boats.sunk', data: {} })).toBe(null);
});

it.each([
  ['type Turned @change(kinds: ["tides.turnd"]) { at: Int }', 'Turned has @change tides.turnd'],
  ['type Boat { depth: Int @invalidatedBy(topics: ["tide"]) }', 'Boat.depth has @invalidatedBy tide'],
])('names the SDL’s kinds that no feature declares: %s', (type, problem) => {
  const sdl = [
    `directive @change(kinds: [String!]!) on OBJECT
     directive @invalidatedBy(topics: [String!]!) on FIELD_DEFINITION
     type Query { version: String }`,
    type,
  ];
  const version = { feature: 'base', type: 'Query', resolvers: { version: () => '1' } };
  const features = [{ name: 'base', resolvers: [version], nodes: {} }];
  expect(() => buildContract({ sdl, features, catalogue })).toThrow(problem);
});
