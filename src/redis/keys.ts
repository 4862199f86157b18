// The names of all keys and channels in Redis, under one prefix. Every command uses a single key, so that it works in a
// cluster; nothing lists keys.

const prefix = 'switchboard:';

/** The channel on which instances wake each other, and the one for an instance's own heartbeat. */
export const hintChannel = `${prefix}hints`;
export const heartbeatChannel = (instance: string) => `${prefix}beat:${instance}`;

/** Registered documents by their hash, points by their rate limit key, and cached responses by their cache key. */
export type KeyKind = 'document' | 'points' | 'answer';

export const keyOf = (kind: KeyKind, name: string) => `${prefix}${kind}:${name}`;
