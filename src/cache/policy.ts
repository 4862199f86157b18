// Whether the response of an operation may be cached, for how long and for whom. It follows from @cacheControl of the
// selected fields; the strictest field decides.
import {
  type DocumentNode,
  type GraphQLField,
  type GraphQLSchema,
  isInterfaceType,
  Kind,
  type OperationDefinitionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { Topics } from '../batching/dependency-tracker.ts';
import { directivesOf } from '../graphql/policy-plugin.ts';

export interface Policy {
  /** Why the response is never cached; null when it may be. */
  readonly bypassReason: string | null;
  /** For how long a cached response is fresh, in milliseconds. */
  readonly maxAgeMs: number;
  /** For how much longer a stale response is served while it is revalidated, in milliseconds. */
  readonly swrMs: number;
  /** Whether the response may be shared with other viewers, unless it depends on the viewer. */
  readonly shared: boolean;
  /** Whether shared caches between server and client may store it. */
  readonly cdn: boolean;
  /** Whether it selects only introspection, whose response is the same for every client, signed in or not. */
  readonly schemaOnly: boolean;
  readonly topics: Topics;
  /** The schema coordinates of the fields that may be resolved. */
  readonly coordinates: ReadonlySet<string>;
}

/** The cache rule of introspection: the schema changes only with the version of the server. */
export const introspectionRule = { maxAge: 300, swr: 3_600, scope: 'PUBLIC', cdn: true };

interface Rule {
  maxAge?: number;
  swr?: number;
  scope?: 'PUBLIC' | 'PRIVATE';
  cdn?: boolean;
}

/**
 * The policy of an operation of a valid document. With `hidesSchema` introspection is restricted, so no cache outside
 * the server may store it.
 */
export function readPolicy(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  hidesSchema: boolean,
): Policy {
  let bypassReason: string | null = operation.operation === 'query' ? null : `a ${operation.operation}`;
  let maxAge = Number.POSITIVE_INFINITY;
  let swr = Number.POSITIVE_INFINITY;
  let shared = true;
  let cdn = !hidesSchema;
  let schemaOnly = true;
  const topics = new Map<string, string[]>();
  const coordinates = new Set<string>();
  const apply = (place: string, rule: Rule | undefined, root: boolean) => {
    if (rule?.maxAge === 0) bypassReason ??= `${place} is not cacheable`;
    if (root && rule?.maxAge === undefined) bypassReason ??= `${place} has no @cacheControl`;
    maxAge = Math.min(maxAge, rule?.maxAge ?? maxAge);
    swr = Math.min(swr, rule?.swr ?? (root ? 0 : swr));
    if (rule?.scope === 'PRIVATE') shared = false;
    cdn &&= rule?.cdn ?? !root;
  };
  const types = new TypeInfo(schema);
  visit(
    withFragments(document, operation),
    visitWithTypeInfo(types, {
      Field() {
        const parent = types.getParentType();
        const field = types.getFieldDef();
        if (!parent || !field || field.name === '__typename' || parent.name.startsWith('__')) return;
        const place = `${parent.name}.${field.name}`;
        coordinates.add(place);
        if (field.name === '__schema' || field.name === '__type') return apply(place, introspectionRule as Rule, true);
        schemaOnly = false;
        const root = parent === schema.getQueryType();
        for (const [owner, one] of possibleFields(schema, parent, field)) {
          const { access, cacheControl, invalidatedBy } = directivesOf(one);
          // A cached response is served for every token with the scope READ.
          if (root && (access?.scope ?? 'READ') !== 'READ') bypassReason ??= `${place} needs more than the scope READ`;
          apply(place, cacheControl as Rule | undefined, root);
          coordinates.add(`${owner}.${one.name}`);
          for (const topic of (invalidatedBy?.topics as string[] | undefined) ?? []) add(topics, owner, topic);
        }
      },
    }),
  );
  const bounded = Number.isFinite(maxAge);
  if (!bounded) bypassReason ??= 'no field has a maxAge';
  return {
    bypassReason,
    maxAgeMs: bounded ? maxAge * 1000 : 0,
    swrMs: Number.isFinite(swr) ? swr * 1000 : 0,
    shared,
    cdn: cdn && shared,
    schemaOnly,
    topics,
    coordinates,
  };
}

/** The fields that may be resolved: for a field of an interface, those of every type that implements it. */
function* possibleFields(
  schema: GraphQLSchema,
  parent: { readonly name: string },
  field: GraphQLField<unknown, unknown>,
): Generator<[owner: string, field: GraphQLField<unknown, unknown>]> {
  yield [parent.name, field];
  const type = schema.getType(parent.name);
  if (!isInterfaceType(type)) return;
  for (const object of schema.getPossibleTypes(type)) yield [object.name, object.getFields()[field.name]!];
}

/** The operation with all fragments of its document. An unused fragment can only make the policy stricter. */
function withFragments(document: DocumentNode, operation: OperationDefinitionNode): DocumentNode {
  const fragments = document.definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION);
  return { kind: Kind.DOCUMENT, definitions: [operation, ...fragments] };
}

function add(topics: Map<string, string[]>, type: string, topic: string): void {
  const known = topics.get(type) ?? [];
  if (!known.includes(topic)) topics.set(type, [...known, topic]);
}
