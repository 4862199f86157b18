// Reactions to changes of users, however they were written.
import type { Consumer } from '../../changes/consumers.ts';
import { userStream } from '../../lib/streams.ts';
import { userDeactivated } from './changes.ts';
import { heartbeat } from './presence-commands.ts';

/** Ends the presence of a deactivated user at once, and not when the last heartbeat expires. */
const endPresence: Consumer = {
  name: 'identity.endPresence',
  kinds: [userDeactivated],
  async handle(change, actor) {
    const { userId } = userDeactivated.of(change)!.data;
    // The workspace's stream holds the same change too.
    if (change.stream === userStream(userId)) await heartbeat(actor, userId, false);
  },
};

export const consumers: readonly Consumer[] = [endPresence];
