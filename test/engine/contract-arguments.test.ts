// What text arguments may carry, by every road that takes arguments: roots, nested fields, subscriptions.
import { type ExecutionResult, graphql, parse, subscribe } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { Context } from '../../src/graphql/context.ts';
import { buildContract } from '../../src/graphql/contract.ts';

const sdl = `
  directive @access(anonymous: Boolean! = false) on FIELD_DEFINITION
  type Query { echo(text: String): Echo @access(anonymous: true) }
  type Subscription { heard(text: String): String @access(anonymous: true) }
  type Echo { text: String again(text: ID, list: [Words!], number: Int): String }
  input Words { text: String more: [String] }
`;
const resolvers = [
  { feature: 'echoes', type: 'Query', resolvers: { echo: (_: unknown, args: object) => args } },
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

  test('is refused where a subscription begins', async () => {
    const document = parse('subscription ($text: String) { heard(text: $text) }');
    const refused = await subscribe({ schema, document, contextValue, variableValues: { text: '\0' } });
    expect(code(refused as ExecutionResult)).toBe('BAD_USER_INPUT');
  });

  test('may hold everything else', async () => {
    const text = 'a\n\t\u{1f600}\u{10ffff}\ufffd';
    const source = 'query ($text: String, $id: ID) { echo(text: $text) { text again(text: $id, number: 1) } }';
    const { data, errors } = await graphql({ schema, source, contextValue, variableValues: { text, id: text } });
    expect(errors).toBeUndefined();
    expect(data).toEqual({ echo: { text, again: text } });
  });
});
