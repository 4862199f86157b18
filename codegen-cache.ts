// schema/client-cache.ts: what clients that normalise must be told of the schema. Types without an id are embedded in
// what holds them, lists of objects are replaced and never merged.
import { minifyIntrospectionQuery } from '@urql/introspection';
import {
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  introspectionFromSchema,
  isAbstractType,
  isCompositeType,
  isIntrospectionType,
  isListType,
  isObjectType,
} from 'graphql';

/** The configuration of Apollo Client's cache and of graphcache, as a module without imports. */
export function generateCacheConfig(schema: GraphQLSchema): string {
  const types = Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type));
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const objects = types.filter(isObjectType).filter((type) => !roots.includes(type));
  const policies = objects.map((type) => [type.name, policyOf(type)] as const).filter(([, policy]) => policy);
  const keys = objects.filter((type) => !hasId(type)).map(({ name }) => `  ${name}: () => null,`);
  const possible = types.filter(isAbstractType).map(({ name }) => {
    const names = schema.getPossibleTypes(schema.getType(name) as never).map((type) => `'${type.name}'`);
    return `  ${name}: [${names.join(', ')}],`;
  });
  return [
    '/** Apollo Client: `new InMemoryCache({ possibleTypes, typePolicies })`. */',
    'export const possibleTypes = {',
    ...possible,
    '};',
    '',
    '/** Apollo Client: types without an id are merged into what holds them, lists of objects replace the earlier list. */',
    'export const typePolicies = {',
    ...policies.map(([name, policy]) => `  ${name}: ${policy},`),
    '} as const;',
    '',
    '/** urql: `cacheExchange({ keys, schema })` of `@urql/exchange-graphcache`. */',
    'export const keys = {',
    ...keys,
    '};',
    '',
    '/** The schema as graphcache needs it, to know interfaces and what may be null. */',
    `export const schema = ${JSON.stringify(minifyIntrospectionQuery(introspectionFromSchema(schema)))} as const;`,
    '',
  ].join('\n');
}

const hasId = (type: GraphQLObjectType) => 'id' in type.getFields();

/** The policy of a type; undefined where the cache does right by itself. */
function policyOf(type: GraphQLObjectType): string | undefined {
  const lists = Object.values(type.getFields()).filter(
    (field) => isListType(getNullableType(field.type)) && isCompositeType(getNamedType(field.type)),
  );
  const parts = [
    ...(hasId(type) ? [] : ['keyFields: false', 'merge: true']),
    ...(lists.length ? [`fields: { ${lists.map(({ name }) => `${name}: { merge: false }`).join(', ')} }`] : []),
  ];
  return parts.length ? `{ ${parts.join(', ')} }` : undefined;
}
