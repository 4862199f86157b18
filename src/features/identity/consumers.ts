// What follows from changes of users, however they came about.
import type { Consumer } from '../../changes/consumers.ts';
import { userStream } from '../../lib/streams.ts';
import { userDeactivated } from './changes.ts';
import { heartbeat } from './presence-commands.ts';

/** A user who is deactivated is gone at once, and not when their last heartbeat has expired. */
const endPresence: Consumer = {
  name: 'identity.endPresence',
  kinds: [userDeactivated],
  async handle(change, actor) {
    const { userId } = userDeactivated.of(change)!.data;
    // The same change stands in the workspace's stream too.
    if (change.stream === userStream(userId)) await heartbeat(actor, userId, false);
  },
};

export const consumers: readonly Consumer[] = [endPresence];
