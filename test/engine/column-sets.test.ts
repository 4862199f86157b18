// Rows read in a column set give the same results as complete rows: for every field of what lists hold, and for random
// queries, each compared with itself beside a selection that needs complete rows.
import {
  type ExecutionResult,
  execute,
  type GraphQLObjectType,
  getNamedType,
  isObjectType,
  parse,
  validate,
} from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Random } from '../../src/cli/demo/random.ts';
import { authenticate } from '../../src/features/identity/policy.ts';
import { createContext, type Viewer } from '../../src/graphql/context.ts';
import { schema } from '../../src/schema.ts';
import { filledGlobalId as id, startFilledServer } from '../support/filled-database.ts';
import { randomQuery } from '../support/random-query.ts';
import type { Client, TestServer } from '../support/server.ts';
import { openSql } from '../support/sql.ts';

let server: TestServer & { owner: Client };
let viewer: Viewer;

beforeAll(async () => {
  server = await startFilledServer('small');
  // No column is null: a column that was not read would look the same.
  const sql = await openSql(server.databaseUrl);
  await sql.rows(`update users set title = 'Engineer', email = handle || '@example.com', avatar_url = 'https://example.com/a',
    last_active_at = coalesce(last_active_at, created_at)`);
  await sql.rows('update messages set edited_at = created_at, pinned_at = created_at');
  await sql.rows('update messages set deleted_at = created_at where ordinal % 2 = 0');
  await sql.end();
  viewer = (await authenticate(server.app.internals.postgres, server.owner.token!, server.clock.now))!;
});
afterAll(() => server?.close());

const columns: Record<string, readonly string[]> = {
  User: ['handle', 'name', 'title', 'email', 'avatarUrl', 'kind', 'role', 'createdAt', 'lastActiveAt', 'deactivatedAt'],
  Message: ['body', 'bodyHtml', 'editedAt', 'deletedAt', 'pinnedAt'],
};
const columnSets: Record<string, readonly (readonly string[])[]> = {
  User: [['handle', 'name', 'avatarUrl']],
  Message: [['body'], ['bodyHtml', 'editedAt', 'deletedAt', 'pinnedAt']],
};
const all = Object.entries(columns).map(([type, fields]) => `... on ${type} { ${fields.join(' ')} }`);

/** The result of a query, and the names of the statements that it ran. */
async function answer(text: string, variableValues?: Record<string, unknown>) {
  const document = parse(text);
  expect(validate(schema, document), text).toEqual([]);
  const contextValue = createContext({
    postgres: server.app.internals.postgres,
    viewer,
    client: { address: '' },
    now: () => server.clock.now,
  });
  const result = await execute({ schema, document, contextValue, ...(variableValues && { variableValues }) });
  return { result, statements: contextValue.ledger.report().statements };
}

const facts = ({ data, errors }: ExecutionResult) => {
  const { whole, ...rest } = data ?? {};
  return JSON.stringify({ data: data && rest, errors: errors?.map(({ path, message }) => ({ path, message })) });
};

const columnSet = /\/.*(\+(card|text|html)\b|_card\b)/;
/** Fails unless the query has the same result as with complete rows; returns how many statements read column sets. */
async function alike(text: string, variables?: Record<string, unknown>): Promise<number> {
  const few = await answer(text, variables);
  const whole = await answer(text.replace(/\}$/, ` whole: nodes(ids: []) { ${all.join(' ')} } }`), variables);
  expect(facts(few.result), text).toBe(facts(whole.result));
  expect(whole.statements.filter(({ name }) => columnSet.test(name))).toEqual([]);
  return few.statements.filter(({ name }) => columnSet.test(name)).length;
}

const page = '{ totalCount edges { cursor } nodes { __typename id } pageInfo { startCursor endCursor } }';

/** Every field of a type, with what is selected under it. */
const fieldsOf = (type: string) =>
  Object.values((schema.getType(type) as GraphQLObjectType).getFields()).map(({ name, type: output }) => {
    const under = getNamedType(output);
    if (!isObjectType(under)) return name;
    return `${name} ${'nodes' in under.getFields() && 'id' in getFields(under) ? page : '{ __typename }'}`;
  });
const getFields = (connection: GraphQLObjectType) =>
  (getNamedType(connection.getFields().nodes!.type) as GraphQLObjectType).getFields();

const people = (fields: string) => `nodes { ${fields} } edges { cursor }`;
const lists = (message: string, user: string) => `query {
  channel(id: "${id('Channel 1')}") {
    createdBy { ${user} }
    members { ${people(user)} }
    pinnedMessages { nodes { ${message} author { ${user} } } edges { cursor } }
    messages(last: 5) {
      nodes {
        ${message}
        author { ${user} }
        participants { ${people(user)} }
        mentions { ${people(user)} }
        reactions { users { ${people(user)} } }
        replies(first: 3) { nodes { ${message} author { ${user} } parent { ${message} } } edges { cursor } }
      }
      edges { cursor }
    }
  }
}`;

it.each(fieldsOf('Message'))('a message of a list has its %s', async (field) => {
  await alike(lists(`id told: ${field}`, 'id'));
});

it.each(fieldsOf('User'))('a user of a list has its %s', async (field) => {
  await alike(lists('id', `id told: ${field}`));
});

it('a list is read in a column set when one is enough', async () => {
  expect(await alike(lists('id body', 'id name'))).toBe(7);
  expect(await alike(lists('id bodyHtml deletedAt', 'id title'))).toBe(2);
  expect(await alike(lists('id body bodyHtml', 'id email'))).toBe(0);
});

let shaped = 0;
it.each(Array.from({ length: 30 }, (_, seed) => seed))(
  'random queries of seed %i get the same response',
  async (seed) => {
    const random = new Random(`row shapes ${seed}`);
    for (let i = 0; i < 20; i++) {
      // Now and then one column more than the column set has.
      const one = <Item>(items: readonly Item[]) => items[random.int(0, items.length - 1)]!;
      const allowed = new Map(
        Object.entries(columnSets).map(([type, sets]) => [
          type,
          random.chance(0.3) ? [...one(sets), one(columns[type]!)] : one(sets),
        ]),
      );
      const may = (type: string, field: string) =>
        !columns[type]?.includes(field) || allowed.get(type)!.includes(field);
      const ids = ['User 1', 'User 2', 'Channel 1', 'Channel 2', 'Message 1.1', 'Message 1.2', 'Message 1.4'].map(id);
      const { text, variables } = randomQuery(schema, random, ids, { may });
      shaped += await alike(text, variables);
    }
  },
);

it('many of them do not read all columns', () => {
  expect(shaped).toBeGreaterThan(30);
});

it('a mutation reads all columns', async () => {
  const { statements } = await answer(
    `mutation { sendMessage(input: { channelId: "${id('Channel 1')}", body: "Hello" }) {
      message { id channel { messages(last: 2) { nodes { body author { name } } } } }
    } }`,
  );
  const names = statements.map(({ name }) => name);
  expect(names).toContain('messages.byChannel/ordinal_desc+author');
  expect(names.filter((name) => columnSet.test(name))).toEqual([]);
});
