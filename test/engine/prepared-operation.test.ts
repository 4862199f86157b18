// Operations of documents: found as graphql-js finds them, prepared once.
import { parse } from 'graphql';
import { expect, it } from 'vitest';
import { withoutOperation } from '../../src/execution/executor.ts';
import { OperationRequest, PreparedOperations } from '../../src/execution/prepared-operation.ts';
import { schema } from '../../src/schema.ts';

const prepared = new PreparedOperations({ schema, hidesSchema: false });

it('an operation is prepared once, whether it is requested by its name or as the only one', () => {
  const document = parse('query A { __typename }');
  const operation = prepared.of(document);
  expect(operation).toMatchObject({ type: 'query', name: 'A' });
  expect(prepared.of(document, 'A')).toBe(operation);
  expect(prepared.of(document, null)).toBe(operation);
  expect(prepared.of(parse('query A { __typename }'))).not.toBe(operation);
});

it.each<[string, string | undefined, string]>([
  ['query A { __typename }', 'B', '"B"'],
  ['query A { __typename }', '', '""'],
  ['query A { __typename } query B { __typename }', undefined, 'operation name'],
  ['fragment F on Query { __typename }', undefined, 'operation'],
])('%s has no operation %s, and the error is that of graphql-js', (text, name, message) => {
  const document = parse(text);
  expect(prepared.of(document, name)).toBeNull();
  const { data, errors } = withoutOperation(schema, document, name);
  expect([data, errors?.length]).toEqual([undefined, 1]);
  expect(errors![0]!.message).toContain(message);
});

it('requests have the same cache key exactly when they request the same', () => {
  const document = parse('query A($first: Int) { users(first: $first) { totalCount } } query B { __typename }');
  const key = (name: string, variables?: Record<string, unknown>, of = document) =>
    new OperationRequest(prepared.of(of, name)!, variables).cacheKey;
  const long = (end: string) => ({ first: 1, other: 'x'.repeat(400) + end });
  expect(key('A', { first: 1 })).toBe(key('A', { first: 1 }, parse(document.loc!.source.body)));
  expect(key('A')).toBe(key('A', {}));
  const keys = [
    key('A'),
    key('B'),
    key('A', { first: 1 }),
    key('A', { first: 2 }),
    key('A', long('a')),
    key('A', long('b')),
  ];
  expect(new Set(keys).size).toBe(keys.length);
});
