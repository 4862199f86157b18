// Parses, validates, costs and compiles all persisted operations before the first request. The server does not start when
// one of them cannot run.
import type { Admission } from '../operations/admission.ts';
import type { Documents } from '../operations/documents.ts';
import type { PersistedOperations } from '../operations/persisted-operations.ts';
import type { Executor } from './executor.ts';
import type { PreparedOperations } from './prepared-operation.ts';

export interface PersistedOperationsOptions {
  operations: PersistedOperations;
  documents: Documents;
  prepared: PreparedOperations;
  admission: Admission;
  executor: Executor;
}

/** Prepares every stored operation; throws an error with a message of one line for the first that cannot run. */
export function loadPersistedOperations(options: PersistedOperationsOptions): void {
  const { operations, documents, prepared, admission, executor } = options;
  for (const [hash, text] of operations.stored) {
    try {
      const operation = prepared.of(documents.store(text));
      if (!operation) throw new Error('Its document must contain exactly one operation.');
      admission.check(operation.cost);
      executor.prepare(operation);
    } catch (error) {
      const name = /^\w+ (\w+)/.exec(text)?.[1] ?? hash;
      const reason = (error as Error).message.replaceAll(/\s+/g, ' ');
      throw new Error(
        `The stored operation ${name} cannot run: ${reason} Change it in schema/operations, or the settings.`,
      );
    }
  }
}
