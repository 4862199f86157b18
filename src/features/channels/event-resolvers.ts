// The events of channels and of the viewer's inbox.
import { lastChanges } from '../../changes/positions.ts';
import { type Context, viewerOf } from '../../graphql/context.ts';
import { eventSource } from '../../graphql/event-source.ts';
import { implement } from '../../graphql/implement.ts';
import { notFound } from '../../lib/errors.ts';
import { idOf, toGlobalId } from '../../lib/ids.ts';
import { channelStream, userStream } from '../../lib/streams.ts';
import { actorOf } from '../identity/event-resolvers.ts';
import { requireUser } from '../identity/resolvers.ts';
import { channelById, visibleChannelById } from './loaders.ts';
import { grantChannel } from './subscription-policy.ts';

/** The event's channel. Everyone who may follow its stream may see it. */
async function channel({ channelId }: { channelId: string }, _: unknown, ctx: Context) {
  const row = await channelById(ctx).load(channelId);
  if (!row) throw notFound('channel');
  return row;
}

const user = ({ userId }: { userId: string }, _: unknown, ctx: Context) => requireUser(ctx, userId);

const ownChannel = async ({ channelId }: { channelId: string }, _: unknown, ctx: Context) =>
  visibleChannelById(ctx).load(channelId);

export const eventResolvers = [
  implement('channels', 'Subscription', {
    channelEvents: {
      subscribe: async (_, { channelId, after }, ctx) => {
        const id = idOf('Channel', channelId);
        const stream = channelStream(id);
        const { grant, head } = await grantChannel(ctx, id, stream);
        return eventSource({ of: 'ChannelEvent', stream, after: after ?? null, head, permission: 'reader', grant });
      },
    },
    inboxEvents: {
      subscribe: async (_, { after }, ctx) => {
        const { userId } = viewerOf(ctx);
        const stream = userStream(userId);
        const [head = null] = await ctx.db.run(lastChanges, [[stream], null]);
        return eventSource({ of: 'InboxEvent', stream, after: after ?? null, head, permission: userId, grant: null });
      },
    },
  }),
  implement('channels', 'MemberJoined', { actor: actorOf, user, channel }),
  implement('channels', 'MemberLeft', { actor: actorOf, user, channel }),
  implement('channels', 'MemberRoleChanged', { actor: actorOf, user }),
  implement('channels', 'ChannelUpdated', { actor: actorOf, channel }),
  implement('channels', 'ChannelArchived', { actor: actorOf, channel }),
  implement('channels', 'Typing', { actor: actorOf, user }),
  implement('channels', 'AddedToChannel', { actor: actorOf, channel: ownChannel }),
  implement('channels', 'RemovedFromChannel', {
    actor: actorOf,
    channelId: ({ channelId }) => toGlobalId('Channel', channelId),
  }),
  implement('channels', 'MembershipChanged', { actor: actorOf, channel: ownChannel }),
];
