// What a newcomer does first, on whatever system this runs: `npm start` in an empty folder, an import of a small Slack
// export beside the server, a token, a query, the end. Run: node --import tsx .ci/smoke.ts
import { type ChildProcess, exec, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { zipOf } from '../test/support/slack-export.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'switchboard-smoke-'));
const env = { ...process.env, DATA_DIR: join(folder, 'data'), PORT: '0', NODE_ENV: 'development' };
const onWindows = process.platform === 'win32';
const startMs = 300_000;

const run = promisify(exec);
const say = (line: string) => process.stdout.write(`${line}\n`);

/** Runs a command line as it is typed, and gives what it writes to standard output. */
async function type(line: string): Promise<string> {
  say(`$ ${line}`);
  const { stdout } = await run(line, { cwd: root, env });
  return stdout;
}

/** Resolves with the server's origin when it says that it is ready. */
function ready(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let out = '';
    const timer = setTimeout(() => reject(new Error(`The server was not ready in time.\n${out}`)), startMs);
    server.stdout!.on('data', (chunk) => {
      out += chunk;
      const [, origin] = /is ready[\s\S]*?(http:\/\/[\d.]+:\d+)\/graphql/.exec(out) ?? [];
      if (!origin) return;
      clearTimeout(timer);
      resolve(origin);
    });
    server.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`npm start ended with ${code}.\n${out}`));
    });
  });
}

/** Ends npm, its shell and the server. Windows has no signal that asks a process of another console to end. */
async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((done) => server.once('exit', done));
  if (onWindows) execFileSync('taskkill', ['/pid', String(server.pid), '/t', '/f']);
  else process.kill(-server.pid!, 'SIGTERM');
  await ended;
}

async function query(origin: string, token: string, text: string): Promise<unknown> {
  const response = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: text }),
  });
  return response.json();
}

function expectEqual(found: unknown, expected: unknown): void {
  const [is, should] = [JSON.stringify(found), JSON.stringify(expected)];
  if (is !== should) throw new Error(`The answer is ${is}, and should be ${should}.`);
  say(is);
}

say('$ npm start');
// In a process group of its own, so that one signal reaches the shell, npm and the server.
const server = spawn('npm start', {
  ...{ cwd: root, env, shell: true, detached: !onWindows },
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  const origin = await ready(server);

  const owner = (await type('npm run --silent token -- --workspace demo --owner')).trim();
  expectEqual(await query(origin, owner, '{ viewer { role } users { totalCount } }'), {
    data: { viewer: { role: 'OWNER' }, users: { totalCount: 50 } },
  });

  const zip = join(folder, 'export.zip');
  writeFileSync(
    zip,
    zipOf({
      'users.json': [{ id: 'U1', team_id: 'T1', name: 'ada', real_name: 'Ada', profile: { real_name: 'Ada' } }],
      'channels.json': [{ id: 'C1', name: 'general', created: 1_600_000_000, creator: 'U1', members: ['U1'] }],
      'general/2024-01-01.json': [{ type: 'message', user: 'U1', text: 'Hello', ts: '1704110400.000100' }],
    }),
  );
  say(await type(`npm run --silent import -- "${zip}" --workspace smoke`));
  const ada = (await type('npm run --silent token -- --workspace smoke --user ada')).trim();
  expectEqual(
    await query(origin, ada, '{ channels { nodes { name messages { nodes { body author { handle } } } } } }'),
    {
      data: {
        channels: { nodes: [{ name: 'general', messages: { nodes: [{ body: 'Hello', author: { handle: 'ada' } }] } }] },
      },
    },
  );
  say('Start, import and query work here.');
} finally {
  await stop(server);
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
}
