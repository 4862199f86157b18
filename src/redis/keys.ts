// The names of everything this product keeps in Redis, under one prefix. Every command names one key, so that a cluster
// may spread them; nothing lists keys.

const prefix = 'switchboard:';

/** The channel on which instances wake each other, and the one on which an instance hears itself. */
export const hintChannel = `${prefix}hints`;
export const beatChannel = (instance: string) => `${prefix}beat:${instance}`;

/** What is kept under a key: registered documents by their hash, points by whose they are, answers by what was asked. */
export type KeyKind = 'document' | 'points' | 'answer';

/** The key of one thing of a kind. */
export const keyOf = (kind: KeyKind, name: string) => `${prefix}${kind}:${name}`;
