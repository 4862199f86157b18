// Sending: where a message goes, what it may contain, and that a key makes a repetition safe.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createChannel, type Person, seed } from '../support/seed.ts';
import { type Client, type Json, startServer, type TestServer } from '../support/server.ts';

const send = `mutation ($input: SendMessageInput!) {
  sendMessage(input: $input) {
    message { id seq body createdAt editedAt deletedAt replyCount parent { id } author { handle } channel { id } }
  }
}`;

let server: TestServer;
let owner: Client;
let [ada, bob, eve]: Person[] = [];
let channelId: string;

beforeAll(async () => {
  server = await startServer();
  ({
    owner,
    users: { ada, bob, eve },
    channels: { talk: channelId },
  } = await seed(server, {
    users: { ada: 'MEMBER', bob: 'MEMBER', eve: 'MEMBER' },
    channels: { talk: { by: 'ada', members: ['bob'] } },
  }));
});
afterAll(() => server.close());

const makeChannel = (input: object = {}) => createChannel(ada!, { memberIds: [bob!.id], ...input });
const sent = async (client: Client, input: object = {}) =>
  (await client.data(send, { input: { channelId, body: 'text', ...input } })).sendMessage.message;
const refused = (client: Client, input: object) => client.code(send, { input: { channelId, body: 'text', ...input } });

describe('sendMessage', () => {
  test('writes roots and replies, with one sequence of numbers', async () => {
    const id = await makeChannel();
    const activity = async () => {
      const { channel } = await ada!.data('query ($id: ID!) { channel(id: $id) { lastActivityAt createdAt } }', { id });
      return [channel.lastActivityAt, channel.createdAt].map(Date.parse);
    };
    const start = server.clock.now;
    expect(await activity()).toEqual([start, start]);
    server.clock.now = start + 60_000;
    const root = await sent(ada!, { channelId: id, body: 'Root' });
    expect(await activity()).toEqual([start + 60_000, start]);
    expect(root).toMatchObject({
      ...{ seq: 1, body: 'Root', editedAt: null, deletedAt: null, replyCount: 0, parent: null },
      ...{ author: { handle: 'ada' }, channel: { id } },
    });
    expect(Date.parse(root.createdAt)).toBe(server.clock.now);
    const reply = await sent(bob!, { channelId: id, body: 'Reply', parentId: root.id });
    expect(reply).toMatchObject({ seq: 2, parent: { id: root.id }, author: { handle: 'bob' } });
    expect((await sent(ada!, { channelId: id })).seq).toBe(3);
    const { channel } = await bob!.data(
      `query ($id: ID!) { channel(id: $id) {
        messageCount lastActivityAt messages { totalCount nodes { seq replyCount replies { totalCount nodes { seq } } } }
      } }`,
      { id },
    );
    expect(channel).toMatchObject({
      messageCount: 3,
      messages: {
        totalCount: 2,
        nodes: [
          { seq: 1, replyCount: 1, replies: { totalCount: 1, nodes: [{ seq: 2 }] } },
          { seq: 3, replyCount: 0, replies: { totalCount: 0, nodes: [] } },
        ],
      },
    });
  });

  test('refuses a parent of another channel, one that is a reply, and one that does not exist', async () => {
    const root = await sent(ada!);
    const reply = await sent(ada!, { parentId: root.id });
    expect(await refused(ada!, { parentId: reply.id })).toBe('BAD_USER_INPUT');
    const elsewhere = await sent(ada!, { channelId: await makeChannel() });
    expect(await refused(ada!, { parentId: elsewhere.id })).toBe('NOT_FOUND');
    expect(await refused(ada!, { parentId: 'Message_01890000-0000-7000-8000-000000000000' })).toBe('NOT_FOUND');
    expect(await refused(ada!, { parentId: channelId })).toBe('BAD_USER_INPUT');
  });

  test('is allowed for members', async () => {
    expect(await refused(eve!, {})).toBe('FORBIDDEN');
    expect(await refused(owner, {})).toBe('FORBIDDEN');
    expect(await refused(eve!, { channelId: await makeChannel({ privacy: 'PRIVATE' }) })).toBe('NOT_FOUND');
  });

  test('accepts 1 to 40,000 characters, and reports how many there were', async () => {
    expect((await sent(ada!, { body: 'x'.repeat(40_000) })).body).toHaveLength(40_000);
    expect((await sent(ada!, { body: '.' })).body).toBe('.');
    const answer = await ada!.ask(send, { input: { channelId, body: 'x'.repeat(40_001) } });
    expect(answer.errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
    expect(answer.errors?.[0]?.message).toMatch(/40000.*40001/);
    for (const body of ['', ' ', '\n\t\r\n ', '\u00a0\u2003'])
      expect(await refused(ada!, { body })).toBe('BAD_USER_INPUT');
  });

  test('keeps the body as it was written, indentation and all', async () => {
    const body = '    code\r\n\r\n- a\r- b\u2028 😀 \u202e \u0007';
    expect((await sent(ada!, { body })).body).toBe('    code\n\n- a\n- b\u2028 😀 \u202e \u0007');
  });

  test('renders the longest body in time, whatever its structure', { timeout: 15_000 }, async () => {
    const hostile = [
      '[',
      '![',
      '*a ',
      '_a ',
      '`',
      '> ',
      '- ',
      '(',
      '[a](',
      '<',
      '@a',
      'a@',
      '~~',
      '|',
      '&',
      'http://',
      '\\',
      '#',
    ];
    const started = performance.now();
    for (const piece of hostile) {
      const body = piece.repeat(Math.floor(40_000 / piece.length));
      expect([piece, await ada!.code(send, { input: { channelId, body } })]).toEqual([piece, undefined]);
    }
    expect((performance.now() - started) / hostile.length).toBeLessThan(1_000);
  });
});

describe('clientMessageId', () => {
  test('used again returns the first message and writes nothing', async () => {
    const id = await makeChannel();
    const first = await sent(ada!, { channelId: id, clientMessageId: 'key 1' });
    expect(await sent(ada!, { channelId: id, clientMessageId: 'key 1' })).toEqual(first);
    const { channel } = await ada!.data('query ($id: ID!) { channel(id: $id) { messageCount } }', { id });
    expect(channel.messageCount).toBe(1);
  });

  test('used again for another message is a conflict, and writes nothing', async () => {
    const [id, other] = [await makeChannel(), await makeChannel()];
    const root = await sent(ada!, { channelId: id });
    const first = { channelId: id, clientMessageId: 'key 2', body: 'one' };
    await sent(ada!, first);
    for (const different of [{ body: 'two' }, { channelId: other }, { parentId: root.id }]) {
      const answer = await ada!.ask(send, { input: { ...first, ...different } });
      expect(answer.errors?.[0]).toMatchObject({
        message: expect.stringContaining('clientMessageId: you have sent another message with this key'),
        extensions: { code: 'CONFLICT' },
      });
    }
    // A difference in line endings alone makes the same message: bodies are stored without them.
    expect((await sent(ada!, { ...first, body: 'one\r\n', parentId: null })).seq).toBe(2);
    const { channel } = await ada!.data('query ($id: ID!) { channel(id: $id) { messageCount } }', { id });
    expect(channel.messageCount).toBe(2);
  });

  test('belongs to its author: another author’s creates another message', async () => {
    const key = { clientMessageId: 'shared' };
    expect((await sent(ada!, key)).id).not.toBe((await sent(bob!, key)).id);
    expect((await sent(bob!, key)).author.handle).toBe('bob');
  });

  test('is free again when the message was refused', async () => {
    const key = { clientMessageId: 'second try' };
    expect(await refused(ada!, { ...key, parentId: 'Message_01890000-0000-7000-8000-000000000000' })).toBe('NOT_FOUND');
    expect(await refused(ada!, { ...key, body: ' ' })).toBe('BAD_USER_INPUT');
    expect((await sent(ada!, { ...key, body: 'now' })).body).toBe('now');
  });

  test('reveals nothing of its message to a former member', async () => {
    const id = await makeChannel({ privacy: 'PRIVATE' });
    await sent(bob!, { channelId: id, clientMessageId: 'gone', body: 'secret' });
    const remove = `mutation ($id: ID!, $u: ID!) { removeMember(input: { channelId: $id, userId: $u }) { user { id } } }`;
    await ada!.data(remove, { id, u: bob!.id });
    for (const [body, code] of [
      ['secret', 'NOT_FOUND'],
      ['other', 'CONFLICT'],
    ]) {
      const answer = await bob!.ask<Json>(send, { input: { channelId: id, clientMessageId: 'gone', body } });
      expect(answer.errors?.[0]?.extensions.code).toBe(code);
      expect(JSON.stringify(answer)).not.toContain('secret');
    }
  });

  test.each(['', 'x'.repeat(101)])('refuses a key of the wrong length', async (clientMessageId) => {
    expect(await refused(ada!, { clientMessageId })).toBe('BAD_USER_INPUT');
  });

  test('accepts any text of up to 100 characters', async () => {
    for (const clientMessageId of ['x'.repeat(100), ' ', '🔑'.repeat(50), "'; drop table messages; --"]) {
      const { id } = await sent(ada!, { clientMessageId });
      expect((await sent(ada!, { clientMessageId })).id).toBe(id);
    }
  });
});

describe('a thread', () => {
  test('lists its participants in the order they came, its author first', async () => {
    const thread = `query ($id: ID!) { message(id: $id) {
      replyCount participants { totalCount nodes { handle } } replies { totalCount nodes { body } }
    } }`;
    const join = 'mutation ($id: ID!) { joinChannel(input: { channelId: $id }) { channel { id } } }';
    await eve!.data(join, { id: channelId });
    const root = await sent(ada!);
    expect((await ada!.data(thread, root)).message).toMatchObject({ participants: { totalCount: 0, nodes: [] } });
    for (const client of [eve!, bob!, eve!, ada!]) await sent(client, { parentId: root.id, body: client.id });
    expect((await ada!.data(thread, root)).message).toEqual({
      replyCount: 4,
      participants: { totalCount: 3, nodes: [{ handle: 'ada' }, { handle: 'eve' }, { handle: 'bob' }] },
      replies: { totalCount: 4, nodes: [eve!, bob!, eve!, ada!].map(({ id }) => ({ body: id })) },
    });
  });

  test('of a reply is empty', async () => {
    const root = await sent(ada!);
    const reply = await sent(bob!, { parentId: root.id });
    const query =
      'query ($id: ID!) { message(id: $id) { replies { totalCount nodes { id } } participants { totalCount } } }';
    expect((await ada!.data(query, reply)).message).toEqual({
      replies: { totalCount: 0, nodes: [] },
      participants: { totalCount: 0 },
    });
  });
});
