// The recipes of docs/clients.md and docs/live.md, with the real packages: each client follows a channel through an
// instance that is killed and restarted, while another instance goes on writing. Nothing is lost or delivered twice.
import { createServer } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { allExamples, ExampleFolder } from '../support/documents.ts';
import { mutate, seed } from '../support/seed.ts';
import { type Client, type Json, startServer, type TestServer } from '../support/server.ts';
import { type Program, startProgram } from '../support/start-program.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

/** The instance that writes all the time. */
let server: TestServer;
let owner: Client;
/** The instance that the clients are connected to. */
let instance: Program;
let settings: Record<string, string>;
let folder: ExampleFolder;
let channelId: string;
const stops: (() => void)[] = [];
const complaints: string[] = [];

/** What each client received, in order: the numbers of the messages that were sent. */
const received = new Map<string, number[]>();
/** The messages of a page and the one before it, by the same numbers. */
const pages = new Map<string, number[]>();
const written: number[] = [];

const start = async () => {
  instance = startProgram('start', settings);
  await instance.wrote(/ready/);
};

async function send(): Promise<number> {
  return (await mutate(owner, 'sendMessage', { channelId, body: 'Something' }, 'message { seq }')).message.seq;
}

const load = (name: string): Promise<Json> => import(pathToFileURL(join(folder.path, name)).href);

beforeAll(async () => {
  server = await startServer();
  ({
    owner,
    channels: { recipes: channelId },
  } = await seed(server, { channels: { recipes: {} } }));
  for (let n = 0; n < 40; n++) await send();

  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => probe.once('listening', done));
  const { port } = probe.address() as { port: number };
  await new Promise((done) => probe.close(done));
  settings = { DATABASE_URL: server.databaseUrl, PORT: String(port), LOG_LEVEL: 'silent' };
  await start();
  folder = new ExampleFolder(`http://127.0.0.1:${port}`, {});
  const examples = allExamples();
  await folder.writeModules(examples, examples.find(({ text }) => text.includes('"eagerEsModules"'))!.text);
  process.env.TOKEN = owner.token!;
  globalThis.WebSocket ??= WebSocket as never;
  for (const level of ['error', 'warn'] as const) {
    vi.spyOn(console, level).mockImplementation(
      (...args: unknown[]) => void complaints.push(args.map(String).join(' ')),
    );
  }

  const note = (client: string, event: Json) => {
    if (event?.__typename === 'MessageSent') received.get(client)!.push(event.message.seq);
  };
  for (const [client, follow] of Object.entries(clients)) {
    received.set(client, []);
    await follow((event) => note(client, event));
  }
  const sendAll = async (count: number) => {
    for (let n = 0; n < count; n++) written.push(await send());
  };
  await sendAll(5);
  await settled();
  instance.child.kill('SIGKILL');
  await instance.ended;
  await sendAll(5);
  await start();
  await sendAll(5);
  await settled();
});

/** Waits until every client has the newest message, and long enough to notice a duplicate. */
async function settled() {
  const last = written.at(-1)!;
  await vi.waitFor(() => {
    for (const [client, seqs] of received) expect([client, seqs.at(-1)]).toEqual([client, last]);
  }, 30_000);
  await new Promise((done) => setTimeout(done, 500));
}

afterAll(async () => {
  for (const stop of stops) stop();
  instance?.child.kill('SIGTERM');
  await instance?.ended;
  folder?.remove();
  await server?.close();
  vi.restoreAllMocks();
});

type Follow = (show: (event: Json) => void) => Promise<void>;

const seqsOf = (data: Json): number[] => data.channel.messages.nodes.map(({ seq }: Json) => seq);

/** Each loads two pages, sends a message, and follows from the cursor of the page. */
const clients: Record<string, Follow> = {
  async 'graphql-ws'(show) {
    const { follow } = await load('follow.ts');
    const { channel } = await owner.data('query ($id: ID!) { channel(id: $id) { cursor } }', { id: channelId });
    stops.push(follow(channelId, channel.cursor, show));
  },

  async urql(show) {
    const [{ urql }, documents] = await Promise.all([load('urql.ts'), load('client.ts')]);
    const page = (before?: string) => urql.query(documents.ChannelDocument, { channelId, last: 20, before });
    const newest = await page();
    const earlier = await page(newest.data.channel.messages.pageInfo.startCursor);
    pages.set('urql', [...seqsOf(earlier.data), ...seqsOf(newest.data)]);
    const body = { channelId, body: 'From urql', clientMessageId: 'urql' };
    expect((await urql.mutation(documents.SendMessageDocument, body)).error).toBeUndefined();
    const cursor = await cursorNow();
    const events = urql.subscription(documents.FollowChannelDocument, { channelId, after: cursor });
    stops.push(events.subscribe(({ data }: Json) => data && show(data.channelEvents)).unsubscribe);
  },

  async 'Apollo Client'(show) {
    const [{ apollo }, documents] = await Promise.all([load('apollo.ts'), load('client.ts')]);
    const page = (before?: string) =>
      apollo.query({ query: documents.ChannelDocument, variables: { channelId, last: 20, before } });
    const newest = await page();
    const earlier = await page(newest.data.channel.messages.pageInfo.startCursor);
    pages.set('Apollo Client', [...seqsOf(earlier.data), ...seqsOf(newest.data)]);
    const variables = { channelId, body: 'From Apollo', clientMessageId: 'apollo' };
    await apollo.mutate({ mutation: documents.SendMessageDocument, variables });
    const after = await cursorNow();
    const events = apollo.subscribe({ query: documents.FollowChannelDocument, variables: { channelId, after } });
    const subscription = events.subscribe(({ data }: Json) => data && show(data.channelEvents));
    stops.push(() => subscription.unsubscribe());
  },

  async Relay(show) {
    const [history, { relay }] = await Promise.all([load('history.ts'), load('relay.ts')]);
    await history.load(channelId);
    const list = () => {
      const source = relay.getStore().getSource();
      const id = source.getRecordIDs().find((one: string) => one.includes('__history_messages_connection'))!;
      const edges = source.get(id).edges.__refs.map((ref: string) => source.get(source.get(ref).node.__ref));
      return {
        id,
        seqs: edges.map(({ seq }: Json) => seq),
        start: source.get(source.get(id).pageInfo.__ref).startCursor,
      };
    };
    await history.loadEarlier(channelId, list().start);
    pages.set('Relay', list().seqs);
    await history.send(channelId, 'From Relay');
    const subscription = history.follow(channelId, await cursorNow(), [list().id], (response: Json) =>
      show(response.channelEvents),
    );
    relayList = () => list().seqs;
    stops.push(() => subscription.dispose());
  },
};

let relayList: () => number[];

async function cursorNow(): Promise<string> {
  return (await owner.data('query ($id: ID!) { channel(id: $id) { cursor } }', { id: channelId })).channel.cursor;
}

it.each(Object.keys(clients))('%s receives every message once, in order, although its instance is killed', (client) => {
  // It already receives what other clients send while it starts to follow.
  const seqs = received.get(client)!;
  const from = seqs[0]!;
  expect(seqs).toEqual(Array.from({ length: written.at(-1)! - from + 1 }, (_, n) => from + n));
  expect(seqs).toEqual(expect.arrayContaining(written));
});

it.each(['urql', 'Apollo Client', 'Relay'])('%s pages back without a gap', (client) => {
  const seqs = pages.get(client)!;
  expect(seqs.length).toBeGreaterThanOrEqual(40);
  expect(seqs).toEqual(Array.from(seqs, (_, n) => seqs[0]! + n));
});

it('Relay has pages and events in one list', () => {
  expect(relayList()).toEqual(expect.arrayContaining(written));
  expect(new Set(relayList()).size).toBe(relayList().length);
});

it('no cache warns of types without keys, of data that may be lost, or of fragments it cannot match', () => {
  expect(complaints.filter((line) => !line.includes('The subscription ended'))).toEqual([]);
});
