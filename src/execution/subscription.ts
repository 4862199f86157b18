// Opens a subscription: finds the event source of its field, and the key of the group that shares its events.
import { GraphQLError, type GraphQLSchema, getArgumentValues, getVariableValues, Kind } from 'graphql';
import type { Context } from '../graphql/context.ts';
import type { EventSource } from '../graphql/event-source.ts';
import type { OperationRequest } from './prepared-operation.ts';
import { afterOf, rootField } from './subscription-text.ts';

export interface SubscriptionRequest {
  readonly request: OperationRequest;
  /** Whether every event reports its statements. */
  readonly wantsLedger: boolean;
  /** The cursor to resume after, instead of the argument `after`. */
  readonly resumeAfter?: string | undefined;
}

export interface OpenSubscription {
  readonly request: OperationRequest;
  readonly wantsLedger: boolean;
  /** The name of the subscription field: each event is executed with the root value `{ [field]: event }`. */
  readonly field: string;
  readonly source: EventSource;
  readonly workspaceId: string;
  /** Equal for subscriptions that give the same events to the same permission class. */
  readonly groupKey: string;
}

/** Opens a subscription through its field's resolver; throws the error for the client. */
export async function openSubscription(
  { schema, hideSuggestions = false }: { schema: GraphQLSchema; hideSuggestions?: boolean },
  { request, wantsLedger, resumeAfter }: SubscriptionRequest,
  ctx: Context,
): Promise<OpenSubscription> {
  const { operation, variables } = request;
  const { document, definition } = operation;
  const node = rootField(document, definition);
  const field = schema.getSubscriptionType()?.getFields()[node.name.value];
  if (!field?.subscribe) throw new GraphQLError('A subscription selects exactly one field of Subscription.');
  const options = { maxErrors: 1, hideSuggestions };
  const { coerced, errors } = getVariableValues(
    schema,
    definition.variableDefinitions ?? [],
    { ...variables },
    options,
  );
  if (!coerced) throw errors[0];
  const args = getArgumentValues(field, node, coerced);
  const own = (await field.subscribe(undefined, args, ctx, undefined as never)) as unknown as EventSource;
  const source = resumeAfter === undefined ? own : { ...own, after: resumeAfter };
  const { workspaceId } = ctx.viewer!; // the field's @access has refused callers who are not signed in
  const groupKey = groupKeyOf(request, coerced) + wantsLedger;
  return { request, wantsLedger, field: field.name, source, workspaceId, groupKey };
}

/** The text and the variables, without a variable that is used only as the cursor. */
function groupKeyOf({ operation }: OperationRequest, variables: Record<string, unknown>): string {
  const text = operation.subscriptionText;
  const after = afterOf(rootField(operation.document, operation.definition))?.value;
  const cursor = after?.kind === Kind.VARIABLE ? after.name.value : undefined;
  const isUsedElsewhere = cursor !== undefined && text.split(new RegExp(`\\$${cursor}\\b`)).length > 2;
  const rest = Object.entries(variables).filter(([name]) => name !== cursor || isUsedElsewhere);
  return JSON.stringify([text, rest.sort(([one], [other]) => (one < other ? -1 : 1))]);
}
