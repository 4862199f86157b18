// What an operation costs, in points, before it runs. An object is one point, a connection one for each row that it may
// hold, a mutation ten; what stands below a row counts for each; @cost says otherwise. The shape is worked out once for
// each operation of a document, fragments merged; a request only walks it, with its variables.
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

/** What an operation may cost with given variables. */
export interface Cost {
  /** Points, if every list is as long as it was asked for. Never less than one. */
  readonly requested: number;
  /** Points of the root fields that do not depend on how many rows are there. */
  readonly fixed: number;
  /** The longest list within lists: the product of their lengths down a path. */
  readonly listSize: number;
}

export type Variables = Readonly<Record<string, unknown>> | null | undefined;

// Connections hold as many rows as they are asked for, 25 when they are not, and never more than 100.
const usualRows = 25;
const maxRows = 100;
const mutationPoints = 10;
const introspectionPoints = 100;
/** What hashing a password costs: it takes a core for a third of a second, where a point stands for a fifth of a millisecond. */
export const hashPoints = 500;

/** One field that costs something, or holds one that does. */
interface Node {
  /** For each of its rows. */
  readonly points: number;
  /** How many rows one field holds, given the variables; null for one. */
  readonly rows: ((variables: Variables) => number) | null;
  /** What each row holds. */
  readonly inRow: readonly Node[];
  /** What the connection holds beside its rows. */
  readonly beside: readonly Node[];
}

/** An operation's shape, from which its cost follows. */
export class OperationCost {
  /** Whether it asks for the schema itself. */
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

  /** The cost with these variables, which need not be coerced. */
  of(variables: Variables): Cost {
    if (this.#constant) return this.#constant;
    const inputs = this.#inputs.reduce((points, input) => points + input(variables), 0);
    const cost = { requested: 1, fixed: this.#fixed + inputs, listSize: 1 };
    cost.requested = Math.max(1, inputs + sum(this.#roots, 1, variables, cost));
    if (!this.#varies) this.#constant = cost;
    return cost;
  }
}

/** The points of these fields in so many rows; notes the longest list within lists. */
function sum(nodes: readonly Node[], product: number, variables: Variables, noted: { listSize: number }): number {
  let points = 0;
  for (const node of nodes) {
    const rows = node.rows ? node.rows(variables) : 1;
    const within = product * rows;
    if (within > noted.listSize) noted.listSize = within;
    points += rows * (node.points + sum(node.inRow, within, variables, noted));
    points += sum(node.beside, product, variables, noted);
  }
  return points;
}

/** A field, with every place that selects it on the same row. */
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

  /** The fields of selections on one row, those of one type and response name as one: their arguments are the same. */
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

  /** Undefined for a field that costs nothing whatever the type, such as __typename. */
  #field(on: GraphQLCompositeType, name: string): GraphQLField<unknown, unknown> | undefined {
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
    return isUnionType(on) ? undefined : on.getFields()[name];
  }

  /** What stands below a field. */
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
      // Edges, payloads and PageInfo are no rows, but hold some.
      const isFree = role !== null || type.name === 'PageInfo';
      return { points: stated ?? (isFree ? 0 : 1), rows, inRow: this.#costly(below), beside: [] };
    }
    // The rows are the connection's own, by whichever way they are selected.
    const inRow = below.flatMap((one) => {
      if (one.field.name === 'nodes') return this.#below(one);
      if (one.field.name !== 'edges') return [];
      return this.#below(one).flatMap((edge) => (edge.field.name === 'node' ? this.#below(edge) : []));
    });
    const beside = below.filter((one) => one.field.name !== 'nodes' && one.field.name !== 'edges');
    return { points: stated ?? 1, rows, inRow: this.#costly(inRow), beside: this.#costly(beside) };
  }

  /** Those that cost something. */
  #costly(selected: readonly Merged[]): Node[] {
    const nodes = selected.map((one) => this.#node(one));
    return nodes.filter(({ points, inRow, beside }) => points || inRow.length || beside.length);
  }

  /** How many rows a field holds: as many as its first, last or ids ask for, or @cost says of a plain list. */
  #rows(field: GraphQLField<unknown, unknown>, node: FieldNode): Node['rows'] {
    const type = getNamedType(field.type);
    if (roleOf(this.#schema, type) === 'connection') {
      const first = this.#value(node, 'first');
      const last = this.#value(node, 'last');
      return (variables) => clamp(first(variables) ?? last(variables) ?? usualRows);
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

  /** An argument's value with the variables that stand within it. */
  #wholeValue(node: FieldNode, name: string): (variables: Variables) => unknown {
    const value = node.arguments?.find((argument) => argument.name.value === name)?.value;
    if (!value) return () => undefined;
    this.varies = true;
    return (variables) => valueFromASTUntyped(value, over(this.#defaults, variables));
  }

  /** An argument's value, given the variables; undefined or null when there is none. */
  #value(node: FieldNode, name: string): (variables: Variables) => unknown {
    const value = node.arguments?.find((argument) => argument.name.value === name)?.value;
    if (!value) return () => undefined;
    if (value.kind !== Kind.VARIABLE) {
      // A list may hold variables: how long it is does not depend on them.
      const literal = valueFromASTUntyped(value, {});
      return () => literal;
    }
    this.varies = true;
    const variable = value.name.value;
    const standard = this.#defaults[variable];
    const otherwise = standard && valueFromASTUntyped(standard);
    return (variables) => {
      const given = variables && Object.hasOwn(variables, variable) ? variables[variable] : undefined;
      return given === undefined ? otherwise : given;
    };
  }
}

/** The variables over their defaults: what is given counts, null too. */
function over(defaults: Readonly<Record<string, ValueNode | undefined>>, variables: Variables) {
  const all: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(defaults)) {
    const given = variables && Object.hasOwn(variables, name) ? variables[name] : undefined;
    all[name] = given === undefined && value ? valueFromASTUntyped(value) : given;
  }
  return all;
}

/** What is no number is refused where the value is read; so is one that is out of range. */
const clamp = (rows: unknown): number =>
  typeof rows === 'number' ? Math.min(maxRows, Math.max(0, Math.trunc(rows))) : usualRows;

const pointsOf = (field: GraphQLField<unknown, unknown>): number | null =>
  (directivesOf(field).cost?.points as number | null | undefined) ?? null;
