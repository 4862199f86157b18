// The measurements, as tables, and whether the promises hold.
import { pinned } from '../fan-out/child.ts';
import { measuredWith } from '../machine.ts';
import type { Counted } from '../read/load.ts';
import { gateTable, type Judged, median, table, times, whole } from '../read/report.ts';
import { type WriteKey, writeKeys, writes } from './operations.ts';

export const contenders = {
  yoga: { title: 'baseline: Yoga', is: 'peer', file: '../write/yoga-server.ts' },
  apollo: { title: 'Apollo Server', is: 'peer', file: '../write/apollo-server.ts' },
  postgraphile: { title: 'PostGraphile 5, a function', is: 'peer', file: '../write/postgraphile-server.ts' },
  mercurius: { title: 'Mercurius, JIT', is: 'peer', file: '../write/mercurius-server.ts' },
  bare: { title: 'node:http and pg, hand-written', is: 'by hand', file: '../write/bare-server.ts' },
  statement: { title: 'one hand-written statement', is: 'by hand', file: '../write/statement-server.ts' },
  switchboard: { title: '**Switchboard**', is: 'product', file: '../read/switchboard-server.ts' },
} as const;

export type ContenderName = keyof typeof contenders;

/** One operation on one contender, measured once. Times are in milliseconds, CPU in microseconds a message. */
export interface WriteCell extends Omit<Counted, 'failure'> {
  contender: ContenderName;
  operation: WriteKey;
  perSecond: number;
  serverCpu: number;
  postgresCpu: number;
  loadCore: number;
}

const names = Object.keys(contenders) as ContenderName[];
type Measure = Exclude<keyof WriteCell, 'contender' | 'operation'>;

function middle(cells: WriteCell[], contender: ContenderName, operation: WriteKey) {
  const found = cells.filter((cell) => cell.contender === contender && cell.operation === operation);
  return found.length ? (name: Measure) => median(found.map((cell) => cell[name])) : null;
}

/** The gates, as far as they were measured. */
export function gates(cells: WriteCell[]): Judged[] {
  const rate = (name: ContenderName, key: WriteKey) => middle(cells, name, key)?.('perSecond');
  const judged: Judged[] = [];
  const judge = (what: string, key: WriteKey, than: number | undefined, least: number) => {
    const ours = rate('switchboard', key);
    if (ours === undefined || than === undefined) return;
    const ratio = ours / than;
    judged.push({
      what: `${key}: ${what}`,
      found: times(ratio),
      asked: `${least.toFixed(1)} ×`,
      holds: ratio >= least,
    });
  };
  for (const key of writeKeys) {
    const peers = names.filter((name) => contenders[name].is === 'peer').flatMap((name) => rate(name, key) ?? []);
    if (peers.length) judge('relative to the fastest peer', key, Math.max(...peers), 1);
  }
  judge('relative to node:http and pg, hand-written', 'W1', rate('bare', 'W1'), 1);
  judge('relative to one hand-written statement', 'W2', rate('statement', 'W2'), 0.6);
  judge('relative to node:http and pg, hand-written', 'W3', rate('bare', 'W3'), 1);
  return judged;
}

/** All contenders: messages a second, as ratios to the baseline's. */
export function summary(cells: WriteCell[]): string {
  const rows = names.filter((name) => cells.some(({ contender }) => contender === name));
  const cell = (name: ContenderName, key: WriteKey) => {
    const [one, base] = [middle(cells, name, key)?.('perSecond'), middle(cells, 'yoga', key)?.('perSecond')];
    if (one === undefined) return '';
    return base ? `${(one / base).toFixed(2)} (${whole(one)}/s)` : `${whole(one)}/s`;
  };
  return table(
    ['', ...writeKeys],
    rows.map((name) => [contenders[name].title, ...writeKeys.map((key) => cell(name, key))]),
  );
}

function detail(cells: WriteCell[], key: WriteKey): string {
  const rows = names.flatMap((name) => {
    const of = middle(cells, name, key);
    if (!of) return [];
    const latencies = (['p50', 'p95', 'p99'] as const).map((part) => of(part).toFixed(1));
    const cost = [whole(of('serverCpu')), whole(of('postgresCpu')), `${Math.round(of('loadCore') * 100)} %`];
    return [[contenders[name].title, whole(of('perSecond')), ...latencies, ...cost]];
  });
  const columns = ['messages/s', 'p50, ms', 'p95', 'p99', 'server CPU a message, µs', 'Postgres CPU, µs'];
  return table(['', ...columns, 'load generator, of its core'], rows);
}

/** The whole report, as Markdown. */
export async function report(
  cells: WriteCell[],
  run: { connections: number; rounds: number; seconds: number; warm: number },
  postgres: string,
): Promise<string> {
  const packages = [
    'graphql',
    'pg',
    'graphql-yoga',
    '@apollo/server',
    'express',
    'postgraphile',
    'mercurius',
    'fastify',
  ];
  const cores = `server and load ${pinned ? 'each held to a core of its own' : 'on any core'}, Postgres on any; loopback`;
  return [
    '# Writes, compared with other servers',
    '',
    'Measured by `npm run bench:write`; all numbers are from one run.',
    `${run.connections} keep-alive connections each send their next message when they have the previous response. Medians of`,
    `${run.rounds} rounds of ${run.seconds} s, each after ${run.warm} s of the same load to warm up; each round measures all servers`,
    'in turn, each newly started on the same database. After each, the messages and the log are counted: every acknowledged',
    'message is stored, and every channel is numbered without a gap.',
    '',
    'Messages a second, as ratios to the baseline:',
    '',
    summary(cells),
    '',
    '## Gates',
    '',
    gateTable(gates(cells)),
    '',
    ...writeKeys.flatMap((key) => [`## ${key}: ${writes[key].title}`, '', detail(cells, key), '']),
    '## What was measured',
    '',
    ...(await measuredWith(packages, postgres, cores)),
    '',
    'All servers write the same tables (number in the channel, message, last activity, a row in a log) and publish within the',
    'process. The peers and the bare server use a transaction of three prepared statements, PostGraphile a function. Only',
    'Switchboard checks access, reads the token from the database, renders Markdown, moves read positions, and records the author’s',
    'own changes in the log. It runs as `npm start` starts it, but with `COST_BUCKET` and `COST_REFILL`',
    'so large that one author may send thousands of messages a second. Postgres flushes every commit to disk.',
    '',
    'To repeat: `npm run bench:write` takes about 20 minutes and two cores; `-- --smoke` only counts. `--only bare,switchboard',
    '--rounds 3 --operations W2` measures a part and does not write this file; `--connections 1` measures one client.',
    '',
  ].join('\n');
}
