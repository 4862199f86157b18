// Random arguments, for test/support/random-query.ts: literals and variables, and one in the other; values of
// variables that are given, null, or left out.
import {
  type GraphQLArgument,
  type GraphQLInputType,
  type GraphQLNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import type { Random } from '../../src/cli/demo/random.ts';

interface Variable {
  readonly name: string;
  readonly type: string;
  readonly standard: string | undefined;
  /** A value; undefined to leave it out. */
  draw(): unknown;
}

export class RandomArguments {
  readonly variables: Variable[] = [];
  readonly #random: Random;
  readonly #ids: readonly string[];
  readonly #hostile: boolean;

  /** `ids` are the values of the type ID; hostile values may be wrong. */
  constructor(random: Random, ids: readonly string[], hostile: boolean) {
    this.#random = random;
    this.#ids = ids;
    this.#hostile = hostile;
  }

  #one<Item>(items: readonly Item[]): Item {
    return items[this.#random.int(0, items.length - 1)]!;
  }

  /** Arguments as text, with their brackets. */
  of(available: readonly GraphQLArgument[]): string {
    const list = available.flatMap((argument) => {
      const isRequired = isNonNullType(argument.type) && argument.defaultValue === undefined;
      if (!isRequired && this.#random.chance(argument.name === 'last' ? 0.9 : 0.6)) return [];
      const value = this.#value(argument.type, argument.name, argument.defaultValue !== undefined);
      return value === null ? [] : [`${argument.name}: ${value}`];
    });
    return list.length ? `(${list.join(', ')})` : '';
  }

  /** A literal or a variable, or one in the other; null where there is no valid one. */
  #value(type: GraphQLInputType, name: string, hasDefault = false): string | null {
    if (this.#random.chance(0.3)) {
      const variable = this.variable(type, name, hasDefault);
      if (variable !== null) return variable;
    }
    const nullable = getNullableType(type);
    if (this.#hostile && nullable === type && this.#random.chance(0.05)) return 'null';
    if (isListType(nullable)) {
      const items = Array.from({ length: this.#random.int(0, 3) }, () => this.#value(nullable.ofType, name));
      return items.includes(null) ? null : `[${items.join(', ')}]`;
    }
    if (isInputObjectType(nullable)) {
      const fields = Object.values(nullable.getFields()).flatMap((field) => {
        const isRequired = isNonNullType(field.type) && field.defaultValue === undefined;
        const value =
          isRequired || this.#random.chance(0.3)
            ? this.#value(field.type, field.name, field.defaultValue !== undefined)
            : null;
        return value === null ? [] : [`${field.name}: ${value}`];
      });
      return `{ ${fields.join(', ')} }`;
    }
    const value = this.#leaf(nullable, name);
    return value === undefined ? null : isEnumType(nullable) ? String(value) : JSON.stringify(value);
  }

  /** A leaf's value as JSON; undefined where there is none. */
  #leaf(type: GraphQLNamedType, name: string): unknown {
    if (isEnumType(type)) return this.#one(type.getValues()).name;
    switch (type.name) {
      case 'ID':
        return this.#one(this.#ids);
      case 'Int':
        return this.#hostile && this.#random.chance(0.04) ? this.#one([-1, 0, 101, 1_000]) : this.#random.int(1, 3);
      case 'Float':
        return this.#random.int(1, 9) / 2;
      case 'Boolean':
        return this.#random.chance(0.5);
      case 'String':
        return name === 'after' || name === 'before' ? undefined : this.#one(['a', 'user', 'ü']);
      case 'DateTime':
        return this.#one(['2026-01-01T00:00:00Z', '2026-01-01T01:05:00.120+01:00']);
      default:
        return undefined;
    }
  }

  /** Any value of an input type as JSON; undefined where there is none. */
  #json(type: GraphQLInputType, name: string): unknown {
    const nullable = getNullableType(type);
    if (isListType(nullable)) {
      // One that is no list stands for a list of it.
      if (this.#random.chance(0.1)) return this.#json(nullable.ofType, name);
      return Array.from({ length: this.#random.int(0, 3) }, () => this.#json(nullable.ofType, name));
    }
    if (!isInputObjectType(nullable)) return this.#leaf(nullable, name);
    const fields = Object.values(nullable.getFields()).map((field) => {
      const isRequired = isNonNullType(field.type) && field.defaultValue === undefined;
      return [field.name, isRequired || this.#random.chance(0.3) ? this.#json(field.type, field.name) : undefined];
    });
    return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
  }

  /** A variable that is allowed where a value of the type is expected. */
  variable(type: GraphQLInputType, name: string, hasDefault = false): string | null {
    const known = this.variables.filter((one) => one.type === String(type));
    if (known.length && this.#random.chance(0.3)) return `$${this.#one(known).name}`;
    if (this.#json(type, name) === undefined) return null;
    const nullable = getNullableType(type);
    const standard = this.#random.chance(0.3) ? this.#literal(nullable, name) : undefined;
    // Where the place or the variable has a default, a nullable type may stand for one that is not.
    const takesNull = nullable === type || ((standard !== undefined || hasDefault) && this.#random.chance(0.5));
    const isStrict = !takesNull || this.#random.chance(0.2);
    const variable: Variable = {
      name: `v${this.variables.length}`,
      type: `${nullable}${isStrict ? '!' : ''}`,
      standard,
      draw: () => {
        if ((standard !== undefined || !isStrict) && this.#random.chance(0.3)) return undefined;
        if (this.#random.chance(isStrict || nullable !== type ? (this.#hostile ? 0.02 : 0) : 0.2)) return null;
        if (this.#hostile && this.#random.chance(0.02)) return this.#one(['x', 1.5, {}, [], [null]]);
        return this.#json(nullable as GraphQLInputType, name);
      },
    };
    this.variables.push(variable);
    return `$${variable.name}`;
  }

  /** A literal without variables, for a default. */
  #literal(type: GraphQLInputType, name: string): string | undefined {
    const nullable = getNullableType(type);
    if (isListType(nullable) || isInputObjectType(nullable)) return isListType(nullable) ? '[]' : undefined;
    const value = this.#leaf(nullable, name);
    return value === undefined || isEnumType(nullable) ? (value as string | undefined) : JSON.stringify(value);
  }
}
