// How many statements an event runs: within the stored subscription's budget, whatever the event, however much data
// there is, and however many subscribers.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LedgerReport } from '../../src/telemetry/ledger.ts';
import { filledGlobalId as id, startFilledServer } from '../support/filled-database.ts';
import { connect, type LiveClient } from '../support/live-client.ts';
import type { Client, TestServer } from '../support/server.ts';
import { storedSubscriptions } from '../support/stored-operations.ts';

type Filled = TestServer & { owner: Client };
let servers: [Filled, Filled];
const clients: LiveClient[] = [];

beforeAll(async () => {
  servers = await Promise.all([startFilledServer('small'), startFilledServer('large')]);
  // Typing is published every 2 s in a process, and the ids are the same in both.
  servers[1].clock.now += 10_000;
});

afterAll(async () => {
  for (const client of clients) client.dispose();
  await Promise.all(servers.map((server) => server.close()));
});

const channelId = id('Channel 1');
const messageId = id('Message 1.1');

/** What is done so that each subscription delivers every kind of event. */
const done: Record<string, [mutation: string, input: object, event: string][]> = {
  FollowChannel: [
    ['sendMessage', { channelId, body: 'For @user-00002' }, 'MessageSent'],
    ['addReaction', { messageId, emoji: '🦀' }, 'ReactionAdded'],
    ['removeReaction', { messageId, emoji: '🦀' }, 'ReactionRemoved'],
    ['pinMessage', { messageId: id('Message 1.3') }, 'MessagePinned'],
    ['updateChannel', { channelId, topic: 'Told to all' }, 'ChannelUpdated'],
    ['setTyping', { channelId }, 'Typing'],
  ],
};

async function follow(server: Filled, text: string) {
  const client = connect(server.origin, server.owner.token, { 'x-ledger': '1' });
  clients.push(client);
  const subscriber = client.subscribe(text, { channelId });
  await subscriber.until((event) => event.__typename === 'Started');
  return subscriber;
}

const statements = ({ statements }: LedgerReport) => statements.map(({ name, calls }) => `${calls} × ${name}`).sort(); // those of one level may end in any order

it.each(storedSubscriptions)(
  'an event of $name runs at most $budget, and some as many',
  async ({ name, budget, text }) => {
    const runsOf = async (server: Filled) => {
      const subscribers = await Promise.all(
        Array.from({ length: server === servers[0] ? 1 : 8 }, () => follow(server, text)),
      );
      for (const [mutation, input, type] of done[name]!) {
        const inputType = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input!`;
        await server.owner.data(`mutation ($input: ${inputType}) { ${mutation}(input: $input) { __typename } }`, {
          input,
        });
        for (const subscriber of subscribers) await subscriber.until((event) => event.__typename === type);
      }
      const [first, ...others] = subscribers.map(({ events, ledgers }) =>
        events.map((event, i) => [event.__typename, ...statements(ledgers[i]!)]),
      );
      for (const other of others) expect(other.slice(1)).toEqual(first!.slice(1));
      return first!;
    };
    const [few, many] = [await runsOf(servers[0]), await runsOf(servers[1])];
    expect(many).toEqual(few);
    expect(few.map(([type]) => type)).toEqual(['Started', ...done[name]!.map(([, , type]) => type)]);
    const calls = few.map(([, ...list]) => list.reduce((sum, one) => sum + Number.parseInt(one, 10), 0));
    expect(Math.max(...calls)).toBe(budget);
  },
);
