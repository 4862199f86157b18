// Exports as real teams have them: people of other teams, roots without text, names in any script, files of any name.
import { afterAll, describe, expect, it } from 'vitest';
import { validChannelName } from '../../src/features/channels/model.ts';
import {
  type Content,
  messagesIn,
  openExport,
  problemsOf,
  readAll,
  removeExports,
  said,
  smallTeam,
  ts,
  usersIn,
} from '../support/slack-export.ts';

afterAll(removeExports);

const at = (minute: number): string => ts(2, `09:${String(minute).padStart(2, '0')}:00`);

/** The messages of #general on one day, and the export's report. */
async function general(messages: object[], more: Record<string, Content> = {}) {
  const slack = await openExport(smallTeam([messages], more));
  const records = await readAll(slack);
  return { slack, records, messages: messagesIn(records['#general']) };
}

describe('direct conversations with people that users.json does not have', () => {
  const dms = [
    { id: 'D1', created: 1, members: ['U1', 'U2'] },
    { id: 'D2', created: 2, members: ['U1', 'UX'] },
    { id: 'D3', created: 3, members: ['U1', 'W0Y'] },
    { id: 'D4', created: 4, members: ['U1'] },
    { id: 'D5', created: 5, members: ['UX', 'W0Y'] },
    { id: 'D6', created: 6, user: 'U1' },
    { id: 'D7', created: 7, members: ['U1', null] },
  ];
  const mpims = [{ id: 'G1', name: 'mpdm-a--b--x-1', created: 8, members: ['U1', 'U2', 'UX'] }];

  it('keep all their members, with placeholders that come first', async () => {
    const profile = { user_profile: { real_name: 'Xena' } };
    const { slack, records } = await general([], {
      'dms.json': dms,
      'mpims.json': mpims,
      'D2/2024-01-02.json': [said('UX', at(1), 'hello', profile), said('UX', at(2), 'again', profile)],
    });
    const direct = slack.channels.filter(({ channel }) => channel.kind === 'DIRECT');
    expect(direct.map(({ channel }) => [channel.members.length, channel.isPartial])).toEqual([
      ...[2, 2, 2, 1, 2].map((count) => [count, false]),
      [1, true],
      [1, true],
      [3, false],
    ]);
    const keys = direct.map(({ channel }) =>
      channel.members
        .map(({ userId }) => userId)
        .sort()
        .join(),
    );
    expect(new Set(keys.slice(0, 5)).size).toBe(5);
    const there = new Set(slack.users.map(({ id }) => id));
    for (const { channel } of direct) for (const { userId } of channel.members) expect(there).toContain(userId);
    expect(slack.users.filter(({ isPlaceholder }) => isPlaceholder)).toMatchObject([
      { name: 'Xena', kind: 'PERSON', role: 'MEMBER', deactivatedAt: '1970-01-01T00:00:02.000Z' },
      { name: 'Unknown user W0Y', deactivatedAt: expect.any(String) },
    ]);
    // Returned again, once, when a message shows who they are.
    expect(usersIn(records.D2).map(({ name }) => name)).toEqual(['Xena']);
  });

  it('people of other Slack teams cannot sign in', async () => {
    const users = [
      { id: 'U1', name: 'ada' },
      { id: 'U2', name: 'bob', is_stranger: true, team_id: 'T2' },
    ];
    const { slack } = await general([], { 'users.json': users });
    expect(slack.users.map(({ deactivatedAt }) => deactivatedAt !== null)).toEqual([false, true]);
  });
});

describe('a root that has replies is kept', () => {
  const reply = (number: number) => said('U2', at(30), 'a reply', { thread_ts: at(number), parent_user_id: 'U1' });
  const root = (more: object) => ({ ...said('U1', at(1), '', { thread_ts: at(1), reply_count: 1 }), ...more });

  it.each([
    ['a hidden file', { files: [{ mode: 'hidden_by_limit' }] }, "_A file that the Slack plan's limit hides._"],
    ['a deleted file', { files: [{ mode: 'tombstone' }] }, '_A file that was deleted._'],
    [
      'a file without a link',
      { files: [{ file_access: 'access_denied' }] },
      '_A file that the export has no link to._',
    ],
    ['a huddle', { subtype: 'huddle_thread', room: { id: 'R1' } }, '_A huddle._'],
    [
      'a huddle that Slackbot announces',
      { subtype: 'huddle_thread', user: 'USLACKBOT', room: { created_by: 'U1', date_start: 1e9, date_end: 1e9 + 90 } },
      '_A huddle of 2 minutes._',
    ],
    ['nothing', {}, '_A message without text._'],
    [
      'nothing, and a list of its replies',
      { reply_count: undefined, replies: [{ ts: at(30) }] },
      '_A message without text._',
    ],
    ['a thread alone', { reply_count: undefined }, '_A message without text._'],
    ['blocks that show nothing', { blocks: [{ type: 'actions' }] }, '_A message without text._'],
    ['a notice', { subtype: 'channel_join', text: 'joined' }, '_joined_'],
    ['a deleted message', { subtype: 'tombstone', user: 'U1' }, ''],
  ])('with %s', async (_, more, body) => {
    const { messages, slack } = await general([root(more), reply(1)]);
    expect(messages.map((message) => message.body)).toEqual([body, 'a reply']);
    expect(messages[1]!.parentId).toBe(messages[0]!.id);
    expect(messages[0]!.authorId).toBe(slack.users[0]!.id);
  });

  it('whether its author is known or not', async () => {
    const hook = {
      type: 'message',
      subtype: 'bot_message',
      text: 'alert',
      ts: at(1),
      thread_ts: at(1),
      reply_count: 1,
    };
    const alone = { type: 'message', text: 'nobody', ts: at(2) };
    const { messages, records, slack } = await general([hook, alone, reply(1)]);
    expect(messages.map(({ body }) => body)).toEqual(['alert', 'nobody', 'a reply']);
    expect(messages[2]!.parentId).toBe(messages[0]!.id);
    const [nobody] = usersIn(records['#general']);
    expect(nobody).toMatchObject({ name: 'Unknown author', kind: 'BOT' });
    expect(messages.map(({ authorId }) => authorId).slice(0, 2)).toEqual([nobody!.id, nobody!.id]);
    expect(problemsOf(slack)).toEqual([]);
    expect([...slack.report.changed]).toEqual([
      ['messages whose author the export does not name, imported as by Unknown author', 2],
    ]);
  });

  it('and replies keep what is known of a root that is not in the export', async () => {
    const { messages, slack } = await general([reply(1), said('U2', at(31), 'x', { thread_ts: at(2) })]);
    expect(messages[0]!.root).toMatchObject({ authorId: slack.users[0]!.id, createdAt: '2024-01-02T09:01:00.000Z' });
    expect(messages[1]!.root).toMatchObject({ createdAt: '2024-01-02T09:02:00.000Z' });
  });
});

describe('channel names', () => {
  it.each([
    ['技術', '技術'],
    ['общий', 'общий'],
    ['équipe', 'équipe'],
    ['e\u0301quipe', 'équipe'],
    ['हिन्दी', 'हिन्दी'],
    ['مرحبا', 'مرحبا'],
    ['general', 'general'],
    ['a.b c', 'a-b-c'],
    ['gene\u200bral', 'general'],
    ['gener\u0430l', 'gener-\u0430-l'],
    ['🎉', 'channel'],
    ['技'.repeat(100), '技'.repeat(80)],
  ])('%s', async (slackName, name) => {
    const slack = await openExport({
      ...smallTeam(),
      'channels.json': [{ id: 'C1', name: slackName, created: 1, members: [] }],
      [`${slackName}/2024-01-02.json`]: [said('U1', at(1), 'here')],
    });
    expect(slack.channels[0]).toMatchObject({ slackName, channel: { name } });
    expect(validChannelName(name)).toBe(name);
    expect(messagesIn((await readAll(slack))[`#${name}`]).map(({ body }) => body)).toEqual(['here']);
  });

  it('links follow the channel, in topics too', async () => {
    const channels = [
      { id: 'C1', name: 'general', created: 1, members: ['U1'], topic: { value: 'see <#C2|old-name> :tada:' } },
      { id: 'C2', name: '技術', created: 1, members: [] },
    ];
    const { messages, slack } = await general([said('U1', at(1), '<#C2|old-name> <#C9|gone>')], {
      'channels.json': channels,
    });
    expect(messages[0]!.body).toBe('#技術 #gone');
    expect(slack.channels[0]!.channel.topic).toBe('see #技術 🎉');
  });
});

describe('files', () => {
  it('an export of direct messages alone', async () => {
    const { 'channels.json': _, ...files } = smallTeam([], {
      'dms.json': [{ id: 'D1', created: 1, members: ['U1', 'U2'] }],
      'D1/2024-01-02.json': [said('U1', at(1), 'Just us')],
    });
    expect(messagesIn((await readAll(await openExport(files))).D1).map(({ body }) => body)).toEqual(['Just us']);
  });

  it('day files with other names, in the order of their days', async () => {
    const slack = await openExport({
      ...smallTeam(),
      'general/messages.json': [said('U1', ts(9, '09:00:00'), 'undated')],
      'general/2024-01-03 (1).json': [said('U1', ts(3, '10:00:00'), 'third, again')],
      'general/2024-01-03.json': [said('U1', ts(3, '09:00:00'), 'third')],
      'general/2024-1-2.json': [said('U1', ts(2, '09:00:00'), 'second')],
      'general/canvas_in_the_conversation.json': {},
      'general/notes.json': {},
      'general/picture.png': 'png',
    });
    const { messages } = { messages: messagesIn((await readAll(slack))['#general']) };
    expect(messages.map(({ body }) => body)).toEqual(['second', 'third', 'third, again', 'undated']);
    expect(slack.report.skipped.get('files without messages')).toBe(2);
    expect(problemsOf(slack)).toEqual(['general/notes.json line 1: the file is not a JSON list']);
  });

  it('folders named by ids, and folders of canvases, which are no channels', async () => {
    const { slack, messages } = await general([], {
      'C1/2024-01-02.json': [said('U1', at(1), 'by id')],
      'FC:F0123ABCD:Plans/2024-01-02.json': [said('U1', at(1), 'a comment on a canvas')],
      'F0123ABCD/2024-01-02.json': [said('U1', at(1), 'a comment on a canvas')],
      'canvases.json': [],
      'integration_logs.json': [],
    });
    expect(messages.map(({ body }) => body)).toEqual(['by id']);
    expect(problemsOf(slack).filter((problem) => /F0123/.test(problem))).toEqual([]);
    expect(slack.report.skipped.get('files of canvases')).toBe(2);
  });
});
