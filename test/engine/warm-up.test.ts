// Responses of the warm-up list are cached before the first request, and an operation that cannot run stops the start.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { until } from '../faults/one-redis.ts';
import { createChannel } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let folder: string;

beforeAll(async () => {
  server = await startServer();
  folder = mkdtempSync(join(tmpdir(), 'switchboard-warm-up-'));
});

afterAll(async () => {
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

function startWith(list: string): App {
  const path = join(folder, 'list.json');
  writeFileSync(path, list);
  const config = readConfig({ NODE_ENV: 'test', PORT: '0', LOG_LEVEL: 'silent', DRAIN_SECONDS: '1', WARM_UP: path });
  return createApp({ config, databaseUrl: server.databaseUrl, log: createLog('silent') });
}

it('the responses on the list are cached for the first client', async () => {
  const { owner } = await server.workspace();
  const id = await createChannel(owner, { name: 'warm' });
  const query = 'query Warm($id: ID!) { channel(id: $id) { name } }';
  const app = startWith(JSON.stringify([{ query, variables: { id } }]));
  const { origin } = await app.listen();
  await until(() => app.internals.cache.counts.MISS > 0);
  // It is the last on the list, and is cached once it has been executed.
  await until(() => app.internals.queryLimiter.use().running === 0);
  const response = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${owner.token}` },
    body: JSON.stringify({ query, variables: { id } }),
  });
  expect(await response.json()).toEqual({ data: { channel: { name: 'warm' } } });
  expect(response.headers.get('x-cache')).toBe('HIT');
  await app.close();
});

it.each([
  ['is no JSON', '[', /^WARM_UP .*list\.json: .*JSON/],
  ['is no list', '{}', /^WARM_UP .*expected array/],
  ['holds what is no request', '[{ "text": "{ workspace { name } }" }]', /^WARM_UP .*text/],
  ['holds a stored operation that is not there', '[{ "documentId": "sha256:0" }]', /^WARM_UP .*no stored operation/],
  ['holds what does not fit the schema', '[{ "query": "{ nothing }" }]', /^WARM_UP .*Cannot query field/],
  [
    'holds a mutation',
    '[{ "query": "mutation { signOut(input: {}) { sessionsEnded } }" }]',
    /^WARM_UP .*is not a query$/,
  ],
])('a list that %s stops the start with one line', (_, list, message) => {
  expect(() => startWith(list)).toThrow(message);
  expect(() => startWith(list)).not.toThrow(/\n/);
});
