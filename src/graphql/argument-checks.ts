// Validates arguments before any code of a feature sees them: lengths of texts and lists (@constraint, or the defaults
// below), and texts that Postgres cannot store unchanged.
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
} from 'graphql';
import { badInput } from '../lib/errors.ts';
import { type CheckArguments, directivesOf } from './policy-plugin.ts';

/** Limits without @constraint. */
export const defaultLimits = {
  /** Characters of a String, and of any other scalar that is passed as text. */
  text: 1_000,
  /** Characters of an ID: the longest that the server creates has 77. */
  id: 100,
  /** Items of a list. */
  items: 100,
};

/** The error of a value, beginning with its path; null when the value is valid. */
type Check = (value: unknown) => string | null;

/**
 * Creates the checks of fields' arguments, for a schema whose directives have been read. A field without arguments has
 * none.
 */
export function argumentChecks() {
  const objects = new Map<GraphQLInputType, Check>();

  const checkOf = (type: GraphQLInputType, limits: Limits): Check | null => {
    const nullable = getNullableType(type);
    if (isListType(nullable))
      return listCheck(checkOf(nullable.ofType, limits), limits.maxItems ?? defaultLimits.items);
    if (isInputObjectType(nullable)) {
      const known = objects.get(nullable);
      if (known) return known;
      // Registered before the object's fields are visited, so that recursive input types end.
      const check: Check = (value) => checkAll(value as Readonly<Record<string, unknown>>);
      objects.set(nullable, check);
      const checkAll = membersCheck(Object.values(nullable.getFields()), '.');
      return check;
    }
    if (isEnumType(nullable) || neverText.has(nullable.name)) return null;
    const defaultLimit = nullable.name === 'ID' ? defaultLimits.id : defaultLimits.text;
    return textCheck(limits.maxLength ?? defaultLimit);
  };

  const membersCheck = (members: readonly (GraphQLArgument | GraphQLInputField)[], before: string) => {
    const checks = members.flatMap((member) => {
      const check = checkOf(member.type, limitsOf(member));
      return check ? [{ name: member.name, check }] : [];
    });
    return (values: Readonly<Record<string, unknown>>): string | null => {
      for (const { name, check } of checks) {
        const value = values[name];
        const problem = value == null ? null : check(value);
        if (problem !== null) return `${before}${name}${problem}`;
      }
      return null;
    };
  };

  return ({ args }: GraphQLField<unknown, unknown>): CheckArguments | undefined => {
    if (!args.length) return undefined;
    const check = membersCheck(args, '');
    return (values) => {
      const problem = check(values);
      if (problem !== null) throw badInput(problem);
    };
  };
}

interface Limits {
  readonly maxLength?: number | null;
  readonly maxItems?: number | null;
}

const neverText = new Set(['Int', 'Float', 'Boolean']);

const limitsOf = (member: GraphQLArgument | GraphQLInputField) => (directivesOf(member).constraint ?? {}) as Limits;

const listCheck =
  (item: Check | null, max: number): Check =>
  (value) => {
    const items = value as readonly unknown[];
    if (items.length > max) return `: at most ${max} at once; these are ${items.length}.`;
    if (!item) return null;
    for (let i = 0; i < items.length; i++) {
      const problem = items[i] == null ? null : item(items[i]);
      if (problem !== null) return `[${i}]${problem}`;
    }
    return null;
  };

const textCheck =
  (max: number): Check =>
  (value) => {
    if (typeof value !== 'string') return null;
    if (value.length > max) return `: at most ${max} characters; this has ${value.length}.`;
    if (value.includes('\0')) return ': text must not contain the character NUL.';
    if (!wellFormed(value)) return ': text must be well-formed Unicode; this has half a surrogate pair.';
    return null;
  };

// All supported versions of Node have it, but TypeScript's ES2023 library does not.
const wellFormed = (text: string) => (text as string & { isWellFormed(): boolean }).isWellFormed();
