// Exports with one broken part, files that are no exports, and large ones; and who owns the workspace.
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { openSlackExport } from '../../src/cli/slack/export.ts';
import type { SlackRecord } from '../../src/cli/slack/messages.ts';
import {
  messagesIn,
  namespace,
  openExport,
  problemsOf,
  readAll,
  removeExports,
  said,
  smallTeam,
  ts,
  writeBytes,
  writeExport,
  type ZipOptions,
  zipOf,
} from '../support/slack-export.ts';

afterAll(removeExports);

describe('who owns the workspace', () => {
  const owner = async (users: object[], channels: object[]) => {
    const slack = await openExport({ 'users.json': users, 'channels.json': channels });
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
    [
      'the creator of the channel marked as general',
      [ann, ben, { id: 'U3', name: 'cal' }],
      [first, general, marked],
      'cal',
    ],
    ['the creator of the channel named general', [ann, ben], [first, general], 'ben'],
    ['the creator of the oldest channel', [ben, { id: 'U1', name: 'ann' }], [{ ...general, name: 'x' }, first], 'ann'],
    ['never a deactivated user, if there is another', [ben, ann, cal], [marked], 'ann'],
    ['the first there is', [ben, { id: 'U1', name: 'ann' }], [], 'ben'],
    ['a deactivated user, if there is no other', [cal], [], 'cal'],
  ])('%s', async (_, users, channels, handle) => expect(await owner(users, channels)).toBe(handle));
});

describe('a file that is no export is refused in one line that says what to do', () => {
  const files = smallTeam([[said('U1', ts(2, '09:00:00'), 'hi')]]);
  const { 'users.json': users, ...noUsers } = files;
  const { 'channels.json': channels, ...noChannels } = files;

  it.each([
    ['no such file', () => '/nowhere/team.zip', /^There is no file \/nowhere\/team.zip\. Give the path/],
    ['a folder', () => '/', /is a folder\. Zip its contents/],
    [
      'no zip',
      () => writeBytes(Buffer.from('<html>Sign in</html>')),
      /is not a zip file, or its download is incomplete\. Download/,
    ],
    ['an empty file', () => writeBytes(Buffer.alloc(0)), /is not a zip file, or its download is incomplete\. Download/],
    [
      'a zip cut short',
      () => writeBytes(zipOf(files).subarray(0, -30)),
      /is not a zip file, or its download is incomplete\. Download/,
    ],
    [
      'a damaged directory',
      () => writeBytes(withoutDirectory(zipOf(files))),
      /is damaged: its list of files.* Download/,
    ],
    ['no users.json', () => writeExport(noUsers), /contains no users\.json, so it is not a Slack export\. Pass/],
    [
      'no list of channels',
      () => writeExport(noChannels),
      /contains no list of channels \(channels\.json, .*\), so it is not a Slack export\. Pass/,
    ],
    ['an encrypted zip', () => writeExport(files, { encrypted: true }), /is encrypted\. Unpack it/],
    [
      'no user',
      () => writeExport({ ...files, 'users.json': [] }),
      /^users\.json in .* no readable user \(it is empty\)/,
    ],
    ['no list', () => writeExport({ ...files, 'users.json': {} }), /\(the file is not a JSON list\)\. Download/],
  ])('%s', async (_, path, message) => {
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

describe('what is broken is reported, and the rest is imported', () => {
  const one = (day: number, text: string) => said('U1', ts(day, '09:00:00'), text);
  const three = () =>
    smallTeam([[one(2, 'one')], [one(3, 'two'), said('U2', ts(3, '09:01:00'), 'three')], [one(4, 'four')]]);
  const bodies = (records: Record<string, SlackRecord[]>) => messagesIn(records['#general']).map(({ body }) => body);
  const name = 'general/2024-01-03.json';

  it.each([
    ['data', { damage: { name, how: (packed: Buffer) => packed.fill(0xff, 10, 20) } }, /is damaged in the zip \(.+\)$/],
    [
      'a byte',
      { store: true, damage: { name, how: (packed: Buffer) => Buffer.from(packed.toString().replace('two', 'twi')) } },
      /checksum is wrong/,
    ],
    ['a size too small', { lie: { name, size: 40 } }, /it unpacks to more bytes than the directory says/],
    ['a size too large', { lie: { name, size: 4_000 } }, /it ends too early/],
    ['an unknown compression method', { lie: { name, method: 93 } }, /unsupported compression method/],
  ] as [string, ZipOptions, RegExp][])('%s', async (_, options, reason) => {
    const slack = await openExport(three(), options);
    const found = bodies(await readAll(slack));
    expect(found[0]).toBe('one');
    expect(found.at(-1)).toBe('four');
    expect(problemsOf(slack)).toEqual([expect.stringMatching(reason)]);
    expect(slack.report.problems[0]!.place).toBe(name);
  });

  it('what comes before the damage in a large file is read', async () => {
    const day = Array.from({ length: 20_000 }, (_, at) =>
      said(
        'U1',
        `17042736${String(at).padStart(5, '0').slice(0, 2)}.${String(at).padStart(6, '0')}`,
        `text ${at * 7919}`,
      ),
    );
    const files = smallTeam([day]);
    const slack = await openExport(files, {
      damage: {
        name: 'general/2024-01-02.json',
        how: (packed) => packed.fill(0xff, packed.length - 2_000, packed.length - 1_000),
      },
    });
    const found = bodies(await readAll(slack));
    expect(found.length).toBeGreaterThan(15_000);
    expect(found.length).toBeLessThan(20_000);
    expect(problemsOf(slack).at(-1)).toMatch(/^general\/2024-01-02\.json: is damaged in the zip/);
  });

  it('a message that is no JSON, a truncated file, and a list with broken records', async () => {
    const slack = await openExport(
      smallTeam(
        ['[\n {"ts": nonsense},\n {"type":"message","user":"U1","text":"good","ts":"1704186000.1"},\n {"type":"mess'],
        {
          'users.json': [{ id: 'U1', name: 'ada' }, { name: 'no id' }, 'text', { id: 'U1', name: 'again' }],
          'groups.json': [{ id: 'G1' }, { name: 'x' }, { id: 'G2', name: 'y', members: 'all' }, 7],
          'dms.json': [{ id: 'D1', members: ['U7', 'U8'] }],
        },
      ),
    );
    expect(bodies(await readAll(slack))).toEqual(['good']);
    expect(problemsOf(slack)).toEqual([
      'users.json line 6: a user without an id',
      'users.json line 9: a user without an id',
      'groups.json line 2: channel G1 has no name',
      'groups.json line 5: a channel without an id',
      'groups.json line 8: channel G2: members is not a list',
      'groups.json line 13: a channel without an id',
      'general/2024-01-02.json line 2: is not valid JSON',
      'general/2024-01-02.json line 4: is not closed',
    ]);
    expect(slack.report.skipped.get('users listed twice')).toBe(1);
  });

  it('whatever a message contains', async () => {
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
          const slack = await openExport(smallTeam([day]));
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

it('a channel is archived as of its last change, if Slack’s export has it', async () => {
  const channel = { id: 'C2', name: 'old', created: 1_704_067_200, is_archived: true, members: [] };
  const channels = [channel, { ...channel, id: 'C3', name: 'older', updated: 1_704_153_600_123 }];
  const slack = await openExport({ ...smallTeam(), 'channels.json': channels });
  slack.close();
  const archived = slack.channels.map((each) => each.channel.archivedAt);
  expect(archived).toEqual(['2024-01-01T00:00:00.000Z', '2024-01-02T00:00:00.123Z']);
});

describe('order and bounds', () => {
  it('sorts the messages of a day, and keeps the days in order', async () => {
    const day = (number: number) =>
      Array.from({ length: 1_500 }, (_, at) =>
        said('U1', ts(number, '09:00:00', String(1_500 - at).padStart(6, '0')), `${number}`),
      );
    const slack = await openExport({
      ...smallTeam(),
      'general/2024-01-03.json': day(3),
      'general/2024-01-02.json': day(2),
    });
    const records = messagesIn((await readAll(slack))['#general']);
    expect(records.map(({ body }) => body)).toEqual([...Array(1_500).fill('2'), ...Array(1_500).fill('3')]);
    const slackAgain = await openExport({ ...smallTeam(), 'general/2024-01-02.json': day(2).reverse() });
    const sorted = messagesIn((await readAll(slackAgain))['#general']);
    expect(records.slice(0, 1_500)).toEqual(sorted);
  });

  it('truncates a text that is too long, and leaves out a record that is too large', async () => {
    const slack = await openExport(
      smallTeam([
        [
          said('U1', ts(2, '09:00:00'), 'x'.repeat(50_000)),
          said('U1', ts(2, '09:01:00'), 'y'.repeat(3_000_000)),
          said('U1', ts(2, '09:02:00'), 'z'),
        ],
      ]),
    );
    expect(messagesIn((await readAll(slack))['#general']).map(({ body }) => body.length)).toEqual([40_000, 1]);
    expect(problemsOf(slack)).toEqual([
      'general/2024-01-02.json line 2: its text has more than 40000 characters; the rest was cut off',
      'general/2024-01-02.json line 8: is larger than 2 MB',
    ]);
  });

  it('keeps a hundred problems, twenty of a file, and counts them all', async () => {
    const day = Array.from({ length: 30 }, () => ({ text: 'no time' }));
    const slack = await openExport(smallTeam([day, day, day, day, day, day, day]));
    await readAll(slack);
    expect(slack.report.problems).toHaveLength(100);
    expect(slack.report.problems.filter(({ place }) => place.startsWith('general/2024-01-03.json'))).toHaveLength(20);
    expect(slack.report.problemCount).toBe(210);
  });

  it('assigns a folder that two channels claim to the private one', async () => {
    const slack = await openExport(
      smallTeam([[said('U1', ts(2, '09:00:00'), 'secret')]], {
        'groups.json': [{ id: 'G1', name: 'general', members: ['U1'] }],
      }),
    );
    expect(slack.channels.map(({ channel, files }) => `${channel.name} ${channel.privacy} ${files}`)).toEqual([
      'general-c1 PUBLIC 0',
      'general PRIVATE 1',
    ]);
    expect(problemsOf(slack)).toEqual([
      'channels.json line 2: the folder general belongs to another channel of that name',
    ]);
    slack.close();
  });
});
