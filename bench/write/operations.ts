// The operations: the same mutation, by different users into different channels.
import type { DataSet } from '../read/data-set.ts';

export type WriteKey = 'W1' | 'W2' | 'W3';

interface Write {
  title: string;
  authors: number;
  channels: number;
}

export const writes: Record<WriteKey, Write> = {
  W1: { title: '16 people into 16 channels', authors: 16, channels: 16 },
  W2: { title: '16 people into one channel', authors: 16, channels: 1 },
  W3: { title: 'one person into 16 channels', authors: 1, channels: 16 },
};

export const writeKeys = Object.keys(writes) as WriteKey[];

/** How many of the data set's users write, and into how many of its channels. */
export const writerCount = 16;

const query = `mutation Send($input: SendMessageInput!) {
  sendMessage(input: $input) { message { id seq body createdAt } }
}`;
const ofPostgraphile = `mutation Send($channelId: UUID!, $body: String!) {
  send(input: { channelId: $channelId, body: $body }) { result { rowId seq body createdAt } }
}`;

const body = 'The nightly build is green again: the index was missing, and the migration that makes it is merged.';

/** The bodies of requests, in turn, each with the token that it carries. */
export function requests(key: WriteKey, { tokens, channelIds }: DataSet, postgraphile: boolean) {
  const { authors, channels } = writes[key];
  return Array.from({ length: writerCount * writerCount }, (_, i) => {
    const channelId = channelIds[(i + Math.floor(i / writerCount)) % channels]!;
    return {
      token: tokens[i % authors]!,
      body: JSON.stringify({
        operationName: 'Send',
        query: postgraphile ? ofPostgraphile : query,
        variables: postgraphile ? { channelId, body } : { input: { channelId: `Channel_${channelId}`, body } },
      }),
    };
  });
}
