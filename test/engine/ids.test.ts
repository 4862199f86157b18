// Identities: the layout of UUIDv7, ids that are derived from their origin, and the ids that clients see.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromGlobalId, idOf, importedUuid, toGlobalId, uuid } from '../../src/lib/ids.ts';

const layout = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const timeOf = (id: string) => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
// Any UTF-16 at all, half surrogate pairs included.
const anyText = fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes));
const moment = fc.integer({ min: 0, max: 2 ** 48 - 1 });
const origin = fc.array(
  fc.string({ unit: 'grapheme' }).filter((part) => !part.includes('\0')),
  { minLength: 1, maxLength: 4 },
);

describe('uuid', () => {
  it('is a UUIDv7 that contains its time in milliseconds', () => {
    fc.assert(
      fc.property(moment, (at) => {
        const id = uuid(at);
        expect(id).toMatch(layout);
        expect(timeOf(id)).toBe(at);
      }),
    );
    const before = Date.now();
    const now = timeOf(uuid());
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
  });

  it('sorts by time as text', () => {
    fc.assert(
      fc.property(moment, moment, (a, b) => {
        fc.pre(a !== b);
        expect(uuid(a) < uuid(b)).toBe(a < b);
      }),
    );
  });

  it('uses no more than the millisecond of a time, and nothing before 1970', () => {
    expect(timeOf(uuid(1_234.9))).toBe(1_234);
    expect(timeOf(uuid(-5))).toBe(0);
    expect(() => uuid(2 ** 48)).toThrow(RangeError);
  });

  it('is random after its time: all differ, and every random bit is sometimes set and sometimes not', () => {
    const ids = Array.from({ length: 5_000 }, () => uuid(0));
    expect(new Set(ids).size).toBe(5_000);
    const values = ids.map((id) => BigInt(`0x${id.replaceAll('-', '')}`));
    const ones = values.reduce((all, value) => all | value, 0n);
    const zeros = values.reduce((all, value) => all & value, (1n << 128n) - 1n);
    // 48 bits of time, 4 of version (7), 12 random, 2 of variant (binary 10), 62 random.
    const random = (((1n << 12n) - 1n) << 64n) | ((1n << 62n) - 1n);
    expect(ones).toBe((7n << 76n) | (2n << 62n) | random);
    expect(zeros).toBe((7n << 76n) | (2n << 62n));
  });
});

describe('importedUuid', () => {
  it('is a UUIDv7 of its time, and the same for the same origin', () => {
    fc.assert(
      fc.property(moment, origin, (at, parts) => {
        const id = importedUuid(at, ...parts);
        expect(id).toMatch(layout);
        expect(timeOf(id)).toBe(at);
        expect(importedUuid(at, ...parts)).toBe(id);
      }),
    );
  });

  it('differs for another origin, also when only the boundaries of its parts differ', () => {
    fc.assert(
      fc.property(origin, origin, (a, b) => {
        fc.pre(JSON.stringify(a) !== JSON.stringify(b));
        expect(importedUuid(0, ...a)).not.toBe(importedUuid(0, ...b));
      }),
    );
    expect(importedUuid(0, 'ab', 'c')).not.toBe(importedUuid(0, 'a', 'bc'));
  });

  it('never changes: databases contain ids that it created', () => {
    expect(importedUuid(1_700_000_000_000, 'slack', 'T1', 'C1', '1700000000.000100')).toBe(
      '018bcfe5-6800-74cd-9789-fe348b6c4a0f',
    );
  });
});

describe('a global id', () => {
  const type = fc.stringMatching(/^[A-Z][A-Za-z]{0,39}$/);

  it('encodes type and id, and decodes to both', () => {
    fc.assert(
      fc.property(type, moment, (name, at) => {
        const id = uuid(at);
        expect(fromGlobalId(toGlobalId(name, id))).toEqual({ type: name, id });
        expect(idOf(name, toGlobalId(name, id))).toBe(id);
      }),
    );
  });

  it('of another type is refused, with the names of both', () => {
    const id = toGlobalId('Channel', uuid());
    expect(() => idOf('User', id)).toThrow('That is the id of a Channel; this needs the id of a User.');
    expect(() => idOf('User', id)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
  });

  it('that is malformed is refused, whatever it is, and never repeated in the error', () => {
    const refused = {
      code: 'BAD_USER_INPUT',
      message: 'This is not an id of this server. Pass an id exactly as an earlier response returned it.',
    };
    const good = toGlobalId('User', uuid());
    const malformed = [
      '',
      'User',
      'User_',
      uuid(),
      `_${uuid()}`,
      `${good}\n`,
      ` ${good}`,
      `${good}0`,
      good.toUpperCase(),
    ];
    for (const id of [
      ...malformed,
      good.replace('User', 'user'),
      good.replace('_', '-'),
      `${'A'.repeat(41)}_${uuid()}`,
    ]) {
      expect(() => fromGlobalId(id)).toThrow(expect.objectContaining(refused));
    }
    fc.assert(
      fc.property(anyText, (text) => {
        expect(() => fromGlobalId(text)).toThrow(expect.objectContaining(refused));
      }),
    );
  });
});
