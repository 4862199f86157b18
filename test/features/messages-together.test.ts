// Messages that are written in one transaction: SQL accepts what the policy accepts, numbers are dense in the order of
// arrival, and a refused message does not affect the others.

import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serviceActor } from '../../src/changes/actor.ts';
import { write } from '../../src/changes/record.ts';
import { readAccess } from '../../src/features/channels/policy.ts';
import { requireMayWrite } from '../../src/features/messages/policy.ts';
import { type OutgoingMessage, sendMessage, writeTogether } from '../../src/features/messages/sending-commands.ts';
import { createContext, type Viewer } from '../../src/graphql/context.ts';
import { uuid } from '../../src/lib/ids.ts';
import { Ledger } from '../../src/telemetry/ledger.ts';
import { connectBeside, openPostgres } from '../support/open-postgres.ts';
import { startProxy } from '../support/postgres-proxy.ts';
import { createChannel, type Person } from '../support/seed.ts';
import { type Client, startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let owner: Client;
let workspaceId: string;
let beside: pg.Client;
const people: Record<string, Person> = {};

beforeAll(async () => {
  server = await startServer();
  const workspace = await server.workspace();
  owner = workspace.owner;
  workspaceId = workspace.id;
  for (const handle of ['ada', 'bob', 'eve']) people[handle] = await server.user(owner, handle);
  beside = await connectBeside(server.databaseUrl);
});
afterAll(async () => {
  await beside.end();
  await server.close();
});

const bare = (globalId: string) => globalId.slice(globalId.indexOf('_') + 1);
const makeChannel = async (input: object = {}) =>
  bare(await createChannel(owner, { memberIds: Object.values(people).map(({ id }) => id), ...input }));

/** A message as `sendMessage` passes it on. */
function outgoing(authorId: string, channelId: string, more: Partial<OutgoingMessage> = {}): OutgoingMessage {
  const mentionedUserIds = more.mentionedUserIds ?? [];
  return {
    id: uuid(),
    workspaceId,
    channelId,
    parentId: null,
    authorId,
    body: 'text',
    bodyHtml: '<p>text</p>',
    createdAt: new Date(),
    key: null,
    mentionedUserIds,
    streams: [`channel:${channelId}`, ...new Set([authorId, ...mentionedUserIds].map((id) => `user:${id}`))],
    ledger: new Ledger(),
    ...more,
  };
}
const together = (messages: OutgoingMessage[], wait = false) =>
  writeTogether(server.app.internals.postgres, messages, wait);
const results = async (messages: OutgoingMessage[]) =>
  (await together(messages)).map((outcome) => (typeof outcome === 'object' ? outcome.result : outcome));
const numbers = async (stream: string) =>
  (
    await beside.query('select number::int, kind, data, actor_id from changes where stream = $1 order by number', [
      stream,
    ])
  ).rows;

describe('who may write', () => {
  interface Case {
    role: string;
    deactivated: boolean;
    member: string | null;
    privacy: string;
    kind: string;
    archived: boolean;
    importing: boolean;
    parent: 'none' | 'root' | 'reply' | 'elsewhere' | 'missing';
  }
  const cases: Case[] = [];
  for (const role of ['OWNER', 'ADMIN', 'MEMBER', 'GUEST'])
    for (const deactivated of [false, true])
      for (const member of [null, 'MEMBER', 'ADMIN'])
        for (const [kind, privacy] of [
          ['TEXT', 'PUBLIC'],
          ['TEXT', 'PRIVATE'],
          ['ANNOUNCEMENT', 'PUBLIC'],
          ['ANNOUNCEMENT', 'PRIVATE'],
          ['DIRECT', 'PRIVATE'],
        ] as const)
          for (const archived of [false, true])
            for (const importing of [false, true])
              for (const parent of ['none', 'root', 'reply', 'elsewhere', 'missing'] as const)
                cases.push({ role, deactivated, member, privacy, kind, archived, importing, parent });

  it(`is the same in SQL and in the policy, in all ${cases.length} cases`, { timeout: 120_000 }, async () => {
    const channelId = await makeChannel();
    const [otherChannel, eve] = [await makeChannel(), bare(people.eve!.id)];
    const [root, elsewhere] = [outgoing(eve, channelId), outgoing(eve, otherChannel)];
    await together([root, elsewhere]);
    const reply = outgoing(eve, channelId, { parentId: root.id });
    await together([reply]);
    const parents = { none: null, root: root.id, reply: reply.id, elsewhere: elsewhere.id, missing: uuid() };
    const authorId = bare(people.ada!.id);
    const viewer: Viewer = {
      ...{ userId: authorId, workspaceId, role: 'MEMBER', tokenId: '', scopes: [], expiresAt: null },
    };
    const counted = { allowed: 0, refused: 0 };
    for (const one of cases) {
      await beside.query('delete from channel_members where channel_id = $1 and user_id = $2', [channelId, authorId]);
      await beside.query('update users set role = $2, deactivated_at = $3 where id = $1', [
        authorId,
        one.role,
        one.deactivated ? new Date() : null,
      ]);
      await beside.query(
        `update channels set kind = $2, privacy = $3, archived_at = $4, importing = $5, name = $6 where id = $1`,
        [
          channelId,
          one.kind,
          one.privacy,
          one.archived ? new Date() : null,
          one.importing,
          one.kind === 'DIRECT' ? null : 'cases',
        ],
      );
      if (one.member)
        await beside.query(
          'insert into channel_members (channel_id, user_id, workspace_id, role, joined_at) values ($1, $2, $3, $4, now())',
          [channelId, authorId, workspaceId, one.member],
        );
      const parentId = parents[one.parent];
      const ctx = serviceActor(server.app.internals.postgres, workspaceId, { userId: authorId });
      const byPolicy = await write(ctx, [], async (tx) => {
        requireMayWrite(await readAccess(tx, viewer, channelId), parentId !== null);
        return one.parent === 'none' || one.parent === 'root';
      }).catch((error: { code?: string }) => {
        expect(error.code).toMatch(/^(NOT_FOUND|FORBIDDEN|CONFLICT|UNAUTHENTICATED)$/);
        return false;
      });
      const [outcome] = await together([outgoing(authorId, channelId, { parentId })]);
      expect([one, typeof outcome === 'object']).toEqual([one, byPolicy]);
      counted[byPolicy ? 'allowed' : 'refused']++;
    }
    expect(counted.allowed).toBeGreaterThan(50);
    expect(counted.refused).toBeGreaterThan(1_000);
    await beside.query(`update users set role = 'MEMBER', deactivated_at = null where id = $1`, [authorId]);
  });
});

describe('messages written in one transaction', () => {
  it('are numbered without a gap in the order of arrival, and counted in their channels and threads', async () => {
    const [one, two] = [await makeChannel(), await makeChannel()];
    const [ada, bob] = [bare(people.ada!.id), bare(people.bob!.id)];
    const root = outgoing(ada, one);
    await together([root]);
    const sent = await results([
      outgoing(ada, one),
      outgoing(bob, one, { parentId: root.id }),
      outgoing(bob, two),
      outgoing(ada, one, { parentId: root.id }),
      outgoing(bob, one),
      outgoing(bob, one, { parentId: root.id }),
    ]);
    expect(sent).toMatchObject([
      { seq: 2, ordinal: 2 },
      { seq: 3, ordinal: null },
      { seq: 1, ordinal: 1 },
      { seq: 4, ordinal: null },
      { seq: 5, ordinal: 3 },
      { seq: 6, ordinal: null },
    ]);
    const { rows } = await beside.query(
      `select c.last_seq, c.last_ordinal, c.last_activity_at = max(m.created_at) as active, sum(m.reply_count)::int as replies
       from channels c join messages m on m.channel_id = c.id where c.id = $1 group by c.id`,
      [one],
    );
    expect(rows).toEqual([{ last_seq: 6, last_ordinal: 3, active: true, replies: 3 }]);
    const part = await beside.query(
      'select user_id, first_seq from message_participants where message_id = $1 order by 2',
      [root.id],
    );
    expect(part.rows).toEqual([
      { user_id: ada, first_seq: 1 },
      { user_id: bob, first_seq: 3 },
    ]);
    const read = await beside.query(
      'select user_id, read_ordinal from channel_members where channel_id = $1 and user_id = any($2) order by 2',
      [one, [ada, bob]],
    );
    expect(read.rows).toEqual([
      { user_id: ada, read_ordinal: 2 },
      { user_id: bob, read_ordinal: 3 },
    ]);
    const log = (await numbers(`channel:${one}`)).slice(-6);
    expect(log.map(({ kind }) => kind)).toEqual(Array(6).fill('messages.sent'));
    expect(log.map(({ number }) => number - log[0].number)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(log.map(({ actor_id }) => actor_id)).toEqual([ada, ada, bob, ada, bob, bob]);
  });

  it('record the same changes as a message written alone', async () => {
    const [ada, bob] = [bare(people.ada!.id), bare(people.bob!.id)];
    const kinds = async (send: (channelId: string) => Promise<unknown>) => {
      const channelId = await makeChannel();
      await send(channelId);
      const { rows } = await beside.query(
        `select split_part(stream, ':', 1) as stream, kind, actor_id, data from changes
         where data ->> 'channelId' = $1 or stream = $2 order by txid, stream, number`,
        [channelId, `channel:${channelId}`],
      );
      return rows
        .filter(({ kind }) => kind.startsWith('messages.') || kind === 'channels.read')
        .map(({ data, ...row }) => ({ ...row, data: Object.keys(data).sort(), ordinal: data.ordinal }));
    };
    const message = (channelId: string) => outgoing(ada, channelId, { mentionedUserIds: [bob, ada] });
    const combined = await kinds((channelId) => together([message(channelId)]));
    const alone = await kinds(async (channelId) => {
      // The channel is locked, so the message cannot be combined, and then waits until it is free.
      await beside.query('begin');
      await beside.query('select from streams where key = $1 for update', [`channel:${channelId}`]);
      const sent = people.ada!.data(
        'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { id } } }',
        {
          input: { channelId: `Channel_${channelId}`, body: '@bob @ada' },
        },
      );
      await new Promise((resolve) => setTimeout(resolve, 100));
      await beside.query('commit');
      await sent;
    });
    expect(combined).toHaveLength(3);
    expect(alone).toEqual(combined);
  });

  it('omit a refused message in their middle, with its key', async () => {
    const [open, closed] = [await makeChannel(), await makeChannel()];
    await beside.query('update channels set archived_at = now() where id = $1', [closed]);
    const ada = bare(people.ada!.id);
    const key = (text: string) => ({ text, inputHash: Buffer.alloc(32) });
    const sent = await results([
      outgoing(ada, open, { key: key('before') }),
      outgoing(ada, closed, { key: key('refused') }),
      outgoing(ada, open, { key: key('after') }),
    ]);
    expect(sent).toMatchObject([{ seq: 1 }, 'refused', { seq: 2 }]);
    const { rows } = await beside.query(
      `select client_message_id as key from client_message_ids where user_id = $1 order by 1`,
      [ada],
    );
    expect(rows.map(({ key }) => key)).toEqual(['after', 'before']);
  });

  it('use a key once, however often it is among them', async () => {
    const channelId = await makeChannel();
    const bob = bare(people.bob!.id);
    const key = { text: 'the same', inputHash: Buffer.alloc(32) };
    const sent = await results([1, 2, 3].map(() => outgoing(bob, channelId, { key })));
    expect(sent.filter((one) => typeof one === 'object')).toMatchObject([{ seq: 1 }]);
    const { rows } = await beside.query('select last_seq from channels where id = $1', [channelId]);
    expect(rows).toEqual([{ last_seq: 1 }]);
  });

  it('do not wait for a stream that is locked elsewhere, nor for a key that is used elsewhere', async () => {
    const [free, held] = [await makeChannel(), await makeChannel()];
    const [ada, bob] = [bare(people.ada!.id), bare(people.bob!.id)];
    await beside.query('begin');
    await beside.query('select from streams where key = $1 for update', [`channel:${held}`]);
    await beside.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`${bob} used elsewhere`]);
    const key = { text: 'used elsewhere', inputHash: Buffer.alloc(32) };
    const sent = await results([outgoing(ada, held), outgoing(bob, free, { key }), outgoing(ada, free)]);
    expect(sent).toMatchObject(['held elsewhere', 'refused', { seq: 1 }]);
    await beside.query('commit');
  });

  it('are charged one by one', async () => {
    const channelId = await makeChannel();
    const messages = ['ada', 'bob'].map((handle) => outgoing(bare(people[handle]!.id), channelId));
    await together(messages);
    for (const { ledger } of messages) {
      expect(ledger.report().statements.map(({ name, calls, rows }) => [name, calls, rows])).toEqual([
        ['changes.hold/free', 1, 1],
        ['messages.send', 1, 1],
      ]);
    }
  });
});

describe('sendMessage over a connection that is lost', () => {
  const send = async (url: string, handle: string, input: { channelId: string; body: string }) => {
    const { postgres, pool } = openPostgres(url, { max: 2, connectMs: 2_000 });
    const viewer: Viewer = {
      ...{ userId: bare(people[handle]!.id), workspaceId, role: 'MEMBER', tokenId: '', scopes: [], expiresAt: null },
    };
    const ctx = createContext({ postgres, viewer, client: { address: '' } });
    try {
      return await sendMessage(ctx, { ...input, channelId: `Channel_${input.channelId}` });
    } finally {
      await pool.end();
    }
  };

  it.each(['before', 'after'] as const)('writes the message once, lost %s it was carried out', async (loss) => {
    const channelId = await makeChannel();
    const proxy = await startProxy(server.databaseUrl);
    const lost = proxy.loseAt(/messages\.send /, loss);
    expect(await send(proxy.url, 'eve', { channelId, body: loss })).toMatchObject({ seq: 1, body: loss });
    await lost;
    await proxy.close();
    const { rows } = await beside.query('select body from messages where channel_id = $1', [channelId]);
    expect(rows).toEqual([{ body: loss }]);
    expect((await numbers(`channel:${channelId}`)).filter(({ kind }) => kind === 'messages.sent')).toHaveLength(1);
  });

  it('reports that it may have been written where the database stays unreachable', async () => {
    const channelId = await makeChannel();
    const proxy = await startProxy(server.databaseUrl);
    const lost = proxy.loseAt(/messages\.send /, 'after').then(() => proxy.close());
    const error = await send(proxy.url, 'eve', { channelId, body: 'text' }).catch((error: Error) => error);
    await lost;
    expect(error).toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringMatching(/may or may not have been made/),
    });
  });
});
