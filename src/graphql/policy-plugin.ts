// A Pothos plugin for policy: who may use a root field (@access), and what arguments may hold. It wraps only root
// fields and fields with arguments: all others keep GraphQL's default resolver.
import SchemaBuilder, { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core';
import type { GraphQLFieldResolver } from 'graphql';
import { AppError } from '../lib/errors.ts';
import { holdsScope, type TokenScope } from '../lib/roles.ts';
import { type Context, scopesOf } from './context.ts';

/** The directives on a field or type: their arguments by name. */
export type Directives = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The directives that were read for a field or type of the served schema. */
export const directivesOf = (of: { readonly extensions?: object | null }): Directives =>
  (of.extensions as { directives?: Directives } | undefined)?.directives ?? {};

/** Throws BAD_USER_INPUT, which names the argument, for invalid arguments. */
export type CheckArguments = (args: Readonly<Record<string, unknown>>) => void;

/** Wraps a field's resolver at start, or returns it unchanged, which costs nothing. */
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

// To Pothos the context is Types['Context'] of the builder; in this product it is always Context.
type Served<Types extends SchemaTypes> = GraphQLFieldResolver<unknown, Types['Context'], object>;

class PolicyPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override wrapResolve(resolve: Served<Types>, field: PothosOutputFieldConfig<Types>): Served<Types> {
    const { parentType: type, name } = field;
    // The policy of a subscription is checked once, when it starts: its events may be resolved for many viewers
    // together.
    const checked = type === 'Subscription' ? (resolve as Resolve) : guarded(resolve as Resolve, field);
    const wrappers = this.builder.options.wrap ?? [];
    const directives = directivesOf(field);
    return wrappers.reduce((inner, wrap) => wrap(inner, { type, name, directives }), checked) as Served<Types>;
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
