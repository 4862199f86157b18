// Many concurrent writers in one channel: numbers without gaps or duplicates, nothing accepted after the archive, and
// streams whose changes are dense and in commit order, for every reader at any time.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createChannel, type Person } from '../support/seed.ts';
import { type Client, type Json, startServer, type TestServer } from '../support/server.ts';
import { brokenStreams, changesOf, openSql, rawId, type Sql } from '../support/sql.ts';

const send = `mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { id seq } } }`;
const archive = 'mutation ($id: ID!) { archiveChannel(input: { channelId: $id }) { channel { id } } }';
const remove = 'mutation ($id: ID!, $u: ID!) { removeMember(input: { channelId: $id, userId: $u }) { user { id } } }';
const shutOut = 'mutation ($id: ID!) { deactivateUser(input: { userId: $id }) { user { id } } }';

let server: TestServer;
let sql: Sql;
let owner: Client;
let people: Person[];

beforeAll(async () => {
  server = await startServer();
  sql = await openSql(server.databaseUrl);
  owner = (await server.workspace()).owner;
  people = [];
  for (let i = 0; i < 5; i++) people.push(await server.user(owner, `person-${i}`));
});
afterAll(async () => {
  await sql.end();
  await server.close();
});
afterEach(async () => {
  expect(await brokenStreams(sql)).toEqual([]);
});

const makeChannel = () => createChannel(people[0]!, { memberIds: people.slice(1).map(({ id }) => id) });

interface Outcome {
  code: string | undefined;
  message: { id: string; seq: number } | null;
}

/** Sends until the response counts: a busy server asks to retry, which is safe for the operations here. */
async function surely(client: Client, query: string, variables: object): Promise<Outcome> {
  for (;;) {
    const { data, errors } = await client.ask<Json>(query, variables);
    const code = errors?.[0]?.extensions.code;
    if (code !== 'UNAVAILABLE') return { code, message: data?.sendMessage?.message ?? null };
  }
}

let keys = 0;
/** Sends under a key of its own, unless another is given. */
const sent = (client: Client, channelId: string, input: object = {}) =>
  surely(client, send, { input: { channelId, body: 'x', clientMessageId: `key ${++keys}`, ...input } });

const stored = (channelId: string) =>
  sql.rows<{ id: string; seq: number; ordinal: number | null; replyCount: number }>(
    `select id, seq, ordinal, reply_count as "replyCount" from messages where channel_id = $1 order by seq`,
    [rawId(channelId)],
  );
const streamOf = (channelId: string) => `channel:${rawId(channelId)}`;
const kindsOf = async (stream: string) => (await changesOf(sql, stream)).map(({ kind }) => kind);
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

/** Reads a stream repeatedly until the work is done; returns how often it had grown. It may never show a gap. */
async function watch(stream: string, work: Promise<unknown>): Promise<number> {
  let working = true;
  const done = work.finally(() => {
    working = false;
  });
  const lengths = new Set<number>();
  while (working) {
    const numbers = (await changesOf(sql, stream)).map(({ number }) => number);
    expect(numbers).toEqual(upTo(numbers.length));
    lengths.add(numbers.length);
  }
  await done;
  return lengths.size;
}

describe('many sends at once', { timeout: 60_000 }, () => {
  test('are numbered without a gap, roots and replies, published in that order, and never seen with a gap', async () => {
    const channelId = await makeChannel();
    const first = await sent(people[0]!, channelId);
    const sends = Promise.all(
      upTo(99).map((i) => sent(people[i % 5]!, channelId, i % 4 === 0 ? { parentId: first.message!.id } : {})),
    );
    expect(await watch(streamOf(channelId), sends)).toBeGreaterThan(3);
    const seqs = [first, ...(await sends)].map(({ message }) => message!.seq);
    expect(seqs.sort((a, b) => a - b)).toEqual(upTo(100));
    const rows = await stored(channelId);
    expect(rows.map(({ seq }) => seq)).toEqual(upTo(100));
    const roots = rows.filter(({ ordinal }) => ordinal !== null);
    expect(roots.map(({ ordinal }) => ordinal)).toEqual(upTo(76));
    expect(rows[0]).toMatchObject({ id: rawId(first.message!.id), replyCount: 24 });
    const published = (await changesOf(sql, streamOf(channelId))).filter(({ kind }) => kind === 'messages.sent');
    expect(published.map(({ data }) => data.messageId)).toEqual(rows.map(({ id }) => id));
    const { channel } = await people[1]!.data(
      'query ($id: ID!) { channel(id: $id) { messageCount messages { totalCount } viewerMembership { unreadCount } } }',
      { id: channelId },
    );
    expect(channel).toMatchObject({ messageCount: 100, messages: { totalCount: 76 } });
    const own = published.filter(({ actorId }) => actorId === rawId(people[1]!.id)).map(({ data }) => data.messageId);
    const lastOwn = roots.findLast(({ id }) => own.includes(id))!;
    expect(channel.viewerMembership.unreadCount).toBe(76 - lastOwn.ordinal!);
  });

  test('200, with an archive in the middle: what was acknowledged is there, and nothing came after', async () => {
    const channelId = await makeChannel();
    const before = upTo(100).map((i) => sent(people[i % 5]!, channelId));
    await Promise.race(before);
    const archived = surely(people[0]!, archive, { id: channelId });
    const answers = await Promise.all([...before, ...upTo(100).map((i) => sent(people[i % 5]!, channelId))]);
    expect((await archived).code).toBeUndefined();
    for (const { code } of answers) expect([undefined, 'CONFLICT']).toContain(code);
    const acknowledged = answers.flatMap(({ message }) => (message ? [rawId(message.id)] : []));
    const rows = await stored(channelId);
    expect(acknowledged.length).toBeGreaterThan(0);
    expect(rows.map(({ id }) => id).sort()).toEqual(acknowledged.sort());
    expect(rows.map(({ seq, ordinal }) => [seq, ordinal])).toEqual(upTo(rows.length).map((number) => [number, number]));
    const kinds = await kindsOf(streamOf(channelId));
    expect(kinds.lastIndexOf('messages.sent')).toBeLessThan(kinds.indexOf('channels.archived'));
    expect((await sent(people[1]!, channelId)).code).toBe('CONFLICT');
  });
});

describe('one clientMessageId', () => {
  test('sent 50 times at once is one message, the same in every response', async () => {
    const channelId = await makeChannel();
    const answers = await Promise.all(upTo(50).map(() => sent(people[0]!, channelId, { clientMessageId: 'once' })));
    expect(new Set(answers.map(({ code }) => code))).toEqual(new Set([undefined]));
    expect(new Set(answers.map(({ message }) => message!.id)).size).toBe(1);
    expect(await stored(channelId)).toHaveLength(1);
    expect((await kindsOf(streamOf(channelId))).filter((kind) => kind === 'messages.sent')).toHaveLength(1);
  });

  test('of five authors at once is five messages', async () => {
    const channelId = await makeChannel();
    const answers = await Promise.all(
      upTo(25).map((i) => sent(people[i % 5]!, channelId, { clientMessageId: 'shared' })),
    );
    expect(new Set(answers.map(({ message }) => message!.id)).size).toBe(5);
    expect(await stored(channelId)).toHaveLength(5);
  });
});

describe('a member who writes', () => {
  test('while they are removed has nothing accepted after it', async () => {
    const channelId = await makeChannel();
    const writer = people[4]!;
    const before = upTo(20).map(() => sent(writer, channelId));
    await Promise.race(before);
    const removed = surely(people[0]!, remove, { id: channelId, u: writer.id });
    const answers = await Promise.all([...before, ...upTo(10).map(() => sent(writer, channelId))]);
    expect((await removed).code).toBeUndefined();
    for (const { code } of answers) expect([undefined, 'FORBIDDEN']).toContain(code);
    const kinds = await kindsOf(streamOf(channelId));
    expect(kinds.lastIndexOf('messages.sent')).toBeLessThan(kinds.indexOf('members.left'));
    expect((await sent(writer, channelId)).code).toBe('FORBIDDEN');
  });

  test('while they are deactivated has nothing accepted after it', async () => {
    const channelId = await makeChannel();
    const writer = people[3]!;
    const before = upTo(20).map(() => sent(writer, channelId));
    await Promise.race(before);
    const ended = surely(owner, shutOut, { id: writer.id });
    const answers = await Promise.all([...before, ...upTo(10).map(() => sent(writer, channelId))]);
    expect((await ended).code).toBeUndefined();
    for (const { code } of answers) expect([undefined, 'UNAUTHENTICATED']).toContain(code);
    // A root moves its author's read position, which their own stream shows.
    const kinds = await kindsOf(`user:${rawId(writer.id)}`);
    expect(kinds.lastIndexOf('channels.read')).toBeLessThan(kinds.indexOf('users.deactivated'));
    expect((await sent(writer, channelId)).code).toBe('UNAUTHENTICATED');
  });
});
