// Every connection of the schema refuses invalid pages with BAD_USER_INPUT and never as an error of the server:
// limits, and cursors that are broken, forged, or of another list, parent or order.
import fc from 'fast-check';
import { type GraphQLEnumType, type GraphQLInputObjectType, type GraphQLInputType, getNullableType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFilledServer } from '../support/filled-database.ts';
import { type ListField, listFields, nameOf, onTheWay } from '../support/list-fields.ts';
import type { Client, Json, TestServer } from '../support/server.ts';

let server: TestServer & { owner: Client };
/** An owner of another workspace: for the lists that each workspace has one of. */
let stranger: Client;

beforeAll(async () => {
  server = await startFilledServer('small');
  stranger = (await server.workspace()).owner;
});

afterAll(() => server?.close());

const connections = listFields.filter(({ paged }) => paged);
const titled = connections.map((list) => ({ title: nameOf(list), list }));

/** The list with the arguments as variables; `$orderBy` too where it takes one. Of one parent, or of several. */
function operation({ on, field }: ListField, parents: number): string {
  const ordered = field.args.find(({ name }) => name === 'orderBy');
  const variables = `$first: Int, $last: Int, $after: String, $before: String${ordered ? `, $orderBy: ${ordered.type}` : ''}`;
  const args = `first: $first, last: $last, after: $after, before: $before${ordered ? ', orderBy: $orderBy' : ''}`;
  const selection = `found: ${field.name}(${args}) { edges { cursor } nodes { __typename } totalCount }`;
  return `query (${variables}) { ${onTheWay(on, selection, parents)} }`;
}

const ask = (list: ListField, variables: object, { parents = 2, client = server.owner } = {}) =>
  client.ask(operation(list, parents), variables);

/** The lists in a response, wherever they are. */
function foundIn(value: Json): { edges: { cursor: string }[]; nodes: Json[]; totalCount: number }[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries<Json>(value).flatMap(([key, inside]) => (key === 'found' ? [inside] : foundIn(inside)));
}

const codes = async (list: ListField, variables: object, parents = 2) => [
  ...new Set((await ask(list, variables, { parents })).errors?.map(({ extensions }) => extensions.code)),
];

const cursorOf = async (list: ListField, variables: object = {}, parents = 2): Promise<string> => {
  const cursors = foundIn((await ask(list, variables, { parents })).data).flatMap(({ edges }) =>
    edges.map(({ cursor }) => cursor),
  );
  expect(cursors[0], `${nameOf(list)} has no rows`).toBeDefined();
  return cursors[0]!;
};

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (cursor: string): [list: string, ...values: unknown[]] =>
  JSON.parse(String(Buffer.from(cursor, 'base64url')));

const refused = ['BAD_USER_INPUT'];

// One list, reachable in two places.
const sameLists = [
  ['Query.users', 'Workspace.users'],
  ['Query.channels', 'Workspace.channels'],
  ['Viewer.channels', 'User.channels'],
];
const same = (a: ListField, b: ListField) =>
  sameLists.some((names) => names.includes(nameOf(a)) && names.includes(nameOf(b)));

/** A cursor of each connection. */
let cursors: Map<ListField, string>;

beforeAll(async () => {
  cursors = new Map(await Promise.all(connections.map(async (list) => [list, await cursorOf(list)] as const)));
});

describe.each(titled)('$title', ({ list }) => {
  it('refuses limits that are too low, too high, or two', async () => {
    const limits = [{ first: -1 }, { last: -1 }, { first: 101 }, { last: 101 }, { first: 2, last: 2 }];
    const found = await Promise.all(limits.map((limit) => codes(list, limit)));
    expect(found).toEqual(limits.map(() => refused));
  });

  it.each([{ first: 0 }, { last: 0 }])('is empty for %o, and has its total all the same', async (limits) => {
    const lists = foundIn((await ask(list, limits)).data);
    expect(lists.flatMap(({ nodes, edges }) => [...nodes, ...edges])).toEqual([]);
    expect(Math.max(...lists.map(({ totalCount }) => totalCount))).toBeGreaterThan(0);
  });

  it.each([{ first: 100 }, { last: 100 }, { first: null, last: null, after: null, before: null }])(
    'takes %o',
    async (limits) => {
      const lists = foundIn((await ask(list, limits)).data);
      expect(lists.map(({ nodes }) => nodes.length)).toEqual(lists.map(({ totalCount }) => totalCount));
    },
  );

  it('refuses the cursors of every other list', async () => {
    const foreign = connections.filter((other) => other !== list && !same(list, other));
    const found = await Promise.all(foreign.map((other) => codes(list, { after: cursors.get(other) })));
    expect(found).toEqual(foreign.map(() => refused));
  });

  it('refuses the cursors of the same list of another parent', async () => {
    const lists = foundIn((await ask(list, {})).data);
    const own = lists.find(({ edges }) => edges.length)!;
    const after = own.edges[0]!.cursor;
    if (lists.length === 1) {
      expect(foundIn((await ask(list, { after })).data)[0]!.edges).toEqual(own.edges.slice(1));
      expect((await ask(list, { after }, { client: stranger })).errors).toMatchObject([
        { extensions: { code: refused[0] } },
      ]);
    } else {
      // All parents are selected in one operation, and the cursor is of the first that has rows.
      expect([await codes(list, { after }), await codes(list, { before: after })]).toEqual([refused, refused]);
    }
  });
});

// One list for every kind of value that cursors hold, alone or with others.
const kinds = ['Query.users', 'Query.channels', 'Viewer.tokens', 'Channel.messages', 'Channel.members'];

describe.each(titled.filter(({ title }) => kinds.includes(title)))('a cursor of $title', ({ list }) => {
  it('is refused with values left out, added, or of another kind', async () => {
    // Of one parent alone: others would refuse it anyway.
    const [own, ...values] = decode(await cursorOf(list, {}, 1));
    const wrong = [
      null,
      true,
      {},
      [],
      '',
      '\0',
      'x'.repeat(1_001),
      1.5,
      2 ** 31,
      '2026-02-30T00:00:00Z',
      '0000-01-01T00:00:00Z',
    ];
    const changed = wrong.flatMap((value) => values.map((_, i) => [own, ...values.with(i, value)]));
    const broken = [[own], [own, ...values, 1], [...values, own], [], {}, null, own, [null, ...values], ...changed];
    const found = await Promise.all(
      broken.map(async (cursor) => [JSON.stringify(cursor), await codes(list, { before: encode(cursor) }, 1)]),
    );
    // Any text is a valid position in an order by text.
    const fits = (cursor: unknown) => Array.isArray(cursor) && cursor[0] === own && isText(values, cursor.slice(1));
    expect(found).toEqual(broken.map((cursor) => [JSON.stringify(cursor), fits(cursor) ? [] : refused]));
  });
});

/** Whether these are the values, or for one text another text. */
function isText(values: readonly unknown[], changed: readonly unknown[]): boolean {
  if (changed.length !== values.length) return false;
  const i = values.findIndex((value, at) => value !== changed[at]);
  if (i === -1) return true;
  const [was, is] = [values[i], changed[i]];
  if (typeof was !== 'string' || typeof is !== 'string') return false;
  return !/^\d{4}-\d\d-\d\dT|^[0-9a-f]{8}-/.test(was) && is.length <= 1_000 && !is.includes('\0');
}

const ordered = connections.filter(({ field }) => field.args.some(({ name }) => name === 'orderBy'));

/** Every order of a list, as its argument takes it. */
function ordersOf({ field }: ListField): { field: string; direction: string }[] {
  const input = field.args.find(({ name }) => name === 'orderBy')!.type as GraphQLInputObjectType;
  const { field: by, direction } = input.getFields();
  const values = (type: GraphQLInputType) => (getNullableType(type) as GraphQLEnumType).getValues();
  return values(by!.type).flatMap((one) =>
    values(direction!.type).map((way) => ({ field: one.name, direction: way.name })),
  );
}

describe.each(ordered.map((list) => ({ title: nameOf(list), list })))('an order of $title', ({ list }) => {
  it('accepts only its own cursors', async () => {
    const orders = ordersOf(list);
    expect(orders.length).toBeGreaterThan(2);
    for (const orderBy of orders) {
      const after = await cursorOf(list, { orderBy }, 1);
      const found = await Promise.all(orders.map((other) => codes(list, { after, orderBy: other }, 1)));
      expect(found).toEqual(orders.map((other) => (other === orderBy ? [] : refused)));
    }
  });
});

describe('forged cursors', () => {
  const digits = (length: number) => fc.nat({ max: 10 ** length - 1 }).map((n) => String(n).padStart(length, '0'));
  const moment = fc
    .tuple(digits(4), digits(2), digits(2), digits(2), digits(2), digits(2), fc.constantFrom('', '.5', '.000001'))
    .map(([y, m, d, h, min, s, fraction]) => `${y}-${m}-${d}T${h}:${min}:${s}${fraction}Z`);
  const value = fc.oneof(moment, fc.uuid(), fc.integer(), fc.double(), fc.string({ unit: 'binary' }), fc.jsonValue());
  const bytes = fc.uint8Array({ maxLength: 60 }).map((some) => Buffer.from(some).toString('base64url'));

  it('never cause an error of the server', async () => {
    const lists = await Promise.all(
      ordered.flatMap((list) =>
        ordersOf(list).map(async (orderBy) => ({ list, orderBy, real: await cursorOf(list, { orderBy }) })),
      ),
    );
    const probe = fc.constantFrom(...lists).chain(({ list, orderBy, real }) => {
      const [own, ...values] = decode(real);
      const forged = fc.oneof(
        fc.array(value, { minLength: values.length, maxLength: values.length }).map((all) => encode([own, ...all])),
        fc.tuple(moment, fc.uuid()).map((all) => encode([own, ...all])),
        fc.nat({ max: real.length - 1 }).map((i) => `${real.slice(0, i)}A${real.slice(i + 1)}`),
        ...[bytes, fc.string({ unit: 'binary' }), fc.constant('A'.repeat(100_000))],
      );
      return forged.map((cursor) => ({ list, orderBy, cursor }));
    });
    await fc.assert(
      fc.asyncProperty(probe, async ({ list, orderBy, cursor }) => {
        for (const bound of [{ after: cursor }, { before: cursor, last: 3 }]) {
          const found = await codes(list, { ...bound, orderBy });
          expect(found.filter((code) => code !== 'BAD_USER_INPUT')).toEqual([]);
        }
      }),
      { numRuns: 100 },
    );
  });
});
