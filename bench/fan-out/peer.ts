// What the peers have in common: a schema with the same selection, their rows in Postgres, and a DataLoader of authors
// created once for each event and shared by all subscribers, which favours them over one for each subscription.
import { randomUUID } from 'node:crypto';
import DataLoader from 'dataloader';
import pg from 'pg';
import { selection } from './selection.ts';
import { databaseUrl } from './server-process.ts';

export const typeDefs = /* GraphQL */ `
  type Query { ready: Boolean! }
  type Subscription { channelEvents(channelId: ID!): ChannelEvent! }
  interface ChannelEvent { cursor: String at: String! }
  type MessageSent implements ChannelEvent { cursor: String at: String! message: Message! }
  type MessageDeleted implements ChannelEvent { cursor: String at: String! messageId: ID! }
  type Message { id: ID! body: String! createdAt: String! author: User! }
  type User { id: ID! name: String! }
`;
export const query = `subscription ($channelId: ID!) { channelEvents(channelId: $channelId) ${selection} }`;
/** The channels that the load follows; a peer does not check access to them. */
export const channels = { init: [{}], query, channelId: randomUUID(), quietChannelId: randomUUID() };

interface UserRow {
  id: string;
  name: string;
}
interface MessageRow {
  id: string;
  body: string;
  createdAt: string;
  authorId: string;
}
export interface Published {
  __typename: 'MessageSent';
  cursor: string;
  at: string;
  message: MessageRow;
  authors: DataLoader<string, UserRow>;
}

const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 });
pool.on('error', () => {});
await pool.query(`create table if not exists peer_users (id uuid primary key, name text not null)`);
await pool.query(`create table if not exists peer_messages (number bigint generated always as identity, id uuid primary key,
  channel_id uuid not null, author_id uuid not null, body text not null, created_at timestamptz not null)`);
const authorId = randomUUID();
await pool.query('insert into peer_users values ($1, $2)', [authorId, 'Ada Lovelace']);

/** Writes a message and returns the data of its event. */
export async function writeMessage(body: string): Promise<Published> {
  const { rows } = await pool.query<MessageRow & { number: string }>({
    name: 'insert-message',
    text: `insert into peer_messages (id, channel_id, author_id, body, created_at) values ($1, $2, $3, $4, now())
           returning number, id, body, author_id as "authorId",
                     to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt"`,
    values: [randomUUID(), channels.channelId, authorId, body],
  });
  const { number, ...message } = rows[0]!;
  const authors = new DataLoader<string, UserRow>(async (ids) => {
    const text = 'select id, name from peer_users where id = any($1)';
    const { rows: found } = await pool.query<UserRow>({ name: 'users', text, values: [ids] });
    return ids.map((id) => found.find((user) => user.id === id)!);
  });
  const cursor = Buffer.from(`${number} ${message.id}`).toString('base64url');
  // The author's loader travels with the message, where its resolver finds it.
  return {
    __typename: 'MessageSent',
    cursor,
    at: message.createdAt,
    message: { ...message, authors } as MessageRow,
    authors,
  };
}

/** The resolvers that all peers share. */
export const resolvers = {
  Query: { ready: () => true },
  ChannelEvent: { __resolveType: ({ __typename }: Published) => __typename },
  Message: {
    id: ({ id }: MessageRow) => `Message_${id}`,
    author: ({ authorId: id, authors }: MessageRow & { authors: Published['authors'] }) => authors.load(id),
  },
  User: { id: ({ id }: UserRow) => `User_${id}` },
};
