// Valid queries made at random from the schema: fields, arguments, aliases, fragments and directives, with variables.
import {
  type GraphQLArgument,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { Random } from '../../src/cli/demo/random.ts';

/** A query and its variables; `ids` are what arguments of the type ID take, `may` says which fields are selected. */
export function randomQuery(
  schema: GraphQLSchema,
  random: Random,
  ids: readonly string[],
  may: (type: string, field: string) => boolean = () => true,
) {
  const variables: Record<string, unknown> = {};
  const declared: string[] = [];
  const one = <Item>(items: readonly Item[]): Item => items[random.int(0, items.length - 1)]!;

  const declare = (type: string, value: unknown): string => {
    const name = `v${declared.length}`;
    declared.push(`$${name}: ${type}`);
    variables[name] = value;
    return `$${name}`;
  };

  const literalOf = (type: GraphQLInputType, name: string): string | null => {
    if (isNonNullType(type)) return literalOf(type.ofType, name);
    if (isListType(type))
      return `[${Array.from({ length: random.int(0, 3) }, () => literalOf(type.ofType, name)).join(', ')}]`;
    if (isEnumType(type)) return one(type.getValues()).name;
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).flatMap((field) => {
        const value = isNonNullType(field.type) || random.chance(0.3) ? literalOf(field.type, field.name) : null;
        return value === null ? [] : [`${field.name}: ${value}`];
      });
      return `{ ${fields.join(', ')} }`;
    }
    switch (type.name) {
      case 'ID':
        return JSON.stringify(one(ids));
      case 'Int':
        return String(random.int(1, 3));
      case 'Boolean':
        return String(random.chance(0.5));
      case 'String':
        return name === 'after' || name === 'before' ? null : JSON.stringify(one(['a', 'user', 'ü']));
      default:
        return null;
    }
  };

  const argumentsOf = (given: readonly GraphQLArgument[]): string => {
    const list = given.flatMap((argument) => {
      if (!isNonNullType(argument.type) && (argument.name === 'last' || random.chance(0.6))) return [];
      const value = literalOf(argument.type, argument.name);
      if (value === null) return [];
      const plain = /^(\d+|"[^"]*"|true|false)$/.test(value) && random.chance(0.4);
      return [`${argument.name}: ${plain ? declare(String(argument.type), JSON.parse(value)) : value}`];
    });
    return list.length ? `(${list.join(', ')})` : '';
  };

  let aliases = 0;
  const directive = () => {
    if (!random.chance(0.1)) return '';
    const condition = random.chance(0.5) ? String(random.chance(0.5)) : declare('Boolean!', random.chance(0.5));
    return ` @${one(['skip', 'include'])}(if: ${condition})`;
  };

  const selectionOf = (output: GraphQLOutputType, depth: number): string => {
    const type = getNamedType(output);
    if (!isCompositeType(type)) return '';
    const parts = ['__typename'];
    if (isAbstractType(type)) {
      for (const possible of schema.getPossibleTypes(type)) {
        if (random.chance(0.6)) parts.push(`... on ${possible.name}${directive()} ${selectionOf(possible, depth - 1)}`);
      }
    }
    const fields = isObjectType(type) || 'getFields' in type ? Object.values(type.getFields()) : [];
    for (const field of fields) {
      const deep = isCompositeType(getNamedType(field.type));
      if (!may(type.name, field.name) || (deep && depth <= 0) || random.chance(deep ? 0.65 : 0.4)) continue;
      // Every field under an alias of its own: two of one name could not be merged.
      const inner = selectionOf(field.type, depth - 1);
      parts.push(`f${++aliases}: ${field.name}${argumentsOf(field.args)}${directive()} ${inner}`);
    }
    return `{ ${parts.join(' ')} }`;
  };

  const selection = selectionOf(schema.getQueryType()!, 4);
  const text = `query ${declared.length ? `(${declared.join(', ')}) ` : ''}${selection}`;
  return { text, variables };
}
