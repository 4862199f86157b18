// The embedded Postgres after repeated kill -9: of its owner's whole process group, with Postgres included, while both
// start. The next start always opens the database, with all that was committed. RESTARTS=50 for a long run.
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it, vi } from 'vitest';
import { openEmbedded } from '../../src/postgres/embedded.ts';
import { connectBeside } from '../support/open-postgres.ts';
import { familyOf, gone } from '../support/processes.ts';

const restarts = Number(process.env.RESTARTS ?? 6);
vi.setConfig({ testTimeout: 120_000 + restarts * 20_000 });
const scratch = mkdtempSync(join(tmpdir(), 'switchboard-kills-'));
chmodSync(scratch, 0o755);
const data = join(scratch, 'data');
const cluster = join(data, 'postgres/cluster');
const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) if (child.pid && !gone(child.pid)) process.kill(-child.pid, 'SIGKILL');
  rmSync(scratch, { recursive: true, force: true });
});

/** Opens the data folder in a process group of its own, prints its connection string or the error, and waits. */
function openInGroup() {
  const script = `
    const { openEmbedded } = await import('./src/postgres/embedded.ts');
    const said = await openEmbedded({ dataDir: ${JSON.stringify(data)}, fsync: false, exclusive: true }).then(
      ({ url }) => ({ url }), ({ message }) => ({ message }));
    console.log(JSON.stringify(said));
    setInterval(() => {}, 1000);`;
  const args = ['--import', 'tsx', '--input-type=module', '--eval', script];
  const child = spawn(process.execPath, args, { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const said = (async () => {
    for await (const line of createInterface(child.stdout))
      return JSON.parse(line) as { url?: string; message?: string };
    return {};
  })();
  return { child, said };
}

async function run(url: string, statement: string) {
  const client = await connectBeside(url);
  return (await client.query(statement).finally(() => client.end())).rows;
}

it('every start succeeds at once and has every row', async () => {
  await (await openEmbedded({ dataDir: data, fsync: false })).stop();
  const failures: string[] = [];
  let rows = 0;
  for (let n = 0; n < restarts; n++) {
    const { child, said } = openInGroup();
    if (n % 3 === 2) {
      // While it starts: at any moment, over many runs.
      const ended = await Promise.race([said, sleep(400 + ((n * 211) % 900))]);
      if (ended?.message) failures.push(ended.message);
      if (!gone(child.pid!)) process.kill(-child.pid!, 'SIGKILL');
      continue;
    }
    const { url, message } = await said;
    if (message !== undefined || !url) failures.push(message ?? 'it ended');
    else {
      await run(url, 'create table if not exists kept (id int); insert into kept values (1)');
      rows++;
      // Every second time, Postgres with all its processes.
      const all = n % 3 ? familyOf(child.pid!).map(({ pid }) => pid) : [];
      // Without the postmaster its processes end by themselves, some of them before the loop reaches them.
      for (const pid of all) if (!gone(pid)) process.kill(pid, 'SIGKILL');
    }
    if (!gone(child.pid!)) process.kill(-child.pid!, 'SIGKILL');
  }
  expect(failures).toEqual([]);
  const last = await openEmbedded({ dataDir: data, fsync: false });
  expect(last.owned).toBe(true);
  expect(await run(last.url, 'select count(*)::int as n from kept')).toEqual([{ n: rows }]);
  await last.stop();
});

it.runIf(process.platform === 'linux')('starts over a killed postmaster that nobody has reaped yet', async () => {
  await (await openEmbedded({ dataDir: data, fsync: false })).stop();
  const { uid, gid } = statSync(cluster);
  // As the user that Postgres runs as: it trusts only such a pid. `sleep` becomes its parent, and reaps nothing.
  const as = process.getuid?.() === 0 ? { uid, gid, cwd: '/' } : {};
  const parent = spawn('sh', ['-c', 'sleep 0.5 & echo $!; exec sleep 1000'], {
    ...as,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    let zombie = 0;
    for await (const line of createInterface(parent.stdout)) {
      zombie = Number(line);
      break;
    }
    await vi.waitFor(() => expect(readFileSync(`/proc/${zombie}/stat`, 'utf8')).toContain(') Z'), { timeout: 10_000 });
    const file = join(cluster, 'postmaster.pid');
    writeFileSync(file, `${zombie}\n${cluster}\n1700000000\n5432\n\n127.0.0.1\n`);
    chownSync(file, uid, gid);
    const postgres = await openEmbedded({ dataDir: data, fsync: false });
    expect(postgres.owned).toBe(true);
    await postgres.stop();
  } finally {
    parent.kill('SIGKILL');
  }
});
