// Generated from schema/types/channels.graphql by `npm run codegen`. Do not edit.
import type { Connection, Edge, PageInfo } from '../../batching/connection.ts';
import type { AddedToChannelRow, ChannelArchivedRow, ChannelMembershipRow, ChannelRow, ChannelUpdatedRow, MemberJoinedRow, MemberLeftRow, MemberRoleChangedRow, MembershipChangedRow, RemovedFromChannelRow, TypingRow } from './model.ts';
import type { ResyncRow, StartedRow, UserRow, ViewerRow } from '../identity/model.ts';
import type { WorkspaceRow } from '../workspaces/model.ts';
import type { OrderDirection } from '../../graphql/generated.ts';
import type { Awaitable, Empty, Field, Payload } from '../../graphql/implement.ts';

export type ChannelKind = 'TEXT' | 'ANNOUNCEMENT' | 'DIRECT';

export type ChannelPrivacy = 'PUBLIC' | 'PRIVATE';

export type ChannelRole = 'ADMIN' | 'MEMBER';

export interface ChannelFilter {
  readonly kind?: ChannelKind | null;
  readonly privacy?: ChannelPrivacy | null;
  readonly archived?: boolean | null;
  readonly joined?: boolean | null;
  readonly createdById?: string | null;
  readonly namePrefix?: string | null;
}

export interface ChannelOrder {
  readonly field: ChannelOrderField;
  readonly direction: OrderDirection;
}

export type ChannelOrderField = 'NAME' | 'CREATED_AT' | 'LAST_ACTIVITY_AT';

export interface CreateChannelInput {
  readonly name: string;
  readonly topic: string;
  readonly purpose: string;
  readonly kind: ChannelKind;
  readonly privacy: ChannelPrivacy;
  readonly memberIds: readonly string[];
}

export interface CreateChannelPayload {
  readonly channel: ChannelRow;
}

export interface UpdateChannelInput {
  readonly channelId: string;
  readonly name?: string | null;
  readonly topic?: string | null;
  readonly purpose?: string | null;
  readonly privacy?: ChannelPrivacy | null;
}

export interface UpdateChannelPayload {
  readonly channel: ChannelRow;
}

export interface ArchiveChannelInput {
  readonly channelId: string;
  readonly archived: boolean;
}

export interface ArchiveChannelPayload {
  readonly channel: ChannelRow;
}

export interface JoinChannelInput {
  readonly channelId: string;
}

export interface JoinChannelPayload {
  readonly channel: ChannelRow;
}

export interface LeaveChannelInput {
  readonly channelId: string;
}

export interface LeaveChannelPayload {
  readonly channel: ChannelRow | null;
}

export interface AddMemberInput {
  readonly channelId: string;
  readonly userId: string;
}

export interface AddMemberPayload {
  readonly channel: ChannelRow;
  readonly user: UserRow;
}

export interface RemoveMemberInput {
  readonly channelId: string;
  readonly userId: string;
}

export interface RemoveMemberPayload {
  readonly channel: ChannelRow | null;
  readonly user: UserRow;
}

export interface SetMemberRoleInput {
  readonly channelId: string;
  readonly userId: string;
  readonly role: ChannelRole;
}

export interface SetMemberRolePayload {
  readonly channel: ChannelRow;
  readonly user: UserRow;
}

export interface MuteChannelInput {
  readonly channelId: string;
  readonly muted: boolean;
}

export interface MuteChannelPayload {
  readonly channel: ChannelRow;
}

export interface OpenDirectChannelInput {
  readonly userIds: readonly string[];
}

export interface OpenDirectChannelPayload {
  readonly channel: ChannelRow;
}

/** The rows of the types that ChannelEvent may be; later features add theirs. */
export interface ChannelEventRows {
  Started: StartedRow;
  Resync: ResyncRow;
  MemberJoined: MemberJoinedRow;
  MemberLeft: MemberLeftRow;
  MemberRoleChanged: MemberRoleChangedRow;
  ChannelUpdated: ChannelUpdatedRow;
  ChannelArchived: ChannelArchivedRow;
  Typing: TypingRow;
}

export type ChannelEvent = ChannelEventRows[keyof ChannelEventRows];

/** The rows of the types that InboxEvent may be; later features add theirs. */
export interface InboxEventRows {
  Started: StartedRow;
  Resync: ResyncRow;
  AddedToChannel: AddedToChannelRow;
  RemovedFromChannel: RemovedFromChannelRow;
  MembershipChanged: MembershipChangedRow;
}

export type InboxEvent = InboxEventRows[keyof InboxEventRows];

export interface SetTypingInput {
  readonly channelId: string;
}

export interface SetTypingPayload {
  readonly expiresAt: string;
}

declare module '../../graphql/generated.ts' {
  interface NodeRows {
    Channel: ChannelRow;
  }
}

declare module '../identity/generated.ts' {
  interface EventRows {
    MemberJoined: MemberJoinedRow;
    MemberLeft: MemberLeftRow;
    MemberRoleChanged: MemberRoleChangedRow;
    ChannelUpdated: ChannelUpdatedRow;
    ChannelArchived: ChannelArchivedRow;
    Typing: TypingRow;
    AddedToChannel: AddedToChannelRow;
    RemovedFromChannel: RemovedFromChannelRow;
    MembershipChanged: MembershipChangedRow;
  }
}

export interface Types {
  Channel: {
    row: ChannelRow;
    fields: {
      name: Field<string | null>;
      topic: Field<string>;
      purpose: Field<string>;
      kind: Field<ChannelKind>;
      privacy: Field<ChannelPrivacy>;
      createdBy: Field<UserRow | null>;
      createdAt: Field<string>;
      archivedAt: Field<string | null>;
      lastActivityAt: Field<string>;
      cursor: Field<string>;
      memberCount: Field<number>;
      members: Field<Connection<UserRow, { readonly role: ChannelRole; readonly joinedAt: string }>, { readonly first?: number | null; readonly after?: string | null; readonly last?: number | null; readonly before?: string | null }>;
      viewerMembership: Field<ChannelMembershipRow | null>;
    };
  };
  ChannelMembership: {
    row: ChannelMembershipRow;
    fields: {
      role: Field<ChannelRole>;
      joinedAt: Field<string>;
      unreadCount: Field<number>;
      muted: Field<boolean>;
    };
  };
  ChannelEdge: {
    row: Edge<ChannelRow>;
    fields: {
      cursor: Field<string>;
      node: Field<ChannelRow>;
    };
  };
  ChannelConnection: {
    row: Connection<ChannelRow>;
    fields: {
      edges: Field<readonly Awaitable<Edge<ChannelRow>>[]>;
      nodes: Field<readonly Awaitable<ChannelRow>[]>;
      pageInfo: Field<PageInfo>;
    };
  };
  ChannelMemberEdge: {
    row: Edge<UserRow> & { readonly role: ChannelRole; readonly joinedAt: string };
    fields: {
      cursor: Field<string>;
      node: Field<UserRow>;
      role: Field<ChannelRole>;
      joinedAt: Field<string>;
    };
  };
  ChannelMemberConnection: {
    row: Connection<UserRow, { readonly role: ChannelRole; readonly joinedAt: string }>;
    fields: {
      edges: Field<readonly (Awaitable<Edge<UserRow> & { readonly role: ChannelRole; readonly joinedAt: string }>)[]>;
      nodes: Field<readonly Awaitable<UserRow>[]>;
      pageInfo: Field<PageInfo>;
    };
  };
  Query: {
    row: Empty;
    fields: {
      channel: Field<ChannelRow | null, { readonly id?: string | null; readonly name?: string | null }>;
      channels: Field<Connection<ChannelRow>, { readonly first?: number | null; readonly after?: string | null; readonly last?: number | null; readonly before?: string | null; readonly filter?: ChannelFilter | null; readonly orderBy?: ChannelOrder | null }>;
    };
  };
  Viewer: {
    row: ViewerRow;
    fields: {
      channels: Field<Connection<ChannelRow>, { readonly first?: number | null; readonly after?: string | null; readonly last?: number | null; readonly before?: string | null; readonly filter?: ChannelFilter | null; readonly orderBy?: ChannelOrder | null }>;
      unreadCount: Field<number>;
    };
  };
  Workspace: {
    row: WorkspaceRow;
    fields: {
      channels: Field<Connection<ChannelRow>, { readonly first?: number | null; readonly after?: string | null; readonly last?: number | null; readonly before?: string | null; readonly filter?: ChannelFilter | null; readonly orderBy?: ChannelOrder | null }>;
    };
  };
  User: {
    row: UserRow;
    fields: {
      channels: Field<Connection<ChannelRow>, { readonly first?: number | null; readonly after?: string | null; readonly last?: number | null; readonly before?: string | null; readonly filter?: ChannelFilter | null; readonly orderBy?: ChannelOrder | null }>;
    };
  };
  Mutation: {
    row: Empty;
    fields: {
      createChannel: Field<Payload<CreateChannelPayload>, { readonly input: CreateChannelInput }>;
      updateChannel: Field<Payload<UpdateChannelPayload>, { readonly input: UpdateChannelInput }>;
      archiveChannel: Field<Payload<ArchiveChannelPayload>, { readonly input: ArchiveChannelInput }>;
      joinChannel: Field<Payload<JoinChannelPayload>, { readonly input: JoinChannelInput }>;
      leaveChannel: Field<Payload<LeaveChannelPayload>, { readonly input: LeaveChannelInput }>;
      addMember: Field<Payload<AddMemberPayload>, { readonly input: AddMemberInput }>;
      removeMember: Field<Payload<RemoveMemberPayload>, { readonly input: RemoveMemberInput }>;
      setMemberRole: Field<Payload<SetMemberRolePayload>, { readonly input: SetMemberRoleInput }>;
      muteChannel: Field<Payload<MuteChannelPayload>, { readonly input: MuteChannelInput }>;
      openDirectChannel: Field<Payload<OpenDirectChannelPayload>, { readonly input: OpenDirectChannelInput }>;
      setTyping: Field<Payload<SetTypingPayload>, { readonly input: SetTypingInput }>;
    };
  };
  CreateChannelPayload: {
    row: CreateChannelPayload;
    fields: {
      channel: Field<ChannelRow>;
    };
  };
  UpdateChannelPayload: {
    row: UpdateChannelPayload;
    fields: {
      channel: Field<ChannelRow>;
    };
  };
  ArchiveChannelPayload: {
    row: ArchiveChannelPayload;
    fields: {
      channel: Field<ChannelRow>;
    };
  };
  JoinChannelPayload: {
    row: JoinChannelPayload;
    fields: {
      channel: Field<ChannelRow>;
    };
  };
  LeaveChannelPayload: {
    row: LeaveChannelPayload;
    fields: {
      channel: Field<ChannelRow | null>;
    };
  };
  AddMemberPayload: {
    row: AddMemberPayload;
    fields: {
      channel: Field<ChannelRow>;
      user: Field<UserRow>;
    };
  };
  RemoveMemberPayload: {
    row: RemoveMemberPayload;
    fields: {
      channel: Field<ChannelRow | null>;
      user: Field<UserRow>;
    };
  };
  SetMemberRolePayload: {
    row: SetMemberRolePayload;
    fields: {
      channel: Field<ChannelRow>;
      user: Field<UserRow>;
    };
  };
  MuteChannelPayload: {
    row: MuteChannelPayload;
    fields: {
      channel: Field<ChannelRow>;
    };
  };
  OpenDirectChannelPayload: {
    row: OpenDirectChannelPayload;
    fields: {
      channel: Field<ChannelRow>;
    };
  };
  MemberJoined: {
    row: MemberJoinedRow;
    fields: {
      cursor: Field<string | null>;
      at: Field<string>;
      actor: Field<UserRow | null>;
      user: Field<UserRow>;
      channel: Field<ChannelRow>;
    };
  };
  MemberLeft: {
    row: MemberLeftRow;
    fields: {
      cursor: Field<string | null>;
      at: Field<string>;
      actor: Field<UserRow | null>;
      user: Field<UserRow>;
      channel: Field<ChannelRow>;
    };
  };
  MemberRoleChanged: {
    row: MemberRoleChangedRow;
    fields: {
      cursor: Field<string | null>;
      at: Field<string>;
      actor: Field<UserRow | null>;
      user: Field<UserRow>;
      role: Field<ChannelRole>;
    };
  };
  ChannelUpdated: {
    row: ChannelUpdatedRow;
    fields: {
      cursor: Field<string | null>;
      at: Field<string>;
      actor: Field<UserRow | null>;
      channel: Field<ChannelRow>;
    };
  };
  ChannelArchived: {
    row: ChannelArchivedRow;
    fields: {
      cursor: Field<string | null>;
      at: Field<string>;
      actor: Field<UserRow | null>;
      channel: Field<ChannelRow>;
    };
  };
  Typing: {
    row: TypingRow;
    fields: {
      cursor: Field<string | null>;
      at: Field<string>;
      actor: Field<UserRow | null>;
      user: Field<UserRow>;
      expiresAt: Field<string>;
    };
  };
  AddedToChannel: {
    row: AddedToChannelRow;
    fields: {
      cursor: Field<string | null>;
      at: Field<string>;
      actor: Field<UserRow | null>;
      channel: Field<ChannelRow | null>;
    };
  };
  RemovedFromChannel: {
    row: RemovedFromChannelRow;
    fields: {
      cursor: Field<string | null>;
      at: Field<string>;
      actor: Field<UserRow | null>;
      channelId: Field<string>;
    };
  };
  MembershipChanged: {
    row: MembershipChangedRow;
    fields: {
      cursor: Field<string | null>;
      at: Field<string>;
      actor: Field<UserRow | null>;
      channel: Field<ChannelRow | null>;
    };
  };
  Subscription: {
    row: Empty;
    fields: {
      channelEvents: Field<ChannelEvent, { readonly channelId: string; readonly after?: string | null }>;
      inboxEvents: Field<InboxEvent, { readonly after?: string | null }>;
    };
  };
  SetTypingPayload: {
    row: SetTypingPayload;
    fields: {
      expiresAt: Field<string>;
    };
  };
}

export interface Nodes {
  Channel: ChannelRow;
}

declare module '../../graphql/implement.ts' {
  interface FeatureTypes {
    channels: { types: Types; nodes: Nodes };
  }
}
