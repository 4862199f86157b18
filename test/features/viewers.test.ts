// The viewer of a token is cached, and never longer than it is valid: changes take effect at once here, within a second
// on another instance, and nothing is cached while no changes are received.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/app.ts';
import { Viewers } from '../../src/cache/viewers.ts';
import { AccessChanges } from '../../src/changes/access-changes.ts';
import { Relay } from '../../src/changes/relay.ts';
import { readConfig } from '../../src/config.ts';
import { authenticate } from '../../src/features/identity/policy.ts';
import { catalogue } from '../../src/schema.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { type Client, startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let owner: Client;
let other: ReturnType<typeof createApp>;
let otherOrigin: string;
let count = 0;

beforeAll(async () => {
  server = await startServer();
  owner = (await server.workspace()).owner;
  const config = readConfig({ NODE_ENV: 'test', PORT: '0', LOG_LEVEL: 'silent', DRAIN_SECONDS: '1' });
  const now = () => server.clock.now;
  other = createApp({ config, databaseUrl: server.databaseUrl, log: createLog('silent'), now });
  otherOrigin = (await other.listen()).origin;
});

afterAll(async () => {
  await other?.close();
  await server?.close();
});

const newUser = () => server.user(owner, `user-${++count}`);

async function roleAt(origin: string, token: string): Promise<string> {
  const response = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: '{ viewer { role } }' }),
  });
  const { data, errors } = (await response.json()) as { data?: { viewer: { role: string } }; errors?: object[] };
  return errors ? `status ${response.status}` : data!.viewer.role;
}

const roles = async (token: string) => [await roleAt(server.origin, token), await roleAt(otherOrigin, token)];

/** What ends or changes a token's rights, and what they are then. */
const changes: [name: string, change: (user: Client & { id: string }) => Promise<unknown>, then: string][] = [
  [
    'revoked',
    async (user) => {
      const { viewer } = await user.data('{ viewer { tokens(first: 1) { nodes { id } } } }');
      const revoke = 'mutation ($id: ID!) { revokeToken(input: { tokenId: $id }) { accessToken { id } } }';
      await user.data(revoke, { id: viewer.tokens.nodes[0].id });
    },
    'status 401',
  ],
  [
    'deactivated',
    ({ id }) => owner.data('mutation ($id: ID!) { deactivateUser(input: { userId: $id }) { user { id } } }', { id }),
    'status 401',
  ],
  [
    'demoted to guest',
    ({ id }) =>
      owner.data('mutation ($id: ID!) { setRole(input: { userId: $id, role: GUEST }) { user { id } } }', { id }),
    'GUEST',
  ],
  [
    'promoted to admin',
    ({ id }) =>
      owner.data('mutation ($id: ID!) { setRole(input: { userId: $id, role: ADMIN }) { user { id } } }', { id }),
    'ADMIN',
  ],
];

describe('a token whose user is', () => {
  it.each(changes)('%s is treated so at once here, and within 1 s on other instances', async (_, change, then) => {
    const user = await newUser();
    for (let i = 0; i < 3; i++) expect(await roles(user.token!)).toEqual(['MEMBER', 'MEMBER']);
    await change(user);
    const acknowledged = Date.now();
    expect(await roleAt(server.origin, user.token!)).toBe(then);
    await expect.poll(() => roleAt(otherOrigin, user.token!), { timeout: 1_000, interval: 5 }).toBe(then);
    expect(Date.now() - acknowledged).toBeLessThan(1_000);
  });
});

it('is looked up once for many requests, and again when it has expired', async () => {
  const user = await newUser();
  const { createToken } = await user.data(
    'mutation ($at: DateTime) { createToken(input: { name: "t", expiresAt: $at }) { token } }',
    { at: new Date(server.clock.now + 60_000).toISOString() },
  );
  const before = { ...server.app.internals.viewers.counts };
  for (let i = 0; i < 10; i++) expect(await roleAt(server.origin, createToken.token)).toBe('MEMBER');
  const { hits, misses } = server.app.internals.viewers.counts;
  expect([hits - before.hits, misses - before.misses]).toEqual([9, 1]);
  server.clock.now += 61_000;
  expect(await roleAt(server.origin, createToken.token)).toBe('status 401');
});

it('is read from the database while the relay does not read', async () => {
  const { postgres } = server.app.internals;
  const relay = new Relay({ postgres, log: createLog('silent'), pollMs: () => 50 });
  await relay.start();
  const now = () => server.clock.now;
  const viewers = new Viewers({
    catalogue,
    relay,
    accessChanges: new AccessChanges(relay, catalogue),
    authenticate: (token) => authenticate(postgres, token, now()),
    enabled: true,
    now,
  });
  const user = await newUser();
  expect((await viewers.of(user.token!))!.role).toBe('MEMBER');
  expect((await viewers.of(user.token!))!.role).toBe('MEMBER');
  expect(viewers.counts).toMatchObject({ hits: 1, misses: 1, bypassed: 0 });
  await relay.stop();
  relay.lastReadBegan = Date.now() - 1_000;
  await owner.data('mutation ($id: ID!) { setRole(input: { userId: $id, role: GUEST }) { user { id } } }', {
    id: user.id,
  });
  expect((await viewers.of(user.token!))!.role).toBe('GUEST');
  expect(viewers.counts).toMatchObject({ hits: 1, misses: 1, bypassed: 1 });
});
