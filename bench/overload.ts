// npm run bench:overload [-- --smoke]: how many good responses the server sends when it gets five times as many
// requests as it can execute (Q2 of npm run bench, response cache off), with shedding and without. A full run writes
// bench/OVERLOAD.md; fails when less than 90 % of the peak is left with shedding.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { openEmbedded } from '../src/postgres/embedded.ts';
import { migrate } from '../src/postgres/migrate.ts';
import { type Child, pinned, startChild } from './fan-out/child.ts';
import { measuredWith } from './machine.ts';
import type { Offer, Tally } from './overload/load.ts';
import { startFlags } from './read/contenders.ts';
import { cpuOf } from './read/cpu.ts';
import { type DataSet, fillDataSet, viewers } from './read/data-set.ts';
import type { Counted, Shot } from './read/load.ts';
import { operations } from './read/operations.ts';
import type { Target } from './read/server.ts';

const { values } = parseArgs({
  options: {
    smoke: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '6' },
    shedding: { type: 'string', default: 'on,off' },
  },
});
const rounds = values.smoke ? 1 : Number(values.rounds);
const seconds = values.smoke ? 2 : Number(values.seconds);
const modes = values.shedding.split(',');
const full = !values.smoke && rounds >= 3 && seconds >= 6 && modes.length === 2;
const [patience, sockets, connections] = [2_000, 1_000, 64];

interface Result {
  mode: string;
  /** Responses a second: at the peak, then the good ones of once and five times as many requests. */
  peak: number;
  once: Tally;
  five: Tally;
  /** The server's CPU for each good response, in milliseconds: at the peak, and at five times as many requests. */
  peakCpu: number;
  fiveCpu: number;
}

const perSecond = ({ good }: Tally) => good / (seconds - 1);

/** The requests of all viewers, each the same query under another token. */
function shotsOf({ tokens }: DataSet, port: number): string[] {
  const { operationName, query, variables } = operations.Q2;
  const body = JSON.stringify({ operationName, query, variables: variables({} as DataSet)[0] });
  return tokens.slice(0, viewers).map((token) => {
    const head = [
      'POST /graphql HTTP/1.1',
      `host: 127.0.0.1:${port}`,
      `authorization: Bearer ${token}`,
      'accept: application/json',
      'content-type: application/json',
      `content-length: ${Buffer.byteLength(body)}`,
    ];
    return `${head.join('\r\n')}\r\n\r\n${body}`;
  });
}

async function measure(mode: string, databaseUrl: string, data: DataSet, closed: Child, open: Child): Promise<Result> {
  const env = { ...(await startFlags()), BENCH_DATABASE_URL: databaseUrl, CACHE_MB: '0', SHEDDING: mode };
  const server = await startChild('../read/switchboard-server.ts', {
    core: 0,
    env,
  });
  try {
    const { port, pid } = await server.ask<Target>('target');
    const requests = shotsOf(data, port);
    const { length } = await ask(requests[0]!, port);
    const shots: Shot[] = requests.map((request) => ({ request, length }));
    // The rest of the previous phase is awaited.
    await closed.ask('start', { port, connections, requests: shots });
    await sleep(values.smoke ? 1_000 : 4_000);
    await closed.ask<Counted>('count');
    const [at, cpu] = [performance.now(), cpuOf(pid)];
    await sleep(seconds * 1_000);
    const { requests: answered } = await closed.ask<Counted>('count');
    const peak = (answered * 1_000) / (performance.now() - at);
    const peakCpu = (cpuOf(pid) - cpu) / answered / 1_000;
    const wrong = await closed.ask<string | null>('stop');
    if (wrong) throw new Error(wrong);
    const offer = (times: number) =>
      open.ask<Tally>('offer', { port, requests, perSecond: peak * times, seconds, patience, sockets } satisfies Offer);
    const once = await offer(1);
    const before = cpuOf(pid);
    const five = await offer(5);
    const fiveCpu = (cpuOf(pid) - before) / 1_000 / ((five.good * seconds) / (seconds - 1));
    const result = { mode, peak, once, five, peakCpu, fiveCpu };
    console.log(line(result));
    return result;
  } finally {
    await server.end();
  }
}

/** Sends one request; returns the length of its response. */
async function ask(request: string, port: number): Promise<{ length: number }> {
  const [head, body] = request.split('\r\n\r\n') as [string, string];
  const authorization = /authorization: (.*)/.exec(head)![1]!.trim();
  const headers = { authorization, 'content-type': 'application/json', 'accept-encoding': 'identity' };
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, { method: 'POST', headers, body });
  const text = await response.text();
  if (response.status !== 200 || text.length < operations.Q2.atLeast) throw new Error(text.slice(0, 500));
  return { length: Buffer.byteLength(text) };
}

const line = ({ mode, peak, once, five, peakCpu, fiveCpu }: Result) =>
  `shedding ${mode}: peak ${peak.toFixed(0)}/s; once ${describe(once)}; five times ${describe(five)}, ` +
  `${((100 * perSecond(five)) / peak).toFixed(0)} % of the peak; CPU for each good answer ${peakCpu.toFixed(1)} and ${fiveCpu.toFixed(1)} ms`;
const describe = (tally: Tally) =>
  `${perSecond(tally).toFixed(0)}/s good (p50 ${tally.p50.toFixed(0)}, p99 ${tally.p99.toFixed(0)} ms), refused ` +
  `${tally.refused} (p50 ${tally.refusedP50.toFixed(0)}, p99 ${tally.refusedP99.toFixed(0)} ms), late ${tally.late}, ` +
  `failed ${tally.failed}, unsent ${tally.unsent} of ${tally.offered}`;

const median = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!;

/** How much of the peak is left, with shedding or without: the median of the rounds. */
const left = (results: Result[], mode: string) =>
  median(results.filter((one) => one.mode === mode).map(({ five, peak }) => perSecond(five) / peak));

function tableOf(results: Result[]): string[] {
  const rows = results.map(({ mode, peak, once, five, peakCpu, fiveCpu }) => {
    const ratio = `${((100 * perSecond(five)) / peak).toFixed(0)} %`;
    const turnedAway = ((100 * five.refused) / five.offered).toFixed(0);
    const lost = ((100 * (five.late + five.unsent + five.failed)) / five.offered).toFixed(0);
    const cells = [mode, peak.toFixed(0), perSecond(once).toFixed(0), perSecond(five).toFixed(0), ratio];
    return [
      ...cells,
      `${five.p50.toFixed(0)}, ${five.p99.toFixed(0)}`,
      `${turnedAway} %`,
      `${lost} %`,
      `${peakCpu.toFixed(1)}, ${fiveCpu.toFixed(1)}`,
    ];
  });
  const head = ['shedding', 'peak/s', 'good/s at 1 ×', 'good/s at 5 ×', 'of the peak', 'p50, p99 of the good, ms'];
  return [
    [...head, 'refused', 'late or never sent', 'CPU a good request, ms: at the peak, at 5 ×'],
    Array(9).fill('---'),
    ...rows,
  ].map((cells) => `| ${cells.join(' | ')} |`);
}

async function report(results: Result[], postgres: string): Promise<string> {
  return [
    '# Five times the peak load',
    '',
    'Measured by `npm run bench:overload`. The peak is the throughput of 64 connections that each send their next request when they',
    `have the previous response (Q2 of \`npm run bench\`, response cache off, 500 viewers). Then requests are sent on a schedule, whether`,
    `or not earlier ones have a response, on ${sockets} connections: at the peak rate, then at five times the peak rate, for ${seconds} s each, the`,
    `first second not counted. A client without a response after ${patience / 1_000} s disconnects and connects again. A request is good`,
    'when it gets 200 within that time.',
    '',
    ...tableOf(results),
    '',
    `With shedding ${(100 * left(results, 'on')).toFixed(0)} % of the peak remain, without it ${(100 * left(results, 'off')).toFixed(0)} % (medians); the target is 90 %.`,
    '',
    ...(await measuredWith(
      ['graphql', 'pg'],
      postgres,
      pinned ? 'server and load each held to a core of its own' : 'any core',
    )),
    '',
  ].join('\n');
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-bench-'));
  chmodSync(folder, 0o711); // as root, Postgres runs as another user
  const embedded = await openEmbedded({ dataDir: join(folder, 'data') });
  const client = new pg.Client({ connectionString: embedded.url });
  const closed = await startChild('../read/load.ts', { core: 1, env: {} });
  const open = await startChild('../overload/load.ts', { core: 1, env: {} });
  try {
    await migrate(embedded.url);
    await client.connect();
    const data = await fillDataSet(embedded.url);
    const results: Result[] = [];
    for (let round = 1; round <= rounds; round++)
      for (const mode of modes) results.push(await measure(mode, embedded.url, data, closed, open));
    if (full) {
      const { rows } = await client.query(`select current_setting('server_version') as version`);
      await writeFile(new URL('OVERLOAD.md', import.meta.url), await report(results, rows[0].version));
    }
    if (values.smoke) return console.log('It answers, and refuses. Nothing is judged by time here.');
    console.log(tableOf(results).join('\n'));
    if (modes.includes('on') && left(results, 'on') < 0.9) process.exitCode = 1;
  } finally {
    await Promise.all([closed.end(), open.end(), client.end().catch(() => {})]);
    await embedded.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
