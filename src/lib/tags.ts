// Cache tags: an entry carries the tags of everything that it depends on, and a change invalidates the entries with its
// tags.

/**
 * The tag of a topic in a stream. The topic of a kind of changes is the part before the dot: `messages` of
 * `messages.sent`.
 */
export const streamTag = (stream: string, topic: string) => `${stream}/${topic}`;

/** The tag of a topic anywhere in a workspace. */
export const workspaceTag = (workspaceId: string, topic: string) => `${workspaceId}*${topic}`;
