// The normalised text of a subscription: subscriptions with the same text give the same events.
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  print,
  type SelectionSetNode,
  visit,
} from 'graphql';

/**
 * Prints the operation and its fragments without the argument `after` of its field. The position at which a client resumes
 * does not change the events, and neither do the layout of the text, the operation's name and other operations in the
 * document.
 */
export function textOfSubscription(document: DocumentNode, operation: OperationDefinitionNode): string {
  const after = afterOf(rootField(document, operation));
  const parts = [{ ...operation, name: undefined }, ...fragmentsOf(document, operation)];
  return parts.map((part) => print(visit(part, { Argument: (node) => (node === after ? null : undefined) }))).join();
}

/** The argument that says where to resume. */
export const afterOf = ({ arguments: given }: FieldNode) => given?.find(({ name }) => name.value === 'after');

/** The one field that a subscription selects. */
export function rootField(document: DocumentNode, operation: OperationDefinitionNode): FieldNode {
  const find = (selection: SelectionSetNode): FieldNode | undefined => {
    for (const one of selection.selections) {
      if (one.kind === Kind.FIELD) return one;
      if (one.kind === Kind.INLINE_FRAGMENT) return find(one.selectionSet);
      for (const definition of document.definitions) {
        if (definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === one.name.value) {
          return find(definition.selectionSet);
        }
      }
    }
    return undefined;
  };
  const field = find(operation.selectionSet);
  if (!field) throw new GraphQLError('A subscription selects exactly one field of Subscription.');
  return field;
}

/** The fragments that an operation spreads, directly or through other fragments, ordered by name. */
function fragmentsOf(document: DocumentNode, operation: OperationDefinitionNode): FragmentDefinitionNode[] {
  const found = new Map<string, FragmentDefinitionNode>();
  const collect = (definition: OperationDefinitionNode | FragmentDefinitionNode) => {
    visit(definition, {
      FragmentSpread({ name: { value } }) {
        const fragment = document.definitions.find(
          (one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === value,
        ) as FragmentDefinitionNode | undefined;
        if (!fragment || found.has(value)) return;
        found.set(value, fragment);
        collect(fragment);
      },
    });
  };
  collect(operation);
  return [...found.values()].sort((one, other) => (one.name.value < other.name.value ? -1 : 1));
}
