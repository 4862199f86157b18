// Cursors of streams: an operation that selects one reads in a snapshot, so that its data and the changes after
// the cursor fit together. The test decodes the cursor; for clients it is opaque.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Person, seed } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { changesOf, openSql, rawId, type Sql } from '../support/sql.ts';

const send = `mutation ($id: ID!, $body: String!) {
  sendMessage(input: { channelId: $id, body: $body }) { message { id channel { cursor } } }
}`;

let server: TestServer;
let sql: Sql;
let owner: Person;
let channelId: string;

beforeAll(async () => {
  server = await startServer();
  sql = await openSql(server.databaseUrl);
  ({
    owner,
    channels: { talk: channelId },
  } = await seed(server, { channels: { talk: { messages: ['first'] } } }));
});
afterAll(async () => {
  await sql.end();
  await server.close();
});

const decoded = (cursor: string) => Buffer.from(cursor, 'base64url').toString();
const head = async (stream: string) => {
  const last = (await changesOf(sql, stream)).at(-1)!;
  return `${last.number}.${last.id}`;
};
const channelHead = () => head(`channel:${rawId(channelId)}`);
const inboxHead = () => head(`user:${rawId(owner.id)}`);
const statements = (answer: { extensions?: { ledger?: { statements: { name: string }[] } } }) =>
  answer.extensions!.ledger!.statements.map(({ name }) => name);

describe('an operation that selects a cursor', () => {
  test.each([
    ['Channel.cursor', 'query ($id: ID!) { channel(id: $id) { name cursor } }'],
    ['Viewer.inboxCursor', '{ viewer { inboxCursor user { handle } } }'],
    [
      'one in a fragment',
      'query ($id: ID!) { node(id: $id) { ...on Channel { ...C } } } fragment C on Channel { cursor }',
    ],
    ['one of a list', '{ channels { nodes { cursor } } }'],
  ])('takes the snapshot first: %s', async (_, query) => {
    const answer = await owner.ask(query, { id: channelId });
    expect(answer.errors).toBeUndefined();
    expect(statements(answer)[0]).toBe('changes.snapshot');
    expect(statements(answer).filter((name) => name === 'changes.positions')).toHaveLength(1);
  });

  test('and no other reads in a snapshot', async () => {
    expect(statements(await owner.ask('{ channels { nodes { name } } }'))).not.toContain('changes.snapshot');
  });

  test('returns the last change of the stream', async () => {
    const { channel, viewer } = await owner.data(
      'query ($id: ID!) { channel(id: $id) { cursor } viewer { inboxCursor } }',
      { id: channelId },
    );
    expect(decoded(channel.cursor)).toBe(await channelHead());
    expect(decoded(viewer.inboxCursor)).toBe(await inboxHead());
  });

  test('after a mutation sees what it wrote, field by field', async () => {
    const { a, b, react } = await owner.data(
      `mutation ($id: ID!, $first: SendMessageInput!, $second: SendMessageInput!) {
        a: sendMessage(input: $first) { message { seq channel { cursor messageCount } } }
        b: sendMessage(input: $second) { message { seq channel { cursor messageCount } } }
        react: markRead(input: { channelId: $id, messageId: "${await firstMessage()}" }) { channel { cursor } viewer { inboxCursor } }
      }`,
      { id: channelId, first: { channelId, body: 'a' }, second: { channelId, body: 'b' } },
    );
    const sent = (await changesOf(sql, `channel:${rawId(channelId)}`)).filter(({ kind }) => kind === 'messages.sent');
    const position = ({ number, id }: { number: number; id: string }) => `${number}.${id}`;
    expect(decoded(a.message.channel.cursor)).toBe(position(sent.at(-2)!));
    expect(decoded(b.message.channel.cursor)).toBe(position(sent.at(-1)!));
    expect(b.message.channel.messageCount).toBe(a.message.channel.messageCount + 1);
    expect(react.channel.cursor).toBe(b.message.channel.cursor);
    expect(decoded(react.viewer.inboxCursor)).toBe(await inboxHead());
  });

  test('that signs in reads in a snapshot too', async () => {
    const { workspace } = await owner.data('{ workspace { slug } }');
    await owner.data('mutation { setPassword(input: { newPassword: "correct horse" }) { user { id } } }');
    const query = `mutation ($slug: String!) {
      signIn(input: { workspace: $slug, login: "owner", password: "correct horse" }) { viewer { inboxCursor } }
    }`;
    const answer = await server.client(null).ask(query, { slug: workspace.slug });
    expect(decoded(answer.data.signIn.viewer.inboxCursor)).toBe(await inboxHead());
    expect(statements(answer)).toContain('changes.snapshot');
  });
});

async function firstMessage(): Promise<string> {
  const query = 'query ($id: ID!) { channel(id: $id) { messages(first: 1) { nodes { id } } } }';
  return (await owner.data(query, { id: channelId })).channel.messages.nodes[0].id;
}

describe('while others write', () => {
  test('everything up to the cursor is returned, without a gap', async () => {
    const writer = await server.user(owner, 'writer');
    await writer.data('mutation ($id: ID!) { joinChannel(input: { channelId: $id }) { channel { id } } }', {
      id: channelId,
    });
    const query = `query ($id: ID!) { channel(id: $id) { cursor messageCount messages(last: 1) { nodes { seq } } } }`;
    let writing = true;
    const writers = Promise.all(
      Array.from({ length: 4 }, async () => {
        for (let i = 0; i < 15; i++) await writer.data(send, { id: channelId, body: `${i}` });
      }),
    ).finally(() => {
      writing = false;
    });
    const seen: { number: number; count: number; last: number }[] = [];
    while (writing) {
      const { channel } = await owner.data(query, { id: channelId });
      const number = Number(decoded(channel.cursor).split('.')[0]);
      seen.push({ number, count: channel.messageCount, last: channel.messages.nodes[0].seq });
    }
    await writers;
    const sent = (await changesOf(sql, `channel:${rawId(channelId)}`)).filter(({ kind }) => kind === 'messages.sent');
    expect(seen.length).toBeGreaterThan(3);
    for (const { number, count, last } of seen) {
      const upTo = sent.filter((change) => change.number <= number).length;
      expect(count).toBeGreaterThanOrEqual(upTo);
      expect(last).toBeGreaterThanOrEqual(upTo);
    }
  });

  test('the cursor stays behind a change that is not committed', async () => {
    const before = await channelHead();
    const other = await openSql(server.databaseUrl);
    await other.rows('begin');
    await other.rows(
      `insert into changes (stream, number, id, workspace_id, kind, at, data)
       select stream, max(number) + 1, gen_random_uuid(), workspace_id, 'tests.made', now(), '{}' from changes
       where stream = $1 group by stream, workspace_id`,
      [`channel:${rawId(channelId)}`],
    );
    const cursor = async () =>
      decoded((await owner.data('query ($id: ID!) { channel(id: $id) { cursor } }', { id: channelId })).channel.cursor);
    expect(await cursor()).toBe(before);
    await other.rows('rollback');
    await other.end();
    expect(await cursor()).toBe(before);
  });
});
