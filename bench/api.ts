// npm run bench:api [-- --clients 2000 --every 4 --seconds 60]: response times under ordinary use: so many clients on
// connections of their own, each sending one request in so many seconds, a fifth of them writes. Writes bench/API.md;
// fails when a percentile is past its promise.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { openEmbedded } from '../src/postgres/embedded.ts';
import { migrate } from '../src/postgres/migrate.ts';
import { startChild } from './fan-out/child.ts';
import { measuredWith } from './machine.ts';
import { startFlags } from './read/contenders.ts';
import { cpuOf } from './read/cpu.ts';
import { fillDataSet } from './read/data-set.ts';
import { operations } from './read/operations.ts';
import type { Target } from './read/server.ts';

const { values } = parseArgs({
  options: {
    clients: { type: 'string', default: '2000' },
    every: { type: 'string', default: '4' },
    seconds: { type: 'string', default: '60' },
  },
});
const [clients, every, seconds] = [values.clients, values.every, values.seconds].map(Number) as [
  number,
  number,
  number,
];
const promised = { p50: 100, p95: 150, p99: 500 };
const warmSeconds = 2 * every;

const joinChannel = 'mutation ($id: ID!) { joinChannel(input: { channelId: $id }) { channel { id } } }';
const send = 'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { id seq } } }';

const folder = mkdtempSync(join(tmpdir(), 'switchboard-bench-'));
chmodSync(folder, 0o711); // as root, Postgres runs as another user
const embedded = await openEmbedded({ dataDir: join(folder, 'data') });
try {
  await migrate(embedded.url);
  const data = await fillDataSet(embedded.url);
  const client = new pg.Client({ connectionString: embedded.url });
  await client.connect();
  const { rows } = await client.query<{ version: string }>(`select current_setting('server_version') as version`);
  const { version } = rows[0]!;
  await client.end();
  const env = { BENCH_DATABASE_URL: embedded.url, BENCH_WORKSPACE_ID: data.workspaceId, ...(await startFlags()) };
  const server = await startChild('../read/switchboard-server.ts', { core: 0, env });
  const target = await server.ask<Target>('target');

  const ask = (agent: Agent, token: string, body: string) =>
    new Promise<void>((resolve, reject) => {
      const headers = {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        authorization: `Bearer ${token}`,
      };
      const req = request({ port: target.port, path: '/graphql', method: 'POST', agent, headers }, (res) => {
        let start = '';
        res.on('data', (chunk: Buffer) => {
          if (start.length < 20) start += chunk.toString('latin1', 0, 20);
        });
        res.on('end', () => {
          if (res.statusCode === 200 && start.startsWith('{"data":')) resolve();
          else reject(new Error(`${res.statusCode} ${start}`));
        });
      });
      req.on('error', reject);
      req.end(body);
    });

  const channelOf = (client: number) => `Channel_${data.channelIds[client % data.channelIds.length]}`;
  const tokenOf = (client: number) => data.tokens[client % data.tokens.length]!;
  const setup = new Agent({ keepAlive: true, maxSockets: 10 });
  for (let client = 0; client < Math.min(clients, data.tokens.length); client++) {
    await ask(setup, tokenOf(client), JSON.stringify({ query: joinChannel, variables: { id: channelOf(client) } }));
  }
  setup.destroy();

  const latencies: { kind: string; ms: number }[] = [];
  let [counting, running, failed] = [false, true, 0];
  const life = async (client: number) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const token = tokenOf(client);
    await sleep(Math.random() * every * 1_000);
    while (running) {
      const chance = Math.random();
      const kind = chance < 0.2 ? 'write' : chance < 0.6 ? 'Q1' : chance < 0.8 ? 'Q2' : 'Q3';
      const body =
        kind === 'write'
          ? { query: send, variables: { input: { channelId: channelOf(client % data.tokens.length), body: 'Hello' } } }
          : { query: operations[kind as 'Q1'].query, variables: variablesOf(kind as 'Q1') };
      const began = performance.now();
      const ok = await ask(agent, token, JSON.stringify(body)).then(
        () => true,
        () => false,
      );
      const ms = performance.now() - began;
      if (counting && ok) latencies.push({ kind, ms });
      else if (!ok) failed++;
      await sleep(Math.max(0, every * 1_000 - ms));
    }
    agent.destroy();
  };
  const variablesOf = (kind: 'Q1' | 'Q2' | 'Q3') => {
    const all = operations[kind].variables(data);
    return all[Math.floor(Math.random() * all.length)]!;
  };
  const lives = Array.from({ length: clients }, (_, client) => life(client));
  await sleep(warmSeconds * 1_000);
  counting = true;
  const before = cpuOf(target.pid);
  await sleep(seconds * 1_000);
  const cpu = (cpuOf(target.pid) - before) / seconds / 1e4;
  [counting, running] = [false, false];
  await Promise.all(lives);
  await server.end();

  const of = (kind: string | null) => {
    const sorted = latencies.filter((one) => !kind || one.kind === kind).map(({ ms }) => ms);
    sorted.sort((a, b) => a - b);
    const at = (part: number) => sorted[Math.floor(sorted.length * part)] ?? Number.NaN;
    return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
  };
  const row = (name: string, { count, p50, p95, p99 }: ReturnType<typeof of>) =>
    `| ${name} | ${(count / seconds).toFixed(0)} | ${p50.toFixed(1)} | ${p95.toFixed(1)} | ${p99.toFixed(1)} |`;
  const all = of(null);
  const holds = failed === 0 && all.p50 < promised.p50 && all.p95 < promised.p95 && all.p99 < promised.p99;
  const text = `# Response times

Measured by \`npm run bench:api\`: ${clients.toLocaleString('en')} clients, each with its own connection and one request every ${every} s for ${seconds} s, as
${data.tokens.length} signed-in users: 20 % send a message, 40 % Q1, 20 % Q2, 20 % Q3 of \`npm run bench\`, all settings at their defaults.

| | a second | p50, ms | p95 | p99 |
|---|--:|--:|--:|--:|
${row('all', all)}
${['write', 'Q1', 'Q2', 'Q3'].map((kind) => row(kind, of(kind))).join('\n')}

Failed: ${failed}. Target: p50 under ${promised.p50}, p95 under ${promised.p95}, p99 under ${promised.p99} ms: ${holds ? 'holds' : 'FAILS'}. The server took ${cpu.toFixed(0)} % of one core.

${(await measuredWith(['graphql', 'pg'], version, 'server held to one core, load and Postgres on any')).join('\n')}
`;
  console.log(text);
  if (clients >= 2_000 && seconds >= 60) await writeFile(new URL('API.md', import.meta.url), text);
  if (!holds) process.exitCode = 1;
} finally {
  await embedded.stop();
  rmSync(folder, { recursive: true, force: true });
}
