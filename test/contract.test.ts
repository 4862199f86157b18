// The contract with clients: the served schema is the SDL, described, generated files are fresh, and nothing that was
// promised (schema/published.graphql) is broken without being listed in schema/breaking-changes.json.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CriticalityLevel, diff } from '@graphql-inspector/core';
import {
  buildSchema,
  type GraphQLSchema,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  lexicographicSortSchema,
  print,
  printSchema,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { generate, readOperations, stale, storedOperations } from '../codegen.ts';
import * as client from '../schema/client.ts';
import { features } from '../src/features.ts';
import { readSdl, readSdlFiles, schemaOf } from '../src/graphql/sdl.ts';
import { roleOf } from '../src/graphql/type-roles.ts';

const sdl = schemaOf(readSdl());
const read = (path: string) => readFileSync(fileURLToPath(new URL(`../schema/${path}`, import.meta.url)), 'utf8');
const ownTypes = Object.values(sdl.getTypeMap()).filter(
  (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
);

test('the SDL is read in the order of the features', () => {
  const order = readSdlFiles().map(({ feature }) => feature);
  expect(order).toEqual(['base', ...features.map(({ name }) => name).filter((name) => order.includes(name))]);
  expect(order.length).toBeGreaterThan(4);
});

describe('the served schema', () => {
  // Printed, it has everything but the use of directives: those of policy do not concern clients.
  const printed = (schema: GraphQLSchema) => printSchema(lexicographicSortSchema(schema));

  test('is the SDL, in names, types, defaults, descriptions and deprecations', async () => {
    const { schema } = await import('../src/schema.ts');
    expect(printed(schema)).toBe(printed(sdl));
  });

  test('is a schema whose comparison sees descriptions and deprecations', () => {
    const one = 'type Query { "What." a(old: Int @deprecated(reason: "x")): Int @deprecated(reason: "y") }';
    const prints = [one, one.replace('"x"', '"z"'), one.replace('"y"', '"z"'), one.replace('"What."', '"That."')];
    expect(new Set(prints.map((text) => printed(buildSchema(text)))).size).toBe(4);
  });
});

describe('descriptions', () => {
  // These follow one pattern throughout, and their fields are described.
  const pattern = /(Input|Order|OrderField)$/;
  const isPatterned = (type: { name: string }) => pattern.test(type.name) || roleOf(sdl, type) !== null;
  const rootNames = ['Query', 'Mutation', 'Subscription'];

  test.each(
    ownTypes.filter((type) => !isPatterned(type) && !rootNames.includes(type.name)).map((type) => [type.name, type]),
  )('%s has one', (_, type) => {
    expect(type.description?.trim()).toBeTruthy();
  });

  test.each(
    rootNames.flatMap((name) => {
      const type = sdl.getType(name);
      return isObjectType(type)
        ? Object.values(type.getFields()).map((field) => [`${name}.${field.name}`, field] as const)
        : [];
    }),
  )('%s has one', (_, field) => {
    expect(field.description?.trim()).toBeTruthy();
  });
});

describe('breaking changes', () => {
  // By graphql-inspector, which detects more of them than graphql-js. The use of directives of policy is not compared:
  // clients do not see it.
  const breaking = async (from: string, to: string) => {
    const changes = await diff(buildSchema(from), buildSchema(to));
    return changes.filter((one) => one.criticality.level === CriticalityLevel.Breaking).map(({ message }) => message);
  };
  const served = printSchema(sdl);

  test('since the published schema are exactly those that are listed', async () => {
    const listed = JSON.parse(read('breaking-changes.json')) as string[];
    expect((await breaking(read('published.graphql'), served)).sort()).toEqual(listed.sort());
  });

  test.each([
    [
      'a field that is gone',
      'type Query {',
      'type Query {\n  gone: Int',
      "Field 'gone' was removed from object type 'Query'",
    ],
    ['an argument that is required now', 'node(id: ID!)', 'node(id: ID)', /argument 'id' .*from 'ID' to 'ID!'/i],
    ['an enum value that is gone', 'enum OrderDirection {', 'enum OrderDirection {\n  UP', /'UP' was removed/],
  ])('are seen: %s', async (_, now, before, message) => {
    const promised = read('published.graphql').replace(now, before);
    expect(promised).not.toBe(read('published.graphql'));
    expect(await breaking(promised, served)).toContainEqual(expect.stringMatching(message));
  });
});

describe('generated files', () => {
  test('are what the current schema produces', async () => {
    expect(stale(await generate())).toEqual([]);
  });

  test('contain every stored operation alike for server and clients', () => {
    const manifest = JSON.parse(read('persisted.json')) as Record<string, string>;
    const operations = storedOperations(sdl, readOperations());
    expect(Object.keys(manifest)).toHaveLength(operations.length);
    for (const { name, hash, text } of operations) {
      expect(manifest[hash]).toBe(text);
      expect((client.documentIds as Record<string, string>)[name]).toBe(hash);
      const document = (client as unknown as Record<string, Parameters<typeof print>[0]>)[`${name}Document`];
      expect(print(document!)).toBe(text);
    }
  });
});
