// Text that people type: one line within bounds, and prefixes that are literal to the database's own LIKE.
import fc from 'fast-check';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { oneLine, prefixPattern } from '../../src/lib/text.ts';
import { connectBeside } from '../support/open-postgres.ts';

// Any UTF-16 at all, half surrogate pairs included.
const anyText = fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes));

describe('oneLine', () => {
  it('makes one line of text, without space at its ends or twice in a row', () => {
    expect(oneLine('name', ' \tAda\n  King\r\n', 1, 40)).toBe('Ada King');
    fc.assert(
      fc.property(anyText, (text) => {
        const line = oneLine('name', text, 0, 1_000_000);
        expect(line).not.toMatch(/^\s|\s$|\s\s|[\n\r\t\u2028\u2029]/);
        expect(line.replaceAll(' ', '')).toBe(text.replace(/\s+/g, ''));
        expect(oneLine('name', line, 0, 1_000_000)).toBe(line);
      }),
    );
  });

  it('enforces its bounds, counted after trimming, and names the field', () => {
    expect(oneLine('title', ' abc ', 3, 3)).toBe('abc');
    for (const text of ['ab', 'abcd', ' a b ', '', '    ']) {
      if (text.trim().length === 3) continue;
      expect(() => oneLine('title', text, 3, 3)).toThrow('title: use 3 to 3 characters.');
    }
    expect(() => oneLine('title', '', 1, 5)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
  });
});

describe('prefixPattern', () => {
  let client: pg.Client;
  beforeAll(async () => {
    client = await connectBeside(inject('postgresUrl'));
  });
  afterAll(() => client.end());

  it('matches what begins with the text, and nothing else, however much it looks like a pattern', async () => {
    const special = fc.constantFrom('\\', '%', '_', 'a', 'b', 'ä', '*', '.', '[', '$', "'", ' ', '\n');
    const word = fc.array(special, { maxLength: 6 }).map((parts) => parts.join(''));
    const cases = fc
      .sample(fc.tuple(word, fc.oneof(word, fc.tuple(word, word))), 400)
      .map(([prefix, other]): [string, string] =>
        typeof other === 'string' ? [prefix, other] : [prefix, `${prefix}${other[1]}`],
      );
    const { rows } = await client.query<{ matches: boolean[] }>(
      `select array_agg(text like pattern order by place) as matches
       from unnest($1::text[], $2::text[]) with ordinality as c(text, pattern, place)`,
      [cases.map(([, text]) => text), cases.map(([prefix]) => prefixPattern(prefix))],
    );
    const expected = cases.map(([prefix, text]) => text.startsWith(prefix));
    expect(new Set(expected)).toEqual(new Set([true, false]));
    expect(cases.filter((_, index) => rows[0]!.matches[index] !== expected[index])).toEqual([]);
  });
});
