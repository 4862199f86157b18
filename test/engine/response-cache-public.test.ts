// What the response cache promises to its users. The product keeps every promise, and the usual plugin on the same
// schema and database breaks it: so each of these tests is able to fail.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plugin, product, type World } from '../support/cache-worlds.ts';
import { createChannel, sendMessage } from '../support/seed.ts';
import { type Client, startServer, type TestServer } from '../support/server.ts';
import { openSql, type Sql } from '../support/sql.ts';

let server: TestServer;
let owner: Client;
let sql: Sql;
let worlds: Record<'product' | 'plugin', World>;
let count = 0;

beforeAll(async () => {
  server = await startServer({ LIMITS: 'off' });
  owner = (await server.workspace()).owner;
  sql = await openSql(server.databaseUrl);
  worlds = { product: product(server), plugin: plugin(server) };
});

afterAll(async () => {
  await sql?.end();
  await server?.close();
});

const as = ({ token }: Client) => ({ authorization: `Bearer ${token}` });
const topic = 'query ($id: ID!) { channel(id: $id) { topic } }';
const create = 'mutation ($name: String!) { createChannel(input: { name: $name }) { channel { id } } }';
const updateChannel = `mutation ($id: ID!, $topic: String!) {
  updateChannel(input: { channelId: $id, topic: $topic }) { channel { id } }
}`;

/** Blocks all reads of this table until released. */
async function lock(table: string): Promise<() => Promise<void>> {
  await sql.rows('begin');
  await sql.rows(`lock table ${table} in access exclusive mode`);
  return async () => {
    await sql.rows('commit');
  };
}

/** How many statements wait for a lock. */
async function waiting(): Promise<number> {
  const [row] = await sql.rows<{ n: number }>(
    `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return row!.n;
}

/** What a world returns, and what it should. */
const promises: Record<string, (world: World) => Promise<[shown: unknown, promised: unknown]>> = {
  'identical misses run once': async (world) => {
    const id = await createChannel(owner);
    const release = await lock('channel_members');
    const query = 'query ($id: ID!) { channel(id: $id) { members { totalCount } } }';
    const requests = Array.from({ length: 10 }, () => world.post(as(owner), query, { id }));
    await expect.poll(waiting).toBeGreaterThan(0);
    // All ten have been accepted: each has read the channel, or waits for the one that does.
    await world.post(as(owner), '{ workspace { name } }');
    const running = await waiting();
    await release();
    const answers = await Promise.all(requests);
    expect(answers.map(({ data }) => data.channel.members.totalCount)).toEqual(Array(10).fill(1));
    return [running, 1];
  },

  'a list sees a new entity': async (world) => {
    const name = `new${++count}`;
    const list = '{ channels(first: 100) { totalCount nodes { id name } } }';
    await world.post(as(owner), list);
    await world.post(as(owner), create, { name });
    const { data } = await world.post(as(owner), list);
    return [data.channels.nodes.some((channel: { name: string }) => channel.name === name), true];
  },

  'a raced fill is not stored': async (world) => {
    const id = await createChannel(owner);
    const query =
      'query ($id: ID!) { channel(id: $id) { topic pinnedMessages { nodes { attachments { totalCount } } } } }';
    const messageId = await sendMessage(owner, id, 'b');
    await owner.data('mutation ($id: ID!) { pinMessage(input: { messageId: $id }) { message { id } } }', {
      id: messageId,
    });
    const release = await lock('message_attachments');
    // It has read the topic, and waits for the rest.
    const before = world.post(as(owner), query, { id });
    await expect.poll(waiting).toBe(1);
    await world.post(as(owner), updateChannel, { id, topic: 'changed' });
    await release();
    await before;
    return [(await world.post(as(owner), query, { id })).data.channel.topic, 'changed'];
  },

  'an old ETag after a change gives 200': async (world) => {
    const id = await createChannel(owner);
    const { headers } = await world.get(as(owner), topic, { id });
    const etag = headers.get('etag')!;
    expect(etag).toBeTruthy();
    const again = await world.get({ ...as(owner), 'if-none-match': etag }, topic, { id });
    expect(again.status).toBe(304);
    await world.post(as(owner), updateChannel, { id, topic: 'changed' });
    await world.get(as(owner), topic, { id });
    const { status, data } = await world.get({ ...as(owner), 'if-none-match': etag }, topic, { id });
    return [
      [status, data?.channel.topic],
      [200, 'changed'],
    ];
  },

  'lists within lists cost as much as there is of them': async (world) => {
    const id = await createChannel(owner);
    const reader = await server.user(owner, `reader${++count}`);
    await owner.data('mutation ($input: AddMemberInput!) { addMember(input: $input) { user { id } } }', {
      input: { channelId: id, userId: reader.id },
    });
    // The channels of a member of the channel of a member …: only the first of each list.
    const nested = (lists: number): string =>
      lists ? `channels(first: 1) { nodes { id members(first: 1) { nodes { id ${nested(lists - 2)} } } } }` : 'name';
    const cost = async (lists: number) => {
      const times: number[] = [];
      for (let i = 0; i < 4; i++) {
        const query = `query ($id: ID!) { user(id: $id) { a${i}: name ${nested(lists)} } }`;
        const before = process.cpuUsage();
        const { data } = await world.post(as(reader), query, { id: reader.id });
        const { user } = process.cpuUsage(before);
        expect(JSON.stringify(data)).toContain(reader.id);
        times.push(user);
      }
      return Math.min(...times);
    };
    // Twice as deep: not far from twice the work, where doubling it with each list would be 256 times.
    return [(await cost(16)) / (await cost(8)) < 6, true];
  },

  'a revoked viewer gets nothing from cache': async (world) => {
    const user = await server.user(owner, `leaving${++count}`);
    const query = '{ viewer { user { handle } channels { totalCount } } }';
    expect((await world.post(as(user), query)).data.viewer.user.handle).toBe(`leaving${count}`);
    await world.post(as(owner), 'mutation ($id: ID!) { deactivateUser(input: { userId: $id }) { __typename } }', {
      id: user.id,
    });
    const { data, errors } = await world.post(as(user), query);
    return [
      [data, errors?.[0].extensions.code],
      [null, 'UNAUTHENTICATED'],
    ];
  },

  'an alias does not escape scope': async (world) => {
    // Signed in by a cookie: no header identifies the viewer, and only the scope of the field can.
    const cookieOf = ({ token }: Client) => ({ cookie: `switchboard_session=${token}` });
    const [one, two] = [await server.user(owner, `one${++count}`), await server.user(owner, `two${count}`)];
    const query = '{ me: viewer { user { handle } } }';
    const handles = [];
    for (const who of [one, two]) handles.push((await world.post(cookieOf(who), query)).data.me.user.handle);
    return [handles, [`one${count}`, `two${count}`]];
  },
};

describe.each(Object.entries(promises))('%s', (_, promise) => {
  it('is kept by the product', async () => {
    const [shown, promised] = await promise(worlds.product);
    expect(shown).toEqual(promised);
  });

  it('is broken by the plugin as it comes', async () => {
    const [shown, promised] = await promise(worlds.plugin);
    expect(shown).not.toEqual(promised);
  });
});
