// What a GraphQL request may look like before anything is done with it: the types of its parameters, how deep they go, and
// how many values they hold. Every road reads its JSON here and looks its document up by parameters that are checked here:
// HTTP, the fast path, event streams and sockets.
import { badInput } from '../lib/errors.ts';

/** A request as it was parsed from JSON: nothing is known of its parts. */
export interface UncheckedParameters {
  readonly query?: unknown;
  readonly documentId?: unknown;
  readonly operationName?: unknown;
  readonly variables?: unknown;
  readonly extensions?: unknown;
}

/** A request whose parts have the types that GraphQL gives them. */
export interface RequestParameters {
  query?: string | null;
  documentId?: string | null;
  operationName?: string | null;
  variables?: Record<string, unknown> | null;
  extensions?: Record<string, unknown> | null;
}

/** How many lists and objects may stand within each other in `variables`, and in `extensions`: what reads them recurses. */
export const maximumDepth = 100;
/** How many values `variables` may hold, and `extensions`, those within lists and objects too. */
export const maximumValues = 2_000;
/** Characters of any one text in them: an argument that takes longer ones would need more here. */
export const maximumText = 100_000;
/** Characters of an operation's name. */
export const maximumName = 1_000;

const texts = ['query', 'documentId', 'operationName'] as const;
const objects = ['variables', 'extensions'] as const;

/** BAD_USER_INPUT unless every parameter that is given has its type and is not too large to be read. */
export function checkRequestParameters(parameters: UncheckedParameters): asserts parameters is RequestParameters {
  for (const name of texts) {
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

/** Without recursion, and no further than is allowed: it may be as deep as a body of a megabyte allows. */
function checkSize(name: string, value: object): void {
  let level: object[] = [value];
  let count = 0;
  for (let depth = 1; level.length; depth++) {
    if (depth > maximumDepth) {
      throw badInput(`${name}: lists and objects may stand at most ${maximumDepth} deep within each other.`);
    }
    const next: object[] = [];
    for (const one of level) {
      for (const part of Object.values(one)) {
        if (++count > maximumValues) throw badInput(`${name}: at most ${maximumValues} values.`);
        if (typeof part === 'object' && part !== null) next.push(part);
        // A value that does not fit is repeated in the error that says so.
        if (typeof part === 'string' && part.length > maximumText) {
          throw badInput(`${name}: a text may have at most ${maximumText} characters; one has ${part.length}.`);
        }
      }
    }
    level = next;
  }
}

// More than any request may hold, so that what is refused for its parameters is told which.
const maxInJson = 20_100;

/**
 * The value of a JSON text. BAD_USER_INPUT when it is none, or holds more values than any request may: a megabyte of
 * brackets takes JSON.parse some 100 ms, and to count them takes one.
 */
export function parseJson(text: string, what: string): unknown {
  if (text.length > maxInJson && holdsMore(text)) throw badInput(`${what}: at most ${maxInJson} values.`);
  try {
    return JSON.parse(text);
  } catch {
    throw badInput(`${what} must be JSON.`);
  }
}

/** Every value but the first stands behind a comma, or in a list or an object of its own. */
function holdsMore(text: string): boolean {
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
