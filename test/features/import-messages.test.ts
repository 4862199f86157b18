// Importing messages: their numbers and threads, what is attached to them, and that none is imported twice.

import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { serviceActor } from '../../src/changes/actor.ts';
import {
  beginChannel,
  completeChannel,
  type Import,
  importUsers,
  startImport,
} from '../../src/features/imports/commands.ts';
import { importMessages } from '../../src/features/imports/message-commands.ts';
import type { ImportedMessage } from '../../src/features/imports/model.ts';
import { at, importedTeam } from '../support/imported-team.ts';
import { openPostgres } from '../support/open-postgres.ts';
import { startProxy } from '../support/postgres-proxy.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { openSql, type Sql } from '../support/sql.ts';
import { pictureOf } from '../support/workspace-picture.ts';

let server: TestServer;
let sql: Sql;
let run: Import;
let slug: string;
let { id, user, channel, message, reply } = importedTeam('');

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
  ({ slug } = workspace);
  run = startImport(serviceActor(server.app.internals.postgres, workspace.id), workspace.id);
  ({ id, user, channel, message, reply } = importedTeam(workspace.id));
});

const take = (into: Import, channelId: string, ...messages: ImportedMessage[]) =>
  importMessages(into, channelId, messages);

const team = () =>
  importUsers(
    run,
    ['ada', 'grace', 'linus'].map((handle) => user(handle)),
  );

it('numbers messages in their order, and a second import adds only what is new', async () => {
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
  expect(await take(run, general.id, ...first)).toMatchObject({
    added: 5,
    present: 0,
    roots: 2,
    replies: 3,
    orphans: 0,
  });
  const second = [
    ...first.slice(3),
    reply('still', 'grace', 6, 'plan'),
    reply('late', 'ada', 7, 'aside'),
    message('end', 'ada', 8),
  ];
  expect(await take(run, general.id, ...second, second[3]!)).toMatchObject({
    added: 3,
    present: 2,
    roots: 1,
    replies: 2,
  });
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

  run = startImport(serviceActor(server.app.internals.postgres, run.workspaceId), run.workspaceId);
  await beginChannel(run, general);
  expect(await take(run, general.id, ...first)).toMatchObject({ added: 0, present: 5 });
  await completeChannel(run, general.id);
  expect(await pictureOf(sql, slug)).toEqual(picture);

  await beginChannel(run, general);
  await take(run, general.id, message('later', 'grace', 9), message('long ago', 'ada', 0));
  await completeChannel(run, general.id);
  const later = Object.fromEntries((await pictureOf(sql, slug)).users.map((row) => [row.handle, row.last_active_at]));
  expect(later).toMatchObject({ ada: at(8), grace: at(9), linus: at(4) });
});

it('turns replies whose root is elsewhere into roots, and keeps threads one level deep', async () => {
  await team();
  const [general, other] = [channel('general', []), channel('other', [])];
  for (const one of [general, other]) await beginChannel(run, one);
  await take(run, other.id, message('there', 'ada', 1));
  const taken = await take(
    run,
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
  expect(await take(run, general.id, reply('deepest', 'ada', 10, 'deeper'))).toMatchObject({ replies: 1 });
  const { messages } = await pictureOf(sql, slug);
  const roots = Object.fromEntries(messages.map((row) => [row.body, row.root]));
  expect(roots).toMatchObject({ lost: null, 'to lost': 'general 1', 'to there': null, deeper: 'general 4' });
  expect(roots).toMatchObject({ deepest: 'general 4', itself: null });
});

it('imports everything that is attached to a message', async () => {
  await importUsers(run, [user('ada'), user('grace'), user('owner')]);
  const general = channel('general', ['ada']);
  await beginChannel(run, general);
  const people = [id('user', 'owner'), id('user', 'grace'), id('user', 'stranger'), id('user', 'grace')];
  const taken = await take(
    run,
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
    unknownAuthors: 1,
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

  // A later export: reactions are added to existing messages, none to deleted ones.
  const reactions = [
    { emoji: '🎉', userId: id('user', 'ada'), createdAt: at(9) },
    { emoji: '🎉', userId: id('user', 'grace'), createdAt: at(9) },
  ];
  const again = await take(
    run,
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
it('adds nothing twice when the outcome of a commit is unknown', async () => {
  const proxy = await startProxy(server.databaseUrl);
  const { postgres, pool } = openPostgres(proxy.url);
  try {
    const [here, general] = [run, channel('general', ['ada', 'grace'])];
    run = startImport(serviceActor(postgres, here.workspaceId), here.workspaceId);
    const cut = async (step: () => Promise<unknown>) => {
      const lost = proxy.loseAt(/^Q.*commit/s, 'after');
      await step();
      await lost;
    };
    await cut(team);
    await cut(() => beginChannel(run, general));
    await cut(() => take(run, general.id, message('one', 'ada', 1), reply('two', 'grace', 2, 'one')));
    await cut(() => completeChannel(run, general.id));
    expect((await pictureOf(sql, slug)).messages.map(({ body }) => body)).toEqual(['one', 'two']);
  } finally {
    await pool.end();
    await proxy.close();
  }
});
