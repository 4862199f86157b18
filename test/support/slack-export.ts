// Builds small Slack exports: a zip like the one that Slack makes, and one team that has everything an export can hold.
// The zip is written here because no package of the product writes any; it can be made wrong on purpose.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';

/** A file of the zip: text, bytes, or a value to be written as Slack prints JSON. */
export type Content = string | Uint8Array | object;

export interface ZipOptions {
  /** Store instead of deflate. */
  store?: boolean;
  /** Mark every entry as encrypted. */
  encrypted?: boolean;
  /** Changes the packed bytes of one file. */
  damage?: { name: string; how: (packed: Buffer) => Buffer };
  /** Changes what the directory says of one file. */
  lie?: { name: string; size?: number; crc?: number; method?: number };
}

/** The bytes of a zip with these files, in this order. As Slack does, names are UTF-8 without the flag that says so. */
export function zipOf(files: Record<string, Content>, options: ZipOptions = {}): Buffer {
  const local: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [path, content] of Object.entries(files)) {
    const name = Buffer.from(path);
    const data = bytesOf(content);
    const lie = options.lie?.name === path ? options.lie : undefined;
    let packed: Buffer = options.store ? data : deflateRawSync(data);
    if (options.damage?.name === path) packed = options.damage.how(packed);
    const header = Buffer.alloc(26);
    header.writeUInt16LE(20, 0);
    header.writeUInt16LE(options.encrypted ? 1 : 0, 2);
    header.writeUInt16LE(lie?.method ?? (options.store ? 0 : 8), 4);
    header.writeUInt32LE(lie?.crc ?? crc32(data), 10);
    header.writeUInt32LE(packed.length, 14);
    header.writeUInt32LE(lie?.size ?? data.length, 18);
    header.writeUInt16LE(name.length, 22);
    local.push(Buffer.from('PK\x03\x04'), header, name, packed);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00'), header, tail, name);
    offset += 30 + name.length + packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, listed, end]);
}

function bytesOf(content: Content): Buffer {
  if (content instanceof Uint8Array) return Buffer.from(content);
  return Buffer.from(typeof content === 'string' ? content : JSON.stringify(content, null, 4));
}

const folders: string[] = [];

/** Writes a zip with these files to a folder of its own, and gives its path. */
export function writeExport(files: Record<string, Content>, options?: ZipOptions): string {
  return writeBytes(zipOf(files, options));
}

/** Writes bytes as `team.zip` to a folder of their own, and gives the path. */
export function writeBytes(bytes: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'slack-export-'));
  folders.push(folder);
  const path = join(folder, 'team.zip');
  writeFileSync(path, bytes);
  return path;
}

/** Removes what was written; for `afterAll`. */
export function removeExports(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** The `ts` of a moment on a day of January 2024: `ts(2, '10:00:00')`. */
export function ts(day: number, clock: string, micros = '000100'): string {
  return `${Date.parse(`2024-01-${String(day).padStart(2, '0')}T${clock}Z`) / 1000}.${micros}`;
}

const created = Date.parse('2024-01-01T00:00:00Z') / 1000;

/** The team that has everything: every list, kind of user, subtype, edit, reaction, pin, file and odd message. */
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
  const post = (user: string, at: string, said: string, more: object = {}) => ({
    type: 'message',
    user,
    text: said,
    ts: at,
    ...more,
  });
  return {
    'general/2024-01-02.json': [
      post('U2', ts(2, '08:00:00'), '<@U2> has joined the channel', { subtype: 'channel_join', inviter: 'U1' }),
      post('U5', ts(2, '08:00:01'), '<@U5> has joined the channel', { subtype: 'channel_join' }),
      post('U1', ts(2, '08:30:00'), 'set the topic', { subtype: 'channel_topic', topic: 'x' }),
      post('U1', root, 'Hello *team* <@U2>, <@U2> and <@U4>: see <https://a.example/x?a=1&amp;b=2|the plan>', {
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
      post('U2', ts(2, '09:01:00'), 'A reply', { thread_ts: root, parent_user_id: 'U1' }),
      post('U4', ts(3, '00:00:00'), 'And to all', {
        subtype: 'thread_broadcast',
        thread_ts: root,
        root: { user: 'U1', text: 'Hello', ts: root },
      }),
      post('U3', ts(2, '10:00:00'), 'waves', { subtype: 'me_message' }),
    ],
    'general/2024-01-03.json': [
      post('U4', ts(3, '00:00:00'), 'And to all', { subtype: 'thread_broadcast', thread_ts: root }),
      post('USLACKBOT', gone, 'This message was deleted.', {
        subtype: 'tombstone',
        hidden: true,
        thread_ts: gone,
        reply_count: 1,
      }),
      post('U1', ts(3, '09:10:00'), 'Still here', { thread_ts: gone, parent_user_id: 'USLACKBOT' }),
      post('U1', ts(3, '10:00:00'), 'Two files', {
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
      post('U2', ts(3, '10:01:00'), '<@U2> uploaded a file: <https://team.example/f|notes> and commented: look', {
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
      post('U1', ts(3, '10:03:00'), 'pinned a message', { subtype: 'pinned_item' }),
      post('U3', ts(3, '11:00:00'), '<@U3> has joined the channel', {
        subtype: 'channel_join',
        thread_ts: ts(3, '11:00:00'),
        reply_count: 1,
      }),
      post('U1', ts(3, '11:01:00'), 'Welcome!', { thread_ts: ts(3, '11:00:00') }),
      post('U5', ts(3, '12:00:00'), '<@U5> has left the channel', { subtype: 'channel_leave' }),
    ],
    'general/2024-01-04.json': [
      {
        type: 'message',
        subtype: 'bot_message',
        bot_id: 'B1',
        username: 'Deploys',
        text: 'Deployed',
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
      post('U8FOREIGN', ts(4, '09:03:00'), 'Hi from next door <@U7NOBODY> <@U7NOBODY|ned>', {
        user_profile: { real_name: 'Frieda Foreign', image_72: 'https://a.example/f.png' },
      }),
      post('U1', ts(4, '09:04:00'), '', {
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
      post('U1', ts(4, '09:05:00'), 'Look <https://news.example/1>', {
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
      post('U1', ts(4, '09:06:00'), ''),
      post('U1', ts(4, '09:07:00'), 'A huddle happened', { subtype: 'huddle_thread' }),
      post('U1', ts(4, '09:08:00'), '', { subtype: 'brand_new_thing' }),
      { type: 'message', text: 'nobody', ts: ts(4, '09:09:00') },
      { type: 'message', user: 'U1', text: 'no time' },
      post('U1', 'yesterday', 'bad time'),
      post('U1', ts(4, '09:10:00'), 'wrong', { text: 42 }),
      post('U1', ts(4, '09:11:00'), 'odd lists', { reactions: 'none', files: {} }),
      post('U1', ts(4, '09:12:00'), 'NUL \u0000 and half \ud83d of a pair'),
    ],
    'general/canvas_in_the_conversation.json': {},
    'old-stuff/2024-01-05.json': [post('U1', ts(5, '09:00:00'), 'The end')],
    'équipe/2024-01-05.json': [post('U1', ts(5, '09:00:01'), 'Bonjour')],
    'secret/2024-01-05.json': [post('U2', ts(5, '09:00:02'), 'psst')],
    'D1/2024-01-05.json': [post('U1', ts(5, '09:00:03'), 'Just us')],
    'D2/2024-01-05.json': [post('USLACKBOT', ts(5, '09:00:04'), 'I am Slackbot')],
    'mpdm-ada--grace--linus-1/2024-01-05.json': [post('U3', ts(5, '09:00:05'), 'All three')],
    'lost-folder/2024-01-05.json': [post('U3', ts(5, '09:00:06'), 'whose?')],
  };
}
