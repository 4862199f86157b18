// 100,000 random writes and reads on two instances of one database: no response is older than what the same instance
// acknowledged, nor than what the other one acknowledged more than a second before; also while the log cannot be read.
// One read in ten is executed by Yoga, with the plugin, and joins those of the fast path; with ORACLE_YOGA=1 all are.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { Random } from '../../src/cli/demo/random.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { FreshnessOracle } from '../support/freshness-oracle.ts';
import { openRawClient, type RawClient } from '../support/raw-http.ts';
import { type Client, type Json, startServer, type TestServer } from '../support/server.ts';
import { openSql } from '../support/sql.ts';

const operations = 100_000;
const writeShare = 0.04;
const yogaShare = Number(process.env.ORACLE_YOGA ?? 0.1);
const minutes = Number(process.env.ORACLE_MINUTES ?? 3);

type Person = Client & { id: string };

const random = new Random('oracle');
const oracle = new FreshnessOracle();
let server: TestServer;
let other: App;
let instances: RawClient[];
let owner: Client;
let authors: Person[];
let channels: { id: string; message: string }[];
/** Users that are members of no channel yet, by channel. */
const joining: string[][] = [];

beforeAll(async () => {
  server = await startServer({ LIMITS: 'off' });
  const settings = { NODE_ENV: 'test', LOG_LEVEL: 'silent', PORT: '0', DRAIN_SECONDS: '1', LIMITS: 'off' };
  other = createApp({ config: readConfig(settings), databaseUrl: server.databaseUrl, log: createLog('silent') });
  instances = [openRawClient(server.origin), openRawClient((await other.listen()).origin)];
  owner = (await server.workspace()).owner;
  authors = [];
  for (let i = 0; i < 8; i++) authors.push(await server.user(owner, `author${i}`, { name: 'n0' }));
  const memberIds = authors.map(({ id }) => id);
  channels = [];
  for (let i = 0; i < 10; i++) {
    const privacy = i % 4 === 1 ? 'PRIVATE' : 'PUBLIC';
    const { createChannel } = await owner.data(
      'mutation ($input: CreateChannelInput!) { createChannel(input: $input) { channel { id } } }',
      { input: { name: `room${i}`, topic: 't0', privacy, memberIds } },
    );
    const channelId = createChannel.channel.id as string;
    const sent: string[] = [];
    for (const author of authors) sent.push(await send(author, channelId, 'm0'));
    channels.push({ id: channelId, message: sent[0]! });
    joining.push([]);
  }
}, 60_000);

afterAll(async () => {
  for (const one of instances ?? []) one.close();
  await other?.close();
  await server?.close();
});

const send = async (author: Client, channelId: string, body: string): Promise<string> =>
  (
    await author.data('mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { id } } }', {
      input: { channelId, body },
    })
  ).sendMessage.message.id;

const version = (text: string) => Number(text.slice(1));
const names = (users: Json[]): [string, number][] => users.map(({ id, name }) => [`name ${id}`, version(name)]);

/** A query, the things that it is about, and the versions of them in a response. */
interface Question {
  readonly body: string;
  readonly things: readonly string[];
  readonly shown: (data: Json) => [string, number][];
}

function questions(): Question[] {
  const about = (query: string, variables: object, things: string[], shown: Question['shown']): Question => ({
    ...{ body: JSON.stringify({ query, variables }), things, shown },
  });
  const people = authors.map(({ id }) => `name ${id}`);
  const ofChannels = channels.flatMap(({ id, message }) => [
    about('query ($id: ID!) { channel(id: $id) { topic } }', { id }, [`topic ${id}`], ({ channel }) => [
      [`topic ${id}`, version(channel.topic)],
    ]),
    about('query ($id: ID!) { channel(id: $id) { memberCount } }', { id }, [`members ${id}`], ({ channel }) => [
      [`members ${id}`, channel.memberCount - authors.length - 1],
    ]),
    about(
      'query ($id: ID!) { channel(id: $id) { topic members(last: 1) { totalCount } messages(last: 5) { nodes { body author { id name } } } } }',
      { id },
      [`topic ${id}`, `members ${id}`, `last ${id}`, ...people],
      ({ channel: { topic, members, messages } }) => [
        [`topic ${id}`, version(topic)],
        [`members ${id}`, members.totalCount - authors.length - 1],
        [`last ${id}`, version(messages.nodes.at(-1).body)],
        ...names(messages.nodes.map(({ author }: Json) => author)),
      ],
    ),
    about(
      'query ($id: ID!) { channel(id: $id) { messages(first: 3) { nodes { author { id name } } } } }',
      { id },
      people,
      ({ channel }) => names(channel.messages.nodes.map(({ author }: Json) => author)),
    ),
    about(
      'query ($id: ID!) { message(id: $id) { reactions { count } } }',
      { id: message },
      [`reactions ${message}`],
      ({ message: { reactions } }) => [
        [`reactions ${message}`, reactions.reduce((sum: number, { count }: Json) => sum + count, 0)],
      ],
    ),
  ]);
  return [
    ...ofChannels,
    ...authors.map(({ id }) =>
      about('query ($id: ID!) { user(id: $id) { id name } }', { id }, [`name ${id}`], ({ user }) => names([user])),
    ),
    about('{ users(filter: { handlePrefix: "author" }) { nodes { id name } } }', {}, people, ({ users }) =>
      names(users.nodes),
    ),
    about('{ users { totalCount } }', {}, ['users'], ({ users }) => [['users', users.totalCount - authors.length - 1]]),
    about('{ channels(filter: { namePrefix: "new" }) { totalCount } }', {}, ['channels'], (data) => [
      ['channels', data.channels.totalCount],
    ]),
    about(
      '{ channels(first: 1, orderBy: { field: NAME, direction: DESC }, filter: { namePrefix: "new" }) { nodes { name } } }',
      {},
      ['channels'],
      ({ channels: { nodes } }) => [['channels', nodes.length ? Number(nodes[0].name.slice('new'.length)) : 0]],
    ),
  ];
}

const emoji = Array.from({ length: 50 }, (_, index) => `:e${index}:`);

/** The next version of a thing, written at an instance; false while another write of it is running. */
async function writeAt(instance: number, index: number, kind = random.int(1, 100)): Promise<boolean> {
  const at = instances[instance]!;
  const mutate = async (name: string, by: Client, input: object, selection = '{ __typename }'): Promise<Json> => {
    const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { ${name}(input: $input) ${selection} }`;
    const { data, errors } = JSON.parse(
      (await at.post(by.token, JSON.stringify({ query, variables: { input } }))).body,
    );
    if (errors) throw new Error(`${name}: ${errors[0].message}`);
    return data[name];
  };
  const { id, message } = channels[index]!;
  if (kind <= 25)
    return oracle.write(instance, `topic ${id}`, (n) =>
      mutate('updateChannel', owner, { channelId: id, topic: `t${n}` }),
    );
  if (kind <= 60) {
    const author = random.pick(authors);
    return oracle.write(instance, `last ${id}`, (n) => mutate('sendMessage', author, { channelId: id, body: `m${n}` }));
  }
  if (kind <= 80)
    return oracle.write(instance, `reactions ${message}`, (n) =>
      mutate('addReaction', authors[n % 8]!, { messageId: message, emoji: emoji[Math.floor(n / 8)]! }),
    );
  const user = joining[index]!.at(-1);
  if (kind <= 90 && user)
    return oracle.write(instance, `members ${id}`, async () => {
      joining[index]!.pop();
      await mutate('addMember', owner, { channelId: id, userId: user });
    });
  if (kind <= 95)
    return oracle.write(instance, 'users', async (n) => {
      const created = await mutate('createUser', owner, { handle: `u${n}`, name: 'u' }, '{ user { id } }');
      for (const list of joining) list.push(created.user.id);
    });
  if (kind <= 98)
    return oracle.write(instance, 'channels', (n) =>
      mutate('createChannel', owner, { name: `new${String(n).padStart(6, '0')}` }),
    );
  const author = random.pick(authors);
  return oracle.write(instance, `name ${author.id}`, (n) => mutate('updateProfile', author, { name: `n${n}` }));
}

it('100,000 random writes and reads on two instances return nothing stale', { timeout: minutes * 60_000 }, async () => {
  const all = questions();
  const calm = all.slice(all.length / 3);
  const readers = [owner.token, authors[0]!.token];
  const seen: Record<string, number> = {};
  let [writes, reads] = [0, 0];
  // Mostly about things that are rarely written to: a response stays cached only while they do not change.
  const one = () => random.pick(random.chance(0.75) ? calm : all);
  const readAt = async (instance: number, question = one()) => {
    const check = oracle.asking(instance, question.things);
    const path = random.chance(yogaShare) ? '/graphql?by=yoga' : '/graphql';
    const { body, cache } = await instances[instance]!.post(random.pick(readers), question.body, path);
    check(new Map(question.shown((JSON.parse(body) as Json).data)));
    seen[cache!] = (seen[cache!] ?? 0) + 1;
    reads++;
  };
  const worker = async () => {
    while (writes + reads < operations && !oracle.faults.length) {
      const instance = random.int(0, 1);
      // Some are written to much more than others, so that responses about the others are cached.
      const index = random.int(0, random.chance(0.9) ? 2 : channels.length - 1);
      if (!random.chance(writeShare)) await readAt(instance);
      else if (random.chance(0.2)) await burst(instance, index);
      else if (await writeAt(instance, index)) writes++;
    }
  };
  // Several things of one channel, each queried as soon as it is acknowledged: others are being read just then.
  const burst = async (instance: number, index: number) => {
    const writeAndRead = async (kind: number) => {
      if (await writeAt(instance, index, kind)) writes++;
      await readAt(instance, all[5 * index + 2]);
    };
    await Promise.all([10, 40, 88].map(writeAndRead));
  };
  await Promise.all([
    ...Array.from({ length: 48 }, worker),
    silence(() => writes + reads > operations / 3 || oracle.faults.length > 0),
  ]);
  expect(oracle.faults).toEqual([]);
  expect(writes).toBeGreaterThan(operations * 0.03);
  expect(seen.HIT).toBeGreaterThan(operations * 0.6);
  expect(seen.BYPASS ?? 0).toBe(0);
});

/** For a while in the middle of the run the log cannot be read: the relay's statement waits for a lock. */
async function silence(when: () => boolean): Promise<void> {
  await expect.poll(when, { timeout: minutes * 40_000, interval: 20 }).toBe(true);
  const sql = await openSql(server.databaseUrl);
  await sql.rows('begin');
  await sql.rows('lock table ephemera in access exclusive mode');
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  await sql.rows('commit');
  await sql.end();
}
