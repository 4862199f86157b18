// What work on passwords a caller may cause: guesses, points, and places in the queue. All of it is counted, none
// timed.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { passwordLimits } from '../../src/features/identity/password-policy.ts';
import { type Client, type Json, startServer, type TestServer } from '../support/server.ts';

const password = 'correct horse';
const setPassword = 'mutation ($input: SetPasswordInput!) { setPassword(input: $input) { user { id } } }';
const createUser = 'mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } } }';

let server: TestServer;
let owner: Client;

beforeAll(async () => {
  server = await startServer();
  owner = (await server.workspace()).owner;
});
afterAll(() => server.close());

/** The code and the points of an operation. */
async function cost(client: Client, query: string, input: object) {
  const answer: Json = await client.ask(query, { input }, { 'x-cost': '1' });
  return { code: answer.errors?.[0]?.extensions.code, ...answer.extensions.cost } as Record<string, Json>;
}

describe('guesses of currentPassword', () => {
  test('are refused after 5 for the user, on all their tokens, and for no other user', async () => {
    const [ada, bob] = [await server.user(owner, 'ada', { password }), await server.user(owner, 'bob', { password })];
    const make = 'mutation { createToken(input: { name: "x", scopes: [WRITE] }) { token } }';
    const other = server.client((await ada.data(make)).createToken.token);
    const change = (client: Client, currentPassword: string) =>
      client.code(setPassword, { input: { currentPassword, newPassword: password } });
    const codes = await Promise.all(Array.from({ length: 7 }, (_, i) => change(i % 2 ? ada : other, `guess ${i}`)));
    expect(codes.sort()).toEqual([...Array(5).fill('FORBIDDEN'), ...Array(2).fill('RATE_LIMITED')]);
    expect(await change(ada, password)).toBe('RATE_LIMITED');
    expect(await change(bob, password)).toBeUndefined();
  });
});

describe('the points of a hash', () => {
  test('are taken where a hash is computed, and refunded where it is not', async () => {
    const guest = await server.user(owner, 'guest', { role: 'GUEST' });
    const member = await server.user(owner, 'member', { password });
    const cases = [
      // Refused before anything is hashed.
      [0, 'FORBIDDEN', await cost(guest, setPassword, { userId: member.id, newPassword: password })],
      [0, 'FORBIDDEN', await cost(guest, createUser, { handle: 'x', name: 'x', password })],
      [0, 'BAD_USER_INPUT', await cost(guest, setPassword, { newPassword: 'x'.repeat(201) })],
      [0, undefined, await cost(owner, createUser, { handle: 'plain', name: 'x' })],
      // The new password is hashed only once the current one is right.
      [1, 'FORBIDDEN', await cost(member, setPassword, { currentPassword: 'wrong', newPassword: password })],
      [2, undefined, await cost(member, setPassword, { currentPassword: password, newPassword: password })],
      [1, undefined, await cost(guest, setPassword, { newPassword: password })],
      [1, undefined, await cost(owner, createUser, { handle: 'secret', name: 'x', password })],
    ] as const;
    for (const [hashes, code, outcome] of cases) {
      expect(outcome.code).toBe(code);
      expect(Math.floor(outcome.actual / 500)).toBe(hashes);
      expect(outcome.requested).toBeGreaterThanOrEqual(520);
    }
  });
});

describe('a flood of passwords', () => {
  test('is refused past the queue, and neither compression nor another workspace waits for it', {
    timeout: 60_000,
  }, async () => {
    // Without budgets: these let one token start 19 at once, which is fewer than the queue accepts.
    const unlimited = await startServer({ LIMITS: 'off' });
    const guest = await unlimited.user((await unlimited.workspace()).owner, 'flooding', { role: 'GUEST' });
    const other = await unlimited.workspace();
    for (let i = 0; i < 10; i++) await unlimited.user(other.owner, `colleague-${i}`, { title: 'x'.repeat(100) });
    const { hashing } = passwordLimits(unlimited.app.internals.postgres);
    let maxRunning = 0;
    const watching = setInterval(() => {
      maxRunning = Math.max(maxRunning, hashing.use().running);
    }, 1);
    const refusedBefore = hashing.refused;
    const flood = Promise.all(
      Array.from({ length: 40 }, () => guest.ask(setPassword, { input: { newPassword: password } })),
    );
    await expect.poll(() => hashing.refused - refusedBefore, { timeout: 20_000 }).toBeGreaterThan(5);
    const made = unlimited.app.internals.compressor.compressions;
    const response = await fetch(`${unlimited.origin}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'accept-encoding': 'gzip',
        authorization: `Bearer ${other.owner.token}`,
      },
      body: JSON.stringify({ query: '{ users { nodes { id handle name title } } }' }),
    });
    expect(((await response.json()) as Json).data.users.nodes).toHaveLength(11);
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(unlimited.app.internals.compressor.compressions).toBe(made + 1);
    // It was answered before the flood was worked off, and so is a password of the other workspace.
    expect(hashing.use().waiting).toBeGreaterThan(10);
    expect(await other.owner.code(setPassword, { input: { newPassword: password } })).toBeUndefined();
    expect(hashing.use().waiting).toBeGreaterThan(10);
    const answers = await flood;
    clearInterval(watching);
    const errors = answers.flatMap(({ errors }) => errors?.[0] ?? []);
    const overloaded = errors.filter(({ extensions }) => extensions.code === 'UNAVAILABLE');
    expect(overloaded.length).toBeGreaterThan(5);
    expect(overloaded[0]!.message).toBe('Too many passwords are being checked now. Try again in 5 s.');
    expect(overloaded[0]!.extensions.retryAfter).toBe(5);
    // Node has four threads: at least two are never used by hashes.
    expect(maxRunning).toBeGreaterThan(0);
    expect(maxRunning).toBeLessThanOrEqual(2);
    expect(hashing.use()).toEqual({ running: 0, waiting: 0 });
    await unlimited.close();
  });
});
