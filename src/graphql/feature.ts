// What a feature is to the rest of the program. Each says it once, in its feature.ts; features.ts lists them in their order.
import { ChangeKind } from '../changes/catalogue.ts';
import type { Consumer } from '../changes/consumers.ts';
import type { FeatureContract, Implementation, NodesOf, RequiredTypes, SchemaFeature, TypeOf } from './implement.ts';

export interface Feature extends FeatureContract {
  /** The kinds of changes that it writes. */
  readonly changes: readonly ChangeKind[];
  /** What it does by itself when something has changed. */
  readonly consumers: readonly Consumer[];
}

interface Parts {
  /** The kinds of changes that it writes, by any names: all that its changes.ts exports may be given. */
  readonly changes?: Readonly<Record<string, unknown>>;
  readonly consumers?: readonly Consumer[];
}

/** A feature. Does not compile when a type that needs resolvers, or a Node type, is left out. */
export function defineFeature<F extends SchemaFeature, R extends Implementation<F, TypeOf<F>>>(
  feature: Parts & { name: F; resolvers: readonly R[] & RequiredTypes<F, R['type']>; nodes: NodesOf<F> },
): Feature;
/** A feature that is no part of the schema. */
export function defineFeature(feature: Parts & { name: string }): Feature;
export function defineFeature(
  feature: Parts & { name: string; resolvers?: readonly Implementation[]; nodes?: object },
): Feature {
  const { name, resolvers = [], nodes = {}, changes = {}, consumers = [] } = feature;
  return {
    name,
    resolvers,
    nodes: nodes as FeatureContract['nodes'],
    changes: Object.values(changes).filter((one) => one instanceof ChangeKind),
    consumers,
  };
}
