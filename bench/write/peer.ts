// What the GraphQL peers have in common: as much of the product's schema as the operation needs, and one resolver.
import { makeExecutableSchema } from '@graphql-tools/schema';
import { GraphQLScalarType } from 'graphql';
import { type SendInput, sendInTransaction } from './transaction.ts';

const typeDefs = /* GraphQL */ `
  scalar DateTime
  input SendMessageInput { channelId: ID! body: String! }
  type Query { ready: Boolean }
  type Mutation { sendMessage(input: SendMessageInput!): SendMessagePayload! }
  type SendMessagePayload { message: Message! }
  type Message { id: ID! seq: Int! body: String! createdAt: DateTime! }
`;

export interface Context {
  authorId: string;
}

export const schema = makeExecutableSchema<Context>({
  typeDefs,
  resolvers: {
    DateTime: new GraphQLScalarType<Date, string>({
      name: 'DateTime',
      serialize: (date) => (date as Date).toISOString(),
    }),
    Mutation: {
      sendMessage: async (_: unknown, { input }: { input: SendInput }, { authorId }: Context) => ({
        message: await sendInTransaction(authorId, input),
      }),
    },
  },
});
