// What the scalars of the contract accept, and how they are read and written.
import { graphql } from 'graphql';
import { describe, expect, test } from 'vitest';
import { buildContract } from '../../src/graphql/contract.ts';

const sdl = `
  directive @access(anonymous: Boolean! = false) on FIELD_DEFINITION
  scalar DateTime
  type Query {
    at(time: DateTime): DateTime @access(anonymous: true)
    row: DateTime @access(anonymous: true)
    date: DateTime @access(anonymous: true)
  }
`;
const resolvers = {
  at: (_: unknown, { time }: { time?: string }) => time,
  row: () => '2026-01-02T03:04:05.678901Z',
  date: () => new Date(0),
};
const schema = buildContract({
  sdl: [sdl],
  features: [{ name: 'times', nodes: {}, resolvers: [{ feature: 'times', type: 'Query', resolvers }] }],
});
const run = (source: string, variableValues?: Record<string, unknown>) => graphql({ schema, source, variableValues });

describe('DateTime', () => {
  const at = (time: unknown) => run('query ($time: DateTime) { at(time: $time) }', { time });

  test.each([
    ['2026-11-22T03:51:35Z', '2026-11-22T03:51:35Z'],
    ['2026-11-22T03:51:35.25Z', '2026-11-22T03:51:35.25Z'],
    ['2026-11-22t03:51:35.123456789z', '2026-11-22T03:51:35.123456Z'],
    ['2026-11-22T03:51:35.100Z', '2026-11-22T03:51:35.1Z'],
    ['2026-11-22T03:51:35.000000Z', '2026-11-22T03:51:35Z'],
    ['2026-12-31T23:30:00-05:45', '2027-01-01T05:15:00Z'],
    ['2024-03-01T00:00:00.5+00:01', '2024-02-29T23:59:00.5Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00Z'],
    ['0099-06-01T00:00:00Z', '0099-06-01T00:00:00Z'],
    ['9999-12-31T23:59:59.999999Z', '9999-12-31T23:59:59.999999Z'],
  ])('%s is %s', async (written, read) => {
    expect(await at(written)).toEqual({ data: { at: read } });
    expect(await run(`{ at(time: "${written}") }`)).toEqual({ data: { at: read } });
  });

  test.each([
    ['2026-02-30T00:00:00Z', 'There is no such day'],
    ['2025-02-29T00:00:00Z', 'There is no such day'],
    ['2026-13-01T00:00:00Z', 'There is no such day'],
    ['2026-00-10T00:00:00Z', 'There is no such day'],
    ['2026-01-01T24:00:00Z', 'There is no such time'],
    ['2026-01-01T00:00:60Z', 'There is no such time'],
    ['2026-01-01T00:00:00+24:00', 'There is no such offset'],
    ['2026-01-01T00:00:00', 'with an offset'],
    ['2026-01-01', 'RFC 3339'],
    ['2026-01-01 00:00:00Z', 'RFC 3339'],
    ['yesterday', 'RFC 3339'],
    ['', 'RFC 3339'],
    ['0000-06-01T00:00:00Z', 'from 0001 to 9999'],
    ['0001-01-01T00:00:00+00:01', 'from 0001 to 9999'],
    ['9999-12-31T23:59:00-00:01', 'from 0001 to 9999'],
    ['12026-01-01T00:00:00Z', 'RFC 3339'],
    [1_700_000_000, 'as a string'],
    [true, 'as a string'],
  ])('%s is refused: %s', async (written, why) => {
    for (const { errors } of [await at(written), await run(`{ at(time: ${JSON.stringify(written)}) }`)]) {
      expect(errors).toHaveLength(1);
      expect(errors?.[0]?.message).toContain(why);
      expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT' });
    }
  });

  test('strings from rows pass unchanged, and a Date is serialized by its moment', async () => {
    expect(await run('{ row date }')).toEqual({
      data: { row: '2026-01-02T03:04:05.678901Z', date: '1970-01-01T00:00:00.000Z' },
    });
  });
});
