// One team's export with everything an export can contain: every list, kind of user, subtype, edit, reaction, pin,
// file, and odd messages. What becomes of each is checked in slack-team.test.ts.
import { type Content, said, ts } from './slack-export.ts';

const created = Date.parse('2024-01-01T00:00:00Z') / 1000;

/** The files of the export. */
export function teamFiles(): Record<string, Content> {
  return { ...lists(), ...days() };
}

function lists(): Record<string, Content> {
  const user = (id: string, name: string, more: object = {}, profile: object = {}) => ({
    id,
    team_id: 'T1',
    name,
    deleted: false,
    profile: { real_name: `${name} Real`, display_name: name, image_192: `https://a.example/${name}.png`, ...profile },
    is_bot: false,
    updated: created + 500_000,
    ...more,
  });
  const text = (value: string) => ({ value, creator: 'U1', last_set: created });
  return {
    'users.json': [
      user(
        'U1',
        'ada',
        { is_primary_owner: true, is_owner: true, is_admin: true },
        { email: 'Ada@Team.example', title: 'CEO' },
      ),
      user('U2', 'Grace.Hopper', { is_owner: true, is_admin: true }, { email: 'grace@team.example' }),
      user('U3', 'linus', { is_admin: true }, { email: 'ADA@team.example' }),
      user('U4', 'guest', { is_restricted: true }),
      user('U5', 'linus', { deleted: true }),
      user('U6', 'Zoë Ünï', { is_ultra_restricted: true, is_restricted: true }),
      user('UB1', 'deploybot', { is_bot: true }, { bot_id: 'B1', email: undefined }),
    ],
    'channels.json': [
      {
        id: 'C1',
        name: 'general',
        created,
        creator: 'U1',
        is_archived: false,
        is_general: true,
        members: ['U1', 'U2', 'U3', 'U4', 'UB1', 'U9GONE'],
        topic: text('Ship &amp; tell <@U2> in <#C2|old-stuff>'),
        purpose: text('Everything'),
        pins: [{ id: ts(2, '09:00:00'), type: 'C', user: 'U3', created: created + 200_000 }],
      },
      {
        id: 'C2',
        name: 'old-stuff',
        created: created + 10,
        creator: 'U2',
        is_archived: true,
        members: [],
        topic: text(''),
        purpose: text(''),
      },
      { id: 'C3', name: 'équipe', created: created + 20, creator: 'U9GONE', is_archived: false, members: ['U1'] },
    ],
    'groups.json': [
      { id: 'G1', name: 'secret', created: created + 30, creator: 'U2', is_archived: false, members: ['U1', 'U2'] },
    ],
    'dms.json': [
      { id: 'D1', created: created + 40, members: ['U1', 'U2'] },
      { id: 'D2', created: created + 50, members: ['U1', 'USLACKBOT'] },
      { id: 'D3', created: created + 60, members: ['U4', 'U4'] },
    ],
    'mpims.json': [
      { id: 'G2', name: 'mpdm-ada--grace--linus-1', created: created + 70, creator: 'U1', members: ['U1', 'U2', 'U3'] },
    ],
    'integration_logs.json': [],
    'canvases.json': [],
  };
}

function days(): Record<string, Content> {
  const root = ts(2, '09:00:00');
  const gone = ts(3, '09:00:00');
  return {
    'general/2024-01-02.json': [
      said('U2', ts(2, '08:00:00'), '<@U2> has joined the channel', { subtype: 'channel_join', inviter: 'U1' }),
      said('U5', ts(2, '08:00:01'), '<@U5> has joined the channel', { subtype: 'channel_join' }),
      said('U1', ts(2, '08:30:00'), 'set the topic', { subtype: 'channel_topic', topic: 'x' }),
      said('U1', root, 'Hello *team* <@U2>, <@U2> and <@U4>: see <https://a.example/x?a=1&amp;b=2|the plan>', {
        thread_ts: root,
        reply_count: 2,
        edited: { user: 'U1', ts: ts(2, '09:05:00') },
        reactions: [
          { name: 'tada', users: ['U2', 'U4', 'U9GONE'], count: 3 },
          { name: 'wave::skin-tone-4', users: ['U2'], count: 1 },
          { name: 'party-parrot', users: ['U3'], count: 1 },
        ],
        pinned_to: ['C1'],
        pinned_info: { channel: 'C1', pinned_by: 'U2', pinned_ts: created + 300_000 },
      }),
      said('U2', ts(2, '09:01:00'), 'A reply', { thread_ts: root, parent_user_id: 'U1' }),
      said('U4', ts(3, '00:00:00'), 'And to all', {
        subtype: 'thread_broadcast',
        thread_ts: root,
        root: { user: 'U1', text: 'Hello', ts: root },
      }),
      said('U3', ts(2, '10:00:00'), 'waves', { subtype: 'me_message' }),
    ],
    'general/2024-01-03.json': [
      said('U4', ts(3, '00:00:00'), 'And to all', { subtype: 'thread_broadcast', thread_ts: root }),
      said('USLACKBOT', gone, 'This message was deleted.', {
        subtype: 'tombstone',
        hidden: true,
        thread_ts: gone,
        reply_count: 1,
      }),
      said('U1', ts(3, '09:10:00'), 'Still here', { thread_ts: gone, parent_user_id: 'USLACKBOT' }),
      said('U1', ts(3, '10:00:00'), 'Two files', {
        upload: true,
        files: [
          {
            id: 'F1',
            name: 'plan.pdf',
            mimetype: 'application/pdf',
            size: 1234,
            mode: 'hosted',
            url_private: 'https://files.slack.com/plan.pdf?token=xoxe-1&v=2',
          },
          { id: 'F2', title: 'Board', size: 'big', permalink: 'https://team.example/board', external_type: 'gdrive' },
          { id: 'F3', mode: 'tombstone' },
          { id: 'F4', mode: 'hidden_by_limit' },
          { id: 'F5', name: 'nowhere', file_access: 'check_file_info' },
        ],
      }),
      said('U2', ts(3, '10:01:00'), '<@U2> uploaded a file: <https://team.example/f|notes> and commented: look', {
        subtype: 'file_share',
        file: { name: 'notes.txt', url_private: 'https://files.example/notes.txt', user: 'U2' },
      }),
      {
        type: 'message',
        subtype: 'file_comment',
        text: "<@U3> commented on <@U2>'s file <https://team.example/f|notes>: nice",
        ts: ts(3, '10:02:00'),
        file: { name: 'notes.txt', url_private: 'https://files.example/notes.txt' },
        comment: { user: 'U3', comment: 'nice' },
      },
      said('U1', ts(3, '10:03:00'), 'pinned a message', { subtype: 'pinned_item' }),
      said('U3', ts(3, '11:00:00'), '<@U3> has joined the channel', {
        subtype: 'channel_join',
        thread_ts: ts(3, '11:00:00'),
        reply_count: 1,
      }),
      said('U1', ts(3, '11:01:00'), 'Welcome!', { thread_ts: ts(3, '11:00:00') }),
      said('U5', ts(3, '12:00:00'), '<@U5> has left the channel', { subtype: 'channel_leave' }),
    ],
    'general/2024-01-04.json': [
      {
        type: 'message',
        subtype: 'bot_message',
        bot_id: 'B1',
        username: 'Deploys',
        text: 'Deployed to <#C2> and <#G1>',
        ts: ts(4, '09:00:00'),
      },
      {
        type: 'message',
        subtype: 'bot_message',
        bot_id: 'B2',
        bot_profile: { name: 'Builds', icons: { image_72: 'https://a.example/b.png' } },
        text: '',
        ts: ts(4, '09:01:00'),
        attachments: [
          { fallback: 'failed', title: 'Build 7', title_link: 'https://ci.example/7', text: 'It *failed*' },
          { fallback: 'only this' },
        ],
      },
      { type: 'message', subtype: 'bot_message', username: 'webhook', text: 'From nowhere', ts: ts(4, '09:02:00') },
      said('U8FOREIGN', ts(4, '09:03:00'), 'Hi from next door <@U7NOBODY> <@U7NOBODY|ned>', {
        user_profile: { real_name: 'Frieda Foreign', image_72: 'https://a.example/f.png' },
      }),
      said('U1', ts(4, '09:04:00'), '', {
        blocks: [
          {
            type: 'rich_text',
            elements: [
              {
                type: 'rich_text_section',
                elements: [
                  { type: 'text', text: 'a < b ' },
                  { type: 'text', text: 'bold ', style: { bold: true } },
                  { type: 'user', user_id: 'U2' },
                  { type: 'emoji', name: 'tada' },
                ],
              },
              {
                type: 'rich_text_list',
                style: 'bullet',
                indent: 0,
                elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'item' }] }],
              },
            ],
          },
        ],
      }),
      said('U1', ts(4, '09:05:00'), 'Look <https://news.example/1>', {
        attachments: [
          {
            from_url: 'https://news.example/1',
            title: 'News',
            title_link: 'https://news.example/1',
            text: 'long text',
          },
          { from_url: 'https://team.example/archives/C1/p1', is_share: true, text: 'said before', author_name: 'ada' },
        ],
      }),
      said('U1', ts(4, '09:06:00'), ''),
      said('U1', ts(4, '09:07:00'), 'A huddle happened', { subtype: 'huddle_thread' }),
      said('U1', ts(4, '09:08:00'), '', { subtype: 'brand_new_thing' }),
      { type: 'message', text: 'nobody', ts: ts(4, '09:09:00') },
      { type: 'message', user: 'U1', text: 'no time' },
      said('U1', 'yesterday', 'bad time'),
      said('U1', ts(4, '09:10:00'), 'wrong', { text: 42 }),
      said('U1', ts(4, '09:11:00'), 'odd lists', { reactions: 'none', files: {} }),
      said('U1', ts(4, '09:12:00'), 'NUL \u0000 and half \ud83d of a pair'),
    ],
    'general/canvas_in_the_conversation.json': {},
    'old-stuff/2024-01-05.json': [said('U1', ts(5, '09:00:00'), 'The end')],
    'équipe/2024-01-05.json': [said('U1', ts(5, '09:00:01'), 'Bonjour')],
    'secret/2024-01-05.json': [said('U2', ts(5, '09:00:02'), 'psst')],
    'D1/2024-01-05.json': [said('U1', ts(5, '09:00:03'), 'Just us')],
    'D2/2024-01-05.json': [said('USLACKBOT', ts(5, '09:00:04'), 'I am Slackbot')],
    'mpdm-ada--grace--linus-1/2024-01-05.json': [said('U3', ts(5, '09:00:05'), 'All three')],
    'lost-folder/2024-01-05.json': [said('U3', ts(5, '09:00:06'), 'whose?')],
  };
}
