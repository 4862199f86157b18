// A query as graphql-jit may be given it. Its own rules for directives, variables and literals differ from those of
// graphql-js, and it writes literals into code that it runs: a string that begins with its marker for dates is executed. So
// it gets none of them. @skip and @include are evaluated first, one variant of the document for each outcome, and every
// argument is a variable whose value graphql-js has coerced.
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

/** A compiled query. Undefined where graphql-js must say what is wrong with an argument. */
export type CompiledQuery = (
  root: unknown,
  context: unknown,
  coerced: Coerced,
) => ExecutionResult | Promise<ExecutionResult> | undefined;

// A dense document of this many characters compiles in 13 to 29 ms, one of 10,000 in 38 to 75: nobody may be held up so
// long for what is seldom asked.
const maxCharacters = 4_000;
/** Fields, those of a fragment for each place and each type that it is compiled for. */
const maxFields = 200;
/** Each may double the number of variants. */
const maxConditions = 4;

/** All variables that graphql-jit sees are of this type: their values pass through as they are. */
const coercedType = new GraphQLScalarType({ name: 'CoercedArgument' });
const coercedTypeNode: NamedTypeNode = { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: coercedType.name } };

/** The same types, and that of the variables in compiled queries. */
export function compilationSchema(schema: GraphQLSchema): GraphQLSchema {
  const config = schema.toConfig();
  return new GraphQLSchema({ ...config, types: [...config.types, coercedType], assumeValid: true });
}

let created = 0;

/** A document with one operation, a query, that graphql-jit can be given in variants. */
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

  /** Null for a document that is left to graphql-js. */
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

  /** The key of the variant that these variables select; null where a condition is no Boolean, which is an error. */
  variantFor(coerced: Coerced): string | null {
    let key = this.#id;
    for (const name of this.#conditions) {
      const value = coerced[name];
      if (typeof value !== 'boolean') return null;
      key += value ? '+' : '-';
    }
    return key;
  }

  /** Compiles the variant that these variables select; null when it is too large, or graphql-jit cannot. */
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
 * Introspection would show the schema that is compiled with. Response names are joined with underscores to name what
 * resolvers are given as `info`, so with an underscore in them two fields could share one; `__proto__` would set a prototype.
 */
function isSafe({ alias, name }: FieldNode): boolean {
  if (name.value === SchemaMetaFieldDef.name || name.value === TypeMetaFieldDef.name) return false;
  const responseName = (alias ?? name).value;
  return responseName === TypeNameMetaFieldDef.name ? !alias : !responseName.includes('_');
}

/** The document without directives, and with a variable in the place of each argument's value. */
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

/** The values of a variant's arguments. */
class Inputs {
  readonly definitions: VariableDefinitionNode[] = [];
  readonly #constant: Record<string, unknown> = {};
  readonly #varying: { readonly name: string; readonly value: ValueNode; readonly type: GraphQLInputType }[] = [];

  /** Takes the value of an argument; gives the variable that stands for it. */
  add(value: ValueNode, type: GraphQLInputType): ValueNode {
    const name = `a${this.definitions.length}`;
    const variable = { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } } as const;
    this.definitions.push({ kind: Kind.VARIABLE_DEFINITION, variable, type: coercedTypeNode });
    if (readsVariables(value)) this.#varying.push({ name, value, type });
    else this.#constant[name] = valueFromAST(value, type);
    return variable;
  }

  /** All values by the names of their variables; undefined where one does not fit its type. */
  valuesFor(coerced: Coerced): Record<string, unknown> | undefined {
    const values = { ...this.#constant };
    for (const { name, value, type } of this.#varying) {
      // An argument whose variable was not given is as if it were not there: its default holds.
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

/** How many fields graphql-jit makes code for; counts no further than just past the limit. */
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
