// The audits of the GraphQL-over-HTTP specification, as graphql-http lists them, for an owner who is signed in.
import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let token: string;
beforeAll(async () => {
  server = await startServer();
  token = (await server.workspace()).owner.token!;
});
afterAll(() => server.close());

const audits = serverAudits({
  url: () => `${server.origin}/graphql`,
  fetchFn: (url: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${token}`);
    return fetch(url, { ...init, headers });
  },
});

it('are 61', () => {
  expect(audits).toHaveLength(61);
});

it.each(audits.map((audit) => [audit.id, audit.name, audit.fn] as const))('%s %s', async (_, __, audit) => {
  expect(await audit()).toMatchObject({ status: 'ok' });
});
