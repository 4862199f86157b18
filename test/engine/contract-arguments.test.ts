// Which texts arguments accept, wherever a field has arguments: roots, nested fields, subscriptions.
import { readFileSync } from 'node:fs';
import { type ExecutionResult, graphql, parse, subscribe } from 'graphql';
import { describe, expect, test } from 'vitest';
import { defaultLimits } from '../../src/graphql/argument-checks.ts';
import type { Context } from '../../src/graphql/context.ts';
import { buildContract } from '../../src/graphql/contract.ts';
import { readSdl } from '../../src/graphql/sdl.ts';
import { maximumDepth, maximumName, maximumValues } from '../../src/operations/request-parameters.ts';

const sdl = `
  directive @access(scope: String, anonymous: Boolean! = false) on FIELD_DEFINITION
  directive @constraint(maxLength: Int, maxItems: Int) on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION
  type Query {
    echo(text: String): Echo @access(anonymous: true)
    held(text: String): String @access(scope: "READ")
    sized(
      usual: String
      id: ID
      usualList: [Int]
      long: String @constraint(maxLength: 2000)
      short: String @constraint(maxLength: 3)
      few: [String!] @constraint(maxLength: 3, maxItems: 2)
      input: Sized
      inputs: [Sized!]
    ): Boolean @access(anonymous: true)
  }
  input Sized {
    short: String @constraint(maxLength: 3)
    few: [ID!] @constraint(maxItems: 2)
    again: Sized
    usual: String
  }
  type Subscription { heard(text: String): String @access(anonymous: true) }
  type Echo { text: String again(text: ID, list: [Words!], number: Int): String }
  input Words { text: String more: [String] }
`;
const resolvers = [
  {
    feature: 'echoes',
    type: 'Query',
    resolvers: { echo: (_: unknown, args: object) => args, held: () => 'held', sized: () => true },
  },
  { feature: 'echoes', type: 'Echo', resolvers: { again: (_: unknown, { text }: { text?: string }) => text } },
  {
    feature: 'echoes',
    type: 'Subscription',
    resolvers: {
      heard: {
        async *subscribe(_: unknown, { text }: { text: string }) {
          yield { heard: text };
        },
      },
    },
  },
];
const schema = buildContract({ sdl: [sdl], features: [{ name: 'echoes', nodes: {}, resolvers }] });
const contextValue = { viewer: null } as unknown as Context;
const code = (result: ExecutionResult) => (result.errors?.[0]?.originalError as { code?: string } | undefined)?.code;

describe('text in arguments', () => {
  test.each([
    ['query ($text: String) { echo(text: $text) { text } }', { text: 'a\0' }, 'text:'],
    ['query ($text: String) { echo(text: $text) { text } }', { text: '\ud800' }, 'text:'],
    ['{ echo(text: "\\u0000") { text } }', {}, 'text:'],
    ['query ($id: ID) { echo { again(text: $id) } }', { id: 'x\udc00' }, 'text:'],
    ['query ($l: [Words!]) { echo { again(list: $l) } }', { l: [{}, { text: '\udc00x' }] }, 'list[1].text:'],
    ['query ($l: [Words!]) { echo { again(list: $l) } }', { l: { more: ['', null, '\0'] } }, 'list[0].more[2]:'],
  ])('%s with %o is refused, naming %s', async (source, variableValues, place) => {
    const result = await graphql({ schema, source, contextValue, variableValues });
    expect(code(result)).toBe('BAD_USER_INPUT');
    expect(result.errors?.[0]?.message.slice(0, place.length)).toBe(place);
  });

  test('is refused where a subscription starts', async () => {
    const document = parse('subscription ($text: String) { heard(text: $text) }');
    const refused = await subscribe({ schema, document, contextValue, variableValues: { text: '\0' } });
    expect(code(refused as ExecutionResult)).toBe('BAD_USER_INPUT');
  });

  test('may contain everything else', async () => {
    const text = 'a\n\t\u{1f600}\u{10ffff}\ufffd';
    const source = 'query ($text: String, $id: ID) { echo(text: $text) { text again(text: $id, number: 1) } }';
    const { data, errors } = await graphql({ schema, source, contextValue, variableValues: { text, id: text } });
    expect(errors).toBeUndefined();
    expect(data).toEqual({ echo: { text, again: text } });
  });
});

describe('the size of arguments', () => {
  const text = (length: number) => 'x'.repeat(length);
  const items = (count: number, item: unknown = 1) => Array.from({ length: count }, () => item);
  const types = new Map<string, string>([
    ...(['usual', 'long', 'short'] as const).map((name) => [name, 'String'] as const),
    ...[['id', 'ID'] as const, ['usualList', '[Int]'] as const, ['few', '[String!]'] as const],
    ...[['input', 'Sized'] as const, ['inputs', '[Sized!]'] as const],
  ]);
  const run = (name: string, value: unknown) =>
    graphql({
      schema,
      source: `query ($v: ${types.get(name)}) { sized(${name}: $v) }`,
      contextValue,
      variableValues: { v: value },
    });

  test.each<[string, unknown, unknown, string]>([
    ['usual', text(1_000), text(1_001), 'usual: at most 1000 characters; this has 1001.'],
    ['id', text(100), text(101), 'id: at most 100 characters; this has 101.'],
    ['usualList', items(100), items(101), 'usualList: at most 100 at once; these are 101.'],
    ['long', text(2_000), text(2_001), 'long: at most 2000 characters; this has 2001.'],
    ['short', '\u{1f600}x', '\u{1f600}\u{1f600}', 'short: at most 3 characters; this has 4.'],
    ['few', ['abc', 'abc'], items(3, 'a'), 'few: at most 2 at once; these are 3.'],
    ['few', 'abc', ['a', 'abcd'], 'few[1]: at most 3 characters; this has 4.'],
    ['input', { short: 'abc' }, { short: 'abcd' }, 'input.short: at most 3 characters; this has 4.'],
    ['input', { few: ['a', 'b'] }, { few: ['a', 'b', 'c'] }, 'input.few: at most 2 at once; these are 3.'],
    ['input', { usual: text(1_000) }, { usual: text(1_001) }, 'input.usual: at most 1000 characters; this has 1001.'],
    ['input', { again: { again: null } }, { again: { again: { short: 'abcd' } } }, 'input.again.again.short: at most'],
    ['inputs', items(100, {}), [{}, { short: 'abcd' }], 'inputs[1].short: at most 3 characters; this has 4.'],
  ])('%s', async (name, fits, large, message) => {
    expect(await run(name, fits)).toEqual({ data: { sized: true } });
    const refused = await run(name, large);
    expect(code(refused)).toBe('BAD_USER_INPUT');
    expect(refused.errors![0]!.message.slice(0, message.length)).toBe(message);
  });

  test('is checked only for viewers who may use the field', async () => {
    const refused = await graphql({ schema, source: `{ held(text: "${text(2_000)}") }`, contextValue });
    expect(code(refused)).toBe('UNAUTHENTICATED');
  });

  test('is what docs/limits.md says', () => {
    const page = readFileSync(new URL('../../docs/limits.md', import.meta.url), 'utf8');
    const number = (value: number) => value.toLocaleString('en');
    for (const line of [
      `| \`variables\`, and \`extensions\` | ${number(maximumValues)} values each, ${maximumDepth} lists and objects within`,
      `| \`operationName\` | ${number(maximumName)} characters |`,
      `any text that is not named here | ${number(defaultLimits.text)} characters |`,
      `| an ID | ${defaultLimits.id} characters |`,
      `| a list | ${defaultLimits.items} items |`,
    ]) {
      expect(page).toContain(line);
    }
    const stated = [
      ...readSdl()
        .join('\n')
        .matchAll(/@constraint\(maxLength: (\d+)\)/g),
    ].map(([, maximum]) => Number(maximum));
    expect(stated.length).toBeGreaterThan(20);
    for (const maximum of new Set(stated)) expect(page).toContain(`| ${number(maximum)} characters`);
  });
});
