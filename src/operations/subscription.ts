// A subscription before it is followed: its document, checked; its field's event source; and what tells it apart from
// others that would execute to the same bytes.
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  getArgumentValues,
  getOperationAST,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  print,
  type SelectionSetNode,
  visit,
} from 'graphql';
import type { Context } from '../graphql/context.ts';
import type { EventSource } from '../graphql/event-source.ts';

export interface SubscriptionRequest {
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
  /** Every event tells what it cost. */
  readonly ledger: boolean;
}

export interface OpenSubscription extends SubscriptionRequest {
  /** The name of the field, under which each event is the root value. */
  readonly field: string;
  readonly source: EventSource;
  readonly workspaceId: string;
  /** The same for all that would execute to the same bytes, given the same permission class. */
  readonly executionKey: string;
}

/** The subscription's event source, by its field's own resolver; throws what the client is to be told. */
export async function openSubscription(
  { schema, hideSuggestions = false }: { schema: GraphQLSchema; hideSuggestions?: boolean },
  request: SubscriptionRequest,
  ctx: Context,
  /** In the place of the argument `after`. */
  resumeAfter?: string,
): Promise<OpenSubscription> {
  const { document, operationName, variables, ledger } = request;
  const operation = getOperationAST(document, operationName ?? undefined);
  const type = schema.getSubscriptionType();
  if (!operation || !type) throw new GraphQLError('Name the subscription to run in operationName.');
  const node = rootField(document, operation);
  const field = type.getFields()[node.name.value];
  if (!field?.subscribe) throw new GraphQLError('A subscription selects exactly one field of Subscription.');
  const definitions = operation.variableDefinitions ?? [];
  const { coerced, errors } = getVariableValues(
    schema,
    definitions,
    { ...variables },
    { maxErrors: 1, hideSuggestions },
  );
  if (!coerced) throw errors[0];
  const args = getArgumentValues(field, node, coerced);
  const own = (await field.subscribe(undefined, args, ctx, undefined as never)) as unknown as EventSource;
  const source = resumeAfter === undefined ? own : { ...own, after: resumeAfter };
  const { workspaceId } = ctx.viewer!; // whoever is not signed in has been refused by now
  const executionKey = executionKeyOf(document, operation, node, coerced) + ledger;
  return { ...request, field: field.name, source, workspaceId, executionKey };
}

function rootField(document: DocumentNode, operation: OperationDefinitionNode): FieldNode {
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
  const found = find(operation.selectionSet);
  if (!found) throw new GraphQLError('A subscription selects exactly one field of Subscription.');
  return found;
}

const texts = new WeakMap<OperationDefinitionNode, string>();

// Where a client goes on from does not change what an event looks like: `after` is left out, as literal and as
// variable, unless the operation uses that variable elsewhere too. Neither do the layout of the text, the operation's
// name, and what else the document holds.
function executionKeyOf(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  root: FieldNode,
  variables: Record<string, unknown>,
): string {
  const after = root.arguments?.find((argument) => argument.name.value === 'after');
  let text = texts.get(operation);
  if (text === undefined) {
    const used = [{ ...operation, name: undefined }, ...fragmentsOf(document, operation)];
    text = used.map((part) => print(visit(part, { Argument: (node) => (node === after ? null : undefined) }))).join();
    texts.set(operation, text);
  }
  const cursor = after?.value.kind === Kind.VARIABLE ? after.value.name.value : undefined;
  const used = cursor !== undefined && text.split(new RegExp(`\\$${cursor}\\b`)).length > 2;
  const rest = Object.entries(variables).filter(([name]) => name !== cursor || used);
  return JSON.stringify([text, rest.sort(([one], [other]) => (one < other ? -1 : 1))]);
}

/** The fragments that an operation spreads, and those that they spread, in the order of their names. */
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
