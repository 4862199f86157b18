// Policy that holds for fields alike, as a Pothos plugin: who may use a root field (@access), and what arguments may
// hold. It wraps only fields that are roots or take arguments: all others keep graphql's own way to a property.
import SchemaBuilder, { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core';
import type { GraphQLFieldResolver } from 'graphql';
import { AppError } from '../lib/errors.ts';
import { holdsScope, type TokenScope } from '../lib/roles.ts';
import { type Context, scopesOf } from './context.ts';

/** The directives on a field or a type: their arguments by name. */
export type Directives = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The directives that the contract read for a field or a type of the served schema. */
export const directivesOf = (of: { readonly extensions?: object | null }): Directives =>
  (of.extensions as { directives?: Directives } | undefined)?.directives ?? {};

/** Throws BAD_USER_INPUT, naming the place, for arguments that the field must not be given. */
export type CheckArguments = (args: Readonly<Record<string, unknown>>) => void;

/** Puts something around a field's resolver at start, or gives it back as it is, at no cost. */
export type Wrap = (resolve: Resolve, field: { type: string; name: string; directives: Directives }) => Resolve;
export type Resolve = GraphQLFieldResolver<unknown, Context, object>;

declare global {
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends SchemaTypes> {
      policy: PolicyPlugin<Types>;
    }
    export interface SchemaBuilderOptions<Types extends SchemaTypes> {
      wrap?: readonly Wrap[];
    }
  }
}

// Pothos knows the context of whoever builds with it only as Types['Context']; in this product it is always Context.
type Served<Types extends SchemaTypes> = GraphQLFieldResolver<unknown, Types['Context'], object>;

class PolicyPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override wrapResolve(resolve: Served<Types>, field: PothosOutputFieldConfig<Types>): Served<Types> {
    const { parentType: type, name } = field;
    // A subscription is held to its policy once, when it begins: an event may be resolved for many viewers together.
    const held = type === 'Subscription' ? (resolve as Resolve) : guarded(resolve as Resolve, field);
    const wrappers = this.builder.options.wrap ?? [];
    const directives = directivesOf(field);
    return wrappers.reduce((inner, wrap) => wrap(inner, { type, name, directives }), held) as Served<Types>;
  }

  override wrapSubscribe(subscribe: Served<Types> | undefined, field: PothosOutputFieldConfig<Types>) {
    if (!subscribe || field.parentType !== 'Subscription') return subscribe;
    return guarded(subscribe as Resolve, field) as Served<Types>;
  }
}

function guarded<Types extends SchemaTypes>(resolve: Resolve, field: PothosOutputFieldConfig<Types>): Resolve {
  const scope = neededScope(field.parentType, directivesOf(field));
  const checkArguments = field.extensions?.checkArguments as CheckArguments | undefined;
  if (!scope && !checkArguments) return resolve;
  return (row, args, ctx, info) => {
    if (scope) requireScope(ctx, scope);
    checkArguments?.(args as Readonly<Record<string, unknown>>);
    return resolve(row, args, ctx, info);
  };
}

function neededScope(type: string, { access }: Directives): TokenScope | null {
  if (type !== 'Query' && type !== 'Mutation' && type !== 'Subscription') return null;
  if (access?.anonymous) return null;
  return (access?.scope as TokenScope | undefined) ?? (type === 'Mutation' ? 'WRITE' : 'READ');
}

function requireScope(ctx: Context, scope: TokenScope): void {
  if (holdsScope(scopesOf(ctx), scope)) return;
  throw new AppError('FORBIDDEN', `This needs a token with the scope ${scope}.`);
}

SchemaBuilder.registerPlugin('policy', PolicyPlugin);
