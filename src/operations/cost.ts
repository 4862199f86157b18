// Computes the maximum cost of an operation in points, before it runs. An object costs one point, a connection one point
// for each row that it may hold, a mutation ten; the selection below a row counts once for each row; @cost overrides this.
// The tree of costs is built once for each operation of a document, with fragments merged. A request only walks the tree
// with its variables.
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  type InlineFragmentNode,
  isIntrospectionType,
  isLeafType,
  isListType,
  isUnionType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  type ValueNode,
  valueFromASTUntyped,
} from 'graphql';
import { directivesOf } from '../graphql/policy-plugin.ts';
import { roleOf } from '../graphql/type-roles.ts';
import { costlyArguments } from './input-cost.ts';

/** The maximum cost of an operation with given variables. */
export interface Cost {
  /** Points when every list is as long as requested; at least 1. */
  readonly requested: number;
  /** Points of the root fields that do not depend on the number of rows. */
  readonly fixed: number;
  /** The largest product of the lengths of nested lists down one path. */
  readonly listSize: number;
}

export type Variables = Readonly<Record<string, unknown>> | null | undefined;

// A connection holds as many rows as `first` or `last` request, 25 when neither is given, and never more than 100.
const defaultRows = 25;
const maxRows = 100;
const mutationPoints = 10;
const introspectionPoints = 100;
/** Points for hashing one password. It takes a core for a third of a second; a point is worth a fifth of a millisecond. */
export const hashPoints = 500;

/** A field that costs points, or that has such a field below it. */
interface Node {
  /** Points for each row of the field. */
  readonly points: number;
  /** The number of rows of the field, given the variables; null for a single object. */
  readonly rows: ((variables: Variables) => number) | null;
  /** The fields that are selected on each row. */
  readonly inRow: readonly Node[];
  /** The fields that are selected once on a connection, such as totalCount. */
  readonly beside: readonly Node[];
}

/** The tree of costs of one operation. */
export class OperationCost {
  /** Whether the operation introspects the schema. */
  readonly introspects: boolean;
  readonly #roots: readonly Node[];
  readonly #fixed: number;
  readonly #inputs: readonly ((variables: Variables) => number)[];
  #constant: Cost | null = null;
  readonly #varies: boolean;

  /** The document must be valid for the schema. */
  constructor(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) {
    const tree = new CostTree(schema, document, operation);
    this.#roots = tree.roots;
    this.#fixed = tree.fixed;
    this.#inputs = tree.inputs;
    this.#varies = tree.varies;
    this.introspects = tree.introspects;
  }

  /** The cost with these variables, which may be uncoerced. */
  of(variables: Variables): Cost {
    if (this.#constant) return this.#constant;
    const inputs = this.#inputs.reduce((points, input) => points + input(variables), 0);
    const cost = { requested: 1, fixed: this.#fixed + inputs, listSize: 1 };
    cost.requested = Math.max(1, inputs + sum(this.#roots, 1, variables, cost));
    if (!this.#varies) this.#constant = cost;
    return cost;
  }
}

/** The points of these fields below `product` rows. Raises `cost.listSize` to the largest product that it finds. */
function sum(nodes: readonly Node[], product: number, variables: Variables, cost: { listSize: number }): number {
  let points = 0;
  for (const node of nodes) {
    const rows = node.rows ? node.rows(variables) : 1;
    const within = product * rows;
    if (within > cost.listSize) cost.listSize = within;
    points += rows * (node.points + sum(node.inRow, within, variables, cost));
    points += sum(node.beside, product, variables, cost);
  }
  return points;
}

/** A field with all field nodes that select it on the same row. */
interface Merged {
  readonly field: GraphQLField<unknown, unknown>;
  readonly nodes: FieldNode[];
}

class CostTree {
  readonly roots: readonly Node[];
  /** The points of large inputs, each given the variables. */
  readonly inputs: readonly ((variables: Variables) => number)[];
  fixed = 0;
  varies = false;
  introspects = false;
  readonly #schema: GraphQLSchema;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #defaults: Readonly<Record<string, ValueNode | undefined>>;

  constructor(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) {
    this.#schema = schema;
    this.#fragments = new Map(
      document.definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one]] : [])),
    );
    this.#defaults = Object.fromEntries(
      (operation.variableDefinitions ?? []).map(({ variable, defaultValue }) => [variable.name.value, defaultValue]),
    );
    const root = schema.getRootType(operation.operation)!;
    const isMutation = operation.operation === 'mutation';
    const roots = this.#merge(root, [operation.selectionSet]);
    this.inputs = roots.flatMap(({ field, nodes }) =>
      costlyArguments(field).map(({ name, points }) => {
        const value = this.#wholeValue(nodes[0]!, name);
        return (variables: Variables) => points(value(variables));
      }),
    );
    this.roots = roots.map((merged) => {
      const stated = pointsOf(merged.field) ?? (isMutation ? mutationPoints : null);
      if (stated !== null) this.fixed += stated;
      const hashes = (directivesOf(merged.field).cost?.hashes as number | null | undefined) ?? 0;
      return this.#node(merged, hashes ? (stated ?? 0) + hashes * hashPoints : stated);
    });
  }

  /**
   * The fields that are selected on one row. Field nodes of one type and response name are merged into one: validation has
   * made sure that their arguments are the same.
   */
  #merge(type: GraphQLCompositeType, selections: readonly SelectionSetNode[]): Merged[] {
    const merged = new Map<string, Merged>();
    const seen = new Set<string>();
    const collect = (on: GraphQLCompositeType, { selections }: SelectionSetNode) => {
      for (const one of selections) {
        if (one.kind === Kind.FIELD) {
          const field = this.#field(on, one.name.value);
          if (!field) continue;
          const key = `${on.name}.${(one.alias ?? one.name).value}`;
          const same = merged.get(key);
          if (same) same.nodes.push(one);
          else merged.set(key, { field, nodes: [one] });
        } else if (one.kind === Kind.INLINE_FRAGMENT) {
          collect(this.#condition(one) ?? on, one.selectionSet);
        } else if (!seen.has(one.name.value)) {
          seen.add(one.name.value);
          const fragment = this.#fragments.get(one.name.value)!;
          collect(this.#condition(fragment) ?? on, fragment.selectionSet);
        }
      }
    };
    for (const selection of selections) collect(type, selection);
    return [...merged.values()];
  }

  #condition({ typeCondition }: FragmentDefinitionNode | InlineFragmentNode): GraphQLCompositeType | undefined {
    return typeCondition && (this.#schema.getType(typeCondition.name.value) as GraphQLCompositeType);
  }

  /** Undefined for a field that is free on every type, such as __typename. */
  #field(on: GraphQLCompositeType, name: string): GraphQLField<unknown, unknown> | undefined {
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
    return isUnionType(on) ? undefined : on.getFields()[name];
  }

  /** The fields that are selected below a field. */
  #below({ field, nodes }: Merged): Merged[] {
    const selections = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    return this.#merge(getNamedType(field.type) as GraphQLCompositeType, selections);
  }

  #node(merged: Merged, stated: number | null = pointsOf(merged.field)): Node {
    const { field, nodes } = merged;
    const type = getNamedType(field.type);
    if (isLeafType(type)) return { points: stated ?? 0, rows: null, inRow: [], beside: [] };
    if (isIntrospectionType(type)) {
      this.introspects = true;
      return { points: introspectionPoints, rows: null, inRow: [], beside: [] };
    }
    const rows = this.#rows(field, nodes[0]!);
    const below = this.#below(merged);
    const role = roleOf(this.#schema, type);
    if (role !== 'connection') {
      // Edges, payloads and PageInfo are not rows themselves, but rows are selected below them.
      const isFree = role !== null || type.name === 'PageInfo';
      return { points: stated ?? (isFree ? 0 : 1), rows, inRow: this.#costly(below), beside: [] };
    }
    // Rows selected through `nodes` and through `edges` are the same rows, and are counted once.
    const inRow = below.flatMap((one) => {
      if (one.field.name === 'nodes') return this.#below(one);
      if (one.field.name !== 'edges') return [];
      return this.#below(one).flatMap((edge) => (edge.field.name === 'node' ? this.#below(edge) : []));
    });
    const beside = below.filter((one) => one.field.name !== 'nodes' && one.field.name !== 'edges');
    return { points: stated ?? 1, rows, inRow: this.#costly(inRow), beside: this.#costly(beside) };
  }

  /** The selected fields that cost points, or have such a field below them. */
  #costly(selected: readonly Merged[]): Node[] {
    const nodes = selected.map((one) => this.#node(one));
    return nodes.filter(({ points, inRow, beside }) => points || inRow.length || beside.length);
  }

  /** The number of rows of a field: what `first`, `last` or `ids` request, or what @cost says of a plain list. */
  #rows(field: GraphQLField<unknown, unknown>, node: FieldNode): Node['rows'] {
    const type = getNamedType(field.type);
    if (roleOf(this.#schema, type) === 'connection') {
      const first = this.#value(node, 'first');
      const last = this.#value(node, 'last');
      return (variables) => clamp(first(variables) ?? last(variables) ?? defaultRows);
    }
    if (!isListType(getNullableType(field.type)) || isLeafType(type)) return null;
    const stated = directivesOf(field).cost?.rows as number | null | undefined;
    if (stated != null) return () => stated;
    const ids = this.#value(node, 'ids');
    return (variables) => {
      const given = ids(variables);
      return Array.isArray(given) ? clamp(given.length) : 1;
    };
  }

  /** An argument's value, with the variables that it contains replaced by their values. */
  #wholeValue(node: FieldNode, name: string): (variables: Variables) => unknown {
    const value = node.arguments?.find((argument) => argument.name.value === name)?.value;
    if (!value) return () => undefined;
    this.varies = true;
    return (variables) => valueFromASTUntyped(value, withDefaults(this.#defaults, variables));
  }

  /** An argument's value, given the variables; undefined or null when it has none. */
  #value(node: FieldNode, name: string): (variables: Variables) => unknown {
    const value = node.arguments?.find((argument) => argument.name.value === name)?.value;
    if (!value) return () => undefined;
    if (value.kind !== Kind.VARIABLE) {
      // A list may contain variables, but its length does not depend on them.
      const literal = valueFromASTUntyped(value, {});
      return () => literal;
    }
    this.varies = true;
    const variable = value.name.value;
    const defaultNode = this.#defaults[variable];
    const defaultValue = defaultNode && valueFromASTUntyped(defaultNode);
    return (variables) => {
      const given = variables && Object.hasOwn(variables, variable) ? variables[variable] : undefined;
      return given === undefined ? defaultValue : given;
    };
  }
}

/** The variables, with defaults for those that are not given. A variable that is given as null stays null. */
function withDefaults(defaults: Readonly<Record<string, ValueNode | undefined>>, variables: Variables) {
  const all: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(defaults)) {
    const given = variables && Object.hasOwn(variables, name) ? variables[name] : undefined;
    all[name] = given === undefined && value ? valueFromASTUntyped(value) : given;
  }
  return all;
}

/** Values that are not numbers, or are out of range, are refused later, when the argument is coerced or checked. */
const clamp = (rows: unknown): number =>
  typeof rows === 'number' ? Math.min(maxRows, Math.max(0, Math.trunc(rows))) : defaultRows;

const pointsOf = (field: GraphQLField<unknown, unknown>): number | null =>
  (directivesOf(field).cost?.points as number | null | undefined) ?? null;
