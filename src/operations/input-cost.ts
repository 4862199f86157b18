// What a large input costs beside its operation: @cost(points, per) on an argument or an input field. Values are read
// before they are coerced, so anything may stand where a text or a list is expected.
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  getNamedType,
  isInputObjectType,
} from 'graphql';
import { directivesOf } from '../graphql/policy-plugin.ts';

/** The points of a value; null for an input that costs nothing, whatever it holds. */
type Points = ((value: unknown) => number) | null;
type Input = GraphQLArgument | GraphQLInputField;

/** The arguments of a field that cost points by their size, each with how many. */
export function costlyArguments(field: GraphQLField<unknown, unknown>) {
  return costlyOf(field.args, new Set());
}

function costlyOf(inputs: readonly Input[], within: ReadonlySet<object>) {
  return inputs.flatMap((input) => {
    const points = pointsOf(input, within);
    return points ? [{ name: input.name, points }] : [];
  });
}

/** `within` are the types that the input stands in: one that holds itself is not counted again. */
function pointsOf(input: Input, within: ReadonlySet<object>): Points {
  const stated = statedOf(input);
  const type = getNamedType(input.type);
  const inner =
    isInputObjectType(type) && !within.has(type)
      ? costlyOf(Object.values(type.getFields()), new Set([...within, type]))
      : [];
  if (!stated && !inner.length) return null;
  const ofOne = (value: unknown): number => {
    if (typeof value !== 'object' || value === null) return 0;
    return inner.reduce((sum, { name, points }) => sum + points((value as Record<string, unknown>)[name]), 0);
  };
  return (value) => {
    const items = Array.isArray(value) ? value : [value];
    const own = stated && (typeof value === 'string' || Array.isArray(value)) ? by(stated, value.length) : 0;
    return inner.length ? items.reduce<number>((sum, item) => sum + ofOne(item), own) : own;
  };
}

const by = ({ points, per }: { points: number; per: number }, size: number) => points * Math.floor(size / per);

function statedOf(input: Input) {
  const { cost } = directivesOf(input);
  return cost?.per ? (cost as { points: number; per: number }) : null;
}
