// Tags: the names under which an answer is remembered, and by which changes make it stale.

/** The tag of what changes of this topic (`messages` for `messages.sent`) alter among the things of a stream. */
export const streamTag = (stream: string, topic: string) => `${stream}/${topic}`;

/** The tag of what changes of this topic alter, wherever in the workspace they happen. */
export const workspaceTag = (workspaceId: string, topic: string) => `${workspaceId}*${topic}`;
