// What an operation selects: which to-one references on the rows of a field, so that its statement can join them, and
// which fields of a type, so that rows need not be whole.
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

/** How the rows of a type can be read. */
export interface HasColumnSets {
  /** The type's name. */
  readonly type: string;
  /** The shape whose rows have all that these fields need. */
  columnSetFor(fields: ReadonlySet<string>): string;
}

const columnSets = new WeakMap<OperationDefinitionNode, Map<HasColumnSets, string>>();

// One row is read by several loaders and handed from one to the other, so its shape is no matter of one place: rows of a
// type have all that the operation selects of the type wherever it does.
/** The shape in which the operation's rows of a type are read; `''`, all columns, for any but a query. */
export function selectedColumnSet(info: GraphQLResolveInfo, columns: HasColumnSets): string {
  let known = columnSets.get(info.operation);
  if (!known) {
    known = new Map();
    columnSets.set(info.operation, known);
  }
  let columnSet = known.get(columns);
  if (columnSet === undefined) {
    // Commands read rows for purposes of their own, and subscriptions share them.
    const isQuery = info.operation.operation === OperationTypeNode.QUERY;
    columnSet = isQuery ? columns.columnSetFor(fieldsOfType(info, columns.type)) : '';
    known.set(columns, columnSet);
  }
  return columnSet;
}

/** The fields of a type that the operation selects anywhere, or a fragment beside it. */
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

// Keyed by the document's own nodes: a document that is parsed once is looked through once for the same names.
const references = new WeakMap<FieldNode, Map<readonly string[], readonly string[]>>();

/**
 * Those of `names` that the operation selects on this field's rows, through `nodes` or `edges { node }` where it is a
 * connection, through any field where it is a mutation's payload, in fragments of any type too; one that is `shaped`
 * with its shape, such as `author_card`. Directives are not evaluated: a join too many costs little and is right. `names`
 * must be the same array each time.
 */
export function selectedReferences(
  info: GraphQLResolveInfo,
  names: readonly string[],
  columnSetsOf: { readonly [name: string]: HasColumnSets } = {},
): readonly string[] {
  // Where fields are merged, what one of the nodes selects is not all.
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
