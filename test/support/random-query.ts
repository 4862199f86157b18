// Valid queries made at random from a schema, over the whole grammar: fields, aliases, the same response name several
// times, arguments, inline and named fragments within each other, directives on all of them, and variables that are given,
// null, or left out. What stands under one response name is the same field with the same arguments wherever it is
// selected, so fields merge as the specification demands.
import {
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isUnionType,
} from 'graphql';
import type { Random } from '../../src/cli/demo/random.ts';

export type Variables = Record<string, unknown>;

export interface RandomQuery {
  readonly text: string;
  readonly variables: Variables;
  /** Variables drawn again. */
  vary(): Variables;
}

export interface RandomQueryOptions {
  /** Which fields may be selected. */
  may?: (type: string, field: string) => boolean;
  /** About how many fields it selects at most. */
  fields?: number;
  depth?: number;
  /** Whether values may be wrong, names those of Object's own properties, and the schema may be asked for. */
  hostile?: boolean;
}

/** A query and its variables; `ids` are what arguments of the type ID take. */
export function randomQuery(
  schema: GraphQLSchema,
  random: Random,
  ids: readonly string[],
  options: RandomQueryOptions = {},
): RandomQuery {
  return new Generator(schema, random, ids, options).query();
}

interface Variable {
  readonly name: string;
  readonly type: string;
  readonly standard: string | undefined;
  /** A value; undefined to leave it out. */
  draw(): unknown;
}

interface Fragment {
  readonly name: string;
  readonly type: GraphQLCompositeType;
  readonly text: string;
}

const objectNames = [
  'constructor',
  'toString',
  'hasOwnProperty',
  '__proto__',
  'valueOf',
  'then',
  'snake_case',
  'length',
];
const usualNames = ['a', 'b', 'c', 'd', 'e', 'f'];

const fieldNames = new WeakMap<GraphQLSchema, Set<string>>();

/** The names of all fields of the schema. */
function fieldNamesOf(schema: GraphQLSchema): Set<string> {
  let names = fieldNames.get(schema);
  if (!names) {
    const types = Object.values(schema.getTypeMap());
    names = new Set(types.flatMap((type) => ('getFields' in type ? Object.keys(type.getFields()) : [])));
    fieldNames.set(schema, names);
  }
  return names;
}

class Generator {
  readonly #schema: GraphQLSchema;
  readonly #random: Random;
  readonly #ids: readonly string[];
  readonly #may: (type: string, field: string) => boolean;
  readonly #hostile: boolean;
  readonly #depth: number;
  #left: number;
  readonly #variables: Variable[] = [];
  readonly #fragments: Fragment[] = [];
  /** Which field, with which arguments, a response name stands for. */
  readonly #names = new Map<string, string>();

  constructor(schema: GraphQLSchema, random: Random, ids: readonly string[], options: RandomQueryOptions) {
    this.#schema = schema;
    this.#random = random;
    this.#ids = ids;
    this.#may = options.may ?? (() => true);
    this.#hostile = options.hostile ?? false;
    this.#depth = options.depth ?? 4;
    this.#left = options.fields ?? 40;
  }

  query(): RandomQuery {
    const selection = this.#selection(this.#schema.getQueryType()!, this.#depth);
    const declared = this.#variables.map(
      ({ name, type, standard }) => `$${name}: ${type}${standard === undefined ? '' : ` = ${standard}`}`,
    );
    const name = this.#random.chance(0.5) ? 'Random' : '';
    const fragments = this.#fragments.map((one) => `fragment ${one.name} on ${one.type.name} ${one.text}`);
    const operation = `query ${name}${declared.length ? `(${declared.join(', ')})` : ''} ${selection}`;
    const text = [...fragments, operation].join(' ');
    const vary = () => {
      const drawn = this.#variables.map(({ name, draw }) => [name, draw()] as const);
      return Object.fromEntries(drawn.filter(([, value]) => value !== undefined));
    };
    return { text, variables: vary(), vary };
  }

  #one<Item>(items: readonly Item[]): Item {
    return items[this.#random.int(0, items.length - 1)]!;
  }

  #selection(type: GraphQLCompositeType, depth: number): string {
    const parts: string[] = [];
    const goesOn = depth > 0 && this.#left > 0;
    if (isAbstractType(type) && goesOn) {
      for (const possible of this.#schema.getPossibleTypes(type)) {
        if (this.#random.chance(0.5)) parts.push(this.#inline(possible, depth));
      }
    }
    const fields = isUnionType(type) ? [] : Object.values(type.getFields());
    for (const field of fields) {
      const isDeep = isCompositeType(getNamedType(field.type));
      if (!this.#may(type.name, field.name) || (isDeep && depth <= 0) || this.#left <= 0) continue;
      if (this.#random.chance(isDeep ? 0.35 : 0.4)) parts.push(this.#field(field, depth));
    }
    for (const part of [...parts]) {
      // Once more, with what it selects chosen again, under directives of its own, or in a fragment.
      const field = fields.find((one) => part.match(/^(?:\w+: )?(\w+)/)?.[1] === one.name);
      if (field && this.#random.chance(0.2)) parts.push(this.#again(type, field, part, depth));
    }
    if (goesOn && this.#random.chance(0.25)) parts.push(this.#inline(this.#overlapping(type), depth));
    if (goesOn && this.#random.chance(0.25)) parts.push(this.#inline(null, depth, type));
    if (goesOn && this.#random.chance(0.4)) parts.push(this.#spread(type, depth));
    if (!parts.length || this.#random.chance(0.3)) parts.push(`__typename${this.#directives()}`);
    if (this.#hostile && type === this.#schema.getQueryType() && this.#random.chance(0.03)) {
      parts.push(this.#one(['__schema { queryType { name } }', '__type(name: "User") { name kind }']));
    }
    return `{ ${this.#shuffled(parts).join(' ')} }`;
  }

  #shuffled<Item>(items: readonly Item[]): Item[] {
    const from = [...items];
    return items.map(() => from.splice(this.#random.int(0, from.length - 1), 1)[0]!);
  }

  /** A type whose objects may be of this type too. */
  #overlapping(type: GraphQLCompositeType): GraphQLCompositeType {
    if (isAbstractType(type)) return this.#one([type, ...this.#schema.getPossibleTypes(type)]);
    return this.#one([type, ...type.getInterfaces()]);
  }

  #inline(condition: GraphQLCompositeType | null, depth: number, type = condition!): string {
    return `...${condition ? ` on ${condition.name}` : ''}${this.#directives()} ${this.#selection(type, depth - 1)}`;
  }

  #spread(type: GraphQLCompositeType, depth: number): string {
    const known = this.#fragments.filter((one) => one.type === type);
    let fragment = known.length && this.#random.chance(0.6) ? this.#one(known) : null;
    if (!fragment) {
      const on = this.#overlapping(type);
      const text = this.#selection(on, depth - 1);
      fragment = { name: `F${this.#fragments.length}`, type: on, text };
      this.#fragments.push(fragment);
    }
    return `...${fragment.name}${this.#directives()}`;
  }

  #field(field: GraphQLField<unknown, unknown>, depth: number): string {
    this.#left--;
    const call = field.name + this.#arguments(field.args);
    return `${this.#named(field, call)}${this.#rest(field, depth)}`;
  }

  #again(type: GraphQLCompositeType, field: GraphQLField<unknown, unknown>, part: string, depth: number): string {
    // Up to its arguments' end: no string within them holds a bracket.
    const call = part.match(/^(?:\w+: )?\w+(\((?:[^()])*\))?/)![0];
    this.#left--;
    const again = `${call}${this.#rest(field, depth)}`;
    return this.#random.chance(0.3) ? `... on ${type.name}${this.#directives()} { ${again} }` : again;
  }

  #rest(field: GraphQLField<unknown, unknown>, depth: number): string {
    const type = getNamedType(field.type);
    return `${this.#directives()}${isCompositeType(type) ? ` ${this.#selection(type, depth - 1)}` : ''}`;
  }

  /** The field under a response name that stands for nothing else. */
  #named(field: GraphQLField<unknown, unknown>, call: string): string {
    const meaning = `${call}: ${field.type}`;
    const [alias] = [...this.#names].find(([, one]) => one === meaning && this.#random.chance(0.7)) ?? [];
    if (alias !== undefined) return alias === field.name ? call : `${alias}: ${call}`;
    const wanted = this.#random.chance(0.5)
      ? field.name
      : this.#one(this.#hostile && this.#random.chance(0.2) ? objectNames : usualNames);
    const name = [wanted, `${wanted}${this.#names.size}`].find((one) => {
      // A name that is a field's own may be selected elsewhere without an alias.
      const isFree = one === field.name || !fieldNamesOf(this.#schema).has(one);
      return isFree && (this.#names.get(one) ?? meaning) === meaning;
    })!;
    this.#names.set(name, meaning);
    return name === field.name ? call : `${name}: ${call}`;
  }

  #arguments(given: readonly GraphQLArgument[]): string {
    const list = given.flatMap((argument) => {
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
      const variable = this.#variable(type, name, hasDefault);
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

  /** A variable that may stand where a value of the type is taken. */
  #variable(type: GraphQLInputType, name: string, hasDefault = false): string | null {
    const known = this.#variables.filter((one) => one.type === String(type));
    if (known.length && this.#random.chance(0.3)) return `$${this.#one(known).name}`;
    if (this.#json(type, name) === undefined) return null;
    const nullable = getNullableType(type);
    const standard = this.#random.chance(0.3) ? this.#literal(nullable, name) : undefined;
    // Where the place or the variable has a default, a type that takes null may stand for one that does not.
    const takesNull = nullable === type || ((standard !== undefined || hasDefault) && this.#random.chance(0.5));
    const isStrict = !takesNull || this.#random.chance(0.2);
    const variable: Variable = {
      name: `v${this.#variables.length}`,
      type: `${nullable}${isStrict ? '!' : ''}`,
      standard,
      draw: () => {
        if ((standard !== undefined || !isStrict) && this.#random.chance(0.3)) return undefined;
        if (this.#random.chance(isStrict || nullable !== type ? (this.#hostile ? 0.02 : 0) : 0.2)) return null;
        if (this.#hostile && this.#random.chance(0.02)) return this.#one(['x', 1.5, {}, [], [null]]);
        return this.#json(nullable as GraphQLInputType, name);
      },
    };
    this.#variables.push(variable);
    return `$${variable.name}`;
  }

  /** A literal without variables, for a default. */
  #literal(type: GraphQLInputType, name: string): string | undefined {
    const nullable = getNullableType(type);
    if (isListType(nullable) || isInputObjectType(nullable)) return isListType(nullable) ? '[]' : undefined;
    const value = this.#leaf(nullable, name);
    return value === undefined || isEnumType(nullable) ? (value as string | undefined) : JSON.stringify(value);
  }

  #directives(): string {
    return ['skip', 'include'].map((name) => (this.#random.chance(0.1) ? this.#directive(name) : '')).join('');
  }

  #directive(name: string): string {
    const skip = this.#schema.getDirective(name)!;
    const condition = this.#random.chance(0.3)
      ? String(this.#random.chance(0.5))
      : this.#variable(skip.args[0]!.type, 'if')!;
    return ` @${name}(if: ${condition})`;
  }
}
