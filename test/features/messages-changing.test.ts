// Editing keeps history, deleting leaves a tombstone, pinning has its limit: and who may do each.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createChannel, mutate, type Person, seed, sendMessage } from '../support/seed.ts';
import { type Client, type Json, startServer, type TestServer } from '../support/server.ts';
import { changesOf, openSql, rawId, type Sql } from '../support/sql.ts';

const everything = `{
  message {
    id seq body bodyHtml editedAt deletedAt pinnedAt replyCount
    edits { totalCount nodes { body replacedAt } } reactions { emoji count } mentions { totalCount nodes { handle } }
    attachments { totalCount nodes { name url mediaType size } }
    replies { totalCount nodes { body } } participants { totalCount nodes { handle } }
  }
}`;
const read = `query ($id: ID!) ${everything.replace('message', 'message(id: $id)')}`;
const edit = `mutation ($id: ID!, $body: String!) { editMessage(input: { messageId: $id, body: $body }) ${everything} }`;
const remove = `mutation ($id: ID!) { deleteMessage(input: { messageId: $id }) ${everything} }`;
const pin = `mutation ($id: ID!) { pinMessage(input: { messageId: $id }) ${everything} }`;
const unpin = `mutation ($id: ID!) { unpinMessage(input: { messageId: $id }) ${everything} }`;
const react = `mutation ($id: ID!) { addReaction(input: { messageId: $id, emoji: "👍" }) ${everything} }`;
const list = `query ($id: ID!) { channel(id: $id) {
  messageCount messages { totalCount nodes { id body deletedAt } } pinnedMessages { totalCount nodes { id } }
} }`;

let server: TestServer;
let sql: Sql;
let owner: Client;
let [ada, bob, admin]: Person[] = [];
let channelId: string;

beforeAll(async () => {
  server = await startServer();
  sql = await openSql(server.databaseUrl);
  ({
    owner,
    users: { ada, bob, admin },
    channels: { talk: channelId },
  } = await seed(server, {
    users: { ada: 'MEMBER', bob: 'MEMBER', admin: 'ADMIN' },
    channels: { talk: { by: 'ada', members: ['bob'] } },
  }));
});
afterAll(async () => {
  await sql.end();
  await server.close();
});

const makeChannel = (input: object = {}) => createChannel(ada!, { memberIds: [bob!.id], ...input });
const sent = (client: Client, input: object = {}) => sendMessage(client, channelId, 'text', input);
const archive = (channelId: string, archived: boolean) =>
  mutate(ada!, 'archiveChannel', { channelId, archived }, 'channel { id }');
const attach = (id: string) =>
  sql.rows(
    `insert into message_attachments (message_id, position, workspace_id, name, url, media_type, size)
     select $1, 1, workspace_id, 'plan.png', 'https://files.example.com/plan.png', 'image/png', 3000000000
     from messages where id = $1`,
    [rawId(id)],
  );
const changed = async (client: Client, query: string, variables: object) =>
  Object.values(await client.data<Record<string, Json>>(query, variables))[0].message;

describe('editMessage', () => {
  test('replaces the body and keeps the earlier ones, oldest first', async () => {
    const id = await sent(ada!, { body: 'first @bob' });
    const start = server.clock.now;
    server.clock.now = start + 1_000;
    await changed(ada!, edit, { id, body: '**second** @admin' });
    server.clock.now = start + 2_000;
    const message = await changed(ada!, edit, { id, body: 'third' });
    expect(message).toMatchObject({
      ...{ body: 'third', bodyHtml: '<p>third</p>', seq: 1, mentions: { totalCount: 0, nodes: [] } },
      edits: { totalCount: 2, nodes: [{ body: 'first @bob' }, { body: '**second** @admin' }] },
    });
    const at = [message.editedAt, ...message.edits.nodes.map(({ replacedAt }: Json) => replacedAt)].map(Date.parse);
    expect(at).toEqual([start + 2_000, start + 1_000, start + 2_000]);
    expect((await bob!.data(read, { id })).message).toEqual(message);
  });

  test('to the same body changes nothing', async () => {
    const id = await sent(ada!, { body: 'same' });
    const before = await changesOf(sql, `channel:${rawId(channelId)}`);
    expect(await changed(ada!, edit, { id, body: 'same  \n' })).toMatchObject({
      editedAt: null,
      edits: { totalCount: 0 },
    });
    expect(await changesOf(sql, `channel:${rawId(channelId)}`)).toEqual(before);
  });

  test('is allowed for the author alone', async () => {
    const id = await sent(bob!);
    for (const client of [ada!, admin!, owner]) expect(await client.code(edit, { id, body: 'x' })).toBe('FORBIDDEN');
    expect((await bob!.data(read, { id })).message).toMatchObject({ body: 'text', editedAt: null });
  });

  test('refuses what sending refuses, and channels that cannot be written to', async () => {
    const id = await sent(ada!);
    for (const body of ['', ' \n', 'x'.repeat(40_001)])
      expect(await ada!.code(edit, { id, body })).toBe('BAD_USER_INPUT');
    await archive(channelId, true);
    expect(await ada!.code(edit, { id, body: 'late' })).toBe('CONFLICT');
    await archive(channelId, false);
    await ada!.data(remove, { id });
    expect(await ada!.code(edit, { id, body: 'late' })).toBe('CONFLICT');
  });
});

describe('deleteMessage', () => {
  test('leaves a tombstone with its thread; body, edits, reactions, mentions and attachments are removed', async () => {
    const id = await sent(ada!, { body: 'secret @bob' });
    await ada!.data(edit, { id, body: 'still secret @bob' });
    await attach(id);
    await bob!.data(react, { id });
    await bob!.data(pin, { id });
    await sent(bob!, { parentId: id, body: 'a reply' });
    expect((await ada!.data(read, { id })).message).toMatchObject({
      ...{ mentions: { totalCount: 1 }, edits: { totalCount: 1 }, reactions: [{ emoji: '👍', count: 1 }] },
      attachments: {
        totalCount: 1,
        nodes: [{ name: 'plan.png', url: 'https://files.example.com/plan.png', mediaType: 'image/png', size: null }],
      },
    });
    const before = (await ada!.data(list, { id: channelId })).channel;
    const tombstone = await changed(ada!, remove, { id });
    expect(Date.parse(tombstone.deletedAt)).toBe(server.clock.now);
    expect(tombstone).toMatchObject({
      ...{ id, body: '', bodyHtml: '', pinnedAt: null, replyCount: 1, reactions: [] },
      edits: { totalCount: 0, nodes: [] },
      mentions: { totalCount: 0, nodes: [] },
      attachments: { totalCount: 0, nodes: [] },
      replies: { totalCount: 1, nodes: [{ body: 'a reply' }] },
      participants: { totalCount: 2, nodes: [{ handle: 'ada' }, { handle: 'bob' }] },
    });
    const after = (await ada!.data(list, { id: channelId })).channel;
    expect(after).toMatchObject({
      messageCount: before.messageCount,
      messages: { totalCount: before.messages.totalCount },
    });
    expect(after.messages.nodes).toHaveLength(after.messages.totalCount);
    expect(after.pinnedMessages.nodes).toHaveLength(after.pinnedMessages.totalCount);
    expect(after.pinnedMessages.nodes).not.toContainEqual({ id });
    for (const table of ['messages', 'message_edits', 'changes']) {
      expect(await sql.rows(`select 1 from ${table} t where t::text like '%still secret%'`)).toEqual([]);
    }
  });

  test('twice is the same as once', async () => {
    const id = await sent(ada!);
    const first = await changed(ada!, remove, { id });
    server.clock.now += 1_000;
    expect(await changed(ada!, remove, { id })).toEqual(first);
  });

  test('prevents reactions and pins on the tombstone; replies to it are still accepted', async () => {
    const id = await sent(ada!);
    await ada!.data(remove, { id });
    for (const query of [react, pin, unpin]) expect(await bob!.code(query, { id })).toBe('CONFLICT');
    await sent(bob!, { parentId: id });
    expect((await ada!.data(read, { id })).message.replyCount).toBe(1);
  });

  test('is allowed for the author, and for admins of the channel and of the workspace', async () => {
    const [one, two, three, four] = [await sent(bob!), await sent(bob!), await sent(bob!), await sent(ada!)];
    expect(await bob!.code(remove, { id: four })).toBe('FORBIDDEN');
    await ada!.data(remove, { id: one });
    await bob!.data(remove, { id: two });
    // An admin of the workspace sees every public channel and manages it, joined or not.
    await admin!.data(remove, { id: three });
    await owner.data(remove, { id: four });
    const hidden = await makeChannel({ privacy: 'PRIVATE' });
    const secret = await sent(bob!, { channelId: hidden });
    expect(await admin!.code(remove, { id: secret })).toBe('NOT_FOUND');
  });

  test('and editMessage are refused for an author who has left', async () => {
    const id = await makeChannel();
    const message = await sent(bob!, { channelId: id });
    await bob!.data('mutation ($id: ID!) { leaveChannel(input: { channelId: $id }) { channel { id } } }', { id });
    expect(await bob!.code(remove, { id: message })).toBe('FORBIDDEN');
    expect(await bob!.code(edit, { id: message, body: 'x' })).toBe('FORBIDDEN');
  });

  test('is refused in an archived channel, like any other change', async () => {
    const id = await sent(ada!);
    await ada!.data(react, { id });
    await archive(channelId, true);
    for (const query of [remove, react, pin, unpin]) expect(await ada!.code(query, { id })).toBe('CONFLICT');
    expect(await admin!.code(remove, { id })).toBe('CONFLICT');
    await archive(channelId, false);
  });
});

describe('pinning', () => {
  test('shows the messages in the order they were pinned, twice the same as once', async () => {
    const id = await makeChannel();
    const [one, two, three] = [
      ...[
        await sent(ada!, { channelId: id }),
        await sent(ada!, { channelId: id }),
        await sent(ada!, { channelId: id }),
      ],
    ];
    const pinned = async () => (await bob!.data(list, { id })).channel.pinnedMessages;
    for (const message of [three, one, two]) {
      server.clock.now += 1_000;
      await bob!.data(pin, { id: message });
    }
    const before = await changed(bob!, pin, { id: three });
    expect(Date.parse(before.pinnedAt)).toBe(server.clock.now - 2_000);
    expect(await pinned()).toEqual({ totalCount: 3, nodes: [{ id: three }, { id: one }, { id: two }] });
    expect((await changed(ada!, unpin, { id: one })).pinnedAt).toBeNull();
    expect((await changed(ada!, unpin, { id: one })).pinnedAt).toBeNull();
    expect(await pinned()).toEqual({ totalCount: 2, nodes: [{ id: three }, { id: two }] });
  });

  test('is allowed for members', async () => {
    const id = await sent(ada!);
    expect(await admin!.code(pin, { id })).toBe('FORBIDDEN');
    expect(await admin!.code(unpin, { id })).toBe('FORBIDDEN');
  });

  test('is limited to exactly 100 in a channel, also for concurrent calls', async () => {
    const id = await makeChannel();
    const late: string[] = [];
    for (let i = 0; i < 8; i++) late.push(await sent(ada!, { channelId: id }));
    await sql.rows(
      `insert into messages (id, workspace_id, channel_id, seq, ordinal, author_id, body, body_html, created_at, pinned_at)
       select gen_random_uuid(), workspace_id, channel_id, seq + n, ordinal + n, author_id, '', '', now(), now()
       from messages, generate_series(1, 97) n where id = $1`,
      [rawId(late.at(-1)!)],
    );
    const codes = await Promise.all(late.map((message) => ada!.code(pin, { id: message })));
    expect(codes.sort()).toEqual([...Array(5).fill('CONFLICT'), ...Array(3).fill(undefined)]);
    const { pinnedMessages } = (await ada!.data(list, { id })).channel;
    expect(pinnedMessages.totalCount).toBe(100);
    // A pinned message can be pinned again, and an unpinned one frees its place.
    const pinned = await sql.rows<{ id: string }>(
      'select id from messages where pinned_at is not null and channel_id = $1',
      [rawId(id)],
    );
    const [first, free] = [
      `Message_${pinned[0]!.id}`,
      late.find((one) => !pinned.some((row) => row.id === rawId(one)))!,
    ];
    expect(await ada!.code(pin, { id: first })).toBeUndefined();
    expect(await ada!.code(pin, { id: free })).toBe('CONFLICT');
    await ada!.data(unpin, { id: first });
    expect(await ada!.code(pin, { id: free })).toBeUndefined();
  });
});
