// Generated from schema/types/base.graphql by `npm run codegen`. Do not edit.

export type CacheScope = 'PUBLIC' | 'PRIVATE';

/** The rows of the types that Node may be; later features add theirs. */
export interface NodeRows {}

export type Node = NodeRows[keyof NodeRows];

export type OrderDirection = 'ASC' | 'DESC';
