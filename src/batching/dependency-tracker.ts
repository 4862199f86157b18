// Tracks what an execution depends on, as the tags of the changes that would alter its response. Loaders report what
// they read; a response that used a loader without `dependsOn` is not cacheable.
import { streamTag } from '../lib/tags.ts';

/** For each type, the topics of changes that alter the selected fields beside those that alter the row itself. */
export type Topics = ReadonlyMap<string, readonly string[]>;

export class DependencyTracker {
  readonly tags = new Set<string>();
  /** Whether the response depends on the viewer, beyond their workspace and that they are not a guest. */
  dependsOnViewer = false;
  /** Why the response is not cacheable; null when it is. */
  uncacheableReason: string | null = null;
  readonly #topics: Topics;

  constructor(topics: Topics) {
    this.#topics = topics;
  }

  /** The execution depends on this topic in the stream. */
  track(stream: string, topic: string): void {
    this.tags.add(streamTag(stream, topic));
  }

  /** The execution depends on a row of a GraphQL type, and on its columns that the operation selects. */
  trackRow(type: string, stream: string, topic: string): void {
    this.tags.add(streamTag(stream, topic));
    for (const also of this.#topics.get(type) ?? []) this.tags.add(streamTag(stream, also));
  }
}

/** For rows that belong to one that has been tracked, under a topic that covers them too. */
export const coveredByParent = (): void => undefined;
