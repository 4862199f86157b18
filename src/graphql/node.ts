// Query.node and Query.nodes, and the GraphQL type of a row. Rows do not hold the name of their type, so it is kept in
// a WeakMap: rows may be frozen, and shared between executions.
import type { GraphQLFieldResolver, GraphQLTypeResolver } from 'graphql';
import { fromGlobalId } from '../lib/ids.ts';
import type { Context } from './context.ts';
import type { FetchNode } from './implement.ts';

/** The resolvers of Query.node and Query.nodes, and resolveType of every interface and union. */
export function nodeResolvers(fetchers: ReadonlyMap<string, FetchNode>) {
  const types = new WeakMap<object, string>();

  // Runs synchronously up to the fetcher's call, so that all ids of one `nodes` are batched.
  const fetch = async (globalId: string, ctx: Context, info: Parameters<FetchNode>[2]) => {
    const { type, id } = fromGlobalId(globalId);
    const row = (await fetchers.get(type)?.(ctx, id, info)) ?? null;
    if (!row) return null;
    const before = types.get(row);
    if (before !== undefined && before !== type)
      throw new Error(`One row was fetched as a ${before} and as a ${type}.`);
    types.set(row, type);
    return row;
  };

  const node: GraphQLFieldResolver<unknown, Context, { id: string }> = (_, { id }, ctx, info) => fetch(id, ctx, info);

  const nodes: GraphQLFieldResolver<unknown, Context, { ids: readonly string[] }> = (_, { ids }, ctx, info) =>
    ids.map((id) => fetch(id, ctx, info));

  const resolveType: GraphQLTypeResolver<{ __typename?: string }, Context> = (row) => types.get(row) ?? row.__typename;

  return { node, nodes, resolveType };
}
