// What a document may contain: each limit accepts its own number and refuses one more, and no text of up to 100 KB
// keeps the process busy for long, whatever it contains.
import { readFileSync } from 'node:fs';
import { type GraphQLError, getIntrospectionQuery } from 'graphql';
import { describe, expect, it } from 'vitest';
import { Documents } from '../../src/operations/documents.ts';
import { limits } from '../../src/operations/limits.ts';
import { schema } from '../../src/schema.ts';

const read = (text: string, limited = true) =>
  new Documents({ schema, limits: limited, hideSuggestions: false }).read(text);

/** The code and message of a text's refusal or first error, or none. */
function outcome(text: string): { code?: unknown; message?: string } {
  try {
    const [error] = read(text).errors;
    return error ? { code: error.extensions.code, message: error.message } : {};
  } catch (error) {
    const { message, code, extensions } = error as GraphQLError & { code?: string };
    return { code: code ?? extensions?.code, message };
  }
}
const repeat = (count: number, make: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => make(i)).join(' ');
const nested = (count: number, open: string, inner: string, close: string) =>
  open.repeat(count) + inner + close.repeat(count);

/** Documents that contain exactly so many of one thing. */
const holding: Record<keyof typeof limits, (count: number) => string> = {
  characters: (count) => `{ __typename } #`.padEnd(count, 'x'),
  // Twelve are around the list.
  tokens: (count) => `{ nodes(ids: [${repeat(count - 12, () => '"x"')}]) { id } }`,
  // Two are the document's own.
  brackets: (count) => `{ user(handle: ${nested(count - 2, '[', '"x"', ']')}) { id } }`,
  depth: (count) => {
    // Three levels each, then as many as are missing.
    const rounds = Math.floor((count - 3) / 3);
    const ends = ['id', 'channels { totalCount }', 'channels { nodes { id } }'][(count - 3) % 3]!;
    return `{ users { nodes { ${nested(rounds, 'channels { nodes { createdBy { ', ends, ' } } }')} } } }`;
  },
  fragments: (count) =>
    `{ viewer { user { ...F0 } } } ${repeat(count, (i) => `fragment F${i} on User { ${i + 1 < count ? `...F${i + 1}` : 'id'} }`)}`,
  aliases: (count) => `{ users { nodes { ${repeat(count, (i) => `a${i}: id`)} } } }`,
  directives: (count) => `{ users { nodes { ${repeat(count, (i) => `a${i}: id @include(if: true)`)} } } }`,
  roots: (count) => `{ ${repeat(count, (i) => `a${i}: __typename`)} }`,
  // Eighty aliases, spread out.
  fields: (count) =>
    `{ ${repeat(Math.floor((count - 2) / 82) - 1, (i) => `r${i}: viewer { user { ...F } }`)} ... on Query { viewer { user { ...F ${repeat(
      (count - 2) % 82,
      () => 'id',
    )} } } } } fragment F on User { ${repeat(40, (i) => `a${i}: id`)} ${repeat(40, (i) => `b${i}: name`)} }`,
  sameName: (count) => `{ users { nodes { ${repeat(count, () => 'id')} } } }`,
};

describe('each limit', () => {
  const sharp = Object.entries(limits).filter(([name]) => name !== 'fields' && name !== 'brackets');
  it.each(sharp)('%s: %d are accepted, and one more is refused', (name, limit) => {
    const make = holding[name as keyof typeof limits];
    expect(outcome(make(limit))).toEqual({});
    const refused = outcome(make(limit + 1));
    expect(refused.code).toBe('QUERY_TOO_COMPLEX');
    expect(refused.message).toContain(`at most ${limit}, this has ${limit + 1}`);
  });

  it('brackets are counted while the text is read', () => {
    expect(outcome(holding.brackets(limits.brackets)).code).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(outcome(holding.brackets(limits.brackets + 1)).message).toContain('brackets');
    expect(outcome(`query (${repeat(200, (i) => `$v${i}: [Int]`)}) { __typename }`).message).not.toContain('brackets');
  });

  it('fields are counted as often as fragments are spread, and counting stops far above the limit', () => {
    const doubling = (levels: number) =>
      `{ viewer { user { ...F0 } } } ${repeat(levels, (i) => `fragment F${i} on User { ...F${i + 1} ...F${i + 1} }`)}
      fragment F${levels} on User { id }`;
    expect(outcome(doubling(4))).toEqual({});
    expect(outcome(doubling(12)).message).toMatch(
      /fields, counted wherever fragments are spread: at most 2000, this has \d+/,
    );
    expect(outcome(doubling(45)).message).toContain('far more');
  });

  it('is in docs/limits.md, with its number', () => {
    const section = /^## Limits of an operation\n(.*?)^## /ms.exec(readFileSync('docs/limits.md', 'utf8'))![1]!;
    const rows = [...section.matchAll(/^\| (\w+) \| ([\d,]+) \|/gm)];
    const documented = Object.fromEntries(rows.map(([, name, number]) => [name, Number(number!.replace(',', ''))]));
    expect(documented).toEqual({ ...limits, listSize: 10_000 });
  });

  it('does not hold when limits are off', () => {
    for (const name of ['aliases', 'sameName', 'roots', 'tokens'] as const) {
      expect(read(holding[name](limits[name] + 1), false).errors).toEqual([]);
    }
  });
});

it.each([
  ['itself', '{ ...A } fragment A on Query { __typename ...A }'],
  ['each other', '{ ...A } fragment A on Query { ...B } fragment B on Query { viewer { role } ...A }'],
  ['nested', '{ viewer { user { ...A } } } fragment A on User { channels { nodes { createdBy { ...A } } } }'],
  ['no operation spreads', '{ __typename } fragment A on Query { ...A }'],
])('fragments that spread %s in a cycle are invalid, and validation ends', (_, text) => {
  expect(outcome(text)).toEqual({
    code: 'GRAPHQL_VALIDATION_FAILED',
    message: expect.stringMatching(/^Cannot spread fragment ".*" within itself/),
  });
});

it('graphql’s error for a text comes with its code', () => {
  expect(outcome('{ viewer').code).toBe('GRAPHQL_PARSE_FAILED');
  expect(outcome('{ nothing }').code).toBe('GRAPHQL_VALIDATION_FAILED');
  expect(outcome('{ ...Unknown }').code).toBe('GRAPHQL_VALIDATION_FAILED');
  expect(outcome(getIntrospectionQuery())).toEqual({});
});

it('a document is validated once', () => {
  const documents = new Documents({ schema, limits: true, hideSuggestions: false });
  expect(documents.read('{ __typename }')).toBe(documents.read('{ __typename }'));
});

it('documents are kept up to 64 MB, and the least recently used are evicted first', () => {
  const documents = new Documents({ schema, limits: true, hideSuggestions: false });
  // A thousand comments are a thousand tokens: some 480 KB.
  const text = (index: number) => `query Q${index} { __typename } ${'#\n'.repeat(1_000)}`;
  const [first, second] = [documents.read(text(0)), documents.read(text(1))];
  for (let index = 2; index < 130; index++) documents.read(text(index));
  expect(documents.read(text(0))).toBe(first);
  for (let index = 130; index < 140; index++) documents.read(text(index));
  expect(documents.read(text(0))).toBe(first);
  expect(documents.read(text(1))).not.toBe(second);
});

const user = 'id handle name role kind title email createdAt lastActiveAt avatarUrl';
const deep = (inner: string) =>
  `users { nodes { ${user} channels { nodes { id name topic createdBy { ${inner} } } } } }`;
/** Up to 100 KB each: input that is quadratic in validation, deep for recursive parsers, or long. */
const expensive: Record<string, string> = {
  'the same field': `{ ${repeat(8_000, () => '__typename')} }`,
  'the same field, but no more than fields': `{ viewer { user { ${repeat(1_900, () => 'id')} } } }`,
  'the same fields, as many as may be': `{ ${repeat(24, () => deep(deep(user)))} }`,
  aliases: `{ ${repeat(5_000, (i) => `a${i}: __typename`)} }`,
  'fragments in a chain': `{ ...F0 } ${repeat(1_500, (i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`)}`,
  'a chain as long as may be': `{ ...F0 } ${repeat(49, (i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`)}
    fragment F49 on Query { __typename }`,
  'fragments side by side': `{ ${repeat(24, (i) => `...F${i}`)} } ${repeat(24, (i) => `fragment F${i} on Query { ${deep(user)} }`)}`,
  'fragments of fields side by side': `{ viewer { user { ${repeat(24, (i) => `...F${i}`)} } } } ${repeat(24, (i) => `fragment F${i} on User { ${user} }`)}`,
  'fragments of unknown fields': `{ viewer { user { ${repeat(24, (i) => `...F${i}`)} } } } ${repeat(24, (i) => `fragment F${i} on User { ${repeat(12, (j) => `nam${j}`)} }`)}`,
  'fragments of other names': `{ viewer { user { ${repeat(49, (i) => `...F${i}`)} } } } ${repeat(49, (i) => `fragment F${i} on User { ${repeat(20, (j) => `f${i}x${j}: id`).slice(0, i < 4 ? undefined : 0)} id${i}: name }`)}`,
  'fragments in a chain, each with lists': `{ viewer { user { ...F0 } } } ${repeat(12, (i) => `fragment F${i} on User { channels { nodes { createdBy { ${user} } } } ${i < 11 ? `...F${i + 1}` : ''} }`)}`,
  'fragments within each other’s fields': `{ viewer { user { ...F0 ...F1 } } } ${repeat(6, (i) => `fragment F${i} on User { channels { nodes { createdBy { ${user} ${i < 4 ? `...F${i + 1} ...F${i + 2}` : ''} } } } }`)}`,
  'fragments that all spread all': `{ ...F0 } ${repeat(49, (i) => `fragment F${i} on Query { ${repeat(20, (j) => `...F${(i + j) % 49}`)} }`)}`,
  'one fragment, often': `{ ${repeat(900, () => '...A')} } fragment A on Query { ${repeat(500, () => '...A')} }`,
  'types that exclude each other': `subscription { channelEvents(channelId: "x") { ${repeat(
    24,
    (i) =>
      `... on ${['MessageSent', 'MessageEdited', 'MessagePinned'][i % 3]} { message { id body author { ${user} } } }`,
  )} } }`,
  'deep fields': nested(30_000, '{a', '', '}'),
  'deep values': `{ users(first: ${nested(45_000, '[', '', ']')}) { totalCount } }`,
  'brackets that stay open': `{ users(first: ${'['.repeat(95_000)}`,
  'deep types': `query ($a: ${nested(45_000, '[', 'Int', ']')}) { __typename }`,
  'inline fragments': `{ ${repeat(900, () => '... { id }')} }`,
  'a long list': `{ nodes(ids: [${repeat(20_000, () => '"x"')}]) { id } }`,
  'a list as long as may be': `{ nodes(ids: [${repeat(2_900, () => '"x"')}]) { id } }`,
  'a long list of mistakes': `{ nodes(ids: [${repeat(2_900, () => '1.5')}]) { id } }`,
  'a large object': `{ users(filter: {${repeat(900, (i) => `k${i}: 1`)}}) { totalCount } }`,
  'the same key': `{ users(filter: {${repeat(900, () => 'kind: BOT')}}) { totalCount } }`,
  'a long string': `{ user(handle: "${'x'.repeat(95_000)}") { id } }`,
  'a string of escapes': `{ user(handle: "${'\\u0041'.repeat(16_000)}") { id } }`,
  'a block of lines': `{ user(handle: """${'\n x'.repeat(30_000)}""") { id } }`,
  'a block of blanks': `{ user(handle: """${' '.repeat(45_000)}${'\n'.repeat(45_000)}""") { id } }`,
  'a long name': `{ ${'x'.repeat(95_000)} }`,
  comments: `${'#\n'.repeat(45_000)}{ __typename }`,
  commas: `${','.repeat(95_000)}{ __typename }`,
  'unknown fields': `{ viewer { user { ${repeat(1_900, (i) => `lastActive${i}`)} } } }`,
  'unknown arguments': `{ users(${repeat(700, (i) => `firs${i}: 1`)}) { totalCount } }`,
  'unknown types': `{ ${repeat(400, (i) => `... on Channl${i} { id }`)} }`,
  'the same argument': `{ users(${repeat(700, () => 'first: 1')}) { totalCount } }`,
  directives: `{ __typename ${repeat(5_000, () => '@include(if: true)')} }`,
  'variables that are not used': `query (${repeat(590, (i) => `$v${i}: Int`)}) { __typename }`,
  'the same variable': `query (${repeat(590, () => '$v: Int')}) { __typename }`,
  'variables that are used': `query (${repeat(400, (i) => `$v${i}: ID!`)}) { nodes(ids: [${repeat(400, (i) => `$v${i}`)}]) { id } }`,
  'variables that are not declared': `{ nodes(ids: [${repeat(1_400, (i) => `$v${i}`)}]) { id } }`,
  operations: repeat(590, (i) => `query Q${i} { __typename }`),
  'operations without names': repeat(900, () => '{ __typename }'),
  'operations over fragments': `${repeat(150, (i) => `query Q${i} { ...A ...B ...C ...D }`)}
    ${repeat(4, (i) => `fragment ${'ABCD'[i]} on Query { __typename x: __typename }`)}`,
  'types of a schema': repeat(700, (i) => `type T${i} { a: Int }`),
  'bytes that are no GraphQL': 'Å'.repeat(95_000),
  'a string that does not end': `{ a(b: "${'\\\\'.repeat(45_000)}`,
};

describe('no text of up to 100 KB takes 50 ms of the processor', () => {
  it.each(Object.entries(expensive))('%s', (_, text) => {
    expect(text.length).toBeLessThanOrEqual(100_000);
    outcome(text);
    // The best of ten: the machine may be busy with other processes.
    let best = Number.POSITIVE_INFINITY;
    for (let i = 0; i < 10 && best >= 50; i++) {
      const start = process.cpuUsage();
      outcome(text);
      const { user, system } = process.cpuUsage(start);
      best = Math.min(best, (user + system) / 1_000);
    }
    expect(best).toBeLessThan(50);
  });
});
