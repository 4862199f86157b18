// Two apps in one process, on one database: what one of them counts or caches must not reach the other.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { type Person, seed } from '../support/seed.ts';
import { type Json, startServer, type TestServer } from '../support/server.ts';
import { openSql, rawId, type Sql } from '../support/sql.ts';

let server: TestServer;
let other: App;
let origins: [here: string, there: string];
let owner: Person;
let slug: string;
let channelId: string;
let sql: Sql;
/** A second ahead of the first app's: too little for any user to be published or stored again. */
const clock = { now: 0 };

beforeAll(async () => {
  server = await startServer({ LIMITS: 'off' });
  clock.now = server.clock.now + 1_000;
  const config = readConfig({ NODE_ENV: 'test', LOG_LEVEL: 'silent', PORT: '0', DRAIN_SECONDS: '1', LIMITS: 'off' });
  const { databaseUrl } = server;
  other = createApp({ config, databaseUrl, log: createLog('silent'), now: () => clock.now });
  origins = [server.origin, (await other.listen()).origin];
  const seeded = await seed(server, { channels: { general: {} } });
  owner = seeded.owner;
  slug = seeded.slug;
  channelId = seeded.channels.general;
  sql = await openSql(databaseUrl);
});

afterAll(async () => {
  await sql?.end();
  await other?.close();
  await server?.close();
});

async function ask(origin: string, query: string, variables: object, token = owner.token): Promise<Json> {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  const body = JSON.stringify({ query, variables });
  return (await fetch(`${origin}/graphql`, { method: 'POST', headers, body })).json();
}

it('publishes typing that only the other app has published', async () => {
  const setTyping = 'mutation ($id: ID!) { setTyping(input: { channelId: $id }) { expiresAt } }';
  const published = async (): Promise<number> => {
    const [row] = await sql.rows<{ at: Date }>(`select at from ephemera where key like 'typing:%'`);
    return row!.at.getTime();
  };
  await ask(origins[0], setTyping, { id: channelId });
  expect(await published()).toBe(server.clock.now);
  await ask(origins[1], setTyping, { id: channelId });
  expect(await published()).toBe(clock.now);
});

it('stores the activity of a user whose activity only the other app has stored', async () => {
  const stored = async (): Promise<number | undefined> => {
    const [row] = await sql.rows('select last_active_at as at from users where id = $1', [rawId(owner.id)]);
    return row?.at?.getTime();
  };
  await ask(origins[0], '{ workspace { id } }', {});
  await expect.poll(stored).toBeGreaterThanOrEqual(server.clock.now);
  await ask(origins[1], '{ workspace { id } }', {});
  await expect.poll(stored).toBe(clock.now);
});

it('counts the wrong guesses of a password separately', async () => {
  const signIn = `mutation ($slug: String!) {
    signIn(input: { workspace: $slug, login: "owner", password: "a wrong guess" }) { token }
  }`;
  const code = async (origin: string) => (await ask(origin, signIn, { slug }, null)).errors[0].extensions.code;
  for (let guess = 0; guess < 5; guess++) expect(await code(origins[0])).toBe('UNAUTHENTICATED');
  expect(await code(origins[0])).toBe('RATE_LIMITED');
  expect(await code(origins[1])).toBe('UNAUTHENTICATED');
});
