// What operations cost in points, and the buckets that the points are taken from, with a clock that the test sets.
import { type OperationDefinitionNode, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { Executor } from '../../src/execution/executor.ts';
import { loadPersistedOperations } from '../../src/execution/load-persisted-operations.ts';
import { PreparedOperations } from '../../src/execution/prepared-operation.ts';
import { schemaOf } from '../../src/graphql/sdl.ts';
import { Admission, type Charge } from '../../src/operations/admission.ts';
import { type Budget, MemoryBudget } from '../../src/operations/budget.ts';
import { OperationCost, type Variables } from '../../src/operations/cost.ts';
import { Documents } from '../../src/operations/documents.ts';
import { PersistedOperations } from '../../src/operations/persisted-operations.ts';
import { schema } from '../../src/schema.ts';
import { Ledger } from '../../src/telemetry/ledger.ts';

const costOf = (text: string, variables?: Variables) => {
  const document = new Documents({ schema, limits: true, hideSuggestions: false }).store(text);
  const operation = document.definitions.find((one) => one.kind === 'OperationDefinition') as OperationDefinitionNode;
  return new OperationCost(schema, document, operation).of(variables);
};
const points = (text: string, variables?: Variables) => costOf(text, variables).requested;

describe('an operation costs', () => {
  it.each<[string, number]>([
    ['{ __typename }', 1],
    ['{ viewer { role scopes } }', 1],
    ['{ user(handle: "x") { id name } }', 1],
    ['{ viewer { user { id } unreadCount } }', 1 + 1 + 5],
    ['{ users { nodes { id } } }', 25],
    ['{ users(first: 3) { nodes { id } } }', 3],
    ['{ users(last: 4) { edges { cursor node { id } } } }', 4],
    ['{ users(first: 0) { nodes { id } } }', 1],
    ['{ users(first: null, last: 4) { nodes { id } } }', 4],
    // A page size that will be rejected is not counted in full.
    ['{ users(first: 100000) { nodes { id } } }', 100],
    ['{ users(first: -5) { nodes { id } } }', 1],
    // Rows are read whether they are selected or not; what is counted in the database costs more.
    ['{ users(first: 3) { pageInfo { hasNextPage } } }', 3],
    ['{ users(first: 3) { totalCount } }', 4],
    ['{ channels(first: 3) { nodes { members(first: 1) { totalCount } } } }', 3 + 3],
    ['{ channels(first: 20) { nodes { messages(last: 10) { nodes { author { name } } } } } }', 20 + 20 * 10 * 2],
    ['{ channels(first: 2) { nodes { createdBy { id } } edges { role: cursor node { createdBy { id } } } } }', 2 + 4],
    ['{ message(id: "x") { reactions { emoji users(first: 2) { nodes { id } } } } }', 1 + 10 * (1 + 2)],
    ['{ nodes(ids: ["a", "b", "c"]) { id ... on Message { author { id } } } }', 3 * 2],
    ['{ node(id: "a") { id } }', 1],
    // The same field twice is read once; under different aliases it is read twice.
    ['{ viewer { user { id } user { name } ... on Viewer { user { role } } } }', 2],
    ['{ a: viewer { role } b: viewer { role } }', 2],
    ['{ viewer { ...V ...V } } fragment V on Viewer { user { id } }', 2],
    // Fields with different arguments may share a response name where the types exclude each other: each counts.
    [
      `{ node(id: "a") { ... on User { channels(first: 2) { nodes { id } } }
        ... on Workspace { channels(first: 7) { nodes { id } } } } }`,
      1 + 2 + 7,
    ],
    ['mutation { joinChannel(input: { channelId: "x" }) { channel { id } } }', 11],
    ['mutation { heartbeat(input: {}) { expiresAt } }', 1],
    ['mutation { a: signOut(input: {}) { sessionsEnded } b: signOut(input: {}) { sessionsEnded } }', 20],
    ['subscription { presence(userIds: ["x"]) { __typename } }', 1],
    ['{ __schema { types { name } } }', 100],
  ])('%s %d', (text, expected) => {
    expect(points(text)).toBe(expected);
  });

  it('reads variables, their defaults, and null as not given', () => {
    const text = 'query ($first: Int = 7, $last: Int) { users(first: $first, last: $last) { nodes { id } } }';
    expect(points(text)).toBe(7);
    expect(points(text, null)).toBe(7);
    expect(points(text, { first: 9 })).toBe(9);
    expect(points(text, { first: null, last: 11 })).toBe(11);
    expect(points(text, { first: null })).toBe(25);
    expect(points(text, { first: 'many' })).toBe(25);
    expect(points(text, Object.create({ first: 90 }) as Variables)).toBe(7);
    expect(points('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: ['a', 'b', 'c', 'd'] })).toBe(4);
    expect(points('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: 'a' })).toBe(1);
  });

  it('counts a body by its size, wherever its text is, and members by their number', () => {
    const body = 'x'.repeat(40_000);
    const input = 'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { id } } }';
    const send =
      'mutation ($body: String! = "short") { sendMessage(input: { channelId: "x", body: $body }) { message { id } } }';
    expect(points(input, { input: { channelId: 'x', body: 'x'.repeat(999) } })).toBe(11);
    expect(points(input, { input: { channelId: 'x', body } })).toBe(11 + 40);
    expect(costOf(input, { input: { channelId: 'x', body } }).fixed).toBe(10 + 40);
    expect([points(send, { body }), points(send, {}), points(send, null)]).toEqual([51, 11, 11]);
    expect(points(send.replace('short', body))).toBe(51);
    expect(points(send.replace('$body }', `"${body}" }`).replace('($body: String! = "short")', ''))).toBe(51);
    expect(
      points(
        `mutation ($b: String!) { a: editMessage(input: { messageId: "x", body: $b }) { message { id } }
      b: editMessage(input: { messageId: "x", body: $b }) { message { id } } }`,
        { b: body },
      ),
    ).toBe(2 * 51);
    const create = 'mutation ($input: CreateChannelInput!) { createChannel(input: $input) { channel { id } } }';
    expect(points(create, { input: { name: 'x', memberIds: Array.from({ length: 100 }, () => 'u') } })).toBe(11 + 100);
    // A value that is useless there is rejected by coercion, and costs nothing by its size.
    for (const odd of [
      null,
      7,
      [],
      [{ body }],
      { body: 7 },
      { body: { length: 1e9 } },
      'x'.repeat(5_000),
      { __proto__: null },
    ]) {
      expect(points(input, { input: odd })).toBeLessThanOrEqual(51);
    }
  });

  it('reports the longest list within lists, and what does not depend on rows', () => {
    const lists = `query ($m: Int) { channels(first: 30) { nodes { messages(first: $m) { nodes { replies(first: 4) {
      nodes { id } } } } members { nodes { id } } } } }`;
    expect(costOf(lists, { m: 20 }).listSize).toBe(30 * 20 * 4);
    expect(costOf(lists, { m: 1 }).listSize).toBe(30 * 25);
    expect(costOf('mutation { joinChannel(input: { channelId: "x" }) { channel { id } } }').fixed).toBe(10);
    expect(costOf('{ viewer { role } }').fixed).toBe(0);
  });
});

describe('a bucket', () => {
  const make = () => {
    const clock = { now: 0 };
    const budget = new MemoryBudget({ size: 100, refill: 10, now: () => clock.now });
    return { clock, budget };
  };
  const token = (name: string) => [
    { name, share: 1 },
    { name: 'user', share: 2 },
  ];

  it('grants what it holds, reports how long to wait, and refills up to its capacity', () => {
    const { clock, budget } = make();
    expect(budget.take(token('a'), 70)).toEqual({ waitSeconds: 0 });
    expect(budget.take(token('a'), 70)).toEqual({ waitSeconds: 4 });
    clock.now += 3_999;
    expect(budget.take(token('a'), 70).waitSeconds).toBeGreaterThan(0);
    clock.now += 2;
    expect(budget.take(token('a'), 70)).toEqual({ waitSeconds: 0 });
    clock.now += 3_600_000;
    expect(budget.refund(token('a'), 0)).toEqual({ available: 100 });
    expect(budget.refund(token('a'), 50)).toEqual({ available: 100 });
  });

  it('takes from all buckets or from none: all tokens of a user together have twice what one has', () => {
    const { clock, budget } = make();
    for (const name of ['a', 'b']) expect(budget.take(token(name), 100).waitSeconds).toBe(0);
    expect(budget.take(token('c'), 40)).toEqual({ waitSeconds: 2 });
    clock.now += 2_000;
    expect(budget.take(token('c'), 40).waitSeconds).toBe(0);
    expect(budget.refund([{ name: 'c', share: 1 }], 0)).toEqual({ available: 60 });
  });

  it('neither takes nor grants points when the clock is set back', () => {
    const { clock, budget } = make();
    clock.now = 10_000;
    budget.take(token('a'), 100);
    clock.now = 0;
    expect(budget.refund(token('a'), 0)).toEqual({ available: 0 });
  });
});

describe('admission', () => {
  const clock = { now: 0 };
  const usual = { limits: true, bucket: 1_000, refill: 100, listSize: 500, hidesSchema: false };
  const admission = (options: Partial<typeof usual> = {}) =>
    new Admission({ ...usual, ...options, now: () => clock.now });
  const caller = { viewer: { userId: 'u', tokenId: 't' }, address: '127.0.0.1' };
  // No points are leased here, so nothing is awaited.
  const admit = (to: Admission, ...what: Parameters<Admission['admit']>) => to.admit(...what) as Charge;
  const cost = (text: string, name?: string) =>
    new PreparedOperations({ schema, hidesSchema: false }).of(parse(text), name)!.cost;
  const ledger = (rows: number) => {
    const filledLedger = new Ledger();
    filledLedger.statement('some', 1, rows, 1);
    return filledLedger;
  };

  it('takes the maximum in advance and refunds what was not read, always charging at least one point and never more than was taken', () => {
    const users = cost('query ($first: Int) { users(first: $first) { nodes { id } } }');
    const one = admission();
    const run = (rows: number) => admit(one, users, { first: 100 }, caller).settle(ledger(rows));
    expect(run(30)).toEqual({ requested: 100, actual: 30, available: 970, restoreRate: 100 });
    expect(run(0)).toMatchObject({ actual: 1, available: 969 });
    expect(run(5_000)).toMatchObject({ actual: 100, available: 869 });
  });

  it('does not refund the cost of a mutation itself', () => {
    const join = cost('mutation { joinChannel(input: { channelId: "x" }) { channel { members { nodes { id } } } } }');
    const report = admit(admission(), join, {}, caller).settle(ledger(3));
    expect(report).toMatchObject({ requested: 36, actual: 13 });
  });

  it('rejects what cannot run yet with how long to wait, and what can never run as too complex', () => {
    const one = admission();
    const ask = (text: string) => admit(one, cost(text), null, caller);
    const some = '{ channels(first: 4) { nodes { messages(first: 100) { nodes { id } } } } }';
    ask(some);
    ask(some);
    expect(() => ask(some)).toThrow(
      expect.objectContaining({ code: 'RATE_LIMITED', details: { retryAfter: 3, requested: 404 } }),
    );
    clock.now += 3_000;
    ask(some);
    const wide = '{ a: users(first: 100) { nodes { channels(first: 5) { nodes { createdBy { id } } } } } }';
    expect(() => ask(wide)).toThrow('points of cost: at most 1000, this has 1100');
    const long = '{ users(first: 100) { nodes { channels(first: 6) { nodes { id } } } } }';
    expect(() => ask(long)).toThrow('rows in nested lists: at most 500, this has 600');
  });

  it('limits callers who are not signed in by their address, and no caller when limits are off', () => {
    const users = cost('{ users(first: 100) { nodes { channels(first: 4) { nodes { id } } } } }');
    const one = admission();
    const from = (address: string) => () => admit(one, users, null, { viewer: null, address });
    from('a')();
    from('a')();
    expect(from('a')).toThrow(expect.objectContaining({ code: 'RATE_LIMITED' }));
    from('b')();
    const off = admission({ limits: false, bucket: 1 });
    expect(admit(off, users, null, caller).settle(ledger(9))).toBeNull();
  });

  it('waits for leased points, and refunds them to where they came from', async () => {
    const users = cost('{ users(first: 100) { nodes { id } } }');
    const from = new MemoryBudget({ size: 150, refill: 1, now: () => 0 });
    const leased: Budget = {
      take: async (rateLimitKeys, points) => ({ ...from.take(rateLimitKeys, points), from }),
      refund: () => ({ available: 0 }),
    };
    const one = new Admission({ ...usual, now: () => 0 }, leased);
    const charge = one.admit(users, null, caller);
    expect(charge).toBeInstanceOf(Promise);
    expect((await charge).settle(ledger(30))).toMatchObject({ actual: 30, available: 120 });
    await one.admit(users, null, caller);
    await expect(one.admit(users, null, caller)).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      details: { retryAfter: 80, requested: 100 },
    });
  });

  it('distinguishes several operations of one document', () => {
    const text = 'query A { users(first: 3) { totalCount } } query B { users(first: 9) { totalCount } }';
    const one = admission();
    const run = (name: string) => admit(one, cost(text, name), null, caller).settle(ledger(100))?.requested;
    expect([run('A'), run('B'), run('A')]).toEqual([4, 10, 4]);
  });
});

describe('stored operations', () => {
  const keep = (stored: Record<string, string>, bucket = 1_000) => {
    const documents = new Documents({ schema, limits: true, hideSuggestions: false });
    const options = { limits: true, bucket, refill: 1, listSize: 10_000, hidesSchema: false, now: () => 0 };
    loadPersistedOperations({
      operations: new PersistedOperations(stored),
      documents,
      prepared: new PreparedOperations({ schema, hidesSchema: false }),
      admission: new Admission(options),
      executor: new Executor({ schema, compile: false }),
    });
    return documents;
  };

  it('are prepared at the start, and exempt from the limits of documents', () => {
    const text = `query Many { ${Array.from({ length: 200 }, (_, i) => `a${i}: __typename`).join(' ')} }`;
    expect(keep({ x: text }).read(text).errors).toEqual([]);
    expect(() => keep({}).read(text)).toThrow('aliases');
  });

  it.each([
    ['query Broken { viewer {', /^The stored operation Broken cannot run: Syntax Error: /],
    ['query Gone { nothing }', /^The stored operation Gone cannot run: Cannot query field "nothing" on type "Query"\./],
    ['query Dear { users(first: 100) { nodes { id } } }', /^The stored operation Dear cannot run: .*at most 50/],
  ])('stop the start with one line: %s', (text, line) => {
    expect(() => keep({ x: text }, 50)).toThrow(line);
    expect(() => keep({ x: text }, 50)).not.toThrow(/\n/);
  });
});

describe('in a schema without @cost', () => {
  const bare = schemaOf([
    `directive @connectionType on OBJECT
    type Query { things(first: Int): Things database(first: Int): DatabaseConnection }
    type Things @connectionType { nodes: [Thing!]! edges: [Place!]! }
    type Place { cursor: String! node: Thing! }
    type Thing { id: ID! }
    type DatabaseConnection { host: Host! edges: [WireEdge!]! pool: PoolPayload! }
    type Host { name: String! }
    type WireEdge { node: Thing! }
    type PoolPayload { size: Int! }
    type Mutation { make: Made add: Thing }
    type Made { thing: Thing! }`,
  ]);
  const costIn = (text: string) => {
    const document = parse(text);
    return new OperationCost(bare, document, document.definitions[0] as OperationDefinitionNode).of(null);
  };

  it.each<[string, number]>([
    ['{ things(first: 5) { nodes { id } } }', 5],
    ['{ things(first: 5) { edges { cursor node { id } } } }', 5],
    ['mutation { make { thing { id } } }', 10 + 1],
    ['mutation { add { id } }', 10],
    // Type names decide nothing.
    ['{ database(first: 5) { host { name } } }', 1 + 1],
    ['{ database(first: 5) { edges { node { id } } } }', 1 + 1 + 1],
    ['{ database { pool { size } } }', 1 + 1],
  ])('%s costs %d points, by the roles of types', (text, expected) => {
    expect(costIn(text).requested).toBe(expected);
  });

  it('a connection is a list as long as its page size, and a type with such a name alone is no list', () => {
    expect(costIn('{ things(first: 5) { nodes { id } } }')).toEqual({ requested: 5, fixed: 0, listSize: 5 });
    expect(costIn('{ database(first: 5) { host { name } } }')).toEqual({ requested: 2, fixed: 0, listSize: 1 });
  });
});
