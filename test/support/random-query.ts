// Random valid queries of a schema, over the whole grammar: fields, aliases, the same response name several times,
// arguments, inline and named fragments within each other, directives on all of them, and variables that are given,
// null, or left out. One response name is always the same field with the same arguments wherever it is selected, so
// fields merge as the specification demands.
import {
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isUnionType,
} from 'graphql';
import type { Random } from '../../src/cli/demo/random.ts';
import { RandomArguments } from './random-arguments.ts';

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
  /** Whether values may be wrong, names may be those of Object's own properties, and introspection may be selected. */
  hostile?: boolean;
}

/** A query and its variables; `ids` are values for arguments of the type ID. */
export function randomQuery(
  schema: GraphQLSchema,
  random: Random,
  ids: readonly string[],
  options: RandomQueryOptions = {},
): RandomQuery {
  return new Generator(schema, random, ids, options).query();
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
  readonly #may: (type: string, field: string) => boolean;
  readonly #hostile: boolean;
  readonly #depth: number;
  #left: number;
  readonly #arguments: RandomArguments;
  readonly #fragments: Fragment[] = [];
  /** Which field, with which arguments, a response name stands for. */
  readonly #names = new Map<string, string>();

  constructor(schema: GraphQLSchema, random: Random, ids: readonly string[], options: RandomQueryOptions) {
    this.#schema = schema;
    this.#random = random;
    this.#may = options.may ?? (() => true);
    this.#hostile = options.hostile ?? false;
    this.#arguments = new RandomArguments(random, ids, this.#hostile);
    this.#depth = options.depth ?? 4;
    this.#left = options.fields ?? 40;
  }

  query(): RandomQuery {
    const selection = this.#selection(this.#schema.getQueryType()!, this.#depth);
    const declared = this.#arguments.variables.map(
      ({ name, type, standard }) => `$${name}: ${type}${standard === undefined ? '' : ` = ${standard}`}`,
    );
    const name = this.#random.chance(0.5) ? 'Random' : '';
    const fragments = this.#fragments.map((one) => `fragment ${one.name} on ${one.type.name} ${one.text}`);
    const operation = `query ${name}${declared.length ? `(${declared.join(', ')})` : ''} ${selection}`;
    const text = [...fragments, operation].join(' ');
    const vary = () => {
      const drawn = this.#arguments.variables.map(({ name, draw }) => [name, draw()] as const);
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
    const call = field.name + this.#arguments.of(field.args);
    return `${this.#named(field, call)}${this.#rest(field, depth)}`;
  }

  #again(type: GraphQLCompositeType, field: GraphQLField<unknown, unknown>, part: string, depth: number): string {
    // Up to its arguments' end: no string within them contains a bracket.
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

  #directives(): string {
    return ['skip', 'include'].map((name) => (this.#random.chance(0.1) ? this.#directive(name) : '')).join('');
  }

  #directive(name: string): string {
    const skip = this.#schema.getDirective(name)!;
    const condition = this.#random.chance(0.3)
      ? String(this.#random.chance(0.5))
      : this.#arguments.variable(skip.args[0]!.type, 'if')!;
    return ` @${name}(if: ${condition})`;
  }
}
