// What an operation selects: the to-one references on a field's rows, so that the statement can join them, and the
// fields of a type, so that only their columns are read.
import {
  type FieldNode,
  type GraphQLResolveInfo,
  getNamedType,
  isAbstractType,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { roleOf } from './type-roles.ts';

type Fragments = GraphQLResolveInfo['fragments'];

/** The column sets in which rows of a type can be read. */
export interface HasColumnSets {
  /** The type's name. */
  readonly type: string;
  /** The column set whose rows have everything that these fields need. */
  columnSetFor(fields: ReadonlySet<string>): string;
}

const columnSets = new WeakMap<OperationDefinitionNode, Map<HasColumnSets, string>>();

// Rows are passed from one loader to another, so their columns cannot depend on a single field: rows of a type have
// everything that the operation selects of the type anywhere.
/** The column set in which the operation reads rows of a type; `''`, all columns, for mutations and subscriptions. */
export function selectedColumnSet(info: GraphQLResolveInfo, columns: HasColumnSets): string {
  let known = columnSets.get(info.operation);
  if (!known) {
    known = new Map();
    columnSets.set(info.operation, known);
  }
  let columnSet = known.get(columns);
  if (columnSet === undefined) {
    // Commands read rows for their own purposes, and subscriptions share rows.
    const isQuery = info.operation.operation === OperationTypeNode.QUERY;
    columnSet = isQuery ? columns.columnSetFor(fieldsOfType(info, columns.type)) : '';
    known.set(columns, columnSet);
  }
  return columnSet;
}

/** The fields of a type that the operation selects anywhere, or that a fragment of its document does. */
function fieldsOfType({ schema, operation, fragments }: GraphQLResolveInfo, name: string): Set<string> {
  const fields = new Set<string>();
  const types = new TypeInfo(schema);
  const visitor = visitWithTypeInfo(types, {
    Field(node) {
      const parent = types.getParentType();
      const possible = isAbstractType(parent) ? schema.getPossibleTypes(parent) : [parent];
      if (possible.some((type) => type?.name === name) && node.name.value !== '__typename') fields.add(node.name.value);
    },
  });
  for (const definition of [operation, ...Object.values(fragments)]) visit(definition, visitor);
  return fields;
}

// Keyed by the nodes of the document: a document that is parsed once is searched once for the same names.
const references = new WeakMap<FieldNode, Map<readonly string[], readonly string[]>>();

/**
 * Those of `names` that the operation selects on this field's rows: through `nodes` or `edges { node }` of a
 * connection, through any field of a mutation's payload, and in fragments on any type. For names in `columnSetsOf` the
 * column set is appended, such as `author_card`. Directives are not evaluated: an unneeded join is cheap and correct.
 * `names` must be the same array each time.
 */
export function selectedReferences(
  info: GraphQLResolveInfo,
  names: readonly string[],
  columnSetsOf: { readonly [name: string]: HasColumnSets } = {},
): readonly string[] {
  // With merged fields, one of the nodes does not have the whole selection.
  const [node] = info.fieldNodes.length === 1 ? info.fieldNodes : [];
  const byNames = (node && references.get(node)) ?? new Map<readonly string[], readonly string[]>();
  let selected = byNames.get(names);
  if (!selected) {
    const fields = info.fieldNodes.flatMap((one) => [...rowFields(one.selectionSet, info.fragments, isPayload(info))]);
    selected = names
      .filter((name) => fields.includes(name))
      .map((name) => {
        const columnSet = columnSetsOf[name] && selectedColumnSet(info, columnSetsOf[name]);
        return columnSet ? `${name}_${columnSet}` : name;
      });
    byNames.set(names, selected);
    if (node) references.set(node, byNames);
  }
  return selected;
}

const isPayload = ({ schema, returnType }: GraphQLResolveInfo) =>
  roleOf(schema, getNamedType(returnType)) === 'payload';

function* rowFields(
  selection: SelectionSetNode | undefined,
  fragments: Fragments,
  through: boolean,
): Generator<string> {
  for (const node of fieldsOf(selection, fragments)) {
    const name = node.name.value;
    if (through || name === 'nodes' || name === 'node' || name === 'edges') {
      yield* rowFields(node.selectionSet, fragments, false);
    } else if (node.selectionSet) yield name;
  }
}

function* fieldsOf(selection: SelectionSetNode | undefined, fragments: Fragments): Generator<FieldNode> {
  for (const node of selection?.selections ?? []) {
    if (node.kind === 'Field') yield node;
    else if (node.kind === 'InlineFragment') yield* fieldsOf(node.selectionSet, fragments);
    else yield* fieldsOf(fragments[node.name.value]?.selectionSet, fragments);
  }
}
