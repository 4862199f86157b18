// Mentions: of users that are there, outside code and links, in the body's order, and replaced by an edit.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, startServer, type TestServer } from '../support/server.ts';
import { openSql } from '../support/sql.ts';

const message = '{ message { id bodyHtml mentions(first: 100) { totalCount nodes { handle } } } }';
const send = `mutation ($input: SendMessageInput!) { sendMessage(input: $input) ${message} }`;
const edit = `mutation ($id: ID!, $body: String!) { editMessage(input: { messageId: $id, body: $body }) ${message} }`;

let server: TestServer;
let ada: Client;
let channelId: string;

beforeAll(async () => {
  server = await startServer();
  const { owner } = await server.workspace();
  ada = await server.user(owner, 'ada');
  for (const handle of ['bob', 'bo', 'c.d-e_f', 'x1_', '9lives', 'gone']) await server.user(owner, handle);
  const { user } = await owner.data('{ user(handle: "gone") { id } }');
  await owner.data('mutation ($id: ID!) { deactivateUser(input: { userId: $id }) { user { id } } }', user);
  await server.user((await server.workspace()).owner, 'stranger');
  const query = 'mutation { createChannel(input: { name: "talk" }) { channel { id } } }';
  channelId = (await ada.data(query)).createChannel.channel.id;
});
afterAll(() => server.close());

const sent = async (body: string) => (await ada.data(send, { input: { channelId, body } })).sendMessage.message;
const marked = (html: string) => [...html.matchAll(/<span class="mention">@([^<]+)<\/span>/g)].map((match) => match[1]);

describe('mentions', () => {
  test.each([
    ['@bob', ['bob']],
    ['hello @bob!', ['bob']],
    ['(@bob) "@ada": @bo, @c.d-e_f.', ['bob', 'ada', 'bo', 'c.d-e_f']],
    ['@bob.', ['bob']],
    ['@bob-', ['bob']],
    ['@BOB @Bob @bob', ['bob']],
    ['@bo @bob @bo', ['bo', 'bob']],
    ['@x1_ and @9lives', ['x1_', '9lives']],
    ['**@bob** _@bo_ ~~@ada~~', ['bob', 'bo', 'ada']],
    ['# @bob\n\n> @bo\n\n- @ada', ['bob', 'bo', 'ada']],
    ['| @bob |\n| --- |\n| @bo |', ['bob', 'bo']],
    ['@bob\n@bo', ['bob', 'bo']],
    ['@gone', ['gone']],
    ['é@bob 日@bo', ['bob', 'bo']],
    ['@ada@bob', ['ada']],
    ['@nobody and @bob', ['bob']],
    ['@stranger of another workspace', []],
    ['mail ada@bob.com or x@bob', []],
    ['@@bob /@bob .@bob -@bob', []],
    ['`@bob` ``@bo``', []],
    ['```\n@bob\n```', []],
    ['~~~js\n@bob\n~~~', []],
    ['    @bob', []],
    ['[@bob](https://example.com) <https://example.com/@bob> https://example.com/@bob', []],
    ['\\@bob', ['bob']],
    ['&#64;bob', ['bob']],
    ['@bobby @bob_ @bob1', []],
    ['@everyone @here @channel', []],
  ])('of %j are %j', async (body, handles) => {
    const { mentions, bodyHtml } = await sent(body);
    expect(mentions).toEqual({ totalCount: handles.length, nodes: handles.map((handle) => ({ handle })) });
    expect([...new Set(marked(bodyHtml).map((handle) => handle!.toLowerCase()))]).toEqual(handles);
  });

  test('are replaced by an edit', async () => {
    const { id } = await sent('@bob and @bo');
    const { editMessage } = await ada.data(edit, { id, body: '@ada and @bob' });
    expect(editMessage.message.mentions).toEqual({ totalCount: 2, nodes: [{ handle: 'ada' }, { handle: 'bob' }] });
    expect(marked(editMessage.message.bodyHtml)).toEqual(['ada', 'bob']);
  });

  test('are 50 of the people that a body names', async () => {
    const sql = await openSql(server.databaseUrl);
    await sql.rows(
      `insert into users (id, workspace_id, handle, name, kind, role, created_at)
       select gen_random_uuid(), u.workspace_id, 'crowd-' || n, 'x', 'PERSON', 'MEMBER', now()
       from users u, generate_series(1, 60) n where u.handle = 'ada'`,
    );
    await sql.end();
    const handles = Array.from({ length: 60 }, (_, i) => `crowd-${i + 1}`);
    const { mentions, bodyHtml } = await sent(handles.map((handle) => `@${handle}`).join(' '));
    expect(mentions.nodes.map(({ handle }: { handle: string }) => handle)).toEqual(handles.slice(0, 50));
    expect(marked(bodyHtml)).toEqual(handles.slice(0, 50));
  });
});
