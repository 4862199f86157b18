// The changes of users and their tokens. Those of a user are in the user's own stream, and in the workspace's stream
// for lists of users.
import { ChangeKind } from '../../changes/catalogue.ts';
import type { UserRole } from '../../lib/roles.ts';

interface OfUser {
  userId: string;
}

interface OfToken {
  tokenId: string;
}

export const userCreated = new ChangeKind<OfUser>('users.created');
export const userUpdated = new ChangeKind<OfUser>('users.updated');
export const userReactivated = new ChangeKind<OfUser>('users.reactivated');
export const usersImported = new ChangeKind<{ count: number }>('users.imported');

export const userDeactivated = new ChangeKind<OfUser>('users.deactivated', {
  revokes: ({ userId }) => ({ endsUser: userId }),
});

export const userRoleChanged = new ChangeKind<OfUser & { role: UserRole }>('users.roleChanged', {
  revokes: ({ userId }) => ({ changesUser: userId }),
});

export const tokenCreated = new ChangeKind<OfToken>('tokens.created');

export const tokenRevoked = new ChangeKind<OfToken>('tokens.revoked', {
  revokes: ({ tokenId }) => ({ endsToken: tokenId }),
});

/** Ephemeral: whether a user is online. */
export const presenceChanged = new ChangeKind<OfUser & { online: boolean }>('users.presence');
