// The requests that find out whether the cache shares too much or keeps too long: every root field and what is nested
// in it, small queries of single fields, and random documents.
import type { GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema } from 'graphql';
import type { Random } from '../../src/cli/demo/random.ts';
import { directivesOf } from '../../src/graphql/policy-plugin.ts';
import type { Populated } from './populated-workspace.ts';
import { randomQuery } from './random-query.ts';

/** A request's body, and a label for what it selects. */
export interface Question {
  readonly name: string;
  readonly body: string;
}

const question = (name: string, query: string, variables: object = {}, operationName?: string): Question => ({
  name,
  body: JSON.stringify({ query, variables, ...(operationName && { operationName }) }),
});

const user = '{ id handle name title email avatarUrl kind role createdAt deactivatedAt }';
const channel = `{
  id name topic purpose kind privacy createdBy { id name } createdAt archivedAt lastActivityAt memberCount messageCount
}`;
const message = `{
  id seq body bodyHtml createdAt editedAt deletedAt pinnedAt replyCount author ${user}
  reactions { emoji count viewerHasReacted users { totalCount nodes { handle } } }
  mentions { nodes { handle } } attachments { totalCount nodes { name } } edits { nodes { body } }
  participants { totalCount nodes { id name } }
}`;

/** Queries of single fields: only changes of these drop their responses. */
const ofChannel: Record<string, string> = {
  ...{ name: '{ name }', topic: '{ topic }', archivedAt: '{ archivedAt }', privacy: '{ privacy }' },
  ...{ memberCount: '{ memberCount }', messageCount: '{ messageCount }', lastActivityAt: '{ lastActivityAt }' },
  members: '{ members { totalCount edges { role joinedAt node { handle } } } }',
  viewerMembership: '{ viewerMembership { role joinedAt muted } }',
  unread: '{ viewerMembership { unreadCount } }',
  messages: '{ messages(last: 3) { totalCount nodes { body } pageInfo { startCursor hasPreviousPage } } }',
  authors: '{ messages(last: 5) { nodes { author { name } } } }',
  reactions: '{ messages(last: 5) { nodes { reactions { emoji count } } } }',
  reacted: '{ messages(first: 2) { nodes { reactions { emoji viewerHasReacted } } } }',
  pinned: '{ pinnedMessages { totalCount nodes { body } } }',
  emails: '{ messages(last: 3) { nodes { author { mail: email } } } members { nodes { email } } }',
  creator: '{ createdBy { name role } }',
};
const ofMessage: Record<string, string> = {
  ...{ body: '{ body editedAt }', reactions: '{ reactions { emoji count } }', pinnedAt: '{ pinnedAt }' },
  replies: '{ replyCount replies { totalCount nodes { body author { name } } } }',
  reacted: '{ reactions { emoji viewerHasReacted } }',
  reactors: '{ reactions { users { nodes { name } } } }',
  participants: '{ participants { totalCount nodes { name } } }',
  channel: '{ channel { name memberCount } }',
  parent: '{ parent { body } }',
  edits: '{ edits { totalCount nodes { body } } mentions { nodes { handle } } }',
};
const ofUser: Record<string, string> = {
  ...{ name: '{ name title avatarUrl }', role: '{ role }', email: '{ email }', deactivatedAt: '{ deactivatedAt }' },
  channels: '{ channels(first: 50) { totalCount nodes { name } } }',
};

/** The queries that need no ids. */
const plain: Question[] = [
  question('introspection', '{ __schema { queryType { name } } __type(name: "User") { fields { name } } }'),
  question('nothing', '{ __typename }'),
  question('workspace', '{ workspace { id name slug users(first: 50) { totalCount nodes { handle } } } }'),
  question('workspace channels', '{ workspace { channels(first: 50) { totalCount nodes { name topic } } } }'),
  question('viewer', `{ viewer { role user ${user} } }`),
  question('viewer scopes', '{ viewer { scopes } }'),
  question('viewer tokens', '{ viewer { tokens { totalCount nodes { name scopes revokedAt } } } }'),
  question('viewer channels', `{ viewer { channels(first: 50) { totalCount nodes ${channel} } } }`),
  question('viewer unread', '{ viewer { unreadCount } }'),
  question('viewer unread each', '{ viewer { channels { nodes { viewerMembership { unreadCount muted } } } } }'),
  question('users', `{ users(first: 50) { totalCount nodes ${user} } }`),
  question('user handles', '{ users(first: 50) { nodes { handle } } }'),
  question('user total', '{ users { totalCount } }'),
  question('user emails', '{ people: users(first: 50) { nodes { mail: email } } }'),
  question('users by role', '{ users(filter: { role: MEMBER }) { totalCount nodes { handle } } }'),
  question('users deactivated', '{ users(filter: { deactivated: true }) { totalCount nodes { handle } } }'),
  question('users by age', '{ users(orderBy: { field: CREATED_AT, direction: DESC }, first: 3) { nodes { handle } } }'),
  question('channels', `{ channels(first: 50) { totalCount nodes ${channel} } }`),
  question('channel names', '{ channels(first: 50) { nodes { name } } }'),
  question('channel total', '{ channels { totalCount } }'),
  question('channels joined', '{ channels(filter: { joined: true }, first: 50) { totalCount nodes { name } } }'),
  question('channels archived', '{ channels(filter: { archived: true }) { totalCount nodes { name } } }'),
  question('channels private', '{ channels(filter: { privacy: PRIVATE }) { totalCount nodes { name } } }'),
  question(
    'channels active',
    '{ channels(orderBy: { field: LAST_ACTIVITY_AT, direction: DESC }, first: 3) { nodes { name } } }',
  ),
  question('channel memberships', '{ channels(first: 50) { nodes { name viewerMembership { role unreadCount } } } }'),
];

/** Every query about a workspace, for any viewer. */
export function questionsAbout({ ids, channels, marker }: Populated): Question[] {
  const questions = [...plain];
  const [userId, guestId] = [ids.User![2]!, ids.User![3]!];
  for (const [kind, id] of Object.entries(channels)) {
    const whole = kind === 'public' || kind === 'private';
    for (const [name, selection] of Object.entries(ofChannel)) {
      if (!whole && name !== 'topic' && name !== 'messages') continue;
      questions.push(question(`${kind} channel ${name}`, `query ($id: ID!) { channel(id: $id) ${selection} }`, { id }));
    }
    if (kind !== 'direct') {
      const byName = 'query ($name: String!) { channel(name: $name) { id topic } }';
      questions.push(question(`${kind} channel by name`, byName, { name: `${marker}-${kind}` }));
    }
  }
  // The roots and replies of the public and of the private channel.
  for (const [index, id] of ids.Message!.slice(0, 5).entries()) {
    for (const [name, selection] of Object.entries(ofMessage)) {
      questions.push(
        question(`message ${index} ${name}`, `query ($id: ID!) { message(id: $id) ${selection} }`, { id }),
      );
    }
    questions.push(question(`message ${index}`, `query ($id: ID!) { message(id: $id) ${message} }`, { id }));
  }
  for (const [name, selection] of Object.entries(ofUser)) {
    questions.push(question(`user ${name}`, `query ($id: ID!) { user(id: $id) ${selection} }`, { id: userId }));
  }
  questions.push(question('user by handle', `{ user(handle: "${marker}-member") ${user} }`));
  questions.push(question('nobody by handle', '{ user(handle: "made-later") { name } }'));
  questions.push(question('no channel by name', '{ channel(name: "made-later") { topic } }'));
  const anything = `... on Workspace { name } ... on User { name email } ... on Channel { name memberCount }
    ... on Message { body reactions { count } } ... on AccessToken { name }`;
  const all = [guestId, ...Object.values(channels), ...ids.Message!.slice(0, 4), ids.Workspace![0]!];
  for (const id of [all[0]!, channels.private!, ids.Message![3]!, ids.AccessToken![0]!]) {
    questions.push(question('node', `query ($id: ID!) { node(id: $id) { id ${anything} } }`, { id }));
  }
  questions.push(
    question('nodes', `query ($ids: [ID!]!) { nodes(ids: $ids) { __typename ${anything} } }`, { ids: all }),
  );
  const fragments = `
    fragment person on User { name mail: email }
    fragment room on Channel { title: name members(first: 2) { nodes { ...person } } }
    query ($id: ID!, $a: Boolean!, $b: Boolean = true) {
      one: channel(id: $id) { ...room } two: channel(id: $id) @include(if: $a) { topic createdBy @skip(if: $b) { ...person } }
    }`;
  for (const variables of [{ a: true }, { a: false, b: false }, { b: false, a: true }]) {
    questions.push(question('fragments and directives', fragments, { ...variables, id: channels.public }));
  }
  const two = 'query A($id: ID!) { user(id: $id) { name } } query B($id: ID!) { user(id: $id) { name email role } }';
  for (const name of ['A', 'B']) questions.push(question(`operation ${name}`, two, { id: userId }, name));
  return questions;
}

/** Random documents over the schema without the fields that make a response uncacheable. */
export function randomQuestions(
  schema: GraphQLSchema,
  random: Random,
  ids: readonly string[],
  count: number,
): Question[] {
  const may = (type: string, field: string) => {
    const { [field]: one } = (schema.getType(type) as GraphQLObjectType | GraphQLInterfaceType).getFields();
    return directivesOf(one!).cacheControl?.maxAge !== 0;
  };
  return Array.from({ length: count }, (_, index) => {
    const { text, variables } = randomQuery(schema, random, ids, { may });
    return question(`random ${index}`, text.replaceAll('LAST_ACTIVE_AT', 'CREATED_AT'), variables);
  });
}
