// The result and the statements of every stored operation, and of each that has a promised budget: side by side in
// a file beside this one, at ten rows and at 10,000. The statements must be the same.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filledGlobalId as id, ownerPassword, startFilledServer } from '../support/filled-database.ts';
import { counted, countedCalls, hashOf, named, print, shown } from '../support/golden.ts';
import type { Answer, Client, Json, TestServer } from '../support/server.ts';
import { type Stored, stored } from '../support/stored-operations.ts';

type Size = 'small' | 'large';
type Variables = (size: Size) => object;

interface Case extends Stored {
  variables: Variables;
}

const ids = (names: string[]) => names.map(id);
const several = (count: number, name: (n: number) => string) => Array.from({ length: count }, (_, i) => name(i + 1));

/** A channel with threads, which have reactions. */
const busy = id('Channel 1');

// A hundred where there are as many: users, channels, messages, and the workspace.
const mixed: Variables = (size) => {
  const each = size === 'large' ? 33 : 9;
  const message = (n: number) => `Message 1.${n}`;
  const all = [several(each, (n) => `User ${n}`), several(each, (n) => `Channel ${n}`), several(each, message)];
  return { ids: ids([...all.flat(), 'Workspace 1']) };
};

/** Each with the number of statements that is promised for it, however a client words it. */
const promised: Case[] = [
  {
    name: 'channels-messages-author',
    budget: 3,
    variables: () => ({}),
    text: `{
  channels(first: 20) { nodes { id messages(last: 10) { nodes { id body author { id name } } } } }
}`,
  },
  {
    name: 'messages-reactions-replies',
    budget: 6,
    variables: () => ({ id: busy }),
    text: `query ($id: ID!) {
  channel(id: $id) {
    messages(last: 25) {
      nodes {
        id
        author { id name }
        channel { id name memberCount }
        reactions { emoji users(first: 10) { nodes { id name } } }
        replies(first: 5) { nodes { id body author { id name } } }
      }
    }
  }
}`,
  },
  {
    name: 'viewer-channels-unread-last-message',
    budget: 4,
    variables: () => ({}),
    text: `{
  viewer {
    channels(first: 50) {
      nodes { id viewerMembership { unreadCount } messages(last: 1) { nodes { id body author { id name } } } }
    }
  }
}`,
  },
  {
    name: 'nodes-of-mixed-types',
    budget: 4,
    variables: mixed,
    text: `query ($ids: [ID!]!) {
  nodes(ids: $ids) { id ... on User { name } ... on Channel { topic } ... on Message { body } ... on Workspace { slug } }
}`,
  },
];

const variables: Record<string, Variables> = {
  ByIds: mixed,
  Channel: () => ({ channelId: busy }),
  People: () => ({}),
  RecentMessages: () => ({}),
  Sidebar: () => ({}),
  Thread: (size) => ({ messageId: id(size === 'large' ? 'Message 12.1' : 'Message 2.1') }),
  SendMessage: () => ({ channelId: busy, body: 'Hello **@user-00002**', clientMessageId: 'golden' }),
  SignIn: () => ({ workspace: 'workspace-1', login: 'owner', password: ownerPassword }),
};

// Mutations come last, so that the others find the original data.
const cases: Case[] = [...promised, ...stored.map((one) => ({ ...one, variables: variables[one.name]! }))].sort(
  (a, b) => Number(isWrite(a)) - Number(isWrite(b)),
);
function isWrite({ text }: Case) {
  return /^mutation/m.test(text);
}

let small: TestServer & { owner: Client };
let large: TestServer & { owner: Client };

beforeAll(async () => {
  [small, large] = await Promise.all([startFilledServer('small'), startFilledServer('large')]);
});

afterAll(async () => {
  await Promise.all([small?.close(), large?.close()]);
});

it('every stored operation has variables here', () => {
  expect(stored.map(({ name }) => name).sort()).toEqual(Object.keys(variables).sort());
});

describe.each(cases)('$name', (one) => {
  it(`runs the same statements at 10 and at 10,000 rows, at most ${one.budget}`, async () => {
    const few = await small.owner.ask(one.text, one.variables('small'));
    const many = await large.owner.ask(one.text, one.variables('large'));
    expect([few.errors, many.errors]).toEqual([undefined, undefined]);
    const calls = (answer: Answer<Json>) => counted(answer.extensions!.ledger!).map(({ name, calls }) => [name, calls]);
    expect(calls(many)).toEqual(calls(few));
    expect(countedCalls(few.extensions!.ledger!)).toBeLessThanOrEqual(one.budget);
    await expect(page(one, few, many)).toMatchFileSnapshot(`./${one.name}.md`);
  });
});

function page(one: Case, few: Answer<Json>, many: Answer<Json>): string {
  const ledgers = [few.extensions!.ledger!, many.extensions!.ledger!] as const;
  const [left, right] = [counted(ledgers[0]), counted(ledgers[1])];
  const rows = left.map(({ name, calls, keys }, i) => `| ${name} | ${calls} | ${keys} | ${right[i]!.keys} |`);
  return `# ${one.name}

\`\`\`graphql
${one.text.trim()}
\`\`\`

| statement | calls | keys at 10 rows | keys at 10,000 rows |
| --- | --- | --- | --- |
${rows.join('\n')}

Statements: ${countedCalls(ledgers[0])}, allowed ${one.budget}. Without batching: ${ledgers[0].unbatched} at 10 rows, ${ledgers[1].unbatched} at 10,000.

At 10,000 rows: ${shown(many.data)}${isWrite(one) ? '' : ` · sha256 ${hashOf(many.data)}`}

At 10 rows:

\`\`\`json
${print(named(few.data))}
\`\`\`
`;
}
