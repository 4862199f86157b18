// Stored operations are ready before the first request: parsed, validated and costed. One that is not stops the start.
import type { Admission } from './admission.ts';
import type { Documents } from './documents.ts';
import type { PersistedOperations } from './persisted-operations.ts';

/** Puts all stored operations among the documents; an Error of one line that names the first that cannot run. */
export function loadPersistedOperations(
  operations: PersistedOperations,
  documents: Documents,
  admission: Admission,
): void {
  for (const [hash, text] of operations.stored) {
    try {
      admission.check(documents.store(text));
    } catch (error) {
      const name = /^\w+ (\w+)/.exec(text)?.[1] ?? hash;
      const reason = (error as Error).message.replaceAll(/\s+/g, ' ');
      throw new Error(
        `The stored operation ${name} cannot run: ${reason} Change it in schema/operations, or the settings.`,
      );
    }
  }
}
