// Streams: every change belongs to at least one, and each numbers its changes without a gap in the order of commit.

export const channelStream = (id: string) => `channel:${id}`;
export const userStream = (id: string) => `user:${id}`;
/** What is told of a user's presence; never a durable stream. */
export const presenceStream = (userId: string) => `presence:${userId}`;
export const workspaceStream = (id: string) => `workspace:${id}`;
