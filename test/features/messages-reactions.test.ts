// Reactions: what counts as an emoji, who reacted, and how many different ones a message may have.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Person, seed, sendMessage } from '../support/seed.ts';
import { type Client, type Json, startServer, type TestServer } from '../support/server.ts';
import { changesOf, openSql, rawId, type Sql } from '../support/sql.ts';

const reactions = `{ message { reactions {
  emoji count viewerHasReacted users(first: 10) { totalCount nodes { handle } }
} } }`;
const add = `mutation ($id: ID!, $emoji: String!) { addReaction(input: { messageId: $id, emoji: $emoji }) ${reactions} }`;
const remove = `mutation ($id: ID!, $emoji: String!) {
  removeReaction(input: { messageId: $id, emoji: $emoji }) ${reactions}
}`;
const read = `query ($id: ID!) ${reactions.replace('message', 'message(id: $id)')}`;

let server: TestServer;
let sql: Sql;
let [ada, bob, eve]: Person[] = [];
let channelId: string;

beforeAll(async () => {
  server = await startServer();
  sql = await openSql(server.databaseUrl);
  ({
    users: { ada, bob, eve },
    channels: { talk: channelId },
  } = await seed(server, {
    users: { ada: 'MEMBER', bob: 'MEMBER', eve: 'MEMBER' },
    channels: { talk: { by: 'ada', members: ['bob'] } },
  }));
});
afterAll(async () => {
  await sql.end();
  await server.close();
});

const sent = () => sendMessage(ada!, channelId);
const react = async (client: Client, id: string, emoji: string, how = add): Promise<Json[]> =>
  Object.values(await client.data<Record<string, Json>>(how, { id, emoji }))[0].message.reactions;

describe('an emoji', () => {
  let id: string;
  beforeAll(async () => {
    id = await sent();
  });

  test.each([
    ...['😀', '❤️', '❤', '☝🏽', '👍🏿', '🇫🇷', '🇺🇳', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '🏴‍☠️', '🏳️‍🌈', '🏳️‍⚧️', '1️⃣', '#️⃣', '*⃣'],
    ...['👨‍👩‍👧‍👦', '👩🏽‍💻', '🧑🏿‍🤝‍🧑🏻', '👩🏾‍❤️‍💋‍👨🏼', '🕵️‍♀️', '❤️‍🔥', '🐻‍❄️', '🫱🏻‍🫲🏿', '🙂‍↔️', '©️', '™', '〰️'],
    ...[':shipit:', ':+1:', ':-1:', ':e-mail:', ':under_score:', ':100:', `:${'x'.repeat(60)}:`],
  ])('is %s', async (emoji) => {
    expect(await react(ada!, id, ` ${emoji} `)).toMatchObject([{ emoji, count: 1 }]);
    expect(await react(ada!, id, emoji, remove)).toEqual([]);
  });

  test.each([
    ...[
      '',
      ' ',
      'a',
      'ok',
      '1',
      '#',
      '*',
      '12',
      '👍👍',
      '👍 👍',
      '😀a',
      'a😀',
      '🇫',
      '🇫🇷🇫',
      '🇫🇷🇩🇪',
      '🏽',
      '\u200d',
      '\ufe0f',
    ],
    ...[
      '👨‍',
      '‍👨',
      '👨‍‍👩',
      '👍\u200b',
      '👍\u202e',
      '\u{e0067}\u{e007f}',
      '🏴\u{e0067}\u{e0062}',
      '👍🏽🏽',
      '①',
      '★',
      'é',
      '日',
    ],
    ...['::', ':', ':a', 'a:', ':Ship It:', ':ship it:', ':SHIPIT:', ':a::b:', ':<b>:', `:${'x'.repeat(63)}:`],
    ...['<img src=x>', '&#128512;', "'; --", '%', `😀${'‍😀'.repeat(40)}`],
  ])('is not %j', async (emoji) => {
    for (const how of [add, remove]) expect(await ada!.code(how, { id, emoji })).toBe('BAD_USER_INPUT');
  });
});

describe('reactions', () => {
  test('are counted by emoji in the order of first use, with their users in the order they reacted', async () => {
    const id = await sent();
    for (const [client, emoji] of [
      [bob!, ':b:'],
      [ada!, '😀'],
      [ada!, ':b:'],
      [bob!, '😀'],
      [ada!, ':a:'],
    ] as const) {
      server.clock.now += 1_000;
      await react(client, id, emoji);
    }
    const of = (emoji: string, ada: boolean, ...handles: string[]) => ({
      ...{ emoji, count: handles.length, viewerHasReacted: ada },
      users: { totalCount: handles.length, nodes: handles.map((handle) => ({ handle })) },
    });
    expect((await ada!.data(read, { id })).message.reactions).toEqual([
      of(':b:', true, 'bob', 'ada'),
      of('😀', true, 'ada', 'bob'),
      of(':a:', true, 'ada'),
    ]);
    expect(
      (await bob!.data(read, { id })).message.reactions.map(({ viewerHasReacted }: Json) => viewerHasReacted),
    ).toEqual([...[true, true, false]]);
    expect(
      (await eve!.data(read, { id })).message.reactions.map(({ viewerHasReacted }: Json) => viewerHasReacted),
    ).toEqual([...[false, false, false]]);
    // The first user of it removed it: its place is now that of the next user.
    const rest = [of('😀', true, 'ada', 'bob'), of(':b:', false, 'ada'), of(':a:', false, 'ada')];
    expect(await react(bob!, id, ':b:', remove)).toEqual(rest);
  });

  test('twice are the same as once, also when removed, and are published once', async () => {
    const id = await sent();
    const before = (await changesOf(sql, `channel:${rawId(channelId)}`)).length;
    await Promise.all(Array.from({ length: 8 }, () => react(ada!, id, '👍')));
    expect(await react(ada!, id, '👍')).toMatchObject([{ count: 1, users: { totalCount: 1 } }]);
    expect(await react(bob!, id, '👍', remove)).toMatchObject([{ count: 1 }]);
    await Promise.all(Array.from({ length: 8 }, () => react(ada!, id, '👍', remove)));
    expect(await react(ada!, id, '👍', remove)).toEqual([]);
    const kinds = (await changesOf(sql, `channel:${rawId(channelId)}`)).slice(before).map(({ kind }) => kind);
    expect(kinds).toEqual(['reactions.added', 'reactions.removed']);
  });

  test('are allowed for members', async () => {
    const id = await sent();
    expect(await eve!.code(add, { id, emoji: '👍' })).toBe('FORBIDDEN');
    expect(await eve!.code(remove, { id, emoji: '👍' })).toBe('FORBIDDEN');
  });

  test('are limited to exactly 50 different emoji on one message, also for concurrent calls', async () => {
    const id = await sent();
    for (let i = 0; i < 46; i++) {
      await sql.rows(
        `insert into message_reactions (message_id, emoji, user_id, workspace_id, created_at)
         select $1, $2, author_id, workspace_id, now() from messages where id = $1`,
        [rawId(id), `:e${i}:`],
      );
    }
    const codes = await Promise.all(
      Array.from({ length: 8 }, (_, i) => (i % 2 ? ada! : bob!).code(add, { id, emoji: `:late${i}:` })),
    );
    expect(codes.filter((code) => code === undefined)).toHaveLength(4);
    expect(codes.filter((code) => code === 'CONFLICT')).toHaveLength(4);
    // An emoji that is there already still accepts more users, and a removed one frees its place.
    expect(await react(bob!, id, ':e0:')).toHaveLength(50);
    expect(await react(ada!, id, ':e1:', remove)).toHaveLength(49);
    expect(await react(bob!, id, '🆕')).toHaveLength(50);
  });
});
