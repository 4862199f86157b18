// Names of streams. Every change belongs to at least one stream, which numbers its changes without gaps in commit
// order.

export const channelStream = (id: string) => `channel:${id}`;
export const userStream = (id: string) => `user:${id}`;
/** A user's presence. It is always ephemeral: nothing of it is in the log. */
export const presenceStream = (userId: string) => `presence:${userId}`;
export const workspaceStream = (id: string) => `workspace:${id}`;
