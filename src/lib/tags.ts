// Tags: the names under which an answer is remembered, and by which changes make it stale.

/** The tag of what changes of this subject (`messages` for `messages.sent`) alter among the things of a stream. */
export const tagOf = (stream: string, subject: string) => `${stream}/${subject}`;

/** The tag of what changes of this topic alter, wherever in the workspace they happen. */
export const tagOfTopic = (workspaceId: string, topic: string) => `${workspaceId}*${topic}`;
