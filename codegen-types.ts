// The types that a feature's resolvers are held to, from the SDL: one generated.ts for each feature. A file imports only
// from the base's and from those of earlier features, so that a later SDL file changes none of them; what a later feature
// adds to an earlier interface or union it adds to that file's types by merging declarations.
import { posix } from 'node:path';
import {
  type DefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  type InputObjectTypeDefinitionNode,
  type InputValueDefinitionNode,
  isAbstractType,
  isLeafType,
  isObjectType,
  isScalarType,
  isTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  parse,
  type TypeNode,
} from 'graphql';
import { type SdlFile, schemaOf } from './src/graphql/sdl.ts';
import { roleOf } from './src/graphql/type-roles.ts';

/** The TypeScript types of scalars, in what clients give and in what they get. */
const scalarTypes: Readonly<Record<string, string>> = {
  ID: 'string',
  String: 'string',
  Boolean: 'boolean',
  Int: 'number',
  Float: 'number',
  DateTime: 'string',
};
const roots = ['Query', 'Mutation', 'Subscription'];
const base = 'base';
const connectionFile = 'src/batching/connection.ts';
const implementFile = 'src/graphql/implement.ts';

const fileOf = (feature: string) =>
  feature === base ? 'src/graphql/generated.ts' : `src/features/${feature}/generated.ts`;
const modelOf = (feature: string) => `src/features/${feature}/model.ts`;

/** The generated.ts of the base and of each feature, as path and text. The files stand in the features' order. */
export function generateTypes(files: readonly SdlFile[]): [path: string, text: string][] {
  const schema = schemaOf(files.map(({ text }) => text));
  const owners = new Map<string, string>();
  for (const { feature, text } of files) {
    for (const definition of parse(text).definitions) {
      if (isTypeDefinitionNode(definition)) owners.set(definition.name.value, feature);
    }
  }
  const order = files.map(({ feature }) => feature);
  return files.map((file) => [fileOf(file.feature), new FeatureFile(schema, order, owners, file).text()]);
}

type ObjectNode = ObjectTypeDefinitionNode | ObjectTypeExtensionNode;

/** One generated.ts while it is written. */
class FeatureFile {
  readonly #schema: GraphQLSchema;
  readonly #order: readonly string[];
  /** The feature that defines each type. */
  readonly #owners: ReadonlyMap<string, string>;
  readonly #feature: string;
  readonly #definitions: readonly DefinitionNode[];
  /** The names that are imported, by the path of their file. */
  readonly #imports = new Map<string, Set<string>>();

  constructor(schema: GraphQLSchema, order: readonly string[], owners: ReadonlyMap<string, string>, file: SdlFile) {
    this.#schema = schema;
    this.#order = order;
    this.#owners = owners;
    this.#feature = file.feature;
    this.#definitions = parse(file.text).definitions;
  }

  text(): string {
    const own = this.#definitions.flatMap((definition) => this.#exported(definition));
    const parts = [...own, ...this.#mergedRows(), ...(this.#feature === base ? [] : [this.#featureTypes()])];
    const imports = [...this.#imports]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([path, names]) => `import type { ${[...names].sort().join(', ')} } from '${this.#specifier(path)}';`);
    const header = `// Generated from schema/types/${this.#feature}.graphql by \`npm run codegen\`. Do not edit.`;
    return `${[[header, ...imports].join('\n'), ...parts].join('\n\n')}\n`;
  }

  #specifier(path: string): string {
    const relative = posix.relative(posix.dirname(fileOf(this.#feature)), path);
    return relative.startsWith('.') ? relative : `./${relative}`;
  }

  #use(path: string, name: string): string {
    const names = this.#imports.get(path) ?? new Set<string>();
    this.#imports.set(path, names.add(name));
    return name;
  }

  /** The feature that defines a type, which must not be a later one. */
  #ownerOf(type: string): string {
    const owner = this.#owners.get(type) ?? base;
    if (this.#order.indexOf(owner) > this.#order.indexOf(this.#feature)) {
      throw new Error(`schema/types/${this.#feature}.graphql uses ${type}, which the later feature ${owner} defines.`);
    }
    return owner;
  }

  /** A type that a generated.ts exports under the SDL's name. */
  #exportedName(type: string): string {
    const owner = this.#ownerOf(type);
    return owner === this.#feature ? type : this.#use(fileOf(owner), type);
  }

  /** What a definition is exported as: enums, inputs, payloads, and the rows of interfaces and unions. */
  #exported(definition: DefinitionNode): string[] {
    if (definition.kind === Kind.ENUM_TYPE_DEFINITION) {
      const values = (definition.values ?? []).map(({ name }) => `'${name.value}'`);
      return [`export type ${definition.name.value} = ${values.join(' | ')};`];
    }
    if (definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) return [this.#inputObject(definition)];
    if (definition.kind === Kind.INTERFACE_TYPE_DEFINITION || definition.kind === Kind.UNION_TYPE_DEFINITION) {
      const name = definition.name.value;
      const rows = this.#rowsWithin(name).map((line) => `\n  ${line}`);
      return [
        `/** The rows of the types that ${name} may be; later features add theirs. */\nexport interface ${name}Rows {${rows.join('')}${rows.length ? '\n' : ''}}`,
        `export type ${name} = ${name}Rows[keyof ${name}Rows];`,
      ];
    }
    if (definition.kind === Kind.ENUM_TYPE_EXTENSION || definition.kind === Kind.INPUT_OBJECT_TYPE_EXTENSION) {
      const { value } = definition.name;
      throw new Error(`schema/types/${this.#feature}.graphql extends ${value}: enums and inputs stand in one file.`);
    }
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) return [];
    const type = this.#objectType(definition.name.value);
    if (this.#feature === base && !roots.includes(type.name) && type.name !== 'PageInfo') {
      throw new Error(`schema/types/base.graphql defines ${type.name}: object types belong to a feature.`);
    }
    if (roleOf(this.#schema, type) !== 'payload') return [];
    const fields = this.#objectNodes(type.name).flatMap(({ fields = [] }) => fields);
    const lines = fields.map((field) => `  readonly ${field.name.value}: ${this.#output(field.type)};`);
    return [[`export interface ${type.name} {`, ...lines, '}'].join('\n')];
  }

  #inputObject({ name, fields = [] }: InputObjectTypeDefinitionNode): string {
    const type = this.#schema.getType(name.value);
    if (type && 'isOneOf' in type && type.isOneOf) {
      const choices = fields.map(({ name: chosen, type: of }) =>
        fields
          .map((one) =>
            one.name === chosen
              ? `readonly ${chosen.value}: ${this.#input(of, true)}`
              : `readonly ${one.name.value}?: never`,
          )
          .join('; '),
      );
      return [`export type ${name.value} =`, ...choices.map((choice) => `  | { ${choice} }`)].join('\n').concat(';');
    }
    return [`export interface ${name.value} {`, ...fields.map((field) => `  ${this.#inputField(field)};`), '}'].join(
      '\n',
    );
  }

  /** Those that must be given, or have a default, are always there. */
  #inputField({ name, type, defaultValue }: InputValueDefinitionNode): string {
    const isThere = type.kind === Kind.NON_NULL_TYPE || defaultValue !== undefined;
    return `readonly ${name.value}${isThere ? '' : '?'}: ${this.#input(type)}`;
  }

  #input(type: TypeNode, isNonNull = false): string {
    if (type.kind === Kind.NON_NULL_TYPE) return this.#input(type.type, true);
    const text =
      type.kind === Kind.LIST_TYPE ? `readonly ${inArray(this.#input(type.type))}[]` : this.#leaf(type.name.value);
    return isNonNull ? text : `${text} | null`;
  }

  /** A scalar, an enum or an input. */
  #leaf(name: string): string {
    if (!isScalarType(this.#schema.getType(name))) return this.#exportedName(name);
    const text = scalarTypes[name];
    if (!text) throw new Error(`The scalar ${name} has no TypeScript type in codegen-types.ts.`);
    return text;
  }

  /** What a field's resolver gives. */
  #output(type: TypeNode, isNonNull = false): string {
    if (type.kind === Kind.NON_NULL_TYPE) return this.#output(type.type, true);
    const text =
      type.kind === Kind.LIST_TYPE ? `readonly ${inArray(this.#item(type.type))}[]` : this.#given(type.name.value);
    return isNonNull ? text : `${text} | null`;
  }

  /** An item of a list that a resolver gives. */
  #item(type: TypeNode): string {
    const text = this.#output(type);
    const inner = type.kind === Kind.NON_NULL_TYPE ? type.type : type;
    const isLeaf = inner.kind === Kind.NAMED_TYPE && isLeafType(this.#schema.getType(inner.name.value));
    return isLeaf || inner.kind === Kind.LIST_TYPE ? text : `${this.#use(implementFile, 'Awaitable')}<${text}>`;
  }

  #given(name: string): string {
    if (isLeafType(this.#schema.getType(name))) return this.#leaf(name);
    const row = this.#row(name);
    return roleOf(this.#schema, { name }) === 'payload' ? `${this.#use(implementFile, 'Payload')}<${row}>` : row;
  }

  /** The TypeScript type that stands behind an object type, an interface or a union. */
  #row(name: string): string {
    if (roots.includes(name)) return this.#use(implementFile, 'Empty');
    if (name === 'PageInfo') return this.#use(connectionFile, 'PageInfo');
    const owner = this.#ownerOf(name);
    const role = roleOf(this.#schema, { name });
    if (role === 'payload' || isAbstractType(this.#schema.getType(name))) return this.#exportedName(name);
    if (role === 'connection') {
      const edge = this.#fieldType(name, 'edges');
      const extra = this.#extraFields(edge);
      return `${this.#use(connectionFile, 'Connection')}<${this.#row(this.#fieldType(name, 'nodes'))}${extra && `, ${extra}`}>`;
    }
    if (role === 'edge') {
      const extra = this.#extraFields(name);
      return `${this.#use(connectionFile, 'Edge')}<${this.#row(this.#fieldType(name, 'node'))}>${extra && ` & ${extra}`}`;
    }
    return this.#use(modelOf(owner), `${name}Row`);
  }

  #objectType(name: string): GraphQLObjectType {
    const type = this.#schema.getType(name);
    if (!isObjectType(type)) throw new Error(`${name} must be an object type: connections hold edges.`);
    return type;
  }

  #fieldType(type: string, field: string): string {
    const found = this.#objectType(type).getFields()[field];
    if (!found)
      throw new Error(`${type} must have a field ${field}, as every ${roleOf(this.#schema, { name: type })} has.`);
    return getNamedType(found.type).name;
  }

  /** What an edge tells beside its row and cursor; '' when nothing. */
  #extraFields(edge: string): string {
    const extra = Object.values(this.#objectType(edge).getFields()).filter(
      ({ name }) => name !== 'cursor' && name !== 'node',
    );
    const fields = extra.map(({ name, type, astNode }) => {
      if (!isLeafType(getNamedType(type))) {
        throw new Error(`${edge}.${name} must be a scalar or an enum: an edge holds no other things.`);
      }
      return `readonly ${name}: ${this.#output(astNode!.type)}`;
    });
    return fields.length ? `{ ${fields.join('; ')} }` : '';
  }

  /** Definitions and extensions of a type, or of all object types, in this file. */
  #objectNodes(name?: string): ObjectNode[] {
    return this.#definitions.filter(
      (one): one is ObjectNode =>
        (one.kind === Kind.OBJECT_TYPE_DEFINITION || one.kind === Kind.OBJECT_TYPE_EXTENSION) &&
        (name === undefined || one.name.value === name),
    );
  }

  /** `Type: Row;` for each type of which this file says that it is one of the interface's or the union's. */
  #rowsWithin(abstract: string): string[] {
    const members = this.#definitions.flatMap((one) => {
      if (one.kind === Kind.OBJECT_TYPE_DEFINITION || one.kind === Kind.OBJECT_TYPE_EXTENSION) {
        return one.interfaces?.some(({ name }) => name.value === abstract) ? [one.name.value] : [];
      }
      const isUnion = one.kind === Kind.UNION_TYPE_DEFINITION || one.kind === Kind.UNION_TYPE_EXTENSION;
      return isUnion && one.name.value === abstract ? (one.types ?? []).map(({ name }) => name.value) : [];
    });
    return members.map((member) => `${member}: ${this.#row(member)};`);
  }

  /** What this file adds to the interfaces and unions of earlier ones. */
  #mergedRows(): string[] {
    const abstracts = [...this.#owners].filter(
      ([type, owner]) => owner !== this.#feature && isAbstractType(this.#schema.getType(type)),
    );
    return abstracts.flatMap(([type]) => {
      const rows = this.#rowsWithin(type);
      if (!rows.length) return [];
      const path = this.#specifier(fileOf(this.#ownerOf(type)));
      const lines = rows.map((row) => `    ${row}`);
      return [[`declare module '${path}' {`, `  interface ${type}Rows {`, ...lines, '  }', '}'].join('\n')];
    });
  }

  /** The fields that this file defines on each type, and its Node types. */
  #featureTypes(): string {
    const nodes = this.#objectNodes().filter(({ interfaces }) => interfaces?.some(({ name }) => name.value === 'Node'));
    const names = [...new Set(this.#objectNodes().map(({ name }) => name.value))];
    const types = names.flatMap((name) => this.#fieldsOn(name));
    // In a declaration that is merged names mean that module's own, so the types stand before it.
    return [
      'export interface Types {',
      ...types.map((line) => `  ${line}`),
      '}',
      '',
      'export interface Nodes {',
      ...nodes.map(({ name }) => `  ${name.value}: ${this.#row(name.value)};`),
      '}',
      '',
      `declare module '${this.#specifier(implementFile)}' {`,
      '  interface FeatureTypes {',
      `    ${this.#feature}: { types: Types; nodes: Nodes };`,
      '  }',
      '}',
    ].join('\n');
  }

  #fieldsOn(name: string): string[] {
    const type = this.#objectType(name);
    // The contract attaches these for all types alike.
    const isAttached = (field: string) =>
      (field === 'id' && type.getInterfaces().some((one) => one.name === 'Node')) ||
      (field === 'totalCount' && roleOf(this.#schema, type) === 'connection');
    const fields = this.#objectNodes(name).flatMap((node) => node.fields ?? []);
    const lines = fields.flatMap(({ name: field, type: result, arguments: args = [] }) => {
      if (isAttached(field.value)) return [];
      const given = args.length ? `, { ${args.map((arg) => this.#inputField(arg)).join('; ')} }` : '';
      return [`    ${field.value}: ${this.#use(implementFile, 'Field')}<${this.#output(result)}${given}>;`];
    });
    if (!lines.length) return [];
    return [`${name}: {`, `  row: ${this.#row(name)};`, '  fields: {', ...lines, '  };', '};'];
  }
}

const inArray = (item: string) => (item.includes(' ') ? `(${item})` : item);
