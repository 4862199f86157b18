// Unread counts: roots after the last one read. The position moves forward only, and one's own messages move it too.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createChannel, type Person, sendMessage } from '../support/seed.ts';
import { type Client, startServer, type TestServer } from '../support/server.ts';
import { changesOf, openSql, rawId, type Sql } from '../support/sql.ts';

const markRead = `mutation ($id: ID!, $message: ID!) {
  markRead(input: { channelId: $id, messageId: $message }) {
    channel { viewerMembership { unreadCount } } viewer { unreadCount }
  }
}`;
const mute = `mutation ($id: ID!, $to: Boolean!) {
  muteChannel(input: { channelId: $id, muted: $to }) { channel { viewerMembership { muted unreadCount } } }
}`;
const state = `query ($id: ID!) {
  viewer { unreadCount channels { nodes { id viewerMembership { unreadCount } } } }
  channel(id: $id) { viewerMembership { unreadCount muted } }
}`;

let server: TestServer;
let sql: Sql;
let owner: Client;
let writer: Person;
let reader: Person;
let channelId: string;
let count = 0;

beforeAll(async () => {
  server = await startServer();
  sql = await openSql(server.databaseUrl);
  owner = (await server.workspace()).owner;
});
afterAll(async () => {
  await sql.end();
  await server.close();
});
beforeEach(async () => {
  count++;
  [writer, reader] = [await server.user(owner, `writer-${count}`), await server.user(owner, `reader-${count}`)];
  channelId = await makeChannel();
});

const makeChannel = () => createChannel(writer, { memberIds: [reader.id] });

const send = (client: Client, parentId?: string, to = channelId) => sendMessage(client, to, 'x', { parentId });
const unread = async (client: Client) => {
  const { viewer, channel } = await client.data(state, { id: channelId });
  const listed = viewer.channels.nodes.find(({ id }: { id: string }) => id === channelId);
  expect(listed.viewerMembership.unreadCount).toBe(channel.viewerMembership.unreadCount);
  return channel.viewerMembership.unreadCount as number;
};
const read = async (client: Client, message: string, id = channelId) =>
  (await client.data(markRead, { id, message })).markRead;

describe('unreadCount', () => {
  test('counts roots, not replies, from when the member joined', async () => {
    const root = await send(writer);
    await send(writer);
    await send(writer, root);
    expect(await unread(reader)).toBe(2);
    const late = await server.user(owner, `late-${count}`);
    await late.data('mutation ($id: ID!) { joinChannel(input: { channelId: $id }) { channel { id } } }', {
      id: channelId,
    });
    expect(await unread(late)).toBe(0);
    await send(writer);
    expect([await unread(late), await unread(reader)]).toEqual([1, 3]);
  });

  test('becomes zero with a root of the viewer’s own, not with a reply', async () => {
    const root = await send(writer);
    expect(await unread(writer)).toBe(0);
    await send(reader, root);
    expect(await unread(reader)).toBe(1);
    await send(reader);
    expect(await unread(reader)).toBe(0);
    expect(await unread(writer)).toBe(1);
  });

  test('still counts a deleted root, whose tombstone keeps its place', async () => {
    const root = await send(writer);
    await writer.data('mutation ($id: ID!) { deleteMessage(input: { messageId: $id }) { message { id } } }', {
      id: root,
    });
    expect(await unread(reader)).toBe(1);
    expect((await read(reader, root)).channel.viewerMembership.unreadCount).toBe(0);
  });
});

describe('markRead', () => {
  test('moves forward only', async () => {
    const [first, second, third] = [await send(writer), await send(writer), await send(writer)];
    expect(await read(reader, second)).toEqual({
      channel: { viewerMembership: { unreadCount: 1 } },
      viewer: { unreadCount: 1 },
    });
    expect((await read(reader, first)).channel.viewerMembership.unreadCount).toBe(1);
    expect((await read(reader, third)).viewer.unreadCount).toBe(0);
    expect((await read(reader, second)).viewer.unreadCount).toBe(0);
    const stream = await changesOf(sql, `user:${rawId(reader.id)}`);
    const moves = stream.filter(({ kind }) => kind === 'channels.read').map(({ data }) => data.ordinal);
    expect(moves).toEqual([2, 3]);
  });

  test('of a reply marks the root of its thread', async () => {
    const [first, second] = [await send(writer), await send(writer)];
    const late = await send(writer, first);
    expect((await read(reader, late)).channel.viewerMembership.unreadCount).toBe(1);
    expect((await read(reader, await send(writer, second))).channel.viewerMembership.unreadCount).toBe(0);
  });

  test('accepts a message of this channel only, from members only', async () => {
    const elsewhere = await makeChannel();
    const message = await send(writer, undefined, elsewhere);
    expect(await reader.code(markRead, { id: channelId, message })).toBe('NOT_FOUND');
    const outsider = await server.user(owner, `outsider-${count}`);
    expect(await outsider.code(markRead, { id: elsewhere, message })).toBe('FORBIDDEN');
    const guest = await server.user(owner, `guest-${count}`, { role: 'GUEST' });
    expect(await guest.code(markRead, { id: elsewhere, message })).toBe('NOT_FOUND');
  });

  test('is possible in an archived channel: it can be read', async () => {
    const message = await send(writer);
    const archive = 'mutation ($id: ID!) { archiveChannel(input: { channelId: $id }) { channel { id } } }';
    await writer.data(archive, { id: channelId });
    expect((await read(reader, message)).channel.viewerMembership.unreadCount).toBe(0);
  });

  test('with several concurrent calls ends at the furthest message', async () => {
    const messages: string[] = [];
    for (let i = 0; i < 10; i++) messages.push(await send(writer));
    await Promise.all([3, 9, 1, 7, 9, 0, 5].map((i) => read(reader, messages[i]!)));
    expect(await unread(reader)).toBe(0);
  });
});

describe('Viewer.unreadCount', () => {
  const total = async () => (await reader.data('{ viewer { unreadCount } }')).viewer.unreadCount;

  test('excludes muted and archived channels', async () => {
    const other = await makeChannel();
    await send(writer);
    await send(writer, undefined, other);
    await send(writer, undefined, other);
    expect(await total()).toBe(3);
    const { muteChannel } = await reader.data(mute, { id: other, to: true });
    expect(muteChannel.channel.viewerMembership).toEqual({ muted: true, unreadCount: 2 });
    expect(await total()).toBe(1);
    await reader.data(mute, { id: other, to: false });
    expect(await total()).toBe(3);
    const archive =
      'mutation ($id: ID!, $to: Boolean!) { archiveChannel(input: { channelId: $id, archived: $to }) { channel { id } } }';
    await writer.data(archive, { id: channelId, to: true });
    expect(await total()).toBe(2);
    await writer.data(archive, { id: channelId, to: false });
    expect(await total()).toBe(3);
  });

  test('excludes channels that the viewer has left, and is zero for a viewer without memberships', async () => {
    await send(writer);
    await reader.data('mutation ($id: ID!) { leaveChannel(input: { channelId: $id }) { channel { id } } }', {
      id: channelId,
    });
    expect(await total()).toBe(0);
  });
});

describe('muteChannel', () => {
  test('affects the viewer alone, and needs a membership', async () => {
    await reader.data(mute, { id: channelId, to: true });
    expect((await writer.data(state, { id: channelId })).channel.viewerMembership.muted).toBe(false);
    const outsider = await server.user(owner, `outsider-${count}`);
    expect(await outsider.code(mute, { id: channelId, to: true })).toBe('FORBIDDEN');
  });
});
