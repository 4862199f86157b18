// npm run bench:fanout [-- --smoke]: what one delivery costs each server, all measured in one run, in turn, by the same
// load. Every delivery is counted and compared before a number is accepted. Writes bench/FANOUT.md; fails past the
// gate.
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { openEmbedded } from '../src/postgres/embedded.ts';
import { type Child, startChild } from './fan-out/child.ts';
import type { Result } from './fan-out/load.ts';
import { type Cell, gates, report } from './fan-out/report.ts';
import type { Cost, Published, Target } from './fan-out/server-process.ts';

const kinds = ['bare', 'switchboard', 'yoga', 'apollo', 'mercurius'];
const { values } = parseArgs({
  options: {
    smoke: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string', default: kinds.join(',') },
    sizes: { type: 'string', default: '1000,3000' },
    events: { type: 'string', default: '50' },
    'no-hold': { type: 'boolean', default: false },
    /** A folder for CPU profiles of the servers. */
    profile: { type: 'string' },
  },
});
const { smoke } = values;
const only = values.only.split(',');
const sizes = smoke ? [50] : values.sizes.split(',').map(Number);
const rounds = smoke ? 1 : Number(values.rounds);
const events = smoke ? 5 : Number(values.events);
const perSecond = smoke ? 20 : 5;

// The timed bodies are plain ASCII, which bare ws sends most cheaply; those of the warm-up are not.
const bodiesOf = (count: number, label: string) =>
  Array.from({ length: count }, (_, i) => `${label} ${i}: the deploy of the search index is done, and nobody noticed.`);

/** Publishes and waits until all subscribers have received everything. */
async function deliver(server: Child, load: Child, bodies: string[], rate: number) {
  await load.ask('expect', { events: bodies.length });
  const before = await server.ask<Cost>('cost', { collect: false });
  const complete = load.ask('complete', { seconds: 120 + bodies.length / rate });
  const [published] = await Promise.all([server.ask<Published[]>('publish', { bodies, perSecond: rate }), complete]);
  const { cpu } = await server.ask<Cost>('cost', { collect: false });
  const result = await load.ask<Result>('result', { published, bodies });
  return { cpu: cpu - before.cpu, result };
}

/** One server from its start to its end, with so many sockets that receive events and so many that do not. */
async function measure(kind: string, databaseUrl: string, active: number, idle: number): Promise<Cell> {
  const env = { BENCH_DATABASE_URL: databaseUrl };
  const server = await startChild(`${kind}-server.ts`, { core: 0, env });
  const load = await startChild('load.ts', { core: 1, env: {} });
  try {
    const target = await server.ask<Target>('target');
    // Once through everything, so that neither code nor pools are counted to the sockets.
    await load.ask('connect', { target, sockets: 50, quiet: false });
    await deliver(server, load, bodiesOf(5, 'wärm — up'), 20);
    await load.ask('disconnect');
    // Starting leaves free heap that the first sockets fill unnoticed: idle ones are measured on top of active ones.
    if (idle) await load.ask('connect', { target, sockets: active, quiet: false });
    const empty = await server.ask<Cost>('cost', { collect: true });
    await load.ask('connect', { target, sockets: idle || active, quiet: idle > 0 });
    const full = await server.ask<Cost>('cost', { collect: true });
    await deliver(server, load, bodiesOf(5, 'warm 🔥 again'), 5);
    if (values.profile) await server.ask('profile', { file: null });
    const { cpu, result } = await deliver(server, load, bodiesOf(events, 'event'), perSecond);
    if (values.profile)
      await server.ask('profile', { file: join(resolve(values.profile), `${kind}-${active}.cpuprofile`) });
    const sockets = idle || active;
    return {
      ...{ kind, active, idle, result },
      cpu: cpu / result.deliveries,
      rss: (full.rss - empty.rss) / sockets,
      heap: (full.heap - empty.heap) / sockets,
    };
  } finally {
    await Promise.all([server.end(), load.end()]);
  }
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-bench-'));
  chmodSync(folder, 0o711); // as root, Postgres runs as another user
  const embedded = await openEmbedded({ dataDir: join(folder, 'data') });
  const admin = new pg.Client({ connectionString: embedded.url });
  const cells: Cell[] = [];
  const failures: string[] = [];
  const plan = sizes.flatMap((active) =>
    Array.from({ length: rounds }, () => only.map((kind) => ({ kind, active, idle: 0 }))).flat(),
  );
  if (!smoke && !values['no-hold'])
    plan.push(...['bare', 'switchboard'].map((kind) => ({ kind, active: 2_000, idle: 5_000 })));
  try {
    await admin.connect();
    const version = (await admin.query<{ server_version: string }>('show server_version')).rows[0]!.server_version;
    for (const [i, { kind, active, idle }] of plan.entries()) {
      const name = `bench_${randomBytes(4).toString('hex')}`;
      await admin.query(`create database ${name}`);
      const url = Object.assign(new URL(embedded.url), { pathname: `/${name}` }).href;
      const cell = await measure(kind, url, active, idle).catch((error: Error) => {
        // A peer that cannot do it is reported, and does not fail the run; a broken promise does.
        if (kind === 'bare' || kind === 'switchboard') throw error;
        failures.push(`${kind} with ${active} sockets: ${error.message.split('\n')[0]}`);
        console.log(`${i + 1}/${plan.length} ${failures.at(-1)}`);
        return null;
      });
      await admin.query(`drop database ${name} with (force)`);
      if (!cell) continue;
      cells.push(cell);
      const { p50, p99, p99Written, cpu } = cell.result;
      const load = cpu / cell.result.deliveries;
      console.log(
        `${i + 1}/${plan.length} ${kind} ${active}${idle ? ` + ${idle} idle` : ''}: ${cell.cpu.toFixed(1)} µs a delivery, ` +
          `p50 ${p50.toFixed(1)} p99 ${p99.toFixed(1)} ms (with the write ${p99Written.toFixed(1)}), ${(cell.rss / 1024).toFixed(1)} KiB a socket ` +
          `(heap ${(cell.heap / 1024).toFixed(1)}), load ${load.toFixed(1)} µs, ${cell.result.bytes} bytes`,
      );
    }
    if (smoke && failures.length) process.exitCode = 1;
    else if (smoke) console.log('All deliveries came, equal and in order. Nothing is judged by time here.');
    if (smoke) return;
    const judged = gates(cells);
    const full = kinds.every((kind) => only.includes(kind));
    const text = await report(cells, judged, { rounds, events, perSecond, postgres: version, failures });
    console.log(text);
    if (full) await writeFile(new URL('FANOUT.md', import.meta.url), text);
    if (judged.some(({ holds }) => !holds)) process.exitCode = 1;
  } finally {
    await admin.end().catch(() => {});
    await embedded.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
