// What an instance acknowledges it shows at once, also where another instance has written it before: a request that is
// sent again after its answer was lost, a join by somebody who has joined.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { openRawClient, type RawClient } from '../support/raw-http.ts';
import { type Client, type Json, startServer, type TestServer } from '../support/server.ts';
import { openSql, type Sql } from '../support/sql.ts';

let server: TestServer;
let other: App;
let [here, there]: RawClient[] = [];
let owner: Client;
let member: Client & { id: string };
let sql: Sql;
let count = 0;

beforeAll(async () => {
  server = await startServer({ LIMITS: 'off' });
  const settings = { NODE_ENV: 'test', LOG_LEVEL: 'silent', PORT: '0', DRAIN_SECONDS: '1', LIMITS: 'off' };
  other = createApp({ config: readConfig(settings), databaseUrl: server.databaseUrl, log: createLog('silent') });
  here = openRawClient(server.origin);
  there = openRawClient((await other.listen()).origin);
  owner = (await server.workspace()).owner;
  member = await server.user(owner, 'member');
  sql = await openSql(server.databaseUrl);
});

afterAll(async () => {
  here?.close();
  there?.close();
  await sql?.end();
  await other?.close();
  await server?.close();
});

const ask = async (at: RawClient | undefined, query: string, input: object): Promise<{ cache: string; data: Json }> => {
  const { body, cache } = await at!.post(
    member.token,
    JSON.stringify({ query, variables: query.startsWith('mutation') ? { input } : input }),
  );
  const { data, errors } = JSON.parse(body);
  if (errors) throw new Error(body);
  return { cache: cache!, data };
};

/** Writes that are the same once or twice, and where it shows that they were done. */
const writes: Record<string, [mutation: string, input: object, query: string]> = {
  'a message under a key': [
    'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { id } } }',
    { body: 'hello', clientMessageId: 'key' },
    'query ($channelId: ID!) { channel(id: $channelId) { messageCount messages(last: 1) { nodes { body } } } }',
  ],
  'a join': [
    'mutation ($input: JoinChannelInput!) { joinChannel(input: $input) { channel { id } } }',
    {},
    'query ($channelId: ID!) { channel(id: $channelId) { memberCount viewerMembership { role } } }',
  ],
};

describe.each(Object.entries(writes))('%s', (_, [mutation, input, query]) => {
  it('is shown by whoever acknowledged it, though another wrote it', async () => {
    const create = 'mutation ($name: String!) { createChannel(input: { name: $name }) { channel { id } } }';
    const channelId = (await owner.data(create, { name: `room${++count}` })).createChannel.channel.id;
    if ('body' in input) {
      const join = 'mutation ($input: JoinChannelInput!) { joinChannel(input: $input) { channel { id } } }';
      await ask(there, join, { channelId });
    }
    await expect.poll(async () => (await ask(there, query, { channelId })).cache).toBe('HIT');
    const { data: before } = await ask(there, query, { channelId });
    // The other instance is slow to hear what was written.
    await sql.rows('begin');
    await sql.rows('lock table ephemera in access exclusive mode');
    await ask(here, mutation, { channelId, ...input });
    const again = ask(there, mutation, { channelId, ...input });
    await Promise.race([again, new Promise((resolve) => setTimeout(resolve, 200))]);
    const acknowledged = again.then(() => ask(there, query, { channelId }));
    await sql.rows('commit');
    const { data: after } = await acknowledged;
    expect(after).not.toEqual(before);
    await expect.poll(async () => (await ask(there, query, { channelId })).data).toEqual(after);
  });
});
