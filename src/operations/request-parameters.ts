// What a GraphQL request may look like before anything is done with it: the types of its parameters, and how deep its
// variables go. Whatever walks through them later may recurse.
import { badInput } from '../lib/errors.ts';

/** A request as it was parsed from JSON: nothing is known of its parts. */
export interface UncheckedParameters {
  query?: unknown;
  documentId?: unknown;
  operationName?: unknown;
  variables?: unknown;
  extensions?: unknown;
}

/** A request whose parts have the types that GraphQL gives them. */
export interface RequestParameters {
  query?: string | null;
  documentId?: string | null;
  operationName?: string | null;
  variables?: Record<string, unknown> | null;
  extensions?: Record<string, unknown> | null;
}

/** How many lists and objects may stand within each other in `variables`, and in `extensions`. */
export const maximumDepth = 100;

const texts = ['query', 'documentId', 'operationName'] as const;
const objects = ['variables', 'extensions'] as const;

/** BAD_USER_INPUT unless every parameter that is given has the type that GraphQL over HTTP gives it. */
export function checkRequestParameters(parameters: UncheckedParameters): asserts parameters is RequestParameters {
  for (const name of texts) {
    const value = parameters[name];
    if (value != null && typeof value !== 'string') throw badInput(`${name} must be a string.`);
  }
  for (const name of objects) {
    const value = parameters[name];
    if (value == null) continue;
    if (typeof value !== 'object' || Array.isArray(value)) throw badInput(`${name} must be a JSON object.`);
    if (isDeeper(value, maximumDepth)) {
      throw badInput(`${name}: lists and objects may stand at most ${maximumDepth} deep within each other.`);
    }
  }
}

/** Without recursion, and in time linear in the value: it may be as deep as a body of a megabyte allows. */
function isDeeper(value: object, limit: number): boolean {
  let level: object[] = [value];
  for (let depth = 1; level.length; depth++) {
    if (depth > limit) return true;
    const next: object[] = [];
    for (const one of level) {
      for (const part of Object.values(one)) if (typeof part === 'object' && part !== null) next.push(part);
    }
    level = next;
  }
  return false;
}
