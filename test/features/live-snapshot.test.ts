// The invariant of cursors: a snapshot and the events after its cursor equal a fresh snapshot, for every durable event
// of a channel and of the inbox. The client here knows only its events; each is applied by absolute values.
import { isObjectType } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { directivesOf } from '../../src/graphql/policy-plugin.ts';
import { schema } from '../../src/schema.ts';
import { connect, type LiveClient } from '../support/live-client.ts';
import { createChannel, mutate, sendMessage } from '../support/seed.ts';
import { type Client, type Json, startServer, type TestServer } from '../support/server.ts';

const message = `id seq body editedAt deletedAt pinnedAt replyCount parent { id replyCount }
  reactions { emoji count users(first: 50) { nodes { handle } } }`;
const channel = `id name topic privacy archivedAt memberCount messageCount lastActivityAt
  members(first: 50) { edges { role node { handle } } }`;

const snapshotOf = `query ($id: ID!) {
  channel(id: $id) { cursor ${channel} messages(first: 100) { nodes { ${message} replies(first: 50) { nodes { ${message} } } } } }
}`;
const eventsOf = `subscription ($id: ID!, $after: String) { channelEvents(channelId: $id, after: $after) {
  __typename cursor
  ... on MessageSent { message { ${message} channel { ${channel} } } }
  ... on MessageEdited { message { ${message} } }
  ... on MessageDeleted { message { ${message} } }
  ... on MessagePinned { message { ${message} } }
  ... on MessageUnpinned { message { ${message} } }
  ... on ReactionAdded { message { ${message} } }
  ... on ReactionRemoved { message { ${message} } }
  ... on MemberJoined { channel { ${channel} } }
  ... on MemberLeft { channel { ${channel} } }
  ... on MemberRoleChanged { user { handle } role }
  ... on ChannelUpdated { channel { ${channel} } }
  ... on ChannelArchived { channel { ${channel} } }
} }`;

let server: TestServer;
let owner: Client;
let live: LiveClient;

beforeAll(async () => {
  server = await startServer({ LIMITS: 'off' });
  owner = (await server.workspace()).owner;
  live = connect(server.origin, owner.token);
});

afterAll(async () => {
  live?.dispose();
  await server?.close();
});

/** The state of a client: the channel, and its messages by id. */
class Model {
  channel: Json;
  readonly messages = new Map<string, Json>();

  constructor({ cursor: _, messages, ...rest }: Json) {
    this.channel = rest;
    for (const { replies, ...root } of messages.nodes) {
      this.#keep(root);
      for (const reply of replies.nodes) this.#keep(reply);
    }
  }

  apply(event: Json): void {
    if (event.message) {
      const { channel: described, ...kept } = event.message;
      this.#keep(kept);
      if (described) this.channel = described;
    }
    if (event.channel) this.channel = event.channel;
    if (event.__typename === 'MemberRoleChanged') {
      const edges = this.channel.members.edges.map((edge: Json) =>
        edge.node.handle === event.user.handle ? { ...edge, role: event.role } : edge,
      );
      this.channel = { ...this.channel, members: { edges } };
    }
  }

  #keep({ parent, ...kept }: Json): void {
    this.messages.set(kept.id, { ...kept, parentId: parent?.id ?? null });
    const root = parent && this.messages.get(parent.id);
    if (root) this.messages.set(root.id, { ...root, replyCount: parent.replyCount });
  }

  get state(): Json {
    return { channel: this.channel, messages: [...this.messages.values()].sort((a, b) => a.seq - b.seq) };
  }
}

it('holds for every durable event of a channel, from every cursor on the way', async () => {
  const channelId = await createChannel(owner);
  const ada = await server.user(owner, 'ada');
  const bob = await server.user(owner, 'bob');
  const send = (client: Client, body: string, parentId?: string) => sendMessage(client, channelId, body, { parentId });
  const message1 = await send(owner, 'first');

  const steps: (() => Promise<unknown>)[] = [
    () => mutate(owner, 'addMember', { channelId, userId: ada.id }, 'user { id }'),
    () => mutate(bob, 'joinChannel', { channelId }, 'channel { id }'),
    () => mutate(owner, 'setMemberRole', { channelId, userId: ada.id, role: 'ADMIN' }, 'user { id }'),
    () => send(ada, 'hello @bob'),
    () => send(bob, 'a reply', message1),
    () => send(ada, 'another', message1),
    () => mutate(owner, 'editMessage', { messageId: message1, body: 'first, edited' }, 'message { id }'),
    () => mutate(ada, 'addReaction', { messageId: message1, emoji: '👍' }, 'message { id }'),
    () => mutate(bob, 'addReaction', { messageId: message1, emoji: '👍' }, 'message { id }'),
    () => mutate(bob, 'removeReaction', { messageId: message1, emoji: '👍' }, 'message { id }'),
    () => mutate(ada, 'pinMessage', { messageId: message1 }, 'message { id }'),
    () => mutate(ada, 'unpinMessage', { messageId: message1 }, 'message { id }'),
    () => mutate(owner, 'updateChannel', { channelId, topic: 'A new topic', privacy: 'PRIVATE' }, 'channel { id }'),
    async () => mutate(owner, 'deleteMessage', { messageId: await send(owner, 'gone soon') }, 'message { id }'),
    () => mutate(bob, 'leaveChannel', { channelId }, 'channel { id }'),
    () => mutate(owner, 'archiveChannel', { channelId }, 'channel { id }'),
    () => mutate(owner, 'archiveChannel', { channelId, archived: false }, 'channel { id }'),
  ];
  const read = async () => (await owner.data(snapshotOf, { id: channelId })).channel;
  const clients: { model: Model; subscriber: ReturnType<LiveClient['subscribe']> }[] = [];
  const begin = async () => {
    const snapshot = await read();
    const subscriber = live.subscribe(eventsOf, { id: channelId, after: snapshot.cursor });
    clients.push({ model: new Model(snapshot), subscriber });
  };
  await begin();
  for (const step of steps) {
    await step();
    await begin();
  }

  const fresh = await read();
  const expected = new Model(fresh).state;
  const seen = new Set<string>();
  for (const { model, subscriber } of clients) {
    await subscriber.until((event) => event.cursor === fresh.cursor);
    expect(subscriber.types()).not.toContain('Resync');
    // Applied twice: applying an event again does no harm.
    for (const event of [...subscriber.events, ...subscriber.events]) model.apply(event);
    expect(model.state).toEqual(expected);
    for (const type of subscriber.types()) seen.add(type);
  }
  expect([...durable('ChannelEvent')].filter((type) => !seen.has(type))).toEqual([]);
});

it('holds for the inbox: memberships and read positions as in its events', async () => {
  const cyd = await server.user(owner, 'cyd');
  const theirs = connect(server.origin, cyd.token);
  const state = `viewer { inboxCursor channels(first: 50) { nodes { id viewerMembership { unreadCount muted role } } } }`;
  const before = (await cyd.data(`{ ${state} }`)).viewer;
  const memberships = new Map<string, Json>(before.channels.nodes.map((one: Json) => [one.id, one]));
  const subscriber = theirs.subscribe(
    `subscription ($after: String) { inboxEvents(after: $after) { __typename cursor
      ... on AddedToChannel { channel { id viewerMembership { unreadCount muted role } } }
      ... on MembershipChanged { channel { id viewerMembership { unreadCount muted role } } }
      ... on RemovedFromChannel { channelId }
      ... on Mentioned { message { id body } } } }`,
    { after: before.inboxCursor },
  );
  const a = await createChannel(owner, { name: 'inbox-a', memberIds: [cyd.id] });
  const b = await createChannel(owner, { name: 'inbox-b', memberIds: [cyd.id] });
  const mention = await sendMessage(owner, a, 'hey @cyd');
  await mutate(cyd, 'markRead', { channelId: a, messageId: mention }, 'channel { id }');
  const messageId = await sendMessage(owner, a, 'hey');
  await mutate(owner, 'editMessage', { messageId, body: 'hey again, @cyd' }, 'message { id }');
  await mutate(cyd, 'muteChannel', { channelId: a, muted: true }, 'channel { id }');
  await mutate(owner, 'setMemberRole', { channelId: a, userId: cyd.id, role: 'ADMIN' }, 'user { id }');
  await mutate(owner, 'removeMember', { channelId: b, userId: cyd.id }, 'user { id }');

  const fresh = (await cyd.data(`{ ${state} }`)).viewer;
  await subscriber.until((event) => event.cursor === fresh.inboxCursor);
  for (const event of subscriber.events) {
    if (event.channel) memberships.set(event.channel.id, event.channel);
    if (event.channelId) memberships.delete(event.channelId);
  }
  expect([...memberships.values()]).toEqual(fresh.channels.nodes);
  const mentions = subscriber.events.filter((event) => event.message).map(({ message }) => message.body);
  expect(mentions).toEqual(['hey @cyd', 'hey again, @cyd']);
  const seen = new Set(subscriber.types());
  expect([...durable('InboxEvent')].filter((type) => !seen.has(type))).toEqual([]);
  theirs.dispose();
});

/** The event types of durable changes, by the SDL: so that a new one cannot be forgotten here. */
function durable(of: string): Set<string> {
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  const described = types.filter((type) => type.getInterfaces().some(({ name }) => name === of));
  const names = described.filter((type) => directivesOf(type).change).map(({ name }) => name);
  return new Set(names.filter((name) => !['Typing', 'Resync'].includes(name)));
}
