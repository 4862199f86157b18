// Generated from schema/types/messages.graphql by `npm run codegen`. Do not edit.
import type { Connection, Edge, PageInfo } from '../../batching/connection.ts';
import type { ChannelRow } from '../channels/model.ts';
import type { UserRow, ViewerRow } from '../identity/model.ts';
import type { AttachmentRow, MentionedRow, MessageDeletedRow, MessageEditRow, MessageEditedRow, MessagePinnedRow, MessageRow, MessageSentRow, MessageUnpinnedRow, ReactionAddedRow, ReactionRemovedRow, ReactionRow } from './model.ts';
import type { Awaitable, Empty, Field, Payload } from '../../graphql/implement.ts';

export interface SendMessageInput {
  readonly channelId: string;
  readonly body: string;
  readonly parentId?: string | null;
  readonly clientMessageId?: string | null;
}

export interface SendMessagePayload {
  readonly message: MessageRow;
}

export interface EditMessageInput {
  readonly messageId: string;
  readonly body: string;
}

export interface EditMessagePayload {
  readonly message: MessageRow;
}

export interface DeleteMessageInput {
  readonly messageId: string;
}

export interface DeleteMessagePayload {
  readonly message: MessageRow;
}

export interface AddReactionInput {
  readonly messageId: string;
  readonly emoji: string;
}

export interface AddReactionPayload {
  readonly message: MessageRow;
}

export interface RemoveReactionInput {
  readonly messageId: string;
  readonly emoji: string;
}

export interface RemoveReactionPayload {
  readonly message: MessageRow;
}

export interface PinMessageInput {
  readonly messageId: string;
}

export interface PinMessagePayload {
  readonly message: MessageRow;
}

export interface UnpinMessageInput {
  readonly messageId: string;
}

export interface UnpinMessagePayload {
  readonly message: MessageRow;
}

export interface MarkReadInput {
  readonly channelId: string;
  readonly messageId: string;
}

export interface MarkReadPayload {
  readonly channel: ChannelRow;
  readonly viewer: ViewerRow;
}

declare module '../../graphql/generated.ts' {
  interface NodeRows {
    Message: MessageRow;
  }
}

declare module '../identity/generated.ts' {
  interface EventRows {
    MessageSent: MessageSentRow;
    MessageEdited: MessageEditedRow;
    MessageDeleted: MessageDeletedRow;
    MessagePinned: MessagePinnedRow;
    MessageUnpinned: MessageUnpinnedRow;
    ReactionAdded: ReactionAddedRow;
    ReactionRemoved: ReactionRemovedRow;
    Mentioned: MentionedRow;
  }
}

declare module '../channels/generated.ts' {
  interface ChannelEventRows {
    MessageSent: MessageSentRow;
    MessageEdited: MessageEditedRow;
    MessageDeleted: MessageDeletedRow;
    MessagePinned: MessagePinnedRow;
    MessageUnpinned: MessageUnpinnedRow;
    ReactionAdded: ReactionAddedRow;
    ReactionRemoved: ReactionRemovedRow;
  }
}

declare module '../channels/generated.ts' {
  interface InboxEventRows {
    Mentioned: MentionedRow;
  }
}

export interface Types {
  Message: {
    row: MessageRow;
    fields: {
      seq: Field<number>;
      channel: Field<ChannelRow>;
      author: Field<UserRow>;
      body: Field<string>;
      bodyHtml: Field<string>;
      createdAt: Field<string>;
      editedAt: Field<string | null>;
      deletedAt: Field<string | null>;
      pinnedAt: Field<string | null>;
      parent: Field<MessageRow | null>;
      replies: Field<Connection<MessageRow>, { readonly first?: number | null; readonly after?: string | null; readonly last?: number | null; readonly before?: string | null }>;
      replyCount: Field<number>;
      participants: Field<Connection<UserRow>, { readonly first?: number | null; readonly after?: string | null; readonly last?: number | null; readonly before?: string | null }>;
      reactions: Field<readonly Awaitable<ReactionRow>[]>;
      mentions: Field<Connection<UserRow>, { readonly first?: number | null; readonly after?: string | null; readonly last?: number | null; readonly before?: string | null }>;
      attachments: Field<Connection<AttachmentRow>, { readonly first?: number | null; readonly after?: string | null; readonly last?: number | null; readonly before?: string | null }>;
      edits: Field<Connection<MessageEditRow>, { readonly first?: number | null; readonly after?: string | null; readonly last?: number | null; readonly before?: string | null }>;
    };
  };
  MessageEdge: {
    row: Edge<MessageRow>;
    fields: {
      cursor: Field<string>;
      node: Field<MessageRow>;
    };
  };
  MessageConnection: {
    row: Connection<MessageRow>;
    fields: {
      edges: Field<readonly Awaitable<Edge<MessageRow>>[]>;
      nodes: Field<readonly Awaitable<MessageRow>[]>;
      pageInfo: Field<PageInfo>;
    };
  };
  Reaction: {
    row: ReactionRow;
    fields: {
      emoji: Field<string>;
      count: Field<number>;
      users: Field<Connection<UserRow>, { readonly first?: number | null; readonly after?: string | null; readonly last?: number | null; readonly before?: string | null }>;
      viewerHasReacted: Field<boolean>;
    };
  };
  Attachment: {
    row: AttachmentRow;
    fields: {
      name: Field<string>;
      url: Field<string>;
      mediaType: Field<string | null>;
      size: Field<number | null>;
    };
  };
  AttachmentEdge: {
    row: Edge<AttachmentRow>;
    fields: {
      cursor: Field<string>;
      node: Field<AttachmentRow>;
    };
  };
  AttachmentConnection: {
    row: Connection<AttachmentRow>;
    fields: {
      edges: Field<readonly Awaitable<Edge<AttachmentRow>>[]>;
      nodes: Field<readonly Awaitable<AttachmentRow>[]>;
      pageInfo: Field<PageInfo>;
    };
  };
  MessageEdit: {
    row: MessageEditRow;
    fields: {
      body: Field<string>;
      replacedAt: Field<string>;
    };
  };
  MessageEditEdge: {
    row: Edge<MessageEditRow>;
    fields: {
      cursor: Field<string>;
      node: Field<MessageEditRow>;
    };
  };
  MessageEditConnection: {
    row: Connection<MessageEditRow>;
    fields: {
      edges: Field<readonly Awaitable<Edge<MessageEditRow>>[]>;
      nodes: Field<readonly Awaitable<MessageEditRow>[]>;
      pageInfo: Field<PageInfo>;
    };
  };
  Channel: {
    row: ChannelRow;
    fields: {
      messageCount: Field<number>;
      messages: Field<Connection<MessageRow>, { readonly first?: number | null; readonly after?: string | null; readonly last?: number | null; readonly before?: string | null }>;
      pinnedMessages: Field<Connection<MessageRow>, { readonly first?: number | null; readonly after?: string | null; readonly last?: number | null; readonly before?: string | null }>;
    };
  };
  Query: {
    row: Empty;
    fields: {
      message: Field<MessageRow | null, { readonly id: string }>;
    };
  };
  Mutation: {
    row: Empty;
    fields: {
      sendMessage: Field<Payload<SendMessagePayload>, { readonly input: SendMessageInput }>;
      editMessage: Field<Payload<EditMessagePayload>, { readonly input: EditMessageInput }>;
      deleteMessage: Field<Payload<DeleteMessagePayload>, { readonly input: DeleteMessageInput }>;
      addReaction: Field<Payload<AddReactionPayload>, { readonly input: AddReactionInput }>;
      removeReaction: Field<Payload<RemoveReactionPayload>, { readonly input: RemoveReactionInput }>;
      pinMessage: Field<Payload<PinMessagePayload>, { readonly input: PinMessageInput }>;
      unpinMessage: Field<Payload<UnpinMessagePayload>, { readonly input: UnpinMessageInput }>;
      markRead: Field<Payload<MarkReadPayload>, { readonly input: MarkReadInput }>;
    };
  };
  SendMessagePayload: {
    row: SendMessagePayload;
    fields: {
      message: Field<MessageRow>;
    };
  };
  EditMessagePayload: {
    row: EditMessagePayload;
    fields: {
      message: Field<MessageRow>;
    };
  };
  DeleteMessagePayload: {
    row: DeleteMessagePayload;
    fields: {
      message: Field<MessageRow>;
    };
  };
  AddReactionPayload: {
    row: AddReactionPayload;
    fields: {
      message: Field<MessageRow>;
    };
  };
  RemoveReactionPayload: {
    row: RemoveReactionPayload;
    fields: {
      message: Field<MessageRow>;
    };
  };
  PinMessagePayload: {
    row: PinMessagePayload;
    fields: {
      message: Field<MessageRow>;
    };
  };
  UnpinMessagePayload: {
    row: UnpinMessagePayload;
    fields: {
      message: Field<MessageRow>;
    };
  };
  MarkReadPayload: {
    row: MarkReadPayload;
    fields: {
      channel: Field<ChannelRow>;
      viewer: Field<ViewerRow>;
    };
  };
  MessageSent: {
    row: MessageSentRow;
    fields: {
      cursor: Field<string | null>;
      at: Field<string>;
      actor: Field<UserRow | null>;
      message: Field<MessageRow>;
    };
  };
  MessageEdited: {
    row: MessageEditedRow;
    fields: {
      cursor: Field<string | null>;
      at: Field<string>;
      actor: Field<UserRow | null>;
      message: Field<MessageRow>;
    };
  };
  MessageDeleted: {
    row: MessageDeletedRow;
    fields: {
      cursor: Field<string | null>;
      at: Field<string>;
      actor: Field<UserRow | null>;
      message: Field<MessageRow>;
    };
  };
  MessagePinned: {
    row: MessagePinnedRow;
    fields: {
      cursor: Field<string | null>;
      at: Field<string>;
      actor: Field<UserRow | null>;
      message: Field<MessageRow>;
    };
  };
  MessageUnpinned: {
    row: MessageUnpinnedRow;
    fields: {
      cursor: Field<string | null>;
      at: Field<string>;
      actor: Field<UserRow | null>;
      message: Field<MessageRow>;
    };
  };
  ReactionAdded: {
    row: ReactionAddedRow;
    fields: {
      cursor: Field<string | null>;
      at: Field<string>;
      actor: Field<UserRow | null>;
      message: Field<MessageRow>;
      emoji: Field<string>;
      user: Field<UserRow>;
    };
  };
  ReactionRemoved: {
    row: ReactionRemovedRow;
    fields: {
      cursor: Field<string | null>;
      at: Field<string>;
      actor: Field<UserRow | null>;
      message: Field<MessageRow>;
      emoji: Field<string>;
      user: Field<UserRow>;
    };
  };
  Mentioned: {
    row: MentionedRow;
    fields: {
      cursor: Field<string | null>;
      at: Field<string>;
      actor: Field<UserRow | null>;
      message: Field<MessageRow | null>;
    };
  };
}

export interface Nodes {
  Message: MessageRow;
}

declare module '../../graphql/implement.ts' {
  interface FeatureTypes {
    messages: { types: Types; nodes: Nodes };
  }
}
