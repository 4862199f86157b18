// npm run demo: what it creates, that it creates it once, and that it continues after an interruption.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createDemo, demoState } from '../../src/cli/demo/create.ts';
import { createWorkspace, findOwner, findWorkspace } from '../../src/features/workspaces/commands.ts';
import { type OpenPostgres, openPostgres } from '../support/open-postgres.ts';
import { runCommand, startCommand } from '../support/run-command.ts';
import { cloneDatabase } from '../support/server.ts';
import { fingerprint, openSql, type Sql } from '../support/sql.ts';
import { pictureOf } from '../support/workspace-picture.ts';

// The demo is written twice, in 5 s each on a machine with nothing else to do.
vi.setConfig({ testTimeout: 120_000 });

interface Opened extends OpenPostgres {
  url: string;
  sql: Sql;
}
let endings: (() => Promise<void>)[] = [];
let database: Opened;

async function open(): Promise<Opened> {
  const { url, drop } = await cloneDatabase();
  const sql = await openSql(url);
  const opened = openPostgres(url);
  endings.push(async () => {
    await opened.pool.end();
    await sql.end();
    await drop();
  });
  return { url, sql, ...opened };
}

beforeEach(async () => {
  database = await open();
});

afterEach(async () => {
  for (const end of endings) await end();
  endings = [];
});

it('creates the whole demo, though it was interrupted, and does not change it from then on', async () => {
  const { url, sql, postgres } = database;
  expect(await demoState(postgres)).toBe('missing');
  const messages = async () =>
    (await sql.rows('select coalesce(sum(last_seq), 0)::integer as count from channels'))[0].count;
  const command = startCommand(url, 'demo', []);
  let ended = false;
  void command.result.then(() => {
    ended = true;
  });
  while (!ended && (await messages()) < 5_000);
  command.kill('SIGKILL');
  expect(await command.result).toMatchObject({ code: null });
  expect(await demoState(postgres)).toBe('unfinished');
  const last = await runCommand(url, 'demo');
  expect(last).toMatchObject({ code: 0 });
  expect(last.err).toContain('Completing the demo workspace demo\n');
  expect(last.out).toMatch(/^The demo workspace demo is ready, after [\d.]+ s\.\n\nNext:\n {2}npm start\n/);
  expect(await demoState(postgres)).toBe('complete');

  const picture = await pictureOf(sql, 'demo');
  expect([picture.users, picture.channels, picture.messages].map((rows) => rows.length)).toEqual([50, 30, 20_000]);
  expect(picture.channels.filter(({ importing }) => importing)).toEqual([]);
  const workspace = (await findWorkspace(postgres, 'demo'))!;
  expect(await findOwner(postgres, workspace.id)).not.toBeNull();
  const times = picture.messages.map(({ created_at }) => Date.parse(created_at));
  expect(Math.max(...times)).toBeLessThanOrEqual(Date.now());
  expect(Math.min(...times)).toBeGreaterThan(Date.parse(workspace.createdAt));

  const before = await fingerprint(sql, workspace.id);
  const again = await runCommand(url, 'demo');
  expect(again).toEqual({ code: 0, out: 'The workspace demo already exists; nothing was done.\n', err: '' });
  expect(await fingerprint(sql, workspace.id)).toEqual(before);

  // The same year written in one go.
  const whole = await open();
  const now = Date.parse(workspace.createdAt);
  expect(await createWorkspace(whole.postgres, { slug: 'demo', name: workspace.name, now })).toEqual(workspace);
  await createDemo(whole.postgres, { onProgress: () => {} });
  const rows = ({ changes, streams, ...tables }: Record<string, string>) => tables;
  expect(rows(await fingerprint(whole.sql, workspace.id))).toEqual(rows(before));
});

it('does not touch a workspace that has the name and is no demo', async () => {
  const { url, sql, postgres } = database;
  const { id } = await createWorkspace(postgres, { slug: 'demo', name: 'Ours' });
  const before = await fingerprint(sql, id);
  expect(await runCommand(url, 'demo')).toMatchObject({ code: 0, out: expect.stringContaining('nothing was done') });
  expect(await fingerprint(sql, id)).toEqual(before);
});
