// Slack exports imported again, later, and into workspaces that already have people: what is imported, what is not, and
// that the report says so.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { serviceActor } from '../../src/changes/actor.ts';
import { reportLines } from '../../src/cli/import-report.ts';
import { runImport } from '../../src/cli/import-run.ts';
import { openSlackExport } from '../../src/cli/slack/export.ts';
import { startImport } from '../../src/features/imports/commands.ts';
import { missingRoot } from '../../src/features/imports/model.ts';
import { matchByEmail } from '../../src/features/imports/update-commands.ts';
import { type Client, startServer, type TestServer } from '../support/server.ts';
import { type Content, removeExports, said, smallTeam, ts, writeExport } from '../support/slack-export.ts';
import { openSql, type Sql } from '../support/sql.ts';
import { pictureOf } from '../support/workspace-picture.ts';

let server: TestServer;
let sql: Sql;
let slug: string;
let workspaceId: string;
let owner: Client;

beforeAll(async () => {
  server = await startServer();
  sql = await openSql(server.databaseUrl);
});

afterAll(async () => {
  await sql.end();
  await server.close();
  removeExports();
});

beforeEach(async () => {
  ({ slug, id: workspaceId, owner } = await server.workspace());
});

/** Imports an export as the command does; returns its report. */
async function bring(files: Record<string, Content>, options: { matchEmail?: boolean } = {}): Promise<string> {
  const slack = await openSlackExport(writeExport(files), { namespace: workspaceId });
  const run = startImport(serviceActor(server.app.internals.postgres, workspaceId), workspaceId);
  const matched = options.matchEmail ? await matchByEmail(run, slack.users) : new Map();
  slack.identify(matched);
  const { result } = await runImport(run, slack, { onProgress: () => undefined, isStopped: () => false });
  slack.close();
  const handleOf = (id: string) => run.handles.get(id) ?? '';
  return reportLines(result, slack.report, {
    ...{ slug, hasOwner: true, seconds: 1, matched: [...matched.values()] },
    emailsTaken: [...run.emailsTaken].map(([id, email]) => ({ email, handle: handleOf(id) })),
    secondOwners: [...run.secondOwners].map(handleOf),
  }).join('\n');
}

const people = (...users: [id: string, name: string, more?: object][]): Record<string, Content> => ({
  'users.json': users.map(([id, name, more]) => ({ id, name, ...more })),
});
const at = (minute: number): string => ts(2, `09:${String(minute).padStart(2, '0')}:00`);
const bodies = async () => (await pictureOf(sql, slug)).messages.map(({ body, root, author }) => [author, body, root]);

describe('conversations', () => {
  it('are never merged on their known members alone, and a second import adds nothing', async () => {
    const dms = ['U1 U2', 'U1 UX', 'U1 UY', 'U1'].map((members, number) => ({
      ...{ id: `D${number}`, created: 10 + number, members: members.split(' ') },
    }));
    const files = smallTeam([], {
      'dms.json': [...dms, { id: 'D9', created: 9, members: ['U1', 7] }],
      'mpims.json': [{ id: 'G1', name: 'mpdm-a--b--x-1', created: 20, members: ['U1', 'U2', 'UX'] }],
      'D0/2024-01-02.json': [said('U1', at(1), 'to bob')],
      'D1/2024-01-02.json': [said('UX', at(2), 'from outside')],
      'D3/2024-01-02.json': [said('U1', at(3), 'note to self')],
      'D9/2024-01-02.json': [said('U1', at(4), 'to whom?')],
      'mpdm-a--b--x-1/2024-01-02.json': [said('U2', at(5), 'all three')],
    });
    const report = await bring(files);
    expect(report).toContain('4 users, 7 channels');
    expect(report).not.toContain('Already there');
    expect(report).toContain('direct channels with unknown members, kept separate: 1');
    const picture = await pictureOf(sql, slug);
    const labels = picture.channels.map(({ label }) => label.replace(/-[0-9a-f]{6}/g, ''));
    expect(labels.sort()).toEqual([
      ...['ada', 'ada', 'ada bob', 'ada bob unknown-user-ux', 'ada unknown-user-ux', 'ada unknown-user-uy'],
      'general',
    ]);
    expect(new Set(picture.messages.map(({ label }) => label)).size).toBe(4);
    expect(await bring(files)).not.toContain('Imported:');
    expect(await pictureOf(sql, slug)).toEqual(picture);
  });

  it('are merged into the one that the same people have here, and the report says so', async () => {
    const dm = { id: 'D1', created: 10, members: ['U1', 'U2'] };
    await bring(smallTeam([], { 'dms.json': [dm] }));
    const report = await bring(
      smallTeam([], { 'dms.json': [{ ...dm, id: 'D2' }], 'D2/2024-01-02.json': [said('U1', at(1), 'moved')] }),
    );
    expect(report).toContain('1 direct channel merged into the existing one of the same people');
    expect((await pictureOf(sql, slug)).messages).toMatchObject([{ label: 'ada bob 1', body: 'moved' }]);
  });

  it('that have become private in Slack are private here', async () => {
    const channel = { id: 'C1', name: 'general', created: 1_704_067_200, members: ['U1'] };
    await bring({ ...smallTeam([[said('U1', at(1), 'open')]]), 'channels.json': [channel] });
    await bring({
      ...smallTeam([[said('U1', at(1), 'open'), said('U1', at(2), 'secret')]]),
      ...{ 'channels.json': [], 'groups.json': [channel] },
    });
    expect((await pictureOf(sql, slug)).channels).toMatchObject([
      { label: 'general', privacy: 'PRIVATE', last_seq: 2 },
    ]);
    expect(await owner.data('{ channel(name: "general") { id } }')).toEqual({ channel: null });
  });
});

describe('names', () => {
  it('of channels that are taken here change, and links name the intended channel', async () => {
    await owner.data('mutation { createChannel(input: { name: "技術" }) { channel { id } } }');
    const channels = [
      { id: 'C1', name: 'general', created: 1, members: ['U1'], topic: { value: 'ask in <#C2|技術>' } },
      { id: 'C2', name: '技術', created: 2, members: ['U1'] },
    ];
    const report = await bring({
      ...smallTeam([[said('U1', at(1), 'see <#C2|技術>')]]),
      'channels.json': channels,
    });
    expect(report).toContain('  #技術 is #技術-2 here');
    const picture = await pictureOf(sql, slug);
    expect(picture.messages[0]).toMatchObject({ body: 'see #技術-2' });
    expect(picture.channels.find(({ label }) => label === 'general')).toMatchObject({ topic: 'ask in #技術-2' });
  });
});

describe('threads whose root is not in the export', () => {
  const reply = said('U2', at(5), 'a reply', { thread_ts: at(1), parent_user_id: 'U1' });
  const root = said('U1', at(1), 'the *root*', {
    ...{ thread_ts: at(1), reply_count: 2, edited: { user: 'U1', ts: at(2) }, pinned_to: ['C1'] },
    ...{ files: [{ name: 'f', url_private: 'https://x.example/f' }], reactions: [{ name: 'tada', users: ['U2'] }] },
  });

  it('stay threads, under a placeholder that the root replaces when a later export has it', async () => {
    const another = said('U2', at(6), 'another', { thread_ts: at(1), parent_user_id: 'U1' });
    expect(await bring(smallTeam([[reply]]))).toContain(
      '1 thread whose first message is not in the export: a note replaces it',
    );
    expect(await bodies()).toEqual([
      ['ada', missingRoot, null],
      ['bob', 'a reply', 'general 1'],
    ]);
    const before = await pictureOf(sql, slug);
    await bring(smallTeam([[reply]]));
    expect(await pictureOf(sql, slug)).toEqual(before);

    // The later export need not have the replies.
    expect(await bring(smallTeam([[root]]))).toContain('1 first message of threads, which replaced a note');
    await bring(smallTeam([[another]]));
    const picture = await pictureOf(sql, slug);
    expect(picture.messages.map(({ body, root: under, ordinal }) => [body, under, ordinal])).toEqual([
      ['the **root**', null, 1],
      ['a reply', 'general 1', null],
      ['another', 'general 1', null],
    ]);
    expect(picture.messages[0]).toMatchObject({ reply_count: 2, edited_at: '2024-01-02T09:02:00.000Z' });
    expect(picture.messages[0]!.pinned_at).not.toBeNull();
    expect(picture.messages[0]!.body_html).toContain('<strong>root</strong>');
    expect(picture.attachments).toMatchObject([{ label: 'general 1', name: 'f' }]);
    expect(picture.reactions).toMatchObject([{ label: 'general 1', emoji: '🎉', handle: 'bob' }]);
    const last = await pictureOf(sql, slug);
    await bring(smallTeam([[root, reply, another]]));
    expect(await pictureOf(sql, slug)).toEqual(last);
  });

  it('have the right author and participants when nothing was known of the root', async () => {
    await bring(smallTeam([[said('U2', at(5), 'a reply', { thread_ts: at(1) })]]));
    expect((await bodies())[0]).toEqual([`unknown-author-${await suffix()}`, missingRoot, null]);
    await bring(smallTeam([[said('U2', at(1), 'mine', { thread_ts: at(1), reply_count: 1 })]]));
    const { participants } = await pictureOf(sql, slug);
    expect(participants).toMatchObject([{ label: 'general 1', handle: 'bob', first_seq: 1 }]);
  });

  const suffix = async () =>
    (await pictureOf(sql, slug)).users
      .find(({ name }) => name === 'Unknown author')!
      .handle.split('-')
      .at(-1);
});

describe('a later export', () => {
  const old = said('U2', at(1), 'old text');
  const edited = (body: string, minute: number) => said('U2', at(1), body, { edited: { user: 'U2', ts: at(minute) } });

  it('imports edits and deletions; the newest edit stays', async () => {
    await bring(smallTeam([[old, said('U1', at(3), 'x', { reactions: [{ name: 'tada', users: ['U2'] }] })]]));
    const tombstone = said('USLACKBOT', at(3), 'This message was deleted.', { subtype: 'tombstone' });
    const report = await bring(smallTeam([[edited('new <@U1>', 9), tombstone]]));
    expect(report).toContain('Changed since an earlier import:\n  1 newer edit, 1 deletion');
    const picture = await pictureOf(sql, slug);
    expect(picture.messages).toMatchObject([
      {
        body: 'new @ada',
        edited_at: '2024-01-02T09:09:00.000Z',
        body_html: expect.stringContaining('class="mention"'),
      },
      { body: '', deleted_at: expect.any(String) },
    ]);
    expect(picture.edits).toMatchObject([{ label: 'general 1', number: 1, body: 'old text' }]);
    expect(picture.mentions).toMatchObject([{ label: 'general 1', handle: 'ada' }]);
    expect(picture.reactions).toEqual([]);
    // The same again, an older edit, and an export from before the deletion change nothing.
    for (const day of [[edited('new <@U1>', 9), tombstone], [edited('between', 5)], [old, said('U1', at(3), 'x')]]) {
      expect(await bring(smallTeam([day]))).not.toContain('Changed since');
      expect(await pictureOf(sql, slug)).toEqual(picture);
    }
  });

  const bo = (more: object = {}, profile: object = {}) => people(['U1', 'ada'], ['U2', 'bo', { ...more, profile }]);
  const renamed = { name: 'bo-new', deleted: true, updated: 1_700_000_000 };
  const later = { real_name: 'Bo New', email: 'bo-new@field.test', title: 'Boss' };

  it('imports profiles and deactivations of people who have not signed in here', async () => {
    await bring(smallTeam([], bo({}, { real_name: 'Bo', email: 'bo@field.test' })));
    const report = await bring(smallTeam([], bo(renamed, later)));
    expect(report).toContain('1 profile, 1 deactivated user');
    expect(report).not.toContain('bo-new is');
    const user = (await pictureOf(sql, slug)).users.find(({ handle }) => handle === 'bo-new');
    expect(user).toMatchObject({ name: 'Bo New', title: 'Boss', email: 'bo-new@field.test' });
    expect(user!.deactivated_at).toBe('2023-11-14T22:13:20.000Z');
    expect(await bring(smallTeam([], bo(renamed, later)))).not.toContain('Changed');
    // An admin, or another import, may have had reasons: an export reactivates no user.
    expect(await bring(smallTeam([], bo({ name: 'bo-new' }, later)))).toContain(
      '@bo-new: active at the source, deactivated here',
    );
    expect((await pictureOf(sql, slug)).users.find(({ handle }) => handle === 'bo-new')!.deactivated_at).not.toBeNull();
  });

  it('does not change people who have signed in here, and says so', async () => {
    await bring(smallTeam([], bo()));
    await sql.rows(`update users set password_hash = 'x' where workspace_id = $1 and handle = 'bo'`, [workspaceId]);
    const picture = await pictureOf(sql, slug);
    expect(await bring(smallTeam([], bo(renamed, later)))).toContain(
      'Changed in Slack, but not here:\n  @bo: handle, name, title, e-mail address, deactivated at the source, active here',
    );
    expect(await pictureOf(sql, slug)).toEqual(picture);
  });

  it('remembers which person a placeholder stands for', async () => {
    const dm = { 'dms.json': [{ id: 'D1', created: 1, members: ['U1', 'UX'] }] };
    const nameOf = async () =>
      (await pictureOf(sql, slug)).users.filter(({ handle }) => !['ada', 'bob', 'owner'].includes(handle));
    await bring(smallTeam([], dm));
    expect(await nameOf()).toMatchObject([{ name: 'Unknown user UX' }]);
    const named = said('UX', at(1), 'hi', { user_profile: { real_name: 'Xena' } });
    await bring(smallTeam([], { ...dm, 'D1/2024-01-02.json': [named] }));
    expect(await nameOf()).toMatchObject([{ name: 'Xena' }]);
    await bring(smallTeam([], dm));
    expect(await nameOf()).toMatchObject([{ name: 'Xena' }]);
    const report = await bring(smallTeam([], { ...dm, ...people(['U1', 'ada'], ['U2', 'bob'], ['UX', 'xena']) }));
    expect(report).toContain('@xena: active at the source, deactivated here');
  });

  it('never puts more different emoji on a message than are allowed', async () => {
    const reactions = (from: number) => ({
      reactions: Array.from({ length: 30 }, (_, number) => ({ name: `own_${from + number}`, users: ['U1'] })),
    });
    await bring(smallTeam([[said('U1', at(1), 'x', reactions(0))]]));
    await bring(smallTeam([[said('U1', at(1), 'x', reactions(30))]]));
    expect((await pictureOf(sql, slug)).reactions).toHaveLength(50);
  });

  it('reports channels that are archived on one side alone', async () => {
    const channel = { id: 'C1', name: 'general', created: 1_704_067_200, members: ['U1'] };
    await bring({ ...smallTeam(), 'channels.json': [channel] });
    const report = await bring({ ...smallTeam(), 'channels.json': [{ ...channel, name: 'old', is_archived: true }] });
    expect(report).toContain('#general is open here, archived in Slack');
    expect(report).toContain('#old is #general here');
  });
});

describe('a person whose address exists here already', () => {
  const export_ = smallTeam([[said('U1', at(1), 'from slack <@U1>')]], {
    ...people(['U1', 'ada', { is_primary_owner: true, profile: { email: 'ada@field.test' } }], ['U2', 'bob']),
    'dms.json': [{ id: 'D1', created: 1, members: ['U1', 'U2'] }],
  });
  const users = async () => (await pictureOf(sql, slug)).users.map(({ handle, role, email }) => [handle, role, email]);
  const make = () => server.user(owner, 'ada', { email: 'ada@field.test' });

  it('is another user by default, and the report says what to do', async () => {
    await make();
    const report = await bring(export_);
    expect(report).toContain(
      '@ada-2 has no e-mail address: another user here has ada@field.test. If they are one person, import into a new workspace with --match-email',
    );
    expect(report).toContain('@ada-2 owns the team in Slack and is an admin here, because the workspace has an owner');
    expect(await users()).toEqual(
      expect.arrayContaining([
        ['ada', 'MEMBER', 'ada@field.test'],
        ['ada-2', 'ADMIN', null],
      ]),
    );
    expect((await users()).filter(([, role]) => role === 'OWNER')).toHaveLength(1);
  });

  it('is the same user with --match-email', async () => {
    await make();
    const report = await bring(export_, { matchEmail: true });
    expect(report).toContain('ada@field.test is @ada here: matched as one person');
    const picture = await pictureOf(sql, slug);
    expect(picture.users.map(({ handle }) => handle)).toEqual(['ada', 'bob', 'owner']);
    expect(picture.messages).toMatchObject([{ author: 'ada', body: 'from slack @ada' }]);
    expect(picture.channels.map(({ label }) => label)).toEqual(['ada bob', 'general']);
    expect(picture.members).toContainEqual(expect.objectContaining({ label: 'general', handle: 'ada' }));
    await bring(export_, { matchEmail: true });
    expect(await pictureOf(sql, slug)).toEqual(picture);
  });
});
