// What the relay delivers from its start on.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Relay } from '../../src/changes/relay.ts';
import { serverStatement } from '../../src/postgres/statement.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { until } from '../faults/one-redis.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.close());

it.each([
  ['that is named', false],
  ['without an epoch', true],
])('starts in an epoch of the database %s without a gap', async (_, unnamed) => {
  if (unnamed)
    await server.app.internals.postgres.scoped(null).run(serverStatement('test.unname', 'truncate ephemera'));
  const relay = new Relay({ postgres: server.app.internals.postgres, log: createLog('silent'), pollMs: () => 10 });
  await relay.start();
  const relayed: string[] = [];
  relay.listen({
    changes: (changes) => relayed.push(...changes.map(({ kind }) => kind)),
    gap: () => relayed.push('a gap'),
  });
  expect(relay.position).not.toBe(null);
  const reads = relay.reads;
  await until(() => relay.reads > reads + 2);
  expect(relayed).toEqual([]);
  const { owner } = await server.workspace();
  await owner.data('mutation { createChannel(input: { name: "told" }) { channel { id } } }');
  await until(() => relayed.length > 0);
  expect(relayed).not.toContain('a gap');
  await relay.stop();
});
