// Checks the parameters of a GraphQL request before anything is done with them: their types, their depth, and how many
// values they hold. Every transport parses its JSON and checks its parameters here: HTTP, the fast path, event streams and
// sockets.
import { badInput } from '../lib/errors.ts';

/** Request parameters as parsed from JSON, with unknown types. */
export interface UncheckedParameters {
  readonly query?: unknown;
  readonly documentId?: unknown;
  readonly operationName?: unknown;
  readonly variables?: unknown;
  readonly extensions?: unknown;
}

/** Request parameters with the types that GraphQL over HTTP gives them. */
export interface RequestParameters {
  query?: string | null;
  documentId?: string | null;
  operationName?: string | null;
  variables?: Record<string, unknown> | null;
  extensions?: Record<string, unknown> | null;
}

/** How deep lists and objects may be nested in `variables`, and in `extensions`: code that reads them recurses. */
export const maximumDepth = 100;
/** How many values `variables` may hold, and `extensions`, including values in lists and objects. */
export const maximumValues = 2_000;
/** Maximum characters of each string in them. An argument that allows longer strings needs a higher limit here. */
export const maximumText = 100_000;
/** Maximum characters of an operation's name. */
export const maximumName = 1_000;

const strings = ['query', 'documentId', 'operationName'] as const;
const objects = ['variables', 'extensions'] as const;

/** Throws BAD_USER_INPUT unless every parameter that is given has its type and is within the limits above. */
export function checkRequestParameters(parameters: UncheckedParameters): asserts parameters is RequestParameters {
  for (const name of strings) {
    const value = parameters[name];
    if (value != null && typeof value !== 'string') throw badInput(`${name} must be a string.`);
  }
  const { operationName } = parameters as RequestParameters;
  if (operationName != null && operationName.length > maximumName) {
    throw badInput(`operationName: at most ${maximumName} characters; this has ${operationName.length}.`);
  }
  for (const name of objects) {
    const value = parameters[name];
    if (value == null) continue;
    if (typeof value !== 'object' || Array.isArray(value)) throw badInput(`${name} must be a JSON object.`);
    checkSize(name, value);
  }
}

/** Walks level by level, not by recursion, and stops at the first limit: a body of 1 MB may be nested very deep. */
function checkSize(name: string, value: object): void {
  let level: object[] = [value];
  let count = 0;
  for (let depth = 1; level.length; depth++) {
    if (depth > maximumDepth) {
      throw badInput(`${name}: lists and objects may be nested at most ${maximumDepth} deep.`);
    }
    const next: object[] = [];
    for (const one of level) {
      for (const part of Object.values(one)) {
        if (++count > maximumValues) throw badInput(`${name}: at most ${maximumValues} values.`);
        if (typeof part === 'object' && part !== null) next.push(part);
        // Strings are bounded because the error for a value of a wrong type repeats the value.
        if (typeof part === 'string' && part.length > maximumText) {
          throw badInput(`${name}: a string may have at most ${maximumText} characters; one has ${part.length}.`);
        }
      }
    }
    level = next;
  }
}

// More than the limits above allow, so that a request with somewhat too many values gets the error that names the parameter.
const maxInJson = 20_100;

/**
 * Parses a JSON text. Throws BAD_USER_INPUT when it is not JSON, or holds more values than any request may: JSON.parse takes
 * some 100 ms for a megabyte of brackets, and counting them takes 1 ms.
 */
export function parseJson(text: string, what: string): unknown {
  if (text.length > maxInJson && hasTooManyValues(text)) throw badInput(`${what}: at most ${maxInJson} values.`);
  try {
    return JSON.parse(text);
  } catch {
    throw badInput(`${what} must be JSON.`);
  }
}

/** Counts commas and opening brackets outside strings: every value but the first follows one of these. */
function hasTooManyValues(text: string): boolean {
  let count = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (inString) {
      if (char === backslash) i++;
      else if (char === quote) inString = false;
    } else if (char === quote) inString = true;
    else if ((char === comma || char === bracket || char === brace) && ++count > maxInJson) return true;
  }
  return false;
}

const [quote, backslash, comma, bracket, brace] = [...'"\\,[{'].map((char) => char.charCodeAt(0)) as Codes;
type Codes = [number, number, number, number, number];
