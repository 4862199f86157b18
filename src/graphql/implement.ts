// How a feature implements its part of the schema. The feature must implement everything that its SDL file defines,
// except fields that its rows hold, and nothing else. The compiler checks this.
import type { GraphQLResolveInfo } from 'graphql';
import type { Context } from './context.ts';

/**
 * What the features' SDL files define, by the feature's name: `{ types, nodes }`. Each feature's generated.ts adds to
 * this interface, so that no feature is named here.
 */
// biome-ignore lint/suspicious/noEmptyInterface: the features' generated.ts files fill it.
export interface FeatureTypes {}

/** A field of the SDL: the type of its result, and its arguments. */
export interface Field<Result, Args = Empty> {
  readonly result: Result;
  readonly args: Args;
}

/** No arguments, and the row of Query, Mutation and Subscription. */
export type Empty = Record<PropertyKey, never>;
export type Awaitable<T> = T | Promise<T>;

/** A mutation's payload; each field may be a promise. */
export type Payload<Row> = { readonly [K in keyof Row]: Awaitable<Row[K]> };

/** The name of an SDL file in schema/types, and of a folder in src/features. */
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

/** Events have the field's own type under its name, or any type from which `resolve` creates it. */
type SubscriptionResolver<K extends PropertyKey, Args, Result> =
  | {
      readonly subscribe: Resolve<Empty, Args, AsyncIterable<{ [key in K]: Result }>>;
      readonly resolve?: Resolve<{ [key in K]: Result }, Args, Result>;
    }
  | {
      readonly subscribe: Resolve<Empty, Args, AsyncIterable<unknown>>;
      readonly resolve: Resolve<never, Args, Result>;
    };

/** A resolver function, or `{ subscribe, resolve? }` for a field of Subscription. */
type ResolverOf<F extends SchemaFeature, T extends TypeOf<F>, K extends keyof FieldsOf<F, T>> =
  FieldsOf<F, T>[K] extends Field<infer Result, infer Args>
    ? T extends 'Subscription'
      ? SubscriptionResolver<K, Args, Result>
      : Resolve<RowOf<F, T>, Args, Result>
    : never;

type Root = 'Query' | 'Mutation' | 'Subscription';

/** The fields of type T that its row holds, with a type that matches the schema's. */
type FieldsInRow<F extends SchemaFeature, T extends TypeOf<F>> = T extends Root
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

type RequiredFields<F extends SchemaFeature, T extends TypeOf<F>> = Exclude<keyof FieldsOf<F, T>, FieldsInRow<F, T>>;

/** The resolvers that feature F must provide for type T. Resolvers of fields that the row holds are optional. */
export type ResolversOf<F extends SchemaFeature, T extends TypeOf<F>> = {
  [K in RequiredFields<F, T>]: ResolverOf<F, T, K>;
} & { [K in Exclude<keyof FieldsOf<F, T>, RequiredFields<F, T>>]?: ResolverOf<F, T, K> };

/** The resolvers of one type in one feature. */
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

/**
 * Fetches a node of type T by its UUID for `node` and `nodes`; null when it does not exist or the viewer may not see
 * it.
 */
export type FetchNode<Row = object> = (ctx: Context, id: string, info: GraphQLResolveInfo) => Promise<Row | null>;

/** How to fetch each Node type of the feature's SDL file. */
export type NodesOf<F extends SchemaFeature> = {
  readonly [T in keyof NodeRowsOf<F>]: FetchNode<NodeRowsOf<F>[T]>;
};

/** The types of feature F for which `implement` must be called. */
type RequiredType<F extends SchemaFeature> = {
  [T in TypeOf<F>]: [RequiredFields<F, T>] extends [never] ? never : T;
}[TypeOf<F>];

/** What the contract needs of each feature. */
export interface FeatureContract {
  readonly name: string;
  readonly resolvers: readonly Implementation[];
  readonly nodes: Readonly<Record<string, FetchNode>>;
}

/** Does not compile when a type of feature F is missing in the list of resolvers. */
export type RequiredTypes<F extends SchemaFeature, Given> = [Exclude<RequiredType<F>, Given>] extends [never]
  ? unknown
  : NotImplemented<Exclude<RequiredType<F>, Given>>;

interface NotImplemented<T> {
  readonly typesWithoutResolvers: T;
}
