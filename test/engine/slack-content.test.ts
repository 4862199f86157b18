// What Slack shows beside a message's text: blocks, tables, attachments, shared messages, reactions.
import { afterAll, describe, expect, it } from 'vitest';
import {
  type Content,
  messagesIn,
  openExport,
  readAll,
  removeExports,
  said,
  smallTeam,
  ts,
} from '../support/slack-export.ts';

afterAll(removeExports);

const at = (minute: number): string => ts(2, `09:${String(minute).padStart(2, '0')}:00`);

/** The messages of #general on one day, and the export's report. */
async function general(messages: object[], more: Record<string, Content> = {}) {
  const slack = await openExport(smallTeam([messages], more));
  const records = await readAll(slack);
  return { slack, records, messages: messagesIn(records['#general']) };
}

const bodiesOf = async (...messages: object[]) => (await general(messages)).messages.map(({ body }) => body);

describe('what Slack shows beside the text is imported', () => {
  const blocks = (...list: object[]) => said('U1', at(1), '', { blocks: list });
  const rich = (...elements: object[]) => ({
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements }],
  });
  const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });

  it('tables', async () => {
    const cell = (text: string) => ({ type: 'raw_text', text });
    const bold = rich({ type: 'text', text: 'x|y', style: { bold: true } }, { type: 'user', user_id: 'U2' });
    const table = {
      type: 'table',
      rows: [[cell('Name'), cell('a < b')], [bold], [{ type: 'raw_number', value: 7 }, cell('')]],
    };
    const expected = '| Name | a < b |\n| --- | --- |\n| **x\\|y**@bob |  |\n| 7 |  |';
    expect(await bodiesOf(blocks(table))).toEqual([expected]);
    expect(
      await bodiesOf(said('U1', at(1), 'Look', { blocks: [rich({ type: 'text', text: 'Look' }), table] })),
    ).toEqual([`Look\n\n${expected}`]);
    expect(
      await bodiesOf(
        said('U1', at(1), 'Look', { attachments: [{ blocks: [table], fallback: '[no preview available]' }] }),
      ),
    ).toEqual([`Look\n\n${expected}`]);
  });

  it('blocks replace text that is only for notifications, and are ignored where they have no content', async () => {
    const section = {
      type: 'section',
      text: mrkdwn('*All* of it'),
      fields: [mrkdwn('A: 1'), { type: 'plain_text', text: '<B>' }],
    };
    const header = { type: 'header', text: { type: 'plain_text', text: 'Report' } };
    const context = {
      type: 'context',
      elements: [mrkdwn('by <@U2>'), { type: 'image', image_url: 'https://x.example/i' }],
    };
    const image = { type: 'image', image_url: 'https://x.example/i.png', alt_text: 'chart' };
    const markdown = { type: 'markdown', text: '**kept** as it is' };
    const call = { type: 'call', call: { v1: { name: 'Stand-up', join_url: 'https://x.example/call' } } };
    const video = { type: 'video', title: { text: 'Film' }, title_url: 'https://x.example/v' };
    const all = [header, section, context, { type: 'divider' }, image, video, call, { type: 'actions' }, markdown];
    expect(await bodiesOf(said('U1', at(1), 'New report', { blocks: all }))).toEqual([
      '**Report**\n**All** of it\nA: 1\n\\<B>\nby @bob\n[chart](https://x.example/i.png)\n[Film](https://x.example/v)\n[Stand-up](https://x.example/call)\n\n**kept** as it is',
    ]);
    expect(await bodiesOf(said('U1', at(1), 'The chart', { blocks: [image] }))).toEqual([
      'The chart\n[chart](https://x.example/i.png)',
    ]);
  });

  it('every style of rich text', async () => {
    const italic = { italic: true };
    const body = await bodiesOf(
      blocks(
        rich(
          { type: 'user', user_id: 'U2', style: italic },
          { type: 'text', text: ' ' },
          { type: 'emoji', name: 'wave', skin_tone: 3 },
          { type: 'text', text: ' ' },
          { type: 'link', url: 'https://x.example', text: 'x', style: { bold: true } },
        ),
      ),
    );
    expect(body).toEqual(['_@bob_ 👋🏼 **[x](https://x.example)**']);
  });

  it('shared messages, with author and files, but not those of private channels', async () => {
    const file = { name: 'plan.pdf', url_private: 'https://files.slack.com/plan.pdf' };
    const shared = (channel: string, more: object = {}) => ({
      ...{ is_share: true, is_msg_unfurl: true, author_name: 'Bo', text: 'the plan', files: [file] },
      from_url: `https://t.slack.com/archives/${channel}/p1`,
      ...more,
    });
    const groups = { 'groups.json': [{ id: 'G1', name: 'secret', created: 1, members: ['U1'] }] };
    const { messages } = await general(
      [
        said('U1', at(1), '', { attachments: [shared('C1')] }),
        said('U1', at(2), 'see <https://t.slack.com/archives/C1/p1>', { attachments: [shared('C1')] }),
        said('U1', at(3), '', { attachments: [shared('G1')] }),
        said('U1', at(4), '', { attachments: [shared('X', { channel_id: 'G1' })] }),
        said('U1', at(5), '', {
          attachments: [
            shared('C1', {
              text: '',
              message_blocks: [{ message: { blocks: [rich({ type: 'text', text: 'deep' })] } }],
            }),
          ],
        }),
      ],
      groups,
    );
    const link = (channel: string) => `<https://t.slack.com/archives/${channel}/p1>`;
    expect(messages.map(({ body, attachments }) => [body, attachments.map(({ name }) => name).join()])).toEqual([
      [`> **Bo**:\n> the plan\n\n${link('C1')}`, 'plan.pdf'],
      [`see ${link('C1')}\n\n> **Bo**:\n> the plan`, 'plan.pdf'],
      [`(a message in a private channel)\n${link('G1')}`, ''],
      [`(a message in a private channel)\n${link('X')}`, ''],
      [`> **Bo**:\n> deep\n\n${link('C1')}`, 'plan.pdf'],
    ]);
  });

  it('attachments of apps, with author, fields, picture and footer', async () => {
    const attachment = {
      ...{ pretext: 'Alert', author_name: 'CI', title: 'Build', text: 'failed', footer: 'ci.example' },
      ...{ image_url: 'https://x.example/graph.png', fields: [{ title: 'Branch', value: 'main' }], fallback: 'no' },
    };
    expect(await bodiesOf(said('U1', at(1), '', { attachments: [attachment] }))).toEqual([
      'Alert\n**CI**\n**Build**\nfailed\n**Branch**: main\n<https://x.example/graph.png>\nci.example',
    ]);
    expect(await bodiesOf(said('U1', at(1), '', { attachments: [{ fallback: 'only this' }] }))).toEqual(['only this']);
  });

  it('reactions in the order of their first use, up to the limit, in any script', async () => {
    const names = ['zebra_face', 'мяу', ...Array.from({ length: 60 }, (_, number) => `own_${number}`)];
    const reactions = names.map((name) => ({ name, users: ['U2', 'U1'], count: 2 }));
    const { messages, slack } = await general([said('U1', at(1), 'x', { reactions })]);
    const found = messages[0]!.reactions;
    expect([...new Set(found.map(({ emoji }) => emoji))]).toEqual([
      '🦓',
      ':мяу:',
      ...names.slice(2, 50).map((name) => `:${name}:`),
    ]);
    expect(found.map(({ createdAt }) => createdAt)).toEqual(found.map(({ createdAt }) => createdAt).sort());
    expect(new Set(found.map(({ createdAt }) => createdAt)).size).toBe(100);
    expect(slack.report.skipped.get('reactions past the 50 different emoji that a message may carry')).toBe(24);
  });
});
