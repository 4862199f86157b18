// Streams: every change belongs to at least one, and each numbers its changes without a gap in the order of commit.

export const channelStream = (id: string) => `channel:${id}`;
export const userStream = (id: string) => `user:${id}`;
export const workspaceStream = (id: string) => `workspace:${id}`;
