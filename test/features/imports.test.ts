// Imports as a feature: what each call adds, and that no call adds it twice. The server runs beside, as it may.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import {
  beginChannel,
  completeChannel,
  type Import,
  importMemberships,
  importUsers,
  startImport,
} from '../../src/features/imports/commands.ts';
import { importMessages, renderMessages } from '../../src/features/imports/message-commands.ts';
import type { ImportedChannel, ImportedMessage, ImportedUser } from '../../src/features/imports/model.ts';
import { findWorkspace } from '../../src/features/workspaces/commands.ts';
import { importedUuid, toGlobalId } from '../../src/lib/ids.ts';
import { openPostgres } from '../support/open-postgres.ts';
import { startProxy } from '../support/postgres-proxy.ts';
import { type Client, startServer, type TestServer } from '../support/server.ts';
import { openSql, rawId, type Sql } from '../support/sql.ts';
import { pictureOf } from '../support/workspace-picture.ts';

let server: TestServer;
let sql: Sql;
let run: Import;
let owner: Client;
let slug: string;

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
  run = startImport(server.app.postgres, workspace.id);
});

const id = (kind: string, name: string) => importedUuid(0, run.workspaceId, kind, name);
const at = (minute: number) => new Date(Date.UTC(2024, 0, 2, 9, minute)).toISOString();

const user = (handle: string, more: Partial<ImportedUser> = {}): ImportedUser => ({
  id: id('user', handle),
  handle,
  name: handle.toUpperCase(),
  title: null,
  email: null,
  avatarUrl: null,
  kind: 'PERSON',
  role: 'MEMBER',
  createdAt: at(0),
  deactivatedAt: null,
  ...more,
});

const channel = (name: string, members: string[], more: Partial<ImportedChannel> = {}): ImportedChannel => ({
  id: id('channel', name),
  name,
  topic: 'A topic',
  purpose: '',
  kind: 'TEXT',
  privacy: 'PUBLIC',
  createdById: null,
  createdAt: at(0),
  archivedAt: null,
  members: members.map((member) => ({ userId: id('user', member), role: 'MEMBER', joinedAt: at(0) })),
  ...more,
});

const message = (
  name: string,
  author: string,
  minute: number,
  more: Partial<ImportedMessage> = {},
): ImportedMessage => ({
  id: id('message', name),
  authorId: id('user', author),
  parentId: null,
  createdAt: at(minute),
  body: name,
  deletedAt: null,
  edits: [],
  editedAt: null,
  reactions: [],
  mentionedUserIds: [],
  attachments: [],
  pinned: null,
  ...more,
});

const reply = (name: string, author: string, minute: number, to: string) =>
  message(name, author, minute, { parentId: id('message', to) });

const take = async (channelId: string, ...messages: ImportedMessage[]) =>
  importMessages(run, channelId, await renderMessages(run, messages));

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

it('adds users once, under free handles, and overwrites nobody', async () => {
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

  await importUsers(startImport(server.app.postgres, run.workspaceId), [
    { ...users[1]!, name: 'Other', role: 'OWNER' },
  ]);
  expect(await pictureOf(sql, slug)).toEqual(picture);
});

it('has a last resort when many have had the same handle', async () => {
  const same = Array.from({ length: 12 }, (_, number) => ({ ...user('same'), id: id('user', `same ${number}`) }));
  expect(await importUsers(run, same)).toEqual({ added: 12, present: 0 });
  expect(new Set(run.handles.values()).size).toBe(12);
});

it('adds a channel with its members, under a free name, and later the members it lacks', async () => {
  await team();
  await owner.data(`mutation { createChannel(input: { name: "general" }) { channel { id } } }`);
  const general = channel('general', ['ada', 'grace', 'nobody'], { createdById: id('user', 'ada') });
  expect(await beginChannel(run, general)).toEqual({ id: general.id, added: true, membersAdded: 2 });
  const more = channel('general', ['ada', 'grace', 'linus'], { topic: 'Another' });
  expect(await beginChannel(run, more)).toEqual({ id: general.id, added: false, membersAdded: 1 });
  await completeChannel(run, general.id);
  const { channels, members } = await pictureOf(sql, slug);
  const made = { label: 'general-2', topic: 'A topic', creator: 'ada', member_count: 3, importing: false };
  expect(channels[1]).toMatchObject({ ...made, last_activity_at: at(0) });
  const there = members.filter(({ label }) => label === 'general-2');
  expect(there.map(({ handle }) => handle)).toEqual(['ada', 'grace', 'linus']);
});

it('finds the direct channel that its people have', async () => {
  await team();
  const ada = toGlobalId('User', id('user', 'ada'));
  const opened = await owner.data(`mutation { openDirectChannel(input: { userIds: ["${ada}"] }) { channel { id } } }`);
  const known = rawId(opened.openDirectChannel.channel.id);
  const ownerId = await idOfOwner();
  const direct = { name: null, kind: 'DIRECT', privacy: 'PRIVATE' } as const;
  const members = [ownerId, id('user', 'ada')].map((userId) => ({ userId, role: 'MEMBER' as const, joinedAt: at(0) }));
  const imported = channel('D1', [], { ...direct, members });
  expect(await beginChannel(run, imported)).toEqual({ id: known, added: false, membersAdded: 0 });
  expect(await send(owner, known)).toBe('CONFLICT');
  await take(known, message('Hello', 'ada', 1));
  await completeChannel(run, known);
  expect(await send(owner, known)).toBeUndefined();

  const other = channel('D2', ['ada', 'grace'], direct);
  expect(await beginChannel(run, other)).toEqual({ id: other.id, added: true, membersAdded: 2 });
  const larger = channel('D2', ['ada', 'grace', 'linus'], direct);
  expect(await beginChannel(run, larger)).toEqual({ id: other.id, added: false, membersAdded: 0 });
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

it('keeps a channel to itself from its beginning to its completion', async () => {
  await team();
  const general = channel('general', ['ada']);
  await expect(take(general.id, message('early', 'ada', 1))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await beginChannel(run, general);
  expect(await join(owner, general.id)).toBe('CONFLICT');
  await completeChannel(run, general.id);
  await expect(take(general.id, message('late', 'ada', 1))).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(await join(owner, general.id)).toBeUndefined();
  await beginChannel(run, general);
  expect(await send(owner, general.id)).toBe('CONFLICT');
  await take(general.id, message('one', 'ada', 1), message('two', 'grace', 2));
  await completeChannel(run, general.id);

  // Whatever is sent side by side from now on waits its turn: the numbers stay dense.
  const codes = await Promise.all(Array.from({ length: 12 }, (_, number) => send(owner, general.id, `${number}`)));
  expect(codes).toEqual(codes.map(() => undefined));
  expect((await pictureOf(sql, slug)).channels[0]).toMatchObject({ last_seq: 14, last_ordinal: 14 });
});

it('numbers messages in their order, and again adds only what is new', async () => {
  await team();
  const general = channel('general', ['ada', 'grace']);
  await beginChannel(run, general);
  const first = [
    message('plan', 'ada', 1),
    reply('yes', 'grace', 2, 'plan'),
    message('aside', 'linus', 3),
    reply('no', 'linus', 4, 'plan'),
    reply('indeed', 'ada', 5, 'plan'),
  ];
  expect(await take(general.id, ...first)).toMatchObject({ added: 5, present: 0, roots: 2, replies: 3, orphans: 0 });
  const second = [
    ...first.slice(3),
    reply('still', 'grace', 6, 'plan'),
    reply('late', 'ada', 7, 'aside'),
    message('end', 'ada', 8),
  ];
  expect(await take(general.id, ...second, second[3]!)).toMatchObject({ added: 3, present: 2, roots: 1, replies: 2 });
  await completeChannel(run, general.id);
  const picture = await pictureOf(sql, slug);
  expect(picture.messages.map((row) => [row.body, row.ordinal, row.root, row.reply_count])).toEqual([
    ['plan', 1, null, 4],
    ['yes', null, 'general 1', 0],
    ['aside', 2, null, 1],
    ['no', null, 'general 1', 0],
    ['indeed', null, 'general 1', 0],
    ['still', null, 'general 1', 0],
    ['late', null, 'general 3', 0],
    ['end', 3, null, 0],
  ]);
  expect(picture.participants.map((row) => [row.label, row.handle, row.first_seq])).toEqual([
    ['general 1', 'ada', 1],
    ['general 1', 'grace', 2],
    ['general 1', 'linus', 4],
    ['general 3', 'linus', 3],
    ['general 3', 'ada', 7],
  ]);
  expect(picture.channels[0]).toMatchObject({ last_seq: 8, last_ordinal: 3, last_activity_at: at(8) });
  const active = Object.fromEntries(picture.users.map((row) => [row.handle, row.last_active_at]));
  expect(active).toMatchObject({ ada: at(8), grace: at(6), linus: at(4) });

  run = startImport(server.app.postgres, run.workspaceId);
  await beginChannel(run, general);
  expect(await take(general.id, ...first)).toMatchObject({ added: 0, present: 5 });
  await completeChannel(run, general.id);
  expect(await pictureOf(sql, slug)).toEqual(picture);
});

it('makes roots of replies whose root is elsewhere, and keeps threads one level deep', async () => {
  await team();
  const [general, other] = [channel('general', []), channel('other', [])];
  for (const one of [general, other]) await beginChannel(run, one);
  await take(other.id, message('there', 'ada', 1));
  const taken = await take(
    general.id,
    reply('lost', 'ada', 1, 'nowhere'),
    reply('to lost', 'grace', 2, 'lost'),
    reply('to there', 'grace', 3, 'there'),
    message('root', 'ada', 4),
    reply('under', 'grace', 5, 'root'),
    reply('deeper', 'linus', 6, 'under'),
    reply('round', 'ada', 7, 'about'),
    reply('about', 'ada', 8, 'round'),
    reply('itself', 'ada', 9, 'itself'),
  );
  expect(taken).toMatchObject({ added: 9, roots: 5, replies: 4, orphans: 4 });
  expect(await take(general.id, reply('deepest', 'ada', 10, 'deeper'))).toMatchObject({ replies: 1 });
  const { messages } = await pictureOf(sql, slug);
  const roots = Object.fromEntries(messages.map((row) => [row.body, row.root]));
  expect(roots).toMatchObject({ lost: null, 'to lost': 'general 1', 'to there': null, deeper: 'general 4' });
  expect(roots).toMatchObject({ deepest: 'general 4', itself: null });
});

it('brings everything that hangs on a message', async () => {
  await importUsers(run, [user('ada'), user('grace'), user('owner')]);
  const general = channel('general', ['ada']);
  await beginChannel(run, general);
  const people = [id('user', 'owner'), id('user', 'grace'), id('user', 'stranger'), id('user', 'grace')];
  const taken = await take(
    general.id,
    message('rich', 'ada', 1, {
      body: 'Hi @owner-2 and @grace, **see** `@ada`',
      editedAt: at(3),
      edits: [
        { body: 'Hi', replacedAt: at(2) },
        { body: 'Hi all', replacedAt: at(3) },
      ],
      mentionedUserIds: people,
      attachments: [
        { name: 'plan.pdf', url: 'https://files.example/plan.pdf', mediaType: 'application/pdf', size: 3_000_000_000 },
        { name: 'board', url: 'https://files.example/board', mediaType: null, size: null },
      ],
      reactions: [
        { emoji: '🎉', userId: id('user', 'grace'), createdAt: at(2) },
        { emoji: '🎉', userId: id('user', 'stranger'), createdAt: at(2) },
        { emoji: ':shipit:', userId: id('user', 'ada'), createdAt: at(2) },
      ],
      pinned: { byId: id('user', 'stranger'), at: at(4) },
    }),
    message('gone', 'grace', 2, { body: '', deletedAt: at(5) }),
    message('by a stranger', 'stranger', 3),
    message('plain "quoted" \\ {braces}, NULL', 'ada', 4, {
      body: 'NULL',
      pinned: { byId: id('user', 'ada'), at: at(6) },
    }),
  );
  expect(taken).toMatchObject({
    added: 3,
    strangers: 1,
    reactions: 2,
    mentions: 2,
    attachments: 2,
    edited: 1,
    deleted: 1,
    pins: 2,
  });
  const picture = await pictureOf(sql, slug);
  const mention = (handle: string) => `<span class="mention">@${handle}</span>`;
  const html = `<p>Hi ${mention('owner-2')} and ${mention('grace')}, <strong>see</strong> <code>@ada</code></p>`;
  expect(picture.messages).toMatchObject([
    { body_html: html, edited_at: at(3), pinned_at: at(4), pinned_by: null },
    { body: '', body_html: '', deleted_at: at(5) },
    { body: 'NULL', pinned_by: 'ada' },
  ]);
  expect(picture.mentions.map(({ handle, position }) => [handle, position])).toEqual([
    ['owner-2', 1],
    ['grace', 2],
  ]);
  expect(picture.attachments).toMatchObject([
    { position: 1, name: 'plan.pdf', media_type: 'application/pdf', size: 3_000_000_000 },
    { position: 2, name: 'board', media_type: null, size: null },
  ]);
  expect(picture.edits.map(({ number, body, replaced_at }) => [number, body, replaced_at])).toEqual([
    [1, 'Hi', at(2)],
    [2, 'Hi all', at(3)],
  ]);

  // A later export: reactions are added to what stands, none to what is deleted.
  const reactions = [
    { emoji: '🎉', userId: id('user', 'ada'), createdAt: at(9) },
    { emoji: '🎉', userId: id('user', 'grace'), createdAt: at(9) },
  ];
  const again = await take(
    general.id,
    message('rich', 'ada', 1, { reactions }),
    message('gone', 'grace', 2, { reactions }),
  );
  expect(again).toMatchObject({ added: 0, present: 2, reactions: 1 });
  const all = (await pictureOf(sql, slug)).reactions;
  expect(all.map(({ emoji, handle, created_at }) => [emoji, handle, created_at])).toEqual([
    [':shipit:', 'ada', at(2)],
    ['🎉', 'ada', at(9)],
    ['🎉', 'grace', at(2)],
  ]);
});

it('takes joins and leaves over, and nobody unread', async () => {
  await team();
  const general = channel('general', ['ada', 'grace']);
  await beginChannel(run, general);
  await take(general.id, message('one', 'ada', 1), message('two', 'ada', 2));
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

  // Somebody joins here, and reads nothing of what a later export brings; that export says that grace has left since,
  // and that the owner left long before.
  expect(await join(owner, general.id)).toBeUndefined();
  const ownerId = await idOfOwner();
  await beginChannel(run, channel('general', ['ada', 'linus']));
  await take(general.id, message('three', 'linus', 6));
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
  const told = await sql.rows(
    `select stream, kind from changes where kind in ('members.left', 'channels.left') and workspace_id = $1`,
    [run.workspaceId],
  );
  expect(told).toEqual(
    expect.arrayContaining([
      { stream: `channel:${general.id}`, kind: 'members.left' },
      { stream: `user:${id('user', 'grace')}`, kind: 'channels.left' },
    ]),
  );
  expect(told).toHaveLength(2);
});

it('adds nothing twice when nobody knows whether it was committed', async () => {
  const proxy = await startProxy(server.databaseUrl);
  const { postgres, pool } = openPostgres(proxy.url);
  try {
    const [here, general] = [run, channel('general', ['ada', 'grace'])];
    run = startImport(postgres, here.workspaceId);
    const cut = async (step: () => Promise<unknown>) => {
      const lost = proxy.loseAt(/^Q.*commit/s, 'after');
      await step();
      await lost;
    };
    await cut(team);
    await cut(() => beginChannel(run, general));
    await cut(() => take(general.id, message('one', 'ada', 1), reply('two', 'grace', 2, 'one')));
    await cut(() => completeChannel(run, general.id));
    expect((await pictureOf(sql, slug)).messages.map(({ body }) => body)).toEqual(['one', 'two']);
  } finally {
    await pool.end();
    await proxy.close();
  }
});

it('keeps workspaces apart', async () => {
  await team();
  const general = channel('general', ['ada']);
  await beginChannel(run, general);
  await take(general.id, message('one', 'ada', 1));
  const elsewhere = await server.workspace();
  const stranger = startImport(server.app.postgres, elsewhere.id);
  const mine = { ...message('mine', 'ada', 2), id: importedUuid(0, 'another') };
  await expect(importMessages(stranger, general.id, await renderMessages(stranger, [mine]))).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  const there = { ...channel('general', ['ada']), id: importedUuid(0, elsewhere.id, 'channel') };
  expect(await beginChannel(stranger, there)).toEqual({ id: there.id, added: true, membersAdded: 0 });
  expect(await importMessages(stranger, there.id, await renderMessages(stranger, [mine]))).toMatchObject({
    added: 0,
    strangers: 1,
  });
  expect((await pictureOf(sql, slug)).messages).toHaveLength(1);
  expect((await pictureOf(sql, elsewhere.slug)).messages).toHaveLength(0);
  expect(await findWorkspace(server.app.postgres, slug)).toMatchObject({ id: run.workspaceId });
});
