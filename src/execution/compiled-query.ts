// Prepares a query for graphql-jit, whose rules for directives, variables and literals differ from those of graphql-js. It
// also writes literals into code that it runs: a string that begins with its marker for dates is executed. So it is given
// no directives and no literals. @skip and @include are evaluated first, with one variant of the document for each outcome,
// and every argument is a variable whose value graphql-js has coerced.
import {
  type DocumentNode,
  type ExecutionResult,
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type GraphQLInputType,
  GraphQLScalarType,
  GraphQLSchema,
  getNamedType,
  type InlineFragmentNode,
  isAbstractType,
  isObjectType,
  Kind,
  type NamedTypeNode,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeInfo,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  type ValueNode,
  type VariableDefinitionNode,
  valueFromAST,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { compileQuery, isCompiledQuery } from 'graphql-jit';

/** Variables as graphql-js coerces them. */
export type Coerced = Readonly<Record<string, unknown>>;

/** A compiled query. It returns undefined when an argument is invalid, so that graphql-js words the error. */
export type CompiledQuery = (
  root: unknown,
  context: unknown,
  coerced: Coerced,
) => ExecutionResult | Promise<ExecutionResult> | undefined;

// Compiling blocks the event loop. A dense document of this many characters takes 13 to 29 ms; one of 10,000 characters
// takes 38 to 75 ms, which is too long for large queries that are rarely requested.
const maxCharacters = 4_000;
/** Maximum fields. Those of a fragment count once for each place and each type that they are compiled for. */
const maxFields = 200;
/** Maximum variables in @skip and @include: each may double the number of variants. */
const maxConditions = 4;

/** The type of all variables that graphql-jit sees. Their values, already coerced, pass through unchanged. */
const coercedType = new GraphQLScalarType({ name: 'CoercedArgument' });
const coercedTypeNode: NamedTypeNode = { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: coercedType.name } };

/** The schema for compiling: the served types, and the type of the variables in compiled queries. */
export function compilationSchema(schema: GraphQLSchema): GraphQLSchema {
  const config = schema.toConfig();
  return new GraphQLSchema({ ...config, types: [...config.types, coercedType], assumeValid: true });
}

let created = 0;

/** A document whose only operation is a query that can be compiled, in one or more variants. */
export class CompilableQuery {
  readonly operation: OperationDefinitionNode;
  readonly #id = `${++created}`;
  readonly #document: DocumentNode;
  /** The variables that @skip and @include read. */
  readonly #conditions: readonly string[];

  private constructor(document: DocumentNode, operation: OperationDefinitionNode, conditions: readonly string[]) {
    this.#document = document;
    this.operation = operation;
    this.#conditions = conditions;
  }

  /** Null for a document that only graphql-js may execute. */
  static of(document: DocumentNode): CompilableQuery | null {
    const [operation, second] = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
    if (operation?.operation !== 'query' || second || (document.loc?.end ?? 0) > maxCharacters) return null;
    const conditions = new Set<string>();
    let safe = true;
    visit(document, {
      Field(node) {
        safe &&= isSafe(node);
      },
      Directive(node) {
        for (const { value } of node.arguments ?? [])
          if (value.kind === Kind.VARIABLE) conditions.add(value.name.value);
      },
    });
    return safe && conditions.size <= maxConditions ? new CompilableQuery(document, operation, [...conditions]) : null;
  }

  get hasConditions(): boolean {
    return this.#conditions.length > 0;
  }

  /** The key of the variant that these variables select; null when a condition is not a Boolean, which is an error. */
  variantFor(coerced: Coerced): string | null {
    let key = this.#id;
    for (const name of this.#conditions) {
      const value = coerced[name];
      if (typeof value !== 'boolean') return null;
      key += value ? '+' : '-';
    }
    return key;
  }

  /** Compiles the variant that these variables select; null when it is too large or graphql-jit cannot compile it. */
  compile(schema: GraphQLSchema, coerced: Coerced): CompiledQuery | null {
    const { document, inputs } = variantOf(this.#document, schema, coerced);
    if (countFields(document, schema, maxFields) > maxFields) return null;
    const compiled = compileQuery(schema, document, this.operation.name?.value ?? '');
    if (!isCompiledQuery(compiled)) return null;
    return (root, context, given) => {
      const values = inputs.valuesFor(given);
      return values && (compiled.query(root, context, values) as ReturnType<CompiledQuery>);
    };
  }
}

/**
 * Whether a field can be compiled. Introspection would show the schema for compiling. graphql-jit names the `info` objects
 * of resolvers by response names joined with underscores, so two fields with underscores in their names could share one;
 * and a response name `__proto__` would set a prototype.
 */
function isSafe({ alias, name }: FieldNode): boolean {
  if (name.value === SchemaMetaFieldDef.name || name.value === TypeMetaFieldDef.name) return false;
  const responseName = (alias ?? name).value;
  return responseName === TypeNameMetaFieldDef.name ? !alias : !responseName.includes('_');
}

/** The document without directives, and with each argument's value replaced by a variable. */
function variantOf(document: DocumentNode, schema: GraphQLSchema, coerced: Coerced) {
  const inputs = new Inputs();
  const types = new TypeInfo(schema);
  const withoutSkipped = (node: FieldNode | FragmentSpreadNode | InlineFragmentNode) =>
    isSkipped(node, coerced) ? null : undefined;
  const changed: DocumentNode = visit(
    document,
    visitWithTypeInfo(types, {
      Field: withoutSkipped,
      FragmentSpread: withoutSkipped,
      InlineFragment: withoutSkipped,
      Directive: () => null,
      VariableDefinition: () => null,
      Argument(node) {
        return { ...node, value: inputs.add(node.value, types.getArgument()!.type) };
      },
    }),
  );
  const definitions = changed.definitions.map((one) =>
    one.kind === Kind.OPERATION_DEFINITION ? { ...one, variableDefinitions: inputs.definitions } : one,
  );
  return { document: { ...changed, definitions }, inputs };
}

function isSkipped({ directives }: FieldNode | FragmentSpreadNode | InlineFragmentNode, coerced: Coerced): boolean {
  return !!directives?.some(({ name, arguments: given }) => {
    const value = given?.[0]?.value;
    const holds =
      value?.kind === Kind.VARIABLE ? coerced[value.name.value] : value?.kind === Kind.BOOLEAN && value.value;
    return name.value === 'skip' ? holds : name.value === 'include' && !holds;
  });
}

/** The variables of a variant, one for each argument. */
class Inputs {
  readonly definitions: VariableDefinitionNode[] = [];
  readonly #constant: Record<string, unknown> = {};
  readonly #varying: { readonly name: string; readonly value: ValueNode; readonly type: GraphQLInputType }[] = [];

  /** Adds the value of an argument, and returns the variable that replaces it. */
  add(value: ValueNode, type: GraphQLInputType): ValueNode {
    const name = `a${this.definitions.length}`;
    const variable = { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } } as const;
    this.definitions.push({ kind: Kind.VARIABLE_DEFINITION, variable, type: coercedTypeNode });
    if (readsVariables(value)) this.#varying.push({ name, value, type });
    else this.#constant[name] = valueFromAST(value, type);
    return variable;
  }

  /** All values by the names of their variables; undefined when a value does not fit its type. */
  valuesFor(coerced: Coerced): Record<string, unknown> | undefined {
    const values = { ...this.#constant };
    for (const { name, value, type } of this.#varying) {
      // An argument whose variable was not given counts as omitted: its default applies.
      if (value.kind === Kind.VARIABLE && !Object.hasOwn(coerced, value.name.value)) continue;
      const argument = valueFromAST(value, type, coerced);
      if (argument === undefined) return undefined;
      values[name] = argument;
    }
    return values;
  }
}

function readsVariables(value: ValueNode): boolean {
  if (value.kind === Kind.LIST) return value.values.some(readsVariables);
  if (value.kind === Kind.OBJECT) return value.fields.some((field) => readsVariables(field.value));
  return value.kind === Kind.VARIABLE;
}

/** How many fields graphql-jit would generate code for. Counting stops just past the limit. */
function countFields(document: DocumentNode, schema: GraphQLSchema, limit: number): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const one of document.definitions) if (one.kind === Kind.FRAGMENT_DEFINITION) fragments.set(one.name.value, one);
  let count = 0;
  const onType = (type: ReturnType<typeof getNamedType>, selectionSet: SelectionSetNode | undefined): void => {
    if (!selectionSet) return;
    if (isAbstractType(type)) for (const possible of schema.getPossibleTypes(type)) onType(possible, selectionSet);
    if (!isObjectType(type)) return;
    for (const selection of selectionSet.selections) {
      if (count > limit) return;
      if (selection.kind === Kind.FIELD) {
        count++;
        onType(getNamedType(type.getFields()[selection.name.value]?.type), selection.selectionSet);
        continue;
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      const condition = fragment?.typeCondition && schema.getType(fragment.typeCondition.name.value);
      const applies =
        !condition || condition === type || (isAbstractType(condition) && schema.isSubType(condition, type));
      if (applies) onType(type, fragment?.selectionSet);
    }
  };
  for (const one of document.definitions) {
    if (one.kind === Kind.OPERATION_DEFINITION) onType(schema.getRootType(one.operation)!, one.selectionSet);
  }
  return count;
}
