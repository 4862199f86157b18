// The events of messages. Their messages are loaded in their current state without checking the viewer: the grant of
// the stream allows them to be seen.
import type { GraphQLResolveInfo } from 'graphql';
import type { Context } from '../../graphql/context.ts';
import { implement } from '../../graphql/implement.ts';
import { selectedReferences } from '../../graphql/selection.ts';
import { notFound } from '../../lib/errors.ts';
import { actorOf } from '../identity/event-resolvers.ts';
import { requireUser } from '../identity/resolvers.ts';
import { messageById, messageReferences, visibleMessageById } from './loaders.ts';

type MessageRef = { messageId: string };

async function message({ messageId }: MessageRef, _: unknown, ctx: Context, info: GraphQLResolveInfo) {
  const row = await messageById(ctx, selectedReferences(info, messageReferences)).load(messageId);
  if (!row) throw notFound('message');
  return row;
}

const user = ({ userId }: { userId: string }, _: unknown, ctx: Context) => requireUser(ctx, userId);

export const eventResolvers = [
  implement('messages', 'MessageSent', { actor: actorOf, message }),
  implement('messages', 'MessageEdited', { actor: actorOf, message }),
  implement('messages', 'MessageDeleted', { actor: actorOf, message }),
  implement('messages', 'MessagePinned', { actor: actorOf, message }),
  implement('messages', 'MessageUnpinned', { actor: actorOf, message }),
  implement('messages', 'ReactionAdded', { actor: actorOf, message, user }),
  implement('messages', 'ReactionRemoved', { actor: actorOf, message, user }),
  implement('messages', 'Mentioned', {
    actor: actorOf,
    message: ({ messageId }, _, ctx, info) =>
      visibleMessageById(ctx, selectedReferences(info, messageReferences)).load(messageId),
  }),
];
