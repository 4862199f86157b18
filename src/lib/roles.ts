// Roles of users, and scopes of tokens.

export type UserRole = 'OWNER' | 'ADMIN' | 'MEMBER' | 'GUEST';
export type TokenScope = 'READ' | 'WRITE' | 'ADMIN';

export const allScopes: readonly TokenScope[] = ['READ', 'WRITE', 'ADMIN'];

/** Whether the role may manage users and channels of the workspace. */
export const isAdmin = (role: UserRole): boolean => role === 'OWNER' || role === 'ADMIN';

/** Whether one of these scopes includes the needed one: each scope includes those before it. */
export const holdsScope = (scopes: readonly TokenScope[], needed: TokenScope): boolean =>
  scopes.some((scope) => allScopes.indexOf(scope) >= allScopes.indexOf(needed));
