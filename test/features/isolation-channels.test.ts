// Private and direct channels do not exist for users who are not members: the same response as for a missing id, the
// same lists and totals as if the channel did not exist. One world is read before and after something secret happens.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { crawl, readable, settled } from '../support/crawl.ts';
import { expectHidden, fieldsWithIds, missingId } from '../support/hidden-ids.ts';
import { fillChannel } from '../support/populated-workspace.ts';
import { idType } from '../support/schema-walk.ts';
import { createChannel, type Person, seed, sendMessage } from '../support/seed.ts';
import { type Json, startServer, type TestServer } from '../support/server.ts';
import { changesOf, openSql, rawId, type Sql } from '../support/sql.ts';
import { openTransports, type Transport } from '../support/transports.ts';

const marker = 'hush';
const openDirect = 'mutation ($ids: [ID!]!) { openDirectChannel(input: { userIds: $ids }) { channel { id } } }';

let server: TestServer;
let sql: Sql;
let transports: { all: readonly Transport[]; close(): Promise<void> };
let [anna, ben]: Person[] = [];
/** Users who are not members, by the reason. */
let outside: Record<'owner' | 'admin' | 'member' | 'guest' | 'removed', Person>;
let [bot, gone]: Person[] = [];
let lobby: string;
let lobbyMessage: string;
/** The public channel that the guest was never added to. */
let hall: string;
let secret: { private: string; direct: string; messages: string[] };
const before: Record<string, Json> = {};

const transportNames = ['POST', 'GET', 'APQ', 'WebSocket'];
const transport = (name: string) => transports.all.find((one) => one.name === name)!;

/** Everything that a viewer reads, with lists requested in ways that could reveal what is hidden. */
async function seen(by: Transport, { token }: Person) {
  const lists = `query ($by: ID!) {
    direct: channels(filter: { kind: DIRECT }) { totalCount nodes { id } }
    hidden: channels(filter: { privacy: PRIVATE }) { totalCount nodes { id } }
    others: channels(filter: { joined: false }, orderBy: { field: LAST_ACTIVITY_AT, direction: DESC }) { totalCount nodes { id } }
    made: channels(filter: { createdById: $by }, orderBy: { field: CREATED_AT }) { totalCount nodes { id } }
    named: channels(filter: { namePrefix: "${marker}" }) { totalCount nodes { id } }
    named2: channel(name: "${marker}") { id }
    pages: channels(first: 1) { pageInfo { hasNextPage } } back: channels(last: 1) { pageInfo { hasPreviousPage } }
    user(id: $by) { channels { totalCount nodes { id } } hidden: channels(filter: { privacy: PRIVATE }) { totalCount } }
    viewer { unreadCount channels(filter: { kind: DIRECT }) { totalCount } }
  }`;
  return settled({ crawl: await crawl(by, token, 3), lists: await by.ask(token, lists, { by: anna!.id }) });
}

beforeAll(async () => {
  server = await startServer({ LIMITS: 'off' });
  sql = await openSql(server.databaseUrl);
  transports = openTransports(server);
  const { owner } = await seed(server);
  const person = (handle: string, input: object = {}) => server.user(owner, handle, input);
  [anna, ben] = [await person('anna'), await person('ben')];
  [bot, gone] = [await person('bot', { kind: 'BOT' }), await person('gone')];
  outside = {
    owner,
    admin: await person('admin', { role: 'ADMIN' }),
    member: await person('member'),
    guest: await person('guest', { role: 'GUEST' }),
    removed: await person('removed'),
  };
  const everybody = [ben, bot, gone, ...Object.values(outside)].map(({ id }) => id);
  lobby = await createChannel(anna, { name: 'lobby', memberIds: everybody });
  lobbyMessage = await sendMessage(anna, lobby, 'hello');
  hall = await createChannel(anna, { name: 'hall' });
  const guestsSecrets = [hall, ...(await fillChannel(server, hall, 'hallway', [anna, anna]))];
  for (const [who, client] of Object.entries(outside)) before[who] = await seen(transport('POST'), client);
  expect(JSON.stringify(before.member)).toContain('hallway');
  expect(JSON.stringify(before.guest)).not.toContain('hallway');
  expect(guestsSecrets).toHaveLength(4);

  // From here on, what they may not see.
  const texts = { topic: marker, purpose: marker, privacy: 'PRIVATE' };
  const hidden = await createChannel(anna, {
    name: marker,
    ...texts,
    memberIds: [ben.id, outside.removed.id, gone.id],
  });
  const direct = (await anna.data(openDirect, { ids: [ben.id, gone.id] })).openDirectChannel.channel.id;
  const messages = [
    ...(await fillChannel(server, hidden, marker, [anna, ben])),
    ...(await fillChannel(server, direct, `${marker}-direct`, [ben, anna])),
  ];
  messages.push(await sendMessage(anna, hidden, `${marker} @member @guest @owner @admin @removed`));
  messages.push(await sendMessage(outside.removed, hidden, `${marker} by who is removed`, { parentId: messages[0] }));
  await outside.removed.data(
    'mutation ($id: ID!) { addReaction(input: { messageId: $id, emoji: ":hush:" }) { message { id } } }',
    {
      id: messages[0],
    },
  );
  const remove = 'mutation ($id: ID!, $u: ID!) { removeMember(input: { channelId: $id, userId: $u }) { user { id } } }';
  await anna.data(remove, { id: hidden, u: outside.removed.id });
  secret = { private: hidden, direct, messages };
});
afterAll(async () => {
  await transports.close();
  await sql.end();
  await server.close();
});

test('members read all of it, so that it could be found', async () => {
  const text = readable(await crawl(transport('POST'), anna!.token, 3));
  const places = [
    ...[
      '"Channel_name":"hush"',
      '"Channel_topic":"hush"',
      '"Message_body":"reply hush"',
      '"MessageEdit_body":"first hush"',
    ],
    ...['"Reaction_emoji":":hush:"', '"Attachment_name":"hush.txt"', '"Message_body":"root hush-direct for @anna"'],
  ];
  for (const place of places) expect(text).toContain(place);
});

describe.each(['owner', 'admin', 'member', 'guest', 'removed'] as const)('to an outsider (%s)', (who) => {
  // How a transport carries an operation does not depend on the viewer: one of them tries every transport.
  const tried = who === 'guest' ? transportNames : ['POST'];

  test.each(tried)('the world is as before, by %s', async (name) => {
    const now = await seen(transport(name), outside[who]);
    expect(now).toEqual(before[who]);
    const text = readable(now);
    expect(text).not.toContain(marker);
    for (const id of [secret.private, secret.direct, ...secret.messages]) expect(text).not.toContain(rawId(id));
  });

  test.each(tried)(
    'its ids are treated as missing, wherever an id is accepted, by %s',
    { timeout: 60_000 },
    async (name) => {
      const hidden: Record<string, string[]> = {
        Channel: [secret.private, secret.direct, ...(who === 'guest' ? [hall] : [])],
        // A root, a reply in the other channel, and what the removed member wrote.
        Message: [secret.messages[0]!, secret.messages[4]!, secret.messages.at(-1)!],
      };
      const own = { Channel: lobby, Message: lobbyMessage, User: bot!.id, Node: bot!.id };
      const { token } = outside[who];
      for (const { root, places } of fieldsWithIds) {
        if (root.kind === 'mutation' && !transport(name).mutations) continue;
        for (const place of places) {
          const type = idType(root.name, place);
          const types = type === 'Node' || root.name === 'node' ? Object.keys(hidden) : [type];
          const ids = types.flatMap((one) => hidden[one] ?? []);
          await expectHidden({ transport: transport(name), token, root, place, hidden: ids, own });
        }
      }
    },
  );

  test('a hidden message stays hidden with the right channel, and a hidden channel with the right message', async () => {
    const { token } = outside[who];
    for (const { root, places } of fieldsWithIds.filter(
      ({ root, places }) => root.kind === 'mutation' && places.length > 1,
    )) {
      for (const place of places.filter((one) => idType(root.name, one) === 'Message')) {
        const own = { Channel: secret.private, Message: secret.messages[0]!, User: bot!.id };
        await expectHidden({ transport: transport('POST'), token, root, place, hidden: [secret.messages[1]!], own });
      }
      for (const place of places.filter((one) => idType(root.name, one) === 'Channel')) {
        const own = { Channel: lobby, Message: secret.messages[0]!, User: anna!.id };
        await expectHidden({ transport: transport('POST'), token, root, place, hidden: [secret.private], own });
      }
    }
  });

  test('nothing appears in their own stream, mentioned or not', async () => {
    const kinds = (await changesOf(sql, `user:${rawId(outside[who].id)}`)).map(({ kind }) => kind);
    const inside = who === 'removed' ? ['channels.joined', 'channels.left'] : [];
    expect(kinds.filter((kind) => kind.startsWith('channels.'))).toEqual(['channels.joined', ...inside]);
  });
});

test('they have changed nothing in the channel', async () => {
  const query = `query ($id: ID!) { channel(id: $id) {
    messageCount memberCount archivedAt pinnedMessages { totalCount } messages { nodes { reactions { count } replyCount } }
  } }`;
  expect((await anna!.data(query, { id: secret.private })).channel).toEqual({
    ...{ messageCount: 5, memberCount: 3, archivedAt: null, pinnedMessages: { totalCount: 1 } },
    messages: {
      nodes: [
        { reactions: [{ count: 2 }], replyCount: 2 },
        { reactions: [], replyCount: 0 },
        { reactions: [], replyCount: 0 },
      ],
    },
  });
  const actors = await sql.rows(`select distinct actor_id as id from changes where stream = $1`, [
    `channel:${rawId(secret.private)}`,
  ]);
  expect(actors.map(({ id }) => id).sort()).toEqual([anna!, ben!, outside.removed].map(({ id }) => rawId(id)).sort());
});

describe.each(transportNames)('by %s', (name) => {
  test('a caller who is not signed in reads nothing', async () => {
    const answers = await crawl(transport(name), null, 2);
    expect(answers.viewer).toEqual({ data: { viewer: null }, errors: [] });
    for (const root of ['workspace', 'users', 'channels']) {
      expect(answers[root].data?.[root] ?? null).toBeNull();
      expect(answers[root].errors[0].extensions.code).toBe('UNAUTHENTICATED');
    }
    const ids = [secret.private, secret.messages[0]!, lobby, anna!.id, missingId('Channel')];
    for (const id of ids) {
      const answer = await transport(name).ask(null, 'query ($id: ID!) { node(id: $id) { id } }', { id });
      expect([answer.data, answer.errors[0]!.extensions.code]).toEqual([{ node: null }, 'UNAUTHENTICATED']);
    }
  });
});

test('a former member who was deactivated reads nothing over any transport', async () => {
  expect(readable(await crawl(transport('POST'), gone!.token, 2))).toContain(marker);
  await outside.owner.data('mutation ($id: ID!) { deactivateUser(input: { userId: $id }) { user { id } } }', {
    id: gone!.id,
  });
  for (const name of ['POST', 'GET', 'APQ']) {
    const answers = await crawl(transport(name), gone!.token, 2);
    for (const { data, errors } of Object.values(answers)) {
      expect([data, errors[0].extensions.code]).toEqual([null, 'UNAUTHENTICATED']);
    }
  }
  await expect(crawl(transport('WebSocket'), gone!.token, 2)).rejects.toMatchObject({ code: 4401 });
});
