// Sessions: how long they last, how they end, and the cookie that carries one for a page of this origin.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type Client, type Json, startServer, type TestServer } from '../support/server.ts';
import { openSql, type Sql } from '../support/sql.ts';

const password = 'correct horse';
const signIn = `mutation ($input: SignInInput!) { signIn(input: $input) { token expiresAt } }`;
const signOut = `mutation ($everywhere: Boolean) { signOut(input: { everywhere: $everywhere }) { sessionsEnded } }`;
const who = '{ viewer { user { handle } } }';
const allowed = 'https://app.example.com';

let server: TestServer;
let sql: Sql;
let workspace: { id: string; slug: string; owner: Client };

beforeAll(async () => {
  server = await startServer({ ALLOWED_ORIGINS: allowed });
  sql = await openSql(server.databaseUrl);
  workspace = await server.workspace();
  await server.user(workspace.owner, 'ada', { password });
});
afterAll(async () => {
  await sql.end();
  await server.close();
});

const input = (more: object = {}) => ({ input: { workspace: workspace.slug, login: 'ada', password, ...more } });
const session = async () => (await server.client(null).data(signIn, input())).signIn.token as string;

/** A request as a browser sends it; returns the response's headers too. */
async function browse(query: string, headers: Record<string, string>, variables: object = {}) {
  const response = await fetch(`${server.origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  return {
    status: response.status,
    setCookie: response.headers.get('set-cookie'),
    body: (await response.json()) as Json,
  };
}

describe('a session', () => {
  test('lasts 30 days to the millisecond, by the clock of the server', async () => {
    const client = server.client(await session());
    const start = server.clock.now;
    server.clock.now = start + 30 * 86_400_000 - 1;
    expect(await client.data(who)).toEqual({ viewer: { user: { handle: 'ada' } } });
    server.clock.now = start + 30 * 86_400_000;
    const late = await client.ask(who);
    expect(late.status).toBe(401);
    expect(late.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    server.clock.now = start;
  });

  test('ends at once with signOut, and no other with it', async () => {
    const [here, there] = [server.client(await session()), server.client(await session())];
    expect(await here.data(signOut)).toEqual({ signOut: { sessionsEnded: 1 } });
    expect(await here.code(who)).toBe('UNAUTHENTICATED');
    expect(await there.data(who)).toEqual({ viewer: { user: { handle: 'ada' } } });
  });

  test('ends everywhere when requested, tokens of createToken stay', async () => {
    const here = server.client(await session());
    const make = 'mutation { createToken(input: { name: "kept" }) { token } }';
    const kept = server.client((await here.data(make)).createToken.token);
    const [open] = await sql.rows<{ count: number }>(
      `select count(*)::int from access_tokens where kind = 'SESSION' and revoked_at is null`,
    );
    expect(open!.count).toBeGreaterThan(1);
    expect(await here.data(signOut, { everywhere: true })).toEqual({ signOut: { sessionsEnded: open!.count } });
    expect(await here.code(who)).toBe('UNAUTHENTICATED');
    expect(await kept.data(who)).toEqual({ viewer: { user: { handle: 'ada' } } });
  });
});

describe('the cookie', () => {
  const cookie = /^switchboard_session=(swb_[\w-]{43}); Path=\/; HttpOnly; SameSite=Lax; Expires=([^;]+)$/;
  let token: string;
  let carried: Record<string, string>;

  beforeAll(async () => {
    const answer = await browse(signIn, {}, input({ setCookie: true }));
    const found = cookie.exec(answer.setCookie ?? '');
    token = answer.body.data.signIn.token;
    carried = { cookie: `theme=dark; switchboard_session=${found?.[1]}` };
    expect(found?.[1]).toBe(token);
    // To the second: cookies have no finer resolution.
    expect(Math.abs(Date.parse(found![2]!) - Date.parse(answer.body.data.signIn.expiresAt))).toBeLessThan(1_000);
  });

  test('is set only when requested', async () => {
    expect((await browse(signIn, {}, input())).setCookie).toBeNull();
  });

  test('is https-only in production alone', async () => {
    const production = await startServer({ NODE_ENV: 'production' });
    const { owner, slug } = await production.workspace();
    await owner.data(`mutation { setPassword(input: { newPassword: "${password}" }) { user { id } } }`);
    const response = await fetch(`${production.origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: signIn,
        variables: { input: { workspace: slug, login: 'owner', password, setCookie: true } },
      }),
    });
    expect(response.headers.get('set-cookie')).toMatch(/; HttpOnly; SameSite=Lax; .*; Secure$/);
    await production.close();
  });

  test('signs in requests of this origin, of allowed ones, and of no page', async () => {
    for (const origin of [undefined, server.origin, allowed]) {
      const answer = await browse(who, { ...carried, ...(origin && { origin }) });
      expect(answer.body).toEqual({ data: { viewer: { user: { handle: 'ada' } } } });
    }
  });

  test.each(['https://evil.example.com', 'null', 'not an origin', 'http://app.example.com'])(
    'is refused with 403 from a page of %s, reading or writing',
    async (origin) => {
      for (const query of [who, 'mutation { signOut(input: {}) { sessionsEnded } }']) {
        const { status, body } = await browse(query, { ...carried, origin });
        expect(status).toBe(403);
        expect(body.data ?? null).toBeNull();
        expect(body.errors[0].extensions.code).toBe('FORBIDDEN');
      }
      const get = await fetch(`${server.origin}/graphql?query=${encodeURIComponent(who)}`, {
        headers: { ...carried, origin, accept: 'application/json' },
      });
      expect(get.status).toBe(403);
    },
  );

  test('opens no socket for a foreign page, and one for its own', async () => {
    const open = (origin: string) =>
      new Promise<number>((resolve) => {
        const url = server.origin.replace('http', 'ws').concat('/graphql');
        const socket = new WebSocket(url, 'graphql-transport-ws', { headers: { ...carried, origin } });
        socket.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
        socket.on('open', () => {
          socket.terminate();
          resolve(101);
        });
      });
    expect(await open('https://evil.example.com')).toBe(403);
    expect(await open(server.origin)).toBe(101);
  });

  test('is weaker than a bearer token, which any page may send', async () => {
    const bearer = { authorization: `Bearer ${workspace.owner.token}`, origin: 'https://evil.example.com' };
    const { body } = await browse(who, { ...carried, ...bearer });
    expect(body.data).toEqual({ viewer: { user: { handle: 'owner' } } });
  });

  test('signs nobody in when it is stale, and is never an error', async () => {
    const stale = { cookie: `switchboard_session=${'swb_'.padEnd(47, 'x')}` };
    expect((await browse(who, stale)).body).toEqual({ data: { viewer: null } });
    const { status, body } = await browse('{ workspace { id } }', stale);
    expect(status).toBe(200);
    expect(body.errors[0].extensions.code).toBe('UNAUTHENTICATED');
  });

  test('is cleared by signOut, and no longer signs in', async () => {
    const { setCookie, body } = await browse(signOut, { ...carried, origin: server.origin });
    expect(body).toEqual({ data: { signOut: { sessionsEnded: 1 } } });
    expect(setCookie).toMatch(/^switchboard_session=; Path=\/; HttpOnly; SameSite=Lax; Expires=Thu, 01 Jan 1970/);
    expect((await browse(who, carried)).body).toEqual({ data: { viewer: null } });
    expect(await server.client(token).code(who)).toBe('UNAUTHENTICATED');
  });
});

describe('an invalid bearer token', () => {
  test.each(['Bearer swb_unknown', 'Bearer', 'Bearer a b', 'Basic b3duZXI6b3duZXI=', 'Bearer ""', ''])(
    '%o is 401, even for what is open to all',
    async (authorization) => {
      const { status, body } = await browse(who, { authorization });
      expect(status).toBe(401);
      expect(body.errors[0].extensions.code).toBe('UNAUTHENTICATED');
      expect(body.data ?? null).toBeNull();
    },
  );
});

describe('lastActiveAt', () => {
  test('is recorded with the first request, and then at most once a minute', async () => {
    await sql.rows('create table noted (at timestamptz not null)');
    await sql.rows(`create function note() returns trigger language plpgsql as
      'begin insert into noted values (new.last_active_at); return new; end'`);
    const active = await server.user(workspace.owner, 'active');
    await sql.rows(`create trigger noting after update of last_active_at on users for each row
      when (new.handle = 'active') execute function note()`);
    const noted = async () => (await sql.rows<{ at: Date }>('select at from noted order by at')).map(({ at }) => +at);
    const start = server.clock.now;
    await active.data(who);
    await expect.poll(noted).toEqual([start]);
    for (const later of [1, 30_000, 59_999, 60_000]) {
      server.clock.now = start + later;
      await active.data(who);
    }
    await expect.poll(noted).toEqual([start, start + 60_000]);
    const { user } = await workspace.owner.data('{ user(handle: "active") { lastActiveAt } }');
    expect(Date.parse(user.lastActiveAt)).toBe(start + 60_000);
    server.clock.now = start;
  });
});
