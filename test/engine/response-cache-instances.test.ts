// What several instances return. An instance returns at once what it acknowledged, also where another instance wrote it
// before: a request that is retried after its response was lost, a join by a member. And when more changes come at once
// than can be relayed one by one, none is missed.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { openRawClient, type RawClient } from '../support/raw-http.ts';
import { createChannel, type Person, seed } from '../support/seed.ts';
import { type Client, type Json, startServer, type TestServer } from '../support/server.ts';
import { openSql, rawId, type Sql } from '../support/sql.ts';

let server: TestServer;
let other: App;
let [here, there]: RawClient[] = [];
let owner: Client;
let member: Person;
let sql: Sql;

beforeAll(async () => {
  server = await startServer({ LIMITS: 'off' });
  const settings = { NODE_ENV: 'test', LOG_LEVEL: 'silent', PORT: '0', DRAIN_SECONDS: '1', LIMITS: 'off' };
  other = createApp({ config: readConfig(settings), databaseUrl: server.databaseUrl, log: createLog('silent') });
  here = openRawClient(server.origin);
  there = openRawClient((await other.listen()).origin);
  ({
    owner,
    users: { member },
  } = await seed(server, { users: { member: 'MEMBER' } }));
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

/** Idempotent writes, and where the response shows that they were done. */
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
  it('is returned by the instance that acknowledged it, though another wrote it', async () => {
    const channelId = await createChannel(owner);
    if ('body' in input) {
      const join = 'mutation ($input: JoinChannelInput!) { joinChannel(input: $input) { channel { id } } }';
      await ask(there, join, { channelId });
    }
    await expect.poll(async () => (await ask(there, query, { channelId })).cache).toBe('HIT');
    const { data: before } = await ask(there, query, { channelId });
    // The other instance receives the change late.
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

it('an instance returns its own writes before the log could be read', async () => {
  const channelId = await createChannel(owner);
  const [join, , query] = writes['a join']!;
  await expect.poll(async () => (await ask(here, query, { channelId })).cache).toBe('HIT');
  await sql.rows('begin');
  await sql.rows('lock table ephemera in access exclusive mode');
  expect((await ask(here, query, { channelId })).data.channel.memberCount).toBe(1);
  await ask(here, join, { channelId });
  const { cache, data } = await ask(here, query, { channelId });
  await sql.rows('commit');
  expect([cache, data.channel.memberCount]).toEqual(['MISS', 2]);
});

it('nothing stays cached past more changes than the relay delivers one by one', async () => {
  const channelId = await createChannel(owner);
  const query = 'query ($channelId: ID!) { channel(id: $channelId) { topic } }';
  await sql.rows('begin');
  await sql.rows(`update channels set topic = 'by hand' where id = $1`, [rawId(channelId)]);
  await sql.rows(
    `insert into changes (stream, number, id, workspace_id, kind, at, data)
     select 'channel:none', n, gen_random_uuid(), workspace_id, 'channels.updated', now(), '{}'
     from generate_series(1, 5001) n, channels where channels.id = $1`,
    [rawId(channelId)],
  );
  // It has received the channel's changes by now, and its cached response is from before all this.
  await expect.poll(async () => (await ask(there, query, { channelId })).cache).toBe('HIT');
  await sql.rows('commit');
  const topic = async () => (await ask(there, query, { channelId })).data.channel.topic;
  await expect.poll(topic, { timeout: 1_000 }).toBe('by hand');
});
