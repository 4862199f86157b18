// The operations in PostGraphile's own schema, and its responses in the form of the others, to be compared with them.
import type { OperationKey } from './operations.ts';

interface Own {
  query: string;
  /** The same variables, for this query. */
  variables(shared: { id: string }): object;
  /** The response's data in the form of the others. */
  // biome-ignore lint/suspicious/noExplicitAny: a response of any form
  reshape(data: any): object;
}

const uuidOf = ({ id }: { id: string }) => ({ id: id.slice(id.indexOf('_') + 1) });

interface Author {
  rowId: string;
  name: string;
}
interface Reaction {
  emoji: string;
  user: Author;
}

const withId =
  (type: string) =>
  ({ rowId, ...rest }: { rowId: string }) => ({ id: `${type}_${rowId}`, ...rest });
const user = withId('User');
const at = (text: string) => new Date(text).toISOString();

/** Groups a message's reactions by emoji, in the order of first use, each with its first 10 users. */
function reactions(nodes: Reaction[]) {
  const groups = new Map<string, Author[]>();
  for (const { emoji, user } of nodes) groups.set(emoji, [...(groups.get(emoji) ?? []), user]);
  return [...groups].map(([emoji, users]) => ({
    emoji,
    count: users.length,
    users: { nodes: users.slice(0, 10).map(user) },
  }));
}

const channelsWithMessages: Own = {
  query: /* GraphQL */ `
    query ChannelsWithMessages($channels: Int!, $messages: Int!) {
      allChannels(first: $channels, condition: { privacy: "PUBLIC" }, orderBy: [LAST_ACTIVITY_AT_DESC]) {
        nodes {
          rowId
          name
          topic
          messages(last: $messages, orderBy: [ORDINAL_ASC]) {
            nodes { rowId seq body createdAt author { rowId name avatarUrl } }
          }
        }
      }
    }
  `,
  variables: (shared) => shared,
  reshape: ({ allChannels }) => ({
    channels: {
      nodes: allChannels.nodes.map(({ messages, ...channel }: { rowId: string; messages: { nodes: Message[] } }) => ({
        ...withId('Channel')(channel),
        messages: { nodes: messages.nodes.map(message) },
      })),
    },
  }),
};

interface Message {
  rowId: string;
  createdAt: string;
  author: Author;
}

function message({ author, createdAt, ...rest }: Message) {
  return { ...withId('Message')(rest), createdAt: at(createdAt), author: user(author) };
}

export const ownOperations: Record<OperationKey, Own> = {
  Q1: {
    query: /* GraphQL */ `query OneUser($id: UUID!) { userByRowId(rowId: $id) { rowId handle name title role } }`,
    variables: uuidOf,
    reshape: ({ userByRowId }) => ({ user: user(userByRowId) }),
  },
  Q2: channelsWithMessages,
  Q3: {
    query: /* GraphQL */ `
      query MessagesWithThreads($id: UUID!) {
        channelByRowId(rowId: $id) {
          messages(last: 25, orderBy: [ORDINAL_ASC]) {
            nodes {
              rowId
              body
              createdAt
              channel { rowId name memberCount }
              author { rowId name avatarUrl }
              reactions(orderBy: [CREATED_AT_ASC, USER_ID_ASC]) { nodes { emoji user { rowId name } } }
              replies(first: 5, orderBy: [SEQ_ASC]) { nodes { rowId body createdAt author { rowId name avatarUrl } } }
            }
          }
        }
      }
    `,
    variables: uuidOf,
    reshape: ({ channelByRowId }) => ({
      channel: {
        messages: {
          nodes: channelByRowId.messages.nodes.map(
            (node: Message & { channel: Author; reactions: { nodes: Reaction[] }; replies: { nodes: Message[] } }) => ({
              ...message(node),
              channel: withId('Channel')(node.channel),
              reactions: reactions(node.reactions.nodes),
              replies: { nodes: node.replies.nodes.map(message) },
            }),
          ),
        },
      },
    }),
  },
  Q4: channelsWithMessages,
};
