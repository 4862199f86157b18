// Consumers of the log while their instances are repeatedly killed by kill -9 and Postgres crashes: every change has
// its effect exactly once, in stream order, together with what a command wrote; changes that always fail become dead
// letters.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { serviceActor } from '../../src/changes/actor.ts';
import { write } from '../../src/changes/record.ts';
import { Random } from '../../src/cli/demo/random.ts';
import { uuid } from '../../src/lib/ids.ts';
import { migrate } from '../../src/postgres/migrate.ts';
import { openPostgres } from '../support/open-postgres.ts';
import { happened, isPoisoned } from './consuming-changes.ts';
import { PostgresServer, tether } from './stores.ts';

const changes = 900;
const kills = 12;
const workspaceId = uuid();
const root = fileURLToPath(new URL('../../', import.meta.url));
let folder: string;
let server: PostgresServer;
const running = new Set<ChildProcess>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'switchboard-consuming-'));
  server = new PostgresServer(folder);
  await server.start();
  await migrate(server.url);
  await server.query(`create table effects (ord bigserial primary key, stream text, number bigint, workspace_id uuid)`);
  await server.query(`insert into workspaces values ($1, 'consuming', 'Consuming', now())`, [workspaceId]);
}, 60_000);
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

async function start(): Promise<ChildProcess> {
  const [file, ...args] = [...tether, process.execPath, '--import', 'tsx', 'test/faults/consuming-instance.ts'];
  const child = spawn(file!, [...args, server.url], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  running.add(child);
  child.once('exit', () => running.delete(child));
  // It ends by itself when Postgres is unreachable at its start.
  await new Promise<void>((resolve) => {
    child.stdout!.once('data', () => resolve());
    child.once('exit', () => resolve());
  });
  return child;
}

interface Row {
  stream: string;
  number: number;
  i: number;
}
const all = (from: string) => server.query<Row>(`select stream, number::int as number${from}`);

it('has every effect once, in order, and none of a change that was rolled back', { timeout: 180_000 }, async () => {
  const random = new Random('consuming');
  const instances = [await start(), await start()];
  const streams = Array.from({ length: 4 }, () => `channel:${uuid()}`);
  let written = 0;
  const writers = Array.from({ length: 3 }, async () => {
    const { postgres, pool } = openPostgres(server.url, { max: 2 });
    while (written < changes) {
      const i = written++;
      const stream = streams[i % streams.length]!;
      // A write with an unknown outcome counts if it is in the log.
      await write(serviceActor(postgres, workspaceId), [stream], async (tx) =>
        tx.record(stream, happened, { i }),
      ).catch(() => sleep(20));
      await sleep(10);
    }
    await pool.end().catch(() => undefined);
  });
  for (let kill = 1; kill <= kills; kill++) {
    await sleep(100 + random.int(0, 300));
    if (kill % 4 === 0) await server.crash();
    else {
      const slot = random.int(0, 1);
      instances[slot]!.kill('SIGKILL');
      instances[slot] = await start();
    }
  }
  await Promise.all(writers);
  if (!running.size) await start();
  const log = await all(`, (data->>'i')::int as i from changes where kind = 'test.happened' order by stream, number`);
  const fine = log.filter(({ i }) => !isPoisoned(i));
  expect(log.length).toBeGreaterThan(changes / 2);
  await vi.waitFor(async () => expect(await all(' from effects')).toHaveLength(fine.length), {
    timeout: 60_000,
    interval: 500,
  });
  // Sorted by the order of the effects: within a stream that is the order of their numbers.
  const effects = await all(' from effects order by stream, ord');
  expect(effects).toEqual(fine.map(({ stream, number }) => ({ stream, number })));
  const aside = await all(', 0 as i from dead_letters order by stream, number');
  expect(aside.map(({ stream, number }) => ({ stream, number }))).toEqual(
    log.filter(({ i }) => isPoisoned(i)).map(({ stream, number }) => ({ stream, number })),
  );
  const followers = await server.query<{ of: number }>(
    `select (data->>'of')::int as of from changes where kind = 'test.followed' order by 1`,
  );
  expect(followers.map(({ of }) => of)).toEqual(fine.map(({ i }) => i).sort((a, b) => a - b));
});
