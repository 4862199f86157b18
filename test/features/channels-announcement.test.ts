// Announcement channels: their admins write the roots, everybody in them may answer.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, startServer, type TestServer } from '../support/server.ts';

const send = 'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { id } } }';
const react = 'mutation ($id: ID!) { addReaction(input: { messageId: $id, emoji: "👍" }) { message { id } } }';
const pin = 'mutation ($id: ID!) { pinMessage(input: { messageId: $id }) { message { id } } }';
const unpin = 'mutation ($id: ID!) { unpinMessage(input: { messageId: $id }) { message { id } } }';

let server: TestServer;
let owner: Client;
let [maker, member, admin]: (Client & { id: string })[] = [];
let channelId: string;
let root: string;

beforeAll(async () => {
  server = await startServer();
  owner = (await server.workspace()).owner;
  maker = await server.user(owner, 'maker');
  member = await server.user(owner, 'member');
  admin = await server.user(owner, 'admin', { role: 'ADMIN' });
  const create = 'mutation ($input: CreateChannelInput!) { createChannel(input: $input) { channel { id } } }';
  const input = { name: 'news', kind: 'ANNOUNCEMENT', memberIds: [member.id, admin.id] };
  channelId = (await maker.data(create, { input })).createChannel.channel.id;
  root = (await maker.data(send, { input: { channelId, body: 'News' } })).sendMessage.message.id;
});
afterAll(() => server.close());

describe('in an announcement channel', () => {
  test('members reply and react, and write no roots', async () => {
    expect(await member!.code(send, { input: { channelId, body: 'Mine' } })).toBe('FORBIDDEN');
    expect(await member!.code(send, { input: { channelId, body: 'Thanks', parentId: root } })).toBeUndefined();
    expect(await member!.code(react, { id: root })).toBeUndefined();
  });

  // The contract names the channel's admins alone: an admin of the workspace can make themself one.
  test('admins of the workspace write no roots before they are the channel’s', async () => {
    expect(await admin!.code(send, { input: { channelId, body: 'Mine' } })).toBe('FORBIDDEN');
    const promote = `mutation ($id: ID!, $user: ID!) {
      setMemberRole(input: { channelId: $id, userId: $user, role: ADMIN }) { channel { id } }
    }`;
    await admin!.data(promote, { id: channelId, user: admin!.id });
    expect(await admin!.code(send, { input: { channelId, body: 'Ours' } })).toBeUndefined();
  });

  test('its admins pin', async () => {
    expect(await member!.code(pin, { id: root })).toBe('FORBIDDEN');
    expect(await maker!.code(pin, { id: root })).toBeUndefined();
    expect(await member!.code(unpin, { id: root })).toBe('FORBIDDEN');
    expect(await maker!.code(unpin, { id: root })).toBeUndefined();
  });

  test('who is no member writes nothing at all', async () => {
    expect(await owner.code(send, { input: { channelId, body: 'Mine' } })).toBe('FORBIDDEN');
    expect(await owner.code(send, { input: { channelId, body: 'Mine', parentId: root } })).toBe('FORBIDDEN');
    expect(await owner.code(react, { id: root })).toBe('FORBIDDEN');
  });
});
