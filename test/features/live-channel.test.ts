// Following a channel: in order, without a gap or a duplicate, from any cursor; and what ends it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prune } from '../../src/changes/retention.ts';
import { connect, type LiveClient } from '../support/live-client.ts';
import { mutate, sendMessage } from '../support/seed.ts';
import { type Client, startServer, type TestServer } from '../support/server.ts';
import { openSql } from '../support/sql.ts';

const follow = `subscription ($channelId: ID!, $after: String) {
  channelEvents(channelId: $channelId, after: $after) {
    __typename cursor actor { handle }
    ... on MessageSent { message { seq body } }
    ... on MemberJoined { user { handle } }
  }
}`;

let server: TestServer;
let owner: Client;
let live: LiveClient;

beforeAll(async () => {
  server = await startServer();
  owner = (await server.workspace()).owner;
  live = connect(server.origin, owner.token);
});

afterAll(async () => {
  live?.dispose();
  await server?.close();
});

let count = 0;
async function newChannel(input: object = {}): Promise<{ id: string; cursor: string }> {
  const wanted = { name: `channel-${++count}`, ...input };
  return (await mutate(owner, 'createChannel', wanted, 'channel { id cursor }')).channel;
}

const bodies = (events: { __typename: string; message?: { body: string } }[]) =>
  events.filter((event) => event.__typename === 'MessageSent').map((event) => event.message!.body);

describe('a subscription', () => {
  it('begins with Started and delivers what follows in order', async () => {
    const { id, cursor } = await newChannel();
    const subscriber = live.subscribe(follow, { channelId: id });
    await subscriber.until((event) => event.__typename === 'Started');
    expect(subscriber.events[0]).toMatchObject({ cursor, actor: null });
    for (const body of ['one', 'two', 'three']) await sendMessage(owner, id, body);
    await subscriber.until((event) => event.message?.body === 'three');
    expect(bodies(subscriber.events)).toEqual(['one', 'two', 'three']);
    expect(subscriber.events[1]).toMatchObject({ actor: { handle: 'owner' }, message: { seq: 1 } });
    subscriber.stop();
  });

  it('resumes from any cursor, across the boundary of backlog and live events', async () => {
    const { id, cursor } = await newChannel();
    const sending = (async () => {
      for (let i = 0; i < 60; i++) await sendMessage(owner, id, `m${i}`);
    })();
    const all = Array.from({ length: 60 }, (_, i) => `m${i}`);
    const early = live.subscribe(follow, { channelId: id, after: cursor });
    await early.until((event) => event.message?.body === 'm10');
    const from = early.events.find((event) => event.message?.body === 'm10').cursor;
    const late = live.subscribe(follow, { channelId: id, after: from });
    await sending;
    await Promise.all([early, late].map((one) => one.until((event) => event.message?.body === 'm59')));
    expect(bodies(early.events)).toEqual(all);
    expect(bodies(late.events)).toEqual(all.slice(11));
    expect(late.events[0]).toMatchObject({ __typename: 'Started', cursor: from });
    early.stop();
    late.stop();
  });

  it('sends Resync for a cursor past the head, of another epoch of the log, or older than the retained log', async () => {
    const { id, cursor } = await newChannel();
    await sendMessage(owner, id, 'kept');
    const { channel } = await owner.data('query ($id: ID!) { channel(id: $id) { cursor } }', { id });
    const [number] = Buffer.from(channel.cursor, 'base64url').toString().split('.');
    const otherLife = Buffer.from(`${number}.0193a8c0-0000-7000-8000-000000000000`).toString('base64url');
    const past = Buffer.from(`${Number(number) + 5}.0193a8c0-0000-7000-8000-000000000000`).toString('base64url');
    // Recent changes are retained for consumers, who store their progress only now and then.
    const sql = await openSql(server.databaseUrl);
    await sql.rows('update consumers set previous = pg_current_snapshot()').finally(() => sql.end());
    await prune(server.app.internals.postgres, 0, Date.now() + 1_000);
    for (const after of [otherLife, past, cursor]) {
      const subscriber = live.subscribe(follow, { channelId: id, after });
      const resync = await subscriber.until((event) => event.__typename === 'Resync');
      expect(resync.cursor).toBe(channel.cursor);
      expect(subscriber.types()).toEqual(['Started', 'Resync']);
      subscriber.stop();
    }
    const current = live.subscribe(follow, { channelId: id, after: channel.cursor });
    await sendMessage(owner, id, 'after');
    await current.until((event) => event.message?.body === 'after');
    expect(current.types()).toEqual(['Started', 'MessageSent']);
    current.stop();
  });

  it('refuses a broken cursor, an invisible channel, and callers who are not signed in', async () => {
    const { id } = await newChannel({ privacy: 'PRIVATE' });
    const outsider = await server.user(owner, 'outsider');
    const theirs = connect(server.origin, outsider.token);
    const nobody = connect(server.origin, null);
    const broken = live.subscribe(follow, { channelId: id, after: 'nonsense' });
    const hidden = theirs.subscribe(follow, { channelId: id });
    const missing = theirs.subscribe(follow, { channelId: 'Channel_0193a8c0-0000-7000-8000-000000000000' });
    const unknown = nobody.subscribe(follow, { channelId: id });
    await expect.poll(() => broken.errors).toEqual(['BAD_USER_INPUT']);
    await expect.poll(() => hidden.errors).toEqual(['NOT_FOUND']);
    await expect.poll(() => missing.errors).toEqual(['NOT_FOUND']);
    await expect.poll(() => unknown.errors).toEqual(['UNAUTHENTICATED']);
    theirs.dispose();
    nobody.dispose();
  });

  it('is executed once for all who see the same, and separately where it reads the viewer', async () => {
    const { id } = await newChannel();
    const plain = Array.from({ length: 20 }, () => live.subscribe(follow, { channelId: id }));
    const own = `subscription ($channelId: ID!) { channelEvents(channelId: $channelId) { __typename
      ... on MessageSent { message { body channel { viewerMembership { unreadCount } } } } } }`;
    const personal = Array.from({ length: 5 }, () => live.subscribe(own, { channelId: id }));
    const everybody = [...plain, ...personal];
    await Promise.all(everybody.map((one) => one.until((event) => event.__typename === 'Started')));
    const before = { ...server.app.internals.broadcaster.executions };
    await sendMessage(owner, id, 'first');
    await Promise.all(everybody.map((one) => one.until((event) => event.message?.body === 'first')));
    await sendMessage(owner, id, 'second');
    await Promise.all(everybody.map((one) => one.until((event) => event.message?.body === 'second')));
    const { executions } = server.app.internals.broadcaster;
    // Two for the plain group, and the one that found out that the other reads its viewer.
    expect(executions.shared - before.shared).toBe(3);
    expect(executions.single - before.single).toBe(10);
    expect(personal[0]!.events.at(-1).message.channel.viewerMembership).toEqual({ unreadCount: 0 });
    for (const one of everybody) one.stop();
  });
});

describe('what ends a subscription', () => {
  it('nothing reaches a member who was removed, and one who is added again resumes', async () => {
    const { id } = await newChannel({ privacy: 'PRIVATE' });
    const member = await server.user(owner, 'member');
    const change = (field: string) =>
      owner.data(
        `mutation ($input: ${field[0]!.toUpperCase()}${field.slice(1)}Input!) { ${field}(input: $input) { user { id } } }`,
        { input: { channelId: id, userId: member.id } },
      );
    await change('addMember');
    const theirs = connect(server.origin, member.token);
    const subscriber = theirs.subscribe(follow, { channelId: id });
    const witness = live.subscribe(follow, { channelId: id });
    await Promise.all([subscriber, witness].map((one) => one.until((event) => event.__typename === 'Started')));
    await sendMessage(owner, id, 'before');
    await change('removeMember');
    await sendMessage(owner, id, 'secret');
    await witness.until((event) => event.message?.body === 'secret');
    await expect.poll(() => subscriber.errors).toEqual(['FORBIDDEN']);
    expect(bodies(subscriber.events)).toEqual(['before']);
    const again = theirs.subscribe(follow, { channelId: id, after: subscriber.events.at(-1).cursor });
    await expect.poll(() => again.errors).toEqual(['NOT_FOUND']);
    await change('addMember');
    const resumed = theirs.subscribe(follow, { channelId: id, after: subscriber.events.at(-1).cursor });
    await sendMessage(owner, id, 'welcome back');
    await resumed.until((event) => event.message?.body === 'welcome back');
    expect(bodies(resumed.events)).toEqual(['secret', 'welcome back']);
    witness.stop();
    theirs.dispose();
  });

  it('a channel that turns private is no longer delivered to others, and is to members', async () => {
    const { id } = await newChannel();
    const outside = await server.user(owner, 'outside');
    const inside = await server.user(owner, 'inside');
    await inside.data('mutation ($id: ID!) { joinChannel(input: { channelId: $id }) { channel { id } } }', { id });
    const clients = [outside, inside].map((user) => connect(server.origin, user.token));
    const [out, member] = clients.map((client) => client.subscribe(follow, { channelId: id }));
    await Promise.all([out!, member!].map((one) => one.until((event) => event.__typename === 'Started')));
    await owner.data(
      'mutation ($id: ID!) { updateChannel(input: { channelId: $id, privacy: PRIVATE }) { channel { id } } }',
      { id },
    );
    await sendMessage(owner, id, 'among us');
    await member!.until((event) => event.message?.body === 'among us');
    await expect.poll(() => out!.errors).toEqual(['FORBIDDEN']);
    expect(out!.types()).toEqual(['Started']);
    for (const client of clients) client.dispose();
  });
});
