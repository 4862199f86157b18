// npm start stops completely: whichever of its processes is signalled (npm, the shell or the server), all of them end,
// and Postgres with them. Real processes, identified by their pid.
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { familyOf, gone, type ListedProcess } from '../support/processes.ts';
import { type Program, startNpm, startShell } from '../support/start-program.ts';

vi.setConfig({ testTimeout: 90_000 });
const folder = mkdtempSync(join(tmpdir(), 'switchboard-stopping-'));
chmodSync(folder, 0o711); // as root, Postgres runs as another user
const dataDir = join(folder, 'data');
// In production no demo is created, so each start is quick.
const settings = { DATA_DIR: dataDir, PORT: '0', NODE_ENV: 'production', LOG_LEVEL: 'error' };

// A shell that stays, as npm's does on systems whose sh does not exec, and where the script has no exec.
const stayingShell = join(folder, 'shell');
writeFileSync(stayingShell, '#!/bin/sh\n/bin/sh -c "$(echo "$2" | sed "s/^exec //"); exit \\$?"\n', { mode: 0o755 });

let left: ListedProcess[] = [];
afterEach(() => {
  for (const { pid } of left) if (!gone(pid)) process.kill(pid, 'SIGKILL');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Started {
  program: Program;
  all: ListedProcess[];
  pidOf(kind: RegExp): number;
}

async function ready(program: Program): Promise<Started> {
  await program.wrote(/\/graphql\n.*\n/);
  const all = familyOf(program.child.pid!);
  left = all;
  const pidOf = (kind: RegExp) => all.find(({ command }) => kind.test(command))!.pid;
  // npm, the server, the postmaster and its children.
  expect(all.length).toBeGreaterThan(5);
  expect(gone(pidOf(postmaster))).toBe(false);
  return { program, all, pidOf };
}

const npm = /^npm run/;
const server = /^(\S*\/)?node .*src\/main\.ts/;
const shell = /^(\/bin\/)?sh .*src\/main\.ts/;
const postmaster = /\/postgres -D/;
const running = (all: ListedProcess[]) => all.filter(({ pid }) => !gone(pid)).map(({ command }) => command);
const logOfPostgres = () => readFileSync(join(dataDir, 'postgres/postgres.log'), 'utf8');

it.each<[signal: NodeJS.Signals, to: string, kind: RegExp, scriptShell?: string]>([
  ['SIGTERM', 'npm', npm],
  ['SIGINT', 'npm', npm],
  ['SIGHUP', 'npm', npm],
  ['SIGKILL', 'npm', npm],
  ['SIGTERM', 'the server', server],
  ['SIGHUP', 'the server', server],
  ['SIGTERM', 'npm above a shell that stays', npm, stayingShell],
  ['SIGKILL', 'npm above a shell that stays', npm, stayingShell],
  ['SIGHUP', 'a shell that stays', shell, stayingShell],
])(
  '%s to %s ends npm, the server and every process of Postgres, after what runs has ended',
  async (signal, _, kind, scriptShell) => {
    const more: Record<string, string> = scriptShell ? { npm_config_script_shell: scriptShell } : {};
    const { program, all, pidOf } = await ready(startNpm({ ...settings, ...more }, ['start']));
    process.kill(pidOf(kind), signal);
    await vi.waitFor(() => expect(running(all)).toEqual([]), { timeout: 15_000 });
    expect(program.out).toContain(': waiting for requests to end …\n');
    expect(program.err).toBe('');
    expect(logOfPostgres()).toMatch(/received fast shutdown request[\s\S]*database system is shut down/);
  },
);

it('SIGTERM to npm during the first start, before it listens, ends everything too', async () => {
  const first = { ...settings, DATA_DIR: join(folder, 'first') };
  const program = startNpm(first, ['start']);
  await program.wrote(/Starting Postgres/);
  await vi.waitFor(() =>
    expect(familyOf(program.child.pid!).some(({ command }) => postmaster.test(command))).toBe(true),
  );
  left = familyOf(program.child.pid!);
  program.child.kill('SIGTERM');
  await vi.waitFor(() => expect(running(left)).toEqual([]), { timeout: 15_000 });
  expect(program.err).toBe('');
});

it('keeps running when the shell that started npm in the background ends, with nohup too', async () => {
  for (const line of ['npm run start & echo $! >&2', 'nohup npm run start & echo $! >&2']) {
    const program = startShell(settings, line);
    await program.wrote(/\/graphql\n/);
    expect(program.child.exitCode).toBe(0);
    const pid = Number(/^\d+$/m.exec(program.err)![0]);
    const all = familyOf(pid);
    left = all;
    await sleep(1_500); // three times as often as it looks
    expect(running(all).length).toBe(all.length);
    process.kill(pid, 'SIGTERM');
    await vi.waitFor(() => expect(running(all)).toEqual([]), { timeout: 15_000 });
  }
});
