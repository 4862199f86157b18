// What follows from changes of users, however they came about.
import type { Consumer } from '../../changes/consumers.ts';
import { userStream } from '../../lib/streams.ts';
import { userDeactivated } from './changes.ts';
import { revokeTokensOf } from './commands.ts';

/** A user who was shut out keeps no token: not by an import either, which only says that they are deactivated. */
const revokeTokens: Consumer = {
  name: 'identity.revokeTokens',
  kinds: [userDeactivated],
  async handle(change, actor) {
    const { userId } = userDeactivated.of(change)!.data;
    // The workspace's stream says it too.
    if (change.stream === userStream(userId)) await revokeTokensOf(actor, userId);
  },
};

export const consumers: readonly Consumer[] = [revokeTokens];
