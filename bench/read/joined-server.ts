// The loaders' statements, joined by hand in JavaScript: the same rows by the same SQL, and no GraphQL.
import { byHand } from './by-hand.ts';
import { serve } from './server.ts';
import * as sql from './statements.ts';

const uuidOf = (id: string) => id.slice(id.indexOf('_') + 1);

const author = (user: sql.UserRow) => ({ id: `User_${user.id}`, name: user.name, avatarUrl: user.avatarUrl });

async function usersOf(rows: readonly sql.MessageRow[]): Promise<Map<string, sql.UserRow>> {
  const users = await sql.usersById([...new Set(rows.map(({ authorId }) => authorId))]);
  return new Map(users.map((user) => [user.id, user]));
}

function groupBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

const parentOf = ({ parent }: sql.MessageRow) => parent;
const messageIdOf = ({ messageId }: { messageId: string }) => messageId;
const reactionKey = ({ messageId, emoji }: { messageId: string; emoji: string }) => `${messageId} ${emoji}`;

async function oneUser({ id }: { id: string }) {
  const [user] = await sql.usersById([uuidOf(id)]);
  if (!user) return { user: null };
  const { handle, name, title, role } = user;
  return { user: { id: `User_${user.id}`, handle, name, title, role } };
}

async function channelsWithMessages({ channels: first, messages: last }: { channels: number; messages: number }) {
  const channels = await sql.channelsByActivity(first);
  const ids = channels.map(({ id }) => id);
  const messages = await sql.messagesByChannel(ids, last);
  const users = await usersOf(messages);
  const lists = groupBy(messages, parentOf);
  const nodes = channels.map(({ id, name, topic }) => ({
    id: `Channel_${id}`,
    name,
    topic,
    messages: {
      nodes: (lists.get(id) ?? []).map((message) => ({
        id: `Message_${message.id}`,
        seq: message.seq,
        body: message.body,
        createdAt: message.createdAt,
        author: author(users.get(message.authorId)!),
      })),
    },
  }));
  return { channels: { nodes } };
}

async function messagesWithThreads({ id }: { id: string }) {
  const [channel] = await sql.channelsById([uuidOf(id)]);
  if (!channel) return { channel: null };
  const messages = await sql.messagesByChannel([channel.id], 25);
  const ids = messages.map((message) => message.id);
  const withUsers = async () => {
    const reactions = await sql.reactionsByMessage(ids);
    return [reactions, await sql.usersByReaction(reactions, 10)] as const;
  };
  const withAuthors = async () => {
    const replies = await sql.repliesByMessage(ids, 5);
    return [replies, await usersOf(replies)] as const;
  };
  const [users, [reactions, reactionUsers], [replies, replyUsers]] = await Promise.all([
    usersOf(messages),
    withUsers(),
    withAuthors(),
  ]);
  const reactionLists = groupBy(reactions, messageIdOf);
  const userLists = groupBy(reactionUsers, reactionKey);
  const replyLists = groupBy(replies, parentOf);
  const { name, memberCount } = channel;
  const nodes = messages.map((message) => ({
    id: `Message_${message.id}`,
    body: message.body,
    createdAt: message.createdAt,
    channel: { id: `Channel_${message.channelId}`, name, memberCount },
    author: author(users.get(message.authorId)!),
    reactions: (reactionLists.get(message.id) ?? []).map((reaction) => ({
      emoji: reaction.emoji,
      count: reaction.count,
      users: {
        nodes: (userLists.get(reactionKey(reaction)) ?? []).map((user) => ({ id: `User_${user.id}`, name: user.name })),
      },
    })),
    replies: {
      nodes: (replyLists.get(message.id) ?? []).map((reply) => ({
        id: `Message_${reply.id}`,
        body: reply.body,
        createdAt: reply.createdAt,
        author: author(replyUsers.get(reply.authorId)!),
      })),
    },
  }));
  return { channel: { messages: { nodes } } };
}

const json = async (data: Promise<object>) => JSON.stringify({ data: await data });

await serve(
  byHand({
    OneUser: (variables: { id: string }) => json(oneUser(variables)),
    ChannelsWithMessages: (variables: { channels: number; messages: number }) => json(channelsWithMessages(variables)),
    MessagesWithThreads: (variables: { id: string }) => json(messagesWithThreads(variables)),
  }),
);
