// Large values are serialized in parts, and the bytes are those of JSON.stringify.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toJson } from '../../src/lib/json.ts';

const list = (item: unknown) => Array.from({ length: 20 }, () => item);

describe('JSON of a value', () => {
  it.each<[string, object, boolean]>([
    ['without a long list is text', { data: { user: { id: '1', roles: ['A', 'B'] } } }, false],
    ['with a long list is bytes', { data: { nodes: list({ id: 1, body: 'plain' }) } }, true],
    ['with characters of every width', { data: { nodes: list({ body: 'a é € 😀 "\\ \n \u2028' }) } }, true],
    ['with lists in lists', { data: { a: list({ b: list({ c: list('d') }) }), e: null, f: [] } }, true],
    ['with half a surrogate pair, which JSON writes as an escape', { nodes: list('\ud800') }, true],
    ['with what JSON leaves out', { a: undefined, nodes: list(undefined), b: undefined, c: Number.NaN }, true],
    ['with an empty object beside', { a: {}, b: [], nodes: list({}) }, true],
    ['larger than the room that was kept', { nodes: list('€'.repeat(50_000)) }, true],
  ])('%s', (_, value, bytes) => {
    const json = toJson(value);
    expect(Buffer.isBuffer(json)).toBe(bytes);
    expect(String(json)).toBe(JSON.stringify(value));
  });

  it('is what JSON.stringify returns, for any value', () => {
    const value = fc.object({
      maxDepth: 5,
      values: [fc.string({ unit: 'binary' }), fc.double(), fc.boolean(), fc.constant(null), fc.constant(undefined)],
    });
    const withLists = fc
      .tuple(value, fc.array(value, { minLength: 8, maxLength: 12 }))
      .map(([a, nodes]) => ({ ...a, x: { nodes } }));
    fc.assert(
      fc.property(fc.oneof(value, withLists), (one) => {
        expect(String(toJson(one))).toBe(JSON.stringify(one));
      }),
      { numRuns: 500 },
    );
  });
});
