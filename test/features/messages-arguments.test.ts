// What every argument of the contract refuses, found by walking it: text that Postgres cannot store, invalid ids,
// ids of another type. BAD_USER_INPUT each time, never an internal error.
import { type GraphQLField, getNamedType, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { argumentsOf, contract, idType, operation, type Place, places, rootFields } from '../support/schema-walk.ts';
import { type Client, type Json, startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let owner: Client;
let ids: Record<string, string>;

beforeAll(async () => {
  server = await startServer();
  owner = (await server.workspace()).owner;
  const bot = await server.user(owner, 'bot', { kind: 'BOT' });
  const created = await owner.data(`mutation {
    createChannel(input: { name: "talk" }) { channel { id } }
    createToken(input: { name: "x" }) { accessToken { id } }
  }`);
  const Channel = created.createChannel.channel.id;
  const { sendMessage } = await owner.data(
    `mutation ($id: ID!) { sendMessage(input: { channelId: $id, body: "x" }) { message { id } } }`,
    { id: Channel },
  );
  await owner.data(
    `mutation ($id: ID!) { addReaction(input: { messageId: $id, emoji: ":x:" }) { message { id } } }`,
    sendMessage.message,
  );
  const { workspace } = await owner.data('{ workspace { id } }');
  const AccessToken = created.createToken.accessToken.id;
  const { viewer } = await owner.data('{ viewer { id } }');
  ids = {
    Channel,
    AccessToken,
    Message: sendMessage.message.id,
    User: bot.id,
    Workspace: workspace.id,
    Viewer: viewer.id,
  };
});
afterAll(() => server.close());

const at = ({ path }: Place) => path.join('.');
const textPlaces = rootFields.flatMap((root) =>
  places(root.field)
    .filter(({ type }) => ['String', 'ID'].includes(String(type)))
    .map((place) => [`${root.name}(${at(place)})`, root, place] as const),
);

/** Arguments that are valid except at one place. */
function argumentsWith(root: (typeof rootFields)[number], place: Place, value: Json) {
  const idOf = (name: string) => {
    const type = idType(root.name, { ...place, path: [name] });
    const id = ids[type === 'Node' ? 'User' : type]!;
    return name.endsWith('s') ? [id] : id;
  };
  return argumentsOf(root.field, { [at(place)]: place.list ? [value] : value }, idOf);
}

describe('text that cannot be stored', () => {
  test.each(textPlaces)('is refused in %s', async (_, root, place) => {
    for (const text of ['a\0b', 'a\ud800b']) {
      const args = argumentsWith(root, place, text);
      const answer = await owner.ask(operation(root, 0, args), args);
      expect(answer.errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
      expect(answer.errors![0]!.message).toContain(place.path.join('.'));
    }
  });

  // Fields below the roots: each type is reached by a path of its own.
  const ways: Record<string, string> = {
    Viewer: '{ viewer { ? } }',
    Workspace: '{ workspace { ? } }',
    User: '{ viewer { user { ? } } }',
    Channel: '{ channel(name: "talk") { ? } }',
    Message: '{ channel(name: "talk") { messages { nodes { ? } } } }',
    Reaction: '{ channel(name: "talk") { messages { nodes { reactions { ? } } } } }',
  };
  const nested = Object.values(contract.getTypeMap())
    .filter((type) => isObjectType(type) && !['Query', 'Mutation', 'Subscription'].includes(type.name))
    .flatMap((type) => {
      const fields = isObjectType(type) && !type.name.startsWith('__') ? Object.values(type.getFields()) : [];
      return fields.flatMap((field) =>
        places(field)
          .filter((place) => ['String', 'ID'].includes(String(place.type)))
          .map((place) => [`${type.name}.${field.name}(${at(place)})`, type.name, field, place] as const),
      );
    });

  test.each(nested)('is refused in %s', async (_, type, field: GraphQLField<unknown, unknown>, place) => {
    for (const text of ['a\0b', 'a\ud800b']) {
      const args = argumentsOf(field, { [at(place)]: text });
      const used = field.args.filter(({ name }) => name in args);
      const call = `${field.name}(${used.map(({ name }) => `${name}: $${name}`).join(', ')})`;
      const way = ways[type];
      if (!way) throw new Error(`Tell a way to a ${type}.`);
      const leaf = isObjectType(getNamedType(field.type)) ? '{ __typename }' : '';
      const variables = used.map((arg) => `$${arg.name}: ${arg.type}`).join(', ');
      const answer = await owner.ask(`query (${variables}) ${way.replace('?', `${call} ${leaf}`)}`, args);
      expect(answer.errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
    }
  });
});

describe('an id', () => {
  const idPlaces = textPlaces.filter(([, , { type }]) => String(type) === 'ID');
  const broken = ['', 'Message_x', '01890000-0000-7000-8000-000000000000', `User_${"' or 1=1".padEnd(36)}`];

  test.each(idPlaces)('that is invalid is refused in %s', async (_, root, place) => {
    for (const id of broken) {
      const args = argumentsWith(root, place, id);
      expect([id, await owner.code(operation(root, 0, args), args)]).toEqual([id, 'BAD_USER_INPUT']);
    }
  });

  test.each(idPlaces.filter(([, root, place]) => idType(root.name, place) !== 'Node' && root.name !== 'node'))(
    'of another type is refused in %s',
    async (_, root, place) => {
      for (const [type, id] of Object.entries(ids)) {
        if (type === idType(root.name, place)) continue;
        const args = argumentsWith(root, place, id);
        expect([type, await owner.code(operation(root, 0, args), args)]).toEqual([type, 'BAD_USER_INPUT']);
      }
    },
  );
});

describe('a way to name things', () => {
  test.each(['user', 'channel'])('%s takes exactly one of two', async (field) => {
    const both = `{ ${field}(id: "${ids[field === 'user' ? 'User' : 'Channel']}", ${field === 'user' ? 'handle' : 'name'}: "x") { id } }`;
    expect(await owner.code(both)).toBe('BAD_USER_INPUT');
    expect(await owner.code(`{ ${field} { id } }`)).toBe('BAD_USER_INPUT');
  });

  test('nodes returns what exists in the order requested, null for the rest', async () => {
    // The first does not exist; the other belongs to another workspace's user.
    const missing = ['User_01890000-0000-7000-8000-000000000000', ids.User!.replace('User_', 'Viewer_')];
    const { Message, User, Channel, AccessToken, Workspace, Viewer } = ids;
    const wanted = [Message, missing[0], User, Channel, User, AccessToken, missing[1], Workspace, Viewer];
    const { nodes } = await owner.data('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: wanted });
    expect(nodes).toEqual(wanted.map((id) => (missing.includes(id!) ? null : { id })));
  });

  test('nodes takes 100 ids', async () => {
    const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
    expect((await owner.data(query, { ids: Array(100).fill(ids.User) })).nodes).toHaveLength(100);
    expect(await owner.code(query, { ids: Array(101).fill(ids.User) })).toBe('BAD_USER_INPUT');
  });
});
