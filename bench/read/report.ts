// The measurements, as tables, and whether the promises hold.
import { pinned } from '../fan-out/child.ts';
import { measuredWith } from '../machine.ts';
import { type ContenderName, contenders } from './contenders.ts';
import type { Cell } from './measure.ts';
import { type OperationKey, operationKeys, operations } from './operations.ts';

export interface Judged {
  what: string;
  found: string;
  asked: string;
  holds: boolean;
}

type Measures = Omit<Cell, 'contender' | 'operation'>;

/** The medians of all rounds of one contender and operation. */
export type Medians = (contender: ContenderName, operation: OperationKey) => Measures | undefined;

/** The median of these numbers. */
export const median = (numbers: number[]) => {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

/** The medians of these cells, each measure on its own. */
export function mediansOf(cells: Cell[]): Medians {
  return (contender, operation) => {
    const found = cells.filter((cell) => cell.contender === contender && cell.operation === operation);
    if (!found.length) return undefined;
    const of = (name: keyof Measures) => median(found.map((cell) => cell[name]));
    return {
      ...{ requests: of('requests'), perSecond: of('perSecond'), p50: of('p50'), p95: of('p95'), p99: of('p99') },
      ...{ serverCpu: of('serverCpu'), postgresCpu: of('postgresCpu'), loadCore: of('loadCore'), bytes: of('bytes') },
    };
  };
}

const names = Object.keys(contenders) as ContenderName[];
const peers = names.filter((name) => contenders[name].is === 'peer');
const product = 'switchboard';

/** The gates, as far as they were measured. */
export function gates(of: Medians): Judged[] {
  const judged: Judged[] = [];
  for (const key of operationKeys) {
    const ours = of(product, key);
    const rates = peers.flatMap((name) => of(name, key)?.perSecond ?? []);
    if (!ours || !rates.length) continue;
    const ratio = ours.perSecond / Math.max(...rates);
    judged.push({
      what: `${key}: relative to the fastest peer`,
      found: times(ratio),
      asked: 'more than 1 ×',
      holds: ratio > 1,
    });
  }
  for (const [key, most] of [
    ['Q1', 1.3],
    ['Q2', 0.75],
    ['Q3', 0.75],
  ] as const) {
    const [ours, floor] = [of(product, key), of('joined', key)];
    if (!ours || !floor) continue;
    const ratio = ours.serverCpu / floor.serverCpu;
    const what = `${key}: CPU a request relative to joined by hand`;
    judged.push({ what, found: times(ratio), asked: `at most ${most} ×`, holds: ratio <= most });
  }
  return judged;
}

/** Goals beyond the gates. */
export function aims(of: Medians): Judged[] {
  const judged: Judged[] = [];
  for (const [key, least] of [
    ['Q1', 4.5],
    ['Q2', 5],
    ['Q3', 4.5],
    ['Q4', 12],
  ] as const) {
    const [ours, base] = [of(product, key), of('yoga', key)];
    if (!ours || !base) continue;
    const ratio = ours.perSecond / base.perSecond;
    judged.push({
      what: `${key}: relative to the baseline`,
      found: times(ratio),
      asked: `${least} ×`,
      holds: ratio >= least,
    });
  }
  for (const key of ['Q2', 'Q3'] as const) {
    const ours = of(product, key);
    if (!ours) continue;
    const ratio = ours.p99 / ours.p50;
    judged.push({ what: `${key}: p99 relative to p50`, found: times(ratio), asked: 'at most 4 ×', holds: ratio <= 4 });
  }
  const cached = of(product, 'Q4');
  if (cached) {
    const { perSecond } = cached;
    judged.push({
      what: 'Q4: requests/s',
      found: whole(perSecond),
      asked: 'more than 10,000',
      holds: perSecond > 10_000,
    });
  }
  return judged;
}

export const times = (ratio: number) => `${ratio.toFixed(2)} ×`;
export const whole = (n: number) => Math.round(n).toLocaleString('en');

/** All contenders beside each other: the ratios of requests/s to the baseline's. */
export function summary(of: Medians): string {
  const cell = (name: ContenderName, key: OperationKey) => {
    const [one, base] = [of(name, key), of('yoga', key)];
    if (!one) return '';
    return base
      ? `${(one.perSecond / base.perSecond).toFixed(2)} (${whole(one.perSecond)}/s)`
      : `${whole(one.perSecond)}/s`;
  };
  const rows = names.filter((name) => operationKeys.some((key) => of(name, key)));
  return table(
    ['', ...operationKeys],
    rows.map((name) => [contenders[name].title, ...operationKeys.map((key) => cell(name, key))]),
  );
}

/** Everything that was measured of one operation. */
export function detail(of: Medians, key: OperationKey): string {
  const floor = of('joined', key)?.serverCpu;
  const rows = names.flatMap((name) => {
    const one = of(name, key);
    if (!one) return [];
    const { perSecond, p50, p95, p99, serverCpu, postgresCpu, loadCore, bytes } = one;
    const latencies = [p50, p95, p99].map((ms) => ms.toFixed(1));
    const ratio = floor ? times(serverCpu / floor) : '';
    const cost = [whole(serverCpu), ratio, whole(postgresCpu), `${Math.round(loadCore * 100)} %`, whole(bytes)];
    return [[contenders[name].title, whole(perSecond), ...latencies, ...cost]];
  });
  const columns = ['requests/s', 'p50, ms', 'p95', 'p99', 'server CPU a request, µs', 'vs joined', 'Postgres CPU, µs'];
  return table(['', ...columns, 'load generator, of its core', 'bytes'], rows);
}

function judgement(judged: Judged[], yes: string, no: string): string {
  const rows = judged.map(({ what, found, asked, holds }) => [what, found, asked, holds ? yes : no]);
  return table(['what', 'measured', 'required', ''], rows);
}

export const gateTable = (judged: Judged[]): string => judgement(judged, 'holds', 'FAILS');

/** A table in Markdown. */
export function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  const rule = `|---|${head
    .slice(1)
    .map(() => '--:|')
    .join('')}`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

/** The whole report, as Markdown. */
export async function report(
  of: Medians,
  run: { connections: number; rounds: number; seconds: number; warm: number; postgres: string },
): Promise<string> {
  const shown = operationKeys.flatMap((key) => [`### ${key}: ${operations[key].title}`, '', detail(of, key), '']);
  return [
    '# Reads, compared with other servers',
    '',
    `Measured by \`npm run bench\`; all numbers are from one run. ${run.connections} keep-alive connections each send their next`,
    `request when they have the previous response. Medians of ${run.rounds} rounds of ${run.seconds} s, each after ${run.warm} s of the same load to warm up;`,
    'each round measures all servers in turn, each newly started. Before a server is timed, it executes every operation',
    'once, and its data is compared with that of the others; while it is timed, every response must have the length of the one',
    'that was compared.',
    '',
    'Requests/s, as ratios to the baseline:',
    '',
    summary(of),
    '',
    '## Gates',
    '',
    gateTable(gates(of)),
    '',
    '## Targets',
    '',
    judgement(aims(of), 'met', 'not met'),
    '',
    '[`NOTES.md`](NOTES.md) says which targets are missed, what was tried, and where the time goes.',
    '',
    '## Each operation',
    '',
    ...shown,
    '## What was measured',
    '',
    ...(await versions(run.postgres)),
    '',
    'Server CPU is user and system time of the whole Node process, and Postgres CPU that of all its processes, both divided by',
    'the number of requests. The load generator counts responses and does not parse them; when it takes nearly all of its core, the',
    'server could have served more.',
    '',
    'Switchboard is the whole app as `npm start` starts it, with authentication, masking and the ledger: every request',
    'carries a token, those of 500 viewers in turn. The others do not authenticate, and get the same requests. They select only',
    'the columns that the operations need, have as many connections to Postgres (20), and take dates as pg parses them.',
    'Yoga, Apollo and Mercurius share their schema and loaders; "joined by hand" uses the statements of those loaders.',
    'Only Switchboard tunes its process and Postgres: look-ups of several requests in one statement, one plan',
    'for all values of a statement, new objects kept young (bench/NOTES.md measures each). The others run with their defaults.',
    'PostGraphile reads the same tables through views, with equivalent operations in its own schema; it requires Node 22, and on',
    'Node 20 the one missing function is added. Q4 has the response caches of Yoga and Apollo on; Mercurius and',
    'PostGraphile cannot cache whole responses, so they run Q2 again, as does "joined by hand".',
    '',
    'To repeat: `npm run bench` takes about 25 minutes and two cores; `-- --smoke` only compares the data, in less than a minute.',
    '`--only yoga,joined,switchboard --rounds 3 --seconds 5 --operations Q2` measures a part and does not write this file;',
    '`--ablation` switches off the settings that make Switchboard faster, one at a time.',
    '',
  ].join('\n');
}

const packages = [
  'graphql',
  'dataloader',
  'pg',
  'graphql-yoga',
  '@apollo/server',
  'express',
  'postgraphile',
  'mercurius',
  'fastify',
];

const versions = (postgres: string) =>
  measuredWith(
    packages,
    postgres,
    `server and load ${pinned ? 'each held to a core of its own' : 'on any core'}, Postgres on any; loopback`,
  );
