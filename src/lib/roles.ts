// What users and tokens may do, lowest first.

export type UserRole = 'OWNER' | 'ADMIN' | 'MEMBER' | 'GUEST';
export type TokenScope = 'READ' | 'WRITE' | 'ADMIN';

export const allScopes: readonly TokenScope[] = ['READ', 'WRITE', 'ADMIN'];

/** Whether the role manages users and channels of the workspace. */
export const isAdmin = (role: UserRole): boolean => role === 'OWNER' || role === 'ADMIN';

/** Whether these scopes hold the one needed: each holds those below it. */
export const holdsScope = (scopes: readonly TokenScope[], needed: TokenScope): boolean =>
  scopes.some((scope) => allScopes.indexOf(scope) >= allScopes.indexOf(needed));
