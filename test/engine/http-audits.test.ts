// The audits of the GraphQL-over-HTTP specification, as listed by graphql-http, for an owner who is signed in:
// on the fast path, and by Yoga.
import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';

describe.each(['on', 'off'])('with the fast path %s', (FAST_PATH) => {
  let server: TestServer;
  let token: string;
  beforeAll(async () => {
    server = await startServer({ FAST_PATH });
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

  it.each(audits.map((audit) => [audit.id, audit.name, audit.fn] as const))('%s %s', async (_, __, audit) => {
    expect(await audit()).toMatchObject({ status: 'ok' });
  });

  it('are 61, and many of them run on the fast path', () => {
    expect(audits).toHaveLength(61);
    expect(server.app.internals.fastPath.served > 10).toBe(FAST_PATH === 'on');
  });
});
