// What one execution has read, as the tags of the changes that would alter its answer. Loaders note it; one that does not
// say which changes tell of its rows makes the answer one that cannot be remembered.
import { streamTag } from '../lib/tags.ts';

/** Topics of changes that alter a type's fields beside those of the thing itself, for the fields that are selected. */
export type Topics = ReadonlyMap<string, readonly string[]>;

export class DependencyTracker {
  readonly tags = new Set<string>();
  /** Whether the answer depends on who the viewer is, beyond their workspace and that they are no guest. */
  dependsOnViewer = false;
  /** What was read that no change tells of; null when there is nothing of that kind. */
  uncacheableReason: string | null = null;
  readonly #topics: Topics;

  constructor(topics: Topics) {
    this.#topics = topics;
  }

  /** Read: what changes of this topic in the stream alter. */
  track(stream: string, topic: string): void {
    this.tags.add(streamTag(stream, topic));
  }

  /** Read: a row of a GraphQL type, with those of its columns that the operation selects. */
  trackRow(type: string, stream: string, topic: string): void {
    this.tags.add(streamTag(stream, topic));
    for (const also of this.#topics.get(type) ?? []) this.tags.add(streamTag(stream, also));
  }
}

/** For rows that hang on one that was noted already, under a topic that tells of them too. */
export const coveredByParent = (): void => undefined;
