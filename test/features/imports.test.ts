// Imports as a feature, without the messages: what each call adds, and that no call adds it twice. The server keeps
// running, as it may.

import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { serviceActor } from '../../src/changes/actor.ts';
import {
  beginChannel,
  completeChannel,
  type Import,
  importMemberships,
  importUsers,
  startImport,
} from '../../src/features/imports/commands.ts';
import { importMessages } from '../../src/features/imports/message-commands.ts';
import type { ImportedMessage } from '../../src/features/imports/model.ts';
import { importedUuid, toGlobalId } from '../../src/lib/ids.ts';
import { at, importedTeam } from '../support/imported-team.ts';
import { type Client, startServer, type TestServer } from '../support/server.ts';
import { openSql, rawId, type Sql } from '../support/sql.ts';
import { pictureOf } from '../support/workspace-picture.ts';

let server: TestServer;
let sql: Sql;
let run: Import;
let owner: Client;
let slug: string;
let { id, user, channel, message } = importedTeam('');

beforeAll(async () => {
  server = await startServer();
  sql = await openSql(server.databaseUrl);
});

afterAll(async () => {
  await sql.end();
  await server.close();
});

beforeEach(async () => {
  const workspace = await server.workspace();
  ({ owner, slug } = workspace);
  run = startImport(serviceActor(server.app.internals.postgres, workspace.id), workspace.id);
  ({ id, user, channel, message } = importedTeam(workspace.id));
});

const take = (into: Import, channelId: string, ...messages: ImportedMessage[]) =>
  importMessages(into, channelId, messages);

const team = () =>
  importUsers(
    run,
    ['ada', 'grace', 'linus'].map((handle) => user(handle)),
  );

const send = (client: Client, channelId: string, body = 'Now') =>
  client.code(`mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { id } } }`, {
    input: { channelId: toGlobalId('Channel', channelId), body },
  });

const join = (client: Client, channelId: string) =>
  client.code(`mutation ($input: JoinChannelInput!) { joinChannel(input: $input) { channel { id } } }`, {
    input: { channelId: toGlobalId('Channel', channelId) },
  });

async function idOfOwner(): Promise<string> {
  const found = await sql.rows(`select id from users where workspace_id = $1 and handle = 'owner'`, [run.workspaceId]);
  return found[0].id;
}

it('adds users once, under free handles, and overwrites no existing user', async () => {
  await server.user(owner, 'ada', { email: 'ada@team.example' });
  const users = [
    user('ada', { email: 'ada@team.example' }),
    user('grace', { email: 'grace@team.example', role: 'ADMIN', title: 'Admiral' }),
    user('owner-2'),
    user('owner', { kind: 'BOT' }),
    user('a'.repeat(40)),
  ];
  expect(await importUsers(run, users)).toEqual({ added: 5, present: 0 });
  const longer = { ...user('a'.repeat(40)), id: id('user', 'another') };
  expect(await importUsers(run, [longer, ...users])).toEqual({ added: 1, present: 5 });
  expect(users.map((one) => run.handles.get(one.id))).toEqual(['ada-2', 'grace', 'owner-2', 'owner-3', 'a'.repeat(40)]);
  expect(run.handles.get(longer.id)).toBe(`${'a'.repeat(38)}-2`);

  const picture = await pictureOf(sql, slug);
  const who = Object.fromEntries(picture.users.map((row) => [row.handle, row]));
  expect(who.ada).toMatchObject({ name: 'ada', email: 'ada@team.example', role: 'MEMBER' });
  expect(who['ada-2']).toMatchObject({ name: 'ADA', email: null, created_at: at(0) });
  expect(who.grace).toMatchObject({ email: 'grace@team.example', role: 'ADMIN', title: 'Admiral' });
  expect(who['owner-3']).toMatchObject({ kind: 'BOT' });

  await importUsers(startImport(serviceActor(server.app.internals.postgres, run.workspaceId), run.workspaceId), [
    { ...users[1]!, name: 'Other', role: 'OWNER' },
  ]);
  expect(await pictureOf(sql, slug)).toEqual(picture);
});

it('has a fallback when many users have had the same handle', async () => {
  const same = Array.from({ length: 12 }, (_, number) => ({ ...user('same'), id: id('user', `same ${number}`) }));
  expect(await importUsers(run, same)).toEqual({ added: 12, present: 0 });
  expect(new Set(run.handles.values()).size).toBe(12);
});

it('adds a channel with its members, under a free name, and later the members it lacks', async () => {
  await team();
  await owner.data(`mutation { createChannel(input: { name: "general" }) { channel { id } } }`);
  const general = channel('general', ['ada', 'grace', 'nobody'], { createdById: id('user', 'ada') });
  expect(await beginChannel(run, general)).toEqual({ id: general.id, name: 'general-2', added: true, membersAdded: 2 });
  const more = channel('general', ['ada', 'grace', 'linus'], { topic: 'Another' });
  expect(await beginChannel(run, more)).toEqual({ id: general.id, name: 'general-2', added: false, membersAdded: 1 });
  await completeChannel(run, general.id);
  const { channels, members } = await pictureOf(sql, slug);
  const expected = { label: 'general-2', topic: 'A topic', creator: 'ada', member_count: 3, importing: false };
  expect(channels[1]).toMatchObject({ ...expected, last_activity_at: at(0) });
  const there = members.filter(({ label }) => label === 'general-2');
  expect(there.map(({ handle }) => handle)).toEqual(['ada', 'grace', 'linus']);
});

it('finds the direct channel of the same people', async () => {
  await team();
  const ada = toGlobalId('User', id('user', 'ada'));
  const opened = await owner.data(`mutation { openDirectChannel(input: { userIds: ["${ada}"] }) { channel { id } } }`);
  const known = rawId(opened.openDirectChannel.channel.id);
  const ownerId = await idOfOwner();
  const direct = { name: null, kind: 'DIRECT', privacy: 'PRIVATE' } as const;
  const members = [ownerId, id('user', 'ada')].map((userId) => ({ userId, role: 'MEMBER' as const, joinedAt: at(0) }));
  const imported = channel('D1', [], { ...direct, members });
  expect(await beginChannel(run, imported)).toEqual({ id: known, name: null, added: false, membersAdded: 0 });
  expect(await send(owner, known)).toBe('CONFLICT');
  await take(run, known, message('Hello', 'ada', 1));
  await completeChannel(run, known);
  expect(await send(owner, known)).toBeUndefined();

  const other = channel('D2', ['ada', 'grace'], direct);
  expect(await beginChannel(run, other)).toEqual({ id: other.id, name: null, added: true, membersAdded: 2 });
  const larger = channel('D2', ['ada', 'grace', 'linus'], direct);
  expect(await beginChannel(run, larger)).toEqual({ id: other.id, name: null, added: false, membersAdded: 0 });
  const { channels, messages } = await pictureOf(sql, slug);
  expect(channels.map(({ label, member_count }) => [label, member_count])).toEqual([
    ['ada grace', 2],
    ['ada owner', 2],
  ]);
  expect(messages.map(({ label, body }) => [label, body])).toEqual([
    ['ada owner 1', 'Hello'],
    ['ada owner 2', 'Now'],
  ]);
});

it('hides a channel from its creation to its completion', async () => {
  await team();
  const general = channel('general', ['ada']);
  await expect(take(run, general.id, message('early', 'ada', 1))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await beginChannel(run, general);
  expect(await join(owner, general.id)).toBe('CONFLICT');
  await completeChannel(run, general.id);
  await expect(take(run, general.id, message('late', 'ada', 1))).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(await join(owner, general.id)).toBeUndefined();
  await beginChannel(run, general);
  expect(await send(owner, general.id)).toBe('CONFLICT');
  await take(run, general.id, message('one', 'ada', 1), message('two', 'grace', 2));
  await completeChannel(run, general.id);

  // From now on concurrent messages wait for their turn: the numbers stay dense.
  const codes = await Promise.all(Array.from({ length: 12 }, (_, number) => send(owner, general.id, `${number}`)));
  expect(codes).toEqual(codes.map(() => undefined));
  expect((await pictureOf(sql, slug)).channels[0]).toMatchObject({ last_seq: 14, last_ordinal: 14 });
});
it('imports joins and leaves, and leaves nothing unread', async () => {
  await team();
  const general = channel('general', ['ada', 'grace']);
  await beginChannel(run, general);
  await take(run, general.id, message('one', 'ada', 1), message('two', 'ada', 2));
  await importMemberships(run, general.id, [
    { kind: 'joined', userId: id('user', 'grace'), at: at(5), isMember: true },
    { kind: 'joined', userId: id('user', 'grace'), at: at(3), isMember: true },
    { kind: 'left', userId: id('user', 'grace'), at: at(6), isMember: true },
    { kind: 'joined', userId: id('user', 'linus'), at: at(3), isMember: false },
    { kind: 'left', userId: id('user', 'linus'), at: at(4), isMember: false },
  ]);
  await importMemberships(run, general.id, [
    { kind: 'joined', userId: id('user', 'grace'), at: at(4), isMember: true },
  ]);
  await completeChannel(run, general.id);
  const members = async () =>
    (await pictureOf(sql, slug)).members.map((row) => [row.handle, row.joined_at, row.read_ordinal]);
  expect(await members()).toEqual([
    ['ada', at(0), 2],
    ['grace', at(5), 2],
  ]);

  // Somebody joins here, and reads nothing of what a later export adds; that export says that grace has left since, and
  // that the owner left long before.
  expect(await join(owner, general.id)).toBeUndefined();
  const ownerId = await idOfOwner();
  await beginChannel(run, channel('general', ['ada', 'linus']));
  await take(run, general.id, message('three', 'linus', 6));
  await importMemberships(run, general.id, [
    { kind: 'left', userId: id('user', 'grace'), at: at(7), isMember: false },
    { kind: 'left', userId: ownerId, at: at(7), isMember: false },
  ]);
  await completeChannel(run, general.id);
  const now = await members();
  expect(now).toMatchObject([
    ['ada', at(0), 2],
    ['linus', at(0), 3],
    ['owner', expect.anything(), 2],
  ]);
  const { viewer } = await owner.data(`{ viewer { unreadCount } }`);
  expect(viewer.unreadCount).toBe(1);
  const recorded = await sql.rows(
    `select stream, kind from changes where kind in ('members.left', 'channels.left') and workspace_id = $1`,
    [run.workspaceId],
  );
  expect(recorded).toEqual(
    expect.arrayContaining([
      { stream: `channel:${general.id}`, kind: 'members.left' },
      { stream: `user:${id('user', 'grace')}`, kind: 'channels.left' },
    ]),
  );
  expect(recorded).toHaveLength(2);
});
it('keeps workspaces separate', async () => {
  await team();
  const general = channel('general', ['ada']);
  await beginChannel(run, general);
  await take(run, general.id, message('one', 'ada', 1));
  const elsewhere = await server.workspace();
  const stranger = startImport(serviceActor(server.app.internals.postgres, elsewhere.id), elsewhere.id);
  const mine = { ...message('mine', 'ada', 2), id: importedUuid(0, 'another') };
  await expect(take(stranger, general.id, mine)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const there = { ...channel('general', ['ada']), id: importedUuid(0, elsewhere.id, 'channel') };
  expect(await beginChannel(stranger, there)).toEqual({ id: there.id, name: 'general', added: true, membersAdded: 0 });
  expect(await take(stranger, there.id, mine)).toMatchObject({ added: 0, unknownAuthors: 1 });
  expect((await pictureOf(sql, slug)).messages).toHaveLength(1);
  expect((await pictureOf(sql, elsewhere.slug)).messages).toHaveLength(0);
});
