// A new feature changes its folder, its SDL file, a migration and one line of features.ts, and nothing else: one is
// added to a copy of the sources (a type, commands, changes, a consumer, an event), which must then compile, keep to
// the architecture, and serve it.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));
let copy: string;

const migrations = readdirSync(join(root, 'schema/migrations')).filter((name) => name.endsWith('.up.sql'));
const next = String(migrations.length + 1).padStart(4, '0');

const files: Record<string, string> = {
  'schema/types/polls.graphql': `
"""
A question to a channel.
"""
type Poll implements Node {
  id: ID!
  question: String!
  channel: Channel!
  "Whether it was counted, which happens a moment after it was opened."
  isCounted: Boolean!
}

extend type Query {
  "The poll with this id; null for one in a channel that the viewer may not see."
  poll(id: ID!): Poll
}

extend type Mutation {
  "Asks the members of a channel; FORBIDDEN for others."
  openPoll(input: OpenPollInput!): OpenPollPayload!
}

input OpenPollInput {
  channelId: ID!
  question: String!
}

type OpenPollPayload {
  poll: Poll!
}

"""
A poll was opened.
"""
type PollOpened implements ChannelEvent & Event @change(kinds: ["polls.opened"]) {
  cursor: String
  at: DateTime!
  actor: User
  poll: Poll!
}
`,
  [`schema/migrations/${next}_polls.up.sql`]: `create table polls (
  id uuid primary key,
  workspace_id uuid not null references workspaces,
  channel_id uuid not null references channels,
  question text not null,
  counted integer not null default 0
);
`,
  [`schema/migrations/${next}_polls.down.sql`]: '-- Destroys: all polls.\ndrop table polls;\n',
  'src/features/polls/model.ts': `// Polls.
import type { EventRow } from '../../lib/events.ts';

export interface PollRow {
  id: string;
  channelId: string;
  question: string;
  isCounted: boolean;
}

export interface PollOpenedRow extends EventRow {
  pollId: string;
}
`,
  'src/features/polls/changes.ts': `// The changes of polls, in their channel's stream.
import { ChangeKind } from '../../changes/catalogue.ts';

export const pollOpened = new ChangeKind<{ pollId: string }>('polls.opened');
export const pollCounted = new ChangeKind<{ pollId: string }>('polls.counted');
`,
  'src/features/polls/statements.ts': `// SQL of polls.
import { statement } from '../../postgres/statement.ts';
import type { PollRow } from './model.ts';

export const pollsById = statement<PollRow>(
  'polls.byId',
  \`select p.id, p.channel_id as "channelId", p.question, p.counted = 1 as "isCounted" from polls p
   where p.workspace_id = $1 and p.id = any($2::uuid[])\`,
);

export const insertPoll = statement<never>(
  'polls.insert',
  'insert into polls (workspace_id, id, channel_id, question) values ($1, $2, $3, $4)',
);

export const countPoll = statement<never>(
  'polls.count',
  'update polls set counted = counted + 1 where workspace_id = $1 and id = $2',
);
`,
  'src/features/polls/loaders.ts': `// Loading polls.
import { byKey } from '../../batching/loaders.ts';
import { channelStream } from '../../lib/streams.ts';
import type { PollRow } from './model.ts';
import { pollsById } from './statements.ts';

/** A poll, whatever channel it is in. */
export const pollById = byKey<PollRow>('pollById', pollsById, (row) => row.id, {
  dependsOn: (tracker, _, row) => {
    if (row) tracker.trackRow('Poll', channelStream(row.channelId), 'polls');
    else tracker.uncacheableReason ??= 'a missing poll is not cacheable';
  },
});
`,
  'src/features/polls/commands.ts': `// Writing polls.
import type { Actor } from '../../changes/actor.ts';
import { write } from '../../changes/record.ts';
import { type Context, viewerOf } from '../../graphql/context.ts';
import { idOf, uuid } from '../../lib/ids.ts';
import { channelStream, userStream } from '../../lib/streams.ts';
import { oneLine } from '../../lib/text.ts';
import { readAccess, requireMember } from '../channels/policy.ts';
import { pollCounted, pollOpened } from './changes.ts';
import * as sql from './statements.ts';

/** Opens a poll; returns its id. */
export async function openPoll(ctx: Context, input: { channelId: string; question: string }): Promise<string> {
  const viewer = viewerOf(ctx);
  const channelId = idOf('Channel', input.channelId);
  const question = oneLine('question', input.question, 1, 200);
  const id = uuid(ctx.now());
  return write(ctx, [channelStream(channelId), userStream(viewer.userId)], async (tx) => {
    requireMember(await readAccess(tx, viewer, channelId));
    await tx.run(sql.insertPoll, [id, channelId, question]);
    tx.record(channelStream(channelId), pollOpened, { pollId: id });
    return id;
  });
}

/** Counts a poll of the channel whose stream this is. */
export async function countPoll(actor: Actor, stream: string, pollId: string): Promise<void> {
  await write(actor, [stream], async (tx) => {
    await tx.run(sql.countPoll, [pollId]);
    tx.record(stream, pollCounted, { pollId });
  });
}
`,
  'src/features/polls/consumers.ts': `// What follows from polls.
import type { Consumer } from '../../changes/consumers.ts';
import { pollOpened } from './changes.ts';
import { countPoll } from './commands.ts';

export const consumers: readonly Consumer[] = [
  {
    name: 'polls.count',
    kinds: [pollOpened],
    handle: (change, actor) => countPoll(actor, change.stream, pollOpened.of(change)!.data.pollId),
  },
];
`,
  'src/features/polls/resolvers.ts': `// Fields of polls, and their event.
import type { Context } from '../../graphql/context.ts';
import { implement, type NodesOf } from '../../graphql/implement.ts';
import { notFound } from '../../lib/errors.ts';
import { idOf } from '../../lib/ids.ts';
import { channelById, visibleChannelById } from '../channels/loaders.ts';
import { actorOf } from '../identity/event-resolvers.ts';
import { openPoll } from './commands.ts';
import { pollById } from './loaders.ts';

async function visiblePoll(ctx: Context, id: string) {
  const poll = await pollById(ctx).load(id);
  return poll && (await visibleChannelById(ctx).load(poll.channelId)) ? poll : null;
}

async function requirePoll(ctx: Context, id: string) {
  const poll = await pollById(ctx).load(id);
  if (!poll) throw notFound('poll');
  return poll;
}

export const nodes: NodesOf<'polls'> = { Poll: visiblePoll };

export const resolvers = [
  implement('polls', 'Query', { poll: (_, { id }, ctx) => visiblePoll(ctx, idOf('Poll', id)) }),
  implement('polls', 'Mutation', {
    openPoll: async (_, { input }, ctx) => ({ poll: await requirePoll(ctx, await openPoll(ctx, input)) }),
  }),
  implement('polls', 'Poll', {
    channel: async ({ channelId }, _, ctx) => {
      const channel = await channelById(ctx).load(channelId);
      if (!channel) throw notFound('channel');
      return channel;
    },
  }),
  implement('polls', 'PollOpened', { actor: actorOf, poll: ({ pollId }, _, ctx) => requirePoll(ctx, pollId) }),
];
`,
  'src/features/polls/feature.ts': `// Polls: questions to a channel.
import { defineFeature } from '../../graphql/feature.ts';
import * as changes from './changes.ts';
import { consumers } from './consumers.ts';
import { nodes, resolvers } from './resolvers.ts';

export const polls = defineFeature({ name: 'polls', resolvers, nodes, changes, consumers });
`,
  'test/features/polls.test.ts': `import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect } from '../support/live-client.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

it('are opened, seen, delivered, fetched by their node id, and counted once by the consumer', async () => {
  const { owner } = await server.workspace();
  const made = await owner.data('mutation { createChannel(input: { name: "polls" }) { channel { id } } }');
  const channelId = made.createChannel.channel.id;
  const live = connect(server.origin, owner.token);
  const events = live.subscribe(
    'subscription ($channelId: ID!) { channelEvents(channelId: $channelId) { __typename ... on PollOpened { poll { question } } } }',
    { channelId },
  );
  await events.until((event) => event.__typename === 'Started');
  const opened = await owner.data(
    'mutation ($input: OpenPollInput!) { openPoll(input: $input) { poll { id question channel { name } } } }',
    { input: { channelId, question: 'Tea?' } },
  );
  const { poll } = opened.openPoll;
  expect(poll).toMatchObject({ question: 'Tea?', channel: { name: 'polls' } });
  const event = await events.until((one) => one.__typename === 'PollOpened');
  expect(event.poll.question).toBe('Tea?');
  await expect
    .poll(async () => (await owner.data('query ($id: ID!) { node(id: $id) { ... on Poll { isCounted } } }', { id: poll.id })).node)
    .toEqual({ isCounted: true });
  live.dispose();
});
`,
};

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'switchboard-stub-feature-'));
  const filter = (path: string) => !path.endsWith('node_modules');
  const parts = [
    'src',
    'schema',
    'test',
    'bench',
    'codegen.ts',
    'codegen-cache.ts',
    'codegen-types.ts',
    'package.json',
    'tsconfig.json',
    'vitest.config.ts',
  ];
  for (const part of parts) cpSync(join(root, part), join(copy, part), { recursive: true, filter });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), text.trimStart());
  }
  const list = join(copy, 'src/features.ts');
  const before = readFileSync(list, 'utf8');
  const after = before
    .replace('import { workspaces }', "import { polls } from './features/polls/feature.ts';\nimport { workspaces }")
    .replace('messages, imports]', 'messages, imports, polls]');
  writeFileSync(list, after);
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

function run(...command: [string, ...string[]]) {
  const bin = join(root, 'node_modules/.bin', command[0]);
  const { status, stdout, stderr } = spawnSync(bin, command.slice(1), { cwd: copy, encoding: 'utf8' });
  return { status, output: stdout + stderr };
}

it('compiles, keeps to the architecture and is served', { timeout: 120_000 }, () => {
  expect(run('tsx', 'codegen.ts')).toMatchObject({ status: 0, output: expect.stringMatching(/^Wrote /) });
  expect(run('tsc', '--noEmit', '-p', '.')).toEqual({ status: 0, output: '' });
  const tests = ['test/architecture.test.ts', 'test/features/polls.test.ts'];
  const served = run('vitest', 'run', '--project', 'product', ...tests);
  expect(served.status, served.output).toBe(0);
});
