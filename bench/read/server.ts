// What all measured servers share: a process of its own that listens on loopback and reports its address to the parent.
import type { RequestListener } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answer } from '../fan-out/server-process.ts';

/** Where the load sends its requests, and the process whose CPU counts. */
export interface Target {
  port: number;
  pid: number;
}

/** The workspace that all of the data set belongs to. */
export const workspaceId = process.env.BENCH_WORKSPACE_ID ?? '';

/** Whether this process is to respond with its response cache on. */
export const cached = process.env.BENCH_CACHE === 'on';

/** Reports to the parent that the server listens on this port; ends with the parent. */
export function serving(port: number): void {
  answer({ target: (): Target => ({ port, pid: process.pid }) });
}

/** Listens with this handler on a free port, and reports it to the parent. */
export async function serve(handler: RequestListener): Promise<void> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  serving((server.address() as AddressInfo).port);
}
