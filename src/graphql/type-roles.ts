// Object types that are not domain types: connections, marked with @connectionType in the SDL; edges, the types of a
// connection's `edges`; and payloads, which mutations return. Names do not matter: a `DatabaseConnection` without the
// directive is an ordinary type.
import { type GraphQLSchema, getNamedType, isInterfaceType, isObjectType, isUnionType } from 'graphql';
import { directivesOf } from './policy-plugin.ts';

export type TypeRole = 'connection' | 'edge' | 'payload';

const known = new WeakMap<GraphQLSchema, ReadonlyMap<string, TypeRole>>();

/** The role of a type in a schema whose directives have been read; null for any other type. */
export function roleOf(schema: GraphQLSchema, type: { readonly name: string }): TypeRole | null {
  let roles = known.get(schema);
  if (!roles) {
    roles = rolesOf(schema);
    known.set(schema, roles);
  }
  return roles.get(type.name) ?? null;
}

function rolesOf(schema: GraphQLSchema): Map<string, TypeRole> {
  const roles = new Map<string, TypeRole>();
  for (const name of payloads(schema)) roles.set(name, 'payload');
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || !directivesOf(type).connectionType) continue;
    roles.set(type.name, 'connection');
    const { edges } = type.getFields();
    if (edges) roles.set(getNamedType(edges.type).name, 'edge');
  }
  return roles;
}

/** The object types that fields of Mutation return and nothing else uses: no other field, interface or union. */
function payloads(schema: GraphQLSchema): Set<string> {
  const mutation = schema.getMutationType();
  const returned = new Set<string>();
  const elsewhere = new Set<string>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (isUnionType(type)) for (const { name } of type.getTypes()) elsewhere.add(name);
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const named = getNamedType(field.type);
      const isPayload = type === mutation && isObjectType(named) && named.getInterfaces().length === 0;
      (isPayload ? returned : elsewhere).add(named.name);
    }
  }
  for (const name of elsewhere) returned.delete(name);
  return returned;
}
