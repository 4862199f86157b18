// The parts of a feature that the rest of the program uses. Each feature declares them in its feature.ts, and
// features.ts lists the features in order.
import { ChangeKind } from '../changes/catalogue.ts';
import type { Consumer } from '../changes/consumers.ts';
import type { FeatureContract, Implementation, NodesOf, RequiredTypes, SchemaFeature, TypeOf } from './implement.ts';

export interface Feature extends FeatureContract {
  /** The kinds of changes that it records. */
  readonly changes: readonly ChangeKind[];
  /** Its reactions to changes. */
  readonly consumers: readonly Consumer[];
}

interface Parts {
  /** The kinds of changes that it records, by any names: pass all exports of its changes.ts. */
  readonly changes?: Readonly<Record<string, unknown>>;
  readonly consumers?: readonly Consumer[];
}

/** A feature. Does not compile when a type that needs resolvers, or a Node type, is missing. */
export function defineFeature<F extends SchemaFeature, R extends Implementation<F, TypeOf<F>>>(
  feature: Parts & { name: F; resolvers: readonly R[] & RequiredTypes<F, R['type']>; nodes: NodesOf<F> },
): Feature;
/** A feature without a part in the schema. */
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
