// Mentions: of users that exist, outside code and links, in the body's order, and replaced by an edit.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createChannel, mutate, seed, sendMessage } from '../support/seed.ts';
import { type Client, startServer, type TestServer } from '../support/server.ts';
import { changesOf, openSql, rawId } from '../support/sql.ts';

const message = '{ message { id bodyHtml mentions(first: 100) { totalCount nodes { handle } } } }';
const send = `mutation ($input: SendMessageInput!) { sendMessage(input: $input) ${message} }`;
const edit = `mutation ($id: ID!, $body: String!) { editMessage(input: { messageId: $id, body: $body }) ${message} }`;

let server: TestServer;
let ada: Client;
let channelId: string;

beforeAll(async () => {
  server = await startServer();
  const { owner, users, channels } = await seed(server, {
    users: {
      ...{ ada: 'MEMBER', bob: 'MEMBER', bo: 'MEMBER', 'c.d-e_f': 'MEMBER', x1_: 'MEMBER' },
      ...{ '9lives': 'MEMBER', gone: 'MEMBER' },
    },
    channels: { talk: { by: 'ada' } },
  });
  [ada, channelId] = [users.ada, channels.talk];
  await mutate(owner, 'deactivateUser', { userId: users.gone.id }, 'user { id }');
  await seed(server, { users: { stranger: 'MEMBER' } });
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

describe('an edit notifies', () => {
  type User = Client & { id: string };
  let sql: Awaited<ReturnType<typeof openSql>>;
  let owner: Client;
  let author: User;
  let channel: string;
  let counter = 0;

  beforeAll(async () => {
    sql = await openSql(server.databaseUrl);
    const world = await seed(server, { users: { author: 'MEMBER' }, channels: { edits: { by: 'author' } } });
    ({ owner } = world);
    [author, channel] = [world.users.author, world.channels.edits];
  });
  afterAll(() => sql.end());

  const user = (input: object = {}): Promise<User & { handle: string }> => {
    const handle = `reader-${++counter}`;
    return server.user(owner, handle, input).then((newUser) => ({ ...newUser, handle }));
  };
  const write = (body: string, channelId = channel) => sendMessage(author, channelId, body);
  const replace = (id: string, body: string) => author.data(edit, { id, body });
  /** The messages that a user was notified of, one for each time. */
  const notified = async ({ id }: { id: string }): Promise<string[]> => {
    const changes = await changesOf(sql, `user:${rawId(id)}`);
    return changes.filter(({ kind }) => kind === 'messages.mentioned').map(({ data }) => `Message_${data.messageId}`);
  };

  test('users whom the earlier body did not mention, once', async () => {
    const [old, added] = [await user(), await user()];
    const id = await write(`@${old.handle}`);
    await replace(id, `@${old.handle} and @${added.handle}`);
    await replace(id, `@${added.handle} and @${old.handle}, twice @${added.handle}`);
    await replace(id, `@${added.handle} and @${old.handle}, twice @${added.handle}`);
    expect([await notified(old), await notified(added)]).toEqual([[id], [id]]);
  });

  test('users whose mention was removed by another edit, again', async () => {
    const reader = await user();
    const id = await write(`@${reader.handle}`);
    await replace(id, 'Nobody');
    await replace(id, `@${reader.handle} after all`);
    expect(await notified(reader)).toEqual([id, id]);
  });

  test('no user of their own message', async () => {
    const id = await write('Somebody');
    await replace(id, '@author');
    expect(await notified(author)).toEqual([]);
  });

  test('no user who may not see the message', async () => {
    const [outside, inside, guest] = [await user(), await user(), await user({ role: 'GUEST' })];
    const hidden = await createChannel(author, { memberIds: [inside.id], privacy: 'PRIVATE' });
    const everybody = [outside, inside, guest].map(({ handle }) => `@${handle}`).join(' ');
    const secret = await write('Nobody', hidden);
    await replace(secret, everybody);
    expect(await Promise.all([outside, inside, guest].map(notified))).toEqual([[], [secret], []]);
    const open = await write('Nobody');
    await replace(open, everybody);
    expect(await Promise.all([outside, inside, guest].map(notified))).toEqual([[open], [secret, open], []]);
  });

  test('no user when it is refused', async () => {
    const reader = await user();
    const id = await write('Mine');
    expect(await owner.code(edit, { id, body: `@${reader.handle}` })).toBe('FORBIDDEN');
    expect(await notified(reader)).toEqual([]);
  });

  test('each of two users once, when concurrent edits mention them', async () => {
    const readers = [await user(), await user()];
    const id = await write('Nobody');
    const bodies = Array.from(
      { length: 8 },
      (_, n) => `${n} @${readers[n % 2]!.handle} @${readers[1 - (n % 2)]!.handle}`,
    );
    await Promise.all(bodies.map((body) => replace(id, body)));
    expect(await Promise.all(readers.map(notified))).toEqual([[id], [id]]);
  });
});
