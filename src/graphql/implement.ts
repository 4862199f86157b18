// How a feature gives its part of the schema its resolvers. What an SDL file defines must be implemented by the feature
// of that name: all of it but what rows already hold, and nothing else. The compiler holds this.
import type { GraphQLResolveInfo } from 'graphql';
import type { Context } from './context.ts';
import type { FieldsByFeature, NodesByFeature, Resolvers, ResolversParentTypes } from './generated.ts';

/** The name of an SDL file of schema/types, and so of a folder in src/features. */
export type SchemaFeature = keyof FieldsByFeature;

/** The object types that a feature's SDL file defines or extends. */
export type TypeOf<F extends SchemaFeature> = keyof FieldsByFeature[F] &
  keyof Resolvers &
  keyof ResolversParentTypes &
  string;

type Root = 'Query' | 'Mutation' | 'Subscription';
type NodeType = NodesByFeature[SchemaFeature];
type AnyFunction = (...args: never[]) => unknown;

/** A resolver function, or for a field of Subscription `{ subscribe, resolve? }`. */
type ResolverOf<T extends keyof Resolvers, K> = K extends keyof NonNullable<Resolvers[T]>
  ? T extends 'Subscription'
    ? Exclude<NonNullable<NonNullable<Resolvers[T]>[K]>, AnyFunction>
    : NonNullable<NonNullable<Resolvers[T]>[K]>
  : never;

type Result<R> = R extends (...args: never[]) => infer Out ? Awaited<Out> : never;

/** Attached for all types alike by the contract, never by a feature: the ids of Nodes, the totals of connections. */
type Attached<T> = (T extends NodeType ? 'id' : never) | (T extends `${string}Connection` ? 'totalCount' : never);

/** The fields among K that a row of type T holds with a type that fits the schema's. */
type Held<T extends keyof Resolvers & keyof ResolversParentTypes, K> = T extends Root
  ? never
  : K extends keyof ResolversParentTypes[T]
    ? [ResolversParentTypes[T][K]] extends [Result<ResolverOf<T, K>>]
      ? K
      : never
    : never;

type Own<F extends SchemaFeature, T extends TypeOf<F>> = Exclude<FieldsByFeature[F][T], Attached<T>> & string;
type Needed<F extends SchemaFeature, T extends TypeOf<F>> = Exclude<Own<F, T>, Held<T, Own<F, T>>>;

/** The resolvers that feature F owes type T; those of fields that its row holds are optional. */
export type ResolversOf<F extends SchemaFeature, T extends TypeOf<F>> = {
  [K in Needed<F, T>]: ResolverOf<T, K>;
} & { [K in Exclude<Own<F, T>, Needed<F, T>>]?: ResolverOf<T, K> };

/** Some type's resolvers, as one feature implements them. */
export interface Implementation<F extends string = string, T extends string = string> {
  readonly feature: F;
  readonly type: T;
  readonly resolvers: object;
}

/** Implements the fields that the feature's SDL file defines on the type. */
export function implement<F extends SchemaFeature, T extends TypeOf<F>>(
  feature: F,
  type: T,
  resolvers: ResolversOf<F, T>,
): Implementation<F, T> {
  return { feature, type, resolvers };
}

/** How `node` and `nodes` fetch one thing of type T by its UUID; null when it is missing or not for the viewer. */
export type FetchNode<Row = object> = (ctx: Context, id: string, info: GraphQLResolveInfo) => Promise<Row | null>;

/** For every Node type of the feature's SDL file, how to fetch one. */
export type NodesOf<F extends SchemaFeature> = {
  readonly [T in NodesByFeature[F]]: FetchNode<ResolversParentTypes[T]>;
};

/** The types of feature F for which `implement` must be called. */
type NeededType<F extends SchemaFeature> = { [T in TypeOf<F>]: [Needed<F, T>] extends [never] ? never : T }[TypeOf<F>];

/** What the contract takes of each feature. */
export interface FeatureContract {
  readonly name: string;
  readonly resolvers: readonly Implementation[];
  readonly nodes: Readonly<Record<string, FetchNode>>;
}

/** Does not compile with a list of resolvers in which a type of feature F is missing. */
export type RequiredTypes<F extends SchemaFeature, Given> = [Exclude<NeededType<F>, Given>] extends [never]
  ? unknown
  : NotImplemented<Exclude<NeededType<F>, Given>>;

interface NotImplemented<T> {
  readonly typesWithoutResolvers: T;
}
