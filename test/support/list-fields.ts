// Every list of the served schema, and operations that nest one list in another: they would expose a resolver that
// reads row by row. A list or a type that is added later is walked without a change here.
import {
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isLeafType,
  isListType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import { roleOf } from '../../src/graphql/type-roles.ts';
import { schema } from '../../src/schema.ts';

type Field = GraphQLField<unknown, unknown>;

/** A field that returns many of a type, as a connection or as a plain list. */
export interface ListField {
  readonly on: GraphQLObjectType;
  readonly field: Field;
  readonly of: GraphQLObjectType;
  readonly paged: boolean;
}

const fieldsOf = (type: GraphQLObjectType): Field[] => Object.values(type.getFields());
const isHelper = (type: GraphQLObjectType) => roleOf(schema, type) !== null;

function asList(on: GraphQLObjectType, field: Field): ListField | null {
  const named = getNamedType(field.type);
  if (isInterfaceType(named) || !isObjectType(named) || field.args.some(isRequiredArgument)) return null;
  if (roleOf(schema, named) === 'connection') {
    const of = getNamedType(named.getFields().nodes!.type) as GraphQLObjectType;
    return { on, field, of, paged: true };
  }
  return isListType(getNullableType(field.type)) ? { on, field, of: named, paged: false } : null;
}

/** How to reach each object type from Query by fields without required arguments: the fields on the way. */
function reach(): Map<GraphQLObjectType, (ListField | Field)[]> {
  const query = schema.getQueryType()!;
  const ways = new Map<GraphQLObjectType, (ListField | Field)[]>([[query, []]]);
  for (const [type, way] of ways) {
    for (const field of fieldsOf(type)) {
      const list = asList(type, field);
      const to = list ? list.of : getNamedType(field.type);
      // A field for one row by its id or by its name takes one of two arguments, so neither is required.
      const byArgument = field.args.some(isRequiredArgument) || (!list && field.args.length > 0);
      if (isObjectType(to) && !byArgument && !isHelper(to) && !ways.has(to)) ways.set(to, [...way, list ?? field]);
    }
  }
  return ways;
}

const ways = reach();

/** Every list field of every type that can be reached. */
export const listFields: readonly ListField[] = [...ways.keys()].flatMap((type) =>
  fieldsOf(type).flatMap((field) => asList(type, field) ?? []),
);

/** Pairs of a list and a list of its rows, and lists whose rows have none. */
export const nestings = listFields.flatMap((outer): [outer: ListField, inner: ListField | null][] => {
  const inner = listFields.filter(({ on }) => on === outer.of);
  return inner.length ? inner.map((one) => [outer, one]) : [[outer, null]];
});

/** Type and name. */
export const nameOf = ({ on, field }: ListField): string => `${on.name}.${field.name}`;

/**
 * An operation with `first` rows in the two lists, and two in the lists on the way to them. Of every row it selects its
 * columns, and the rows it refers to.
 */
export function nest(outer: ListField, inner: ListField | null, first: number): string {
  const within = inner ? select(inner, first, single(inner.of, 2)) : '';
  return `{ ${onTheWay(outer.on, select(outer, first, `${single(outer.of, 2)} ${within}`))} }`;
}

/**
 * A selection on a type, wrapped in the path from Query: two rows of every list on the way, or as many as are given.
 */
export const onTheWay = (type: GraphQLObjectType, selection: string, rows = 2): string =>
  ways.get(type)!.reduceRight((inside, step) => {
    return 'field' in step ? select(step, rows, inside) : `${step.name} { ${inside} }`;
  }, selection);

function select({ field, paged }: ListField, first: number, selection: string): string {
  if (!paged) return `${field.name} { ${selection} }`;
  const edge = (getNamedType(field.type) as GraphQLObjectType).getFields().edges!;
  const edges = leaves(getNamedType(edge.type) as GraphQLObjectType).join(' ');
  const page = `totalCount pageInfo { hasNextPage endCursor } edges { ${edges} } nodes { ${selection} }`;
  return `${field.name}(first: ${first}) { ${page} }`;
}

const leaves = (type: GraphQLObjectType) =>
  fieldsOf(type)
    .filter((field) => isLeafType(getNamedType(field.type)) && !field.args.some(isRequiredArgument))
    .map(({ name }) => name);

/** The columns of a row, and the rows it refers to, down to a depth. */
function single(type: GraphQLObjectType, depth: number): string {
  const objects = fieldsOf(type).filter((field) => isObjectType(getNamedType(field.type)) && !asList(type, field));
  const deeper = depth > 0 ? objects : [];
  return [
    ...leaves(type),
    ...deeper.map(({ name, type: to }) => `${name} { ${single(getNamedType(to) as GraphQLObjectType, depth - 1)} }`),
  ].join(' ');
}
