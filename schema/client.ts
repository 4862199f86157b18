// Generated from schema by `npm run codegen`. Do not edit.
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };

/** What to send as `documentId` in the place of each document. */
export const documentIds = {
} as const;
