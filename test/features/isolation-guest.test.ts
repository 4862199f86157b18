// What the holder of a guest's token might try, one attempt after the other. Each is refused, and at the end nothing
// has been done but what a guest may do.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Populated, populate } from '../support/populated-workspace.ts';
import { createChannel, type Person } from '../support/seed.ts';
import { type Json, startServer, type TestServer } from '../support/server.ts';
import { fingerprint, openSql, type Sql } from '../support/sql.ts';

let server: TestServer;
let sql: Sql;
let team: Populated;
let guest: Person;
let lobby: string;
let before: Record<string, string>;

beforeAll(async () => {
  server = await startServer();
  sql = await openSql(server.databaseUrl);
  team = await populate(server, 'team');
  guest = team.guest;
  lobby = await createChannel(team.admin, { name: 'lobby', memberIds: [guest.id, team.member.id] });
  before = await fingerprint(sql, team.workspaceId);
});
afterAll(async () => {
  await sql.end();
  await server.close();
});

/** The operation, its variables and the expected response. */
type Attempt = readonly [what: string, query: string, variables: (team: Populated) => Json, code: string];
const hidden = (kind: string) => (team: Populated) => ({ id: team.channels[kind], message: team.ids.Message![0] });
const onMessage = (field: string, more = '') =>
  `mutation ($message: ID!) { ${field}(input: { messageId: $message${more} }) { message { id body } } }`;
const onChannel = (field: string, more = '', gives = 'channel { id name }') =>
  `mutation ($id: ID!) { ${field}(input: { channelId: $id${more} }) { ${gives} } }`;

const attempts: Attempt[] = [
  ...['public', 'private', 'direct', 'announcement', 'archived'].flatMap((kind): Attempt[] => [
    [`joins the ${kind} channel`, onChannel('joinChannel'), hidden(kind), 'NOT_FOUND'],
    [
      `writes to the ${kind} channel`,
      onChannel('sendMessage', ', body: "x"', 'message { id }'),
      hidden(kind),
      'NOT_FOUND',
    ],
    [`leaves the ${kind} channel to see it named`, onChannel('leaveChannel'), hidden(kind), 'NOT_FOUND'],
    [`mutes the ${kind} channel`, onChannel('muteChannel', ', muted: true'), hidden(kind), 'NOT_FOUND'],
    [`opens the ${kind} channel to all`, onChannel('updateChannel', ', privacy: PUBLIC'), hidden(kind), 'NOT_FOUND'],
    [`archives the ${kind} channel`, onChannel('archiveChannel'), hidden(kind), 'NOT_FOUND'],
    [
      `adds themself to the ${kind} channel`,
      'mutation ($id: ID!, $u: ID!) { addMember(input: { channelId: $id, userId: $u }) { channel { id } } }',
      (team) => ({ id: team.channels[kind], u: team.guest.id }),
      'NOT_FOUND',
    ],
    [
      `makes themself admin of the ${kind} channel`,
      'mutation ($id: ID!, $u: ID!) { setMemberRole(input: { channelId: $id, userId: $u, role: ADMIN }) { channel { id } } }',
      (team) => ({ id: team.channels[kind], u: team.guest.id }),
      'NOT_FOUND',
    ],
    [
      `removes others from the ${kind} channel`,
      'mutation ($id: ID!, $u: ID!) { removeMember(input: { channelId: $id, userId: $u }) { channel { id } } }',
      (team) => ({ id: team.channels[kind], u: team.member.id }),
      'NOT_FOUND',
    ],
    [
      `marks the ${kind} channel read`,
      'mutation ($id: ID!, $message: ID!) { markRead(input: { channelId: $id, messageId: $message }) { channel { id } } }',
      hidden(kind),
      'NOT_FOUND',
    ],
  ]),
  ['reacts where they cannot see', onMessage('addReaction', ', emoji: "👍"'), hidden('public'), 'NOT_FOUND'],
  ['takes a reaction back there', onMessage('removeReaction', ', emoji: ":team:"'), hidden('public'), 'NOT_FOUND'],
  ['edits there', onMessage('editMessage', ', body: "x"'), hidden('public'), 'NOT_FOUND'],
  ['deletes there', onMessage('deleteMessage'), hidden('public'), 'NOT_FOUND'],
  ['pins there', onMessage('pinMessage'), hidden('public'), 'NOT_FOUND'],
  ['unpins there', onMessage('unpinMessage'), hidden('public'), 'NOT_FOUND'],
  [
    'replies from their own channel into a thread there',
    'mutation ($id: ID!, $message: ID!) { sendMessage(input: { channelId: $id, parentId: $message, body: "x" }) { message { id } } }',
    (team) => ({ id: lobby, message: team.ids.Message![0] }),
    'NOT_FOUND',
  ],
  [
    'marks their own channel read with a message from there',
    'mutation ($id: ID!, $message: ID!) { markRead(input: { channelId: $id, messageId: $message }) { channel { id } } }',
    (team) => ({ id: lobby, message: team.ids.Message![0] }),
    'NOT_FOUND',
  ],
  [
    'sends under a key that another used there',
    'mutation ($id: ID!) { sendMessage(input: { channelId: $id, body: "x", clientMessageId: "team" }) { message { id } } }',
    hidden('private'),
    'NOT_FOUND',
  ],
  [
    'creates a channel',
    'mutation { createChannel(input: { name: "mine" }) { channel { id } } }',
    () => ({}),
    'FORBIDDEN',
  ],
  [
    'adds another user to their own channel',
    'mutation ($id: ID!, $u: ID!) { addMember(input: { channelId: $id, userId: $u }) { channel { id } } }',
    (team) => ({ id: lobby, u: team.bot.id }),
    'FORBIDDEN',
  ],
  [
    'makes themselves admin of their own channel',
    'mutation ($id: ID!, $u: ID!) { setMemberRole(input: { channelId: $id, userId: $u, role: ADMIN }) { channel { id } } }',
    (team) => ({ id: lobby, u: team.guest.id }),
    'FORBIDDEN',
  ],
  [
    'throws another out of their own channel',
    'mutation ($id: ID!, $u: ID!) { removeMember(input: { channelId: $id, userId: $u }) { channel { id } } }',
    (team) => ({ id: lobby, u: team.member.id }),
    'FORBIDDEN',
  ],
  ['renames their own channel', onChannel('updateChannel', ', name: "mine"'), () => ({ id: lobby }), 'FORBIDDEN'],
  ['archives their own channel', onChannel('archiveChannel'), () => ({ id: lobby }), 'FORBIDDEN'],
  [
    'raises themself',
    'mutation ($u: ID!) { setRole(input: { userId: $u, role: MEMBER }) { user { role } } }',
    (team) => ({ u: team.guest.id }),
    'FORBIDDEN',
  ],
  [
    'makes a user',
    'mutation { createUser(input: { handle: "mine", name: "x", role: OWNER }) { user { id } } }',
    () => ({}),
    'FORBIDDEN',
  ],
  [
    'sets another’s password',
    'mutation ($u: ID!) { setPassword(input: { userId: $u, newPassword: "ten characters" }) { user { id } } }',
    (team) => ({ u: team.admin.id }),
    'FORBIDDEN',
  ],
  [
    'takes another’s address, to sign in with',
    'mutation ($u: ID!) { updateProfile(input: { userId: $u, email: "mine@example.com" }) { user { id } } }',
    (team) => ({ u: team.admin.id }),
    'FORBIDDEN',
  ],
  [
    'makes a token for the bot',
    'mutation ($u: ID!) { createToken(input: { userId: $u, name: "x" }) { token } }',
    (team) => ({ u: team.bot.id }),
    'FORBIDDEN',
  ],
  [
    'revokes another’s token',
    'mutation ($t: ID!) { revokeToken(input: { tokenId: $t }) { accessToken { id } } }',
    (team) => ({ t: team.ids.AccessToken![0] }),
    'NOT_FOUND',
  ],
  [
    'shuts the owner out',
    'mutation ($u: ID!) { deactivateUser(input: { userId: $u }) { user { id } } }',
    (team) => ({ u: team.owner.id }),
    'FORBIDDEN',
  ],
];

describe('a guest', () => {
  test.each(attempts)('%s', async (_, query, variables, code) => {
    const answer = await guest.ask(query, variables(team));
    expect(answer.errors?.map(({ extensions }) => extensions.code)).toEqual([code]);
    expect(Object.values(answer.data ?? {}).filter((value) => value !== null)).toEqual([]);
  });

  test('has changed nothing with all these attempts', async () => {
    expect(await fingerprint(sql, team.workspaceId)).toEqual(before);
  });

  test('sees only their own channels, in every list and total', async () => {
    const data = await guest.data(
      `query ($ids: [ID!]!, $by: ID!) {
        channels { totalCount nodes { name } } workspace { channels { totalCount } } viewer { channels { totalCount } }
        user(id: $by) { channels { totalCount nodes { name } } } made: channels(filter: { createdById: $by }) { totalCount }
        private: channels(filter: { privacy: PRIVATE }) { totalCount } nodes(ids: $ids) { id }
        channel(name: "team-public") { id }
      }`,
      { ids: [...Object.values(team.channels), ...team.ids.Message!], by: team.admin.id },
    );
    const one = { totalCount: 1 };
    const named = { ...one, nodes: [{ name: 'lobby' }] };
    expect(data).toEqual({
      ...{
        channels: named,
        workspace: { channels: one },
        viewer: { channels: one },
        user: { channels: named },
        made: one,
      },
      ...{ private: { totalCount: 0 }, channel: null },
      nodes: [...Object.values(team.channels), ...team.ids.Message!].map(() => null),
    });
  });

  test('learns nothing from a cursor of a list that they cannot read', async () => {
    const page = (of: string) => `query ($id: ID!, $after: String) {
      channel(id: $id) { ${of}(first: 1, after: $after) { nodes { id } edges { cursor } } }
    }`;
    for (const of of ['messages', 'members', 'pinnedMessages']) {
      const theirs = await team.admin.data(page(of), { id: team.channels.public });
      const after = theirs.channel[of].edges[0].cursor;
      expect((await guest.data(page(of), { id: team.channels.public, after })).channel).toBeNull();
      expect(await guest.code(page(of), { id: lobby, after })).toBe('BAD_USER_INPUT');
    }
  });

  test('reads only their own direct channels', async () => {
    const open = `mutation ($ids: [ID!]!) { openDirectChannel(input: { userIds: $ids }) {
      channel { id memberCount messageCount members { nodes { id } } }
    } }`;
    const { channel } = (await guest.data(open, { ids: [team.admin.id, team.member.id] })).openDirectChannel;
    expect(channel).toMatchObject({ memberCount: 3, messageCount: 0 });
    expect(channel.id).not.toBe(team.channels.direct);
    // Naming themselves does not make them part of what is between the two.
    expect(await guest.code(open, { ids: [guest.id] })).toBe('BAD_USER_INPUT');
  });

  test('reads no address of other users, wherever a user appears', async () => {
    const { users, user, channel } = await guest.data(
      `query ($id: ID!, $by: ID!) {
        users { nodes { id email } } user(id: $by) { email } channel(id: $id) { createdBy { email } members { nodes { id email } } }
      }`,
      { id: lobby, by: team.owner.id },
    );
    const seen = [...users.nodes, ...channel.members.nodes].filter(({ email }: Json) => email !== null);
    expect(new Set(seen.map(({ id }) => id))).toEqual(new Set([guest.id]));
    expect([user.email, channel.createdBy.email]).toEqual([null, null]);
  });

  test('does not learn the cost of an operation', async () => {
    expect((await guest.ask('{ channels { totalCount } }')).extensions).toBeUndefined();
  });
});
