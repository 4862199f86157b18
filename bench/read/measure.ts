// One contender, from start to end: its responses compared with those of the others, then timed.

import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { type Child, startChild } from '../fan-out/child.ts';
import type { ContenderName } from './contenders.ts';
import { cpuOf, cpuOfFamily } from './cpu.ts';
import type { DataSet } from './data-set.ts';
import type { Counted, Shot } from './load.ts';
import { type OperationKey, operations } from './operations.ts';
import { ownOperations } from './postgraphile-operations.ts';
import type { Target } from './server.ts';

/** One operation on one contender, measured once. Times are in milliseconds, CPU in microseconds a request. */
export interface Cell extends Omit<Counted, 'failure'> {
  contender: ContenderName;
  operation: OperationKey;
  perSecond: number;
  serverCpu: number;
  postgresCpu: number;
  /** The load's CPU, as a part of a core. */
  loadCore: number;
  /** Bytes of a response's body, on average. */
  bytes: number;
}

export interface Bench {
  databaseUrl: string;
  /** The process of Postgres itself, whose children serve the connections. */
  postmaster: number;
  data: DataSet;
  load: Child;
  connections: number;
  /** Milliseconds to warm up, and to measure. */
  warmMs: number;
  measureMs: number;
  /** The results of the operations, from the first contender. */
  given: Map<string, unknown>;
}

/** Starts a contender, measures the operations in turn, and ends it. */
export async function measure(
  bench: Bench,
  contender: ContenderName,
  keys: OperationKey[],
  env: Record<string, string>,
): Promise<Cell[]> {
  const { databaseUrl, data } = bench;
  const common = { BENCH_DATABASE_URL: databaseUrl, BENCH_WORKSPACE_ID: data.workspaceId };
  const server = await startChild(`../read/${contender}-server.ts`, { core: 0, env: { ...common, ...env } });
  try {
    const target = await server.ask<Target>('target');
    const cells: Cell[] = [];
    for (const key of keys) {
      try {
        const shots = await compare(bench, contender, key, target.port);
        cells.push({ contender, operation: key, ...(await time(bench, target, shots)) });
      } catch (error) {
        throw new Error(`${contender}, ${key}: ${(error as Error).message}`);
      }
    }
    return cells;
  } finally {
    await server.end();
  }
}

/** Sends everything once; returns the requests, each with the length of its response. */
async function compare(bench: Bench, contender: ContenderName, key: OperationKey, port: number): Promise<Shot[]> {
  const { data, given } = bench;
  const { operationName, query, variables, viewers, atLeast } = operations[key];
  const own = contender === 'postgraphile' ? ownOperations[key] : null;
  const asked = variables(data).map((shared) =>
    JSON.stringify({
      operationName,
      query: own?.query ?? query,
      variables: own ? own.variables(shared as { id: string }) : shared,
    }),
  );
  const lengths = await Promise.all(
    asked.map(async (body, i) => {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${data.tokens[i % viewers]}` };
      const answer = await fetch(`http://127.0.0.1:${port}/graphql`, { method: 'POST', headers, body });
      const text = await answer.text();
      if (answer.status !== 200) throw new Error(`answered ${answer.status}: ${text.slice(0, 500)}`);
      const result = JSON.parse(text);
      if (result.errors || text.length < atLeast) throw new Error(`answered ${text.slice(0, 500)}`);
      const found = own ? own.reshape(result.data) : result.data;
      const name = `${operationName} ${JSON.stringify(variables(data)[i])}`;
      if (!given.has(name)) given.set(name, found);
      else same(found, given.get(name), 'data');
      return Buffer.byteLength(text);
    }),
  );
  const count = Math.max(viewers, asked.length);
  return Array.from({ length: count }, (_, i) => {
    const body = asked[i % asked.length]!;
    const head = [
      'POST /graphql HTTP/1.1',
      `host: 127.0.0.1:${port}`,
      `authorization: Bearer ${data.tokens[i % viewers]}`,
      'accept: application/json',
      'content-type: application/json',
      `content-length: ${Buffer.byteLength(body)}`,
    ];
    return { request: `${head.join('\r\n')}\r\n\r\n${body}`, length: lengths[i % lengths.length]! };
  });
}

/** Throws where two responses first differ. */
function same(found: unknown, expected: unknown, path: string): void {
  if (isDeepStrictEqual(found, expected)) return;
  const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
  if (isObject(found) && isObject(expected)) {
    for (const name of new Set([...Object.keys(expected), ...Object.keys(found)])) {
      same(found[name], expected[name], `${path}.${name}`);
    }
  }
  throw new Error(`${path} is ${JSON.stringify(found)}, and elsewhere ${JSON.stringify(expected)}`);
}

/** Sends the requests for a while; returns the responses, and their cost. */
export async function time(
  bench: Pick<Bench, 'load' | 'postmaster' | 'connections' | 'warmMs' | 'measureMs'>,
  target: Target,
  shots: Shot[],
  /** Called with all responses, also those of the warm-up and of the end. */
  answered: (requests: number) => void = () => {},
) {
  const { load } = bench;
  const loadPid = await load.ask<number>('pid');
  const used = () => [cpuOf(target.pid), cpuOfFamily(bench.postmaster), cpuOf(loadPid)] as const;
  await load.ask('start', { port: target.port, connections: bench.connections, requests: shots });
  await sleep(bench.warmMs);
  answered((await load.ask<Counted>('count')).requests);
  const [startedAt, before] = [performance.now(), used()];
  await sleep(bench.measureMs);
  const { failure, ...counted } = await load.ask<Counted>('count');
  const [seconds, after] = [(performance.now() - startedAt) / 1_000, used()];
  const wrong = (await load.ask<string | null>('stop')) ?? failure;
  answered(counted.requests + (await load.ask<Counted>('count')).requests);
  if (wrong) throw new Error(wrong);
  const [server, postgres, loadCpu] = after.map((cpu, i) => cpu - before[i]!) as [number, number, number];
  if (counted.requests === 0) throw new Error(`nothing was answered in ${seconds.toFixed(1)} s`);
  return {
    ...counted,
    perSecond: counted.requests / seconds,
    serverCpu: server / counted.requests,
    postgresCpu: postgres / counted.requests,
    loadCore: loadCpu / seconds / 1e6,
    bytes: shots.reduce((sum, { length }) => sum + (length ?? 0), 0) / shots.length,
  };
}
