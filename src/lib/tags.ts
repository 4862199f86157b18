// Tags: under which names a value is remembered, and which names a change drops. Both follow from the change alone: its
// stream, and what its kind is about.

/** What a kind is about: `messages` for `messages.sent`. */
const subjectOf = (kind: string) => kind.slice(0, kind.indexOf('.'));

/** The tag of what changes of this subject alter among the things that the stream tells of. */
export const tagOf = (stream: string, subject: string) => `${stream}/${subject}`;

/** The tag of what every change of this kind alters, wherever in the workspace it happens. */
export const anywhere = (workspaceId: string, kind: string) => `${workspaceId}*${kind}`;

/** The tags that a change drops. */
export const tagsOf = (workspaceId: string, { stream, kind }: { stream: string; kind: string }): string[] => [
  tagOf(stream, subjectOf(kind)),
  anywhere(workspaceId, kind),
];
