// npm run bench [-- --smoke]: what the same reads cost each server on one data set, all measured in one run, in turn.
// Their data is compared before a number is accepted. A full run writes bench/REPORT.md; fails when a gate does.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openEmbedded } from '../src/postgres/embedded.ts';
import { migrate } from '../src/postgres/migrate.ts';
import { startChild } from './fan-out/child.ts';
import { ablation } from './read/ablation.ts';
import { type ContenderName, cacheOff, contenders, startFlags } from './read/contenders.ts';
import { parentOf } from './read/cpu.ts';
import { fillDataSet } from './read/data-set.ts';
import { type Bench, type Cell, measure } from './read/measure.ts';
import { operations } from './read/operations.ts';
import { readOptions, stop } from './read/options.ts';
import { gates, gateTable, mediansOf, report, summary } from './read/report.ts';

const options = readOptions();
const { smoke, only, keys, rounds, seconds, warm, connections } = options;

/** One contender's turn: operations without its response cache, then, after a restart, those with it. */
async function turn(bench: Bench, contender: ContenderName, off: Record<string, string> = {}): Promise<Cell[]> {
  const { is, caches } = contenders[contender];
  const flags = is === 'product' ? await startFlags() : {};
  const withCache = keys.filter((key) => caches && operations[key].cached);
  const without = keys.filter((key) => !withCache.includes(key));
  const cells: Cell[] = [];
  if (without.length) {
    const env = { ...flags, BENCH_CACHE: 'off', ...(is === 'product' && cacheOff), ...off };
    cells.push(...(await measure(bench, contender, without, env)));
  }
  if (withCache.length) {
    cells.push(...(await measure(bench, contender, withCache, { ...flags, BENCH_CACHE: 'on', ...off })));
  }
  if (smoke) console.log(`${contender} answers ${keys.join(', ')} as the others do`);
  else for (const cell of cells) console.log(line(cell));
  return cells;
}

const line = ({ contender, operation, perSecond, p50, p99, serverCpu, postgresCpu, loadCore }: Cell) =>
  `${contender} ${operation}: ${perSecond.toFixed(0)}/s, p50 ${p50.toFixed(1)} p99 ${p99.toFixed(1)} ms, ` +
  `CPU ${serverCpu.toFixed(0)} µs, Postgres ${postgresCpu.toFixed(0)} µs, load ${(loadCore * 100).toFixed(0)} % of a core`;

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-bench-'));
  chmodSync(folder, 0o711); // as root, Postgres runs as another user
  const embedded = await openEmbedded({ dataDir: join(folder, 'data') });
  const load = await startChild('../read/load.ts', { core: 1, env: {} });
  const admin = new pg.Client({ connectionString: embedded.url });
  try {
    await migrate(embedded.url);
    const data = await fillDataSet(embedded.url);
    await admin.connect();
    const { pid, version } = (
      await admin.query<{ pid: number; version: string }>(
        `select pg_backend_pid() as pid, current_setting('server_version') as version`,
      )
    ).rows[0]!;
    const postmaster = parentOf(pid);
    if (!postmaster) throw new Error('CPU is read from /proc: run the bench on Linux.');
    const [warmMs, measureMs] = [warm * 1_000, seconds * 1_000];
    const bench = {
      databaseUrl: embedded.url,
      postmaster,
      data,
      load,
      connections,
      warmMs,
      measureMs,
      given: new Map(),
    };
    if (options.ablation) return await ablation(rounds, keys, (off) => turn(bench, 'switchboard', off));
    const cells: Cell[] = [];
    for (let round = 1; round <= rounds; round++) {
      if (!smoke) console.log(`Round ${round} of ${rounds}`);
      for (const contender of only) cells.push(...(await turn(bench, contender)));
    }
    if (smoke) return console.log('All answer, with equal data. Nothing is judged by time here.');
    const of = mediansOf(cells);
    const judged = gates(of);
    console.log(['', summary(of), '', gateTable(judged)].join('\n'));
    if (options.full)
      await writeFile(
        new URL('REPORT.md', import.meta.url),
        await report(of, { connections, rounds, seconds, warm, postgres: version }),
      );
    if (judged.some(({ holds }) => !holds)) process.exitCode = 1;
  } finally {
    await Promise.all([load.end(), admin.end().catch(() => {})]);
    await embedded.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

await main().catch((error: Error) => stop(error.message));
