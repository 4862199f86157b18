// Events of every subscription, and presence.
import { activeEphemeral } from '../../changes/log.ts';
import { type Context, workspaceOf } from '../../graphql/context.ts';
import { eventSource } from '../../graphql/event-source.ts';
import { implement } from '../../graphql/implement.ts';
import { badInput, notFound } from '../../lib/errors.ts';
import { idOf } from '../../lib/ids.ts';
import { presenceStream } from '../../lib/streams.ts';
import { presenceChanged } from './changes.ts';
import { userById } from './loaders.ts';
import { requireUser } from './resolvers.ts';

/** The user who caused an event. */
export const actorOf = (event: { actorId: string | null }, _: unknown, ctx: Context) =>
  event.actorId === null ? null : userById(ctx).load(event.actorId);

export const eventResolvers = [
  implement('identity', 'Subscription', {
    presence: {
      subscribe: async (_, { userIds }, ctx) => {
        const ids = [...new Set(userIds.map((id) => idOf('User', id)))].sort();
        if (ids.length < 1 || ids.length > 100) throw badInput('userIds: name 1 to 100 users.');
        const users = await Promise.all(ids.map((id) => userById(ctx).load(id)));
        if (users.includes(null)) throw notFound('user');
        const ephemeral = ids.map(presenceStream);
        return eventSource({
          of: 'PresenceEvent',
          stream: null,
          ephemeral,
          after: null,
          head: null,
          permission: 'workspace',
          grant: null,
          initial: async () => {
            const at = new Date(ctx.now()).toISOString();
            const active = await ctx.db.run(activeEphemeral, [ephemeral, at]);
            const online = new Map(
              active.map((change) => [
                change.stream,
                { ...change, data: { ...change.data, expiresAt: change.expiresAt } },
              ]),
            );
            return ids.map((userId) => online.get(presenceStream(userId)) ?? absent(ctx, userId, at));
          },
        });
      },
    },
  }),
  implement('identity', 'Started', { actor: actorOf }),
  implement('identity', 'Resync', { actor: actorOf }),
  implement('identity', 'PresenceChanged', { actor: actorOf, user: (row, _, ctx) => requireUser(ctx, row.userId) }),
];

const absent = (ctx: Context, userId: string, at: string) => ({
  stream: presenceStream(userId),
  number: null,
  id: null,
  workspaceId: workspaceOf(ctx),
  kind: presenceChanged.name,
  actorId: null,
  at,
  data: { userId, online: false },
});
