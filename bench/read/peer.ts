// What the GraphQL peers have in common: the part of the product's schema that the operations need, and DataLoaders
// created for each request. There is no authentication, and nothing is masked or limited.
import { makeExecutableSchema } from '@graphql-tools/schema';
import DataLoader from 'dataloader';
import { GraphQLScalarType } from 'graphql';
import * as sql from './statements.ts';

const typeDefs = /* GraphQL */ `
  scalar DateTime
  enum OrderDirection { ASC DESC }
  enum ChannelOrderField { LAST_ACTIVITY_AT }
  input ChannelOrder { field: ChannelOrderField! direction: OrderDirection! = ASC }
  type Query {
    user(id: ID!): User
    channel(id: ID!): Channel
    channels(first: Int!, orderBy: ChannelOrder!): ChannelConnection!
  }
  type User { id: ID! handle: String! name: String! title: String role: String! avatarUrl: String }
  type Channel { id: ID! name: String topic: String! memberCount: Int! messages(last: Int!): MessageConnection! }
  type Message {
    id: ID!
    seq: Int!
    body: String!
    createdAt: DateTime!
    channel: Channel!
    author: User!
    reactions: [Reaction!]!
    replies(first: Int!): MessageConnection!
  }
  type Reaction { emoji: String! count: Int! users(first: Int!): UserConnection! }
  type ChannelConnection { nodes: [Channel!]! }
  type MessageConnection { nodes: [Message!]! }
  type UserConnection { nodes: [User!]! }
`;

const rowsById = async <Row extends { id: string }>(ids: readonly string[], rows: Promise<Row[]>) => {
  const found = new Map((await rows).map((row) => [row.id, row]));
  return ids.map((id) => found.get(id) ?? null);
};

const grouped = async <Row>(keys: readonly string[], rows: Promise<Row[]>, keyOf: (row: Row) => string) => {
  const groups = new Map<string, Row[]>(keys.map((key) => [key, []]));
  for (const row of await rows) groups.get(keyOf(row))!.push(row);
  return keys.map((key) => groups.get(key)!);
};

const reactionKey = ({ messageId, emoji }: { messageId: string; emoji: string }) => `${messageId} ${emoji}`;

/** One request's loaders; those of pages are created for the page's size on first use. */
export function createLoaders() {
  const pages = new Map<string, unknown>();
  const sized = <Loader>(name: string, size: number, make: () => Loader): Loader => {
    const key = `${name} ${size}`;
    if (!pages.has(key)) pages.set(key, make());
    return pages.get(key) as Loader;
  };
  return {
    user: new DataLoader((ids: readonly string[]) => rowsById(ids, sql.usersById(ids))),
    channel: new DataLoader((ids: readonly string[]) => rowsById(ids, sql.channelsById(ids))),
    reactions: new DataLoader((ids: readonly string[]) =>
      grouped(ids, sql.reactionsByMessage(ids), ({ messageId }) => messageId),
    ),
    messages: (last: number) =>
      sized('messages', last, () => {
        const batch = (ids: readonly string[]) =>
          grouped(ids, sql.messagesByChannel(ids, last), ({ parent }) => parent);
        return new DataLoader(batch);
      }),
    replies: (first: number) =>
      sized('replies', first, () => {
        const batch = (ids: readonly string[]) =>
          grouped(ids, sql.repliesByMessage(ids, first), ({ parent }) => parent);
        return new DataLoader(batch);
      }),
    reactionUsers: (first: number) =>
      sized('reactionUsers', first, () => {
        const batch = (reactions: readonly sql.ReactionRow[]) =>
          grouped(reactions.map(reactionKey), sql.usersByReaction(reactions, first), reactionKey);
        return new DataLoader(batch, { cacheKeyFn: reactionKey });
      }),
  };
}

type Loaders = ReturnType<typeof createLoaders>;
interface First {
  first: number;
}
interface Id {
  id: string;
}

const uuidOf = (id: string) => id.slice(id.indexOf('_') + 1);
const globalId = (type: string) => (row: Id) => `${type}_${row.id}`;

export const schema = makeExecutableSchema({
  typeDefs,
  resolvers: {
    DateTime: new GraphQLScalarType<Date, string>({
      name: 'DateTime',
      serialize: (date) => (date as Date).toISOString(),
    }),
    Query: {
      user: (_: unknown, { id }: Id, loaders: Loaders) => loaders.user.load(uuidOf(id)),
      channel: (_: unknown, { id }: Id, loaders: Loaders) => loaders.channel.load(uuidOf(id)),
      channels: async (_: unknown, { first }: First) => ({ nodes: await sql.channelsByActivity(first) }),
    },
    User: { id: globalId('User') },
    Channel: {
      id: globalId('Channel'),
      messages: async ({ id }: Id, { last }: { last: number }, loaders: Loaders) => ({
        nodes: await loaders.messages(last).load(id),
      }),
    },
    Message: {
      id: globalId('Message'),
      channel: ({ channelId }: sql.MessageRow, _: unknown, loaders: Loaders) => loaders.channel.load(channelId),
      author: ({ authorId }: sql.MessageRow, _: unknown, loaders: Loaders) => loaders.user.load(authorId),
      reactions: ({ id }: Id, _: unknown, loaders: Loaders) => loaders.reactions.load(id),
      replies: async ({ id }: Id, { first }: First, loaders: Loaders) => ({
        nodes: await loaders.replies(first).load(id),
      }),
    },
    Reaction: {
      users: async (reaction: sql.ReactionRow, { first }: First, loaders: Loaders) => ({
        nodes: await loaders.reactionUsers(first).load(reaction),
      }),
    },
  },
});
