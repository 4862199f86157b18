// Which to-one references an operation selects on the rows of a field, so that its statement can join them.
import { type FieldNode, type GraphQLResolveInfo, getNamedType, type SelectionSetNode } from 'graphql';

type Fragments = GraphQLResolveInfo['fragments'];

// Keyed by the document's own nodes: a document that is parsed once is looked through once for the same names.
const known = new WeakMap<FieldNode, Map<readonly string[], readonly string[]>>();

/**
 * Those of `names` that the operation selects on this field's rows, through `nodes` or `edges { node }` where it is a
 * connection, through any field where it is a mutation's payload, in fragments of any type too. Directives are not
 * evaluated: a join too many costs little and is right. `names` must be the same array each time.
 */
export function selectedReferences(info: GraphQLResolveInfo, names: readonly string[]): readonly string[] {
  // Where fields are merged, what one of the nodes selects is not all.
  const [node] = info.fieldNodes.length === 1 ? info.fieldNodes : [];
  const byNames = (node && known.get(node)) ?? new Map<readonly string[], readonly string[]>();
  let selected = byNames.get(names);
  if (!selected) {
    const fields = info.fieldNodes.flatMap((one) => [...rowFields(one.selectionSet, info.fragments, isPayload(info))]);
    selected = names.filter((name) => fields.includes(name));
    byNames.set(names, selected);
    if (node) known.set(node, byNames);
  }
  return selected;
}

const isPayload = ({ returnType }: GraphQLResolveInfo) => getNamedType(returnType).name.endsWith('Payload');

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
