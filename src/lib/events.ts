// Subscription events, as the resolvers of their types get them.

/** The fields that all events have. The change's own data is merged into the same object. */
export interface EventRow {
  readonly __typename: string;
  readonly cursor: string | null;
  readonly at: string;
  readonly actorId: string | null;
}
