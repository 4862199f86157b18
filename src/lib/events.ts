// What a subscription delivers, as the resolvers of its type get it.

/** The common part of all events; what else a change holds stands beside it. */
export interface EventRow {
  readonly __typename: string;
  readonly cursor: string | null;
  readonly at: string;
  readonly actorId: string | null;
}
