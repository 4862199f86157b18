// Builds the served schema from the SDL and the features' resolvers. The SDL is the only source of names, types and
// policy; everything that does not match it fails here, at start. A field that its row holds gets no resolver.
import SchemaBuilder from '@pothos/core';
import addGraphQL from '@pothos/plugin-add-graphql';
import {
  assertValidSchema,
  GraphQLDirective,
  type GraphQLFieldResolver,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  GraphQLSchema,
  isAbstractType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isSpecifiedDirective,
  isSpecifiedScalarType,
  parseType,
  typeFromAST,
} from 'graphql';
import type { ChangeCatalogue } from '../changes/catalogue.ts';
import { toGlobalId } from '../lib/ids.ts';
import { argumentChecks } from './argument-checks.ts';
import type { Context } from './context.ts';
import type { FeatureContract, FetchNode } from './implement.ts';
import { nodeResolvers } from './node.ts';
import { directivesOf, type Wrap } from './policy-plugin.ts';
import { scalars } from './scalars.ts';
import { readSdl, schemaOf } from './sdl.ts';
import { roleOf } from './type-roles.ts';

const roots: readonly string[] = ['Query', 'Mutation', 'Subscription'];

export interface ContractOptions {
  /** SDL texts; by default the files of schema/types. */
  sdl?: readonly string[];
  /** In the order of features.ts. */
  features: readonly FeatureContract[];
  /** The changes that directives may name. Without it they are not checked. */
  catalogue?: ChangeCatalogue;
  /** Wraps resolvers; the first one is innermost. */
  wrap?: readonly Wrap[];
}

/** The served schema. Throws one error that lists every mismatch between the SDL and the features. */
export function buildContract({ sdl = readSdl(), features, catalogue, wrap = [] }: ContractOptions): GraphQLSchema {
  const schema = schemaOf(sdl);
  const problems = [...attachFeatures(schema, features), ...attachCommon(schema, features)];
  attachArgumentChecks(schema);
  problems.push(...unservable(schema));
  if (catalogue) problems.push(...unknownChanges(schema, catalogue));
  if (problems.length) throw new Error(`The schema and its resolvers do not match:\n  ${problems.join('\n  ')}`);

  const builder = new SchemaBuilder<{ Context: Context }>({ plugins: [addGraphQL, 'policy'], add: { schema }, wrap });
  const served = restoreDirectives(schema, builder.toSchema({ sortSchema: false }));
  restoreInputs(schema, served);
  assertValidSchema(served);
  return served;
}

/** Attaches the features' resolvers to their fields. */
function* attachFeatures(schema: GraphQLSchema, features: readonly FeatureContract[]): Generator<string> {
  for (const { name, resolvers } of features) {
    for (const { feature, type: typeName, resolvers: fields } of resolvers) {
      if (feature !== name) yield `${name} holds an implementation that names the feature ${feature}.`;
      const type = schema.getType(typeName);
      for (const [fieldName, resolver] of Object.entries(fields)) {
        const field = isObjectType(type) ? type.getFields()[fieldName] : undefined;
        if (!field) yield `${feature} resolves ${typeName}.${fieldName}, which the SDL does not define.`;
        else if (field.resolve || field.subscribe)
          yield `${typeName}.${fieldName} is resolved twice, here by ${feature}.`;
        else Object.assign(field, typeof resolver === 'function' ? { resolve: resolver } : resolver);
      }
    }
  }
}

/**
 * Attaches the resolvers that no feature provides: scalars, global ids, totals of connections, node and nodes, and the
 * types of rows.
 */
function* attachCommon(schema: GraphQLSchema, features: readonly FeatureContract[]): Generator<string> {
  const fetchers = new Map<string, FetchNode>();
  for (const { name, nodes } of features) {
    for (const [type, fetch] of Object.entries(nodes)) {
      if (fetchers.has(type)) yield `${name} fetches ${type}, which another feature fetches already.`;
      if (!isNode(schema.getType(type))) yield `${name} fetches ${type}, which does not implement Node.`;
      fetchers.set(type, fetch);
    }
  }
  const { node, nodes, resolveType } = nodeResolvers(fetchers);
  for (const type of ownTypes(schema)) {
    if (isScalarType(type)) {
      if (scalars[type.name]) Object.assign(type, scalars[type.name]);
      else yield `The scalar ${type.name} has no implementation.`;
    }
    if (isAbstractType(type)) type.resolveType = resolveType;
    if (isNode(type)) {
      if (!fetchers.has(type.name)) yield `${type.name} implements Node, and no feature fetches it in its nodes.`;
      yield* attach(type, 'id', (row: { id: string }) => toGlobalId(type.name, row.id));
    }
    if (isObjectType(type) && roleOf(schema, type) === 'connection') {
      yield* attach(type, 'totalCount', (connection: { total(): unknown }) => connection.total());
    }
  }
  const query = schema.getQueryType();
  if (query) {
    yield* attach(query, 'node', node);
    yield* attach(query, 'nodes', nodes);
  }
}

function* attach(type: GraphQLObjectType, name: string, resolve: GraphQLFieldResolver<never, Context>) {
  const field = type.getFields()[name];
  if (field?.resolve) yield `${type.name}.${name} is resolved by the contract; remove its resolver.`;
  if (field) field.resolve = resolve as GraphQLFieldResolver<unknown, Context>;
}

/** Fields that cannot be served: a root field without a resolver, or a policy where nothing would enforce it. */
function* unservable(schema: GraphQLSchema): Generator<string> {
  for (const type of ownTypes(schema)) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    const root = roots.includes(type.name);
    for (const field of Object.values(type.getFields())) {
      const place = `${type.name}.${field.name}`;
      if (!root && directivesOf(field).access) yield `${place} has @access, which applies only to root fields.`;
      if (!root) continue;
      if (type.name === 'Subscription' ? !field.subscribe : !field.resolve) yield `${place} has no resolver.`;
    }
  }
}

/** Directives that name changes which no feature declares. */
function* unknownChanges(schema: GraphQLSchema, { names }: ChangeCatalogue): Generator<string> {
  const topics = new Set(names.map((name) => name.slice(0, name.indexOf('.'))));
  for (const type of ownTypes(schema)) {
    for (const kind of (directivesOf(type).change?.kinds as string[] | undefined) ?? []) {
      if (!names.includes(kind)) yield `${type.name} has @change ${kind}, a change that no feature declares.`;
    }
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      for (const topic of (directivesOf(field).invalidatedBy?.topics as string[] | undefined) ?? []) {
        if (topics.has(topic)) continue;
        yield `${type.name}.${field.name} has @invalidatedBy ${topic}, a topic that no feature declares changes of.`;
      }
    }
  }
}

/** Stores the check of a field's arguments in `extensions.checkArguments`, where the policy plugin finds it. */
function attachArgumentChecks(schema: GraphQLSchema): void {
  const checkOf = argumentChecks();
  for (const type of ownTypes(schema)) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const checkArguments = checkOf(field);
      if (checkArguments) field.extensions = { ...field.extensions, checkArguments };
    }
  }
}

/** Restores the directives' definitions over the types of the served schema, since Pothos creates new types. */
function restoreDirectives(from: GraphQLSchema, to: GraphQLSchema): GraphQLSchema {
  const directives = from.getDirectives().map((directive) => {
    const { args, ...config } = directive.toConfig();
    const own = Object.entries(args).map(([name, arg]) => {
      const type = typeFromAST(to, parseType(String(arg.type))) as GraphQLInputType;
      return [name, { ...arg, type }];
    });
    return isSpecifiedDirective(directive)
      ? directive
      : new GraphQLDirective({ ...config, args: Object.fromEntries(own) });
  });
  return new GraphQLSchema({ ...to.toConfig(), directives });
}

/** Restores what plugin-add-graphql loses: directives and deprecation of inputs, and @oneOf of input objects. */
function restoreInputs(from: GraphQLSchema, to: GraphQLSchema): void {
  for (const type of ownTypes(from)) {
    const served = to.getType(type.name);
    if (isObjectType(type) && isObjectType(served)) {
      for (const [name, { args }] of Object.entries(type.getFields())) {
        served.getFields()[name]!.args.forEach((arg, i) => {
          arg.extensions = args[i]!.extensions;
        });
      }
    }
    if (!isInputObjectType(type) || !isInputObjectType(served)) continue;
    served.isOneOf = type.isOneOf;
    for (const [name, { deprecationReason, extensions }] of Object.entries(type.getFields())) {
      Object.assign(served.getFields()[name]!, { deprecationReason, extensions });
    }
  }
}

const isNode = (type: GraphQLNamedType | undefined): type is GraphQLObjectType =>
  isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Node');

const ownTypes = (schema: GraphQLSchema): GraphQLNamedType[] =>
  Object.values(schema.getTypeMap()).filter((type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type));
