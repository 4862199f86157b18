// Walks the contract, so that a test reaches every root field, argument and type, also those added later: an argument
// that it does not know how to fill is an error, not something left out.
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  getDirectiveValues,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  stripIgnoredCharacters,
} from 'graphql';
import { readSdl, schemaOf } from '../../src/graphql/sdl.ts';
import { roleOf } from '../../src/graphql/type-roles.ts';
import type { Json } from './server.ts';

export const contract = schemaOf(readSdl());

/** The types that have global ids. */
export const nodeTypes: readonly string[] = contract
  .getPossibleTypes(contract.getType('Node') as Parameters<typeof contract.getPossibleTypes>[0])
  .map(({ name }) => name);

export interface RootField {
  readonly kind: 'query' | 'mutation';
  readonly name: string;
  readonly field: GraphQLField<unknown, unknown>;
  /** From @access. */
  readonly scope: 'READ' | 'WRITE' | 'ADMIN';
  readonly anonymous: boolean;
}

/** Every field of Query and Mutation. */
export const rootFields: readonly RootField[] = (['query', 'mutation'] as const).flatMap((kind) => {
  const type = kind === 'query' ? contract.getQueryType() : contract.getMutationType();
  return Object.values(type!.getFields()).map((field) => {
    const access = field.astNode && getDirectiveValues(contract.getDirective('access')!, field.astNode);
    const scope = (access?.scope ?? (kind === 'query' ? 'READ' : 'WRITE')) as RootField['scope'];
    return { kind, name: field.name, field, scope, anonymous: access?.anonymous === true };
  });
});

/** A place in a field's arguments: `['input', 'channelId']`. */
export interface Place {
  readonly path: readonly string[];
  readonly type: GraphQLInputType;
  /** Whether it holds a list of such values. */
  readonly list: boolean;
}

/** Every leaf in a field's arguments. */
export function places(field: GraphQLField<unknown, unknown>): Place[] {
  const within = (values: readonly (GraphQLArgument | GraphQLInputField)[], path: string[]): Place[] =>
    values.flatMap(({ name, type }) => {
      const named = getNamedType(type);
      const at = [...path, name];
      if (isInputObjectType(named)) return within(Object.values(named.getFields()), at);
      return [{ path: at, type: named, list: isListType(getNullableType(type)) }];
    });
  return within(field.args, []);
}

/** The type of thing whose id belongs there: the rule that names of arguments follow. */
export function idType(rootField: string, { path }: Place): string {
  const name = path.at(-1)!;
  if (name === 'id') return rootField[0]!.toUpperCase() + rootField.slice(1);
  if (name === 'ids') return 'Node';
  const type = {
    ...{ channelId: 'Channel', messageId: 'Message', parentId: 'Message', tokenId: 'AccessToken' },
    ...{ userId: 'User', userIds: 'User', memberIds: 'User', createdById: 'User' },
  }[name];
  if (!type) throw new Error(`Tell which type's id the argument ${name} takes.`);
  return type;
}

// Valid values of required arguments, by name; ids are given by the test.
const plain: Record<string, Json> = {
  ...{ body: 'some text', emoji: ':eyes:', handle: 'some.handle', login: 'somebody', name: 'some-name' },
  ...{ muted: true, newPassword: 'ten characters', password: 'ten characters', workspace: 'some-workspace' },
};

/** Valid arguments for the field: the required ones, and values given by a place's path. */
export function argumentsOf(
  field: GraphQLField<unknown, unknown>,
  valuesByPath: Readonly<Record<string, Json>>,
  idOf: (name: string) => Json = () => undefined,
): Record<string, Json> {
  const fill = (values: readonly (GraphQLArgument | GraphQLInputField)[], path: string): Record<string, Json> => {
    const filled: Record<string, Json> = {};
    for (const value of values) {
      const at = path ? `${path}.${value.name}` : value.name;
      const named = getNamedType(value.type);
      const wanted = 'args' in value ? false : isRequired(value);
      const inside = Object.keys(valuesByPath).some((key) => key === at || key.startsWith(`${at}.`));
      if (!wanted && !inside) continue;
      if (at in valuesByPath) filled[value.name] = valuesByPath[at];
      else if (isInputObjectType(named)) filled[value.name] = fill(Object.values(named.getFields()), at);
      else if (named.name === 'ID') filled[value.name] = idOf(value.name);
      else if (isEnumType(named)) filled[value.name] = named.getValues().at(-1)!.name;
      else filled[value.name] = plain[value.name];
      if (filled[value.name] === undefined) throw new Error(`${field.name}: tell a valid value for ${at}.`);
    }
    return filled;
  };
  return fill(field.args, '');
}

const isRequired = (value: GraphQLArgument | GraphQLInputField) =>
  isRequiredArgument(value as GraphQLArgument) || isRequiredInputField(value as GraphQLInputField);

/** An operation with one root field, arguments as variables, and everything selected down to a depth. */
export function operation({ kind, name, field }: RootField, depth: number, used: object = {}): string {
  const args = field.args.filter((arg) => arg.name in used);
  const variables = args.map((arg) => `$${arg.name}: ${arg.type}`).join(', ');
  const call = `${name}${args.length ? `(${args.map((arg) => `${arg.name}: $${arg.name}`).join(', ')})` : ''}`;
  const { selection, fragments } = selectionOf(getNamedType(field.type), depth);
  const source = `${kind}${variables && `(${variables})`} { ${call} ${selection} } ${fragments}`;
  return stripIgnoredCharacters(source);
}

const page = 'first: 50';

/** Everything of a type, objects within objects down to a depth. Keys in fragments carry the type's name. */
export function selectionOf(type: GraphQLNamedType, depth: number): { selection: string; fragments: string } {
  const printed = new Map<string, string>();
  const selection = selectionSet(type, depth, printed);
  return { selection, fragments: [...printed.values()].join('\n') };
}

function selectionSet(type: GraphQLNamedType, depth: number, printed: Map<string, string>): string {
  if (isLeafType(type)) return '';
  if (isInterfaceType(type)) {
    const each = contract
      .getPossibleTypes(type)
      .map((one) => `... on ${one.name} ${selectionSet(one, depth, printed)}`);
    return `{ __typename ${each.join(' ')} }`;
  }
  if (!isObjectType(type)) throw new Error(`Tell how to select ${type.name}.`);
  if (roleOf(contract, type) === 'connection') return connection(type, depth, printed);
  const name = `${type.name}_${depth}`;
  if (!printed.has(name)) {
    printed.set(name, ''); // stands before what it holds, so that a type that holds itself ends
    const fields = Object.values(type.getFields()).map((field) => fieldOf(type, field, depth, printed));
    printed.set(name, `fragment ${name} on ${type.name} { __typename ${fields.join(' ')} }`);
  }
  return `{ ...${name} }`;
}

function fieldOf(
  type: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  depth: number,
  printed: Map<string, string>,
): string {
  const named = getNamedType(field.type);
  const args = field.args.some(({ name }) => name === 'first') ? `(${page})` : '';
  const call = `${type.name}_${field.name}: ${field.name}${args}`;
  if (isLeafType(named)) return call;
  return depth > 0 ? `${call} ${selectionSet(named, depth - 1, printed)}` : '';
}

function connection(type: GraphQLObjectType, depth: number, printed: Map<string, string>): string {
  const fields = type.getFields();
  const edge = Object.values((getNamedType(fields.edges!.type) as GraphQLObjectType).getFields());
  const leaves = edge.filter((field) => isLeafType(getNamedType(field.type))).map(({ name }) => name);
  const nodes = selectionSet(getNamedType(fields.nodes!.type), depth, printed);
  const pageInfo = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';
  return `{ totalCount ${pageInfo} edges { ${leaves.join(' ')} node { __typename } } nodes ${nodes} }`;
}
