// The operations, in the fields that Switchboard and the peers share, and what varies between their requests.
import type { DataSet } from './data-set.ts';

export type OperationKey = 'Q1' | 'Q2' | 'Q3' | 'Q4';

export interface Operation {
  title: string;
  operationName: string;
  query: string;
  /** What the requests ask for, in turn. */
  variables(data: DataSet): object[];
  /** Whose tokens the requests carry: the first so many viewers. */
  viewers: number;
  /** The minimum size in bytes of a response that holds what the title says. */
  atLeast: number;
  /** Measured with the response cache on, for contenders that have one. */
  cached: boolean;
}

const everybody = 500;

const channelsWithMessages = /* GraphQL */ `
  query ChannelsWithMessages($channels: Int!, $messages: Int!) {
    channels(first: $channels, orderBy: { field: LAST_ACTIVITY_AT, direction: DESC }) {
      nodes {
        id
        name
        topic
        messages(last: $messages) {
          nodes { id seq body createdAt author { id name avatarUrl } }
        }
      }
    }
  }
`;
const page = { channels: 20, messages: 10 };

export const operations: Record<OperationKey, Operation> = {
  Q1: {
    title: 'one user, 5 fields',
    operationName: 'OneUser',
    query: /* GraphQL */ `query OneUser($id: ID!) { user(id: $id) { id handle name title role } }`,
    variables: ({ userIds }) => userIds.map((id) => ({ id: `User_${id}` })),
    viewers: everybody,
    atLeast: 100,
    cached: false,
  },
  Q2: {
    title: '20 channels → last 10 messages → author',
    operationName: 'ChannelsWithMessages',
    query: channelsWithMessages,
    variables: () => [page],
    viewers: everybody,
    atLeast: 60_000,
    cached: false,
  },
  Q3: {
    title: '25 messages → channel with member count, author, reactions → users (first 10), first 5 replies → author',
    operationName: 'MessagesWithThreads',
    query: /* GraphQL */ `
      query MessagesWithThreads($id: ID!) {
        channel(id: $id) {
          messages(last: 25) {
            nodes {
              id
              body
              createdAt
              channel { id name memberCount }
              author { id name avatarUrl }
              reactions { emoji count users(first: 10) { nodes { id name } } }
              replies(first: 5) { nodes { id body createdAt author { id name avatarUrl } } }
            }
          }
        }
      }
    `,
    variables: ({ channelIds }) => channelIds.map((id) => ({ id: `Channel_${id}` })),
    viewers: everybody,
    atLeast: 30_000,
    cached: false,
  },
  Q4: {
    title: 'Q2 repeated, response cache on',
    operationName: 'ChannelsWithMessages',
    query: channelsWithMessages,
    variables: () => [page],
    viewers: everybody,
    atLeast: 60_000,
    cached: true,
  },
};

export const operationKeys = Object.keys(operations) as OperationKey[];
