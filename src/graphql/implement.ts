// How a feature gives its part of the schema its resolvers. What an SDL file defines must be implemented by the feature
// of that name: all of it but what rows already hold, and nothing else. The compiler holds this.
import type { GraphQLResolveInfo } from 'graphql';
import type { Context } from './context.ts';

/**
 * What the features' SDL files define, by the feature's name: `{ types, nodes }`. Each feature's generated.ts adds its
 * own to this interface, so that nothing here names a feature.
 */
// biome-ignore lint/suspicious/noEmptyInterface: the features' generated.ts files fill it.
export interface FeatureTypes {}

/** A field as the SDL has it: what its resolver gives, and the arguments that it is given. */
export interface Field<Result, Args = Empty> {
  readonly result: Result;
  readonly args: Args;
}

/** No arguments, and the row of Query, Mutation and Subscription. */
export type Empty = Record<PropertyKey, never>;
export type Awaitable<T> = T | Promise<T>;

/** What a mutation gives: any field of its payload may come later. */
export type Payload<Row> = { readonly [K in keyof Row]: Awaitable<Row[K]> };

/** The name of an SDL file of schema/types, and so of a folder in src/features. */
export type SchemaFeature = keyof FeatureTypes & string;

type TypesOf<F extends SchemaFeature> = FeatureTypes[F] extends { types: infer Types } ? Types : never;
type NodeRowsOf<F extends SchemaFeature> = FeatureTypes[F] extends { nodes: infer Rows } ? Rows : never;

/** The object types that a feature's SDL file defines or extends. */
export type TypeOf<F extends SchemaFeature> = keyof TypesOf<F> & string;

type RowOf<F extends SchemaFeature, T extends TypeOf<F>> = TypesOf<F>[T] extends { row: infer Row } ? Row : never;
/** The fields that the feature's SDL file defines on the type, without those that the contract attaches. */
type FieldsOf<F extends SchemaFeature, T extends TypeOf<F>> = TypesOf<F>[T] extends { fields: infer Fields }
  ? Fields
  : never;

type Resolve<Row, Args, Result> = (row: Row, args: Args, ctx: Context, info: GraphQLResolveInfo) => Awaitable<Result>;

/** Events are of the field's own type under its name, or of any type that `resolve` makes that of. */
type SubscriptionResolver<K extends PropertyKey, Args, Result> =
  | {
      readonly subscribe: Resolve<Empty, Args, AsyncIterable<{ [key in K]: Result }>>;
      readonly resolve?: Resolve<{ [key in K]: Result }, Args, Result>;
    }
  | {
      readonly subscribe: Resolve<Empty, Args, AsyncIterable<unknown>>;
      readonly resolve: Resolve<never, Args, Result>;
    };

/** A resolver function, or for a field of Subscription `{ subscribe, resolve? }`. */
type ResolverOf<F extends SchemaFeature, T extends TypeOf<F>, K extends keyof FieldsOf<F, T>> =
  FieldsOf<F, T>[K] extends Field<infer Result, infer Args>
    ? T extends 'Subscription'
      ? SubscriptionResolver<K, Args, Result>
      : Resolve<RowOf<F, T>, Args, Result>
    : never;

type Root = 'Query' | 'Mutation' | 'Subscription';

/** The fields of type T that its row holds with a type that fits the schema's. */
type Held<F extends SchemaFeature, T extends TypeOf<F>> = T extends Root
  ? never
  : {
      [K in keyof FieldsOf<F, T>]: K extends keyof RowOf<F, T>
        ? FieldsOf<F, T>[K] extends Field<infer Result, infer _>
          ? [RowOf<F, T>[K]] extends [Result]
            ? K
            : never
          : never
        : never;
    }[keyof FieldsOf<F, T>];

type Needed<F extends SchemaFeature, T extends TypeOf<F>> = Exclude<keyof FieldsOf<F, T>, Held<F, T>>;

/** The resolvers that feature F owes type T; those of fields that its row holds are optional. */
export type ResolversOf<F extends SchemaFeature, T extends TypeOf<F>> = {
  [K in Needed<F, T>]: ResolverOf<F, T, K>;
} & { [K in Exclude<keyof FieldsOf<F, T>, Needed<F, T>>]?: ResolverOf<F, T, K> };

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
  readonly [T in keyof NodeRowsOf<F>]: FetchNode<NodeRowsOf<F>[T]>;
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
