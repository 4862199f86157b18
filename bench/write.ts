// npm run bench:write [-- --smoke]: what sending messages costs each server on the product's own tables, all measured
// in one run, in turn. Acknowledged messages are counted in the database. A full run writes bench/WRITES.md; fails when
// a gate does.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { openEmbedded } from '../src/postgres/embedded.ts';
import { migrate } from '../src/postgres/migrate.ts';
import { startChild } from './fan-out/child.ts';
import { parentOf } from './read/cpu.ts';
import { type DataSet, fillDataSet } from './read/data-set.ts';
import { time } from './read/measure.ts';
import { stop } from './read/options.ts';
import type { Target } from './read/server.ts';
import { requests, type WriteKey, writeKeys, writerCount } from './write/operations.ts';
import { type ContenderName, contenders, gates, report, summary, type WriteCell } from './write/report.ts';

const all = Object.keys(contenders) as ContenderName[];
const { values: flags } = parseArgs({
  options: {
    smoke: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '5' },
    warm: { type: 'string', default: '4' },
    connections: { type: 'string', default: '32' },
    only: { type: 'string', default: all.join(',') },
    operations: { type: 'string', default: writeKeys.join(',') },
  },
});
const only = all.filter((name) => flags.only.split(',').includes(name));
const keys = writeKeys.filter((key) => flags.operations.split(',').includes(key));
if (!only.length || !keys.length) stop(`--only takes ${all.join(', ')}; --operations takes ${writeKeys.join(', ')}.`);
const smoke = flags.smoke;
const run = {
  rounds: smoke ? 1 : Number(flags.rounds),
  seconds: smoke ? 1 : Number(flags.seconds),
  warm: smoke ? 1 : Number(flags.warm),
  connections: Number(flags.connections),
};

// By default one person may send about 180 messages a second over a long time. Here one sends thousands: the points are
// counted as usual, and there are enough of them.
const amplePoints = { COST_BUCKET: '1000000000', COST_REFILL: '1000000000' };

/** The first people are members of the first channels; the streams are as after a first write to each. */
const members = `
insert into channel_members (channel_id, user_id, workspace_id, role, joined_at)
select c, u, $3, 'MEMBER', now() from unnest($1::uuid[]) c, unnest($2::uuid[]) u on conflict do nothing;
`;
const streams = `
insert into streams (key, workspace_id, head)
select 'channel:' || c, $3::uuid, 0 from unnest($1::uuid[]) c
union all select 'user:' || u, $3, 0 from unnest($2::uuid[]) u;
`;

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
    const authorIds = data.userIds.slice(0, writerCount);
    const channelIds = data.channelIds.slice(0, writerCount);
    for (const sql of [members, streams]) await admin.query(sql, [channelIds, authorIds, data.workspaceId]);
    const { rows } = await admin.query(`select pg_backend_pid() as pid, current_setting('server_version') as version`);
    const postmaster = parentOf(rows[0].pid);
    if (!postmaster) throw new Error('CPU is read from /proc: run the bench on Linux.');
    const authors = Object.fromEntries(authorIds.map((id, i) => [`Bearer ${data.tokens[i]}`, id]));
    const bench = { load, postmaster, ...run, warmMs: run.warm * 1_000, measureMs: run.seconds * 1_000 };
    const cells: WriteCell[] = [];
    for (let round = 1; round <= run.rounds; round++) {
      if (!smoke) console.log(`Round ${round} of ${run.rounds}`);
      for (const name of only) {
        const env = {
          BENCH_DATABASE_URL: embedded.url,
          BENCH_WORKSPACE_ID: data.workspaceId,
          BENCH_AUTHORS: JSON.stringify(authors),
          ...amplePoints,
        };
        const server = await startChild(contenders[name].file, { core: 0, env });
        try {
          const target = await server.ask<Target>('target');
          for (const key of keys) {
            await admin.query('vacuum analyze channels, streams, channel_members, messages, changes');
            const cell = await one(bench, admin, target, name, key, data).catch((error: Error) => {
              throw new Error(`${name}, ${key}: ${error.message}`);
            });
            cells.push(cell);
            if (!smoke) console.log(line(cell));
          }
        } finally {
          await server.end();
        }
      }
    }
    if (smoke)
      return console.log('All write what they answer, numbered without a gap. Nothing is judged by time here.');
    const judged = gates(cells);
    console.log(['', summary(cells), ''].join('\n'));
    for (const { what, found, asked, holds } of judged)
      console.log(`${holds ? 'holds' : 'FAILS'}: ${what} ${found}, asked ${asked}`);
    const full = only.length === all.length && keys.length === writeKeys.length && run.rounds >= 5 && run.seconds >= 5;
    if (full) await writeFile(new URL('WRITES.md', import.meta.url), await report(cells, run, rows[0].version));
    if (judged.some(({ holds }) => !holds)) process.exitCode = 1;
  } finally {
    await Promise.all([load.end(), admin.end().catch(() => {})]);
    await embedded.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const line = ({ contender, operation, perSecond, p50, p99, serverCpu, postgresCpu, loadCore }: WriteCell) =>
  `${contender} ${operation}: ${perSecond.toFixed(0)}/s, p50 ${p50.toFixed(1)} p99 ${p99.toFixed(1)} ms, ` +
  `CPU ${serverCpu.toFixed(0)} µs, Postgres ${postgresCpu.toFixed(0)} µs, load ${(loadCore * 100).toFixed(0)} % of a core`;

/** One server and operation: timed, and its acknowledged messages counted in the database. */
async function one(
  bench: Parameters<typeof time>[0],
  admin: pg.Client,
  target: Target,
  contender: ContenderName,
  operation: WriteKey,
  data: DataSet,
): Promise<WriteCell> {
  const shots = requests(operation, data, contender === 'postgraphile').map(({ token, body }) => {
    const head = [
      'POST /graphql HTTP/1.1',
      `host: 127.0.0.1:${target.port}`,
      `authorization: Bearer ${token}`,
      'accept: application/json',
      'content-type: application/json',
      `content-length: ${Buffer.byteLength(body)}`,
    ];
    return { request: `${head.join('\r\n')}\r\n\r\n${body}`, length: null };
  });
  const counted = async () => {
    const { rows } = await admin.query<{ messages: number; logged: number; gaps: number }>(
      `select (select count(*) from messages)::int as messages,
         (select count(*) from changes where kind = 'messages.sent')::int as logged,
         (select count(*) from (select 1 from messages group by channel_id having count(*) <> max(seq)) g)::int as gaps`,
    );
    return rows[0]!;
  };
  const before = await counted();
  let answered = 0;
  const measured = await time(bench, target, shots, (requests) => {
    answered += requests;
  });
  const after = await counted();
  const written = after.messages - before.messages;
  // All requests were answered before the load ended.
  if (written !== answered || written !== after.logged - before.logged || after.gaps)
    throw new Error(
      `${answered} answered, ${written} written, ${after.logged - before.logged} logged, ${after.gaps} channels with gaps`,
    );
  return { contender, operation, ...measured };
}

await main().catch((error: Error) => stop(error.message));
