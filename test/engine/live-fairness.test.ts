// What events cost, and whom: distinct subscriptions are bounded and charged to their subscribers, others are served in
// between, and the loop is yielded. And how a client that reads too slowly is told to go.
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { subscriptionLimits } from '../../src/execution/broadcast.ts';
import { OperationRequest } from '../../src/execution/prepared-operation.ts';
import { createContext, type Viewer } from '../../src/graphql/context.ts';
import { connect } from '../support/live-client.ts';
import { createChannel, sendMessage } from '../support/seed.ts';
import { type Client, startServer, type TestServer } from '../support/server.ts';

const servers: TestServer[] = [];
afterAll(async () => {
  for (const server of servers) await server.close();
});

async function start(settings: Record<string, string> = {}) {
  const server = await startServer(settings);
  servers.push(server);
  const { owner, id: workspaceId } = await server.workspace();
  const newChannel = () => createChannel(owner);
  const send = (channelId: string, body: string) => sendMessage(owner, channelId, body);
  return { server, owner, workspaceId, newChannel, send };
}

/**
 * The CPU time of this process, in milliseconds. On a shared machine the clock includes the work of other processes,
 * and this includes other threads: the loop was blocked for no longer than either.
 */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** A document that differs from the others by an alias, so that it makes a group of its own. */
const distinct = (n: number, lists = 1) => `subscription ($channelId: ID!, $after: String) {
  channelEvents(channelId: $channelId, after: $after) {
    __typename cursor ... on MessageSent { message { body own${n}: body channel {
      ${Array.from({ length: lists }, (_, list) => `list${list}: messages(last: ${10 - list}) { nodes { id } }`).join(' ')} } } }
  }
}`;

describe('distinct subscriptions', () => {
  let world: Awaited<ReturnType<typeof start>>;
  beforeAll(async () => {
    world = await start();
  });

  it('of a user to one channel are bounded; the same in another layout, with another name or cursor counts once', async () => {
    const { server, owner, newChannel } = world;
    const [channelId, elsewhere] = [await newChannel(), await newChannel()];
    const live = connect(server.origin, owner.token);
    const again = connect(server.origin, owner.token);
    const maximum = subscriptionLimits.perStream;
    const first = Array.from({ length: maximum }, (_, n) => live.subscribe(distinct(n), { channelId }));
    await Promise.all(first.map((one) => one.until((event) => event.__typename === 'Started')));
    const groups = server.app.internals.broadcaster.groups;
    const refused = again.subscribe(distinct(maximum), { channelId });
    await expect.poll(() => refused.errors).toEqual(['RATE_LIMITED']);
    const same = [
      distinct(0),
      distinct(0).replaceAll(/\s+/g, ' '),
      distinct(0).replace('subscription', 'subscription Named'),
      `# a comment\n${distinct(0)} fragment Unused on Channel { id }`.replace(/fragment.*/, ''),
      `query Other { __typename } ${distinct(0).replace('subscription', 'subscription Mine')}`,
    ].map((query, n) => {
      const operationName = n === 4 ? 'Mine' : undefined;
      const events: string[] = [];
      again.client.subscribe(
        { query, variables: { channelId }, ...(operationName && { operationName }) },
        { next: () => events.push('next'), error: (error) => events.push(JSON.stringify(error)), complete: () => {} },
      );
      return events;
    });
    await expect.poll(() => same, { timeout: 5_000 }).toEqual(same.map(() => ['next']));
    expect(server.app.internals.broadcaster.groups).toBe(groups);
    const other = again.subscribe(distinct(0), { channelId: elsewhere });
    await other.until((event) => event.__typename === 'Started');
    // A subscription that has ended frees its slot.
    first[1]!.stop();
    await expect
      .poll(
        async () => {
          const next = again.subscribe(distinct(maximum), { channelId });
          await new Promise((resolve) => setTimeout(resolve, 100));
          return next.types()[0];
        },
        { timeout: 5_000 },
      )
      .toBe('Started');
    live.dispose();
    again.dispose();
    await expect.poll(() => server.app.internals.broadcaster.groups, { timeout: 5_000 }).toBe(0);
  });

  it('are charged to their subscriber, event by event; one that many share is charged to one of them', async () => {
    const { server, owner, newChannel, send } = world;
    const channelId = await newChannel();
    const users = await Promise.all(['payer', 'sharer'].map((name) => server.user(owner, name)));
    const [payer, sharer] = users as unknown as [Client, Client];
    const available = async (client: Client) => {
      const answer = await client.ask('{ __typename }', {}, { 'x-cost': '1' });
      return (answer.extensions as unknown as { cost: { available: number } }).cost.available;
    };
    const clients = [payer, sharer].map(({ token }) => connect(server.origin, token));
    const own = Array.from({ length: 10 }, (_, n) => clients[0]!.subscribe(distinct(n), { channelId }));
    const shared = clients.map((client) => client.subscribe(distinct(100), { channelId }));
    await Promise.all([...own, ...shared].map((one) => one.until((event) => event.__typename === 'Started')));
    const before = await Promise.all([payer, sharer].map(available));
    await send(channelId, 'paid');
    await Promise.all([...own, ...shared].map((one) => one.until((event) => event.message?.body === 'paid')));
    const after = await Promise.all([payer, sharer].map(available));
    const spent = before.map((points, n) => points - after[n]!);
    // Each of the ten costs at least a point for each row: the message, and the one of the list. The eleventh costs
    // once.
    expect(spent[0]! - 1).toBeGreaterThanOrEqual(20);
    expect(spent[1]! - 1).toBeLessThanOrEqual(3);
    for (const client of clients) client.dispose();
  });
});

it('of a subscriber without points for events are delayed, then the subscriber is told to resume, and does so; others miss nothing', {
  timeout: 60_000,
}, async () => {
  const { server, owner, newChannel, send } = await start({ COST_BUCKET: '3500', COST_REFILL: '1000' });
  const channelId = await newChannel();
  const [greedy, modest] = await Promise.all(['greedy', 'modest'].map((name) => server.user(owner, name)));
  const clients = [greedy!, modest!].map(({ token }) => connect(server.origin, token));
  const many = Array.from({ length: 20 }, (_, n) => clients[0]!.subscribe(distinct(n, 5), { channelId }));
  const plain = `subscription ($channelId: ID!) { channelEvents(channelId: $channelId) { __typename ... on MessageSent { message { body } } } }`;
  await Promise.all(many.map((one) => one.until((event) => event.__typename === 'Started')));
  const other = clients[1]!.subscribe(plain, { channelId });
  await other.until((event) => event.__typename === 'Started');
  for (let n = 0; n < 8; n++) await send(channelId, `m${n}`);
  await other.until((event) => event.message?.body === 'm7');
  expect(other.events).toHaveLength(9);
  await expect.poll(() => many.every(({ errors }) => errors[0] === 'RATE_LIMITED'), { timeout: 30_000 }).toBe(true);
  expect(other.errors).toEqual([]);
  server.clock.now += 60_000;
  const { cursor } = many[0]!.events.at(-1);
  const seen = many[0]!.events.flatMap((event) => event.message?.body ?? []);
  const resumed = clients[0]!.subscribe(distinct(0, 5), { channelId, after: cursor });
  await resumed.until((event) => event.message?.body === 'm7');
  const after = resumed.events.flatMap((event) => event.message?.body ?? []);
  expect([...seen, ...after]).toEqual(Array.from({ length: 8 }, (_, n) => `m${n}`));
  for (const client of clients) client.dispose();
});

it('2,000 distinct subscriptions block the loop for no more than 50 ms, and others run in between', {
  timeout: 120_000,
}, async () => {
  const { server, owner, workspaceId, newChannel, send } = await start({ LIMITS: 'off' });
  const channelId = await newChannel();
  const [flooder, other] = await Promise.all(['flooder', 'other'].map((name) => server.user(owner, name)));
  const { postgres, broadcaster, prepared } = server.app.internals;
  let came = 0;
  const subscribe = (user: Client & { id: string }, n: number, next: () => void) => {
    const viewer: Viewer = {
      ...{ userId: user.id.slice('User_'.length), workspaceId, role: 'MEMBER', tokenId: user.id },
      ...{ scopes: ['READ'], expiresAt: null },
    };
    const ctx = createContext({ postgres, viewer, client: { address: '' } });
    const sink = { next, error: (errors: unknown) => expect.fail(JSON.stringify(errors)), drained: async () => {} };
    const request = new OperationRequest(prepared.of(parse(distinct(n)))!, { channelId });
    return broadcaster.subscribe({ request, wantsLedger: false }, ctx, sink);
  };
  const ends = [];
  for (let n = 0; n < 2_000; n += 50) {
    const some = Array.from({ length: 50 }, (_, i) => subscribe(flooder!, n + i, () => came++));
    ends.push(...(await Promise.all(some)));
  }
  let cameBefore = 0;
  ends.push(await subscribe(other!, 5_000, () => (cameBefore = came)));
  // The machine may be busy with other processes: the best of a few tries is what the product does.
  let shortest = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 4 && shortest > 50; attempt++) {
    came = 0;
    let longest = 0;
    let last = [performance.now(), cpuMs()] as const;
    let probing = true;
    const probe = () => {
      const now = [performance.now(), cpuMs()] as const;
      longest = Math.max(longest, Math.min(now[0] - last[0], now[1] - last[1]));
      last = now;
      if (probing) setImmediate(probe);
    };
    setImmediate(probe);
    await send(channelId, `message ${attempt}`);
    await expect.poll(() => came, { timeout: 30_000 }).toBe(2_000);
    probing = false;
    shortest = Math.min(shortest, longest);
    expect(cameBefore).toBeLessThan(100);
  }
  expect(shortest).toBeLessThan(50);
  for (const end of ends) end();
});

describe('a reader that pauses', () => {
  it('finds 4213 after the few bytes in transit, long after it was closed, and resumes', {
    timeout: 60_000,
  }, async () => {
    const { server, owner, newChannel, send } = await start({ LIMITS: 'off' });
    const channelId = await newChannel();
    const wide = `subscription ($channelId: ID!, $after: String) { channelEvents(channelId: $channelId, after: $after) {
      __typename cursor ... on MessageSent { message { ${Array.from({ length: 20 }, (_, n) => `b${n}: body`).join(' ')} } } } }`;
    const slow = connect(server.origin, owner.token);
    const subscriber = slow.subscribe(wide, { channelId });
    await subscriber.until((event) => event.__typename === 'Started');
    const socket = await slow.socket();
    socket.pause();
    const body = 'x'.repeat(39_000);
    // 47 MB in all: more than the system buffers, and than the server keeps.
    for (let n = 0; n < 60; n++) await send(channelId, `${n} ${body}`);
    // Longer than it was once allowed to read its way to the close frame.
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    socket.resume();
    expect(await slow.closed).toMatchObject({ code: 4213 });
    const seen = subscriber.events.slice(1).map(({ message }) => Number.parseInt(message.b0, 10));
    expect(seen.length).toBeLessThan(60);
    const again = connect(server.origin, owner.token);
    const resumed = again.subscribe(wide, { channelId, after: subscriber.events.at(-1).cursor });
    await resumed.until((event) => event.message?.b0.startsWith('59 '));
    const after = resumed.events.slice(1).map(({ message }) => Number.parseInt(message.b0, 10));
    expect([...seen, ...after]).toEqual(Array.from({ length: 60 }, (_, n) => n));
    again.dispose();
  });
});
