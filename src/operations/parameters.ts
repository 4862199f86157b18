// What the parameters of a request may look like, before anything reads them. Every road looks its document up by them
// (Operations.lookup), which checks them here: HTTP, the fast path, event streams and sockets.
import { badInput } from '../lib/errors.ts';

/** The parameters of a request (GraphQL over HTTP, and the payload of a subscribe message), as they were sent. */
export interface OperationRequest {
  readonly query?: unknown;
  readonly documentId?: unknown;
  readonly operationName?: unknown;
  readonly variables?: unknown;
  readonly extensions?: unknown;
}

/** Largest variables, and extensions. graphql-js and JSON.stringify go down them by recursion, and read every value. */
export const parameterLimits = {
  /** Objects and lists in one another. */
  depth: 50,
  /** Values, with those within lists and objects. */
  values: 10_000,
  /** Characters of an operation's name. */
  name: 1_000,
};

/** BAD_USER_INPUT that says what to change, unless each parameter is of its type and not too large to be read. */
export function checkParameters({ query, documentId, operationName, variables, extensions }: OperationRequest): void {
  requireText('query', query);
  requireText('documentId', documentId);
  requireText('operationName', operationName);
  if (typeof operationName === 'string' && operationName.length > parameterLimits.name) {
    throw badInput(`operationName: at most ${parameterLimits.name} characters; this has ${operationName.length}.`);
  }
  requireObject('variables', variables);
  requireObject('extensions', extensions);
}

function requireText(name: string, value: unknown): void {
  if (value != null && typeof value !== 'string') throw badInput(`${name} must be a string.`);
}

function requireObject(name: string, value: unknown): void {
  if (value == null) return;
  if (typeof value !== 'object' || Array.isArray(value)) throw badInput(`${name} must be a JSON object.`);
  const { depth, values } = parameterLimits;
  let level: object[] = [value];
  let count = 0;
  for (let deep = 1; level.length; deep++) {
    if (deep > depth) throw badInput(`${name}: at most ${depth} objects and lists in one another.`);
    const next: object[] = [];
    for (const one of level) {
      for (const inner of Array.isArray(one) ? one : Object.values(one)) {
        if (++count > values) throw badInput(`${name}: at most ${values} values.`);
        if (typeof inner === 'object' && inner !== null) next.push(inner);
      }
    }
    level = next;
  }
}
