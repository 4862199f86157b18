// What one execution has read, as the tags of the changes that would alter its answer. Loaders note it; one that does not
// say which changes tell of its rows makes the answer one that cannot be remembered.
import { tagOf } from '../lib/tags.ts';

/** Subjects of changes that alter a type's fields beside those of the thing itself, for the fields that are selected. */
export type Subjects = ReadonlyMap<string, readonly string[]>;

export class Reads {
  readonly tags = new Set<string>();
  /** Whether the answer depends on who the viewer is, beyond their workspace and that they are no guest. */
  ofViewer = false;
  /** What was read that no change tells of; null when there is nothing of that kind. */
  untold: string | null = null;
  readonly #subjects: Subjects;

  constructor(subjects: Subjects) {
    this.#subjects = subjects;
  }

  /** Read: what changes of this subject in the stream alter. */
  note(stream: string, subject: string): void {
    this.tags.add(tagOf(stream, subject));
  }

  /** Read: a row of a GraphQL type, with those of its columns that the operation selects. */
  row(type: string, stream: string, subject: string): void {
    this.tags.add(tagOf(stream, subject));
    for (const also of this.#subjects.get(type) ?? []) this.tags.add(tagOf(stream, also));
  }
}

/** For rows that hang on one that was noted already, under a subject that tells of them too. */
export const toldWithParent = (): void => undefined;
