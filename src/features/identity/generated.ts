// Generated from schema/types/identity.graphql by `npm run codegen`. Do not edit.
import type { Connection, Edge, PageInfo } from '../../batching/connection.ts';
import type { AccessTokenRow, PresenceChangedRow, ResyncRow, StartedRow, UserRow, ViewerRow } from './model.ts';
import type { OrderDirection } from '../../graphql/generated.ts';
import type { Awaitable, Empty, Field, Payload } from '../../graphql/implement.ts';

export type UserKind = 'PERSON' | 'BOT';

export type UserRole = 'OWNER' | 'ADMIN' | 'MEMBER' | 'GUEST';

export type TokenScope = 'READ' | 'WRITE' | 'ADMIN';

export interface UserFilter {
  readonly role?: UserRole | null;
  readonly kind?: UserKind | null;
  readonly deactivated?: boolean | null;
  readonly handlePrefix?: string | null;
}

export interface UserOrder {
  readonly field: UserOrderField;
  readonly direction: OrderDirection;
}

export type UserOrderField = 'HANDLE' | 'CREATED_AT' | 'LAST_ACTIVE_AT';

/** The rows of the types that Event may be; later features add theirs. */
export interface EventRows {
  Started: StartedRow;
  Resync: ResyncRow;
  PresenceChanged: PresenceChangedRow;
}

export type Event = EventRows[keyof EventRows];

/** The rows of the types that PresenceEvent may be; later features add theirs. */
export interface PresenceEventRows {
  Started: StartedRow;
  PresenceChanged: PresenceChangedRow;
}

export type PresenceEvent = PresenceEventRows[keyof PresenceEventRows];

export interface HeartbeatInput {
  readonly online: boolean;
}

export interface HeartbeatPayload {
  readonly expiresAt: string;
}

export interface SignInInput {
  readonly workspace: string;
  readonly login: string;
  readonly password: string;
  readonly setCookie: boolean;
}

export interface SignInPayload {
  readonly token: string;
  readonly expiresAt: string;
  readonly viewer: ViewerRow;
}

export interface SignOutInput {
  readonly everywhere: boolean;
}

export interface SignOutPayload {
  readonly sessionsEnded: number;
}

export interface CreateTokenInput {
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  readonly expiresAt?: string | null;
  readonly userId?: string | null;
}

export interface CreateTokenPayload {
  readonly token: string;
  readonly accessToken: AccessTokenRow;
}

export interface RevokeTokenInput {
  readonly tokenId: string;
}

export interface RevokeTokenPayload {
  readonly accessToken: AccessTokenRow;
}

export interface CreateUserInput {
  readonly handle: string;
  readonly name: string;
  readonly email?: string | null;
  readonly title?: string | null;
  readonly avatarUrl?: string | null;
  readonly kind: UserKind;
  readonly role: UserRole;
  readonly password?: string | null;
}

export interface CreateUserPayload {
  readonly user: UserRow;
}

export interface UpdateProfileInput {
  readonly userId?: string | null;
  readonly handle?: string | null;
  readonly name?: string | null;
  readonly title?: string | null;
  readonly avatarUrl?: string | null;
  readonly email?: string | null;
}

export interface UpdateProfilePayload {
  readonly user: UserRow;
}

export interface SetPasswordInput {
  readonly userId?: string | null;
  readonly currentPassword?: string | null;
  readonly newPassword: string;
}

export interface SetPasswordPayload {
  readonly user: UserRow;
}

export interface SetRoleInput {
  readonly userId: string;
  readonly role: UserRole;
}

export interface SetRolePayload {
  readonly user: UserRow;
}

export interface DeactivateUserInput {
  readonly userId: string;
  readonly deactivated: boolean;
}

export interface DeactivateUserPayload {
  readonly user: UserRow;
}

declare module '../../graphql/generated.ts' {
  interface NodeRows {
    User: UserRow;
    Viewer: ViewerRow;
    AccessToken: AccessTokenRow;
  }
}

export interface Types {
  User: {
    row: UserRow;
    fields: {
      handle: Field<string>;
      name: Field<string>;
      title: Field<string | null>;
      avatarUrl: Field<string | null>;
      email: Field<string | null>;
      kind: Field<UserKind>;
      role: Field<UserRole>;
      createdAt: Field<string>;
      lastActiveAt: Field<string | null>;
      deactivatedAt: Field<string | null>;
    };
  };
  UserEdge: {
    row: Edge<UserRow>;
    fields: {
      cursor: Field<string>;
      node: Field<UserRow>;
    };
  };
  UserConnection: {
    row: Connection<UserRow>;
    fields: {
      edges: Field<readonly Awaitable<Edge<UserRow>>[]>;
      nodes: Field<readonly Awaitable<UserRow>[]>;
      pageInfo: Field<PageInfo>;
    };
  };
  Viewer: {
    row: ViewerRow;
    fields: {
      user: Field<UserRow>;
      role: Field<UserRole>;
      scopes: Field<readonly TokenScope[]>;
      inboxCursor: Field<string>;
      tokens: Field<Connection<AccessTokenRow>, { readonly first?: number | null; readonly after?: string | null; readonly last?: number | null; readonly before?: string | null }>;
    };
  };
  AccessToken: {
    row: AccessTokenRow;
    fields: {
      name: Field<string>;
      user: Field<UserRow>;
      scopes: Field<readonly TokenScope[]>;
      createdAt: Field<string>;
      expiresAt: Field<string | null>;
      revokedAt: Field<string | null>;
    };
  };
  AccessTokenEdge: {
    row: Edge<AccessTokenRow>;
    fields: {
      cursor: Field<string>;
      node: Field<AccessTokenRow>;
    };
  };
  AccessTokenConnection: {
    row: Connection<AccessTokenRow>;
    fields: {
      edges: Field<readonly Awaitable<Edge<AccessTokenRow>>[]>;
      nodes: Field<readonly Awaitable<AccessTokenRow>[]>;
      pageInfo: Field<PageInfo>;
    };
  };
  Started: {
    row: StartedRow;
    fields: {
      cursor: Field<string | null>;
      at: Field<string>;
      actor: Field<UserRow | null>;
    };
  };
  Resync: {
    row: ResyncRow;
    fields: {
      cursor: Field<string | null>;
      at: Field<string>;
      actor: Field<UserRow | null>;
    };
  };
  PresenceChanged: {
    row: PresenceChangedRow;
    fields: {
      cursor: Field<string | null>;
      at: Field<string>;
      actor: Field<UserRow | null>;
      user: Field<UserRow>;
      online: Field<boolean>;
    };
  };
  Subscription: {
    row: Empty;
    fields: {
      presence: Field<PresenceEvent, { readonly userIds: readonly string[] }>;
    };
  };
  Query: {
    row: Empty;
    fields: {
      viewer: Field<ViewerRow | null>;
      user: Field<UserRow | null, { readonly id?: string | null; readonly handle?: string | null }>;
      users: Field<Connection<UserRow>, { readonly first?: number | null; readonly after?: string | null; readonly last?: number | null; readonly before?: string | null; readonly filter?: UserFilter | null; readonly orderBy?: UserOrder | null }>;
    };
  };
  Mutation: {
    row: Empty;
    fields: {
      signIn: Field<Payload<SignInPayload>, { readonly input: SignInInput }>;
      signOut: Field<Payload<SignOutPayload>, { readonly input: SignOutInput }>;
      createToken: Field<Payload<CreateTokenPayload>, { readonly input: CreateTokenInput }>;
      revokeToken: Field<Payload<RevokeTokenPayload>, { readonly input: RevokeTokenInput }>;
      createUser: Field<Payload<CreateUserPayload>, { readonly input: CreateUserInput }>;
      updateProfile: Field<Payload<UpdateProfilePayload>, { readonly input: UpdateProfileInput }>;
      setPassword: Field<Payload<SetPasswordPayload>, { readonly input: SetPasswordInput }>;
      setRole: Field<Payload<SetRolePayload>, { readonly input: SetRoleInput }>;
      heartbeat: Field<Payload<HeartbeatPayload>, { readonly input: HeartbeatInput }>;
      deactivateUser: Field<Payload<DeactivateUserPayload>, { readonly input: DeactivateUserInput }>;
    };
  };
  HeartbeatPayload: {
    row: HeartbeatPayload;
    fields: {
      expiresAt: Field<string>;
    };
  };
  SignInPayload: {
    row: SignInPayload;
    fields: {
      token: Field<string>;
      expiresAt: Field<string>;
      viewer: Field<ViewerRow>;
    };
  };
  SignOutPayload: {
    row: SignOutPayload;
    fields: {
      sessionsEnded: Field<number>;
    };
  };
  CreateTokenPayload: {
    row: CreateTokenPayload;
    fields: {
      token: Field<string>;
      accessToken: Field<AccessTokenRow>;
    };
  };
  RevokeTokenPayload: {
    row: RevokeTokenPayload;
    fields: {
      accessToken: Field<AccessTokenRow>;
    };
  };
  CreateUserPayload: {
    row: CreateUserPayload;
    fields: {
      user: Field<UserRow>;
    };
  };
  UpdateProfilePayload: {
    row: UpdateProfilePayload;
    fields: {
      user: Field<UserRow>;
    };
  };
  SetPasswordPayload: {
    row: SetPasswordPayload;
    fields: {
      user: Field<UserRow>;
    };
  };
  SetRolePayload: {
    row: SetRolePayload;
    fields: {
      user: Field<UserRow>;
    };
  };
  DeactivateUserPayload: {
    row: DeactivateUserPayload;
    fields: {
      user: Field<UserRow>;
    };
  };
}

export interface Nodes {
  User: UserRow;
  Viewer: ViewerRow;
  AccessToken: AccessTokenRow;
}

declare module '../../graphql/implement.ts' {
  interface FeatureTypes {
    identity: { types: Types; nodes: Nodes };
  }
}
