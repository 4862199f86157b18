// The measurements, as a table, and whether the promises hold.

import { measuredWith } from '../machine.ts';
import { pinned } from './child.ts';
import type { Result } from './load.ts';

/** One server, measured once. */
export interface Cell {
  kind: string;
  /** Sockets that receive events, and sockets that follow a channel without events. */
  active: number;
  idle: number;
  result: Result;
  /** Server CPU a delivery, in microseconds; memory a socket, in bytes. */
  cpu: number;
  rss: number;
  heap: number;
}

export interface Gate {
  what: string;
  ratio: number;
  maximum: number;
  holds: boolean;
}

const median = (numbers: number[]) => {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

/** The median of the cells of one kind and size; undefined when there are none. */
function middle(cells: Cell[], kind: string, active: number, of: (cell: Cell) => number, idle = 0): number | undefined {
  const found = cells.filter((cell) => cell.kind === kind && cell.active === active && cell.idle === idle);
  return found.length ? median(found.map(of)) : undefined;
}

/** The promises relative to bare ws, as far as they were measured. */
export function gates(cells: Cell[]): Gate[] {
  const found: Gate[] = [];
  const judge = (what: string, active: number, maximum: number, of: (cell: Cell) => number, idle = 0) => {
    const [ours, floor] = ['switchboard', 'bare'].map((kind) => middle(cells, kind, active, of, idle));
    if (ours === undefined || floor === undefined) return;
    found.push({ what, ratio: ours / floor, maximum, holds: ours / floor <= maximum });
  };
  judge('CPU a delivery, 1,000 sockets', 1_000, 1.6, ({ cpu }) => cpu);
  judge('CPU a delivery, 3,000 sockets', 3_000, 1.6, ({ cpu }) => cpu);
  judge('p99 at 1,000 sockets', 1_000, 2, ({ result }) => result.p99);
  judge('Memory an idle socket, 5,000 of them', 2_000, 2, ({ rss }) => rss, 5_000);
  return found;
}

const names: Record<string, string> = {
  bare: 'bare ws',
  switchboard: '**Switchboard**',
  yoga: 'Yoga, graphql-ws',
  apollo: 'Apollo Server, graphql-ws',
  mercurius: 'Mercurius',
};

/** The whole report, as Markdown. */
export async function report(
  cells: Cell[],
  judged: Gate[],
  run: { rounds: number; events: number; perSecond: number; postgres: string; failures: string[] },
): Promise<string> {
  const kinds = [...new Set(cells.map(({ kind }) => kind))];
  const sizes = [...new Set(cells.filter(({ idle }) => !idle).map(({ active }) => active))];
  const table = (active: number, idle: number) => {
    const rows = kinds.flatMap((kind) => {
      const of = (read: (cell: Cell) => number) => middle(cells, kind, active, read, idle);
      const cpu = of((cell) => cell.cpu);
      if (cpu === undefined) return [];
      const all = cells.filter((cell) => cell.kind === kind && cell.active === active && cell.idle === idle);
      const spread = all.map((cell) => cell.cpu);
      const floor = middle(cells, 'bare', active, (cell) => cell.cpu, idle);
      const times = (['p50', 'p95', 'p99', 'p99Written'] as const).map((name) =>
        of(({ result }) => result[name])!.toFixed(1),
      );
      const kib = (of(({ rss }) => rss)! / 1024).toFixed(1);
      const heap = (of((cell) => cell.heap)! / 1024).toFixed(1);
      const load = of(({ result }) => result.cpu / result.deliveries)!.toFixed(1);
      const range = `${Math.min(...spread).toFixed(1)} to ${Math.max(...spread).toFixed(1)}`;
      const ratio = floor === undefined ? '' : `${(cpu / floor).toFixed(2)} ×`;
      const bytes = of(({ result }) => result.bytes)!.toFixed(0);
      return [`| ${[names[kind], cpu.toFixed(1), range, ratio, ...times, kib, heap, load, bytes].join(' | ')} |`];
    });
    return [
      '| server | CPU a delivery, µs | range | vs bare ws | p50, ms | p95 | p99 | p99 with the write | memory a socket, KiB | of it JS heap | load CPU, µs | bytes |',
      '|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|',
      ...rows,
    ].join('\n');
  };
  const count = (n: number) => n.toLocaleString('en');
  const held = cells.filter(({ idle }) => idle);
  return [
    '# The cost of one delivery',
    '',
    `Measured by \`npm run bench:fanout\`; all numbers are from one run. ${run.events} events at ${run.perSecond} a second, selection`,
    '`{ cursor ... on MessageSent { message { id body createdAt author { id name } } } }`, every socket with one',
    `subscription with a unique id. Medians of ${run.rounds} rounds; each round measures all servers in turn. CPU is user and`,
    'system time of the whole server process over the run, divided by the deliveries; it includes writing the message, the relay',
    'and timers. Latency is the time from publishing, when the message is written, to arrival. Memory is RSS after a garbage',
    'collection with the sockets subscribed and idle, minus RSS without them, per socket. The first sockets fit into heap that the',
    'start left free, so the reliable figure is in the table with idle sockets, which are added to the active ones. Every',
    'delivery was counted, and compared with the others and with the published event.',
    '',
    ...sizes.flatMap((active) => [`## ${count(active)} sockets`, '', table(active, 0), '']),
    ...(held[0]
      ? [
          `## ${count(held[0].active)} active and ${count(held[0].idle)} idle sockets`,
          '',
          table(held[0].active, held[0].idle),
          '',
        ]
      : []),
    ...(run.failures.length ? ['Not measured:', '', ...run.failures.map((failure) => `- ${failure}`), ''] : []),
    '## Gates',
    '',
    '| relative to bare ws | ratio | at most | |',
    '|---|--:|--:|---|',
    ...judged.map(
      ({ what, ratio, maximum, holds }) =>
        `| ${what} | ${ratio.toFixed(2)} × | ${maximum} × | ${holds ? 'holds' : 'FAILS'} |`,
    ),
    '',
    '## What was measured',
    '',
    ...(await versions(run.postgres)),
    '',
    'Bare ws sends one prepared string of the same length to all sockets: no GraphQL, no database, no authentication. The peers',
    'write the message to the same Postgres, publish it in their own pub/sub, and execute for each subscriber, as these',
    'servers do by default; all subscribers share one DataLoader for each event, which is cheaper than one for each',
    'subscription. They do not authenticate. Switchboard is the whole app: a hundred users signed in with tokens, and',
    "messages sent by the product's own command, through the log and its relay.",
    '',
    'To repeat: `npm run bench:fanout` takes about 15 minutes and two cores; `-- --smoke` only checks the deliveries, in less than',
    'a minute. `--only bare,switchboard --sizes 1000 --rounds 5` measures a part and does not write this file; `--profile DIR`',
    'writes CPU profiles. Each process needs about 8,000 open files (`ulimit -n`).',
    '',
  ].join('\n');
}

const packages = [
  'ws',
  'graphql',
  'graphql-ws',
  'graphql-yoga',
  '@apollo/server',
  'graphql-subscriptions',
  'mercurius',
  'fastify',
];

const versions = (postgres: string) =>
  measuredWith(
    packages,
    `${postgres} (fsync on)`,
    `server and load each ${pinned ? 'held to a core of its own' : 'on any core'}; loopback`,
  );
