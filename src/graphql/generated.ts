// Generated from schema/types by `npm run codegen`. Do not edit.
import type { Connection, Edge, PageInfo as PageOfConnection } from '../batching/connection.ts';
import type { Context } from './context.ts';
import type { AddedToChannelRow, ChannelArchivedRow, ChannelMembershipRow, ChannelRow, ChannelUpdatedRow, MemberJoinedRow, MemberLeftRow, MemberRoleChangedRow, MembershipChangedRow, RemovedFromChannelRow, TypingRow } from '../features/channels/model.ts';
import type { AccessTokenRow, PresenceChangedRow, ResyncRow, StartedRow, UserRow, ViewerRow } from '../features/identity/model.ts';
import type { AttachmentRow, MentionedRow, MessageDeletedRow, MessageEditRow, MessageEditedRow, MessagePinnedRow, MessageRow, MessageSentRow, MessageUnpinnedRow, ReactionAddedRow, ReactionRemovedRow, ReactionRow } from '../features/messages/model.ts';
import type { WorkspaceRow } from '../features/workspaces/model.ts';
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  DateTime: { input: string; output: string; }
};

export type CacheScope =
  | 'PUBLIC'
  | 'PRIVATE';

export type Node = {
  readonly id: Scalars['ID']['output'];
};

export type PageInfo = {
  readonly hasNextPage: Scalars['Boolean']['output'];
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  readonly startCursor: Maybe<Scalars['String']['output']>;
  readonly endCursor: Maybe<Scalars['String']['output']>;
};

export type OrderDirection =
  | 'ASC'
  | 'DESC';

export type Query = {
  readonly node: Maybe<Node>;
  readonly nodes: ReadonlyArray<Maybe<Node>>;
  readonly channel: Maybe<Channel>;
  readonly channels: ChannelConnection;
  readonly viewer: Maybe<Viewer>;
  readonly user: Maybe<User>;
  readonly users: UserConnection;
  readonly message: Maybe<Message>;
  readonly workspace: Maybe<Workspace>;
};

export type QueryNodeArgs = {
  id: Scalars['ID']['input'];
};

export type QueryNodesArgs = {
  ids: ReadonlyArray<Scalars['ID']['input']>;
};

export type QueryChannelArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
  name?: InputMaybe<Scalars['String']['input']>;
};

export type QueryChannelsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ChannelFilter>;
  orderBy?: InputMaybe<ChannelOrder>;
};

export type QueryUserArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
  handle?: InputMaybe<Scalars['String']['input']>;
};

export type QueryUsersArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<UserFilter>;
  orderBy?: InputMaybe<UserOrder>;
};

export type QueryMessageArgs = {
  id: Scalars['ID']['input'];
};

export type Mutation = {
  readonly createChannel: CreateChannelPayload;
  readonly updateChannel: UpdateChannelPayload;
  readonly archiveChannel: ArchiveChannelPayload;
  readonly joinChannel: JoinChannelPayload;
  readonly leaveChannel: LeaveChannelPayload;
  readonly addMember: AddMemberPayload;
  readonly removeMember: RemoveMemberPayload;
  readonly setMemberRole: SetMemberRolePayload;
  readonly muteChannel: MuteChannelPayload;
  readonly openDirectChannel: OpenDirectChannelPayload;
  readonly setTyping: SetTypingPayload;
  readonly signIn: SignInPayload;
  readonly signOut: SignOutPayload;
  readonly createToken: CreateTokenPayload;
  readonly revokeToken: RevokeTokenPayload;
  readonly createUser: CreateUserPayload;
  readonly updateProfile: UpdateProfilePayload;
  readonly setPassword: SetPasswordPayload;
  readonly setRole: SetRolePayload;
  readonly heartbeat: HeartbeatPayload;
  readonly deactivateUser: DeactivateUserPayload;
  readonly sendMessage: SendMessagePayload;
  readonly editMessage: EditMessagePayload;
  readonly deleteMessage: DeleteMessagePayload;
  readonly addReaction: AddReactionPayload;
  readonly removeReaction: RemoveReactionPayload;
  readonly pinMessage: PinMessagePayload;
  readonly unpinMessage: UnpinMessagePayload;
  readonly markRead: MarkReadPayload;
};

export type MutationCreateChannelArgs = {
  input: CreateChannelInput;
};

export type MutationUpdateChannelArgs = {
  input: UpdateChannelInput;
};

export type MutationArchiveChannelArgs = {
  input: ArchiveChannelInput;
};

export type MutationJoinChannelArgs = {
  input: JoinChannelInput;
};

export type MutationLeaveChannelArgs = {
  input: LeaveChannelInput;
};

export type MutationAddMemberArgs = {
  input: AddMemberInput;
};

export type MutationRemoveMemberArgs = {
  input: RemoveMemberInput;
};

export type MutationSetMemberRoleArgs = {
  input: SetMemberRoleInput;
};

export type MutationMuteChannelArgs = {
  input: MuteChannelInput;
};

export type MutationOpenDirectChannelArgs = {
  input: OpenDirectChannelInput;
};

export type MutationSetTypingArgs = {
  input: SetTypingInput;
};

export type MutationSignInArgs = {
  input: SignInInput;
};

export type MutationSignOutArgs = {
  input: SignOutInput;
};

export type MutationCreateTokenArgs = {
  input: CreateTokenInput;
};

export type MutationRevokeTokenArgs = {
  input: RevokeTokenInput;
};

export type MutationCreateUserArgs = {
  input: CreateUserInput;
};

export type MutationUpdateProfileArgs = {
  input: UpdateProfileInput;
};

export type MutationSetPasswordArgs = {
  input: SetPasswordInput;
};

export type MutationSetRoleArgs = {
  input: SetRoleInput;
};

export type MutationHeartbeatArgs = {
  input: HeartbeatInput;
};

export type MutationDeactivateUserArgs = {
  input: DeactivateUserInput;
};

export type MutationSendMessageArgs = {
  input: SendMessageInput;
};

export type MutationEditMessageArgs = {
  input: EditMessageInput;
};

export type MutationDeleteMessageArgs = {
  input: DeleteMessageInput;
};

export type MutationAddReactionArgs = {
  input: AddReactionInput;
};

export type MutationRemoveReactionArgs = {
  input: RemoveReactionInput;
};

export type MutationPinMessageArgs = {
  input: PinMessageInput;
};

export type MutationUnpinMessageArgs = {
  input: UnpinMessageInput;
};

export type MutationMarkReadArgs = {
  input: MarkReadInput;
};

export type Subscription = {
  readonly channelEvents: ChannelEvent;
  readonly inboxEvents: InboxEvent;
  readonly presence: PresenceEvent;
};

export type SubscriptionChannelEventsArgs = {
  channelId: Scalars['ID']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
};

export type SubscriptionInboxEventsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
};

export type SubscriptionPresenceArgs = {
  userIds: ReadonlyArray<Scalars['ID']['input']>;
};

export type ChannelKind =
  | 'TEXT'
  | 'ANNOUNCEMENT'
  | 'DIRECT';

export type ChannelPrivacy =
  | 'PUBLIC'
  | 'PRIVATE';

export type ChannelRole =
  | 'ADMIN'
  | 'MEMBER';

export type Channel = Node & {
  readonly id: Scalars['ID']['output'];
  readonly name: Maybe<Scalars['String']['output']>;
  readonly topic: Scalars['String']['output'];
  readonly purpose: Scalars['String']['output'];
  readonly kind: ChannelKind;
  readonly privacy: ChannelPrivacy;
  readonly createdBy: Maybe<User>;
  readonly createdAt: Scalars['DateTime']['output'];
  readonly archivedAt: Maybe<Scalars['DateTime']['output']>;
  readonly lastActivityAt: Scalars['DateTime']['output'];
  readonly cursor: Scalars['String']['output'];
  readonly memberCount: Scalars['Int']['output'];
  readonly members: ChannelMemberConnection;
  readonly viewerMembership: Maybe<ChannelMembership>;
  readonly messageCount: Scalars['Int']['output'];
  readonly messages: MessageConnection;
  readonly pinnedMessages: MessageConnection;
};

export type ChannelMembersArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

export type ChannelMessagesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

export type ChannelPinnedMessagesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

export type ChannelMembership = {
  readonly role: ChannelRole;
  readonly joinedAt: Scalars['DateTime']['output'];
  readonly unreadCount: Scalars['Int']['output'];
  readonly muted: Scalars['Boolean']['output'];
};

export type ChannelEdge = {
  readonly cursor: Scalars['String']['output'];
  readonly node: Channel;
};

export type ChannelConnection = {
  readonly edges: ReadonlyArray<ChannelEdge>;
  readonly nodes: ReadonlyArray<Channel>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Scalars['Int']['output'];
};

export type ChannelMemberEdge = {
  readonly cursor: Scalars['String']['output'];
  readonly node: User;
  readonly role: ChannelRole;
  readonly joinedAt: Scalars['DateTime']['output'];
};

export type ChannelMemberConnection = {
  readonly edges: ReadonlyArray<ChannelMemberEdge>;
  readonly nodes: ReadonlyArray<User>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Scalars['Int']['output'];
};

export type ChannelFilter = {
  readonly kind?: InputMaybe<ChannelKind>;
  readonly privacy?: InputMaybe<ChannelPrivacy>;
  readonly archived?: InputMaybe<Scalars['Boolean']['input']>;
  readonly joined?: InputMaybe<Scalars['Boolean']['input']>;
  readonly createdById?: InputMaybe<Scalars['ID']['input']>;
  readonly namePrefix?: InputMaybe<Scalars['String']['input']>;
};

export type ChannelOrder = {
  readonly field: ChannelOrderField;
  readonly direction: OrderDirection;
};

export type ChannelOrderField =
  | 'NAME'
  | 'CREATED_AT'
  | 'LAST_ACTIVITY_AT';

export type CreateChannelInput = {
  readonly name: Scalars['String']['input'];
  readonly topic: Scalars['String']['input'];
  readonly purpose: Scalars['String']['input'];
  readonly kind: ChannelKind;
  readonly privacy: ChannelPrivacy;
  readonly memberIds: ReadonlyArray<Scalars['ID']['input']>;
};

export type CreateChannelPayload = {
  readonly channel: Channel;
};

export type UpdateChannelInput = {
  readonly channelId: Scalars['ID']['input'];
  readonly name?: InputMaybe<Scalars['String']['input']>;
  readonly topic?: InputMaybe<Scalars['String']['input']>;
  readonly purpose?: InputMaybe<Scalars['String']['input']>;
  readonly privacy?: InputMaybe<ChannelPrivacy>;
};

export type UpdateChannelPayload = {
  readonly channel: Channel;
};

export type ArchiveChannelInput = {
  readonly channelId: Scalars['ID']['input'];
  readonly archived: Scalars['Boolean']['input'];
};

export type ArchiveChannelPayload = {
  readonly channel: Channel;
};

export type JoinChannelInput = {
  readonly channelId: Scalars['ID']['input'];
};

export type JoinChannelPayload = {
  readonly channel: Channel;
};

export type LeaveChannelInput = {
  readonly channelId: Scalars['ID']['input'];
};

export type LeaveChannelPayload = {
  readonly channel: Maybe<Channel>;
};

export type AddMemberInput = {
  readonly channelId: Scalars['ID']['input'];
  readonly userId: Scalars['ID']['input'];
};

export type AddMemberPayload = {
  readonly channel: Channel;
  readonly user: User;
};

export type RemoveMemberInput = {
  readonly channelId: Scalars['ID']['input'];
  readonly userId: Scalars['ID']['input'];
};

export type RemoveMemberPayload = {
  readonly channel: Maybe<Channel>;
  readonly user: User;
};

export type SetMemberRoleInput = {
  readonly channelId: Scalars['ID']['input'];
  readonly userId: Scalars['ID']['input'];
  readonly role: ChannelRole;
};

export type SetMemberRolePayload = {
  readonly channel: Channel;
  readonly user: User;
};

export type MuteChannelInput = {
  readonly channelId: Scalars['ID']['input'];
  readonly muted: Scalars['Boolean']['input'];
};

export type MuteChannelPayload = {
  readonly channel: Channel;
};

export type OpenDirectChannelInput = {
  readonly userIds: ReadonlyArray<Scalars['ID']['input']>;
};

export type OpenDirectChannelPayload = {
  readonly channel: Channel;
};

export type ChannelEvent = {
  readonly cursor: Maybe<Scalars['String']['output']>;
  readonly at: Scalars['DateTime']['output'];
  readonly actor: Maybe<User>;
};

export type MemberJoined = ChannelEvent & Event & {
  readonly cursor: Maybe<Scalars['String']['output']>;
  readonly at: Scalars['DateTime']['output'];
  readonly actor: Maybe<User>;
  readonly user: User;
  readonly channel: Channel;
};

export type MemberLeft = ChannelEvent & Event & {
  readonly cursor: Maybe<Scalars['String']['output']>;
  readonly at: Scalars['DateTime']['output'];
  readonly actor: Maybe<User>;
  readonly user: User;
  readonly channel: Channel;
};

export type MemberRoleChanged = ChannelEvent & Event & {
  readonly cursor: Maybe<Scalars['String']['output']>;
  readonly at: Scalars['DateTime']['output'];
  readonly actor: Maybe<User>;
  readonly user: User;
  readonly role: ChannelRole;
};

export type ChannelUpdated = ChannelEvent & Event & {
  readonly cursor: Maybe<Scalars['String']['output']>;
  readonly at: Scalars['DateTime']['output'];
  readonly actor: Maybe<User>;
  readonly channel: Channel;
};

export type ChannelArchived = ChannelEvent & Event & {
  readonly cursor: Maybe<Scalars['String']['output']>;
  readonly at: Scalars['DateTime']['output'];
  readonly actor: Maybe<User>;
  readonly channel: Channel;
};

export type Typing = ChannelEvent & Event & {
  readonly cursor: Maybe<Scalars['String']['output']>;
  readonly at: Scalars['DateTime']['output'];
  readonly actor: Maybe<User>;
  readonly user: User;
  readonly expiresAt: Scalars['DateTime']['output'];
};

export type InboxEvent = {
  readonly cursor: Maybe<Scalars['String']['output']>;
  readonly at: Scalars['DateTime']['output'];
  readonly actor: Maybe<User>;
};

export type AddedToChannel = Event & InboxEvent & {
  readonly cursor: Maybe<Scalars['String']['output']>;
  readonly at: Scalars['DateTime']['output'];
  readonly actor: Maybe<User>;
  readonly channel: Maybe<Channel>;
};

export type RemovedFromChannel = Event & InboxEvent & {
  readonly cursor: Maybe<Scalars['String']['output']>;
  readonly at: Scalars['DateTime']['output'];
  readonly actor: Maybe<User>;
  readonly channelId: Scalars['ID']['output'];
};

export type MembershipChanged = Event & InboxEvent & {
  readonly cursor: Maybe<Scalars['String']['output']>;
  readonly at: Scalars['DateTime']['output'];
  readonly actor: Maybe<User>;
  readonly channel: Maybe<Channel>;
};

export type SetTypingInput = {
  readonly channelId: Scalars['ID']['input'];
};

export type SetTypingPayload = {
  readonly expiresAt: Scalars['DateTime']['output'];
};

export type UserKind =
  | 'PERSON'
  | 'BOT';

export type UserRole =
  | 'OWNER'
  | 'ADMIN'
  | 'MEMBER'
  | 'GUEST';

export type TokenScope =
  | 'READ'
  | 'WRITE'
  | 'ADMIN';

export type User = Node & {
  readonly id: Scalars['ID']['output'];
  readonly handle: Scalars['String']['output'];
  readonly name: Scalars['String']['output'];
  readonly title: Maybe<Scalars['String']['output']>;
  readonly avatarUrl: Maybe<Scalars['String']['output']>;
  readonly email: Maybe<Scalars['String']['output']>;
  readonly kind: UserKind;
  readonly role: UserRole;
  readonly createdAt: Scalars['DateTime']['output'];
  readonly lastActiveAt: Maybe<Scalars['DateTime']['output']>;
  readonly deactivatedAt: Maybe<Scalars['DateTime']['output']>;
  readonly channels: ChannelConnection;
};

export type UserChannelsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ChannelFilter>;
  orderBy?: InputMaybe<ChannelOrder>;
};

export type UserEdge = {
  readonly cursor: Scalars['String']['output'];
  readonly node: User;
};

export type UserConnection = {
  readonly edges: ReadonlyArray<UserEdge>;
  readonly nodes: ReadonlyArray<User>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Scalars['Int']['output'];
};

export type Viewer = Node & {
  readonly id: Scalars['ID']['output'];
  readonly user: User;
  readonly role: UserRole;
  readonly scopes: ReadonlyArray<TokenScope>;
  readonly inboxCursor: Scalars['String']['output'];
  readonly tokens: AccessTokenConnection;
  readonly channels: ChannelConnection;
  readonly unreadCount: Scalars['Int']['output'];
};

export type ViewerTokensArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

export type ViewerChannelsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ChannelFilter>;
  orderBy?: InputMaybe<ChannelOrder>;
};

export type AccessToken = Node & {
  readonly id: Scalars['ID']['output'];
  readonly name: Scalars['String']['output'];
  readonly user: User;
  readonly scopes: ReadonlyArray<TokenScope>;
  readonly createdAt: Scalars['DateTime']['output'];
  readonly expiresAt: Maybe<Scalars['DateTime']['output']>;
  readonly revokedAt: Maybe<Scalars['DateTime']['output']>;
};

export type AccessTokenEdge = {
  readonly cursor: Scalars['String']['output'];
  readonly node: AccessToken;
};

export type AccessTokenConnection = {
  readonly edges: ReadonlyArray<AccessTokenEdge>;
  readonly nodes: ReadonlyArray<AccessToken>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Scalars['Int']['output'];
};

export type UserFilter = {
  readonly role?: InputMaybe<UserRole>;
  readonly kind?: InputMaybe<UserKind>;
  readonly deactivated?: InputMaybe<Scalars['Boolean']['input']>;
  readonly handlePrefix?: InputMaybe<Scalars['String']['input']>;
};

export type UserOrder = {
  readonly field: UserOrderField;
  readonly direction: OrderDirection;
};

export type UserOrderField =
  | 'HANDLE'
  | 'CREATED_AT'
  | 'LAST_ACTIVE_AT';

export type Event = {
  readonly cursor: Maybe<Scalars['String']['output']>;
  readonly at: Scalars['DateTime']['output'];
  readonly actor: Maybe<User>;
};

export type Started = Event & ChannelEvent & InboxEvent & PresenceEvent & {
  readonly cursor: Maybe<Scalars['String']['output']>;
  readonly at: Scalars['DateTime']['output'];
  readonly actor: Maybe<User>;
};

export type Resync = Event & ChannelEvent & InboxEvent & {
  readonly cursor: Maybe<Scalars['String']['output']>;
  readonly at: Scalars['DateTime']['output'];
  readonly actor: Maybe<User>;
};

export type PresenceEvent = {
  readonly cursor: Maybe<Scalars['String']['output']>;
  readonly at: Scalars['DateTime']['output'];
  readonly actor: Maybe<User>;
};

export type PresenceChanged = Event & PresenceEvent & {
  readonly cursor: Maybe<Scalars['String']['output']>;
  readonly at: Scalars['DateTime']['output'];
  readonly actor: Maybe<User>;
  readonly user: User;
  readonly online: Scalars['Boolean']['output'];
};

export type HeartbeatInput = {
  readonly online: Scalars['Boolean']['input'];
};

export type HeartbeatPayload = {
  readonly expiresAt: Scalars['DateTime']['output'];
};

export type SignInInput = {
  readonly workspace: Scalars['String']['input'];
  readonly login: Scalars['String']['input'];
  readonly password: Scalars['String']['input'];
  readonly setCookie: Scalars['Boolean']['input'];
};

export type SignInPayload = {
  readonly token: Scalars['String']['output'];
  readonly expiresAt: Scalars['DateTime']['output'];
  readonly viewer: Viewer;
};

export type SignOutInput = {
  readonly everywhere: Scalars['Boolean']['input'];
};

export type SignOutPayload = {
  readonly sessionsEnded: Scalars['Int']['output'];
};

export type CreateTokenInput = {
  readonly name: Scalars['String']['input'];
  readonly scopes: ReadonlyArray<TokenScope>;
  readonly expiresAt?: InputMaybe<Scalars['DateTime']['input']>;
  readonly userId?: InputMaybe<Scalars['ID']['input']>;
};

export type CreateTokenPayload = {
  readonly token: Scalars['String']['output'];
  readonly accessToken: AccessToken;
};

export type RevokeTokenInput = {
  readonly tokenId: Scalars['ID']['input'];
};

export type RevokeTokenPayload = {
  readonly accessToken: AccessToken;
};

export type CreateUserInput = {
  readonly handle: Scalars['String']['input'];
  readonly name: Scalars['String']['input'];
  readonly email?: InputMaybe<Scalars['String']['input']>;
  readonly title?: InputMaybe<Scalars['String']['input']>;
  readonly avatarUrl?: InputMaybe<Scalars['String']['input']>;
  readonly kind: UserKind;
  readonly role: UserRole;
  readonly password?: InputMaybe<Scalars['String']['input']>;
};

export type CreateUserPayload = {
  readonly user: User;
};

export type UpdateProfileInput = {
  readonly userId?: InputMaybe<Scalars['ID']['input']>;
  readonly handle?: InputMaybe<Scalars['String']['input']>;
  readonly name?: InputMaybe<Scalars['String']['input']>;
  readonly title?: InputMaybe<Scalars['String']['input']>;
  readonly avatarUrl?: InputMaybe<Scalars['String']['input']>;
  readonly email?: InputMaybe<Scalars['String']['input']>;
};

export type UpdateProfilePayload = {
  readonly user: User;
};

export type SetPasswordInput = {
  readonly userId?: InputMaybe<Scalars['ID']['input']>;
  readonly currentPassword?: InputMaybe<Scalars['String']['input']>;
  readonly newPassword: Scalars['String']['input'];
};

export type SetPasswordPayload = {
  readonly user: User;
};

export type SetRoleInput = {
  readonly userId: Scalars['ID']['input'];
  readonly role: UserRole;
};

export type SetRolePayload = {
  readonly user: User;
};

export type DeactivateUserInput = {
  readonly userId: Scalars['ID']['input'];
  readonly deactivated: Scalars['Boolean']['input'];
};

export type DeactivateUserPayload = {
  readonly user: User;
};

export type Message = Node & {
  readonly id: Scalars['ID']['output'];
  readonly seq: Scalars['Int']['output'];
  readonly channel: Channel;
  readonly author: User;
  readonly body: Scalars['String']['output'];
  readonly bodyHtml: Scalars['String']['output'];
  readonly createdAt: Scalars['DateTime']['output'];
  readonly editedAt: Maybe<Scalars['DateTime']['output']>;
  readonly deletedAt: Maybe<Scalars['DateTime']['output']>;
  readonly pinnedAt: Maybe<Scalars['DateTime']['output']>;
  readonly parent: Maybe<Message>;
  readonly replies: MessageConnection;
  readonly replyCount: Scalars['Int']['output'];
  readonly participants: UserConnection;
  readonly reactions: ReadonlyArray<Reaction>;
  readonly mentions: UserConnection;
  readonly attachments: AttachmentConnection;
  readonly edits: MessageEditConnection;
};

export type MessageRepliesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

export type MessageParticipantsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

export type MessageMentionsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

export type MessageAttachmentsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

export type MessageEditsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

export type MessageEdge = {
  readonly cursor: Scalars['String']['output'];
  readonly node: Message;
};

export type MessageConnection = {
  readonly edges: ReadonlyArray<MessageEdge>;
  readonly nodes: ReadonlyArray<Message>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Scalars['Int']['output'];
};

export type Reaction = {
  readonly emoji: Scalars['String']['output'];
  readonly count: Scalars['Int']['output'];
  readonly users: UserConnection;
  readonly viewerHasReacted: Scalars['Boolean']['output'];
};

export type ReactionUsersArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

export type Attachment = {
  readonly name: Scalars['String']['output'];
  readonly url: Scalars['String']['output'];
  readonly mediaType: Maybe<Scalars['String']['output']>;
  readonly size: Maybe<Scalars['Int']['output']>;
};

export type AttachmentEdge = {
  readonly cursor: Scalars['String']['output'];
  readonly node: Attachment;
};

export type AttachmentConnection = {
  readonly edges: ReadonlyArray<AttachmentEdge>;
  readonly nodes: ReadonlyArray<Attachment>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Scalars['Int']['output'];
};

export type MessageEdit = {
  readonly body: Scalars['String']['output'];
  readonly replacedAt: Scalars['DateTime']['output'];
};

export type MessageEditEdge = {
  readonly cursor: Scalars['String']['output'];
  readonly node: MessageEdit;
};

export type MessageEditConnection = {
  readonly edges: ReadonlyArray<MessageEditEdge>;
  readonly nodes: ReadonlyArray<MessageEdit>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Scalars['Int']['output'];
};

export type SendMessageInput = {
  readonly channelId: Scalars['ID']['input'];
  readonly body: Scalars['String']['input'];
  readonly parentId?: InputMaybe<Scalars['ID']['input']>;
  readonly clientMessageId?: InputMaybe<Scalars['String']['input']>;
};

export type SendMessagePayload = {
  readonly message: Message;
};

export type EditMessageInput = {
  readonly messageId: Scalars['ID']['input'];
  readonly body: Scalars['String']['input'];
};

export type EditMessagePayload = {
  readonly message: Message;
};

export type DeleteMessageInput = {
  readonly messageId: Scalars['ID']['input'];
};

export type DeleteMessagePayload = {
  readonly message: Message;
};

export type AddReactionInput = {
  readonly messageId: Scalars['ID']['input'];
  readonly emoji: Scalars['String']['input'];
};

export type AddReactionPayload = {
  readonly message: Message;
};

export type RemoveReactionInput = {
  readonly messageId: Scalars['ID']['input'];
  readonly emoji: Scalars['String']['input'];
};

export type RemoveReactionPayload = {
  readonly message: Message;
};

export type PinMessageInput = {
  readonly messageId: Scalars['ID']['input'];
};

export type PinMessagePayload = {
  readonly message: Message;
};

export type UnpinMessageInput = {
  readonly messageId: Scalars['ID']['input'];
};

export type UnpinMessagePayload = {
  readonly message: Message;
};

export type MarkReadInput = {
  readonly channelId: Scalars['ID']['input'];
  readonly messageId: Scalars['ID']['input'];
};

export type MarkReadPayload = {
  readonly channel: Channel;
  readonly viewer: Viewer;
};

export type MessageSent = ChannelEvent & Event & {
  readonly cursor: Maybe<Scalars['String']['output']>;
  readonly at: Scalars['DateTime']['output'];
  readonly actor: Maybe<User>;
  readonly message: Message;
};

export type MessageEdited = ChannelEvent & Event & {
  readonly cursor: Maybe<Scalars['String']['output']>;
  readonly at: Scalars['DateTime']['output'];
  readonly actor: Maybe<User>;
  readonly message: Message;
};

export type MessageDeleted = ChannelEvent & Event & {
  readonly cursor: Maybe<Scalars['String']['output']>;
  readonly at: Scalars['DateTime']['output'];
  readonly actor: Maybe<User>;
  readonly message: Message;
};

export type MessagePinned = ChannelEvent & Event & {
  readonly cursor: Maybe<Scalars['String']['output']>;
  readonly at: Scalars['DateTime']['output'];
  readonly actor: Maybe<User>;
  readonly message: Message;
};

export type MessageUnpinned = ChannelEvent & Event & {
  readonly cursor: Maybe<Scalars['String']['output']>;
  readonly at: Scalars['DateTime']['output'];
  readonly actor: Maybe<User>;
  readonly message: Message;
};

export type ReactionAdded = ChannelEvent & Event & {
  readonly cursor: Maybe<Scalars['String']['output']>;
  readonly at: Scalars['DateTime']['output'];
  readonly actor: Maybe<User>;
  readonly message: Message;
  readonly emoji: Scalars['String']['output'];
  readonly user: User;
};

export type ReactionRemoved = ChannelEvent & Event & {
  readonly cursor: Maybe<Scalars['String']['output']>;
  readonly at: Scalars['DateTime']['output'];
  readonly actor: Maybe<User>;
  readonly message: Message;
  readonly emoji: Scalars['String']['output'];
  readonly user: User;
};

export type Mentioned = Event & InboxEvent & {
  readonly cursor: Maybe<Scalars['String']['output']>;
  readonly at: Scalars['DateTime']['output'];
  readonly actor: Maybe<User>;
  readonly message: Maybe<Message>;
};

export type Workspace = Node & {
  readonly id: Scalars['ID']['output'];
  readonly name: Scalars['String']['output'];
  readonly slug: Scalars['String']['output'];
  readonly createdAt: Scalars['DateTime']['output'];
  readonly users: UserConnection;
  readonly channels: ChannelConnection;
};

export type WorkspaceUsersArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<UserFilter>;
  orderBy?: InputMaybe<UserOrder>;
};

export type WorkspaceChannelsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ChannelFilter>;
  orderBy?: InputMaybe<ChannelOrder>;
};

export type ResolverTypeWrapper<T> = Promise<T> | T;

export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node:
    | ( ChannelRow )
    | ( UserRow )
    | ( ViewerRow )
    | ( AccessTokenRow )
    | ( MessageRow )
    | ( WorkspaceRow )
  ;
  ChannelEvent:
    | ( MemberJoinedRow )
    | ( MemberLeftRow )
    | ( MemberRoleChangedRow )
    | ( ChannelUpdatedRow )
    | ( ChannelArchivedRow )
    | ( TypingRow )
    | ( StartedRow )
    | ( ResyncRow )
    | ( MessageSentRow )
    | ( MessageEditedRow )
    | ( MessageDeletedRow )
    | ( MessagePinnedRow )
    | ( MessageUnpinnedRow )
    | ( ReactionAddedRow )
    | ( ReactionRemovedRow )
  ;
  InboxEvent:
    | ( AddedToChannelRow )
    | ( RemovedFromChannelRow )
    | ( MembershipChangedRow )
    | ( StartedRow )
    | ( ResyncRow )
    | ( MentionedRow )
  ;
  Event:
    | ( MemberJoinedRow )
    | ( MemberLeftRow )
    | ( MemberRoleChangedRow )
    | ( ChannelUpdatedRow )
    | ( ChannelArchivedRow )
    | ( TypingRow )
    | ( AddedToChannelRow )
    | ( RemovedFromChannelRow )
    | ( MembershipChangedRow )
    | ( StartedRow )
    | ( ResyncRow )
    | ( PresenceChangedRow )
    | ( MessageSentRow )
    | ( MessageEditedRow )
    | ( MessageDeletedRow )
    | ( MessagePinnedRow )
    | ( MessageUnpinnedRow )
    | ( ReactionAddedRow )
    | ( ReactionRemovedRow )
    | ( MentionedRow )
  ;
  PresenceEvent:
    | ( StartedRow )
    | ( PresenceChangedRow )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  CacheScope: CacheScope;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  PageInfo: ResolverTypeWrapper<PageOfConnection>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  OrderDirection: OrderDirection;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ChannelKind: ChannelKind;
  ChannelPrivacy: ChannelPrivacy;
  ChannelRole: ChannelRole;
  Channel: ResolverTypeWrapper<ChannelRow>;
  ChannelMembership: ResolverTypeWrapper<ChannelMembershipRow>;
  ChannelEdge: ResolverTypeWrapper<Edge<ChannelRow>>;
  ChannelConnection: ResolverTypeWrapper<Connection<ChannelRow>>;
  ChannelMemberEdge: ResolverTypeWrapper<Edge<UserRow> & Pick<ChannelMemberEdge, 'role' | 'joinedAt'>>;
  ChannelMemberConnection: ResolverTypeWrapper<Connection<UserRow, Pick<ChannelMemberEdge, 'role' | 'joinedAt'>>>;
  ChannelFilter: ChannelFilter;
  ChannelOrder: ChannelOrder;
  ChannelOrderField: ChannelOrderField;
  CreateChannelInput: CreateChannelInput;
  CreateChannelPayload: ResolverTypeWrapper<Omit<CreateChannelPayload, 'channel'> & { channel: ResolversTypes['Channel'] }>;
  UpdateChannelInput: UpdateChannelInput;
  UpdateChannelPayload: ResolverTypeWrapper<Omit<UpdateChannelPayload, 'channel'> & { channel: ResolversTypes['Channel'] }>;
  ArchiveChannelInput: ArchiveChannelInput;
  ArchiveChannelPayload: ResolverTypeWrapper<Omit<ArchiveChannelPayload, 'channel'> & { channel: ResolversTypes['Channel'] }>;
  JoinChannelInput: JoinChannelInput;
  JoinChannelPayload: ResolverTypeWrapper<Omit<JoinChannelPayload, 'channel'> & { channel: ResolversTypes['Channel'] }>;
  LeaveChannelInput: LeaveChannelInput;
  LeaveChannelPayload: ResolverTypeWrapper<Omit<LeaveChannelPayload, 'channel'> & { channel: Maybe<ResolversTypes['Channel']> }>;
  AddMemberInput: AddMemberInput;
  AddMemberPayload: ResolverTypeWrapper<Omit<AddMemberPayload, 'channel' | 'user'> & { channel: ResolversTypes['Channel'], user: ResolversTypes['User'] }>;
  RemoveMemberInput: RemoveMemberInput;
  RemoveMemberPayload: ResolverTypeWrapper<Omit<RemoveMemberPayload, 'channel' | 'user'> & { channel: Maybe<ResolversTypes['Channel']>, user: ResolversTypes['User'] }>;
  SetMemberRoleInput: SetMemberRoleInput;
  SetMemberRolePayload: ResolverTypeWrapper<Omit<SetMemberRolePayload, 'channel' | 'user'> & { channel: ResolversTypes['Channel'], user: ResolversTypes['User'] }>;
  MuteChannelInput: MuteChannelInput;
  MuteChannelPayload: ResolverTypeWrapper<Omit<MuteChannelPayload, 'channel'> & { channel: ResolversTypes['Channel'] }>;
  OpenDirectChannelInput: OpenDirectChannelInput;
  OpenDirectChannelPayload: ResolverTypeWrapper<Omit<OpenDirectChannelPayload, 'channel'> & { channel: ResolversTypes['Channel'] }>;
  ChannelEvent: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['ChannelEvent']>;
  MemberJoined: ResolverTypeWrapper<MemberJoinedRow>;
  MemberLeft: ResolverTypeWrapper<MemberLeftRow>;
  MemberRoleChanged: ResolverTypeWrapper<MemberRoleChangedRow>;
  ChannelUpdated: ResolverTypeWrapper<ChannelUpdatedRow>;
  ChannelArchived: ResolverTypeWrapper<ChannelArchivedRow>;
  Typing: ResolverTypeWrapper<TypingRow>;
  InboxEvent: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['InboxEvent']>;
  AddedToChannel: ResolverTypeWrapper<AddedToChannelRow>;
  RemovedFromChannel: ResolverTypeWrapper<RemovedFromChannelRow>;
  MembershipChanged: ResolverTypeWrapper<MembershipChangedRow>;
  SetTypingInput: SetTypingInput;
  SetTypingPayload: ResolverTypeWrapper<SetTypingPayload>;
  UserKind: UserKind;
  UserRole: UserRole;
  TokenScope: TokenScope;
  User: ResolverTypeWrapper<UserRow>;
  UserEdge: ResolverTypeWrapper<Edge<UserRow>>;
  UserConnection: ResolverTypeWrapper<Connection<UserRow>>;
  Viewer: ResolverTypeWrapper<ViewerRow>;
  AccessToken: ResolverTypeWrapper<AccessTokenRow>;
  AccessTokenEdge: ResolverTypeWrapper<Edge<AccessTokenRow>>;
  AccessTokenConnection: ResolverTypeWrapper<Connection<AccessTokenRow>>;
  UserFilter: UserFilter;
  UserOrder: UserOrder;
  UserOrderField: UserOrderField;
  Event: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Event']>;
  Started: ResolverTypeWrapper<StartedRow>;
  Resync: ResolverTypeWrapper<ResyncRow>;
  PresenceEvent: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['PresenceEvent']>;
  PresenceChanged: ResolverTypeWrapper<PresenceChangedRow>;
  HeartbeatInput: HeartbeatInput;
  HeartbeatPayload: ResolverTypeWrapper<HeartbeatPayload>;
  SignInInput: SignInInput;
  SignInPayload: ResolverTypeWrapper<Omit<SignInPayload, 'viewer'> & { viewer: ResolversTypes['Viewer'] }>;
  SignOutInput: SignOutInput;
  SignOutPayload: ResolverTypeWrapper<SignOutPayload>;
  CreateTokenInput: CreateTokenInput;
  CreateTokenPayload: ResolverTypeWrapper<Omit<CreateTokenPayload, 'accessToken'> & { accessToken: ResolversTypes['AccessToken'] }>;
  RevokeTokenInput: RevokeTokenInput;
  RevokeTokenPayload: ResolverTypeWrapper<Omit<RevokeTokenPayload, 'accessToken'> & { accessToken: ResolversTypes['AccessToken'] }>;
  CreateUserInput: CreateUserInput;
  CreateUserPayload: ResolverTypeWrapper<Omit<CreateUserPayload, 'user'> & { user: ResolversTypes['User'] }>;
  UpdateProfileInput: UpdateProfileInput;
  UpdateProfilePayload: ResolverTypeWrapper<Omit<UpdateProfilePayload, 'user'> & { user: ResolversTypes['User'] }>;
  SetPasswordInput: SetPasswordInput;
  SetPasswordPayload: ResolverTypeWrapper<Omit<SetPasswordPayload, 'user'> & { user: ResolversTypes['User'] }>;
  SetRoleInput: SetRoleInput;
  SetRolePayload: ResolverTypeWrapper<Omit<SetRolePayload, 'user'> & { user: ResolversTypes['User'] }>;
  DeactivateUserInput: DeactivateUserInput;
  DeactivateUserPayload: ResolverTypeWrapper<Omit<DeactivateUserPayload, 'user'> & { user: ResolversTypes['User'] }>;
  Message: ResolverTypeWrapper<MessageRow>;
  MessageEdge: ResolverTypeWrapper<Edge<MessageRow>>;
  MessageConnection: ResolverTypeWrapper<Connection<MessageRow>>;
  Reaction: ResolverTypeWrapper<ReactionRow>;
  Attachment: ResolverTypeWrapper<AttachmentRow>;
  AttachmentEdge: ResolverTypeWrapper<Edge<AttachmentRow>>;
  AttachmentConnection: ResolverTypeWrapper<Connection<AttachmentRow>>;
  MessageEdit: ResolverTypeWrapper<MessageEditRow>;
  MessageEditEdge: ResolverTypeWrapper<Edge<MessageEditRow>>;
  MessageEditConnection: ResolverTypeWrapper<Connection<MessageEditRow>>;
  SendMessageInput: SendMessageInput;
  SendMessagePayload: ResolverTypeWrapper<Omit<SendMessagePayload, 'message'> & { message: ResolversTypes['Message'] }>;
  EditMessageInput: EditMessageInput;
  EditMessagePayload: ResolverTypeWrapper<Omit<EditMessagePayload, 'message'> & { message: ResolversTypes['Message'] }>;
  DeleteMessageInput: DeleteMessageInput;
  DeleteMessagePayload: ResolverTypeWrapper<Omit<DeleteMessagePayload, 'message'> & { message: ResolversTypes['Message'] }>;
  AddReactionInput: AddReactionInput;
  AddReactionPayload: ResolverTypeWrapper<Omit<AddReactionPayload, 'message'> & { message: ResolversTypes['Message'] }>;
  RemoveReactionInput: RemoveReactionInput;
  RemoveReactionPayload: ResolverTypeWrapper<Omit<RemoveReactionPayload, 'message'> & { message: ResolversTypes['Message'] }>;
  PinMessageInput: PinMessageInput;
  PinMessagePayload: ResolverTypeWrapper<Omit<PinMessagePayload, 'message'> & { message: ResolversTypes['Message'] }>;
  UnpinMessageInput: UnpinMessageInput;
  UnpinMessagePayload: ResolverTypeWrapper<Omit<UnpinMessagePayload, 'message'> & { message: ResolversTypes['Message'] }>;
  MarkReadInput: MarkReadInput;
  MarkReadPayload: ResolverTypeWrapper<Omit<MarkReadPayload, 'channel' | 'viewer'> & { channel: ResolversTypes['Channel'], viewer: ResolversTypes['Viewer'] }>;
  MessageSent: ResolverTypeWrapper<MessageSentRow>;
  MessageEdited: ResolverTypeWrapper<MessageEditedRow>;
  MessageDeleted: ResolverTypeWrapper<MessageDeletedRow>;
  MessagePinned: ResolverTypeWrapper<MessagePinnedRow>;
  MessageUnpinned: ResolverTypeWrapper<MessageUnpinnedRow>;
  ReactionAdded: ResolverTypeWrapper<ReactionAddedRow>;
  ReactionRemoved: ResolverTypeWrapper<ReactionRemovedRow>;
  Mentioned: ResolverTypeWrapper<MentionedRow>;
  Workspace: ResolverTypeWrapper<WorkspaceRow>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  DateTime: Scalars['DateTime']['output'];
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  ID: Scalars['ID']['output'];
  PageInfo: PageOfConnection;
  Boolean: Scalars['Boolean']['output'];
  String: Scalars['String']['output'];
  Query: Record<PropertyKey, never>;
  Int: Scalars['Int']['output'];
  Mutation: Record<PropertyKey, never>;
  Subscription: Record<PropertyKey, never>;
  Channel: ChannelRow;
  ChannelMembership: ChannelMembershipRow;
  ChannelEdge: Edge<ChannelRow>;
  ChannelConnection: Connection<ChannelRow>;
  ChannelMemberEdge: Edge<UserRow> & Pick<ChannelMemberEdge, 'role' | 'joinedAt'>;
  ChannelMemberConnection: Connection<UserRow, Pick<ChannelMemberEdge, 'role' | 'joinedAt'>>;
  ChannelFilter: ChannelFilter;
  ChannelOrder: ChannelOrder;
  CreateChannelInput: CreateChannelInput;
  CreateChannelPayload: Omit<CreateChannelPayload, 'channel'> & { channel: ResolversParentTypes['Channel'] };
  UpdateChannelInput: UpdateChannelInput;
  UpdateChannelPayload: Omit<UpdateChannelPayload, 'channel'> & { channel: ResolversParentTypes['Channel'] };
  ArchiveChannelInput: ArchiveChannelInput;
  ArchiveChannelPayload: Omit<ArchiveChannelPayload, 'channel'> & { channel: ResolversParentTypes['Channel'] };
  JoinChannelInput: JoinChannelInput;
  JoinChannelPayload: Omit<JoinChannelPayload, 'channel'> & { channel: ResolversParentTypes['Channel'] };
  LeaveChannelInput: LeaveChannelInput;
  LeaveChannelPayload: Omit<LeaveChannelPayload, 'channel'> & { channel: Maybe<ResolversParentTypes['Channel']> };
  AddMemberInput: AddMemberInput;
  AddMemberPayload: Omit<AddMemberPayload, 'channel' | 'user'> & { channel: ResolversParentTypes['Channel'], user: ResolversParentTypes['User'] };
  RemoveMemberInput: RemoveMemberInput;
  RemoveMemberPayload: Omit<RemoveMemberPayload, 'channel' | 'user'> & { channel: Maybe<ResolversParentTypes['Channel']>, user: ResolversParentTypes['User'] };
  SetMemberRoleInput: SetMemberRoleInput;
  SetMemberRolePayload: Omit<SetMemberRolePayload, 'channel' | 'user'> & { channel: ResolversParentTypes['Channel'], user: ResolversParentTypes['User'] };
  MuteChannelInput: MuteChannelInput;
  MuteChannelPayload: Omit<MuteChannelPayload, 'channel'> & { channel: ResolversParentTypes['Channel'] };
  OpenDirectChannelInput: OpenDirectChannelInput;
  OpenDirectChannelPayload: Omit<OpenDirectChannelPayload, 'channel'> & { channel: ResolversParentTypes['Channel'] };
  ChannelEvent: ResolversInterfaceTypes<ResolversParentTypes>['ChannelEvent'];
  MemberJoined: MemberJoinedRow;
  MemberLeft: MemberLeftRow;
  MemberRoleChanged: MemberRoleChangedRow;
  ChannelUpdated: ChannelUpdatedRow;
  ChannelArchived: ChannelArchivedRow;
  Typing: TypingRow;
  InboxEvent: ResolversInterfaceTypes<ResolversParentTypes>['InboxEvent'];
  AddedToChannel: AddedToChannelRow;
  RemovedFromChannel: RemovedFromChannelRow;
  MembershipChanged: MembershipChangedRow;
  SetTypingInput: SetTypingInput;
  SetTypingPayload: SetTypingPayload;
  User: UserRow;
  UserEdge: Edge<UserRow>;
  UserConnection: Connection<UserRow>;
  Viewer: ViewerRow;
  AccessToken: AccessTokenRow;
  AccessTokenEdge: Edge<AccessTokenRow>;
  AccessTokenConnection: Connection<AccessTokenRow>;
  UserFilter: UserFilter;
  UserOrder: UserOrder;
  Event: ResolversInterfaceTypes<ResolversParentTypes>['Event'];
  Started: StartedRow;
  Resync: ResyncRow;
  PresenceEvent: ResolversInterfaceTypes<ResolversParentTypes>['PresenceEvent'];
  PresenceChanged: PresenceChangedRow;
  HeartbeatInput: HeartbeatInput;
  HeartbeatPayload: HeartbeatPayload;
  SignInInput: SignInInput;
  SignInPayload: Omit<SignInPayload, 'viewer'> & { viewer: ResolversParentTypes['Viewer'] };
  SignOutInput: SignOutInput;
  SignOutPayload: SignOutPayload;
  CreateTokenInput: CreateTokenInput;
  CreateTokenPayload: Omit<CreateTokenPayload, 'accessToken'> & { accessToken: ResolversParentTypes['AccessToken'] };
  RevokeTokenInput: RevokeTokenInput;
  RevokeTokenPayload: Omit<RevokeTokenPayload, 'accessToken'> & { accessToken: ResolversParentTypes['AccessToken'] };
  CreateUserInput: CreateUserInput;
  CreateUserPayload: Omit<CreateUserPayload, 'user'> & { user: ResolversParentTypes['User'] };
  UpdateProfileInput: UpdateProfileInput;
  UpdateProfilePayload: Omit<UpdateProfilePayload, 'user'> & { user: ResolversParentTypes['User'] };
  SetPasswordInput: SetPasswordInput;
  SetPasswordPayload: Omit<SetPasswordPayload, 'user'> & { user: ResolversParentTypes['User'] };
  SetRoleInput: SetRoleInput;
  SetRolePayload: Omit<SetRolePayload, 'user'> & { user: ResolversParentTypes['User'] };
  DeactivateUserInput: DeactivateUserInput;
  DeactivateUserPayload: Omit<DeactivateUserPayload, 'user'> & { user: ResolversParentTypes['User'] };
  Message: MessageRow;
  MessageEdge: Edge<MessageRow>;
  MessageConnection: Connection<MessageRow>;
  Reaction: ReactionRow;
  Attachment: AttachmentRow;
  AttachmentEdge: Edge<AttachmentRow>;
  AttachmentConnection: Connection<AttachmentRow>;
  MessageEdit: MessageEditRow;
  MessageEditEdge: Edge<MessageEditRow>;
  MessageEditConnection: Connection<MessageEditRow>;
  SendMessageInput: SendMessageInput;
  SendMessagePayload: Omit<SendMessagePayload, 'message'> & { message: ResolversParentTypes['Message'] };
  EditMessageInput: EditMessageInput;
  EditMessagePayload: Omit<EditMessagePayload, 'message'> & { message: ResolversParentTypes['Message'] };
  DeleteMessageInput: DeleteMessageInput;
  DeleteMessagePayload: Omit<DeleteMessagePayload, 'message'> & { message: ResolversParentTypes['Message'] };
  AddReactionInput: AddReactionInput;
  AddReactionPayload: Omit<AddReactionPayload, 'message'> & { message: ResolversParentTypes['Message'] };
  RemoveReactionInput: RemoveReactionInput;
  RemoveReactionPayload: Omit<RemoveReactionPayload, 'message'> & { message: ResolversParentTypes['Message'] };
  PinMessageInput: PinMessageInput;
  PinMessagePayload: Omit<PinMessagePayload, 'message'> & { message: ResolversParentTypes['Message'] };
  UnpinMessageInput: UnpinMessageInput;
  UnpinMessagePayload: Omit<UnpinMessagePayload, 'message'> & { message: ResolversParentTypes['Message'] };
  MarkReadInput: MarkReadInput;
  MarkReadPayload: Omit<MarkReadPayload, 'channel' | 'viewer'> & { channel: ResolversParentTypes['Channel'], viewer: ResolversParentTypes['Viewer'] };
  MessageSent: MessageSentRow;
  MessageEdited: MessageEditedRow;
  MessageDeleted: MessageDeletedRow;
  MessagePinned: MessagePinnedRow;
  MessageUnpinned: MessageUnpinnedRow;
  ReactionAdded: ReactionAddedRow;
  ReactionRemoved: ReactionRemovedRow;
  Mentioned: MentionedRow;
  Workspace: WorkspaceRow;
};

export type AccessDirectiveArgs = {
  scope?: Maybe<TokenScope>;
  anonymous: Scalars['Boolean']['input'];
};

export type AccessDirectiveResolver<Result, Parent, ContextType = Context, Args = AccessDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type SnapshotDirectiveArgs = { };

export type SnapshotDirectiveResolver<Result, Parent, ContextType = Context, Args = SnapshotDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type CostDirectiveArgs = {
  points: Scalars['Int']['input'];
  rows?: Maybe<Scalars['Int']['input']>;
  per?: Maybe<Scalars['Int']['input']>;
  hashes?: Maybe<Scalars['Int']['input']>;
};

export type CostDirectiveResolver<Result, Parent, ContextType = Context, Args = CostDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type ConstraintDirectiveArgs = {
  maxLength?: Maybe<Scalars['Int']['input']>;
  maxItems?: Maybe<Scalars['Int']['input']>;
};

export type ConstraintDirectiveResolver<Result, Parent, ContextType = Context, Args = ConstraintDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type CacheControlDirectiveArgs = {
  maxAge?: Maybe<Scalars['Int']['input']>;
  swr?: Maybe<Scalars['Int']['input']>;
  scope?: Maybe<CacheScope>;
  cdn?: Maybe<Scalars['Boolean']['input']>;
};

export type CacheControlDirectiveResolver<Result, Parent, ContextType = Context, Args = CacheControlDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type AlteredByDirectiveArgs = {
  subjects: ReadonlyArray<Scalars['String']['input']>;
};

export type AlteredByDirectiveResolver<Result, Parent, ContextType = Context, Args = AlteredByDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type ChangeDirectiveArgs = {
  kinds: ReadonlyArray<Scalars['String']['input']>;
};

export type ChangeDirectiveResolver<Result, Parent, ContextType = Context, Args = ChangeDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type NodeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'Channel' | 'User' | 'Viewer' | 'AccessToken' | 'Message' | 'Workspace', ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType, RequireFields<QueryNodeArgs, 'id'>>;
  nodes?: Resolver<ReadonlyArray<Maybe<ResolversTypes['Node']>>, ParentType, ContextType, RequireFields<QueryNodesArgs, 'ids'>>;
  channel?: Resolver<Maybe<ResolversTypes['Channel']>, ParentType, ContextType, Partial<QueryChannelArgs>>;
  channels?: Resolver<ResolversTypes['ChannelConnection'], ParentType, ContextType, Partial<QueryChannelsArgs>>;
  viewer?: Resolver<Maybe<ResolversTypes['Viewer']>, ParentType, ContextType>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType, Partial<QueryUserArgs>>;
  users?: Resolver<ResolversTypes['UserConnection'], ParentType, ContextType, Partial<QueryUsersArgs>>;
  message?: Resolver<Maybe<ResolversTypes['Message']>, ParentType, ContextType, RequireFields<QueryMessageArgs, 'id'>>;
  workspace?: Resolver<Maybe<ResolversTypes['Workspace']>, ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  createChannel?: Resolver<ResolversTypes['CreateChannelPayload'], ParentType, ContextType, RequireFields<MutationCreateChannelArgs, 'input'>>;
  updateChannel?: Resolver<ResolversTypes['UpdateChannelPayload'], ParentType, ContextType, RequireFields<MutationUpdateChannelArgs, 'input'>>;
  archiveChannel?: Resolver<ResolversTypes['ArchiveChannelPayload'], ParentType, ContextType, RequireFields<MutationArchiveChannelArgs, 'input'>>;
  joinChannel?: Resolver<ResolversTypes['JoinChannelPayload'], ParentType, ContextType, RequireFields<MutationJoinChannelArgs, 'input'>>;
  leaveChannel?: Resolver<ResolversTypes['LeaveChannelPayload'], ParentType, ContextType, RequireFields<MutationLeaveChannelArgs, 'input'>>;
  addMember?: Resolver<ResolversTypes['AddMemberPayload'], ParentType, ContextType, RequireFields<MutationAddMemberArgs, 'input'>>;
  removeMember?: Resolver<ResolversTypes['RemoveMemberPayload'], ParentType, ContextType, RequireFields<MutationRemoveMemberArgs, 'input'>>;
  setMemberRole?: Resolver<ResolversTypes['SetMemberRolePayload'], ParentType, ContextType, RequireFields<MutationSetMemberRoleArgs, 'input'>>;
  muteChannel?: Resolver<ResolversTypes['MuteChannelPayload'], ParentType, ContextType, RequireFields<MutationMuteChannelArgs, 'input'>>;
  openDirectChannel?: Resolver<ResolversTypes['OpenDirectChannelPayload'], ParentType, ContextType, RequireFields<MutationOpenDirectChannelArgs, 'input'>>;
  setTyping?: Resolver<ResolversTypes['SetTypingPayload'], ParentType, ContextType, RequireFields<MutationSetTypingArgs, 'input'>>;
  signIn?: Resolver<ResolversTypes['SignInPayload'], ParentType, ContextType, RequireFields<MutationSignInArgs, 'input'>>;
  signOut?: Resolver<ResolversTypes['SignOutPayload'], ParentType, ContextType, RequireFields<MutationSignOutArgs, 'input'>>;
  createToken?: Resolver<ResolversTypes['CreateTokenPayload'], ParentType, ContextType, RequireFields<MutationCreateTokenArgs, 'input'>>;
  revokeToken?: Resolver<ResolversTypes['RevokeTokenPayload'], ParentType, ContextType, RequireFields<MutationRevokeTokenArgs, 'input'>>;
  createUser?: Resolver<ResolversTypes['CreateUserPayload'], ParentType, ContextType, RequireFields<MutationCreateUserArgs, 'input'>>;
  updateProfile?: Resolver<ResolversTypes['UpdateProfilePayload'], ParentType, ContextType, RequireFields<MutationUpdateProfileArgs, 'input'>>;
  setPassword?: Resolver<ResolversTypes['SetPasswordPayload'], ParentType, ContextType, RequireFields<MutationSetPasswordArgs, 'input'>>;
  setRole?: Resolver<ResolversTypes['SetRolePayload'], ParentType, ContextType, RequireFields<MutationSetRoleArgs, 'input'>>;
  heartbeat?: Resolver<ResolversTypes['HeartbeatPayload'], ParentType, ContextType, RequireFields<MutationHeartbeatArgs, 'input'>>;
  deactivateUser?: Resolver<ResolversTypes['DeactivateUserPayload'], ParentType, ContextType, RequireFields<MutationDeactivateUserArgs, 'input'>>;
  sendMessage?: Resolver<ResolversTypes['SendMessagePayload'], ParentType, ContextType, RequireFields<MutationSendMessageArgs, 'input'>>;
  editMessage?: Resolver<ResolversTypes['EditMessagePayload'], ParentType, ContextType, RequireFields<MutationEditMessageArgs, 'input'>>;
  deleteMessage?: Resolver<ResolversTypes['DeleteMessagePayload'], ParentType, ContextType, RequireFields<MutationDeleteMessageArgs, 'input'>>;
  addReaction?: Resolver<ResolversTypes['AddReactionPayload'], ParentType, ContextType, RequireFields<MutationAddReactionArgs, 'input'>>;
  removeReaction?: Resolver<ResolversTypes['RemoveReactionPayload'], ParentType, ContextType, RequireFields<MutationRemoveReactionArgs, 'input'>>;
  pinMessage?: Resolver<ResolversTypes['PinMessagePayload'], ParentType, ContextType, RequireFields<MutationPinMessageArgs, 'input'>>;
  unpinMessage?: Resolver<ResolversTypes['UnpinMessagePayload'], ParentType, ContextType, RequireFields<MutationUnpinMessageArgs, 'input'>>;
  markRead?: Resolver<ResolversTypes['MarkReadPayload'], ParentType, ContextType, RequireFields<MutationMarkReadArgs, 'input'>>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  channelEvents?: SubscriptionResolver<ResolversTypes['ChannelEvent'], "channelEvents", ParentType, ContextType, RequireFields<SubscriptionChannelEventsArgs, 'channelId'>>;
  inboxEvents?: SubscriptionResolver<ResolversTypes['InboxEvent'], "inboxEvents", ParentType, ContextType, Partial<SubscriptionInboxEventsArgs>>;
  presence?: SubscriptionResolver<ResolversTypes['PresenceEvent'], "presence", ParentType, ContextType, RequireFields<SubscriptionPresenceArgs, 'userIds'>>;
};

export type ChannelResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Channel'] = ResolversParentTypes['Channel']> = {
  id: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  topic: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  purpose: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  kind: Resolver<ResolversTypes['ChannelKind'], ParentType, ContextType>;
  privacy: Resolver<ResolversTypes['ChannelPrivacy'], ParentType, ContextType>;
  createdBy: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  createdAt: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  archivedAt: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  lastActivityAt: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  cursor: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  memberCount: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  members: Resolver<ResolversTypes['ChannelMemberConnection'], ParentType, ContextType, Partial<ChannelMembersArgs>>;
  viewerMembership: Resolver<Maybe<ResolversTypes['ChannelMembership']>, ParentType, ContextType>;
  messageCount: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  messages: Resolver<ResolversTypes['MessageConnection'], ParentType, ContextType, Partial<ChannelMessagesArgs>>;
  pinnedMessages: Resolver<ResolversTypes['MessageConnection'], ParentType, ContextType, Partial<ChannelPinnedMessagesArgs>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ChannelMembershipResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChannelMembership'] = ResolversParentTypes['ChannelMembership']> = {
  role: Resolver<ResolversTypes['ChannelRole'], ParentType, ContextType>;
  joinedAt: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  unreadCount: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  muted: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ChannelEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChannelEdge'] = ResolversParentTypes['ChannelEdge']> = {
  cursor: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node: Resolver<ResolversTypes['Channel'], ParentType, ContextType>;
};

export type ChannelConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChannelConnection'] = ResolversParentTypes['ChannelConnection']> = {
  edges: Resolver<ReadonlyArray<ResolversTypes['ChannelEdge']>, ParentType, ContextType>;
  nodes: Resolver<ReadonlyArray<ResolversTypes['Channel']>, ParentType, ContextType>;
  pageInfo: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ChannelMemberEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChannelMemberEdge'] = ResolversParentTypes['ChannelMemberEdge']> = {
  cursor: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node: Resolver<ResolversTypes['User'], ParentType, ContextType>;
  role: Resolver<ResolversTypes['ChannelRole'], ParentType, ContextType>;
  joinedAt: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type ChannelMemberConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChannelMemberConnection'] = ResolversParentTypes['ChannelMemberConnection']> = {
  edges: Resolver<ReadonlyArray<ResolversTypes['ChannelMemberEdge']>, ParentType, ContextType>;
  nodes: Resolver<ReadonlyArray<ResolversTypes['User']>, ParentType, ContextType>;
  pageInfo: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CreateChannelPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateChannelPayload'] = ResolversParentTypes['CreateChannelPayload']> = {
  channel: Resolver<ResolversTypes['Channel'], ParentType, ContextType>;
};

export type UpdateChannelPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateChannelPayload'] = ResolversParentTypes['UpdateChannelPayload']> = {
  channel: Resolver<ResolversTypes['Channel'], ParentType, ContextType>;
};

export type ArchiveChannelPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ArchiveChannelPayload'] = ResolversParentTypes['ArchiveChannelPayload']> = {
  channel: Resolver<ResolversTypes['Channel'], ParentType, ContextType>;
};

export type JoinChannelPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['JoinChannelPayload'] = ResolversParentTypes['JoinChannelPayload']> = {
  channel: Resolver<ResolversTypes['Channel'], ParentType, ContextType>;
};

export type LeaveChannelPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LeaveChannelPayload'] = ResolversParentTypes['LeaveChannelPayload']> = {
  channel: Resolver<Maybe<ResolversTypes['Channel']>, ParentType, ContextType>;
};

export type AddMemberPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AddMemberPayload'] = ResolversParentTypes['AddMemberPayload']> = {
  channel: Resolver<ResolversTypes['Channel'], ParentType, ContextType>;
  user: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

export type RemoveMemberPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RemoveMemberPayload'] = ResolversParentTypes['RemoveMemberPayload']> = {
  channel: Resolver<Maybe<ResolversTypes['Channel']>, ParentType, ContextType>;
  user: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

export type SetMemberRolePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SetMemberRolePayload'] = ResolversParentTypes['SetMemberRolePayload']> = {
  channel: Resolver<ResolversTypes['Channel'], ParentType, ContextType>;
  user: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

export type MuteChannelPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MuteChannelPayload'] = ResolversParentTypes['MuteChannelPayload']> = {
  channel: Resolver<ResolversTypes['Channel'], ParentType, ContextType>;
};

export type OpenDirectChannelPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OpenDirectChannelPayload'] = ResolversParentTypes['OpenDirectChannelPayload']> = {
  channel: Resolver<ResolversTypes['Channel'], ParentType, ContextType>;
};

export type ChannelEventResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChannelEvent'] = ResolversParentTypes['ChannelEvent']> = {
  __resolveType: TypeResolveFn<'MemberJoined' | 'MemberLeft' | 'MemberRoleChanged' | 'ChannelUpdated' | 'ChannelArchived' | 'Typing' | 'Started' | 'Resync' | 'MessageSent' | 'MessageEdited' | 'MessageDeleted' | 'MessagePinned' | 'MessageUnpinned' | 'ReactionAdded' | 'ReactionRemoved', ParentType, ContextType>;
};

export type MemberJoinedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MemberJoined'] = ResolversParentTypes['MemberJoined']> = {
  cursor: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  at: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  actor: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  user: Resolver<ResolversTypes['User'], ParentType, ContextType>;
  channel: Resolver<ResolversTypes['Channel'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MemberLeftResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MemberLeft'] = ResolversParentTypes['MemberLeft']> = {
  cursor: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  at: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  actor: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  user: Resolver<ResolversTypes['User'], ParentType, ContextType>;
  channel: Resolver<ResolversTypes['Channel'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MemberRoleChangedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MemberRoleChanged'] = ResolversParentTypes['MemberRoleChanged']> = {
  cursor: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  at: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  actor: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  user: Resolver<ResolversTypes['User'], ParentType, ContextType>;
  role: Resolver<ResolversTypes['ChannelRole'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ChannelUpdatedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChannelUpdated'] = ResolversParentTypes['ChannelUpdated']> = {
  cursor: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  at: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  actor: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  channel: Resolver<ResolversTypes['Channel'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ChannelArchivedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChannelArchived'] = ResolversParentTypes['ChannelArchived']> = {
  cursor: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  at: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  actor: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  channel: Resolver<ResolversTypes['Channel'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type TypingResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Typing'] = ResolversParentTypes['Typing']> = {
  cursor: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  at: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  actor: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  user: Resolver<ResolversTypes['User'], ParentType, ContextType>;
  expiresAt: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type InboxEventResolvers<ContextType = Context, ParentType extends ResolversParentTypes['InboxEvent'] = ResolversParentTypes['InboxEvent']> = {
  __resolveType: TypeResolveFn<'AddedToChannel' | 'RemovedFromChannel' | 'MembershipChanged' | 'Started' | 'Resync' | 'Mentioned', ParentType, ContextType>;
};

export type AddedToChannelResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AddedToChannel'] = ResolversParentTypes['AddedToChannel']> = {
  cursor: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  at: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  actor: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  channel: Resolver<Maybe<ResolversTypes['Channel']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RemovedFromChannelResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RemovedFromChannel'] = ResolversParentTypes['RemovedFromChannel']> = {
  cursor: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  at: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  actor: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  channelId: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MembershipChangedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MembershipChanged'] = ResolversParentTypes['MembershipChanged']> = {
  cursor: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  at: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  actor: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  channel: Resolver<Maybe<ResolversTypes['Channel']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SetTypingPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SetTypingPayload'] = ResolversParentTypes['SetTypingPayload']> = {
  expiresAt: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type UserResolvers<ContextType = Context, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User']> = {
  id: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  handle: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  title: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  avatarUrl: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  email: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  kind: Resolver<ResolversTypes['UserKind'], ParentType, ContextType>;
  role: Resolver<ResolversTypes['UserRole'], ParentType, ContextType>;
  createdAt: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  lastActiveAt: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  deactivatedAt: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  channels: Resolver<ResolversTypes['ChannelConnection'], ParentType, ContextType, Partial<UserChannelsArgs>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UserEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserEdge'] = ResolversParentTypes['UserEdge']> = {
  cursor: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

export type UserConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserConnection'] = ResolversParentTypes['UserConnection']> = {
  edges: Resolver<ReadonlyArray<ResolversTypes['UserEdge']>, ParentType, ContextType>;
  nodes: Resolver<ReadonlyArray<ResolversTypes['User']>, ParentType, ContextType>;
  pageInfo: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ViewerResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Viewer'] = ResolversParentTypes['Viewer']> = {
  id: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  user: Resolver<ResolversTypes['User'], ParentType, ContextType>;
  role: Resolver<ResolversTypes['UserRole'], ParentType, ContextType>;
  scopes: Resolver<ReadonlyArray<ResolversTypes['TokenScope']>, ParentType, ContextType>;
  inboxCursor: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tokens: Resolver<ResolversTypes['AccessTokenConnection'], ParentType, ContextType, Partial<ViewerTokensArgs>>;
  channels: Resolver<ResolversTypes['ChannelConnection'], ParentType, ContextType, Partial<ViewerChannelsArgs>>;
  unreadCount: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AccessTokenResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AccessToken'] = ResolversParentTypes['AccessToken']> = {
  id: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  user: Resolver<ResolversTypes['User'], ParentType, ContextType>;
  scopes: Resolver<ReadonlyArray<ResolversTypes['TokenScope']>, ParentType, ContextType>;
  createdAt: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  expiresAt: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  revokedAt: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AccessTokenEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AccessTokenEdge'] = ResolversParentTypes['AccessTokenEdge']> = {
  cursor: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node: Resolver<ResolversTypes['AccessToken'], ParentType, ContextType>;
};

export type AccessTokenConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AccessTokenConnection'] = ResolversParentTypes['AccessTokenConnection']> = {
  edges: Resolver<ReadonlyArray<ResolversTypes['AccessTokenEdge']>, ParentType, ContextType>;
  nodes: Resolver<ReadonlyArray<ResolversTypes['AccessToken']>, ParentType, ContextType>;
  pageInfo: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type EventResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Event'] = ResolversParentTypes['Event']> = {
  __resolveType: TypeResolveFn<'MemberJoined' | 'MemberLeft' | 'MemberRoleChanged' | 'ChannelUpdated' | 'ChannelArchived' | 'Typing' | 'AddedToChannel' | 'RemovedFromChannel' | 'MembershipChanged' | 'Started' | 'Resync' | 'PresenceChanged' | 'MessageSent' | 'MessageEdited' | 'MessageDeleted' | 'MessagePinned' | 'MessageUnpinned' | 'ReactionAdded' | 'ReactionRemoved' | 'Mentioned', ParentType, ContextType>;
};

export type StartedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Started'] = ResolversParentTypes['Started']> = {
  cursor: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  at: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  actor: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ResyncResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Resync'] = ResolversParentTypes['Resync']> = {
  cursor: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  at: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  actor: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PresenceEventResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PresenceEvent'] = ResolversParentTypes['PresenceEvent']> = {
  __resolveType: TypeResolveFn<'Started' | 'PresenceChanged', ParentType, ContextType>;
};

export type PresenceChangedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PresenceChanged'] = ResolversParentTypes['PresenceChanged']> = {
  cursor: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  at: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  actor: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  user: Resolver<ResolversTypes['User'], ParentType, ContextType>;
  online: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type HeartbeatPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['HeartbeatPayload'] = ResolversParentTypes['HeartbeatPayload']> = {
  expiresAt: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type SignInPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SignInPayload'] = ResolversParentTypes['SignInPayload']> = {
  token: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  expiresAt: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  viewer: Resolver<ResolversTypes['Viewer'], ParentType, ContextType>;
};

export type SignOutPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SignOutPayload'] = ResolversParentTypes['SignOutPayload']> = {
  sessionsEnded: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CreateTokenPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateTokenPayload'] = ResolversParentTypes['CreateTokenPayload']> = {
  token: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  accessToken: Resolver<ResolversTypes['AccessToken'], ParentType, ContextType>;
};

export type RevokeTokenPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RevokeTokenPayload'] = ResolversParentTypes['RevokeTokenPayload']> = {
  accessToken: Resolver<ResolversTypes['AccessToken'], ParentType, ContextType>;
};

export type CreateUserPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateUserPayload'] = ResolversParentTypes['CreateUserPayload']> = {
  user: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

export type UpdateProfilePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateProfilePayload'] = ResolversParentTypes['UpdateProfilePayload']> = {
  user: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

export type SetPasswordPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SetPasswordPayload'] = ResolversParentTypes['SetPasswordPayload']> = {
  user: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

export type SetRolePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SetRolePayload'] = ResolversParentTypes['SetRolePayload']> = {
  user: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

export type DeactivateUserPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeactivateUserPayload'] = ResolversParentTypes['DeactivateUserPayload']> = {
  user: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

export type MessageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Message'] = ResolversParentTypes['Message']> = {
  id: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  seq: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  channel: Resolver<ResolversTypes['Channel'], ParentType, ContextType>;
  author: Resolver<ResolversTypes['User'], ParentType, ContextType>;
  body: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  bodyHtml: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  createdAt: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  editedAt: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  deletedAt: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  pinnedAt: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  parent: Resolver<Maybe<ResolversTypes['Message']>, ParentType, ContextType>;
  replies: Resolver<ResolversTypes['MessageConnection'], ParentType, ContextType, Partial<MessageRepliesArgs>>;
  replyCount: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  participants: Resolver<ResolversTypes['UserConnection'], ParentType, ContextType, Partial<MessageParticipantsArgs>>;
  reactions: Resolver<ReadonlyArray<ResolversTypes['Reaction']>, ParentType, ContextType>;
  mentions: Resolver<ResolversTypes['UserConnection'], ParentType, ContextType, Partial<MessageMentionsArgs>>;
  attachments: Resolver<ResolversTypes['AttachmentConnection'], ParentType, ContextType, Partial<MessageAttachmentsArgs>>;
  edits: Resolver<ResolversTypes['MessageEditConnection'], ParentType, ContextType, Partial<MessageEditsArgs>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MessageEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MessageEdge'] = ResolversParentTypes['MessageEdge']> = {
  cursor: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node: Resolver<ResolversTypes['Message'], ParentType, ContextType>;
};

export type MessageConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MessageConnection'] = ResolversParentTypes['MessageConnection']> = {
  edges: Resolver<ReadonlyArray<ResolversTypes['MessageEdge']>, ParentType, ContextType>;
  nodes: Resolver<ReadonlyArray<ResolversTypes['Message']>, ParentType, ContextType>;
  pageInfo: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ReactionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Reaction'] = ResolversParentTypes['Reaction']> = {
  emoji: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  count: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  users: Resolver<ResolversTypes['UserConnection'], ParentType, ContextType, Partial<ReactionUsersArgs>>;
  viewerHasReacted: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type AttachmentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Attachment'] = ResolversParentTypes['Attachment']> = {
  name: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  url: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  mediaType: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  size: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type AttachmentEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AttachmentEdge'] = ResolversParentTypes['AttachmentEdge']> = {
  cursor: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node: Resolver<ResolversTypes['Attachment'], ParentType, ContextType>;
};

export type AttachmentConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AttachmentConnection'] = ResolversParentTypes['AttachmentConnection']> = {
  edges: Resolver<ReadonlyArray<ResolversTypes['AttachmentEdge']>, ParentType, ContextType>;
  nodes: Resolver<ReadonlyArray<ResolversTypes['Attachment']>, ParentType, ContextType>;
  pageInfo: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type MessageEditResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MessageEdit'] = ResolversParentTypes['MessageEdit']> = {
  body: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  replacedAt: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type MessageEditEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MessageEditEdge'] = ResolversParentTypes['MessageEditEdge']> = {
  cursor: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node: Resolver<ResolversTypes['MessageEdit'], ParentType, ContextType>;
};

export type MessageEditConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MessageEditConnection'] = ResolversParentTypes['MessageEditConnection']> = {
  edges: Resolver<ReadonlyArray<ResolversTypes['MessageEditEdge']>, ParentType, ContextType>;
  nodes: Resolver<ReadonlyArray<ResolversTypes['MessageEdit']>, ParentType, ContextType>;
  pageInfo: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SendMessagePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SendMessagePayload'] = ResolversParentTypes['SendMessagePayload']> = {
  message: Resolver<ResolversTypes['Message'], ParentType, ContextType>;
};

export type EditMessagePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EditMessagePayload'] = ResolversParentTypes['EditMessagePayload']> = {
  message: Resolver<ResolversTypes['Message'], ParentType, ContextType>;
};

export type DeleteMessagePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeleteMessagePayload'] = ResolversParentTypes['DeleteMessagePayload']> = {
  message: Resolver<ResolversTypes['Message'], ParentType, ContextType>;
};

export type AddReactionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AddReactionPayload'] = ResolversParentTypes['AddReactionPayload']> = {
  message: Resolver<ResolversTypes['Message'], ParentType, ContextType>;
};

export type RemoveReactionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RemoveReactionPayload'] = ResolversParentTypes['RemoveReactionPayload']> = {
  message: Resolver<ResolversTypes['Message'], ParentType, ContextType>;
};

export type PinMessagePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PinMessagePayload'] = ResolversParentTypes['PinMessagePayload']> = {
  message: Resolver<ResolversTypes['Message'], ParentType, ContextType>;
};

export type UnpinMessagePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UnpinMessagePayload'] = ResolversParentTypes['UnpinMessagePayload']> = {
  message: Resolver<ResolversTypes['Message'], ParentType, ContextType>;
};

export type MarkReadPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MarkReadPayload'] = ResolversParentTypes['MarkReadPayload']> = {
  channel: Resolver<ResolversTypes['Channel'], ParentType, ContextType>;
  viewer: Resolver<ResolversTypes['Viewer'], ParentType, ContextType>;
};

export type MessageSentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MessageSent'] = ResolversParentTypes['MessageSent']> = {
  cursor: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  at: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  actor: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  message: Resolver<ResolversTypes['Message'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MessageEditedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MessageEdited'] = ResolversParentTypes['MessageEdited']> = {
  cursor: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  at: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  actor: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  message: Resolver<ResolversTypes['Message'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MessageDeletedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MessageDeleted'] = ResolversParentTypes['MessageDeleted']> = {
  cursor: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  at: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  actor: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  message: Resolver<ResolversTypes['Message'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MessagePinnedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MessagePinned'] = ResolversParentTypes['MessagePinned']> = {
  cursor: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  at: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  actor: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  message: Resolver<ResolversTypes['Message'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MessageUnpinnedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MessageUnpinned'] = ResolversParentTypes['MessageUnpinned']> = {
  cursor: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  at: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  actor: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  message: Resolver<ResolversTypes['Message'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ReactionAddedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReactionAdded'] = ResolversParentTypes['ReactionAdded']> = {
  cursor: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  at: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  actor: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  message: Resolver<ResolversTypes['Message'], ParentType, ContextType>;
  emoji: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  user: Resolver<ResolversTypes['User'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ReactionRemovedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReactionRemoved'] = ResolversParentTypes['ReactionRemoved']> = {
  cursor: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  at: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  actor: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  message: Resolver<ResolversTypes['Message'], ParentType, ContextType>;
  emoji: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  user: Resolver<ResolversTypes['User'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MentionedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mentioned'] = ResolversParentTypes['Mentioned']> = {
  cursor: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  at: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  actor: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  message: Resolver<Maybe<ResolversTypes['Message']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type WorkspaceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Workspace'] = ResolversParentTypes['Workspace']> = {
  id: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  slug: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  createdAt: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  users: Resolver<ResolversTypes['UserConnection'], ParentType, ContextType, Partial<WorkspaceUsersArgs>>;
  channels: Resolver<ResolversTypes['ChannelConnection'], ParentType, ContextType, Partial<WorkspaceChannelsArgs>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  DateTime: GraphQLScalarType;
  Node: NodeResolvers<ContextType>;
  PageInfo: PageInfoResolvers<ContextType>;
  Query: QueryResolvers<ContextType>;
  Mutation: MutationResolvers<ContextType>;
  Subscription: SubscriptionResolvers<ContextType>;
  Channel: ChannelResolvers<ContextType>;
  ChannelMembership: ChannelMembershipResolvers<ContextType>;
  ChannelEdge: ChannelEdgeResolvers<ContextType>;
  ChannelConnection: ChannelConnectionResolvers<ContextType>;
  ChannelMemberEdge: ChannelMemberEdgeResolvers<ContextType>;
  ChannelMemberConnection: ChannelMemberConnectionResolvers<ContextType>;
  CreateChannelPayload: CreateChannelPayloadResolvers<ContextType>;
  UpdateChannelPayload: UpdateChannelPayloadResolvers<ContextType>;
  ArchiveChannelPayload: ArchiveChannelPayloadResolvers<ContextType>;
  JoinChannelPayload: JoinChannelPayloadResolvers<ContextType>;
  LeaveChannelPayload: LeaveChannelPayloadResolvers<ContextType>;
  AddMemberPayload: AddMemberPayloadResolvers<ContextType>;
  RemoveMemberPayload: RemoveMemberPayloadResolvers<ContextType>;
  SetMemberRolePayload: SetMemberRolePayloadResolvers<ContextType>;
  MuteChannelPayload: MuteChannelPayloadResolvers<ContextType>;
  OpenDirectChannelPayload: OpenDirectChannelPayloadResolvers<ContextType>;
  ChannelEvent: ChannelEventResolvers<ContextType>;
  MemberJoined: MemberJoinedResolvers<ContextType>;
  MemberLeft: MemberLeftResolvers<ContextType>;
  MemberRoleChanged: MemberRoleChangedResolvers<ContextType>;
  ChannelUpdated: ChannelUpdatedResolvers<ContextType>;
  ChannelArchived: ChannelArchivedResolvers<ContextType>;
  Typing: TypingResolvers<ContextType>;
  InboxEvent: InboxEventResolvers<ContextType>;
  AddedToChannel: AddedToChannelResolvers<ContextType>;
  RemovedFromChannel: RemovedFromChannelResolvers<ContextType>;
  MembershipChanged: MembershipChangedResolvers<ContextType>;
  SetTypingPayload: SetTypingPayloadResolvers<ContextType>;
  User: UserResolvers<ContextType>;
  UserEdge: UserEdgeResolvers<ContextType>;
  UserConnection: UserConnectionResolvers<ContextType>;
  Viewer: ViewerResolvers<ContextType>;
  AccessToken: AccessTokenResolvers<ContextType>;
  AccessTokenEdge: AccessTokenEdgeResolvers<ContextType>;
  AccessTokenConnection: AccessTokenConnectionResolvers<ContextType>;
  Event: EventResolvers<ContextType>;
  Started: StartedResolvers<ContextType>;
  Resync: ResyncResolvers<ContextType>;
  PresenceEvent: PresenceEventResolvers<ContextType>;
  PresenceChanged: PresenceChangedResolvers<ContextType>;
  HeartbeatPayload: HeartbeatPayloadResolvers<ContextType>;
  SignInPayload: SignInPayloadResolvers<ContextType>;
  SignOutPayload: SignOutPayloadResolvers<ContextType>;
  CreateTokenPayload: CreateTokenPayloadResolvers<ContextType>;
  RevokeTokenPayload: RevokeTokenPayloadResolvers<ContextType>;
  CreateUserPayload: CreateUserPayloadResolvers<ContextType>;
  UpdateProfilePayload: UpdateProfilePayloadResolvers<ContextType>;
  SetPasswordPayload: SetPasswordPayloadResolvers<ContextType>;
  SetRolePayload: SetRolePayloadResolvers<ContextType>;
  DeactivateUserPayload: DeactivateUserPayloadResolvers<ContextType>;
  Message: MessageResolvers<ContextType>;
  MessageEdge: MessageEdgeResolvers<ContextType>;
  MessageConnection: MessageConnectionResolvers<ContextType>;
  Reaction: ReactionResolvers<ContextType>;
  Attachment: AttachmentResolvers<ContextType>;
  AttachmentEdge: AttachmentEdgeResolvers<ContextType>;
  AttachmentConnection: AttachmentConnectionResolvers<ContextType>;
  MessageEdit: MessageEditResolvers<ContextType>;
  MessageEditEdge: MessageEditEdgeResolvers<ContextType>;
  MessageEditConnection: MessageEditConnectionResolvers<ContextType>;
  SendMessagePayload: SendMessagePayloadResolvers<ContextType>;
  EditMessagePayload: EditMessagePayloadResolvers<ContextType>;
  DeleteMessagePayload: DeleteMessagePayloadResolvers<ContextType>;
  AddReactionPayload: AddReactionPayloadResolvers<ContextType>;
  RemoveReactionPayload: RemoveReactionPayloadResolvers<ContextType>;
  PinMessagePayload: PinMessagePayloadResolvers<ContextType>;
  UnpinMessagePayload: UnpinMessagePayloadResolvers<ContextType>;
  MarkReadPayload: MarkReadPayloadResolvers<ContextType>;
  MessageSent: MessageSentResolvers<ContextType>;
  MessageEdited: MessageEditedResolvers<ContextType>;
  MessageDeleted: MessageDeletedResolvers<ContextType>;
  MessagePinned: MessagePinnedResolvers<ContextType>;
  MessageUnpinned: MessageUnpinnedResolvers<ContextType>;
  ReactionAdded: ReactionAddedResolvers<ContextType>;
  ReactionRemoved: ReactionRemovedResolvers<ContextType>;
  Mentioned: MentionedResolvers<ContextType>;
  Workspace: WorkspaceResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = Context> = {
  access: AccessDirectiveResolver<any, any, ContextType>;
  snapshot: SnapshotDirectiveResolver<any, any, ContextType>;
  cost: CostDirectiveResolver<any, any, ContextType>;
  constraint: ConstraintDirectiveResolver<any, any, ContextType>;
  cacheControl: CacheControlDirectiveResolver<any, any, ContextType>;
  alteredBy: AlteredByDirectiveResolver<any, any, ContextType>;
  change: ChangeDirectiveResolver<any, any, ContextType>;
};

/** Which fields each file of schema/types defines on which type. */
export interface FieldsByFeature {
  channels: {
    Channel: 'id' | 'name' | 'topic' | 'purpose' | 'kind' | 'privacy' | 'createdBy' | 'createdAt' | 'archivedAt' | 'lastActivityAt' | 'cursor' | 'memberCount' | 'members' | 'viewerMembership';
    ChannelMembership: 'role' | 'joinedAt' | 'unreadCount' | 'muted';
    ChannelEdge: 'cursor' | 'node';
    ChannelConnection: 'edges' | 'nodes' | 'pageInfo' | 'totalCount';
    ChannelMemberEdge: 'cursor' | 'node' | 'role' | 'joinedAt';
    ChannelMemberConnection: 'edges' | 'nodes' | 'pageInfo' | 'totalCount';
    Query: 'channel' | 'channels';
    Viewer: 'channels' | 'unreadCount';
    Workspace: 'channels';
    User: 'channels';
    Mutation: 'createChannel' | 'updateChannel' | 'archiveChannel' | 'joinChannel' | 'leaveChannel' | 'addMember' | 'removeMember' | 'setMemberRole' | 'muteChannel' | 'openDirectChannel' | 'setTyping';
    CreateChannelPayload: 'channel';
    UpdateChannelPayload: 'channel';
    ArchiveChannelPayload: 'channel';
    JoinChannelPayload: 'channel';
    LeaveChannelPayload: 'channel';
    AddMemberPayload: 'channel' | 'user';
    RemoveMemberPayload: 'channel' | 'user';
    SetMemberRolePayload: 'channel' | 'user';
    MuteChannelPayload: 'channel';
    OpenDirectChannelPayload: 'channel';
    MemberJoined: 'cursor' | 'at' | 'actor' | 'user' | 'channel';
    MemberLeft: 'cursor' | 'at' | 'actor' | 'user' | 'channel';
    MemberRoleChanged: 'cursor' | 'at' | 'actor' | 'user' | 'role';
    ChannelUpdated: 'cursor' | 'at' | 'actor' | 'channel';
    ChannelArchived: 'cursor' | 'at' | 'actor' | 'channel';
    Typing: 'cursor' | 'at' | 'actor' | 'user' | 'expiresAt';
    AddedToChannel: 'cursor' | 'at' | 'actor' | 'channel';
    RemovedFromChannel: 'cursor' | 'at' | 'actor' | 'channelId';
    MembershipChanged: 'cursor' | 'at' | 'actor' | 'channel';
    Subscription: 'channelEvents' | 'inboxEvents';
    SetTypingPayload: 'expiresAt';
  };
  identity: {
    User: 'id' | 'handle' | 'name' | 'title' | 'avatarUrl' | 'email' | 'kind' | 'role' | 'createdAt' | 'lastActiveAt' | 'deactivatedAt';
    UserEdge: 'cursor' | 'node';
    UserConnection: 'edges' | 'nodes' | 'pageInfo' | 'totalCount';
    Viewer: 'id' | 'user' | 'role' | 'scopes' | 'inboxCursor' | 'tokens';
    AccessToken: 'id' | 'name' | 'user' | 'scopes' | 'createdAt' | 'expiresAt' | 'revokedAt';
    AccessTokenEdge: 'cursor' | 'node';
    AccessTokenConnection: 'edges' | 'nodes' | 'pageInfo' | 'totalCount';
    Started: 'cursor' | 'at' | 'actor';
    Resync: 'cursor' | 'at' | 'actor';
    PresenceChanged: 'cursor' | 'at' | 'actor' | 'user' | 'online';
    Subscription: 'presence';
    Query: 'viewer' | 'user' | 'users';
    Mutation: 'signIn' | 'signOut' | 'createToken' | 'revokeToken' | 'createUser' | 'updateProfile' | 'setPassword' | 'setRole' | 'heartbeat' | 'deactivateUser';
    HeartbeatPayload: 'expiresAt';
    SignInPayload: 'token' | 'expiresAt' | 'viewer';
    SignOutPayload: 'sessionsEnded';
    CreateTokenPayload: 'token' | 'accessToken';
    RevokeTokenPayload: 'accessToken';
    CreateUserPayload: 'user';
    UpdateProfilePayload: 'user';
    SetPasswordPayload: 'user';
    SetRolePayload: 'user';
    DeactivateUserPayload: 'user';
  };
  messages: {
    Message: 'id' | 'seq' | 'channel' | 'author' | 'body' | 'bodyHtml' | 'createdAt' | 'editedAt' | 'deletedAt' | 'pinnedAt' | 'parent' | 'replies' | 'replyCount' | 'participants' | 'reactions' | 'mentions' | 'attachments' | 'edits';
    MessageEdge: 'cursor' | 'node';
    MessageConnection: 'edges' | 'nodes' | 'pageInfo' | 'totalCount';
    Reaction: 'emoji' | 'count' | 'users' | 'viewerHasReacted';
    Attachment: 'name' | 'url' | 'mediaType' | 'size';
    AttachmentEdge: 'cursor' | 'node';
    AttachmentConnection: 'edges' | 'nodes' | 'pageInfo' | 'totalCount';
    MessageEdit: 'body' | 'replacedAt';
    MessageEditEdge: 'cursor' | 'node';
    MessageEditConnection: 'edges' | 'nodes' | 'pageInfo' | 'totalCount';
    Channel: 'messageCount' | 'messages' | 'pinnedMessages';
    Query: 'message';
    Mutation: 'sendMessage' | 'editMessage' | 'deleteMessage' | 'addReaction' | 'removeReaction' | 'pinMessage' | 'unpinMessage' | 'markRead';
    SendMessagePayload: 'message';
    EditMessagePayload: 'message';
    DeleteMessagePayload: 'message';
    AddReactionPayload: 'message';
    RemoveReactionPayload: 'message';
    PinMessagePayload: 'message';
    UnpinMessagePayload: 'message';
    MarkReadPayload: 'channel' | 'viewer';
    MessageSent: 'cursor' | 'at' | 'actor' | 'message';
    MessageEdited: 'cursor' | 'at' | 'actor' | 'message';
    MessageDeleted: 'cursor' | 'at' | 'actor' | 'message';
    MessagePinned: 'cursor' | 'at' | 'actor' | 'message';
    MessageUnpinned: 'cursor' | 'at' | 'actor' | 'message';
    ReactionAdded: 'cursor' | 'at' | 'actor' | 'message' | 'emoji' | 'user';
    ReactionRemoved: 'cursor' | 'at' | 'actor' | 'message' | 'emoji' | 'user';
    Mentioned: 'cursor' | 'at' | 'actor' | 'message';
  };
  workspaces: {
    Workspace: 'id' | 'name' | 'slug' | 'createdAt' | 'users';
    Query: 'workspace';
  };
}

/** Which types implementing Node each file of schema/types defines. */
export interface NodesByFeature {
  channels: 'Channel';
  identity: 'User' | 'Viewer' | 'AccessToken';
  messages: 'Message';
  workspaces: 'Workspace';
}
