// npm run import for its user: what it prints, that it can be run again, and that it can be interrupted anywhere.

import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { serviceActor } from '../../src/changes/actor.ts';
import { runImport } from '../../src/cli/import-run.ts';
import { openSlackExport } from '../../src/cli/slack/export.ts';
import { startImport } from '../../src/features/imports/commands.ts';
import { holdImport } from '../../src/features/imports/statements.ts';
import { createWorkspace } from '../../src/features/workspaces/commands.ts';
import { openPostgres } from '../support/open-postgres.ts';
import { runCommand, startCommand } from '../support/run-command.ts';
import { cloneDatabase } from '../support/server.ts';
import { type Content, removeExports, said, smallTeam, ts, writeBytes, writeExport } from '../support/slack-export.ts';
import { teamFiles } from '../support/slack-team.ts';
import { openSql, type Sql } from '../support/sql.ts';
import { pictureOf } from '../support/workspace-picture.ts';

// Every command starts a program, and two other tests may run at the same time.
vi.setConfig({ testTimeout: 120_000 });

let database: Awaited<ReturnType<typeof cloneDatabase>>;
let sql: Sql;

beforeAll(async () => {
  database = await cloneDatabase();
  sql = await openSql(database.url);
});

afterAll(async () => {
  await sql.end();
  await database.drop();
  removeExports();
});

const importFile = (...args: string[]) => runCommand(database.url, 'import', ...args);

const idsIn = async (slug: string) => {
  const rows = await sql.rows<{ id: string }>(
    `select unnest(array[m.id, m.channel_id, m.author_id]) as id from messages m
     join workspaces w on w.id = m.workspace_id where w.slug = $1`,
    [slug],
  );
  return new Set(rows.map(({ id }) => id));
};

it('imports a team with every kind of content, reports it, and adds nothing when run again', async () => {
  const path = writeExport(teamFiles());
  const first = await importFile(path);
  expect(first).toMatchObject({ code: 0, err: '' });
  expect(first.out).toContain('The import into team is complete.');
  expect(first.out).toContain('12 users, 8 channels');
  expect(first.out).toContain('27 messages: 23 roots, 4 replies');
  expect(first.out).toContain('4 reactions, 4 mentions, 4 files, 1 edited message, 1 deleted message, 1 pin');
  expect(first.out).toContain("files hidden by the Slack plan's limit: 1");
  expect(first.out).toMatch(
    /Broken, and left out \(6\):\n {2}lost-folder\/: .+\n {2}general\/2024-01-04.json line \d+: /,
  );
  expect(first.out).toMatch(/27 messages in [\d.]+ s: [\d,]+ a second/);
  expect(first.out).toMatch(/Next:\n {2}npm start\n {2}npm run token -- --workspace team --owner\n$/);

  const picture = await pictureOf(sql, 'team');
  expect(picture.users.find(({ role }) => role === 'OWNER')).toMatchObject({
    handle: 'ada',
    email: 'ada@team.example',
  });
  expect(
    picture.channels.map(({ label, privacy, archived_at }) => `${label} ${privacy} ${archived_at !== null}`),
  ).toEqual([
    ...['ada grace.hopper PRIVATE false', 'ada grace.hopper linus PRIVATE false', 'ada slackbot PRIVATE false'],
    ...[
      'general PUBLIC false',
      'guest PRIVATE false',
      'old-stuff PUBLIC true',
      'secret PRIVATE false',
      'équipe PUBLIC false',
    ],
  ]);
  const hello = picture.messages.find(({ body }) => body.startsWith('Hello'));
  expect(hello).toMatchObject({ author: 'ada', reply_count: 2, pinned_by: 'grace.hopper' });
  expect(hello.body_html).toContain('<span class="mention">@grace.hopper</span>');
  const grace = picture.members.find(({ label, handle }) => label === 'general' && handle === 'grace.hopper');
  expect(grace).toMatchObject({ joined_at: '2024-01-02T08:00:00.000Z' });
  expect(picture.members.filter(({ read_ordinal }) => read_ordinal < 0)).toEqual([]);

  const again = await importFile(path, '--workspace', 'team');
  expect(again.out).toContain('Already there:\n  12 users, 8 channels, 27 messages\n');
  expect(again.out).not.toContain('Imported:');
  expect(await pictureOf(sql, 'team')).toEqual(picture);

  // The same file in another workspace is imported as another team.
  expect(await importFile(path, '--workspace', 'Other-Team')).toMatchObject({ code: 0 });
  expect(await pictureOf(sql, 'other-team')).toEqual(picture);
  const [here, there] = [await idsIn('team'), await idsIn('other-team')];
  expect(there.size).toBe(here.size);
  expect([...here].filter((id) => there.has(id))).toEqual([]);
});

it('adds what a later export contains', async () => {
  const first = [said('U1', ts(2, '09:00:00'), 'One', { reply_count: 1 }), said('U2', ts(2, '09:01:00'), 'Two')];
  const reactions = [{ name: 'tada', users: ['U2'], count: 1 }];
  const second = [said('U1', ts(2, '09:00:00'), 'One', { reactions }), first[1]!];
  const third = [
    said('U1', ts(3, '09:00:00'), 'In the thread', { thread_ts: ts(2, '09:00:00') }),
    said('U3', ts(3, '09:01:00'), 'Hello <@U1>'),
  ];
  const users = ['ada', 'bob', 'new'].map((name, at) => ({ id: `U${at + 1}`, name }));
  await importFile(writeExport(smallTeam([first])), '--workspace', 'growing');
  const later = await importFile(
    writeExport(smallTeam([second, third], { 'users.json': users })),
    '--workspace',
    'growing',
  );
  expect(later.out).toContain('Imported:\n  1 user\n  2 messages: 1 root, 1 reply\n  1 reaction, 1 mention\n');
  expect(later.out).toContain('Already there:\n  2 users, 1 channel, 2 messages\n');
  const { messages, reactions: added, members } = await pictureOf(sql, 'growing');
  expect(messages.map((row) => [row.label, row.author, row.body, row.root])).toEqual([
    ['general 1', 'ada', 'One', null],
    ['general 2', 'bob', 'Two', null],
    ['general 3', 'ada', 'In the thread', 'general 1'],
    ['general 4', 'new', 'Hello @ada', null],
  ]);
  expect(added).toMatchObject([{ label: 'general 1', emoji: '🎉', handle: 'bob' }]);
  // Users who were members have the new message unread.
  expect(members.map(({ handle, read_ordinal }) => [handle, read_ordinal])).toEqual([
    ['ada', 2],
    ['bob', 2],
  ]);
});

it('uses the names that people have in this workspace', async () => {
  const { id } = (await sql.rows(`select id from workspaces where slug = 'growing'`))[0];
  const people = {
    'users.json': [
      { id: 'W1', name: 'ada' },
      { id: 'W2', name: 'zoe' },
    ],
  };
  const channels = {
    'channels.json': [{ id: 'X1', name: 'general', created: 1_704_067_200, creator: 'W1', members: ['W1'] }],
  };
  const day = [said('W2', ts(2, '09:00:00'), 'Hi <@W1>')];
  const path = writeExport(smallTeam([day], { ...people, ...channels }));
  const merged = await importFile(path, '--workspace', 'growing');
  expect(merged.out).toContain('  @ada is @ada-2 here\n  #general is #general-2 here\n');
  const picture = await pictureOf(sql, 'growing');
  expect(picture.messages.find(({ author }) => author === 'zoe')).toMatchObject({
    label: 'general-2 1',
    body: 'Hi @ada-2',
    body_html: '<p>Hi <span class="mention">@ada-2</span></p>',
  });
  expect(picture.mentions).toContainEqual({ label: 'general-2 1', handle: 'ada-2', position: 1 });
  await importFile(path, '--workspace', 'growing');
  expect(await pictureOf(sql, 'growing')).toEqual(picture);
  expect(await sql.rows(`select id from workspaces where slug = 'growing'`)).toEqual([{ id }]);
});

it('names a broken file, and imports the rest', async () => {
  const days = [2, 3, 4].map((day) => [said('U1', ts(day, '09:00:00'), `Day ${day}`)]);
  const damage = { name: 'general/2024-01-03.json', how: (packed: Buffer) => packed.fill(0xff, 8) };
  const { code, out } = await importFile(writeExport(smallTeam(days), { damage }), '--workspace', 'damaged');
  expect(code).toBe(0);
  expect(out).toMatch(/Broken, and left out \(1\):\n {2}general\/2024-01-03.json: .*damaged/);
  expect((await pictureOf(sql, 'damaged')).messages.map(({ body }) => body)).toEqual(['Day 2', 'Day 4']);
});

it('says in one line what is wrong, and creates nothing', async () => {
  const wrong: [string[], RegExp][] = [
    [[], /^EXPORT.zip is missing\.\nUsage: npm run import/],
    [['nowhere.zip'], /^There is no file nowhere\.zip/],
    [[writeBytes(Buffer.from('no zip'))], /team\.zip is not a zip/],
    [[writeExport({ 'notes.txt': 'hello' })], /contains no users\.json/],
    [['x.zip', '--workspace', 'No Slug!'], /^"No Slug!" is not a slug/],
    [['日本.zip'], /name one with --workspace/],
  ];
  const before = await sql.rows('select slug from workspaces order by slug');
  for (const [args, line] of wrong) {
    const { code, out, err } = await importFile(...args);
    expect(err).toMatch(line);
    expect({ code, out }).toEqual({ code: args.length ? 1 : 2, out: '' });
    if (args.length) expect(err.trimEnd()).not.toContain('\n');
  }
  expect(await sql.rows('select slug from workspaces order by slug')).toEqual(before);
});

it('rejects a second import into the same workspace at the same time', async () => {
  const path = writeExport(smallTeam([[said('U1', ts(2, '09:00:00'), 'One')]]));
  await importFile(path, '--workspace', 'held');
  const [{ id }] = await sql.rows(`select id from workspaces where slug = 'held'`);
  const other = await openSql(database.url);
  const held = await other.rows(holdImport.text, [id]);
  const second = await importFile(path, '--workspace', 'held');
  await other.end();
  expect(held).toMatchObject([{ held: true }]);
  expect(second).toMatchObject({ code: 1, err: 'Another import into held is running. Wait until it has ended.\n' });
  expect(await importFile(path, '--workspace', 'held')).toMatchObject({ code: 0 });
});

/** Four channels of three thousand messages: threads, mentions, reactions, pins, and people who join and leave. */
function busyTeam(): Record<string, Content> {
  const users = Array.from({ length: 30 }, (_, at) => ({ id: `U${at}`, name: `user${at}` }));
  const names = ['alpha', 'beta', 'gamma', 'delta'];
  const channels = names.map((name, at) => {
    const members = users.slice(0, 20 + at).map(({ id }) => id);
    return { id: `C${at}`, name, created: 1_704_067_200 + at, creator: 'U0', members };
  });
  const days = names.flatMap((name) => [2, 3, 4, 5, 6, 7].map((day) => [`${name}/2024-01-0${day}.json`, busyDay(day)]));
  return { 'users.json': users, 'channels.json': channels, ...Object.fromEntries(days) };
}

function busyDay(day: number): object[] {
  const moment = (at: number) => (Number(ts(day, '09:00:00')) + 60 * at).toFixed(6);
  return Array.from({ length: 500 }, (_, at) => {
    const author = `U${(at * 7 + day) % 30}`;
    if (at % 50 === 49) return said(author, moment(at), 'has joined', { subtype: 'channel_join' });
    return said(author, moment(at), `Message ${at} of day ${day} for <@U${at % 30}>`, {
      ...(at % 5 && { thread_ts: moment(at - (at % 5)) }),
      ...(at % 9 === 0 && { reactions: [{ name: 'eyes', users: ['U1', `U${2 + (at % 20)}`], count: 2 }] }),
      ...(at % 100 === 0 && { pinned_to: ['C0'] }),
    });
  });
}

it('stops after a batch when it receives a signal', async () => {
  const { pool, postgres } = openPostgres(database.url);
  try {
    const { id } = await createWorkspace(postgres, { slug: 'stopped', name: 'Stopped' });
    const slack = await openSlackExport(writeExport(busyTeam()), { namespace: id });
    const taken: number[] = [];
    const { result, complete } = await runImport(startImport(serviceActor(postgres, id), id), slack, {
      onProgress: (_, { messages }) => taken.push(messages.added),
      isStopped: () => taken.at(-1)! > 0,
    });
    slack.close();
    expect({ complete, taken, added: result.messages.added }).toEqual({
      complete: false,
      taken: [0, 980],
      added: 980,
    });
  } finally {
    await pool.end();
  }
});

it('completes an interrupted import, wherever and however often it was interrupted', async () => {
  const path = writeExport(busyTeam());
  expect(await importFile(path, '--workspace', 'whole')).toMatchObject({ code: 0 });
  const expected = await pictureOf(sql, 'whole');
  expect(expected.messages).toHaveLength(11_760);

  const stateOfCut = async () => {
    const [row] = await sql.rows<{ messages: number; incomplete: number }>(
      `select coalesce(sum(c.last_seq), 0)::integer as messages, (count(*) filter (where importing))::integer as incomplete
       from channels c join workspaces w on w.id = c.workspace_id where w.slug = 'cut'`,
    );
    return row!;
  };
  let incomplete = 0;
  for (const signal of ['SIGKILL', 'SIGINT', 'SIGKILL'] as const) {
    const before = (await stateOfCut()).messages;
    const command = startCommand(database.url, 'import', [path, '--workspace', 'cut']);
    let ended = false;
    void command.result.then(() => {
      ended = true;
    });
    while (!ended && (await stateOfCut()).messages === before); // until another batch is in
    command.kill(signal);
    const { code, out, err } = await command.result;
    expect({ signal, code, out }).toEqual({ signal, code: signal === 'SIGINT' ? 130 : null, out: '' });
    if (signal === 'SIGINT') expect(err).toContain(`run it again: npm run import -- "${path}" --workspace cut`);
    incomplete += (await stateOfCut()).incomplete;
    await pictureOf(sql, 'cut');
  }
  // A channel whose import was interrupted is still hidden from everyone else.
  expect(incomplete).toBeGreaterThan(0);
  expect((await stateOfCut()).messages).toBeLessThan(expected.messages.length);
  expect(await importFile(path, '--workspace', 'cut')).toMatchObject({ code: 0 });
  expect(await pictureOf(sql, 'cut')).toEqual(expected);
});
