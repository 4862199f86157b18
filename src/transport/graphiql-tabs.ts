// The tabs that GraphiQL opens with: a welcome, and stored operations with example ids that the viewer may see. The ids
// come from a GraphQL query that is executed as the viewer.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { execute, type GraphQLSchema, parse } from 'graphql';
import { toClientError } from '../graphql/client-errors.ts';
import { createContext, type Viewer } from '../graphql/context.ts';
import type { Postgres } from '../postgres/database.ts';
import type { Log } from '../telemetry/log.ts';

/** A tab as GraphiQL expects it: variables and headers are JSON texts. */
export interface Tab {
  title: string;
  query: string;
  variables: string | null;
  headers: string | null;
}

/** Objects for the examples; null where the viewer may see none. */
interface Examples {
  userId: string | null;
  workspaceId: string | null;
  /** The channel with the latest activity, preferably one that the viewer may write to. */
  channelId: string | null;
  canWrite: boolean;
  /** A message of that channel, preferably one with replies. */
  messageId: string | null;
}

/** The stored operations with a tab, each with its variables; null, and no tab, where an example object is missing. */
const variablesByOperation: Record<string, (examples: Examples) => object | null> = {
  sidebar: () => ({ first: 50 }),
  'recent-messages': () => ({ channels: 20, messages: 10 }),
  channel: ({ channelId }) => (channelId ? { channelId, last: 25 } : null),
  thread: ({ messageId }) => (messageId ? { messageId, first: 50 } : null),
  people: () => ({ first: 20, filter: { deactivated: false } }),
  'by-ids': ({ userId, channelId, messageId, workspaceId }) => ({
    ids: [userId, channelId, messageId, workspaceId].filter(Boolean),
  }),
  'follow-channel': ({ channelId }) => (channelId ? { channelId } : null),
  // Without a clientMessageId, so that each run sends another message.
  'send-message': ({ channelId, canWrite }) =>
    canWrite ? { channelId, body: 'Hello from **GraphiQL** :wave:' } : null,
};

const operations = Object.entries(variablesByOperation).map(([name, variables]) => ({
  variables,
  query: readOperation(name),
}));

/** Changes whenever the operations in the tabs change. */
export const tabsVersion = createHash('sha256')
  .update(operations.map(({ query }) => query).join('\n'))
  .digest('hex')
  .slice(0, 12);

export interface TabOptions {
  schema: GraphQLSchema;
  postgres: Postgres;
  log: Log;
  /** The client's IP address. */
  address: string;
  now?: () => number;
}

/** The tabs for this viewer; without a viewer, one tab that signs in. */
export async function openingTabs(viewer: Viewer | null, options: TabOptions): Promise<Tab[]> {
  if (!viewer) return [tab(signInQuery, { workspace: '', login: '', password: '' }, null)];
  const found = await findExamples(viewer, options);
  const headers = viewer.role === 'OWNER' ? { 'x-ledger': '1' } : null;
  const examples = examplesIn(found);
  return [
    tab(welcomeQuery(found, headers !== null), null, headers),
    ...operations.flatMap(({ query, variables }) => {
      const values = variables(examples);
      return values ? [tab(query, values, headers)] : [];
    }),
  ];
}

function tab(query: string, variables: object | null, headers: object | null): Tab {
  const title = /^(?:query|mutation|subscription) (\w+)/m.exec(query)![1]!;
  return { title, query, variables: variables && json(variables), headers: headers && json(headers) };
}

const json = (value: object) => JSON.stringify(value, null, 2);

/** An operation's text, with its comment wrapped to the width of the editor. */
function readOperation(name: string): string {
  const text = readFileSync(new URL(`../../schema/operations/${name}.graphql`, import.meta.url), 'utf8');
  const [, budget, note = '', document] = /^(?:# budget: (\d+)\n)?((?:#[^\n]*\n)*)(.*)$/s.exec(text)!;
  const about = note.replace(/^# ?/gm, '').trim().replaceAll('\n', ' ');
  return comment([about, ...(budget ? [`Its budget: at most ${budget} statements.`] : [])]) + document;
}

/** Paragraphs as a comment, in lines that fit the editor in a window of 1,440 pixels. */
function comment(paragraphs: readonly string[]): string {
  return paragraphs.map((text) => (text ? text.replace(/(.{1,56})(?: +|$)/g, '# $1\n') : '#\n')).join('');
}

interface Channels {
  nodes: { id: string; messages: { nodes: { id: string; replyCount: number }[] } }[];
}

interface Found {
  viewer: { user: { id: string; handle: string }; channels: Channels } | null;
  workspace: { id: string; name: string } | null;
  channels: Channels | null;
}

const examplesQuery = parse(`query Examples($filter: ChannelFilter!, $orderBy: ChannelOrder!) {
  viewer { user { id handle } channels(first: 10, filter: $filter, orderBy: $orderBy) { ...Lively } }
  workspace { id name }
  channels(first: 10, filter: $filter, orderBy: $orderBy) { ...Lively }
}
fragment Lively on ChannelConnection { nodes { id messages(last: 25) { nodes { id replyCount } } } }`);

const variableValues = {
  filter: { kind: 'TEXT', archived: false },
  orderBy: { field: 'LAST_ACTIVITY_AT', direction: 'DESC' },
};

async function findExamples(viewer: Viewer, options: TabOptions): Promise<Found> {
  const { schema, postgres, log, address, now } = options;
  const contextValue = createContext({ postgres, viewer, client: { address }, ...(now && { now }) });
  const { data, errors } = await execute({ schema, document: examplesQuery, variableValues, contextValue });
  for (const error of errors ?? []) toClientError(error, log);
  return (data as unknown as Found | null) ?? { viewer: null, workspace: null, channels: null };
}

function examplesIn({ viewer, workspace, channels }: Found): Examples {
  const candidate = ({ id, messages }: Channels['nodes'][number], canWrite: boolean) => {
    const newest = messages.nodes.toReversed();
    const thread = newest.find(({ replyCount }) => replyCount > 0);
    return { id, canWrite, message: thread ?? newest[0], worth: (canWrite ? 2 : 0) + (thread ? 1 : 0) };
  };
  const joined = (viewer?.channels.nodes ?? []).map((channel) => candidate(channel, true));
  const others = (channels?.nodes ?? []).map((channel) => candidate(channel, false));
  // Sorting is stable, so the channel with the latest activity wins among equals.
  const [best] = [...joined, ...others].sort((a, b) => b.worth - a.worth);
  return {
    userId: viewer?.user.id ?? null,
    workspaceId: workspace?.id ?? null,
    channelId: best?.id ?? null,
    canWrite: best?.canWrite ?? false,
    messageId: best?.message?.id ?? null,
  };
}

function welcomeQuery({ viewer, workspace, channels }: Found, ledger: boolean): string {
  const paragraphs = [
    `Welcome to Switchboard. You are signed in to ${oneLine(workspace?.name)} as @${oneLine(viewer?.user.handle)}.`,
    '',
    'Ctrl-Enter, or the pink button, runs the operation. Ctrl-Space completes what you type.',
    'Top left: the documentation of every type and field, and an explorer that writes operations as you tick fields.',
    '',
    'The other tabs hold the operations of a chat client, with ids of this workspace under Variables.',
    ...(channels?.nodes.length ? [] : ['There is no channel yet: the mutation createChannel creates one.']),
    ...(ledger ? ['', ledgerNote] : []),
  ];
  return `${comment(paragraphs)}query Welcome {
  viewer {
    user {
      name
    }
    role
  }
  channels(first: 5, orderBy: { field: LAST_ACTIVITY_AT, direction: DESC }) {
    nodes {
      name
      topic
      messages(last: 2) {
        nodes {
          body
          author {
            name
          }
        }
      }
    }
  }
}
`;
}

const ledgerNote =
  'The first line of every response sums up its ledger: how many SQL statements ran for it, how many there would be ' +
  'without batching, and whether it came from the cache. extensions.ledger, at the end, lists the statements. Owners ' +
  'request it with the header x-ledger; see Headers. This page adds the first line.';

// A name that users chose may not contain a line break here: it would end the comment.
const oneLine = (text = '') => text.replace(/\s+/g, ' ');

const signInQuery = `${comment([
  'Welcome to Switchboard. You are not signed in.',
  '',
  'Fill in Variables and press Ctrl-Enter, or the pink button. Then reload the page: a cookie signs it in, and its tabs ' +
    'hold operations with ids of your workspace.',
  '',
  'Or send a token with every operation. Select the field token here too, or create one with the mutation createToken ' +
    'or, on the server, with npm run token. Then put it under Headers:',
  '{ "Authorization": "Bearer swb_..." }',
  '',
  'Top left: the documentation of every type and field.',
])}mutation SignIn($workspace: String!, $login: String!, $password: String!) {
  signIn(input: { workspace: $workspace, login: $login, password: $password, setCookie: true }) {
    expiresAt
    viewer {
      user {
        handle
        name
      }
      role
    }
  }
}
`;
