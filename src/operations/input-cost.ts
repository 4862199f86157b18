// Computes what a large input adds to the cost of its operation, by @cost(points, per) on an argument or an input field.
// Values are read before they are coerced, so a value may have any type.
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  getNamedType,
  isInputObjectType,
} from 'graphql';
import { directivesOf } from '../graphql/policy-plugin.ts';

/** Computes the points of a value; null for an input that is free whatever its value. */
type Points = ((value: unknown) => number) | null;
type Input = GraphQLArgument | GraphQLInputField;

/** The arguments of a field that cost points by their size. */
export function costlyArguments(field: GraphQLField<unknown, unknown>) {
  return costlyOf(field.args, new Set());
}

function costlyOf(inputs: readonly Input[], within: ReadonlySet<object>) {
  return inputs.flatMap((input) => {
    const points = pointsOf(input, within);
    return points ? [{ name: input.name, points }] : [];
  });
}

/** `within` holds the enclosing input types: a type that contains itself is not followed again. */
function pointsOf(input: Input, within: ReadonlySet<object>): Points {
  const cost = costOf(input);
  const type = getNamedType(input.type);
  const inner =
    isInputObjectType(type) && !within.has(type)
      ? costlyOf(Object.values(type.getFields()), new Set([...within, type]))
      : [];
  if (!cost && !inner.length) return null;
  const ofOne = (value: unknown): number => {
    if (typeof value !== 'object' || value === null) return 0;
    return inner.reduce((sum, { name, points }) => sum + points((value as Record<string, unknown>)[name]), 0);
  };
  return (value) => {
    const items = Array.isArray(value) ? value : [value];
    const own = cost && (typeof value === 'string' || Array.isArray(value)) ? pointsBySize(cost, value.length) : 0;
    return inner.length ? items.reduce<number>((sum, item) => sum + ofOne(item), own) : own;
  };
}

interface SizeCost {
  readonly points: number;
  readonly per: number;
}

const pointsBySize = ({ points, per }: SizeCost, size: number) => points * Math.floor(size / per);

function costOf(input: Input): SizeCost | null {
  const { cost } = directivesOf(input);
  return cost?.per ? (cost as unknown as SizeCost) : null;
}
