// An export with every kind of content, read whole: what each of its parts becomes.
import { afterAll, describe, expect, it } from 'vitest';
import { openSlackExport } from '../../src/cli/slack/export.ts';
import { validChannelName } from '../../src/features/channels/model.ts';
import { validHandle } from '../../src/features/identity/model.ts';
import {
  messagesIn,
  openExport,
  problemsOf,
  readAll,
  removeExports,
  usersIn,
  writeExport,
} from '../support/slack-export.ts';
import { teamFiles } from '../support/slack-team.ts';

afterAll(removeExports);

describe('the team with every kind of content', async () => {
  const slack = await openExport(teamFiles());
  const records = await readAll(slack);
  const general = messagesIn(records['#general']);
  const everybody = [...slack.users, ...Object.values(records).flatMap(usersIn)];
  const user = (handle: string) => everybody.find((each) => each.handle.startsWith(handle))!;
  const message = (begins: string) => general.find(({ body }) => body.startsWith(begins))!;
  const channel = (label: string) => slack.channels.find((each) => each.label === label)!.channel;

  it('has users with their roles, handles and addresses', () => {
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
    for (const { createdAt } of everybody) expect(createdAt).toBe('2024-01-01T00:00:00.000Z');
    expect(user('linus-').deactivatedAt).toBe('2024-01-06T18:53:20.000Z');
    expect(slack.report.skipped.get('e-mail addresses that another user has')).toBe(1);
    for (const { handle } of everybody) expect(validHandle(handle)).toBe(handle);
  });

  it('has channels with their kind, members and texts', () => {
    expect(
      slack.channels.map(
        ({ label, channel }) => `${label} ${channel.kind} ${channel.privacy} ${channel.members.length}`,
      ),
    ).toEqual([
      '#general TEXT PUBLIC 5',
      '#old-stuff TEXT PUBLIC 0',
      '#équipe TEXT PUBLIC 1',
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
    expect(channel('#équipe').createdById).toBeNull();
    expect(channel('D2').members.map(({ userId }) => userId)).toContain(user('slackbot').id);
    expect(slack.report.skipped.get('members that are not in users.json')).toBe(1);
    for (const { channel } of slack.channels)
      if (channel.name) expect(validChannelName(channel.name)).toBe(channel.name);
    expect(Object.values(records).map((each) => messagesIn(each).length)).toEqual([21, 1, 1, 1, 1, 1, 0, 1]);
  });

  it('has an edited, pinned message with reactions and mentions', () => {
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
      { emoji: '🎉', userId: user('guest').id, createdAt: '2024-01-02T09:00:00.001Z' },
      { emoji: '👋🏽', userId: user('grace').id, createdAt: '2024-01-02T09:00:00.002Z' },
      { emoji: ':party-parrot:', userId: user('linus').id, createdAt: '2024-01-02T09:00:00.003Z' },
    ]);
  });

  it('attaches replies to their root, also one that was sent to the channel and one below a deleted message', () => {
    const root = message('Hello').id;
    const deleted = general.find(({ deletedAt }) => deletedAt !== null)!;
    expect(message('A reply').parentId).toBe(root);
    expect(general.filter(({ body }) => body === 'And to all').map(({ parentId }) => parentId)).toEqual([root]);
    expect(deleted).toMatchObject({ body: '', authorId: user('slackbot').id, deletedAt: '2024-01-03T09:00:00.000Z' });
    expect(message('Still here').parentId).toBe(deleted.id);
    expect(slack.report.skipped.get('duplicate messages')).toBe(1);
  });

  it('turns joins and leaves into memberships, and keeps a notice only as the root of a thread', () => {
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

  it('has files as links, without the token that grants access to all of them', () => {
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

  it('creates users for bots, apps and people that users.json does not have, before what they wrote', () => {
    expect(usersIn(records['#general']).map(({ name, kind, deactivatedAt }) => [name, kind, deactivatedAt])).toEqual([
      ['Builds', 'BOT', null],
      ['webhook', 'BOT', null],
      ['Frieda Foreign', 'PERSON', '2024-01-04T09:03:00.000Z'],
      ['Unknown author', 'BOT', null],
    ]);
    expect(message('Deployed').body).toBe('Deployed to #old-stuff and a private channel');
    expect(message('Deployed').authorId).toBe(user('deploybot').id);
    expect(message('From nowhere').authorId).toBe(user('webhook').id);
    expect(message('Hi from next door').body).toBe('Hi from next door unknown user U7NOBODY ned');
    for (const list of Object.values(records)) {
      const there = new Set(slack.users.map(({ id }) => id));
      for (const record of Object.values(records).flat()) if (record.kind === 'user') there.add(record.user.id);
      for (const { authorId } of messagesIn(list)) expect(there).toContain(authorId);
    }
  });

  it('finds text that is not in the text field', () => {
    expect(message('[Build 7]').body).toBe('[Build 7](https://ci.example/7)\nIt **failed**\n\nonly this');
    expect(message('a < b').body).toBe('a < b **bold** @grace.hopper🎉\n- item');
    expect(message('Look').body).toBe(
      'Look <https://news.example/1>\n\n> **ada**:\n> said before\n\n<https://team.example/archives/C1/p1>',
    );
    expect(message('_waves_').authorId).toBe(user('linus').id);
    expect(message('A huddle happened').authorId).toBe(user('ada').id);
    expect(message('NUL').body).toBe('NUL  and half \ufffd of a pair');
    expect(slack.report.skipped.get('messages without text or files')).toBe(2);
  });

  it('reports what is broken by file and line', () => {
    expect(problemsOf(slack)).toEqual([
      'lost-folder/: no channel in the lists has this folder; it was left out',
      'general/2024-01-04.json line 149: a message without a valid ts',
      'general/2024-01-04.json line 154: a message without a valid ts',
      'general/2024-01-04.json line 160: a message whose text is not text',
      'general/2024-01-04.json line 166: its files are not a list and were left out',
      'general/2024-01-04.json line 166: its reactions are not a list and were left out',
    ]);
    expect(message('nobody').authorId).toBe(user('unknown-author').id);
    expect(message('odd lists').reactions).toEqual([]);
  });

  it('counts what it read', () => {
    expect(slack.report.taken).toMatchObject({
      users: 7,
      channels: 8,
      'root messages': 23,
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

  it('reads the same again, also under a folder, stored, and with another order of messages and users', async () => {
    const files = Object.entries(teamFiles()).map(([name, content]) => {
      const turned = Array.isArray(content) && !name.startsWith('channels') ? [...content].reverse() : content;
      return [`Team export/${name}`, turned];
    });
    files.push(['Elsewhere/general/2024-01-02.json', []]);
    const again = await openExport(Object.fromEntries(files), { store: true });
    const recordsAgain = await readAll(again);
    expect(again.report.problemCount).toBe(slack.report.problemCount);
    expect(new Set(again.users.map(({ id }) => id))).toEqual(new Set(slack.users.map(({ id }) => id)));
    expect(again.channels.map(({ channel }) => channel.id)).toEqual(
      expect.arrayContaining(slack.channels.map((each) => each.channel.id)),
    );
    expect(messagesIn(recordsAgain['#general']).map(({ id }) => id)).toEqual(general.map(({ id }) => id));
  });

  it('creates other ids for another workspace', async () => {
    const other = await openSlackExport(writeExport(teamFiles()), { namespace: 'another' });
    const ids = new Set([...other.users, ...other.channels.map((each) => each.channel)].map(({ id }) => id));
    for (const { id } of [...slack.users, ...slack.channels.map((each) => each.channel)]) expect(ids).not.toContain(id);
    other.close();
  });
});
