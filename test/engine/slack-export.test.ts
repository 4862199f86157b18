// Reading a whole export: the team that has everything, exports that are broken in one place, and ones that are none.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { openSlackExport, type SlackExport } from '../../src/cli/slack/export.ts';
import type { SlackRecord } from '../../src/cli/slack/messages.ts';
import { validChannelName } from '../../src/features/channels/model.ts';
import { validHandle } from '../../src/features/identity/model.ts';
import type { ImportedMessage, ImportedUser } from '../../src/features/imports/model.ts';
import {
  type Content,
  removeExports,
  teamFiles,
  ts,
  writeBytes,
  writeExport,
  type ZipOptions,
  zipOf,
} from '../support/slack-export.ts';

afterAll(removeExports);

const namespace = '0190a5c4-0000-7000-8000-000000000001';
const open = (files: Record<string, Content>, options?: ZipOptions) =>
  openSlackExport(writeExport(files, options), { namespace });

/** Everything an export gives, by the label of the channel. */
async function readAll(slack: SlackExport) {
  const byChannel: Record<string, SlackRecord[]> = {};
  for (const channel of slack.channels) {
    const records: SlackRecord[] = [];
    let bytesRead = 0;
    for await (const batch of slack.records(channel)) {
      expect(batch.bytesRead).toBeGreaterThanOrEqual(bytesRead);
      expect(batch.records.length).toBeLessThanOrEqual(1_000);
      bytesRead = batch.bytesRead;
      records.push(...batch.records);
    }
    expect(bytesRead).toBeLessThanOrEqual(channel.bytes);
    byChannel[channel.label] = records;
  }
  slack.close();
  return byChannel;
}

const messagesIn = (records: SlackRecord[] = []): ImportedMessage[] =>
  records.flatMap((record) => (record.kind === 'message' ? [record.message] : []));
const usersIn = (records: SlackRecord[] = []): ImportedUser[] =>
  records.flatMap((record) => (record.kind === 'user' ? [record.user] : []));
const problems = (slack: SlackExport) => slack.report.problems.map(({ place, reason }) => `${place}: ${reason}`);

/** A small team: its users and channels, and what is in #general, a day at a time. */
const small = (days: Content[] = [], more: Record<string, Content> = {}): Record<string, Content> => ({
  'users.json': [
    { id: 'U1', name: 'ada' },
    { id: 'U2', name: 'bob' },
  ],
  'channels.json': [{ id: 'C1', name: 'general', created: 1_704_067_200, creator: 'U2', members: ['U1', 'U2'] }],
  ...Object.fromEntries(days.map((day, at) => [`general/2024-01-0${at + 2}.json`, day])),
  ...more,
});
const said = (user: string, at: string, text: string, more: object = {}) => ({
  type: 'message',
  user,
  text,
  ts: at,
  ...more,
});

describe('the team that has everything', async () => {
  const slack = await open(teamFiles());
  const records = await readAll(slack);
  const general = messagesIn(records['#general']);
  const everybody = [...slack.users, ...Object.values(records).flatMap(usersIn)];
  const user = (handle: string) => everybody.find((each) => each.handle.startsWith(handle))!;
  const message = (begins: string) => general.find(({ body }) => body.startsWith(begins))!;
  const channel = (label: string) => slack.channels.find((each) => each.label === label)!.channel;

  it('gives users their roles, handles and addresses', () => {
    expect(slack.users.map(({ handle, role, kind }) => `${handle} ${role} ${kind}`)).toEqual([
      'ada OWNER PERSON',
      'grace.hopper ADMIN PERSON',
      'linus ADMIN PERSON',
      'guest GUEST PERSON',
      expect.stringMatching(/^linus-[0-9a-f]{6} MEMBER PERSON$/),
      'zoe-uni GUEST PERSON',
      'deploybot MEMBER BOT',
      'slackbot MEMBER BOT',
    ]);
    expect(user('ada')).toMatchObject({
      name: 'ada Real',
      title: 'CEO',
      email: 'ada@team.example',
      deactivatedAt: null,
    });
    expect(user('ada').avatarUrl).toBe('https://a.example/ada.png');
    expect(user('linus').email).toBeNull();
    expect(user('linus-').deactivatedAt).toBe('2024-01-06T18:53:20.000Z');
    expect(slack.report.skipped.get('e-mail addresses that another user has')).toBe(1);
    for (const { handle } of everybody) expect(validHandle(handle)).toBe(handle);
  });

  it('gives channels their kind, members and texts', () => {
    expect(
      slack.channels.map(
        ({ label, channel }) => `${label} ${channel.kind} ${channel.privacy} ${channel.members.length}`,
      ),
    ).toEqual([
      '#general TEXT PUBLIC 5',
      '#old-stuff TEXT PUBLIC 0',
      '#equipe TEXT PUBLIC 1',
      '#secret TEXT PRIVATE 2',
      'D1 DIRECT PRIVATE 2',
      'D2 DIRECT PRIVATE 2',
      'D3 DIRECT PRIVATE 1',
      'mpdm-ada--grace--linus-1 DIRECT PRIVATE 3',
    ]);
    expect(channel('#general')).toMatchObject({
      topic: 'Ship & tell @grace.hopper in #old-stuff',
      purpose: 'Everything',
      createdById: user('ada').id,
      createdAt: '2024-01-01T00:00:00.000Z',
      archivedAt: null,
    });
    expect(channel('#general').members.slice(0, 2)).toEqual([
      { userId: user('ada').id, role: 'ADMIN', joinedAt: '2024-01-01T00:00:00.000Z' },
      { userId: user('grace').id, role: 'MEMBER', joinedAt: '2024-01-01T00:00:00.000Z' },
    ]);
    expect(channel('#old-stuff').archivedAt).toBe('2024-01-06T00:00:00.000Z');
    expect(channel('#equipe').createdById).toBeNull();
    expect(channel('D2').members.map(({ userId }) => userId)).toContain(user('slackbot').id);
    expect(slack.report.skipped.get('members that are not in users.json')).toBe(1);
    for (const { channel } of slack.channels)
      if (channel.name) expect(validChannelName(channel.name)).toBe(channel.name);
    expect(Object.values(records).map((each) => messagesIn(each).length)).toEqual([20, 1, 1, 1, 1, 1, 0, 1]);
  });

  it('gives an edited, pinned message with reactions and mentions', () => {
    const root = message('Hello');
    expect(root).toMatchObject({
      authorId: user('ada').id,
      parentId: null,
      createdAt: '2024-01-02T09:00:00.000Z',
      body: 'Hello **team** @grace.hopper, @grace.hopper and @guest: see [the plan](https://a.example/x?a=1&b=2)',
      editedAt: '2024-01-02T09:05:00.000Z',
      edits: [],
      mentionedUserIds: [user('grace').id, user('guest').id],
      pinned: { byId: user('grace').id, at: '2024-01-04T11:20:00.000Z' },
    });
    expect(root.reactions).toEqual([
      { emoji: '🎉', userId: user('grace').id, createdAt: root.createdAt },
      { emoji: '🎉', userId: user('guest').id, createdAt: root.createdAt },
      { emoji: '👋🏽', userId: user('grace').id, createdAt: root.createdAt },
      { emoji: ':party-parrot:', userId: user('linus').id, createdAt: root.createdAt },
    ]);
  });

  it('hangs replies on their root, also one that went to the channel and one below a deleted message', () => {
    const root = message('Hello').id;
    const deleted = general.find(({ deletedAt }) => deletedAt !== null)!;
    expect(message('A reply').parentId).toBe(root);
    expect(general.filter(({ body }) => body === 'And to all').map(({ parentId }) => parentId)).toEqual([root]);
    expect(deleted).toMatchObject({ body: '', authorId: user('slackbot').id, deletedAt: '2024-01-03T09:00:00.000Z' });
    expect(message('Still here').parentId).toBe(deleted.id);
    expect(slack.report.skipped.get('messages that were there twice')).toBe(1);
  });

  it('tells joins and leaves as facts, and keeps a notice only as the root of a thread', () => {
    const facts = records['#general']!.filter((record) => record.kind === 'joined' || record.kind === 'left');
    const channelId = channel('#general').id;
    expect(facts).toEqual([
      { kind: 'joined', channelId, userId: user('grace').id, at: '2024-01-02T08:00:00.000Z', isMember: true },
      { kind: 'joined', channelId, userId: user('linus-').id, at: '2024-01-02T08:00:01.000Z', isMember: false },
      { kind: 'joined', channelId, userId: user('linus').id, at: '2024-01-03T11:00:00.000Z', isMember: true },
      { kind: 'left', channelId, userId: user('linus-').id, at: '2024-01-03T12:00:00.000Z', isMember: false },
    ]);
    expect(message('Welcome!').parentId).toBe(message('_@linus has joined').id);
    expect(general.filter(({ body }) => /has (joined|left)|topic|pinned/.test(body))).toHaveLength(1);
    expect(slack.report.skipped.get('notices (channel_topic)')).toBe(1);
    expect(slack.report.skipped.get('notices (pinned_item)')).toBe(1);
  });

  it('gives files as links, without the token that opens them all', () => {
    expect(message('Two files').attachments).toEqual([
      { name: 'plan.pdf', url: 'https://files.slack.com/plan.pdf?v=2', mediaType: 'application/pdf', size: 1234 },
      { name: 'Board', url: 'https://team.example/board', mediaType: null, size: null },
    ]);
    expect(message('look')).toMatchObject({ authorId: user('grace').id, attachments: [{ name: 'notes.txt' }] });
    expect(message('nice')).toMatchObject({ authorId: user('linus').id, body: 'nice' });
    for (const why of ['files that were deleted', "files hidden by the Slack plan's limit", 'files without a link']) {
      expect(slack.report.skipped.get(why)).toBe(1);
    }
  });

  it('makes users for bots, apps and people that users.json does not have, before what they wrote', () => {
    expect(usersIn(records['#general']).map(({ name, kind, deactivatedAt }) => [name, kind, deactivatedAt])).toEqual([
      ['Builds', 'BOT', null],
      ['webhook', 'BOT', null],
      ['Frieda Foreign', 'PERSON', '2024-01-04T09:03:00.000Z'],
    ]);
    expect(message('Deployed').authorId).toBe(user('deploybot').id);
    expect(message('From nowhere').authorId).toBe(user('webhook').id);
    expect(message('Hi from next door').body).toBe('Hi from next door unknown user U7NOBODY ned');
    for (const list of Object.values(records)) {
      const there = new Set(slack.users.map(({ id }) => id));
      for (const record of Object.values(records).flat()) if (record.kind === 'user') there.add(record.user.id);
      for (const { authorId } of messagesIn(list)) expect(there).toContain(authorId);
    }
  });

  it('finds the text that stands outside the text', () => {
    expect(message('[Build 7]').body).toBe('[Build 7](https://ci.example/7)\nIt **failed**\n\nonly this');
    expect(message('a < b').body).toBe('a < b **bold** @grace.hopper🎉\n- item');
    expect(message('Look').body).toBe(
      'Look <https://news.example/1>\n\n> said before\n\n<https://team.example/archives/C1/p1>',
    );
    expect(message('_waves_').authorId).toBe(user('linus').id);
    expect(message('A huddle happened').authorId).toBe(user('ada').id);
    expect(message('NUL').body).toBe('NUL  and half \ufffd of a pair');
    expect(slack.report.skipped.get('messages without text or files')).toBe(2);
  });

  it('names what is broken by file and line', () => {
    expect(problems(slack)).toEqual([
      'lost-folder/: no list has a channel for this folder; it was left out',
      'general/2024-01-04.json line 144: a message without an author',
      'general/2024-01-04.json line 149: a message without a valid ts',
      'general/2024-01-04.json line 154: a message without a valid ts',
      'general/2024-01-04.json line 160: a message whose text is not text',
      'general/2024-01-04.json line 166: its files are no list and were left out',
      'general/2024-01-04.json line 166: its reactions are no list and were left out',
    ]);
    expect(message('odd lists').reactions).toEqual([]);
  });

  it('counts what it took', () => {
    expect(slack.report.taken).toMatchObject({
      users: 7,
      channels: 8,
      'root messages': 22,
      replies: 4,
      joins: 3,
      leaves: 1,
      reactions: 4,
      files: 4,
      pins: 1,
      'edited messages': 1,
      'deleted messages': 1,
    });
  });

  it('gives the same again, also under a folder, stored, and with another order of messages and users', async () => {
    const files = Object.entries(teamFiles()).map(([name, content]) => {
      const turned = Array.isArray(content) && !name.startsWith('channels') ? [...content].reverse() : content;
      return [`Team export/${name}`, turned];
    });
    const again = await open(Object.fromEntries(files), { store: true });
    const recordsAgain = await readAll(again);
    expect(new Set(again.users.map(({ id }) => id))).toEqual(new Set(slack.users.map(({ id }) => id)));
    expect(again.channels.map(({ channel }) => channel.id)).toEqual(
      expect.arrayContaining(slack.channels.map((each) => each.channel.id)),
    );
    expect(messagesIn(recordsAgain['#general']).map(({ id }) => id)).toEqual(general.map(({ id }) => id));
  });

  it('makes other ids for another workspace', async () => {
    const other = await openSlackExport(writeExport(teamFiles()), { namespace: 'another' });
    const ids = new Set([...other.users, ...other.channels.map((each) => each.channel)].map(({ id }) => id));
    for (const { id } of [...slack.users, ...slack.channels.map((each) => each.channel)]) expect(ids).not.toContain(id);
    other.close();
  });
});

describe('who owns the workspace', () => {
  const owner = async (users: object[], channels: object[]) => {
    const slack = await open({ 'users.json': users, 'channels.json': channels });
    slack.close();
    const owners = slack.users.filter(({ role }) => role === 'OWNER').map(({ handle }) => handle);
    expect(owners).toHaveLength(1);
    return owners[0];
  };
  const ann = { id: 'U1', name: 'ann', is_owner: true };
  const ben = { id: 'U2', name: 'ben' };
  const cal = { id: 'U3', name: 'cal', is_primary_owner: true, deleted: true };
  const first = { id: 'C1', name: 'first', created: 1, creator: 'U1', members: [] };
  const general = { id: 'C2', name: 'general', created: 2, creator: 'U2', members: [] };
  const marked = { id: 'C3', name: 'all', created: 3, creator: 'U3', is_general: true, members: [] };

  it.each([
    ['the primary owner', [ann, ben, { ...cal, deleted: false }], [first], 'cal'],
    ['who made the channel marked as general', [ann, ben, { id: 'U3', name: 'cal' }], [first, general, marked], 'cal'],
    ['who made the channel named general', [ann, ben], [first, general], 'ben'],
    ['who made the oldest channel', [ben, { id: 'U1', name: 'ann' }], [{ ...general, name: 'x' }, first], 'ann'],
    ['never somebody who has gone, if there is another', [ben, ann, cal], [marked], 'ann'],
    ['the first there is', [ben, { id: 'U1', name: 'ann' }], [], 'ben'],
    ['somebody who has gone, if there is no other', [cal], [], 'cal'],
  ])('%s', async (_, users, channels, handle) => expect(await owner(users, channels)).toBe(handle));
});

describe('an export that is none is refused in one line that says what to do', () => {
  const files = small([[said('U1', ts(2, '09:00:00'), 'hi')]]);
  const { 'users.json': users, ...noUsers } = files;
  const { 'channels.json': channels, ...noChannels } = files;

  it.each([
    ['no such file', () => '/nowhere/team.zip', /^There is no file \/nowhere\/team.zip\. Give the path/],
    ['a folder', () => '/', /is a folder\. Zip what is in it/],
    [
      'no zip',
      () => writeBytes(Buffer.from('<html>Sign in</html>')),
      /is no zip, or its download was cut short\. Give/,
    ],
    ['an empty file', () => writeBytes(Buffer.alloc(0)), /is no zip, or its download was cut short\. Give/],
    [
      'a zip cut short',
      () => writeBytes(zipOf(files).subarray(0, -30)),
      /is no zip, or its download was cut short\. Give/,
    ],
    [
      'a damaged directory',
      () => writeBytes(withoutDirectory(zipOf(files))),
      /is damaged: its list of files.* Download/,
    ],
    ['no users.json', () => writeExport(noUsers), /holds no users\.json, so it is no Slack export\. Give/],
    ['no channels.json', () => writeExport(noChannels), /holds no channels\.json, so it is no Slack export\. Give/],
    ['an encrypted zip', () => writeExport(files, { encrypted: true }), /is encrypted\. Unpack it/],
    [
      'no user',
      () => writeExport({ ...files, 'users.json': [] }),
      /^users\.json in .* no user that can be read \(it is empty\)/,
    ],
    ['no list', () => writeExport({ ...files, 'users.json': {} }), /\(the file is not a JSON list\)\. Download/],
  ])('%s', async (_, path, message) => {
    expect([users, channels]).toBeDefined();
    const error: Error = await openSlackExport(path(), { namespace }).then(
      () => expect.unreachable(),
      (error) => error,
    );
    expect(error).toMatchObject({ code: 'BAD_USER_INPUT', message: expect.stringMatching(message) });
    expect(error.message).not.toContain('\n');
  });

  const withoutDirectory = (zip: Buffer) => {
    const at = zip.indexOf(Buffer.from('PK\x01\x02'));
    return Buffer.concat([zip.subarray(0, at), Buffer.alloc(zip.length - 22 - at), zip.subarray(-22)]);
  };
});

describe('what is broken is named, and the rest goes in', () => {
  const one = (day: number, text: string) => said('U1', ts(day, '09:00:00'), text);
  const three = () =>
    small([[one(2, 'one')], [one(3, 'two'), said('U2', ts(3, '09:01:00'), 'three')], [one(4, 'four')]]);
  const bodies = (records: Record<string, SlackRecord[]>) => messagesIn(records['#general']).map(({ body }) => body);
  const name = 'general/2024-01-03.json';

  it.each([
    ['data', { damage: { name, how: (packed: Buffer) => packed.fill(0xff, 10, 20) } }, /is damaged in the zip \(.+\)$/],
    [
      'a byte',
      { store: true, damage: { name, how: (packed: Buffer) => Buffer.from(packed.toString().replace('two', 'twi')) } },
      /checksum is wrong/,
    ],
    ['a size too small', { lie: { name, size: 40 } }, /it unpacks to more than it says/],
    ['a size too large', { lie: { name, size: 4_000 } }, /it ends too early/],
    ['a way to pack that nobody knows', { lie: { name, method: 93 } }, /unsupported compression method/],
  ] as [string, ZipOptions, RegExp][])('%s', async (_, options, reason) => {
    const slack = await open(three(), options);
    const found = bodies(await readAll(slack));
    expect(found[0]).toBe('one');
    expect(found.at(-1)).toBe('four');
    expect(problems(slack)).toEqual([expect.stringMatching(reason)]);
    expect(slack.report.problems[0]!.place).toBe(name);
  });

  it('what stands before the damage of a large file is read', async () => {
    const day = Array.from({ length: 20_000 }, (_, at) =>
      said(
        'U1',
        `17042736${String(at).padStart(5, '0').slice(0, 2)}.${String(at).padStart(6, '0')}`,
        `text ${at * 7919}`,
      ),
    );
    const files = small([day]);
    const slack = await open(files, {
      damage: {
        name: 'general/2024-01-02.json',
        how: (packed) => packed.fill(0xff, packed.length - 2_000, packed.length - 1_000),
      },
    });
    const found = bodies(await readAll(slack));
    expect(found.length).toBeGreaterThan(15_000);
    expect(found.length).toBeLessThan(20_000);
    console.log(problems(slack), slack.report.problemCount, slack.report.skipped, found.length); expect(problems(slack).at(-1)).toMatch(/is damaged in the zip/);
  });

  it('a message that is no JSON, a file cut off, and a list with broken records', async () => {
    const slack = await open(
      small(
        ['[\n {"ts": nonsense},\n {"type":"message","user":"U1","text":"good","ts":"1704186000.1"},\n {"type":"mess'],
        {
          'users.json': [{ id: 'U1', name: 'ada' }, { name: 'no id' }, 'text', { id: 'U1', name: 'again' }],
          'groups.json': [{ id: 'G1' }, { name: 'x' }, { id: 'G2', name: 'y', members: 'all' }, 7],
          'dms.json': [{ id: 'D1', members: ['U7', 'U8'] }],
        },
      ),
    );
    expect(bodies(await readAll(slack))).toEqual(['good']);
    expect(problems(slack)).toEqual([
      'users.json line 6: a user without an id',
      'users.json line 9: a user without an id',
      'dms.json line 2: channel D1 has no member that is in users.json; it was left out',
      'groups.json line 2: channel G1 has no name',
      'groups.json line 5: a channel without an id',
      'groups.json line 8: channel G2: members is no list',
      'groups.json line 13: a channel without an id',
      'general/2024-01-02.json line 2: is not valid JSON',
      'general/2024-01-02.json line 4: is not closed',
    ]);
    expect(slack.report.skipped.get('users listed twice')).toBe(1);
  });

  it('whatever a message holds', async () => {
    const odd = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.constantFrom('U1', 'B1', 'tombstone', 'channel_join', 'me_message', ts(2, '08:00:00')),
    );
    const thing = fc.dictionary(
      fc.constantFrom(
        ...'user text subtype thread_ts bot_id username edited reactions files file attachments blocks'.split(' '),
        ...'comment pinned_to pinned_info reply_count bot_profile user_profile'.split(' '),
        ...'type id ts name users elements url_private mode title title_link fields value pinned_ts style'.split(' '),
      ),
      odd,
    );
    const message = fc.record(
      {
        ts: fc.integer({ min: 0, max: 999_999 }).map((n) => `1704186000.${n}`),
        text: odd,
        reactions: fc.array(thing),
        files: fc.array(thing),
        attachments: fc.array(thing),
        blocks: fc.array(thing),
        pinned_info: thing,
        edited: thing,
        file: thing,
      },
      { requiredKeys: ['ts'] },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.tuple(message, thing).map(([a, b]) => ({ user: 'U1', ...b, ...a })),
          { minLength: 1, maxLength: 40 },
        ),
        async (day) => {
          const slack = await open(small([day]));
          const records = await readAll(slack);
          const { skipped, problemCount } = slack.report;
          const left = [...skipped.values()].reduce((sum, count) => sum + count, 0) + problemCount;
          expect(Object.values(records).flat().length + left).toBeGreaterThan(0);
          for (const { body, attachments, deletedAt } of messagesIn(records['#general'])) {
            expect(body !== '' || attachments.length > 0 || deletedAt !== null).toBe(true);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('order and bounds', () => {
  it('sorts a day that is not in order, and keeps the days in theirs', async () => {
    const day = (number: number) =>
      Array.from({ length: 1_500 }, (_, at) =>
        said('U1', ts(number, '09:00:00', String(1_500 - at).padStart(6, '0')), `${number}`),
      );
    const slack = await open({ ...small(), 'general/2024-01-03.json': day(3), 'general/2024-01-02.json': day(2) });
    const records = messagesIn((await readAll(slack))['#general']);
    expect(records.map(({ body }) => body)).toEqual([...Array(1_500).fill('2'), ...Array(1_500).fill('3')]);
    const slackAgain = await open({ ...small(), 'general/2024-01-02.json': day(2).reverse() });
    const sorted = messagesIn((await readAll(slackAgain))['#general']);
    expect(records.slice(0, 1_500)).toEqual(sorted);
  });

  it('cuts a text that is too long, and leaves out a record that is too large', async () => {
    const slack = await open(
      small([
        [
          said('U1', ts(2, '09:00:00'), 'x'.repeat(50_000)),
          said('U1', ts(2, '09:01:00'), 'y'.repeat(3_000_000)),
          said('U1', ts(2, '09:02:00'), 'z'),
        ],
      ]),
    );
    expect(messagesIn((await readAll(slack))['#general']).map(({ body }) => body.length)).toEqual([40_000, 1]);
    expect(problems(slack)).toEqual([
      'general/2024-01-02.json line 2: its text has more than 40000 characters; the rest was cut off',
      'general/2024-01-02.json line 8: is larger than 2 MB',
    ]);
  });

  it('keeps a hundred problems, twenty of a file, and counts them all', async () => {
    const day = Array.from({ length: 30 }, () => ({ text: 'no time' }));
    const slack = await open(small([day, day, day, day, day, day, day]));
    await readAll(slack);
    expect(slack.report.problems).toHaveLength(100);
    expect(slack.report.problems.filter(({ place }) => place.startsWith('general/2024-01-03.json'))).toHaveLength(20);
    expect(slack.report.problemCount).toBe(210);
  });

  it('gives a folder that two channels claim to the private one', async () => {
    const slack = await open(
      small([[said('U1', ts(2, '09:00:00'), 'secret')]], {
        'groups.json': [{ id: 'G1', name: 'general', members: ['U1'] }],
      }),
    );
    expect(slack.channels.map(({ channel, files }) => `${channel.name} ${channel.privacy} ${files}`)).toEqual([
      'general-c1 PUBLIC 0',
      'general PRIVATE 1',
    ]);
    expect(problems(slack)).toEqual([
      'channels.json line 2: the folder general belongs to another channel of that name',
    ]);
    slack.close();
  });
});

const sample = process.env.SLACK_SAMPLE;
it.skipIf(!sample)('reads the sample export', async () => {
  expect(readFileSync(sample!).length).toBeGreaterThan(0);
  const slack = await openSlackExport(sample!, { namespace });
  const messages = Object.values(await readAll(slack)).flatMap(messagesIn);
  expect(slack.users).toHaveLength(327);
  expect(messages).toHaveLength(22_171);
  expect(messages.filter(({ parentId }) => parentId === null)).toHaveLength(2_364);
  expect(problems(slack)).toEqual([]);
});
